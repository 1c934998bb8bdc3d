"""Clusters of edited copies with evenly spread similarities, and all pairs inside clusters."""

import argparse
import random
from collections import defaultdict
from itertools import combinations

from evaluation.common.content import content, jaccard, shingles
from evaluation.common.files import write_records
from evaluation.peers.exact_pairs import Pair, write_pairs
from evaluation.peers.generators.clauses import Clauses
from evaluation.peers.generators.edits import edited, rate_for

COPIES = (0, 0, 0, 1, 1, 1, 2, 4)
"""Numbers of copies of an original, each as likely."""
LOWEST = 0.4
"""Least similarity that a copy is made for."""
LEAST_IN_TRUTH = 0.5
"""Least similarity of a pair in the truth."""


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection in random order and the pairs."""
    chance = clauses.chance("spread")
    documents = []
    while len(documents) < settings.count:
        number = len(documents)
        documents += [(number, text) for text in cluster(chance, clauses)]
    documents = documents[: settings.count]
    chance.shuffle(documents)
    ids = [f"s{at:06}" for at in range(len(documents))]
    texts = (text for _, text in documents)
    write_records(settings.output, zip(ids, texts, strict=True))
    if settings.truth:
        found = pairs(documents)
        write_pairs(settings.truth, ((ids[a], ids[b], similarity) for a, b, similarity in found))
    return settings.count


def cluster(chance: random.Random, clauses: Clauses) -> list[str]:
    """A document of one to eight paragraphs and its edited copies."""
    paragraphs = [
        clauses.paragraph(chance, chance.randrange(100, 400)) for _ in range(chance.randrange(1, 9))
    ]
    text = "\n".join(paragraphs)
    letters = "".join(clauses.pool[:200])
    rates = [rate_for(chance.uniform(LOWEST, 1)) for _ in range(chance.choice(COPIES))]
    return [text, *(edited(text, rate, chance, letters) for rate in rates)]


def pairs(documents: list[tuple[int, str]]) -> list[Pair]:
    """The pairs inside clusters that are similar enough, by position and in order."""
    clusters: dict[int, list[int]] = defaultdict(list)
    for at, (number, _) in enumerate(documents):
        clusters[number].append(at)
    found = []
    for members in clusters.values():
        sets = {at: shingles(content(documents[at][1])) for at in members if len(members) > 1}
        compared = (Pair(a, b, jaccard(sets[a], sets[b])) for a, b in combinations(sets, 2))
        found += [pair for pair in compared if pair.similarity >= LEAST_IN_TRUTH]
    return sorted(found)
