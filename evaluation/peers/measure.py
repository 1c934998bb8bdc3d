"""Measures Leitong and its peers on one collection, as whole processes in turn, and scores the
documents that each removed.

    python3 -m evaluation.peers.measure IN.jsonl [--truth PAIRS.tsv] [--json OUT.json]
                                        [--tools leitong@1 leitong@2 gaoya gaoya+verify …]

A tool is NAME[+FLAG…][@THREADS]: `datasketch+verify@1` runs the adapter `datasketch` with
`--verify --threads 1`. Peers that are not installed (see install.py) are left out. Prints Markdown;
with --json also writes every single run.
"""

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import records, write_json
from evaluation.common.process import Run, module, run
from evaluation.peers import report
from evaluation.peers.peers import FOLDER, PEERS, python
from evaluation.peers.score import Removed, Similarity, precision, recall, truth

ERROR_LENGTH = 300
"""Characters of the messages of a failed run that the report shows."""


@dataclass
class Tool:
    """One way to run one tool, and its runs so far."""

    label: str
    name: str
    flags: list[str]
    threads: int
    runs: list[Run] = field(default_factory=list)

    @classmethod
    def parse(cls, label: str) -> "Tool":
        """Reads NAME[+FLAG…][@THREADS]."""
        what, _, threads = label.partition("@")
        name, *flags = what.split("+")
        if name != "leitong" and name not in PEERS:
            raise argparse.ArgumentTypeError(f"no tool {name!r}: leitong, {', '.join(PEERS)}")
        return cls(label, name, [f"--{flag}" for flag in flags], int(threads or 2))

    def installed(self, settings: argparse.Namespace) -> bool:
        """Whether the program of the tool exists."""
        return (settings.leitong if self.name == "leitong" else python(self.name)).exists()

    def output(self, settings: argparse.Namespace) -> Path:
        """The file for its list of removed documents."""
        return settings.work / f"{self.label}.jsonl"

    def command(self, settings: argparse.Namespace) -> list[object]:
        """The command that runs it."""
        options = ["--similarity", settings.similarity, "--threads", self.threads, *self.flags]
        if self.name == "leitong":
            command = [settings.leitong, "dedup", settings.input]
            command += ["--by", "jaccard", "--guard", "off"]
            command += ["-o", settings.work / "kept.jsonl", "--duplicates", self.output(settings)]
            command += ["--level", "document", "--shingle", "char:5", "--no-progress", "--quiet"]
            return command + options
        files = [settings.input, self.output(settings)]
        bands = ["--bands", settings.bands, "--rows", settings.rows]
        adapter = f"peers.adapters.{PEERS[self.name].adapter}"
        return module(adapter, *files, *bands, *options, python=python(self.name))

    def succeeded(self) -> list[Run]:
        """The runs that ended well."""
        return [each for each in self.runs if each.code == 0]

    def failed(self) -> Run | None:
        """The run that failed, after which there is none."""
        return next((each for each in self.runs if each.code != 0), None)


def main() -> None:
    """Runs the tools, scores their results, prints the report."""
    settings = arguments()
    settings.work.mkdir(parents=True, exist_ok=True)
    tools = [tool for tool in settings.tools if tool.installed(settings)]
    measured = {
        "collection": describe(settings.input),
        "settings": {name: getattr(settings, name) for name in ("similarity", "bands", "rows")},
        "left_out": [tool.label for tool in settings.tools if tool not in tools],
    }
    run_rounds(tools, settings)
    measured["tools"] = [summary(tool) for tool in tools]
    if not settings.no_score:
        add_scores(tools, measured["tools"], settings)
    print(report.markdown(measured))
    if settings.json:
        write_json(settings.json, measured)


def arguments() -> argparse.Namespace:
    """The command line."""
    verified = [f"{name}+verify" for name in PEERS if name != "datatrove"]
    default = ["leitong@1", "leitong@2", *PEERS, *verified]
    tools = [Tool.parse(each) for each in default]
    parser = cli.parser(__doc__)
    add = parser.add_argument
    add("input", type=Path, metavar="IN.jsonl")
    add("--truth", type=Path, help="every pair, as exact_pairs.py writes them")
    add("--tools", nargs="+", type=Tool.parse, default=tools)
    add("--repeat", type=int, default=3)
    add("--similarity", type=float, default=0.7)
    add("--bands", type=int, default=16, help="of the peers; Leitong derives its own")
    add("--rows", type=int, default=8)
    add("--timeout", type=float, default=900, help="seconds after which a run is killed")
    add("--no-score", action="store_true", help="time only: scores need the texts in memory")
    cli.add_leitong(parser)
    add("--work", type=Path, default=FOLDER / "runs", help="folder for the files of the tools")
    add("--json", type=Path, help="write the whole report to this file")
    return parser.parse_args()


def describe(path: Path) -> dict:
    """The size of the collection; this also reads it into the file cache for the first run."""
    documents, text_bytes = 0, 0
    for _, text in records(path):
        documents += 1
        text_bytes += len(text.encode())
    return {"name": path.name, "documents": documents, "text_bytes": text_bytes}


def run_rounds(tools: list[Tool], settings: argparse.Namespace) -> None:
    """Runs every tool once, then every tool again: a slow minute does not affect one tool alone.

    A tool that failed is not run again.
    """
    for _ in range(settings.repeat):
        for tool in tools:
            if not tool.failed():
                tool.output(settings).unlink(missing_ok=True)
                tool.runs.append(run(tool.command(settings), settings.timeout))


def summary(tool: Tool) -> dict:
    """The figures of the runs of one tool; for a failed one the end of its messages."""
    done = tool.succeeded()
    row = {
        "tool": tool.label,
        "threads": tool.threads,
        "wall": [each.wall for each in done],
        "cpu": [each.cpu for each in done],
        "peak_mib": [each.peak_mib for each in done],
    }
    if tool.name != "leitong":
        row["stages"] = [json.loads(each.output.splitlines()[-1])["seconds"] for each in done]
    if failed := tool.failed():
        message = failed.errors.strip()[-ERROR_LENGTH:]
        row["failed"] = f"exit {failed.code} after {failed.wall:.1f} s: {message}"
    return row


def add_scores(tools: list[Tool], rows: list[dict], settings: argparse.Namespace) -> None:
    """Adds recall and precision to the rows of the tools that have succeeded."""
    lists = {
        tool.label: Removed(tool.output(settings))
        for tool, row in zip(tools, rows, strict=True)
        if row["wall"]
    }
    similarity = Similarity(settings.input, lists.values())
    pairs = list(truth(settings.truth)) if settings.truth else None
    for row in rows:
        if removed := lists.get(row["tool"]):
            row["precision"] = precision(removed, similarity, settings.similarity)
            if pairs is not None:
                row["recall"] = recall(pairs, removed)


if __name__ == "__main__":
    main()
