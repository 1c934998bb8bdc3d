"""Paragraphs of real text, without those that are nearly the same as another one."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beside import content
from join import Sets, overlaps

SHORTEST, LONGEST = 100, 400
HAN = re.compile("[㐀-鿿]")
MOSTLY_HAN = 0.7
SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》\"]*|[^。！？；]+$")
ENDS = tuple("。！？；”")
GRAM = 5
ALIKE = 0.4
"""Share of the grams of the shorter paragraph that the longer one has too. A Jaccard similarity of 0.3 means at least 0.46."""
COMMON_GRAM = 300
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|\*\*")
"""Markup of pages that were not cleaned."""
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Paragraph:
    """A piece of a document."""

    document: str
    number: int
    text: str
    source: str = ""
    """The file it stands in."""


def paragraphs(sources: list[Path], shortest: int = SHORTEST, longest: int = LONGEST) -> Iterator[Paragraph]:
    """The paragraphs of JSON Lines with `id` and `text`.

    Lines that are too long are cut after sentences; short ones that end a sentence are put together.
    """
    for source in sources:
        with open(source, encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                pieces = cut(record["text"], shortest, longest)
                for number, text in enumerate(piece for piece in pieces if mostly_han(piece)):
                    yield Paragraph(str(record["id"]), number, text, source.name)


def cut(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Pieces of a text with so many characters."""
    gathered = ""
    for line in (" ".join(TAG.sub("", line).split()) for line in text.splitlines()):
        if not line:
            continue
        if not line.endswith(ENDS):
            gathered = ""
            continue
        for part in [line] if len(line) <= longest else SENTENCE.findall(line):
            if len(gathered) + len(part) > longest:
                gathered = ""
            gathered += part if len(part) <= longest else ""
            if len(gathered) >= shortest:
                yield gathered
                gathered = ""
        if len(line) > longest:
            gathered = ""


def mostly_han(text: str) -> bool:
    """Whether a text is Chinese prose."""
    return len(HAN.findall(text)) >= MOSTLY_HAN * len(text)


def distinct(all_of_them: list[Paragraph]) -> list[Paragraph]:
    """Those that share less than `ALIKE` of the shorter one's character 5-grams with every other one, apart from numbers.

    Of two that are alike the shorter one stays. Every pair is told: no sampling.
    """
    ordered = sorted(all_of_them, key=lambda each: (gram_count(each.text), each.document, each.number))
    sets = grams([each.text for each in ordered])
    sizes = np.diff(sets.offsets)
    dropped = sizes == 0
    for at, others, _ in overlaps(sets, lambda _, shorter: ALIKE * shorter, COMMON_GRAM):
        dropped[at] |= not dropped[others].all()
    return [each for each, gone in zip(ordered, dropped) if not gone]


def grams(texts: list[str]) -> Sets:
    """The character 5-grams of texts, without numbers; a gram that only one text has is numbered but never looked up."""
    rows = [gram_names(text) for text in texts]
    lengths = np.cumsum([0] + [len(row) for row in rows])
    names, numbers = np.unique(np.concatenate(rows), return_inverse=True)
    split = [numbers[start:end] for start, end in zip(lengths, lengths[1:])]
    return Sets.of(split, np.ones(len(names)))


def gram_names(text: str) -> np.ndarray:
    """The set of the grams of a text."""
    return np.unique(hashes(DIGITS.sub("", content(text))))


def gram_count(text: str) -> int:
    """How many different grams it has."""
    return len(gram_names(text))


def hashes(characters: str) -> np.ndarray:
    """A number for each gram."""
    codes = np.frombuffer(characters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = max(0, len(codes) - GRAM + 1)
    folded = np.zeros(count, dtype=np.uint64)
    for place in range(GRAM):
        folded = folded * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + count]
        folded ^= folded >> np.uint64(29)
    return folded


def sample(pool: list[Paragraph], count: int, seed: str) -> list[Paragraph]:
    """So many of a pool."""
    if count > len(pool):
        raise SystemExit(f"only {len(pool):,} paragraphs are distinct, {count:,} are asked for: give more text")
    return random.Random(seed).sample(pool, count)
