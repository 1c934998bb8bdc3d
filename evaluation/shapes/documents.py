"""Generators of collections whose documents are hard for a search for repeated text."""

import random
from collections.abc import Callable, Iterator

from evaluation.shapes.texts import HAN, Random, clause, text, words


def edited(rng: Random, base: str, alphabet: str, edits: int) -> str:
    """A copy of a text with so many characters replaced."""
    copy = [*base]
    for _ in range(edits):
        copy[rng.randrange(len(copy))] = rng.choice(alphabet)
    return "".join(copy)


def family(rng: Random) -> Iterator[str]:
    """Near-equal documents of 600 ideographs."""
    base = "".join(clause(rng, 9, 10) + "," for _ in range(60))
    while True:
        yield edited(rng, base, HAN, 6)


def english_family(rng: Random) -> Iterator[str]:
    """Near-equal documents of 100 words."""
    base = words(rng, 100)
    while True:
        yield edited(rng, base, "abcdefghijklmnopqrstuvwxyz", 6)


def number_family(rng: Random) -> Iterator[str]:
    """Near-equal documents of numbers."""
    base = " ".join(str(rng.randrange(10000)) for _ in range(120))
    while True:
        yield edited(rng, base, "0123456789", 6)


def form(rng: Random) -> Iterator[str]:
    """Documents that fill one form of 200 ideographs anew."""
    parts = [clause(rng, 18, 20) for _ in range(10)]
    while True:
        yield ",".join(part + clause(rng, 3, 6) for part in parts) + "。\n"


SHAPES: dict[str, Callable[[Random], Iterator[str]]] = {
    "family": family,
    "english_family": english_family,
    "number_family": number_family,
    "form": form,
}


def texts(shape: str, size: int, seed: int = 1) -> Iterator[str]:
    """The documents of a collection of a shape, of `size` bytes or a little more."""
    if shape == "books":
        book = text("prose", size // 10, seed)
        yield from [book] * 10
        return
    length = 0
    for document in SHAPES[shape](random.Random(f"{shape} {seed}")):
        yield document
        length += len(document.encode())
        if length >= size:
            return
