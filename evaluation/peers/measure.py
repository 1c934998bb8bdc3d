"""Measures Leitong and its peers on one collection, as whole processes in turn, and scores what each removed.

    python3 measure.py IN.jsonl [--truth PAIRS.tsv] [--tools leitong@1 leitong@2 gaoya gaoya+verify …] [--json OUT.json]

A tool is NAME[+FLAG…][@THREADS]: `datasketch+verify@1` runs `datasketch_peer.py --verify --threads 1`. Peers that
are not installed (see install.py) are left out. Prints Markdown; with --json also writes every single run.
"""

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

import tables
from content import records
from peers import FOLDER, HERE, PEERS, ROOT, python
from process import Run, run
from score import Removed, Similarity, precision, recall, truth


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
        """Whether it can be run at all."""
        return (settings.leitong if self.name == "leitong" else python(self.name)).exists()

    def output(self, settings: argparse.Namespace) -> Path:
        """Where its list of removed documents goes."""
        return settings.work / f"{self.label}.jsonl"

    def command(self, settings: argparse.Namespace) -> list[str]:
        """What to run."""
        similarity, threads = str(settings.similarity), str(self.threads)
        if self.name == "leitong":
            outputs = ["-o", settings.work / "kept.jsonl", "--duplicates", self.output(settings)]
            asked = ["--level", "document", "--shingle", "char:5", "--similarity", similarity, "--threads", threads]
            command = [settings.leitong, "dedup", settings.input, *outputs, *asked, "--no-progress", "--quiet", *self.flags]
        else:
            bands = ["--bands", str(settings.bands), "--rows", str(settings.rows)]
            asked = ["--similarity", similarity, "--threads", threads, *bands]
            command = [python(self.name), HERE / PEERS[self.name].adapter, settings.input, self.output(settings), *asked, *self.flags]
        return [str(part) for part in command]


def main() -> None:
    """Runs, scores, prints."""
    settings = arguments()
    settings.work.mkdir(parents=True, exist_ok=True)
    tools = [tool for tool in settings.tools if tool.installed(settings)]
    left_out = [tool.label for tool in settings.tools if tool not in tools]
    report = {
        "collection": describe(settings.input),
        "settings": {"similarity": settings.similarity, "bands": settings.bands, "rows": settings.rows},
        "left_out": left_out,
    }
    rounds(tools, settings)
    report["tools"] = [summary(tool) for tool in tools]
    score(tools, report["tools"], settings)
    print(tables.markdown(report))
    if settings.json:
        settings.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    default = ["leitong@1", "leitong@2", *PEERS, *(f"{name}+verify" for name in PEERS if name != "datatrove")]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("--truth", type=Path, help="every pair, as exact_pairs.py writes them")
    parser.add_argument("--tools", nargs="+", type=Tool.parse, default=[Tool.parse(each) for each in default])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--similarity", type=float, default=0.7)
    parser.add_argument("--bands", type=int, default=16, help="of the peers; Leitong derives its own")
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--timeout", type=float, default=900, help="seconds after which a run is given up")
    parser.add_argument("--no-score", action="store_true", help="time only: scoring holds the removed texts in memory")
    parser.add_argument("--leitong", type=Path, default=ROOT / "target" / "release" / "leitong")
    parser.add_argument("--work", type=Path, default=FOLDER / "runs", help="folder for what the tools write")
    parser.add_argument("--json", type=Path, help="write the whole report here")
    return parser.parse_args()


def describe(path: Path) -> dict:
    """Size of the collection; reading it also brings it into the file cache for the first run."""
    documents, text_bytes = 0, 0
    for _, text in records(path):
        documents += 1
        text_bytes += len(text.encode())
    return {"name": path.name, "documents": documents, "text_bytes": text_bytes}


def rounds(tools: list[Tool], settings: argparse.Namespace) -> None:
    """Every tool once, then every tool again: a slow minute of the machine does not hit one tool alone.

    A tool that failed is not run again.
    """
    for _ in range(settings.repeat):
        for tool in tools:
            if all(each.code == 0 for each in tool.runs):
                tool.output(settings).unlink(missing_ok=True)
                tool.runs.append(run(tool.command(settings), settings.timeout))


def summary(tool: Tool) -> dict:
    """The runs of one tool; of a failed one the end of what it said."""
    done = [each for each in tool.runs if each.code == 0]
    row = {"tool": tool.label, "threads": tool.threads, "wall": [each.wall for each in done], "cpu": [each.cpu for each in done]}
    row["peak_mib"] = [each.peak_mib for each in done]
    if tool.name != "leitong":
        row["stages"] = [json.loads(each.output.splitlines()[-1])["seconds"] for each in done]
    failed = next((each for each in tool.runs if each.code != 0), None)
    if failed:
        row["failed"] = f"exit {failed.code} after {failed.wall:.1f} s: {failed.errors.strip()[-300:]}"
    return row


def score(tools: list[Tool], rows: list[dict], settings: argparse.Namespace) -> None:
    """Adds recall and precision to the rows of the tools that came to an end."""
    if settings.no_score:
        return
    lists = {tool.label: Removed(tool.output(settings)) for tool, row in zip(tools, rows) if row["wall"]}
    similarity = Similarity(settings.input, lists.values())
    pairs = list(truth(settings.truth)) if settings.truth else None
    for row in rows:
        if removed := lists.get(row["tool"]):
            row["precision"] = precision(removed, similarity, settings.similarity)
            if pairs is not None:
                row["recall"] = recall(pairs, removed)


if __name__ == "__main__":
    main()
