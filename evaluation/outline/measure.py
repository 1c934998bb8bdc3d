"""Measures where Leitong cuts compilations into speeches, book by book.

    python3 -m evaluation.outline.measure BOOKS.jsonl TRUTH.tsv [--leitong FILE]
        [--speech-heading REGEX] [--show-missed] [--show-false]

TRUTH has a line for each speech, without a head: the id of the book, the first character of the
speech, one past the last, and its title. A boundary is the start of a speech. It counts as found if
a speech that was found starts on the same line or on the next one; each is found once. A speech is
whole if its end is right too, apart from white space and marks. The first speech of a book is easy,
because it starts where the book does: the column `inner` leaves it out. Books whose ids have the
same beginning before a slash, as those of `evaluation.outline.generate` have, share a row.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import records
from evaluation.common.markdown import share, table
from evaluation.common.process import run_or_exit


@dataclass(frozen=True)
class Speech:
    """A speech, in characters of the book."""

    start: int
    end: int
    title: str


@dataclass
class Score:
    """What was found of one book, or of several."""

    known: int = 0
    found: int = 0
    hits: int = 0
    inner: int = 0
    inner_hits: int = 0
    whole: int = 0
    missed: list[Speech] = field(default_factory=list)
    false: list[Speech] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Adds the counts of another score."""
        self.known += other.known
        self.found += other.found
        self.hits += other.hits
        self.inner += other.inner
        self.inner_hits += other.inner_hits
        self.whole += other.whole

    def cells(self) -> list[str]:
        """The columns of the table."""
        return [
            str(self.known),
            str(self.found),
            share(self.hits, self.known),
            share(self.hits, self.found),
            share(self.inner_hits, self.inner),
            f"{self.whole} of {self.known}",
        ]


HEAD = ["book", "speeches", "found", "recall", "precision", "recall, inner", "whole"]


def read_truth(lines: Iterable[str]) -> dict[str, list[Speech]]:
    """The speeches of each book, in order."""
    books = defaultdict(list)
    for line in lines:
        book, start, end, title = line.rstrip("\n").split("\t")
        books[book].append(Speech(int(start), int(end), title))
    return {book: sorted(speeches, key=lambda each: each.start) for book, speeches in books.items()}


def read_found(lines: Iterable[str]) -> dict[str, list[Speech]]:
    """The speeches of each book in the output of `leitong outline --format jsonl`."""
    books = defaultdict(list)
    for line in lines:
        row = json.loads(line)
        books[row["document"]].append(Speech(row["start"], row["end"], row["title"]))
    return books


def latest_start(text: str, start: int) -> int:
    """The start of the line below the one that a speech starts on."""
    end = text.find("\n", start)
    return start if end < 0 else end + 1


def is_blank(text: str) -> bool:
    """Whether a text has no letters or digits."""
    return not any(char.isalnum() for char in text)


def ends_at(text: str, found: Speech, known: Speech) -> bool:
    """Whether two speeches end in the same place, apart from white space and marks."""
    return is_blank(text[min(found.end, known.end) : max(found.end, known.end)])


def score(text: str, known: list[Speech], found: list[Speech]) -> Score:
    """Scores the speeches that were found in one book."""
    result = Score(known=len(known), found=len(found), inner=len(known) - 1)
    left = sorted(found, key=lambda each: each.start)
    for number, speech in enumerate(known):
        latest = latest_start(text, speech.start)
        hit = next((each for each in left if speech.start <= each.start <= latest), None)
        if hit is None:
            result.missed.append(speech)
            continue
        left.remove(hit)
        result.hits += 1
        result.inner_hits += number > 0
        result.whole += ends_at(text, hit, speech)
    result.false = left
    return result


def outlines(leitong: Path, books: Path, options: list[str]) -> dict[str, list[Speech]]:
    """Runs the program on the books."""
    command = [leitong, "outline", books, "--format", "jsonl", "--no-progress", *options]
    return read_found(run_or_exit("leitong outline", command).output.splitlines())


def by_layout(scores: dict[str, Score]) -> dict[str, Score]:
    """Adds up the scores of books of one layout."""
    rows = defaultdict(Score)
    for book, each in scores.items():
        rows[book.partition("/")[0]].add(each)
    return rows


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    parser.add_argument("books", type=Path, help="the books, as JSON Lines")
    parser.add_argument("truth", type=Path, help="the speeches of each book")
    parser.add_argument("--speech-heading", metavar="REGEX", help="a rule to try")
    parser.add_argument("--show-missed", action="store_true", help="list boundaries not found")
    parser.add_argument("--show-false", action="store_true", help="list cuts inside of speeches")
    cli.add_leitong(parser)
    return parser.parse_args()


def main() -> None:
    """Prints one table."""
    options = arguments()
    rule = ["--speech-heading", options.speech_heading] if options.speech_heading else []
    found = outlines(options.leitong, options.books, rule)
    known = read_truth(options.truth.read_text(encoding="utf-8").splitlines())
    texts = dict(records(options.books))
    scores = {book: score(texts[book], known[book], found.get(book, [])) for book in sorted(known)}
    total = Score()
    for each in scores.values():
        total.add(each)
    rows = [[book, *each.cells()] for book, each in [*by_layout(scores).items(), ("all", total)]]
    print(table(HEAD, rows))
    for book, each in scores.items():
        missed = each.missed if options.show_missed else []
        false = each.false if options.show_false else []
        for label, speeches in (("missed", missed), ("false", false)):
            for speech in speeches:
                print(f"{label}\t{book}\t{speech.start}\t{speech.title}", file=sys.stderr)


if __name__ == "__main__":
    main()
