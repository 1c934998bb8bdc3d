"""Measures what docs/guide/migrate.md shows: each library, as its snippet calls it from Python.

    python3 -m evaluation.migrate.measure IN.jsonl [--python NAME=INTERPRETER …]
                                          [--libraries NAME …] [--json OUT.json]

IN.jsonl is any JSON Lines file with the fields `id` and `text`. Each snippet runs once, in a
process and an empty folder of its own, one after the other. Leitong runs with the interpreter that
runs this script, where `pip install .` has put it; the others in the environments that
`evaluation.peers.install` and `evaluation.install semhash` make, or with those that `--python`
names; datatrove needs spacy and jieba beside. Those that are not installed are left out. Prints
Markdown: seconds of the whole process and of the snippet alone, CPU seconds, the memory of the
largest process, and the records that were removed. Processes that datatrove starts are no children
for which it waits: its CPU seconds and memory are those of its main process.
"""

import argparse
import json
import tempfile
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import read_lines, write_json
from evaluation.common.markdown import table
from evaluation.common.process import run
from evaluation.migrate.libraries import LIBRARIES, prepare

MESSAGE = 300
"""Characters of the messages of a failed run that are shown."""


def main() -> None:
    """Runs all snippets, and prints the table."""
    settings = arguments()
    interpreters = dict(each.split("=", 1) for each in settings.python)
    count = sum(1 for _ in read_lines(settings.input))
    rows = []
    for name in settings.libraries:
        library = LIBRARIES[name]
        given = interpreters.get(library.environment)
        interpreter = Path(given).absolute() if given else library.interpreter()
        if not interpreter.exists():
            cli.progress(f"{name}: not installed")
            continue
        cli.progress(name)
        rows.append({"library": name, **measured(name, interpreter, settings)})
    print(markdown(settings.input.name, count, rows))
    if settings.json:
        write_json(settings.json, {"records": count, "rows": rows})


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    add = parser.add_argument
    add("input", type=Path, metavar="IN.jsonl")
    add("--python", nargs="+", default=[], metavar="NAME=INTERPRETER")
    add("--libraries", nargs="+", choices=list(LIBRARIES), default=list(LIBRARIES), metavar="NAME")
    add("--timeout", type=float, default=900, help="seconds after which a run is killed")
    add("--json", type=Path, help="write the figures to this file")
    return parser.parse_args()


def measured(name: str, interpreter: Path, settings: argparse.Namespace) -> dict:
    """The figures of one snippet, or the end of its messages if it failed."""
    with tempfile.TemporaryDirectory(prefix="migrate-") as folder:
        prepare(settings.input, Path(folder))
        command = ["env", f"--chdir={folder}", interpreter, "-m", "evaluation.migrate.run"]
        done = run([*command, name, settings.input.absolute()], settings.timeout)
    if done.code:
        return {"failed": (done.errors or done.output).strip()[-MESSAGE:]}
    result = json.loads(done.output.splitlines()[-1])
    figures = {"wall": done.wall, "cpu": done.cpu, "peak_mib": done.peak_mib}
    return {**figures, **result}


def markdown(name: str, count: int, rows: list[dict]) -> str:
    """The table, and what failed."""
    lines = [
        [
            LIBRARIES[row["library"]].label,
            f"{row['wall']:.2f}",
            f"{row['seconds']:.2f}",
            f"{row['cpu']:.2f}",
            f"{row['peak_mib']:.0f}",
            f"{count - row['kept']:,}",
        ]
        for row in rows
        if "wall" in row
    ]
    head = ["", "s, process", "s, snippet", "CPU s", "MiB", "removed"]
    failed = [f"{row['library']} failed: {row['failed']}" for row in rows if "failed" in row]
    return "\n\n".join([f"{name}: {count:,} records", table(head, lines), *failed])


if __name__ == "__main__":
    main()
