"""Makes a collection of real paragraphs and spun copies of some of them.

    ../../target/spun/venv/bin/python spin.py POOL.jsonl ... --out FOLDER [--fill MORE.jsonl ...] [--count 500] [--seed 1]
                                              [--rate 0.18 0.36 0.60] [--pool 80000]

POOL is JSON Lines with `id` and `text`. Paragraphs of 100 to 400 characters are taken out of it, without any that is nearly the same
as another one; --fill gives further ones that only stand by. `count` of them are spun at each rate. Writes

collection.jsonl  `id` and `text`, in random order
truth.tsv         `id_a` (the source), `id_b` (the spun copy), `rate` asked for, `reached`, `replaced` and `content` words, `moves`, and
                  `jaccard` of character 5-grams
negatives.tsv     `id_a id_b cosine jaccard document`: different paragraphs of one document with the most words in common
places.tsv        `id document number` of the pool
summary.json      counts

The same arguments give the same bytes.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beside import content, jaccard, shingles
from idfwords import WordSets
from pool import Paragraph, distinct, paragraphs, sample
from spinner import FEWEST_WORDS, Spinner, Spun
from words import Lexicon

COLUMNS = "id_a id_b rate reached replaced content moves jaccard".split()
SPARE = 3
"""How many times the pool is looked at for paragraphs that are distinct."""
NEGATIVES = 5000


@dataclass(frozen=True)
class Case:
    """A source in the pool, and its copy."""

    source: int
    rate: float
    spun: Spun


def main() -> None:
    """Makes one set."""
    settings = arguments()
    own = drawn_from(list(paragraphs(settings.sources)), settings.pool * SPARE, f"{settings.seed}:own")
    fill = drawn_from(list(paragraphs(settings.fill)), settings.pool, f"{settings.seed}:fill")
    kept = distinct([*own, *fill])
    sources = {each.document for each in own}
    pool = pooled(kept, sources, settings)
    told(f"{len(own) + len(fill):,} paragraphs, {len(kept):,} distinct, {len(pool):,} taken")
    cases = spun_cases(pool, sources, settings)
    texts = [each.text for each in pool] + [case.spun.text for case in cases]
    ids = shuffled_ids(len(texts), settings.seed)
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", texts, ids)
    rows = [truth_row(case, pool, ids[case.source], ids[len(pool) + at]) for at, case in enumerate(cases)]
    write_rows(settings.out / "truth.tsv", COLUMNS, rows)
    write_rows(settings.out / "places.tsv", ["id", "document", "number"], [[ids[at], each.document, each.number] for at, each in enumerate(pool)])
    write_rows(settings.out / "negatives.tsv", "id_a id_b cosine jaccard document".split(), negatives(pool, ids))
    counts = {"paragraphs": len(own) + len(fill), "distinct": len(kept), "pool": len(pool), "seed": settings.seed, "rates": by_rate(rows)}
    (settings.out / "summary.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    told(json.dumps(counts))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    parser.add_argument("--fill", type=Path, nargs="*", default=[], help="text whose paragraphs stand by and are not spun")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500, help="spun copies for each rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, nargs="+", default=[0.18, 0.36, 0.60], help="share of the content words to replace")
    parser.add_argument("--pool", type=int, default=80_000, help="real paragraphs")
    return parser.parse_args()


def told(what: str) -> None:
    """Tells how far it is."""
    print(what, file=sys.stderr, flush=True)


def drawn_from(found: list[Paragraph], most: int, seed: str) -> list[Paragraph]:
    """All paragraphs, or so many of them."""
    return random.Random(seed).sample(found, most) if len(found) > most else found


def pooled(kept: list[Paragraph], sources: set[str], settings: argparse.Namespace) -> list[Paragraph]:
    """As many as are asked for: those that may be spun before those that stand by."""
    own = [each for each in kept if each.document in sources]
    if len(own) >= settings.pool:
        return sample(own, settings.pool, f"{settings.seed}:pool")
    others = [each for each in kept if each.document not in sources]
    pool = own + sample(others, settings.pool - len(own), f"{settings.seed}:pool")
    random.Random(f"{settings.seed}:mixed").shuffle(pool)
    return pool


def spun_cases(pool: list[Paragraph], sources: set[str], settings: argparse.Namespace) -> list[Case]:
    """For each rate as many as are asked for; the highest rate, for which fewest texts will do, chooses first."""
    spinner, chance = Spinner(Lexicon.load()), random.Random(f"{settings.seed}:spin")
    order = [at for at, each in enumerate(pool) if each.document in sources]
    random.Random(f"{settings.seed}:order").shuffle(order)
    order = by_turns(order, [pool[at].source for at in order])
    cases, used = [], set()
    for rate in sorted(settings.rate, reverse=True):
        found = looked = 0
        for at in order:
            if found == settings.count:
                break
            if at in used:
                continue
            looked += 1
            spun = spinner.spun(pool[at].text, rate, chance)
            if spun and spun.content_words >= FEWEST_WORDS and spun.moves:
                used.add(at)
                cases.append(Case(at, rate, spun))
                found += 1
        told(f"rate {rate}: {found:,} of {looked:,} paragraphs")
        if found < settings.count:
            told(f"only {found:,} paragraphs can be spun at {rate}")
    return sorted(cases, key=lambda case: (case.rate, case.source))


def by_turns(order: list[int], groups: list[str]) -> list[int]:
    """One of each group in turn, as long as it has any; in the same order within a group."""
    seen: Counter = Counter()
    turns = []
    for at, group in zip(order, groups):
        turns.append((seen[group], group, at))
        seen[group] += 1
    return [at for _, _, at in sorted(turns)]


def shuffled_ids(count: int, seed: int) -> list[str]:
    """A number for each text, in an order that tells nothing."""
    numbers = list(range(count))
    random.Random(f"{seed}:ids").shuffle(numbers)
    return [f"p{number:06}" for number in numbers]


def write_collection(path: Path, texts: list[str], ids: list[str]) -> None:
    """The texts in the order of their ids."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for id, text in sorted(zip(ids, texts)):
            print(json.dumps({"id": id, "text": text}, ensure_ascii=False), file=out)


