"""Packs vectors into the form of a model file, which src/embedding/model_file.rs describes."""

import struct

import numpy as np
import xxhash

from evaluation.model.vocabulary import Word

PEAK = 7
"""Largest value of a component."""
TOP = 127
"""Length factor of a long vector; the longest thousandth is cut to 255."""
NAT = 2048
"""Cost of a word for each unit of the negative natural logarithm of its frequency."""
HEADER = b"leitongM"
VERSION = 1


def packed(words: list[Word], vectors: np.ndarray) -> bytes:
    """The bytes of the file."""
    vectors = np.round(vectors, 5)
    values = rounded(vectors)
    norms = np.maximum(1e-9, np.linalg.norm(values, axis=1))
    lengths = np.linalg.norm(vectors, axis=1) / norms
    factors = np.clip(np.rint(lengths / np.quantile(lengths, 0.999) * TOP), 1, TOP).astype(np.uint8)
    costs = np.clip(np.rint([-np.log(word.share) * NAT for word in words]), 1, 65535).astype("<u2")
    texts = [word.text.encode() for word in words]
    nibbles = (values + PEAK + 1).astype(np.uint8)
    rows = nibbles[:, 0::2] | nibbles[:, 1::2] << 4
    body = (
        costs.tobytes()
        + factors.tobytes()
        + bytes(map(len, texts))
        + b"".join(texts)
        + rows.tobytes()
    )
    header = HEADER + struct.pack("<IIII", VERSION, *values.shape, sum(map(len, texts)))
    return header + struct.pack("<Q", xxhash.xxh3_64_intdigest(body)) + body


def rounded(vectors: np.ndarray) -> np.ndarray:
    """Whole numbers: each row is divided by the step that changes its direction least."""
    peaks = np.abs(vectors).max(1, keepdims=True)
    peaks[peaks == 0] = 1
    best, cosines = np.zeros_like(vectors), np.full(len(vectors), -1.0)
    for share in np.arange(9, 21) / 20:
        values = np.clip(np.rint(vectors / (peaks * share / PEAK)), -PEAK, PEAK)
        norms = np.linalg.norm(values, axis=1) * np.linalg.norm(vectors, axis=1)
        cosine = np.round((values * vectors).sum(1) / np.maximum(1e-12, norms), 9)
        better = cosine > cosines
        best[better], cosines[better] = values[better], cosine[better]
    return best.astype(np.int8)
