"""Many copies of three lines: the fullest buckets there can be."""

import argparse
import json

from .clauses import Clauses

LENGTH = 60


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes N times each line, in turn."""
    chance = clauses.chance("copies")
    lines = [clauses.paragraph(chance, LENGTH) for _ in range(3)]
    with open(settings.output, "w", encoding="utf-8") as out:
        for number in range(3 * settings.count):
            record = {"id": f"c{number:08}", "text": lines[number % 3]}
            print(json.dumps(record, ensure_ascii=False), file=out)
    return 3 * settings.count
