"""Documents in which nine paragraphs of ten are the same."""

import argparse
import random
from collections.abc import Iterator

from evaluation.common.files import write_records
from evaluation.peers.generators.clauses import Clauses

BEFORE, BODY, AFTER = 9, 2, 9
"""Paragraphs of a document: common ones, its own, common ones."""
LENGTH = 60
"""Characters of a common paragraph, about."""


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection: with --body 1 similarities are about 0.8, with --body 5 about 0.5."""
    chance = clauses.chance("boilerplate")
    common = [clauses.paragraph(chance, LENGTH) for _ in range(BEFORE + AFTER)]
    bodies = (body(chance, clauses, LENGTH * settings.body) for _ in range(settings.count))
    write_records(settings.output, documents(common, bodies))
    return settings.count


def body(chance: random.Random, clauses: Clauses, length: int) -> list[str]:
    """The own paragraphs of one document."""
    return [clauses.paragraph(chance, length) for _ in range(BODY)]


def documents(common: list[str], bodies: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    """Ids and texts: each body between the common paragraphs."""
    for number, own in enumerate(bodies):
        yield f"b{number:06}", "\n".join([*common[:BEFORE], *own, *common[BEFORE:]])
