"""Makes pairs of short real texts that say something else: one number, negation, opposite or name was changed.

    ../../target/spun/venv/bin/python guards.py POOL.jsonl ... --out FOLDER [--count 1000] [--seed 1] [--rate 0.20]

Texts are of 40 to 200 characters and one to three sentences. `count` pairs are `plain`: the edit and nothing else; as many others are `hard`: all
but the edit is spun at --rate. A quarter as many of class `none` are spun and say the same: they should be found. Writes

collection.jsonl  `id` and `text`, in random order
truth.tsv         `id_a id_b class variant old new rate jaccard`
summary.json      counts

The same arguments give the same bytes.
"""

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from opposites import CLASSES, Change, Opposites
from pool import SENTENCE, distinct, paragraphs, sample
from spin import drawn_from, gram_jaccard, shuffled_ids, told, write_collection, write_rows
from spinner import Spinner
from words import Lexicon

SHORTEST, LONGEST, SENTENCES = 40, 200, 3
COLUMNS = "id_a id_b class variant old new rate jaccard".split()
SPARE = 14
"""Texts that are looked at for one pair, at most."""


@dataclass(frozen=True)
class Case:
    """A pair."""

    source: str
    copy: str
    name: str
    variant: str
    old: str = ""
    new: str = ""
    rate: float = 0.0


def main() -> None:
    """Makes one set."""
    settings = arguments()
    found = drawn_from(list(paragraphs(settings.sources, SHORTEST, LONGEST)), settings.count * SPARE, f"{settings.seed}:guards")
    short = [each for each in distinct(found) if len(SENTENCE.findall(each.text)) <= SENTENCES]
    texts = [each.text for each in sample(short, len(short), f"{settings.seed}:guards")]
    told(f"{len(texts):,} distinct short texts")
    cases = made(texts, settings)
    both = [case.source for case in cases] + [case.copy for case in cases]
    ids = shuffled_ids(len(both), settings.seed)
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", both, ids)
    rows = [row(case, ids[at], ids[len(cases) + at]) for at, case in enumerate(cases)]
    write_rows(settings.out / "truth.tsv", COLUMNS, rows)
    counts = {"seed": settings.seed, "cases": dict(sorted(Counter(f"{case.name} {case.variant}" for case in cases).items()))}
    (settings.out / "summary.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    told(json.dumps(counts))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000, help="pairs of each variant, a quarter for each class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.20, help="how much of the rest is spun in the hard variant")
    return parser.parse_args()


def made(texts: list[str], settings: argparse.Namespace) -> list[Case]:
    """All pairs; no text serves twice."""
    opposites, spinner = Opposites(), Spinner(Lexicon.load())
    chance = random.Random(f"{settings.seed}:edits")
    wanted = [(name, variant) for variant in ("plain", "hard") for name in CLASSES] + [("none", "hard")]
    cases: list[Case] = []
    used: set[int] = set()
    for name, variant in wanted:
        count = 0
        for at, text in enumerate(texts):
            if count == settings.count // len(CLASSES):
                break
            if at not in used and (case := made_of(text, name, variant, opposites, spinner, settings.rate, chance)):
                used.add(at)
                cases.append(case)
                count += 1
        told(f"{name} {variant}: {count:,}")
    return cases


def made_of(text: str, name: str, variant: str, opposites: Opposites, spinner: Spinner, rate: float, chance: random.Random) -> Case | None:
    """A pair from one text, if it has what is to be changed."""
    change = Change(text, "", "", ()) if name == "none" else getattr(opposites, name)(text, chance)
    if change is None:
        return None
    if variant == "plain":
        return Case(text, change.text, name, variant, change.old, change.new)
    spun = spinner.spun(change.text, rate, chance, fixed=change.places)
    return Case(text, spun.text, name, variant, change.old, change.new, spun.rate) if spun and spun.replaced else None


def row(case: Case, id_a: str, id_b: str) -> list:
    """What is known of a pair."""
    return [id_a, id_b, case.name, case.variant, case.old, case.new, f"{case.rate:.4f}", f"{gram_jaccard(case.source, case.copy):.4f}"]


if __name__ == "__main__":
    main()
