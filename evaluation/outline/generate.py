"""Makes books of invented speeches in many layouts, with the place of each speech.

    python3 -m evaluation.outline.generate OUT [--mixed 100] [--seed 1]
        [--texts TEXTS.jsonl --language zh-hans]

OUT gets `books.jsonl` and `truth.tsv`. Without --mixed there is a book for each named layout and
language; the id of a book is LAYOUT/LANGUAGE, so that `evaluation.outline.measure` gives a row for
each layout. With --mixed there are so many books whose layouts are drawn by chance. With --texts
the speeches are texts of a collection, of 300 to 8,000 characters, below invented titles.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evaluation.common import cli
from evaluation.common.files import records, write_records
from evaluation.outline.layouts import LAYOUTS, Written, compose, mixed, written
from evaluation.outline.phrases import LANGUAGES

ONLY = {
    "upper": ["en"],
    "spaced": ["zh-hans", "zh-hant"],
    "roman": ["en"],
    "lecture": ["zh-hans", "zh-hant"],
    "chapter": ["zh-hans", "zh-hant", "ja"],
}
"""Layouts that not every language has."""
SHORTEST, LONGEST = 300, 8_000
"""Characters of a text that becomes a speech."""


@dataclass(frozen=True)
class Sources:
    """What books are made of."""

    seed: int
    languages: list[str]
    texts: list[list[str]]
    """Paragraphs of real texts; none if speeches are invented."""


def named(sources: Sources) -> Iterator[tuple[str, Written]]:
    """A book of each layout in each language."""
    for name, layout in LAYOUTS.items():
        for language in sources.languages:
            if language in ONLY.get(name, LANGUAGES):
                rng = Random(f"{sources.seed} {name} {language}")
                book = compose(LANGUAGES[language], layout, rng, sources.texts)
                yield f"{name}/{language}", written(book)


def drawn(sources: Sources, count: int) -> Iterator[tuple[str, Written]]:
    """Books whose layouts are drawn by chance."""
    for number in range(count):
        rng = Random(f"{sources.seed} mixed {number}")
        language = LANGUAGES[rng.choice(sources.languages)]
        book = compose(language, mixed(rng), rng, sources.texts)
        yield f"mixed-{language.name}/{number}", written(book)


def paragraphs(path: Path) -> list[list[str]]:
    """The paragraphs of the texts of a collection that have the length of a speech, without their
    own titles."""
    texts = [text for _, text in records(path) if SHORTEST <= len(text) <= LONGEST]
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]
    return [text[1:] for text in lines if len(text) > 1]


def truth(book: str, made: Written) -> Iterator[str]:
    """The lines of the truth for a book."""
    ends = [start - 1 for start, _ in made.starts[1:]] + [made.end - 1]
    for (start, title), end in zip(made.starts, ends, strict=True):
        yield f"{book}\t{start}\t{end}\t{title}"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--mixed", type=int, default=0, metavar="N", help="books by chance")
    parser.add_argument("--texts", type=Path, help="texts that become speeches")
    parser.add_argument("--language", choices=LANGUAGES, help="books in one language only")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other books")
    return parser.parse_args()


def main() -> None:
    """Writes the books and their truth."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    languages = [options.language] if options.language else list(LANGUAGES)
    texts = paragraphs(options.texts) if options.texts else []
    sources = Sources(options.seed, languages, texts)
    books = list(drawn(sources, options.mixed) if options.mixed else named(sources))
    write_records(options.out / "books.jsonl", ((book, made.text) for book, made in books))
    lines = [line for book, made in books for line in truth(book, made)]
    (options.out / "truth.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
