"""JSON Lines, JSON and tables of tab-separated values."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path


def read_lines(path: Path) -> Iterator[dict]:
    """The objects of a JSON Lines file; empty lines are skipped."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def records(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of every record of a JSON Lines file."""
    for record in read_lines(path):
        yield str(record["id"]), record["text"]


def write_lines(path: Path, objects: Iterable[dict]) -> None:
    """Writes objects as JSON Lines."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for each in objects:
            print(json.dumps(each, ensure_ascii=False), file=out)


def write_records(path: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Writes ids and texts as a collection in JSON Lines."""
    write_lines(path, ({"id": id, "text": text} for id, text in texts))


def write_json(path: Path, value: object) -> None:
    """Writes a report as indented JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of tab-separated values, by the names of its first line."""
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_rows(path: Path, columns: list[str], rows: Iterable[Iterable]) -> None:
    """Writes a table of tab-separated values with the names of its columns in the first line."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in [columns, *rows]:
            print(*row, sep="\t", file=out)
