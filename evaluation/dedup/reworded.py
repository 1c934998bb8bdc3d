"""Measures what Leitong and semhash remove of reworded text, as whole processes in turn.

    python3 -m evaluation.install semhash
    python3 -m evaluation.dedup.reworded IN.jsonl [--truth TRUTH.tsv] [--repeat 2] [--lists FOLDER]
            [--thresholds 0.8 0.85 0.9 0.95] [--without-copies] [--leitong FILE]

Leitong runs with its measures of copies and `meaning`, semhash (see semhash_peer.py) at several
thresholds. TRUTH has `id_a`, `id_b` and `rate`, as paraphrases.generate writes them: a pair is
found if one of the two was removed for the other one; all else that is removed counts as others.
With --without-copies all of them get what `leitong dedup --guard off` leaves of IN: no exact or
near copies and nothing that stands in a longer record. Prints Markdown: removed records, pairs that
are found, seconds of each round by the clock and of all cores, memory. --lists keeps the lists of
removed records.
"""

import argparse
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.common import cli
from evaluation.common.environments import python_of
from evaluation.common.files import read_rows
from evaluation.common.markdown import table
from evaluation.common.paths import OUTPUT
from evaluation.common.process import Run, module, run_or_exit
from evaluation.dedup.measure import removed_records

PYTHON = python_of(OUTPUT / "semhash" / "venv")
COPIES = "jaccard,containment,edit"
"""The measures of Leitong that find copies."""
QUIET = ["--no-config", "--no-progress", "--quiet"]


@dataclass
class Tool:
    """One way to run a tool, and its runs."""

    name: str
    command: list[object]
    removed: Path
    """The list of removed records that it writes."""
    runs: list[Run] = field(default_factory=list)

    def run(self) -> None:
        """Runs it once more."""
        self.runs.append(run_or_exit(self.name, self.command))

    def seconds(self) -> list[str]:
        """The seconds of each run: by the clock, and of all cores."""
        return [
            ", ".join(f"{each.wall:.1f}" for each in self.runs),
            ", ".join(f"{each.cpu:.1f}" for each in self.runs),
        ]

    def stages(self) -> str:
        """The seconds of the stages of the last run, of a tool that prints them."""
        if not self.runs[-1].output.startswith("{"):
            return ""
        seconds = json.loads(self.runs[-1].output)["seconds"]
        return ", ".join(f"{name} {each:.1f}" for name, each in seconds.items())


@dataclass
class Counts:
    """Pairs that were found, by rate, and records that were removed for others."""

    found: Counter = field(default_factory=Counter)
    others: int = 0


def counts(removed: dict[str, str], pairs: dict[frozenset[str], str]) -> Counts:
    """What was removed, by the rates of the pairs of the truth."""
    result = Counts()
    for each in removed.items():
        rate = pairs.get(frozenset(each))
        if rate is None:
            result.others += 1
        else:
            result.found[rate] += 1
    return result


def leitong(settings: argparse.Namespace, source: Path, folder: Path, measures: str) -> Tool:
    """Leitong with some measures."""
    removed = folder / f"leitong-{measures}.jsonl"
    command = [settings.leitong, "dedup", source, "--duplicates", removed, "--by", measures, *QUIET]
    return Tool(f"leitong, {measures}", [*command, "-o", folder / "kept.jsonl"], removed)


def semhash(source: Path, folder: Path, threshold: float) -> Tool:
    """semhash at one threshold."""
    removed = folder / f"semhash-{threshold:g}.jsonl"
    options = ["--threshold", threshold]
    command = module("dedup.semhash_peer", source, removed, *options, python=PYTHON)
    return Tool(f"semhash, {threshold:.2f}", command, removed)


def without_copies(settings: argparse.Namespace, folder: Path) -> Path:
    """The collection without exact and near copies."""
    kept = folder / "without-copies.jsonl"
    command = [settings.leitong, "dedup", settings.input, "-o", kept, "--by", COPIES]
    run_or_exit("leitong", [*command, "--guard", "off", *QUIET])
    return kept


def report(tools: list[Tool], pairs: dict[frozenset[str], str]) -> str:
    """The table of all tools."""
    sizes = Counter(pairs.values())
    rates = sorted(sizes)
    head = ["tool", "removed", *(f"found at {rate}, of {sizes[rate]:,}" for rate in rates)]
    rows = []
    for tool in tools:
        removed = removed_records(tool.removed)
        count = counts(removed, pairs)
        found = [str(count.found[rate]) for rate in rates]
        cells = [f"{count.others:,}", *tool.seconds(), f"{tool.runs[-1].peak_mib:.0f}"]
        rows.append([tool.name, f"{len(removed):,}", *found, *cells, tool.stages()])
    return table([*head, "others", "s", "CPU s", "MiB", "stages, s"], rows)


def measure(settings: argparse.Namespace, folder: Path) -> str:
    """Runs every tool once, then every tool again."""
    rows = read_rows(settings.truth) if settings.truth else []
    pairs = {frozenset((row["id_a"], row["id_b"])): row["rate"] for row in rows}
    source = without_copies(settings, folder) if settings.without_copies else settings.input
    tools = [leitong(settings, source, folder, each) for each in (COPIES, f"{COPIES},meaning")]
    tools += [semhash(source, folder, each) for each in settings.thresholds]
    for _ in range(settings.repeat):
        for tool in tools:
            tool.run()
    return report(tools, pairs)


def main() -> None:
    """Runs the tools, prints the table."""
    parser = cli.parser(__doc__)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("--truth", type=Path, metavar="TRUTH.tsv")
    thresholds = [0.8, 0.85, 0.9, 0.95]
    parser.add_argument("--thresholds", type=float, nargs="+", default=thresholds)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--without-copies", action="store_true")
    parser.add_argument("--lists", type=Path, help="folder for the lists of removed records")
    cli.add_leitong(parser)
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = settings.lists or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(measure(settings, folder))


if __name__ == "__main__":
    main()
