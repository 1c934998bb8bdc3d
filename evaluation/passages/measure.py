"""Measures how well Leitong finds known passages: makes the sets (inject.py), runs `leitong eval`
on them, prints one table.

    python3 -m evaluation.passages.measure --zh SOURCE [--en SOURCE] [--cases 1000] [--seed 1]
        [--sets zh zh-inside zh-hant en] [--blast] [--leitong FILE]
        [--leitong-options="--min-chars 20"] [--show-missed] [--show-false] [--json OUT.json]

A set without a source is left out. With --blast every set is also searched by blast.py, which needs
blastn.
"""

import argparse
import json
import shlex
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import read_lines, read_rows, records, write_json
from evaluation.common.markdown import share, table
from evaluation.common.process import module, run_or_exit
from evaluation.common.spans import Span, known_pair
from evaluation.passages.edits import EDITS
from evaluation.passages.fetch import FOLDER

LONGEST_FALSE = 5
"""False detections that --show-false lists."""
MB_PER_MIB = 1.048576


@dataclass(frozen=True)
class Kind:
    """A kind of set: the options it is made with, and the options that Leitong searches it with."""

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
class Case:
    """A case of the truth."""

    a: Span
    b: Span
    edit: str
    length: int

    @classmethod
    def of(cls, row: dict[str, str]) -> "Case":
        """Reads a row of truth.tsv."""
        edit = label(row["class"], float(row["rate"]))
        return cls(*known_pair(row), edit, int(row["length"]))

    @property
    def key(self) -> frozenset[Span]:
        """The two spans, without order."""
        return frozenset((self.a, self.b))


@dataclass
class Result:
    """The cases of one set, and what one tool found of them."""

    label: str
    cases: list[Case]
    evaluation: dict
    misses: list[dict]

    def missed(self) -> list[tuple[Case, float]]:
        """Cases of which no detection covers 80 %, with the share that was detected."""
        cases = {case.key: case for case in self.cases}
        missed = [miss for miss in self.misses if miss["what"] == "missed"]
        return [(cases[frozenset(spans(miss))], miss["covered"]) for miss in missed]

    def false(self) -> list[dict]:
        """Detections that touch no case, the longest first."""
        false = [miss for miss in self.misses if miss["what"] == "unlisted"]
        return sorted(false, key=lambda miss: -max(len(span) for span in spans(miss)))

    def by_class(self) -> dict[str, tuple[int, int]]:
        """Found cases and all cases of each class of edits."""
        cases = Counter(case.edit for case in self.cases)
        missed = Counter(case.edit for case, _ in self.missed())
        return {
            name: (cases[name] - missed[name], cases[name]) for name in labels() if name in cases
        }


