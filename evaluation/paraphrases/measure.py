"""Measures what is found of paraphrased paragraphs, and the kinds that changes of meaning get.

    $PYTHON -m evaluation.paraphrases.measure FOLDER [--leitong FILE] [--key similarity]
            [--scan="--semantic" --scan="--weight idf --similarity 0.3" ...] [--idf-words]
            [--found NAME=FILE.jsonl ...] [--show-missed 10] [--show-false 10] [--json OUT.json]
    $PYTHON -m evaluation.paraphrases.measure --sentences PAIRS.jsonl --scores SCORES.txt
    $PYTHON -m evaluation.paraphrases.measure --positives SCORES.txt --negatives SCORES.txt

FOLDER is a set of generate.py or of contradictions.py. Each --scan is a run of `leitong scan` with
these options, and a row of the table; without any, one run uses --semantic and one shingles alone.
--found reads the output of another run. --idf-words adds the similarity of IDF-weighted words (the
Jaccard similarity of weighted multisets of the words of jieba, over all pairs). Everything but
--idf-words needs no package but numpy.
"""

import argparse
import json
import re
import shlex
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evaluation.common import cli, sentence_pairs
from evaluation.common.files import records, write_json
from evaluation.common.markdown import share, table
from evaluation.common.process import run_or_exit
from evaluation.common.ranking import recall_at_false_positive_rate
from evaluation.paraphrases.scores import PRECISIONS, Found, Pair, by_class, matches, truth_of

DEFAULT_SCANS = ("--semantic", "--similarity 0.3")
LEAST = 0.3
"""Least similarity that --idf-words lists; precision is lost far above it."""
CANDIDATES = re.compile(r"candidates?[^0-9]*([0-9][0-9,]*)")
"""The number of candidates in the messages of a run."""
SAME_MEANING = ("exact", "near", "semantic")
"""Kinds of two texts with the same meaning; `template` means that slots differ."""
KINDS = ("semantic", "near", "template", "exact")
"""Kinds of matches, in the order of the table."""


@dataclass
class Result:
    """The pairs that one run found."""

    name: str
    found: list[Found]
    wall: float | None = None
    candidates: float | None = None
    figures: dict = field(default_factory=dict)

    def same_meaning(self) -> list[Found]:
        """The pairs that are reported as having the same meaning."""
        return [each for each in self.found if each.kind in SAME_MEANING]


def main() -> None:
    """Runs, scores, prints."""
    settings = arguments()
    if settings.sentences or settings.positives:
        print(json.dumps(sentences(settings), indent=1))
        return
    results = [scan(options, settings) for options in settings.scan]
    results += [read(named, settings) for named in settings.found]
    if settings.idf_words:
        results.append(idf_words(settings.folder, settings.least))
    with open(settings.folder / "truth.tsv", encoding="utf-8") as lines:
        is_contradictions = "class" in lines.readline().split("\t")
    if is_contradictions:
        report = contradictions(settings.folder, results)
    else:
        report = paraphrases(settings.folder, results, settings.against)
    for result in results:
        show_details(result, settings, is_contradictions)
    if settings.json:
        write_json(settings.json, report)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    add = parser.add_argument
    add("folder", type=Path, nargs="?", metavar="FOLDER")
    cli.add_leitong(parser)
    options = {"action": "append", "default": []}
    add("--scan", **options, metavar="OPTIONS", help="options of one run, in one string")
    add("--extra", default="", help="further options of every run")
    add("--found", **options, metavar="NAME=FILE", help="matches of an earlier run (JSON Lines)")
    against = "false are all other pairs, or those of a source or a copy only"
    add("--against", choices=("all", "cases"), default="all", help=against)
    key = "the number of a match that thresholds apply to, such as scores.words"
    add("--key", default="similarity", help=key)
    add("--idf-words", action="store_true", help="a baseline without a model, over all pairs")
    add("--least", type=float, default=LEAST, help="least similarity that --idf-words lists")
    add("--show-missed", type=int, default=0, metavar="N")
    add("--show-false", type=int, default=0, metavar="N")
    add("--json", type=Path, help="write all figures to this file")
    add("--sentences", type=Path, metavar="PAIRS.jsonl", help="labelled pairs of sentences")
    add("--scores", type=Path, help="a score on each line, one for each pair of --sentences")
    add("--positives", type=Path, help="scores of pairs that belong together")
    add("--negatives", type=Path, help="scores of pairs that do not")
    settings = parser.parse_args()
    if bool(settings.sentences) != bool(settings.scores):
        parser.error("--sentences and --scores need each other")
    if bool(settings.positives) != bool(settings.negatives):
        parser.error("--positives and --negatives need each other")
    if not (settings.folder or settings.sentences or settings.positives):
        parser.error("a folder, --sentences or --positives")
    if not (settings.scan or settings.found or settings.idf_words):
        settings.scan = list(DEFAULT_SCANS)
    return settings


def scan(options: str, settings: argparse.Namespace) -> Result:
    """One run of `leitong scan`; its matches stay in the folder."""
    collection = settings.folder / "collection.jsonl"
    asked = " ".join([options, settings.extra]).strip()
    label = asked or "scan"
    out = settings.folder / f"found{re.sub('[^a-z0-9.]+', '-', ' ' + label)}.jsonl"
    command = [settings.leitong, "scan", collection, "--level", "paragraph"]
    command += ["--format", "jsonl", "--output", out, *shlex.split(asked), "--no-progress"]
    done = run_or_exit(label, command, codes=(0, 1))
    candidates = CANDIDATES.search(done.errors)
    units = sum(1 for _ in records(collection))
    per_unit = int(candidates[1].replace(",", "")) / units if candidates else None
    return Result(label, matches(out, settings.key), done.wall, per_unit)


