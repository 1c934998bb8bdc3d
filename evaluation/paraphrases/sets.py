"""What the makers of sets have in common: they sample texts, give ids and write collections.

The names in the seeds are part of what is drawn: a set stays the same only while they do.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

from evaluation.common.files import write_records
from evaluation.paraphrases.paragraphs import Paragraph

CANDIDATES = 3
"""Paragraphs for each one of the pool that near-duplicates are looked for in."""


def at_most(found: list[Paragraph], most: int, seed: str) -> list[Paragraph]:
    """All paragraphs, or a sample of `most`."""
    return random.Random(seed).sample(found, most) if len(found) > most else found


def sample(pool: list[Paragraph], count: int, seed: str) -> list[Paragraph]:
    """A sample of `count` paragraphs."""
    if count > len(pool):
        message = f"only {len(pool):,} paragraphs are distinct, {count:,} are asked for"
        raise SystemExit(f"{message}: give more text")
    return random.Random(seed).sample(pool, count)


def pooled(
    kept: list[Paragraph], sources: set[str], settings: argparse.Namespace
) -> list[Paragraph]:
    """The pool: paragraphs of the source documents first, then those that only fill it up."""
    own = [each for each in kept if each.document in sources]
    if len(own) >= settings.pool:
        return sample(own, settings.pool, f"{settings.seed}:pool")
    others = [each for each in kept if each.document not in sources]
    pool = own + sample(others, settings.pool - len(own), f"{settings.seed}:pool")
    random.Random(f"{settings.seed}:mixed").shuffle(pool)
    return pool


def by_turns(order: list[int], groups: list[str]) -> list[int]:
    """One of each group in turn, as long as the group has any, in the same order within it."""
    seen: Counter = Counter()
    turns = []
    for at, group in zip(order, groups, strict=True):
        turns.append((seen[group], group, at))
        seen[group] += 1
    return [at for _, _, at in sorted(turns)]


def source_order(kept: list[Paragraph], sources: set[str], seed: str) -> list[int]:
    """The paragraphs of the source documents in random order, one of each file in turn."""
    order = [at for at, each in enumerate(kept) if each.document in sources]
    random.Random(seed).shuffle(order)
    return by_turns(order, [kept[at].source for at in order])


def shuffled_ids(count: int, seed: int) -> list[str]:
    """An id for each text, in random order, so that ids do not show which texts are copies."""
    numbers = list(range(count))
    random.Random(f"{seed}:ids").shuffle(numbers)
    return [f"p{number:06}" for number in numbers]


def write_collection(path: Path, texts: list[str], ids: list[str]) -> None:
    """Writes the texts in the order of their ids."""
    write_records(path, sorted(zip(ids, texts, strict=True)))
