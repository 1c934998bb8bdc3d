"""Clauses to make texts of: taken from a source, or invented."""

import random
import re
from functools import cache
from itertools import accumulate, islice
from pathlib import Path

from content import records

ENDS = re.compile(r"[^\w]+|_+")
SHORTEST, LONGEST = 4, 25
MOST = 300_000
INVENTED = 200_000
CHARACTERS = 3_500
WORDS = 30_000


class Clauses:
    """A pool of clauses of 4 to 25 letters or digits; what it gives depends on the seed and the source alone."""

    def __init__(self, pool: list[str], seed: int):
        self.pool = pool
        self.seed = seed

    @classmethod
    def of(cls, source: Path | None, seed: int) -> "Clauses":
        """Clauses of a collection (of its first 300,000, so that memory has a bound), or invented ones."""
        pool = taken(source) if source else invented(seed)
        if len(pool) < 1000:
            raise SystemExit(f"{source}: only {len(pool)} clauses, 1,000 are needed")
        return cls(pool, seed)

    def chance(self, what: str) -> random.Random:
        """A source of chance for one purpose."""
        return random.Random(f"{self.seed}:{what}")

    def paragraph(self, chance: random.Random, length: int) -> str:
        """So many characters of random clauses, or a few more."""
        parts, so_far = [], 0
        while so_far < length:
            parts.append(chance.choice(self.pool))
            so_far += len(parts[-1]) + 1
        return "，".join(parts) + "。"


def taken(source: Path) -> list[str]:
    """The clauses of a collection, common ones as often as they occur."""
    clauses = (clause for _, text in records(source) for clause in ENDS.split(text))
    return list(islice((clause for clause in clauses if SHORTEST <= len(clause) <= LONGEST), MOST))


def invented(seed: int) -> list[str]:
    """Clauses of invented words of one to three characters; words and characters have Zipf-like frequencies."""
    chance = random.Random(f"{seed}:words")
    alphabet = [chr(0x4E00 + number) for number in chance.sample(range(0x5000), CHARACTERS)]
    lengths = chance.choices((1, 2, 3), (2, 6, 2), k=WORDS)
    words = ["".join(chance.choices(alphabet, cum_weights=zipf(CHARACTERS), k=length)) for length in lengths]
    pool = []
    while len(pool) < INVENTED:
        drawn = iter(chance.choices(words, cum_weights=zipf(WORDS), k=8_000))
        while clause := "".join(islice(drawn, chance.randrange(3, 9))):
            if SHORTEST <= len(clause) <= LONGEST:
                pool.append(clause)
    return pool[:INVENTED]


@cache
def zipf(count: int) -> list[float]:
    """Cumulative weights of `count` things by rank."""
    return list(accumulate(1 / (rank + 20) for rank in range(count)))
