"""Finds all pairs of weighted sets with enough overlap, exactly, through an inverted index.

Items of more than `common` sets are not looked up: the most that two sets may share of them is
added as a bound, and the overlap of the pairs that pass it is computed in full. Sets whose common
items alone might be enough are compared with every other set.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

Needed = Callable[[float, np.ndarray], np.ndarray]
"""The overlap that a pair must have, from the weight of one set and of the sets before it.

It must rise with both.
"""


@dataclass
class Sets:
    """Sets of item numbers, one after the other; `weights` has the weight of each item."""

    offsets: np.ndarray
    items: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, rows: list[np.ndarray], weights: np.ndarray) -> "Sets":
        """Sets from arrays of item numbers, each without repetition."""
        offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(offsets, np.concatenate(rows).astype(np.int64), weights.astype(np.float64))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, at: int) -> np.ndarray:
        """The items of one set."""
        return self.items[self.offsets[at] : self.offsets[at + 1]]

    def sums(self, values: np.ndarray) -> np.ndarray:
        """The sum of the `values` of the items of each set."""
        running = np.concatenate([[0.0], np.cumsum(values[self.items])])
        return running[self.offsets[1:]] - running[self.offsets[:-1]]


def overlaps(
    sets: Sets, needed: Needed, common: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """For each set the earlier sets with enough overlap, and the overlap of each."""
    counts = np.bincount(sets.items, minlength=len(sets.weights))
    often = counts > common
    totals, bounds = sets.sums(sets.weights), sets.sums(np.where(often, sets.weights, 0.0))
    starts = np.concatenate([[0], np.cumsum(counts)])
    posted = np.repeat(np.arange(len(sets)), np.diff(sets.offsets))[
        np.argsort(sets.items, kind="stable")
    ]
    column = np.cumsum(often) - 1
    dense = np.zeros((len(sets), int(often.sum())), dtype=bool)
    filled = starts.copy()[:-1]
    heavy = np.flatnonzero(bounds >= needed(0.0, totals) - 1e-9)
    for at in range(len(sets)):
        row = sets.row(at)
        rare = row[~often[row]]
        mine = row[often[row]]
        known = filled[rare] - starts[rare]
        begins = np.repeat(starts[rare] - (np.cumsum(known) - known), known)
        others = posted[begins + np.arange(len(begins))]
        shared = np.bincount(others, weights=np.repeat(sets.weights[rare], known), minlength=at)
        shared_any = shared > 0
        shared_any[heavy[: np.searchsorted(heavy, at)]] = True
        near = np.flatnonzero(shared_any)
        wanted = needed(totals[at], totals[near]) - 1e-9
        passes = shared[near] + np.minimum(bounds[at], bounds[near]) >= wanted
        near, wanted = near[passes], wanted[passes]
        full = shared[near] + dense[np.ix_(near, column[mine])] @ sets.weights[mine]
        enough = full >= wanted
        yield at, near[enough], full[enough]
        dense[at, column[mine]] = True
        filled[rare] += 1
