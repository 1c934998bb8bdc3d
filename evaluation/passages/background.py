"""Fresh text without reuse of its own: the paragraphs of a source, without those that repeat."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from evaluation.common.content import content
from evaluation.common.files import read_lines
from evaluation.passages.languages import Language

NUMBER = re.compile(r"\d+")
LETTER_SHARE = 0.6
"""Least share of the characters of a paragraph that are letters of the language."""
VOCABULARY_DOCUMENTS = 2_000
"""Number of documents whose tokens are the vocabulary."""


class Background:
    """Paragraphs of a source, each given once, in an order that depends on the seed alone.

    `vocabulary` holds the tokens of the source, each as often as it occurs.
    """

    def __init__(self, source: Path, language: Language, seed: int):
        self.source = source
        self.language = language
        documents = list(texts(source))
        random.Random(f"{seed}:background").shuffle(documents)
        self.vocabulary = [
            text[start:end]
            for text in documents[:VOCABULARY_DOCUMENTS]
            for start, end in language.tokens(text)
        ]
        lines = (line.strip() for text in documents for line in text.splitlines())
        self.paragraphs = fresh((cut(line, 2 * language.longest) for line in lines), language)

    def take(self, length: int) -> str:
        """Paragraphs with `length` content characters or more, one on each line."""
        parts, taken = [], 0
        while taken < length:
            parts.append(self.paragraph())
            taken += len(content(parts[-1]))
        return "\n".join(parts)

    def paragraph(self) -> str:
        """The next paragraph."""
        if found := next(self.paragraphs, None):
            return found
        message = "too few paragraphs that do not repeat, ask for fewer cases"
        raise SystemExit(f"{self.source}: {message}")


def texts(source: Path) -> Iterator[str]:
    """The texts of a JSON Lines file with `text`, of a folder of text files, or of one file."""
    if source.is_dir():
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            yield from texts(path)
    elif source.suffix in (".jsonl", ".ndjson"):
        yield from (record["text"] for record in read_lines(source))
    else:
        yield source.read_text(encoding="utf-8", errors="replace")


def cut(line: str, longest: int) -> str:
    """The line, or the beginning of a very long one."""
    return line[:longest].rstrip()


def fresh(lines: Iterator[str], language: Language) -> Iterator[str]:
    """Lines in the language that are long enough and repeat nothing.

    A line repeats something if it shares a run of characters with an earlier line or with itself.
    Numbers are ignored: news and manuals say the same with other figures.
    """
    seen: set[str] = set()
    for line in lines:
        characters = NUMBER.sub("", content(line))
        if not long_enough(line, characters, language):
            continue
        last = len(characters) - language.run + 1
        runs = [characters[at : at + language.run] for at in range(last)]
        if len(set(runs)) == len(runs) and seen.isdisjoint(runs):
            seen.update(runs)
            yield line


def long_enough(line: str, characters: str, language: Language) -> bool:
    """Whether a line has enough content, most of it in letters of the language."""
    if len(characters) < max(language.paragraph, language.run):
        return False
    return len(language.letter.findall(line)) >= LETTER_SHARE * len(characters)
