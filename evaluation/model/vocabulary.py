"""The words of the model, with their frequencies and parts of speech."""

import gzip
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import files

CHINESE = 28_000
"""Chinese words of two characters and more."""
RAREST = 50
"""Occurrences of a single character, at least."""
ENGLISH = 6_500
"""English words."""
NUMBER = "0"
"""The word that stands for every number."""


@dataclass(frozen=True)
class Word:
    """A word, its share of running text and its part of speech."""

    text: str
    share: float
    tag: str


def words() -> list[Word]:
    """All words of the model."""
    return [*chinese(), *english(), Word(NUMBER, 0.01, "m")]


def chinese() -> list[Word]:
    """The simplified Chinese words of the dictionary of jieba: characters, then longer words."""
    lines = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines]
    total = sum(int(count) for _, count, _ in rows)
    rows = [(word, int(count), tag) for word, count, tag in rows if is_simplified(word)]
    singles = [row for row in rows if len(row[0]) == 1 and row[1] >= RAREST]
    longer = sorted((row for row in rows if len(row[0]) > 1), key=lambda row: (-row[1], row[0]))
    return [Word(word, count / total, tag) for word, count, tag in singles + longer[:CHINESE]]


def is_simplified(word: str) -> bool:
    """Whether all characters are Chinese characters of GB 2312."""
    try:
        return all("\u4e00" <= c <= "\u9fff" for c in word) and bool(word.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def english() -> list[Word]:
    """The English words of wordninja by frequency; their shares follow Zipf's law."""
    path = next(path for path in files("wordninja") if path.name == "wordninja_words.txt.gz")
    with gzip.open(path.locate(), "rt", encoding="utf-8") as lines:
        texts = [line.strip() for line in lines]
    texts = [text for text in texts if text.isascii() and text.isalpha()][:ENGLISH]
    return [Word(text, 0.1 / rank, "en") for rank, text in enumerate(texts, 1)]
