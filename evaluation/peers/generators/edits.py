"""Edited copies of texts."""

import random


def edited(text: str, rate: float, chance: random.Random, letters: str) -> str:
    """A copy in which each character is edited with probability `rate`.

    An edited character is replaced, deleted or followed by another one, each as likely.
    """
    out = []
    for character in text:
        draw = chance.random()
        if draw >= rate:
            out.append(character)
        elif draw < rate / 3:
            out.append(chance.choice(letters))
        elif draw < 2 * rate / 3:
            out += character, chance.choice(letters)
    return "".join(out)


def rate_for(similarity: float, shingle: int = 5) -> float:
    """The rate of edits at which a copy has about this similarity.

    A shingle survives if none of its characters is edited.

    >>> round(rate_for(0.7), 3)
    0.038
    """
    surviving = 2 * similarity / (1 + similarity)
    return 1 - surviving ** (1 / shingle)
