"""What is known about the records of a collection."""

import argparse
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluation.common.files import read_rows, write_records, write_rows

COLUMNS = "id_a id_b language length kind class".split()
VARIANT, COPY = "variant", "copy"
CONTAINED = "contained"
"""The class of copies of which the first one has to go, since the other one has more text."""


@dataclass(frozen=True)
class Pair:
    """Two records, and what they are to each other."""

    a: str
    b: str
    language: str
    length: str
    kind: str
    name: str


class Case(Pair):
    """Two texts; the second one is empty for a record that has no counterpart and must stay."""


class Row(Pair):
    """A line of the truth, with the ids of the records."""


def write(settings: argparse.Namespace, cases: list[Case]) -> None:
    """Writes the texts of the cases in random order, and what is known about them."""
    texts = [(at, text) for at, case in enumerate(cases) for text in (case.a, case.b) if text]
    random.Random(f"{settings.seed}:order").shuffle(texts)
    ids: dict[int, dict[str, str]] = {}
    for number, (at, text) in enumerate(texts):
        ids.setdefault(at, {})[text] = f"r{number:06}"
    named = ((ids[at][text], text) for at, text in texts)
    write_records(settings.output, named)
    rows = (
        [ids[at][case.a], ids[at].get(case.b, ""), case.language, case.length, case.kind, case.name]
        for at, case in enumerate(cases)
    )
    write_rows(settings.truth, COLUMNS, rows)


def read(path: Path) -> Iterable[Row]:
    """The lines of a truth."""
    return [Row(*(row[column] for column in COLUMNS)) for row in read_rows(path)]