def write_rows(path: Path, columns: list[str], rows: list[list]) -> None:
    """A table."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in [columns, *rows]:
            print(*row, sep="\t", file=out)


def truth_row(case: Case, pool: list[Paragraph], id_a: str, id_b: str) -> list:
    """What is known of a case."""
    spun = case.spun
    alike = gram_jaccard(pool[case.source].text, spun.text)
    return [id_a, id_b, f"{case.rate:g}", f"{spun.rate:.4f}", spun.replaced, spun.content_words, spun.moves, f"{alike:.4f}"]


def gram_jaccard(a: str, b: str) -> float:
    """Jaccard similarity of the sets of character 5-grams."""
    return jaccard(shingles(content(a)), shingles(content(b)))


def by_rate(rows: list[list]) -> dict[str, dict]:
    """Means for each rate."""
    groups: dict[str, list[list]] = defaultdict(list)
    for row in rows:
        groups[row[2]].append(row)

    def mean(rate: str, column: int) -> float:
        return round(sum(float(row[column]) for row in groups[rate]) / len(groups[rate]), 4)

    names = {"reached": 3, "content_words": 5, "moves": 6, "jaccard": 7}
    return {rate: {"cases": len(groups[rate])} | {name: mean(rate, column) for name, column in names.items()} for rate in groups}


def negatives(pool: list[Paragraph], ids: list[str]) -> list[list]:
    """Pairs of one document, those with the highest cosine of IDF-weighted words first."""
    sets = WordSets.of([each.text for each in pool])
    documents: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(pool):
        documents[each.document].append(at)
    scored = []
    for name, members in sorted(documents.items()):
        cosines = sets.cosines(members)
        for first, second in zip(*np.triu_indices(len(members), 1)):
            if (cosine := cosines[first, second]) > 0.3:
                scored.append((-round(float(cosine), 4), *sorted((ids[members[first]], ids[members[second]])), members[first], members[second], name))
    scored.sort()
    return [[a, b, -cosine, f"{gram_jaccard(pool[x].text, pool[y].text):.4f}", name] for cosine, a, b, x, y, name in scored[:NEGATIVES]]


if __name__ == "__main__":
    main()
