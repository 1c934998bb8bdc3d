"""Scores of found pairs against known pairs."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.common.files import read_rows

Pair = tuple[str, str]
"""The ids of two documents, in order."""
PRECISIONS = (0.99, 0.95)
"""Precisions that the best recall is given for."""


@dataclass(frozen=True)
class Found:
    """A found pair, its kind and its score."""

    pair: Pair
    kind: str
    score: float


def pair_of(a: str, b: str) -> Pair:
    """Two ids, without order."""
    return (a, b) if a < b else (b, a)


def truth_of(folder: Path, column: str) -> dict[Pair, str]:
    """The pairs of truth.tsv, with the value of a column for each."""
    rows = read_rows(folder / "truth.tsv")
    return {pair_of(row["id_a"], row["id_b"]): row[column] for row in rows}


def matches(path: Path, key: str = "similarity", level: str = "paragraph") -> list[Found]:
    """The matches of a report, each pair once with its best score, the best first.

    `key` is a number of the match or of an object in it: `similarity`, `scores.words`.
    """
    best: dict[Pair, Found] = {}
    for match in matches_of_report(path):
        a, b = match["a"]["document"], match["b"]["document"]
        if match["level"] == level and a != b:
            found = Found(pair_of(a, b), match["kind"], number(match, key))
            if found.pair not in best or best[found.pair].score < found.score:
                best[found.pair] = found
    return sorted(best.values(), key=lambda each: (-each.score, each.pair))


def matches_of_report(path: Path) -> list[dict]:
    """The matches of JSON Lines or of a whole JSON report."""
    with open(path, encoding="utf-8") as lines:
        first = lines.readline()
        if first.strip() == "{":
            return json.loads(first + lines.read())["matches"]
        return [json.loads(line) for line in [first, *lines] if line.strip()]


def number(match: dict, key: str) -> float:
    """A number of a match; 0 if it has none."""
    value: object = match
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else 0.0


def by_class(
    found: list[Found], truth: dict[Pair, str], among: set[str] | None = None
) -> dict[str, dict]:
    """The figures of each class of the truth, such as a rate.

    False are all pairs that are not in the truth, or only those with a text of `among`; pairs of
    other classes count neither way.
    """
    false = [
        each.score
        for each in found
        if each.pair not in truth and (among is None or not among.isdisjoint(each.pair))
    ]
    scores: dict[str, list[float]] = {name: [] for name in sorted(set(truth.values()))}
    for each in found:
        if each.pair in truth:
            scores[truth[each.pair]].append(each.score)
    cases = Counter(truth.values())
    return {
        name: figures(np.array(right), np.array(false), cases[name])
        for name, right in scores.items()
    }


def figures(right: np.ndarray, false: np.ndarray, cases: int) -> dict:
    """Recall and precision of all found pairs, and of those above the best thresholds."""
    row: dict = {
        "cases": cases,
        "recall": len(right) / cases,
        "precision": len(right) / max(1, len(right) + len(false)),
    }
    for precision in PRECISIONS:
        recall, threshold = recall_at(right, false, cases, precision)
        row[f"recall@p{precision:g}"], row[f"threshold@p{precision:g}"] = recall, threshold
    return row


def recall_at(
    right: np.ndarray, false: np.ndarray, cases: int, precision: float
) -> tuple[float, float | None]:
    """The best recall at that precision or a higher one, and its threshold.

    Pairs of equal score are counted together.
    """
    best, at = 0.0, None
    false = np.sort(false)
    for threshold in np.unique(right):
        hits = int((right >= threshold).sum())
        wrong = len(false) - int(np.searchsorted(false, threshold, side="left"))
        if hits >= precision * (hits + wrong) and hits / cases > best:
            best, at = hits / cases, float(threshold)
    return best, at
