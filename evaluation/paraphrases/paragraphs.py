"""Paragraphs of real text, without those that nearly equal another one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from evaluation.common.chinese import HAN
from evaluation.common.content import content
from evaluation.common.files import records
from evaluation.paraphrases.overlap_join import Sets, overlaps

SHORTEST, LONGEST = 100, 400
"""Characters of a paragraph."""
HAN_CHARACTER = re.compile(f"[{HAN}]")
MOSTLY_HAN = 0.7
"""Least share of Chinese characters in Chinese prose."""
SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》\"]*|[^。！？；]+$")
ENDS = tuple("。！？；”")
GRAM = 5
"""Characters of a gram."""
NEAR_DUPLICATE = 0.4
"""Share of the grams of the shorter paragraph that a longer near-duplicate has too.

A Jaccard similarity of 0.3 means a share of at least 0.46.
"""
COMMON_GRAM = 300
"""Paragraphs with a gram above which it is not looked up, but compared in full."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|\*\*")
"""Markup that is left in texts of web pages."""
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Paragraph:
    """A part of a document."""

    document: str
    number: int
    text: str
    source: str = ""
    """The name of its file."""


def paragraphs(
    sources: list[Path], shortest: int = SHORTEST, longest: int = LONGEST
) -> Iterator[Paragraph]:
    """The paragraphs of JSON Lines with `id` and `text`.

    Lines that are too long are split after sentences; short ones that end a sentence are joined.
    """
    for source in sources:
        for document, text in records(source):
            chinese = filter(mostly_han, split(text, shortest, longest))
            for number, paragraph in enumerate(chinese):
                yield Paragraph(document, number, paragraph, source.name)


def split(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Parts of a text with `shortest` to `longest` characters."""
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
    return len(HAN_CHARACTER.findall(text)) >= MOSTLY_HAN * len(text)


def distinct(found: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs without near-duplicates, by their character 5-grams without numbers.

    Of two near-duplicates the shorter one stays. All pairs are compared: nothing is sampled.
    """
    ordered = sorted(found, key=lambda each: (gram_count(each.text), each.document, each.number))
    sets = grams([each.text for each in ordered])
    sizes = np.diff(sets.offsets)
    dropped = sizes == 0
    for at, others, _ in overlaps(sets, lambda _, shorter: NEAR_DUPLICATE * shorter, COMMON_GRAM):
        dropped[at] |= not dropped[others].all()
    return [each for each, gone in zip(ordered, dropped, strict=True) if not gone]


def grams(texts: list[str]) -> Sets:
    """The sets of the character 5-grams of texts, without numbers."""
    rows = [gram_hashes(text) for text in texts]
    lengths = np.cumsum([0, *(len(row) for row in rows)])
    names, numbers = np.unique(np.concatenate(rows), return_inverse=True)
    sets = [numbers[start:end] for start, end in pairwise(lengths)]
    return Sets.of(sets, np.ones(len(names)))


def gram_hashes(text: str) -> np.ndarray:
    """The sorted hashes of the different grams of a text."""
    return np.unique(hashes(DIGITS.sub("", content(text))))


def gram_count(text: str) -> int:
    """The number of different grams of a text."""
    return len(gram_hashes(text))


def hashes(characters: str) -> np.ndarray:
    """A hash for each gram."""
    codes = np.frombuffer(characters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = max(0, len(codes) - GRAM + 1)
    folded = np.zeros(count, dtype=np.uint64)
    for at in range(GRAM):
        folded = folded * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + count]
        folded ^= folded >> np.uint64(29)
    return folded
