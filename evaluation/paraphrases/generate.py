"""Makes a collection of real paragraphs and paraphrased copies of some of them.

    $PYTHON -m evaluation.paraphrases.generate POOL.jsonl ... --out FOLDER [--fill MORE.jsonl ...]
            [--count 500] [--seed 1] [--rate 0.18 0.36 0.60] [--pool 80000]

POOL is JSON Lines with `id` and `text`. Its paragraphs of 100 to 400 characters are taken, without
near-duplicates; --fill gives further ones that are never paraphrased. `count` of them are
paraphrased at each rate. Writes

collection.jsonl  `id` and `text`, in random order
truth.tsv         `id_a` (the source), `id_b` (the copy), `rate` asked for, `reached`, `replaced`
                  and `content` words, `moves`, and `jaccard` of character 5-grams
negatives.tsv     `id_a id_b cosine jaccard document`: different paragraphs of one document with the
                  most words in common
places.tsv        `id document number` of the pool
summary.json      counts

The same arguments give the same bytes.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from evaluation.common import cli
from evaluation.common.content import similarity
from evaluation.common.files import write_json, write_rows
from evaluation.paraphrases.idf_words import WordSets
from evaluation.paraphrases.paragraphs import Paragraph, distinct, paragraphs
from evaluation.paraphrases.paraphraser import Paraphrase, Paraphraser
from evaluation.paraphrases.sets import (
    CANDIDATES,
    at_most,
    pooled,
    shuffled_ids,
    source_order,
    write_collection,
)
from evaluation.paraphrases.words import Lexicon

COLUMNS = "id_a id_b rate reached replaced content moves jaccard".split()
MEANS = {"reached": 3, "content_words": 5, "moves": 6, "jaccard": 7}
"""The columns of the truth whose means are in the summary."""
NEGATIVES = 5000
"""Hard negatives in negatives.tsv, at most."""
LEAST_COSINE = 0.3
"""Least cosine of a hard negative."""


@dataclass(frozen=True)
class Case:
    """A paragraph of the pool, and its copy at one rate."""

    source: int
    rate: float
    copy: Paraphrase


def main() -> None:
    """Makes one set."""
    settings = arguments()
    most = settings.pool * CANDIDATES
    own = at_most(list(paragraphs(settings.sources)), most, f"{settings.seed}:own")
    fill = at_most(list(paragraphs(settings.fill)), settings.pool, f"{settings.seed}:fill")
    kept = distinct([*own, *fill])
    sources = {each.document for each in own}
    pool = pooled(kept, sources, settings)
    found = len(own) + len(fill)
    cli.progress(f"{found:,} paragraphs, {len(kept):,} distinct, {len(pool):,} taken")
    cases = paraphrased(pool, sources, settings)
    rows = write_set(settings, pool, cases)
    counts = {"paragraphs": found, "distinct": len(kept), "pool": len(pool)}
    summary = {**counts, "seed": settings.seed, "rates": by_rate(rows)}
    write_json(settings.out / "summary.json", summary)
    cli.progress(json.dumps(summary))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    add = parser.add_argument
    add("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    add("--fill", type=Path, nargs="*", default=[], help="text that is never paraphrased")
    add("--out", type=Path, required=True)
    add("--count", type=int, default=500, help="copies for each rate")
    add("--seed", type=int, default=1)
    rates = [0.18, 0.36, 0.60]
    add("--rate", type=float, nargs="+", default=rates, help="share of replaced content words")
    add("--pool", type=int, default=80_000, help="real paragraphs")
    return parser.parse_args()


def paraphrased(
    pool: list[Paragraph], sources: set[str], settings: argparse.Namespace
) -> list[Case]:
    """`count` cases for each rate; the highest rate, which fewest texts allow, comes first."""
    paraphraser, chance = Paraphraser(Lexicon.load()), random.Random(f"{settings.seed}:spin")
    order = source_order(pool, sources, f"{settings.seed}:order")
    cases: list[Case] = []
    used: set[int] = set()
    for rate in sorted(settings.rate, reverse=True):
        found = looked = 0
        for at in order:
            if found == settings.count:
                break
            if at in used:
                continue
            looked += 1
            copy = paraphraser.paraphrase(pool[at].text, rate, chance)
            if copy and copy.is_thorough():
                used.add(at)
                cases.append(Case(at, rate, copy))
                found += 1
        cli.progress(f"rate {rate}: {found:,} of {looked:,} paragraphs")
        if found < settings.count:
            cli.progress(f"only {found:,} paragraphs can be paraphrased at {rate}")
    return sorted(cases, key=lambda case: (case.rate, case.source))


def write_set(settings: argparse.Namespace, pool: list[Paragraph], cases: list[Case]) -> list[list]:
    """Writes the collection and its tables; gives the rows of the truth."""
    texts = [each.text for each in pool] + [case.copy.text for case in cases]
    ids = shuffled_ids(len(texts), settings.seed)
    copies = ids[len(pool) :]
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", texts, ids)
    rows = [
        truth_row(case, pool[case.source].text, ids[case.source], copy)
        for case, copy in zip(cases, copies, strict=True)
    ]
    write_rows(settings.out / "truth.tsv", COLUMNS, rows)
    places = [[ids[at], each.document, each.number] for at, each in enumerate(pool)]
    write_rows(settings.out / "places.tsv", ["id", "document", "number"], places)
    columns = "id_a id_b cosine jaccard document".split()
    write_rows(settings.out / "negatives.tsv", columns, negatives(pool, ids))
    return rows


def truth_row(case: Case, source: str, id_a: str, id_b: str) -> list:
    """The row of a case."""
    copy = case.copy
    jaccard = f"{similarity(source, copy.text):.4f}"
    counts = [copy.replaced, copy.content_words, copy.moves]
    return [id_a, id_b, f"{case.rate:g}", f"{copy.rate:.4f}", *counts, jaccard]


def by_rate(rows: list[list]) -> dict[str, dict]:
    """The number of cases and the means of each rate."""
    groups: dict[str, list[list]] = defaultdict(list)
    for row in rows:
        groups[row[2]].append(row)
    return {
        rate: {"cases": len(group)} | {name: mean(group, at) for name, at in MEANS.items()}
        for rate, group in groups.items()
    }


def mean(rows: list[list], column: int) -> float:
    """The mean of a column."""
    return round(sum(float(row[column]) for row in rows) / len(rows), 4)


@dataclass(frozen=True, order=True)
class Negative:
    """Two different paragraphs of one document; those with the highest cosine sort first."""

    negated_cosine: float
    id_a: str
    id_b: str
    first: int
    second: int
    document: str

    def row(self, pool: list[Paragraph]) -> list:
        """The row of negatives.tsv."""
        jaccard = similarity(pool[self.first].text, pool[self.second].text)
        return [self.id_a, self.id_b, -self.negated_cosine, f"{jaccard:.4f}", self.document]


def negatives(pool: list[Paragraph], ids: list[str]) -> list[list]:
    """The hard negatives: pairs of one document with the highest cosine of IDF-weighted words."""
    sets = WordSets.of([each.text for each in pool])
    documents: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(pool):
        documents[each.document].append(at)
    found = sorted(
        negative
        for name, members in documents.items()
        for negative in negatives_of(name, members, sets, ids)
    )
    return [negative.row(pool) for negative in found[:NEGATIVES]]


def negatives_of(
    name: str, members: list[int], sets: WordSets, ids: list[str]
) -> Iterator[Negative]:
    """The pairs of one document whose cosine is high enough."""
    cosines = sets.cosines(members)
    for first, second in combinations(range(len(members)), 2):
        if (cosine := cosines[first, second]) > LEAST_COSINE:
            a, b = members[first], members[second]
            id_a, id_b = sorted((ids[a], ids[b]))
            yield Negative(-round(float(cosine), 4), id_a, id_b, a, b, name)


if __name__ == "__main__":
    main()
