"""IDF-weighted words: the strongest rival that needs no model."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from join import Sets, overlaps
from words import plain_words

COMMON_WORD = 1500


@dataclass
class WordSets:
    """The words of texts, each as often as it occurs; a word weighs the logarithm of texts over texts that have it."""

    sets: Sets
    words: list[np.ndarray]
    """Numbers of the words of each text."""
    counts: list[np.ndarray]
    """How often it has each."""
    idf: np.ndarray

    @classmethod
    def of(cls, texts: list[str]) -> "WordSets":
        """Cuts and counts."""
        numbers: dict[str, int] = {}
        words, counts = [], []
        for text in texts:
            counted = Counter(plain_words(text))
            words.append(np.array([numbers.setdefault(word, len(numbers)) for word in counted], dtype=np.int64))
            counts.append(np.array(list(counted.values()), dtype=np.int64))
        having = np.bincount(np.concatenate(words), minlength=len(numbers))
        idf = np.log((len(texts) + 1) / having)
        return cls(occurrences(words, counts, idf), words, counts, idf)

    def cosines(self, members: list[int]) -> np.ndarray:
        """Cosine of the counts times the weights, of each with each."""
        columns: dict[int, int] = {}
        for at in members:
            for word in self.words[at]:
                columns.setdefault(word, len(columns))
        dense = np.zeros((len(members), len(columns)))
        for row, at in enumerate(members):
            dense[row, [columns[word] for word in self.words[at]]] = self.counts[at] * self.idf[self.words[at]]
        dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
        return dense @ dense.T

    def pairs(self, least: float) -> Iterator[tuple[int, int, float]]:
        """All pairs with that Jaccard similarity of the weighted multisets or more."""
        totals = self.sets.sums(self.sets.weights)
        share = least / (1 + least)
        for at, others, shared in overlaps(self.sets, lambda mine, theirs: share * (mine + theirs), COMMON_WORD):
            for other, weight in zip(others, shared):
                yield other, at, weight / (totals[at] + totals[other] - weight)


def occurrences(words: list[np.ndarray], counts: list[np.ndarray], idf: np.ndarray) -> Sets:
    """Each first, second, third … occurrence of a word as an item of its own: sets that intersect as the multisets do."""
    numbers: dict[tuple[int, int], int] = {}
    rows, weights = [], []
    for each, often in zip(words, counts):
        row = []
        for word, count in zip(each.tolist(), often.tolist()):
            for nth in range(count):
                number = numbers.setdefault((word, nth), len(numbers))
                if number == len(weights):
                    weights.append(idf[word])
                row.append(number)
        rows.append(np.array(row, dtype=np.int64))
    return Sets.of(rows, np.array(weights))
