"""Measures `leitong dedup` on the largest records, and on many that share one long boilerplate.

    python3 -m evaluation.dedup.large LEITONG [record template equal] [-- OPTIONS of dedup]
                                      [--megabytes 100] [--records 1000000] [--boilerplate 300]

record:   a text of --megabytes, a copy of it with one letter more, and a sentence of it.
template: --records with the same --boilerplate characters and 30 of their own.
equal:    --records that are all equal.

Prints a table: what was read and kept, seconds, and the largest resident set, of the kernel.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

from evaluation.common import cli, process
from evaluation.common.files import write_records
from evaluation.common.markdown import table
from evaluation.common.paths import OUTPUT
from evaluation.dedup.measure import passed_on

BYTES_PER_CHARACTER = 3
COMMON = "".join(map(chr, range(0x4E00, 0x9000)))
OWN = 30
"""Characters of a record of a template that are its own."""
Records = Iterator[tuple[str, str]]


def ideographs(chance: random.Random, length: int) -> str:
    """Random ideographs."""
    return "".join(chance.choices(COMMON, k=length))


def one_long(settings: argparse.Namespace, chance: random.Random) -> Records:
    """A long text, a copy, and a part."""
    text = ideographs(chance, settings.megabytes * 1_000_000 // BYTES_PER_CHARACTER)
    middle = len(text) // 2
    yield "long", text
    yield "copy", f"{text[:middle]}某{text[middle:]}"
    yield "part", text[middle : middle + 300]


def of_template(settings: argparse.Namespace, chance: random.Random) -> Records:
    """Many records with one boilerplate."""
    boilerplate = ideographs(chance, settings.boilerplate)
    half = settings.boilerplate // 2
    for at in range(settings.records):
        own = ideographs(chance, OWN)
        yield f"t{at:07}", f"{boilerplate[:half]}\n{own}\n{boilerplate[half:]}"


def all_equal(settings: argparse.Namespace, chance: random.Random) -> Records:
    """Many records with one text."""
    text = ideographs(chance, settings.boilerplate)
    return ((f"e{at:07}", text) for at in range(settings.records))


KINDS: dict[str, Callable[[argparse.Namespace, random.Random], Records]] = {
    "record": one_long,
    "template": of_template,
    "equal": all_equal,
}


def write(kind: str, path: Path, settings: argparse.Namespace) -> None:
    """Writes a collection."""
    write_records(path, KINDS[kind](settings, random.Random(f"{settings.seed}:{kind}")))


def measured(kind: str, settings: argparse.Namespace) -> list[str]:
    """The row of one collection, which is removed afterwards."""
    folder = OUTPUT / "dedup"
    folder.mkdir(parents=True, exist_ok=True)
    path, out = folder / f"{kind}.jsonl", folder / f"{kind}.out.jsonl"
    try:
        # By a process of its own: the program is not measured as smaller than the script was.
        writer = get_context("fork").Process(target=write, args=(kind, path, settings))
        writer.start()
        writer.join()
        command = [settings.leitong, "dedup", path, "-o", out, "--format", "json"]
        command += ["--no-config", "--no-progress", "--quiet", *settings.options]
        done = process.run_or_exit(kind, command)
        return row(kind, path.stat().st_size, done)
    finally:
        path.unlink(missing_ok=True)
        out.unlink(missing_ok=True)


def row(kind: str, size: int, done: process.Run) -> list[str]:
    """The figures of a run."""
    summary = json.loads(done.output)
    counts = [f"{summary[name]:,}" for name in ("read", "kept", "removed", "skipped")]
    return [kind, f"{size / 1e6:,.0f}", *counts, f"{done.wall:.1f}", f"{done.peak_mib:,.0f}"]


def main() -> None:
    """Reads the settings and prints the table."""
    given, options = passed_on(sys.argv[1:])
    parser = cli.parser(__doc__)
    parser.add_argument("leitong", type=Path, metavar="LEITONG")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--boilerplate", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    settings = parser.parse_args(given)
    settings.options = options
    if unknown := [kind for kind in settings.kinds if kind not in KINDS]:
        parser.error(f"no kind {unknown[0]!r}: {', '.join(KINDS)}")
    rows = [measured(kind, settings) for kind in settings.kinds or KINDS]
    head = ["collection", "MB", "read", "kept", "removed", "skipped", "seconds", "peak MiB"]
    print(table(head, rows))


if __name__ == "__main__":
    main()
