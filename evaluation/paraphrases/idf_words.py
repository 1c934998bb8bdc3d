"""Similarity of IDF-weighted words: the strongest baseline that needs no model."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.paraphrases.overlap_join import Sets, overlaps
from evaluation.paraphrases.scores import Found, pair_of
from evaluation.paraphrases.words import plain_words

COMMON_WORD = 1500
"""Texts with a word above which it is not looked up, but compared in full."""


@dataclass
class WordSets:
    """The words of texts as weighted multisets.

    The weight of a word is the logarithm of the number of texts over that of the texts with it.
    """

    sets: Sets
    words: list[np.ndarray]
    """The numbers of the words of each text."""
    counts: list[np.ndarray]
    """The number of occurrences of each of them."""
    idf: np.ndarray

    @classmethod
    def of(cls, texts: list[str]) -> "WordSets":
        """Segments the texts and counts their words."""
        numbers: dict[str, int] = {}
        words, counts = [], []
        for text in texts:
            counted = Counter(plain_words(text))
            words.append(
                np.array(
                    [numbers.setdefault(word, len(numbers)) for word in counted], dtype=np.int64
                )
            )
            counts.append(np.array(list(counted.values()), dtype=np.int64))
        having = np.bincount(np.concatenate(words), minlength=len(numbers))
        idf = np.log((len(texts) + 1) / having)
        return cls(occurrences(words, counts, idf), words, counts, idf)

    def cosines(self, members: list[int]) -> np.ndarray:
        """The cosine of the weighted counts of each pair of these texts."""
        columns: dict[int, int] = {}
        for at in members:
            for word in self.words[at]:
                columns.setdefault(word, len(columns))
        dense = np.zeros((len(members), len(columns)))
        for row, at in enumerate(members):
            dense[row, [columns[word] for word in self.words[at]]] = (
                self.counts[at] * self.idf[self.words[at]]
            )
        dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
        return dense @ dense.T

    def pairs(self, least: float) -> Iterator[tuple[int, int, float]]:
        """All pairs whose weighted multisets have a Jaccard similarity of at least `least`."""
        totals = self.sets.sums(self.sets.weights)
        share = least / (1 + least)
        for at, others, shared in overlaps(
            self.sets, lambda mine, theirs: share * (mine + theirs), COMMON_WORD
        ):
            for other, weight in zip(others, shared, strict=True):
                yield other, at, weight / (totals[at] + totals[other] - weight)


def found_pairs(texts: list[tuple[str, str]], least: float) -> list[Found]:
    """The pairs of some ids and texts with a similarity of at least `least`, the best first."""
    ids = [id for id, _ in texts]
    pairs = WordSets.of([text for _, text in texts]).pairs(least)
    found = [Found(pair_of(ids[a], ids[b]), "near", score) for a, b, score in pairs]
    return sorted(found, key=lambda each: (-each.score, each.pair))


def occurrences(words: list[np.ndarray], counts: list[np.ndarray], idf: np.ndarray) -> Sets:
    """Sets in which each first, second, third … occurrence of a word is an item of its own.

    They intersect as the multisets do.
    """
    numbers: dict[tuple[int, int], int] = {}
    rows, weights = [], []
    for each, often in zip(words, counts, strict=True):
        row = []
        for word, count in zip(each.tolist(), often.tolist(), strict=True):
            for nth in range(count):
                number = numbers.setdefault((word, nth), len(numbers))
                if number == len(weights):
                    weights.append(idf[word])
                row.append(number)
        rows.append(np.array(row, dtype=np.int64))
    return Sets.of(rows, np.array(weights))
