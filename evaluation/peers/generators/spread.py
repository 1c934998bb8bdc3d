"""Clusters of edited copies whose similarities are spread evenly, with every pair that results."""

import argparse
import json
import random
from itertools import combinations

from content import content, jaccard, shingles

from .clauses import Clauses
from .edits import edited, rate_for

COPIES = (0, 0, 0, 1, 1, 1, 2, 4)
LOWEST = 0.4
LEAST_IN_TRUTH = 0.5


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection in random order and the pairs."""
    chance = clauses.chance("spread")
    documents = []
    while len(documents) < settings.count:
        number = len(documents)
        documents += [(number, text) for text in cluster(chance, clauses)]
    documents = documents[: settings.count]
    chance.shuffle(documents)
    with open(settings.output, "w", encoding="utf-8") as out:
        for place, (_, text) in enumerate(documents):
            print(json.dumps({"id": f"s{place:06}", "text": text}, ensure_ascii=False), file=out)
    if settings.truth:
        with open(settings.truth, "w", encoding="utf-8") as out:
            for a, b, similarity in pairs(documents):
                print(f"s{a:06}\ts{b:06}\t{similarity:.6f}", file=out)
    return settings.count


def cluster(chance: random.Random, clauses: Clauses) -> list[str]:
    """A document of one to eight paragraphs and its edited copies."""
    paragraphs = [clauses.paragraph(chance, chance.randrange(100, 400)) for _ in range(chance.randrange(1, 9))]
    text = "\n".join(paragraphs)
    letters = "".join(clauses.pool[:200])
    rates = [rate_for(chance.uniform(LOWEST, 1)) for _ in range(chance.choice(COPIES))]
    return [text, *(edited(text, rate, chance, letters) for rate in rates)]


def pairs(documents: list[tuple[int, str]]) -> list[tuple[int, int, float]]:
    """Places of the pairs inside clusters that are at all alike, in order."""
    members: dict[int, list[int]] = {}
    for place, (number, _) in enumerate(documents):
        members.setdefault(number, []).append(place)
    found = []
    for places in members.values():
        sets = {place: shingles(content(documents[place][1])) for place in places} if len(places) > 1 else {}
        compared = ((a, b, jaccard(sets[a], sets[b])) for a, b in combinations(sets, 2))
        found += [pair for pair in compared if pair[2] >= LEAST_IN_TRUTH]
    return sorted(found)
