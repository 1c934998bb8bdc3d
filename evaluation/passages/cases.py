"""Cases of reuse: a passage of one text, and its edited copy in another text."""

import math
import random
from dataclasses import dataclass, field

from evaluation.common.content import content_length
from evaluation.passages.background import Background
from evaluation.passages.edits import EDITS, Edit, Editor
from evaluation.passages.languages import Language

MOST_CASES = 3
"""The most cases with both sides in one document; across documents, twice as many pieces."""


@dataclass
class Piece:
    """Text with one side of a case in it, and where that side is."""

    case: int
    side: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """The edit of a passage, and the two texts that hold the passage and its copy."""

    edit: Edit
    edits: int
    length: int
    original: Piece
    copy: Piece


@dataclass
class Document:
    """Pieces and other text, one below the other."""

    id: str
    text: str = ""
    bounds: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    """The start and end of each side of a case in the document."""

    def add(self, piece: Piece) -> None:
        """Appends a piece."""
        self.fill(piece.text)
        before = len(self.text) - len(piece.text)
        self.bounds[piece.case, piece.side] = (before + piece.start, before + piece.end)

    def fill(self, text: str) -> None:
        """Appends text without any case."""
        self.text += "\n" + text if self.text else text

    def has(self, case: int) -> bool:
        """Whether one side of a case is in the document."""
        return (case, "a") in self.bounds or (case, "b") in self.bounds


class CaseMaker:
    """Makes cases out of a background; a case depends on the seed and on its number alone."""

    def __init__(
        self,
        background: Background,
        language: Language,
        seed: int,
        around: float,
        script: dict[int, int],
    ):
        self.background = background
        self.language = language
        self.seed = seed
        self.around = around
        self.script = script

    def case(self, number: int) -> Case:
        """One case: its class of edits by turns, its length log-uniform."""
        chance = random.Random(f"{self.seed}:{number}")
        edit = EDITS[number % len(EDITS)]
        length = self.length(chance)
        text = self.background.take(math.ceil(length * (1 + self.around)))
        start, end = self.language.window(text, length, chance)
        editor = Editor(self.language, self.background.vocabulary, chance)
        copy, edits = editor.edited(text[start:end], edit)
        host = self.background.take(math.ceil(length * self.around))
        return Case(
            edit=edit,
            edits=edits,
            length=content_length(text[start:end]),
            original=Piece(number, "a", text, start, end),
            copy=self.insert(copy.translate(self.script), host, number, chance),
        )

    def length(self, chance: random.Random) -> int:
        """The content characters that a passage should have."""
        shortest, longest = math.log(self.language.shortest), math.log(self.language.longest)
        return round(math.exp(chance.uniform(shortest, longest)))

    def insert(self, copy: str, host: str, number: int, chance: random.Random) -> Piece:
        """The copy anywhere in the host text; in English before any of its words."""
        starts = [start for start, _ in self.language.tokens(host)]
        at = chance.choice([0, *starts[1:], len(host)])
        before, after = host[:at], host[at:]
        before += self.language.gap if at == len(host) else ""
        text = before + copy + self.language.gap + after
        return Piece(number, "b", text, len(before), len(before) + len(copy))


def across(cases: list[Case], chance: random.Random) -> list[Document]:
    """Documents of one to six pieces; the two sides of a case are in two of them."""
    pieces = [piece for case in cases for piece in (case.original, case.copy)]
    chance.shuffle(pieces)
    documents: list[Document] = []
    left = 0
    for piece in pieces:
        if not left or documents[-1].has(piece.case):
            documents.append(Document(f"d{len(documents):06}"))
            left = chance.randint(1, 2 * MOST_CASES)
        documents[-1].add(piece)
        left -= 1
    return documents


def inside(cases: list[Case], background: Background, chance: random.Random) -> list[Document]:
    """Documents of one to three cases with both sides of each: originals, other text, copies."""
    documents, left = [], list(cases)
    while left:
        count = chance.randint(1, MOST_CASES)
        members, left = left[:count], left[count:]
        document = Document(f"d{len(documents):06}")
        for case in members:
            document.add(case.original)
        document.fill(background.take(max(case.length for case in members)))
        for case in chance.sample(members, len(members)):
            document.add(case.copy)
        documents.append(document)
    return documents
