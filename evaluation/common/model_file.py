"""Reads a model file, which src/embedding/model_file.rs describes."""

import struct
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evaluation.common.paths import ROOT

SHIPPED = ROOT / "src" / "embedding" / "default.model"
HEADER = 32
"""Bytes before the arrays."""
ZERO = 8
"""The four bits that stand for a component of 0."""


class ModelFile(NamedTuple):
    """The words of a model: of each its text, its cost, the factor of its vector and the vector."""

    words: list[str]
    costs: np.ndarray
    factors: np.ndarray
    values: np.ndarray
    """A row of whole numbers for each word."""


def read(path: Path = SHIPPED) -> ModelFile:
    """Reads a model file."""
    data = path.read_bytes()
    count, dimensions, size = struct.unpack_from("<III", data, 12)
    ends = np.cumsum([HEADER, 2 * count, count, count, size])
    costs, factors, lengths, text = (data[a:b] for a, b in pairwise(ends))
    words = [text[a:b].decode() for a, b in pairwise(np.cumsum([0, *lengths]))]
    packed = np.frombuffer(data, np.uint8, offset=int(ends[-1])).reshape(count, dimensions // 2)
    nibbles = np.stack([packed & 15, packed >> 4], axis=2).reshape(count, dimensions)
    values = nibbles.astype(np.float32) - ZERO
    return ModelFile(words, np.frombuffer(costs, "<u2"), np.frombuffer(factors, np.uint8), values)
