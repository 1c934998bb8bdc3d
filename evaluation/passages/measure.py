"""Measures how well Leitong finds known passages: makes the sets (inject.py), runs `leitong eval` on them, prints one table.

    python3 measure.py --zh SOURCE [--en SOURCE] [--sets zh zh-inside zh-hant en] [--cases 1000] [--seed 1] [--blast]
                       [--leitong FILE] [--leitong-options="--min-chars 20"] [--show-missed] [--show-false] [--json OUT.json]

A set whose source is not given is left out. With --blast every set is also searched by blast_peer.py, which needs blastn.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from beside import ROOT, run, share, table
from edits import EDITS
from fetch import FOLDER

HERE = Path(__file__).resolve().parent
LONGEST_FALSE = 5
TIMEOUT = 3600


@dataclass(frozen=True)
class Kind:
    """A set: how it is made, and what Leitong is told about it."""

    language: str
    inject: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


KINDS = {
    "zh": Kind("zh"),
    "zh-inside": Kind("zh", ("--inside",)),
    "zh-hant": Kind("zh", ("--script", "hant"), ("--fold-script",)),
    "en": Kind("en", ("--language", "en")),
}


@dataclass(frozen=True)
class Row:
    """A case of the truth."""

    a: tuple[str, int, int]
    b: tuple[str, int, int]
    edit: str
    length: int

    @classmethod
    def parse(cls, line: str) -> "Row":
        """Reads a line of truth.tsv."""
        doc_a, start_a, end_a, doc_b, start_b, end_b, name, rate, _, length = line.rstrip("\n").split("\t")
        return cls((doc_a, int(start_a), int(end_a)), (doc_b, int(start_b), int(end_b)), label(name, float(rate)), int(length))

    @property
    def key(self) -> frozenset:
        """The two places, without order."""
        return frozenset((self.a, self.b))


@dataclass
class Result:
    """What one tool found of one set."""

    label: str
    truth: list[Row]
    evaluation: dict
    misses: list[dict]

    def missed(self) -> list[tuple[Row, float]]:
        """Cases of which no detection holds 80 %, with the share that was detected."""
        rows = {row.key: row for row in self.truth}
        return [(rows[frozenset(place(miss[side]) for side in "ab")], miss["covered"]) for miss in self.misses if miss["what"] == "missed"]

    def false(self) -> list[dict]:
        """Detections that hit no case, the longest first."""
        unlisted = [miss for miss in self.misses if miss["what"] == "unlisted"]
        return sorted(unlisted, key=lambda miss: -max(miss[side]["end"] - miss[side]["start"] for side in "ab"))


def main() -> None:
    """Makes, runs, prints."""
    settings = arguments()
    results = []
    for name in settings.sets:
        if source := getattr(settings, KINDS[name].language):
            folder = made(name, source, settings)
            results.append(leitong(name, folder, settings))
            if settings.blast:
                results.append(blast(name, folder, settings))
    if not results:
        sys.exit("no set has a source: --zh SOURCE, --en SOURCE")
    print(table(["", *(result.label for result in results)], rows(results)))
    for result in results:
        details(result, settings)
    if settings.json:
        report = {result.label: {"evaluation": result.evaluation, "found@80": by_class(result)} for result in results}
        settings.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zh", type=Path, help="Chinese text, as inject.py takes it")
    parser.add_argument("--en", type=Path, help="English text")
    parser.add_argument("--sets", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--leitong", type=Path, default=ROOT / "target" / "release" / "leitong")
    parser.add_argument("--leitong-options", type=shlex.split, default=[], help="further options of `leitong eval`, in one string")
    parser.add_argument("--blast", action="store_true", help="also run BLAST")
    parser.add_argument("--show-missed", action="store_true", help="list what was missed")
    parser.add_argument("--show-false", action="store_true", help="list the longest false detections")
    parser.add_argument("--work", type=Path, default=FOLDER / "sets", help="folder for the sets and what is found in them")
    parser.add_argument("--json", type=Path, help="write all scores here")
    settings = parser.parse_args()
    if settings.blast and not shutil.which("blastn"):
        parser.error("blastn is not installed (Debian: ncbi-blast+)")
    return settings


def made(name: str, source: Path, settings: argparse.Namespace) -> Path:
    """Makes a set; the folder that has it."""
    folder = settings.work / name
    command = [sys.executable, HERE / "inject.py", source, folder, *KINDS[name].inject]
    subprocess.run([*command, "--cases", str(settings.cases), "--seed", str(settings.seed)], check=True)
    return folder


def leitong(name: str, folder: Path, settings: argparse.Namespace) -> Result:
    """What a scan finds."""
    options = [*KINDS[name].options, *settings.leitong_options]
    return evaluated(" ".join([name, *options]), folder, [folder / "collection.jsonl", *options], settings)


def blast(name: str, folder: Path, settings: argparse.Namespace) -> Result:
    """What BLAST finds, with its own time and memory."""
    found, collection = folder / "blast.jsonl", folder / "collection.jsonl"
    done = run([str(part) for part in (sys.executable, HERE / "blast_peer.py", collection, found)], TIMEOUT)
    if done.code:
        sys.exit(f"blast: {done.errors}")
    result = evaluated(f"{name} BLAST", folder, [collection, "--found", found], settings)
    timings = result.evaluation["timings"]
    megabytes = collection_mb(collection)
    timings |= {"reading": 0.0, "finding": done.wall, "mb_per_second": megabytes / done.wall, "peak_memory_mb": done.peak_mib * 1.048576}
    return result


def collection_mb(collection: Path) -> float:
    """Megabytes of text."""
    with open(collection, encoding="utf-8") as lines:
        return sum(len(json.loads(line)["text"].encode()) for line in lines) / 1e6


def evaluated(label: str, folder: Path, asked: list, settings: argparse.Namespace) -> Result:
    """The scores of `leitong eval`, and what it says went wrong."""
    truth, misses = folder / "truth.tsv", folder / "misses.jsonl"
    command = [settings.leitong, "eval", truth, *asked, "--format", "json", "--misses", misses, "--quiet"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{label}: {done.stderr}")
    with open(truth, encoding="utf-8") as lines:
        known = [Row.parse(line) for line in list(lines)[1:]]
    with open(misses, encoding="utf-8") as lines:
        return Result(label, known, json.loads(done.stdout), [json.loads(line) for line in lines])


def rows(results: list[Result]) -> list[list[str]]:
    """The rows of the table: a measure each."""
    classes = [by_class(result) for result in results]
    scores = [result.evaluation["scores"] for result in results]
    timings = [result.evaluation["timings"] for result in results]

    def row(name: str, cells: list[str]) -> list[str]:
        return [name, *cells]

    return [
        row("cases", [f"{score['listed']:,}" for score in scores]),
        row("found@80", [share(score["held"], score["listed"], 4) for score in scores]),
        *(row(f"- {name}", [share(*each[name]) if name in each else "-" for each in classes]) for name in labels()),
        *(row(name, [f"{score['macro'][name]:.4f}" for score in scores]) for name in ("recall", "precision")),
        row("granularity", [f"{score['granularity']:.3f}" for score in scores]),
        row("PlagDet", [f"{score['macro']['plagdet']:.4f}" for score in scores]),
        row("median worst boundary error", [str(score["boundary_error"]["median"]) for score in scores]),
        row("false detections", [str(score["unlisted"]) for score in scores]),
        row("seconds", [f"{each['reading'] + each['finding']:.2f}" for each in timings]),
        row("MB/s", [f"{each['mb_per_second']:.2f}" for each in timings]),
        row("peak MB", [f"{each['peak_memory_mb']:.0f}" for each in timings]),
    ]


def by_class(result: Result) -> dict[str, tuple[int, int]]:
    """Cases found and all cases of each class."""
    all_cases = Counter(row.edit for row in result.truth)
    missed = Counter(row.edit for row, _ in result.missed())
    return {name: (all_cases[name] - missed[name], all_cases[name]) for name in labels() if name in all_cases}


def labels() -> list[str]:
    """The classes of edits in their order."""
    return [label(edit.name, edit.rate) for edit in EDITS]


def label(name: str, rate: float) -> str:
    """How a class is called in the table."""
    return f"{name} {rate:.0%}" if rate else name


def details(result: Result, settings: argparse.Namespace) -> None:
    """Lists what went wrong, as far as asked."""
    if settings.show_missed:
        print(f"\n{result.label}: missed")
        for row, covered in sorted(result.missed(), key=lambda each: (labels().index(each[0].edit), each[0].length)):
            print(f"{row.edit}, {row.length} characters, {covered:.0%} detected: {told(row.a)} {told(row.b)}")
    if settings.show_false:
        print(f"\n{result.label}: longest false detections")
        for miss in result.false()[:LONGEST_FALSE]:
            print(" ".join(told(place(miss[side])) for side in "ab"), miss["a"].get("text", "").replace("\n", " "))


def place(side: dict) -> tuple[str, int, int]:
    """One side of a finding."""
    return side["document"], side["start"], side["end"]


def told(place: tuple[str, int, int]) -> str:
    """A place in words."""
    return f"{place[0]}:{place[1]}-{place[2]}"


if __name__ == "__main__":
    main()
