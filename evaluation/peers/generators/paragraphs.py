"""Millions of short paragraphs, a share of them copies, written as they are made.

Paragraph i is a function of the seed and i. So a copy needs no memory of its original, and shares of the collection can
be made side by side. Two originals have at most one clause in the same place in common as long as there are fewer
of them than clauses in the pool squared.
"""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from multiprocessing import get_context

from .clauses import Clauses

CHUNK = 20_000
LONGEST = 80
BITS = (1 << 64) - 1


class Paragraphs:
    """A collection of paragraphs that are made when they are asked for."""

    def __init__(self, clauses: Clauses, share: float):
        self.pool = clauses.pool
        self.letters = "".join(clauses.pool[:200])
        self.salt = clauses.chance("paragraphs").getrandbits(64)
        self.limit = int(share * 0x10000)

    def draw(self, number: int) -> int:
        """64 bits by chance, the same for the same number (the finisher of SplitMix64)."""
        bits = (number * 0x9E3779B97F4A7C15 + self.salt) & BITS
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & BITS
        return bits ^ (bits >> 31)

    def original(self, place: int, draw: int) -> str:
        """Two to four clauses; the divisors have no factor in common, so that pairs of clauses hardly come back."""
        pool = self.pool
        size = len(pool)
        place += 7 * size
        text = f"{pool[place * 7919 % size]}，{pool[place * 104729 % (size - 1)]}"
        for more in range(draw >> 32 & 3 or 1, 3):
            text += f"，{pool[place * 1299709 % (size - 1 - more)]}"
        return f"{text[: LONGEST - 1]}。"

    def at(self, place: int) -> tuple[str, int | None]:
        """The paragraph at a place, and the place of its original if it is a copy."""
        draw = self.draw(place)
        if place == 0 or draw & 0xFFFF >= self.limit:
            return self.original(place, draw), None
        place = (draw >> 16) * place >> 48
        draw_there = self.draw(place)
        while place and draw_there & 0xFFFF < self.limit:
            place -= 1
            draw_there = self.draw(place)
        return self.copy(self.original(place, draw_there), self.draw(~draw)), place

    def copy(self, text: str, draw: int) -> str:
        """Half of the copies are equal, some of them but for punctuation; the others have one to four edits."""
        if draw & 1:
            return text if draw & 6 else text.replace("，", ",")
        for edit in range(1 + (draw >> 1 & 3)):
            bits = draw >> (4 + 15 * edit) & 0x7FFF
            at = bits % len(text)
            letter = self.letters[(bits >> 2) % len(self.letters)]
            text = text[:at] + (letter, letter + text[at], "")[bits % 3] + text[at + 1 :]
        return text


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection and, if asked for, which copies are known."""
    starts = range(0, settings.count, CHUNK)
    make = partial(chunk, Paragraphs(clauses, settings.copies), settings.count)
    truth = open(settings.truth, "wb") if settings.truth else nullcontext()
    with open(settings.output, "wb") as out, truth as known:
        for lines, copies in made(make, starts, settings.jobs):
            out.write(lines)
            if known:
                known.write(copies)
    return settings.count


def made(make: partial, starts: Iterable[int], jobs: int) -> Iterator[tuple[bytes, bytes]]:
    """All chunks in order, made by so many processes."""
    if jobs == 1:
        yield from map(make, starts)
        return
    with get_context("fork").Pool(jobs, initializer=receive, initargs=(make,)) as pool:
        yield from pool.imap(make_here, starts)


def receive(make: partial) -> None:
    """Keeps the maker in a process, so that it is handed over once and not with every chunk."""
    global make_here_with
    make_here_with = make


def make_here(start: int) -> tuple[bytes, bytes]:
    """One chunk, made in this process."""
    return make_here_with(start)


def chunk(paragraphs: Paragraphs, count: int, start: int) -> tuple[bytes, bytes]:
    """Records from `start` on, and the copies among them. Clauses have nothing that JSON would escape."""
    lines, copies = [], []
    for place in range(start, min(start + CHUNK, count)):
        text, original = paragraphs.at(place)
        lines.append(f'{{"id": "p{place:08}", "text": "{text}"}}\n')
        if original is not None:
            copies.append(f"p{place:08}\tp{original:08}\n")
    return "".join(lines).encode(), "".join(copies).encode()
