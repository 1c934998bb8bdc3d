"""Clauses that texts are made of: taken from a source, or invented."""

import random
import re
from functools import cache
from itertools import accumulate, islice
from pathlib import Path

from evaluation.common.files import records

ENDS = re.compile(r"[^\w]+|_+")
SHORTEST, LONGEST = 4, 25
"""Characters of a clause."""
MOST = 300_000
"""Clauses that are taken from a source, so that memory has a bound."""
INVENTED = 200_000
"""Clauses that are invented."""
CHARACTERS = 3_500
"""Characters that invented words are made of, about as many as common Chinese text has."""
WORDS = 30_000
"""Invented words."""


class Clauses:
    """A pool of clauses of 4 to 25 letters or digits, which depends on seed and source alone."""

    def __init__(self, pool: list[str], seed: int):
        self.pool = pool
        self.seed = seed

    @classmethod
    def of(cls, source: Path | None, seed: int) -> "Clauses":
        """Clauses of a collection, or invented ones."""
        pool = clauses_of(source) if source else invented(seed)
        if len(pool) < 1000:
            raise SystemExit(f"{source}: only {len(pool)} clauses, 1,000 are needed")
        return cls(pool, seed)

    def chance(self, what: str) -> random.Random:
        """A random number generator for one purpose."""
        return random.Random(f"{self.seed}:{what}")

    def paragraph(self, chance: random.Random, length: int) -> str:
        """Random clauses of `length` characters or a few more."""
        parts, taken = [], 0
        while taken < length:
            parts.append(chance.choice(self.pool))
            taken += len(parts[-1]) + 1
        return "，".join(parts) + "。"


def clauses_of(source: Path) -> list[str]:
    """The first 300,000 clauses of a collection, common ones as often as they occur."""
    clauses = (clause for _, text in records(source) for clause in ENDS.split(text))
    fitting = (clause for clause in clauses if SHORTEST <= len(clause) <= LONGEST)
    return list(islice(fitting, MOST))


def invented(seed: int) -> list[str]:
    """Clauses of invented words of one to three characters.

    The frequencies of words and characters follow Zipf's law, but for the most frequent ones.
    """
    chance = random.Random(f"{seed}:words")
    alphabet = [chr(0x4E00 + number) for number in chance.sample(range(0x5000), CHARACTERS)]
    lengths = chance.choices((1, 2, 3), (2, 6, 2), k=WORDS)
    words = [
        "".join(chance.choices(alphabet, cum_weights=zipf(CHARACTERS), k=length))
        for length in lengths
    ]
    pool = []
    while len(pool) < INVENTED:
        drawn = iter(chance.choices(words, cum_weights=zipf(WORDS), k=8_000))
        while clause := "".join(islice(drawn, chance.randrange(3, 9))):
            if SHORTEST <= len(clause) <= LONGEST:
                pool.append(clause)
    return pool[:INVENTED]


@cache
def zipf(count: int) -> list[float]:
    """Cumulative weights of `count` items by rank."""
    return list(accumulate(1 / (rank + 20) for rank in range(count)))