def main() -> None:
    """Makes the sets, searches them, prints the table."""
    settings = arguments()
    results = []
    for name in settings.sets:
        if source := getattr(settings, KINDS[name].language):
            folder = make_set(name, source, settings)
            results.append(leitong(name, folder, settings))
            if settings.blast:
                results.append(blast(name, folder, settings))
    if not results:
        sys.exit("no set has a source: --zh SOURCE, --en SOURCE")
    print(table(["", *(result.label for result in results)], rows(results)))
    for result in results:
        show_details(result, settings)
    if settings.json:
        write_json(settings.json, {result.label: figures(result) for result in results})


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    parser.add_argument("--zh", type=Path, help="Chinese text, as inject.py takes it")
    parser.add_argument("--en", type=Path, help="English text")
    parser.add_argument("--sets", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    cli.add_leitong(parser)
    parser.add_argument(
        "--leitong-options",
        type=shlex.split,
        default=[],
        help="further options of `leitong eval`, in one string",
    )
    parser.add_argument("--blast", action="store_true", help="also run BLAST")
    parser.add_argument("--show-missed", action="store_true", help="list the missed cases")
    parser.add_argument("--show-false", action="store_true", help="list long false detections")
    parser.add_argument(
        "--work",
        type=Path,
        default=FOLDER / "sets",
        help="folder for the sets and what is found in them",
    )
    parser.add_argument("--json", type=Path, help="write all scores to this file")
    settings = parser.parse_args()
    if settings.blast and not shutil.which("blastn"):
        parser.error("blastn is not installed (Debian: ncbi-blast+)")
    return settings


def make_set(name: str, source: Path, settings: argparse.Namespace) -> Path:
    """Makes a set; gives its folder."""
    folder = settings.work / name
    counts = ["--cases", settings.cases, "--seed", settings.seed]
    command = module("passages.inject", source, folder, *KINDS[name].inject, *counts)
    cli.progress(run_or_exit(name, command).errors.strip())
    return folder


def leitong(name: str, folder: Path, settings: argparse.Namespace) -> Result:
    """The result of a scan."""
    options = [*KINDS[name].options, *settings.leitong_options]
    asked = [folder / "collection.jsonl", *options]
    return evaluated(" ".join([name, *options]), folder, asked, settings)


def blast(name: str, folder: Path, settings: argparse.Namespace) -> Result:
    """The result of BLAST, with its own time and memory."""
    found, collection = folder / "blast.jsonl", folder / "collection.jsonl"
    done = run_or_exit("blast", module("passages.blast", collection, found))
    result = evaluated(f"{name} BLAST", folder, [collection, "--found", found], settings)
    megabytes = sum(len(text.encode()) for _, text in records(collection)) / 1e6
    result.evaluation["timings"] |= {
        "reading": 0.0,
        "finding": done.wall,
        "mb_per_second": megabytes / done.wall,
        "peak_memory_mb": done.peak_mib * MB_PER_MIB,
    }
    return result


def evaluated(
    label: str, folder: Path, asked: list[object], settings: argparse.Namespace
) -> Result:
    """The scores of `leitong eval`, with the cases and detections that it lists as wrong."""
    truth, misses = folder / "truth.tsv", folder / "misses.jsonl"
    command = [settings.leitong, "eval", truth, *asked]
    command += ["--format", "json", "--misses", misses, "--quiet"]
    scores = json.loads(run_or_exit(label, command).output)
    cases = [Case.of(row) for row in read_rows(truth)]
    return Result(label, cases, scores, list(read_lines(misses)))


def rows(results: list[Result]) -> list[list[str]]:
    """The rows of the table, one for each measure."""
    classes = [result.by_class() for result in results]
    scores = [result.evaluation["scores"] for result in results]
    timings = [result.evaluation["timings"] for result in results]
    macro = [score["macro"] for score in scores]
    errors = [score["boundary_error"] for score in scores]
    return [
        ["cases", *(f"{score['listed']:,}" for score in scores)],
        ["found@80", *(share(score["held"], score["listed"], 4) for score in scores)],
        *([f"- {name}", *(class_share(each, name) for each in classes)] for name in labels()),
        ["recall", *(f"{each['recall']:.4f}" for each in macro)],
        ["precision", *(f"{each['precision']:.4f}" for each in macro)],
        ["granularity", *(f"{score['granularity']:.3f}" for score in scores)],
        ["PlagDet", *(f"{each['plagdet']:.4f}" for each in macro)],
        ["median worst boundary error", *(str(each["median"]) for each in errors)],
        ["false detections", *(str(score["unlisted"]) for score in scores)],
        ["seconds", *(f"{each['reading'] + each['finding']:.2f}" for each in timings)],
        ["MB/s", *(f"{each['mb_per_second']:.2f}" for each in timings)],
        ["peak MB", *(f"{each['peak_memory_mb']:.0f}" for each in timings)],
    ]


def class_share(classes: dict[str, tuple[int, int]], name: str) -> str:
    """The share of the cases of a class that were found."""
    return share(*classes[name]) if name in classes else "-"


def figures(result: Result) -> dict:
    """What --json writes about one tool and set."""
    return {"evaluation": result.evaluation, "found@80": result.by_class()}


def labels() -> list[str]:
    """The names of the classes of edits, in their order."""
    return [label(edit.name, edit.rate) for edit in EDITS]


def label(name: str, rate: float) -> str:
    """The name of a class in the table."""
    return f"{name} {rate:.0%}" if rate else name


def show_details(result: Result, settings: argparse.Namespace) -> None:
    """Lists missed cases and false detections, as far as the settings ask for them."""
    if settings.show_missed:
        print(f"\n{result.label}: missed")
        for case, covered in sorted(result.missed(), key=class_and_length):
            print(
                f"{case.edit}, {case.length} characters, {covered:.0%} detected: {case.a} {case.b}"
            )
    if settings.show_false:
        print(f"\n{result.label}: longest false detections")
        for miss in result.false()[:LONGEST_FALSE]:
            print(*spans(miss), miss["a"].get("text", "").replace("\n", " "))


def class_and_length(missed: tuple[Case, float]) -> tuple[int, int]:
    """The order in which missed cases are listed."""
    return labels().index(missed[0].edit), missed[0].length


def spans(miss: dict) -> list[Span]:
    """The two spans of a missed case or a false detection."""
    return [Span.of_match(miss[side]) for side in "ab"]


if __name__ == "__main__":
    main()
