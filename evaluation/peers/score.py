"""The quality of a list of removed documents: recall by similarity, precision by definition."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from evaluation.common.content import content, jaccard, shingles
from evaluation.common.files import read_lines, records

BANDS = ((0.5, 0.7), (0.7, 0.75), (0.75, 0.8), (0.8, 0.9), (0.9, 1.0))
"""Ranges of similarity that recall is given for."""


RECENT = 1024
"""Documents whose shingle sets are kept for the next comparisons."""


class Removed:
    """The removed documents, the document kept for each, and the clusters of both."""

    def __init__(self, path: Path):
        self.kept_for: dict[str, str] = {}
        self.cluster: dict[str, int | str] = {}
        for line in read_lines(path):
            self.kept_for[line["id"]] = line["duplicate_of"]
            self.cluster[line["id"]] = self.cluster[line["duplicate_of"]] = line["cluster"]

    def finds(self, a: str, b: str) -> bool:
        """Whether at least one of the two was removed."""
        return a in self.kept_for or b in self.kept_for

    def joins(self, a: str, b: str) -> bool:
        """Whether the two are in one cluster, which is a stronger condition."""
        return a in self.cluster and self.cluster[a] == self.cluster.get(b)


def truth(path: Path) -> Iterator[tuple[str, str, float]]:
    """Pairs and their similarities."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            a, b, similarity = line.rstrip("\n").split("\t")[:3]
            yield a, b, float(similarity)


def recall(pairs: Iterable[tuple[str, str, float]], removed: Removed) -> list[dict]:
    """For every range its pairs, those of which one was removed, and those in one cluster."""
    rows = [{"from": low, "to": high, "pairs": 0, "found": 0, "joined": 0} for low, high in BANDS]
    for a, b, similarity in pairs:
        band = next((row for row in reversed(rows) if similarity >= row["from"]), None)
        if band is not None:
            band["pairs"] += 1
            band["found"] += removed.finds(a, b)
            band["joined"] += removed.joins(a, b)
    return rows


class Similarity:
    """The similarity of documents by id, for those that any list removed or kept for another."""

    def __init__(self, collection: Path, lists: Iterable[Removed]):
        wanted = {id for each in lists for pair in each.kept_for.items() for id in pair}
        self.contents = {id: content(text) for id, text in records(collection) if id in wanted}
        self.shingles = lru_cache(maxsize=RECENT)(self.shingles_of)

    def of(self, a: str, b: str) -> float:
        """The Jaccard similarity of all shingles; that of equal content is 1 without counting."""
        if self.contents[a] == self.contents[b]:
            return 1.0
        return jaccard(self.shingles(a), self.shingles(b))

    def shingles_of(self, id: str) -> set[str]:
        """The shingles of one document."""
        return shingles(self.contents[id])


def precision(removed: Removed, similarity: Similarity, threshold: float) -> dict:
    """The number of removed documents, and of those similar enough to the one kept for them."""
    right = sum(similarity.of(*pair) >= threshold for pair in removed.kept_for.items())
    return {"removed": len(removed.kept_for), "right": right}
