"""Labelled pairs of sentences: how well scores agree with the labels.

The pairs are JSON Lines with `a`, `b`, `label` and `set`. Sets whose labels are all 0 or 1 get the
area under the ROC curve (AUC), sets with degrees Spearman's rho.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from evaluation.common.files import read_lines
from evaluation.common.ranking import auc, spearman


def figures(pairs: Path, scores: Iterable[float]) -> dict[str, dict]:
    """The figures of each set, from one score for each pair."""
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pair, score in zip(read_lines(pairs), scores, strict=True):
        groups[pair["set"]].append((float(pair["label"]), score))
    return {name: figures_of(*np.array(group).T) for name, group in sorted(groups.items())}


def figures_of(labels: np.ndarray, scores: np.ndarray) -> dict:
    """The figures of one set."""
    if set(labels) <= {0.0, 1.0}:
        return {"pairs": len(labels), "auc": auc(scores[labels == 1], scores[labels == 0])}
    return {"pairs": len(labels), "rho": spearman(labels, scores)}
