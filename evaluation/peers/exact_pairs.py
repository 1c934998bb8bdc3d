"""Every pair of documents whose shingle sets have a Jaccard similarity of at least T: the truth.

    python3 -m evaluation.peers.exact_pairs IN.jsonl OUT.tsv [--similarity 0.5]

A complete join with prefix filtering (Bayardo, Ma and Srikant 2007; Xiao et al. 2008), not an
estimate: two similar sets share one of their rarest shingles, the more similar the rarer. It shares
no code and no method with the sketches that are scored by it. Pure Python; 27,000 news articles
(42 MB) take half a minute. A line of the output is `id_a  id_b  J`.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import ceil
from pathlib import Path
from typing import NamedTuple

from evaluation.common import cli
from evaluation.common.content import content, shingles
from evaluation.common.files import records

ROUNDING = 1e-9
"""Floating-point error that a bound on a count may have."""


class Pair(NamedTuple):
    """Two documents, the earlier one first, and their similarity."""

    a: int
    b: int
    similarity: float


def main() -> None:
    """Reads the collection, joins it, writes the pairs."""
    parser = cli.parser(__doc__)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.tsv")
    parser.add_argument("--similarity", type=float, default=0.5, metavar="T")
    settings = parser.parse_args()
    ids, texts = zip(*records(settings.input), strict=True)
    found = sorted(pairs((shingles(content(text)) for text in texts), settings.similarity))
    write_pairs(settings.output, ((ids[a], ids[b], similarity) for a, b, similarity in found))
    print(f"{len(ids):,} documents, {len(found):,} pairs")


def write_pairs(path: Path, pairs: Iterable[tuple[str, str, float]]) -> None:
    """Writes ids and similarities, a pair on each line."""
    with open(path, "w", encoding="utf-8") as out:
        for a, b, similarity in pairs:
            print(a, b, f"{similarity:.6f}", sep="\t", file=out)


def pairs(sets: Iterable[set[str]], threshold: float) -> Iterator[Pair]:
    """The similar pairs of `sets`, by their positions; an empty set is similar to none."""
    equal = defaultdict(list)
    for position, tokens in enumerate(ranked(sets)):
        if tokens:
            equal[tokens.tobytes()].append(position)
    groups = list(equal.values())
    for group in groups:
        yield from (Pair(a, b, 1.0) for a, b in combinations(group, 2))
    distinct = [array("I", tokens) for tokens in equal]
    for a, b, similarity in join(distinct, threshold):
        yield from (Pair(min(x, y), max(x, y), similarity) for x in groups[a] for y in groups[b])


def ranked(sets: Iterable[set[str]]) -> list[array]:
    """Every set as an ascending array of ranks; the rarest shingle has rank 0."""
    numbers: dict[str, int] = {}
    documents = [
        array("I", [numbers.setdefault(shingle, len(numbers)) for shingle in each]) for each in sets
    ]
    del numbers
    counts: Counter = Counter()
    for each in documents:
        counts.update(each)
    ranks = array("I", bytes(4 * len(counts)))
    for rank, (number, _) in enumerate(sorted(counts.items(), key=lambda item: item[::-1])):
        ranks[number] = rank
    return [array("I", sorted(ranks[number] for number in each)) for each in documents]


def join(sets: list[array], threshold: float) -> Iterator[Pair]:
    """The similar pairs of distinct, non-empty, ascending sets, by prefix filtering.

    Sets are looked up from small to large.
    """
    index: dict[int, list[int]] = defaultdict(list)
    for large in sorted(range(len(sets)), key=lambda position: len(sets[position])):
        tokens = sets[large]
        size = len(tokens)
        smallest = at_least(threshold * size)
        prefix = tokens[: size - smallest + 1]
        near = {small for token in prefix for small in index.get(token, ())}
        candidates = [small for small in near if len(sets[small]) >= smallest]
        yield from verified(large, candidates, sets, threshold)
        # Later sets are no smaller, so that they must share more with this set than its size.
        for token in tokens[: size - at_least(2 * threshold / (1 + threshold) * size) + 1]:
            index[token].append(large)


def verified(
    large: int, candidates: list[int], sets: list[array], threshold: float
) -> Iterator[Pair]:
    """The candidates that are similar to a set."""
    members = set(sets[large]) if candidates else set()
    for small in candidates:
        common = len(members.intersection(sets[small]))
        similarity = common / (len(members) + len(sets[small]) - common)
        if similarity >= threshold:
            yield Pair(large, small, similarity)


def at_least(share: float) -> int:
    """The least whole number that is not below `share`, apart from floating-point error."""
    return ceil(share - ROUNDING)


if __name__ == "__main__":
    main()