def read(named: str, settings: argparse.Namespace) -> Result:
    """The matches of an earlier run."""
    name, _, path = named.partition("=")
    return Result(name, matches(Path(path or name), settings.key))


def idf_words(folder: Path, least: float) -> Result:
    """All pairs by IDF-weighted words."""
    from evaluation.paraphrases.idf_words import found_pairs  # needs more packages

    start = time.perf_counter()
    found = found_pairs(list(records(folder / "collection.jsonl")), least)
    return Result("IDF words, all pairs", found, time.perf_counter() - start)


def paraphrases(folder: Path, results: list[Result], against: str) -> dict:
    """Prints the table of paraphrased paragraphs; gives all its figures."""
    truth = truth_of(folder, "rate")
    among = None if against == "all" else {id for pair in truth for id in pair}
    rows, report = [], {}
    for result in results:
        found = result.same_meaning()
        result.figures = by_class(found, truth, among)
        report[result.name] = {
            "rates": result.figures,
            "wall": result.wall,
            "candidates_per_unit": result.candidates,
            "pairs": len(found),
        }
        rows += [rate_row(result, rate, figures) for rate, figures in result.figures.items()]
    best = [f"recall at precision {each:g} (threshold)" for each in PRECISIONS]
    head = ["run", "rate", "recall", "precision", *best, "candidates per unit", "seconds"]
    print(table(head, rows))
    return report


def rate_row(result: Result, rate: str, figures: dict) -> list[str]:
    """The row of one rate in one run."""
    cases = figures["cases"]
    recall = share(round(figures["recall"] * cases), cases)
    best = [best_recall(figures, precision) for precision in PRECISIONS]
    candidates = f"{result.candidates:.1f}" if result.candidates is not None else "-"
    wall = f"{result.wall:.1f}" if result.wall is not None else "-"
    precision = f"{figures['precision']:.3f}"
    return [result.name, rate, recall, precision, *best, candidates, wall]


def best_recall(figures: dict, precision: float) -> str:
    """The best recall at a precision, with its threshold."""
    threshold = figures[f"threshold@p{precision:g}"]
    if threshold is None:
        return "0"
    found = round(figures[f"recall@p{precision:g}"] * figures["cases"])
    return f"{share(found, figures['cases'])} ({threshold:.3f})"


def contradictions(folder: Path, results: list[Result]) -> dict:
    """Prints the table of changes of meaning: the share of each class with each kind."""
    names, variants = truth_of(folder, "class"), truth_of(folder, "variant")
    truth = {pair: f"{names[pair]} {variants[pair]}" for pair in names}
    cases = Counter(truth.values())
    rows, report = [], {}
    for result in results:
        kinds: dict[str, Counter] = defaultdict(Counter)
        for each in result.found:
            if each.pair in truth:
                kinds[truth[each.pair]][each.kind] += 1
        report[result.name] = {name: {"cases": cases[name], **kinds[name]} for name in cases}
        for name, count in cases.items():
            shares = [share(kinds[name][kind], count) for kind in KINDS]
            not_found = share(count - kinds[name].total(), count)
            rows.append([result.name, name, str(count), *shares, not_found])
    print(table(["run", "class", "pairs", *KINDS, "not found"], rows))
    return report


def show_details(result: Result, settings: argparse.Namespace, is_contradictions: bool) -> None:
    """Lists missed and false pairs, as far as the settings ask for them."""
    if not (settings.show_missed or settings.show_false):
        return
    texts = dict(records(settings.folder / "collection.jsonl"))
    truth = truth_of(settings.folder, "class" if is_contradictions else "rate")
    if is_contradictions:
        false = [each for each in result.found if is_false_paraphrase(each, truth)]
    else:
        found = {each.pair for each in result.same_meaning()}
        missed = [(truth[pair], pair) for pair in truth if pair not in found]
        show(f"{result.name}: missed", missed[: settings.show_missed], texts)
        false = [each for each in result.same_meaning() if each.pair not in truth]
    listed = [(f"{each.kind} {each.score:.3f}", each.pair) for each in false]
    show(f"{result.name}: false", listed[: settings.show_false], texts)


def is_false_paraphrase(found: Found, truth: dict[Pair, str]) -> bool:
    """Whether a pair with another meaning is reported as a paraphrase."""
    return found.kind == "semantic" and truth.get(found.pair) != "none"


def show(title: str, listed: list[tuple[str, Pair]], texts: dict[str, str]) -> None:
    """Prints pairs with their texts."""
    print(f"\n{title}")
    for label, pair in listed:
        print(label, *(f"\n  {id} {texts[id]}" for id in pair))


def sentences(settings: argparse.Namespace) -> dict:
    """The figures of pairs of sentences."""
    if settings.sentences:
        with open(settings.scores, encoding="utf-8") as scores:
            return sentence_pairs.figures(settings.sentences, map(float, scores))
    positive = np.loadtxt(settings.positives, ndmin=1)
    negative = np.loadtxt(settings.negatives, ndmin=1)
    recall, threshold = recall_at_false_positive_rate(positive, negative)
    return {
        "positives": len(positive),
        "negatives": len(negative),
        "recall": recall,
        "threshold": threshold,
    }


if __name__ == "__main__":
    main()
