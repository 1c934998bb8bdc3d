"""Fresh text that has no reuse of its own: paragraphs of a source, without those that repeat."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from beside import content
from languages import Language

STEP = 4
"""Of a kept paragraph each fourth run is remembered, three shorter than what is sought: none is overlooked."""
MOSTLY = 0.6


class Background:
    """Paragraphs of a source, each given once, in an order that depends on the seed alone."""

    def __init__(self, source: Path, language: Language, seed: int):
        self.source = source
        self.language = language
        documents = list(texts(source))
        random.Random(f"{seed}:background").shuffle(documents)
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
        raise SystemExit(f"{self.source}: not enough paragraphs that do not repeat; ask for fewer cases")


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
    """Lines in the language that are long enough and share no run with one before, nor with themselves."""
    run = language.run - (STEP - 1)
    seen: set[str] = set()
    for line in lines:
        characters = content(line)
        if len(characters) < max(language.paragraph, run) or len(language.letter.findall(line)) < MOSTLY * len(characters):
            continue
        runs = [characters[at : at + run] for at in range(len(characters) - run + 1)]
        if len(set(runs)) == len(runs) and seen.isdisjoint(runs):
            seen.update(runs[::STEP])
            yield line
