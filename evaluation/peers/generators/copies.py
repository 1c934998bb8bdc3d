"""Many copies of three lines: the largest buckets that a collection can have."""

import argparse

from evaluation.common.files import write_records
from evaluation.peers.generators.clauses import Clauses

LENGTH = 60
"""Characters of a line, about."""


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes each line N times, in turn."""
    chance = clauses.chance("copies")
    lines = [clauses.paragraph(chance, LENGTH) for _ in range(3)]
    count = 3 * settings.count
    write_records(settings.output, ((f"c{at:08}", lines[at % 3]) for at in range(count)))
    return count
