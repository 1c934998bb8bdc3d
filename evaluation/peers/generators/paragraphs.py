"""Millions of short paragraphs, a share of them copies, written as they are made.

Paragraph i is a function of the seed and i. So a copy can be made without its original in memory,
and parts of the collection can be made in parallel. Two originals share at most one clause in the
same position as long as there are fewer of them than the square of the number of clauses.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import get_context

from evaluation.peers.generators.clauses import Clauses

CHUNK = 20_000
"""Paragraphs that one process makes at a time."""
LONGEST = 80
"""Characters of an original, at most."""
BITS = (1 << 64) - 1


class Paragraphs:
    """A collection of paragraphs, each made on demand."""

    def __init__(self, clauses: Clauses, share: float):
        self.pool = clauses.pool
        self.letters = "".join(clauses.pool[:200])
        self.salt = clauses.chance("paragraphs").getrandbits(64)
        self.limit = int(share * 0x10000)

    def draw(self, number: int) -> int:
        """64 random bits, the same for the same number (the finalizer of SplitMix64)."""
        bits = (number * 0x9E3779B97F4A7C15 + self.salt) & BITS
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & BITS
        return bits ^ (bits >> 31)

    def original(self, position: int, draw: int) -> str:
        """Two to four clauses; the divisors are coprime, so that pairs of clauses hardly repeat."""
        pool = self.pool
        size = len(pool)
        position += 7 * size
        text = f"{pool[position * 7919 % size]}，{pool[position * 104729 % (size - 1)]}"
        for more in range(draw >> 32 & 3 or 1, 3):
            text += f"，{pool[position * 1299709 % (size - 1 - more)]}"
        return f"{text[: LONGEST - 1]}。"

    def at(self, position: int) -> tuple[str, int | None]:
        """The paragraph at a position, and the position of its original if it is a copy."""
        draw = self.draw(position)
        if position == 0 or draw & 0xFFFF >= self.limit:
            return self.original(position, draw), None
        position = (draw >> 16) * position >> 48
        draw_there = self.draw(position)
        while position and draw_there & 0xFFFF < self.limit:
            position -= 1
            draw_there = self.draw(position)
        return self.copy(self.original(position, draw_there), self.draw(~draw)), position

    def copy(self, text: str, draw: int) -> str:
        """A copy: half of them are equal apart from punctuation, others have one to four edits."""
        if draw & 1:
            return text if draw & 6 else text.replace("，", ",")
        for edit in range(1 + (draw >> 1 & 3)):
            bits = draw >> (4 + 15 * edit) & 0x7FFF
            at = bits % len(text)
            letter = self.letters[(bits >> 2) % len(self.letters)]
            text = text[:at] + (letter, letter + text[at], "")[bits % 3] + text[at + 1 :]
        return text


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection and, if asked for, its known copies."""
    starts = range(0, settings.count, CHUNK)
    make = partial(chunk, Paragraphs(clauses, settings.copies), settings.count)
    with open(settings.output, "wb") as out, open(settings.truth or os.devnull, "wb") as truth:
        for lines, copies in made(make, starts, settings.jobs):
            out.write(lines)
            truth.write(copies)
    return settings.count


def made(make: partial, starts: Iterable[int], jobs: int) -> Iterator[tuple[bytes, bytes]]:
    """All chunks in order, made by `jobs` processes."""
    if jobs == 1:
        yield from map(make, starts)
        return
    with get_context("fork").Pool(jobs, initializer=receive, initargs=(make,)) as pool:
        yield from pool.imap(make_here, starts)


def receive(make: partial) -> None:
    """Keeps `make` in a process, so that it is sent once and not with every chunk."""
    global make_here_with
    make_here_with = make


def make_here(start: int) -> tuple[bytes, bytes]:
    """Makes one chunk in this process."""
    return make_here_with(start)


def chunk(paragraphs: Paragraphs, count: int, start: int) -> tuple[bytes, bytes]:
    """Records from `start` on, and the copies among them.

    Clauses have no character that JSON escapes.
    """
    lines, copies = [], []
    for position in range(start, min(start + CHUNK, count)):
        text, original = paragraphs.at(position)
        lines.append(f'{{"id": "p{position:08}", "text": "{text}"}}\n')
        if original is not None:
            copies.append(f"p{position:08}\tp{original:08}\n")
    return "".join(lines).encode(), "".join(copies).encode()
