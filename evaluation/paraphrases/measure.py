"""Measures what is found of spun paragraphs, and what edits that change the meaning are called.

    measure.py FOLDER [--leitong FILE] [--scan="--semantic" --scan="--weight idf --similarity 0.3" ...] [--key similarity] [--idf-words]
                      [--found NAME=FILE.jsonl ...] [--show-missed 10] [--show-false 10] [--json OUT.json]
    measure.py --sentences PAIRS.jsonl --scores SCORES.txt
    measure.py --sentences PAIRS.jsonl --positives SCORES.txt --strangers SCORES.txt

FOLDER is a set of spin.py or of guards.py. Each --scan is a run of `leitong scan` with these options, and a row of the table; without any, a
run with --semantic and one of shingles alone. --found takes what another run wrote. --idf-words adds the IDF-weighted word similarity
(weighted multiset Jaccard of jieba's words over all pairs). All but --idf-words and --sentences needs no package but numpy.
"""

import argparse
import json
import re
import shlex
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from beside import ROOT, records, run, share, table
from scores import PRECISIONS, Found, Pair, by_class, matches, pair_of, recall_at_false_rate, sentence_scores, truth_of

DEFAULT_SCANS = ("--semantic", "--similarity 0.3")
TIMEOUT = 3600
LEAST = 0.3
"""Pairs below it are not listed by --idf-words; precision is lost far above it."""
CANDIDATES = re.compile(r"candidates?[^0-9]*([0-9][0-9,]*)")
SAYS_THE_SAME = ("exact", "near", "semantic")
"""Kinds that say that two texts say the same; `template` says that slots differ."""


@dataclass
class Result:
    """What one run found."""

    name: str
    found: list[Found]
    wall: float | None = None
    candidates: float | None = None
    figures: dict = field(default_factory=dict)

    def same(self) -> list[Found]:
        """Those that are said to say the same."""
        return [each for each in self.found if each.kind in SAYS_THE_SAME]


