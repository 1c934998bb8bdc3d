"""Cases of reuse: a passage of one text, and its edited copy in another."""

import math
import random
from dataclasses import dataclass, field

from background import Background
from edits import EDITS, Edit, Editor
from languages import CONTENT, Language, size

MOST = 3
"""Cases that one document takes part in, at most twice as many passages."""


@dataclass
class Piece:
    """Text with one side of a case in it."""

    case: int
    side: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """What was done to a passage, and the two texts that hold it."""

    edit: Edit
    edits: int
    length: int
    home: Piece
    host: Piece


@dataclass
class Document:
    """Pieces, and other text, under each other."""

    id: str
    text: str = ""
    places: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    """Where each side of a case stands."""

    def add(self, piece: Piece) -> None:
        """Appends a piece."""
        self.fill(piece.text)
        before = len(self.text) - len(piece.text)
        self.places[piece.case, piece.side] = (before + piece.start, before + piece.end)

    def fill(self, text: str) -> None:
        """Appends text that holds nothing."""
        self.text += "\n" + text if self.text else text

    def has(self, case: int) -> bool:
        """Whether one side of a case is here."""
        return (case, "a") in self.places or (case, "b") in self.places


class Cases:
    """Makes cases out of a background; what a case is depends on the seed and its number."""

    def __init__(self, background: Background, language: Language, seed: int, around: float, script: dict[int, int]):
        self.background = background
        self.language = language
        self.seed = seed
        self.around = around
        self.script = script

    def case(self, number: int) -> Case:
        """One case: its class of edits by turns, its length log-uniform."""
        chance = random.Random(f"{self.seed}:{number}")
        edit = EDITS[number % len(EDITS)]
        length = round(math.exp(chance.uniform(math.log(self.language.shortest), math.log(self.language.longest))))
        home = self.background.take(math.ceil(length * (1 + self.around)))
        start, end = self.language.window(home, length, chance)
        copy, edits = Editor(self.language, self.background.vocabulary, chance).edited(home[start:end], edit)
        host = self.background.take(math.ceil(length * self.around))
        pieces = Piece(number, "a", home, start, end), self.put(copy.translate(self.script), host, number, chance)
        return Case(edit, edits, size(home[start:end]), *pieces)

    def put(self, copy: str, host: str, number: int, chance: random.Random) -> Piece:
        """The copy in any place of a text; in English before any word."""
        starts = [start for start, _ in self.language.tokens(host)]
        at = chance.choice([0, *starts[1:], len(host)])
        before, after = host[:at], host[at:]
        before += self.language.gap if at == len(host) else ""
        return Piece(number, "b", before + copy + self.language.gap + after, len(before), len(before) + len(copy))


def across(cases: list[Case], chance: random.Random) -> list[Document]:
    """Documents of one to six pieces; the two sides of a case are in two of them."""
    pieces = [piece for case in cases for piece in (case.home, case.host)]
    chance.shuffle(pieces)
    documents: list[Document] = []
    room = 0
    for piece in pieces:
        if not room or documents[-1].has(piece.case):
            documents.append(Document(f"d{len(documents):06}"))
            room = chance.randint(1, 2 * MOST)
        documents[-1].add(piece)
        room -= 1
    return documents


def inside(cases: list[Case], background: Background, chance: random.Random) -> list[Document]:
    """Documents of one to three cases, with both sides of each: first the homes, then other text, then the hosts."""
    documents, left = [], list(cases)
    while left:
        count = chance.randint(1, MOST)
        mine, left = left[:count], left[count:]
        document = Document(f"d{len(documents):06}")
        for case in mine:
            document.add(case.home)
        document.fill(background.take(max(case.length for case in mine)))
        for case in chance.sample(mine, len(mine)):
            document.add(case.host)
        documents.append(document)
    return documents


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The place from its first to its last content character."""
    found = [match.start() for match in CONTENT.finditer(text, start, end)]
    return found[0], found[-1] + 1
