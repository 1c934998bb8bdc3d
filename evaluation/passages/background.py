"""Fresh text that has no reuse of its own: paragraphs of a source, without those that repeat."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from beside import content
from languages import Language

NUMBER = re.compile(r"\d+")
MOSTLY = 0.6
"""Share of a paragraph that is in letters of the language."""
VOCABULARY = 2_000
"""Documents whose tokens are the vocabulary."""


class Background:
    """Paragraphs of a source, each given once, in an order that depends on the seed alone.

    `vocabulary` holds tokens of the source as often as they occur.
    """

    def __init__(self, source: Path, language: Language, seed: int):
        self.source = source
        self.language = language
        documents = list(texts(source))
        random.Random(f"{seed}:background").shuffle(documents)
        self.vocabulary = [text[start:end] for text in documents[:VOCABULARY] for start, end in language.tokens(text)]
        lines = (line.strip() for text in documents for line in text.splitlines())
        self.paragraphs = fresh((cut(line, 2 * language.longest) for line in lines), language)

    def take(self, length: int) -> str:
        """Paragraphs with so many content characters or more, a line each."""
        parts, so_far = [], 0
        while so_far < length:
            parts.append(self.paragraph())
            so_far += len(content(parts[-1]))
        return "\n".join(parts)

    def paragraph(self) -> str:
        """The next paragraph."""
        if found := next(self.paragraphs, None):
            return found
        raise SystemExit(f"{self.source}: too few paragraphs that do not repeat, ask for fewer cases")


def texts(source: Path) -> Iterator[str]:
    """The texts of a JSON Lines file with `text`, of a folder of text files, or of one text file."""
    if source.is_dir():
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            yield from texts(path)
    elif source.suffix in (".jsonl", ".ndjson"):
        with open(source, encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines if line.strip())
    else:
        yield source.read_text(encoding="utf-8", errors="replace")


def cut(line: str, longest: int) -> str:
    """A line, or the beginning of a very long one."""
    return line[:longest].rstrip()


def fresh(lines: Iterator[str], language: Language) -> Iterator[str]:
    """Lines in the language that are long enough and share no run with one before, nor with themselves.

    Numbers are passed over: news and manuals tell the same with other figures.
    """
    seen: set[str] = set()
    for line in lines:
        characters = NUMBER.sub("", content(line))
        if len(characters) < max(language.paragraph, language.run) or len(language.letter.findall(line)) < MOSTLY * len(characters):
            continue
        runs = [characters[at : at + language.run] for at in range(len(characters) - language.run + 1)]
        if len(set(runs)) == len(runs) and seen.isdisjoint(runs):
            seen.update(runs)
            yield line
