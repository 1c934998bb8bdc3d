"""Measures of scores against labels: AUC, Spearman's rho, recall at a false positive rate."""

import numpy as np

FALSE_POSITIVE_RATE = 1e-4


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, index, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[index]


def auc(positive: np.ndarray, negative: np.ndarray) -> float:
    """The share of pairs in which the positive has the higher score; ties count half."""
    ranked = ranks(np.concatenate([positive, negative]))
    above = ranked[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's rank correlation."""
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def recall_at_false_positive_rate(
    positive: np.ndarray, negative: np.ndarray, rate: float = FALSE_POSITIVE_RATE
) -> tuple[float, float]:
    """The share of positives above the threshold that `rate` of the negatives reach, and it.

    `negative` are scores of unrelated pairs: every sentence with every other one, or a sample.
    """
    ordered = np.sort(negative)[::-1]
    bound = ordered[min(len(ordered) - 1, int(rate * len(ordered)))]
    threshold = float(np.nextafter(bound, np.inf))
    return float((positive >= threshold).mean()), threshold
