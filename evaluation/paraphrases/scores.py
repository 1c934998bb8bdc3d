"""What pairs that were found, with a score each, are worth against the pairs that are known."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Pair = tuple[str, str]
PRECISIONS = (0.99, 0.95)
FALSE_POSITIVE_RATE = 1e-4


@dataclass(frozen=True)
class Found:
    """A pair that was found."""

    pair: Pair
    kind: str
    score: float


def pair_of(a: str, b: str) -> Pair:
    """Two ids, without order."""
    return (a, b) if a < b else (b, a)


def truth_of(folder: Path, column: str) -> dict[Pair, str]:
    """The pairs of truth.tsv, with what a column says of each."""
    with open(folder / "truth.tsv", encoding="utf-8", newline="") as lines:
        return {pair_of(row["id_a"], row["id_b"]): row[column] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def matches(path: Path, key: str = "similarity", level: str = "paragraph") -> list[Found]:
    """The matches of JSON Lines, or of a whole JSON report, each pair once with its best score.

    `key` is a number of the match, or of an object in it: `similarity`, `meaning`, `scores.words`.
    """
    best: dict[Pair, Found] = {}
    for match in report(path):
        a, b = match["a"]["document"], match["b"]["document"]
        if match["level"] == level and a != b:
            found = Found(pair_of(a, b), match["kind"], number(match, key))
            if found.pair not in best or best[found.pair].score < found.score:
                best[found.pair] = found
    return sorted(best.values(), key=lambda each: (-each.score, each.pair))


def report(path: Path) -> Iterable[dict]:
    """The matches of a report in either form."""
    with open(path, encoding="utf-8") as lines:
        first = lines.readline()
        if first.strip() == "{":
            return json.loads(first + lines.read())["matches"]
        return [json.loads(line) for line in [first, *lines] if line.strip()]


def number(match: dict, key: str) -> float:
    """A number of a match; 0 where it has none."""
    value: object = match
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else 0.0


def by_class(found: list[Found], truth: dict[Pair, str], among: set[str] | None = None) -> dict[str, dict]:
    """For each class of the truth (a rate) its recall and precision, and its recall where precision is high enough.

    False are all pairs that the truth does not have, or only those with a text of `among`; those of other classes count neither way.
    """
    classes: dict[str, int] = defaultdict(int)
    for name in truth.values():
        classes[name] += 1
    false = np.array(sorted(each.score for each in found if each.pair not in truth and (among is None or not among.isdisjoint(each.pair))))
    return {name: figures(np.array([each.score for each in found if truth.get(each.pair) == name]), false, cases) for name, cases in sorted(classes.items())}


def figures(right: np.ndarray, false: np.ndarray, cases: int) -> dict:
    """Recall and precision of all that was found, and of what lies above the best threshold."""
    row: dict = {"cases": cases, "recall": len(right) / cases, "precision": len(right) / max(1, len(right) + len(false))}
    for precision in PRECISIONS:
        recall, threshold = recall_at(right, false, cases, precision)
        row[f"recall@p{precision:g}"], row[f"threshold@p{precision:g}"] = recall, threshold
    return row


def recall_at(right: np.ndarray, false: np.ndarray, cases: int, precision: float) -> tuple[float, float | None]:
    """The best recall at that precision or more, and the threshold for it; ties are taken together."""
    best, at = 0.0, None
    false = np.sort(false)
    for threshold in np.unique(right):
        hits = int((right >= threshold).sum())
        wrong = len(false) - int(np.searchsorted(false, threshold, side="left"))
        if hits >= precision * (hits + wrong) and hits / cases > best:
            best, at = hits / cases, float(threshold)
    return best, at


def sentence_scores(pairs: Path, scores: Path) -> dict[str, dict]:
    """Figures of labelled sentence pairs (JSON Lines with `a`, `b`, `label`, `set`) from a file with one score a line.

    AUC for labels 0 and 1; Spearman's rho for labels 0 to 5.
    """
    with open(pairs, encoding="utf-8") as lines, open(scores, encoding="utf-8") as values:
        rows = list(zip(map(json.loads, lines), map(float, values), strict=True))
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row, score in rows:
        groups[row["set"]].append((float(row["label"]), score))
    return {name: labelled(*np.array(group).T) for name, group in sorted(groups.items())}


def labelled(labels: np.ndarray, scores: np.ndarray) -> dict:
    """AUC, or rho where there are more than two labels."""
    if set(labels) <= {0.0, 1.0}:
        return {"pairs": len(labels), "auc": auc(scores[labels == 1], scores[labels == 0])}
    return {"pairs": len(labels), "rho": float(np.corrcoef(ranks(labels), ranks(scores))[0, 1])}


def auc(positive: np.ndarray, negative: np.ndarray) -> float:
    """How often a positive scores above a negative; ties count half."""
    ranked = ranks(np.concatenate([positive, negative]))
    return float((ranked[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative)))


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, equal values with the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def recall_at_false_rate(positive: np.ndarray, strangers: np.ndarray, rate: float = FALSE_POSITIVE_RATE) -> tuple[float, float]:
    """The share of positives above the threshold that so small a share of strangers reaches, and the threshold.

    `strangers` are scores of pairs that do not belong together: every sentence with every other one, or a random part of them.
    """
    ordered = np.sort(strangers)[::-1]
    threshold = float(np.nextafter(ordered[min(len(ordered) - 1, int(rate * len(ordered)))], np.inf))
    return float((positive >= threshold).mean()), threshold