def main() -> None:
    """Runs, scores, prints."""
    settings = arguments()
    if settings.sentences:
        print(json.dumps(sentences(settings), indent=1))
        return
    results = [scanned(options, settings) for options in settings.scan]
    results += [read(named, settings) for named in settings.found]
    if settings.idf_words:
        results.append(idf_words(settings.folder, settings.least))
    is_guards = "class" in (settings.folder / "truth.tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    report = guards(settings.folder, results) if is_guards else spun(settings.folder, results, settings.against)
    for result in results:
        details(result, settings, is_guards)
    if settings.json:
        settings.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    parser.add_argument("--leitong", type=Path, default=ROOT / "target" / "release" / "leitong")
    parser.add_argument("--scan", action="append", default=[], metavar="OPTIONS", help="options of one run, in one string")
    parser.add_argument("--extra", default="", help="further options of every run")
    parser.add_argument("--found", action="append", default=[], metavar="NAME=FILE", help="matches in JSON Lines that were found before")
    parser.add_argument("--against", choices=("all", "cases"), default="all", help="false are all other pairs, or those of a source or a copy only")
    parser.add_argument("--key", default="similarity", help="the number of a match that is swept over, such as scores.words")
    parser.add_argument("--idf-words", action="store_true", help="the rival that needs no model, reckoned here over all pairs")
    parser.add_argument("--least", type=float, default=LEAST, help="least similarity that --idf-words lists")
    parser.add_argument("--show-missed", type=int, default=0, metavar="N")
    parser.add_argument("--show-false", type=int, default=0, metavar="N")
    parser.add_argument("--json", type=Path, help="write all figures here")
    for name in ("sentences", "scores", "positives", "strangers"):
        parser.add_argument(f"--{name}", type=Path)
    settings = parser.parse_args()
    if not settings.sentences and not settings.folder:
        parser.error("a folder, or --sentences")
    if not (settings.scan or settings.found or settings.idf_words):
        settings.scan = list(DEFAULT_SCANS)
    return settings


def scanned(options: str, settings: argparse.Namespace) -> Result:
    """One run of the tool; its matches stay in the folder."""
    label = " ".join([options, settings.extra]).strip() or "scan"
    out = settings.folder / f"found{re.sub('[^a-z0-9.]+', '-', ' ' + label)}.jsonl"
    asked = [settings.leitong, "scan", settings.folder / "collection.jsonl", "--level", "paragraph", "--format", "jsonl", "--output", out]
    done = run([str(part) for part in asked] + shlex.split(label if label != "scan" else "") + ["--no-progress"], TIMEOUT)
    if done.code not in (0, 1):
        sys.exit(f"{label}: {done.errors or done.output}")
    candidates = CANDIDATES.search(done.errors)
    count = sum(1 for _ in records(settings.folder / "collection.jsonl"))
    per_unit = int(candidates[1].replace(",", "")) / count if candidates else None
    return Result(label, matches(out, settings.key), done.wall, per_unit)


def read(named: str, settings: argparse.Namespace) -> Result:
    """What another run found."""
    name, _, path = named.partition("=")
    return Result(name, matches(Path(path or name), settings.key))


def idf_words(folder: Path, least: float) -> Result:
    """All pairs by IDF-weighted words."""
    from idfwords import WordSets

    start = time.perf_counter()
    ids, texts = zip(*records(folder / "collection.jsonl"))
    pairs = WordSets.of(list(texts)).pairs(least)
    found = [Found(pair_of(ids[a], ids[b]), "near", score) for a, b, score in pairs]
    return Result("IDF words, all pairs", sorted(found, key=lambda each: (-each.score, each.pair)), time.perf_counter() - start)


def spun(folder: Path, results: list[Result], against: str) -> dict:
    """The table for spun paragraphs."""
    truth = truth_of(folder, "rate")
    among = None if against == "all" else {id for pair in truth for id in pair}
    rows, report = [], {}
    for result in results:
        result.figures = by_class(result.same(), truth, among)
        report[result.name] = {"rates": result.figures, "wall": result.wall, "candidates_per_unit": result.candidates, "pairs": len(result.same())}
        rows += [spun_row(result, rate, figures) for rate, figures in result.figures.items()]
    head = ["run", "rate", "recall", "precision", *(f"recall at precision {each:g} (threshold)" for each in PRECISIONS), "candidates per unit", "seconds"]
    print(table(head, rows))
    return report


def spun_row(result: Result, rate: str, figures: dict) -> list[str]:
    """A row: one rate in one run."""
    right, cases = round(figures["recall"] * figures["cases"]), figures["cases"]
    best = []
    for precision in PRECISIONS:
        threshold = figures[f"threshold@p{precision:g}"]
        best.append(f"{share(round(figures[f'recall@p{precision:g}'] * cases), cases)} ({threshold:.3f})" if threshold is not None else "0")
    candidates = f"{result.candidates:.1f}" if result.candidates is not None else "-"
    wall = f"{result.wall:.1f}" if result.wall is not None else "-"
    return [result.name, rate, share(right, cases), f"{figures['precision']:.3f}", *best, candidates, wall]


def guards(folder: Path, results: list[Result]) -> dict:
    """The table for edits that change the meaning: how many pairs of each class are called what."""
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
        for name in cases:
            unfound = cases[name] - kinds[name].total()
            called = [share(kinds[name][kind], cases[name]) for kind in ("semantic", "near", "template", "exact")]
            rows.append([result.name, name, str(cases[name]), *called, share(unfound, cases[name])])
    print(table(["run", "class", "pairs", "semantic", "near", "template", "exact", "not found"], rows))
    return report


def details(result: Result, settings: argparse.Namespace, is_guards: bool) -> None:
    """Lists what went wrong, as far as asked."""
    if not (settings.show_missed or settings.show_false):
        return
    texts = dict(records(settings.folder / "collection.jsonl"))
    truth = truth_of(settings.folder, "class" if is_guards else "rate")
    found = {each.pair for each in result.same()}
    missed = [(truth[pair], pair) for pair in truth if pair not in found][: settings.show_missed]
    listed = result.same() if not is_guards else [each for each in result.found if each.kind == "semantic" and truth.get(each.pair) != "none"]
    false = [each for each in listed if is_guards or each.pair not in truth][: settings.show_false]
    if not is_guards:
        show(f"{result.name}: missed", missed, texts)
    show(f"{result.name}: false", [(f"{each.kind} {each.score:.3f}", each.pair) for each in false], texts)


def show(title: str, listed: list[tuple[str, Pair]], texts: dict[str, str]) -> None:
    """Pairs with their texts."""
    print(f"\n{title}")
    for what, pair in listed:
        print(what, *(f"\n  {id} {texts[id]}" for id in pair))


def sentences(settings: argparse.Namespace) -> dict:
    """Figures of sentence pairs."""
    if settings.scores:
        return sentence_scores(settings.sentences, settings.scores)
    positive, strangers = (np.loadtxt(path, ndmin=1) for path in (settings.positives, settings.strangers))
    recall, threshold = recall_at_false_rate(positive, strangers)
    return {"positives": len(positive), "strangers": len(strangers), "recall": recall, "threshold": threshold}


if __name__ == "__main__":
    main()
