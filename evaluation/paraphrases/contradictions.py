"""Makes pairs of short real texts whose meaning differs: a number, negation, word or name changed.

    $PYTHON -m evaluation.paraphrases.contradictions POOL.jsonl ... --out FOLDER
            [--count 1000] [--seed 1] [--rate 0.20]

Texts have 40 to 200 characters and one to three sentences. `count` pairs are `plain`: they have the
change and nothing else; as many others are `hard`: everything but the change is paraphrased at
--rate. A quarter as many pairs of class `none` are paraphrased and keep their meaning: they should
be found. Writes

collection.jsonl  `id` and `text`, in random order
truth.tsv         `id_a id_b class variant old new rate jaccard`
summary.json      counts

The same arguments give the same bytes.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from evaluation.common import cli
from evaluation.common.content import similarity
from evaluation.common.files import write_json, write_rows
from evaluation.paraphrases.meaning_changes import CLASSES, Change, MeaningChanges
from evaluation.paraphrases.paragraphs import SENTENCE, distinct, paragraphs
from evaluation.paraphrases.paraphraser import Paraphraser
from evaluation.paraphrases.sets import at_most, sample, shuffled_ids, write_collection
from evaluation.paraphrases.words import Lexicon

SHORTEST, LONGEST, SENTENCES = 40, 200, 3
COLUMNS = "id_a id_b class variant old new rate jaccard".split()
CANDIDATES = 14
"""Texts that are looked at for one pair, at most."""
KINDS = [*((name, variant) for variant in ("plain", "hard") for name in CLASSES), ("none", "hard")]
"""Classes and variants of the pairs of a set."""


@dataclass(frozen=True)
class Case:
    """A text, its changed copy, and the change."""

    source: str
    copy: str
    name: str
    variant: str
    old: str = ""
    new: str = ""
    rate: float = 0.0

    def row(self, id_a: str, id_b: str) -> list:
        """The row of the truth."""
        figures = [f"{self.rate:.4f}", f"{similarity(self.source, self.copy):.4f}"]
        return [id_a, id_b, self.name, self.variant, self.old, self.new, *figures]


class CaseMaker:
    """Makes cases from texts, none of which is used twice."""

    def __init__(self, texts: list[str], settings: argparse.Namespace):
        self.texts = texts
        self.rate = settings.rate
        self.changes = MeaningChanges()
        self.paraphraser = Paraphraser(Lexicon.load())
        self.chance = random.Random(f"{settings.seed}:edits")
        self.used: set[int] = set()

    def cases(self, name: str, variant: str) -> Iterator[Case]:
        """The cases of one class and variant that can be made of the texts that are left."""
        for at, text in enumerate(self.texts):
            if at not in self.used and (case := self.case(text, name, variant)):
                self.used.add(at)
                yield case

    def case(self, text: str, name: str, variant: str) -> Case | None:
        """A case made of one text, if the text allows the change."""
        unchanged = Change(text, "", "", ())
        change = unchanged if name == "none" else getattr(self.changes, name)(text, self.chance)
        if change is None:
            return None
        if variant == "plain":
            return Case(text, change.text, name, variant, change.old, change.new)
        copy = self.paraphraser.paraphrase(change.text, self.rate, self.chance, change.spans)
        if not copy or not copy.replaced:
            return None
        return Case(text, copy.text, name, variant, change.old, change.new, copy.rate)


def main() -> None:
    """Makes one set."""
    settings = arguments()
    cases = make_cases(short_texts(settings), settings)
    both = [case.source for case in cases] + [case.copy for case in cases]
    ids = shuffled_ids(len(both), settings.seed)
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", both, ids)
    sources, copies = ids[: len(cases)], ids[len(cases) :]
    rows = [case.row(a, b) for case, a, b in zip(cases, sources, copies, strict=True)]
    write_rows(settings.out / "truth.tsv", COLUMNS, rows)
    counts = Counter(f"{case.name} {case.variant}" for case in cases)
    summary = {"seed": settings.seed, "cases": dict(sorted(counts.items()))}
    write_json(settings.out / "summary.json", summary)
    cli.progress(json.dumps(summary))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    add = parser.add_argument
    add("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    add("--out", type=Path, required=True)
    add("--count", type=int, default=1000, help="pairs of a variant, a quarter of each class")
    add("--seed", type=int, default=1)
    add("--rate", type=float, default=0.20, help="rate of the paraphrases in the hard variant")
    return parser.parse_args()


def short_texts(settings: argparse.Namespace) -> list[str]:
    """Distinct short texts, in random order."""
    seed = f"{settings.seed}:guards"
    found = list(paragraphs(settings.sources, SHORTEST, LONGEST))
    kept = distinct(at_most(found, settings.count * CANDIDATES, seed))
    short = [each for each in kept if len(SENTENCE.findall(each.text)) <= SENTENCES]
    cli.progress(f"{len(short):,} distinct short texts")
    return [each.text for each in sample(short, len(short), seed)]


def make_cases(texts: list[str], settings: argparse.Namespace) -> list[Case]:
    """All cases, as many of each class."""
    maker, count = CaseMaker(texts, settings), settings.count // len(CLASSES)
    cases: list[Case] = []
    for name, variant in KINDS:
        made = list(islice(maker.cases(name, variant), count))
        cli.progress(f"{name} {variant}: {len(made):,}")
        cases += made
    return cases


if __name__ == "__main__":
    main()
