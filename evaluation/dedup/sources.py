"""Texts of real documents."""

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from evaluation.common.content import content
from evaluation.common.files import records
from evaluation.dedup.invented import DOCUMENT, SHORT
from evaluation.dedup.languages import Language
from evaluation.dedup.parts import Sentence, Text
from evaluation.dedup.substitutions import sentence_of

MOST = 20_000
"""Documents that are read, so that memory has a bound."""
PIECE = {"zh": 5, "en": 18}
"""Content characters in a run by which texts are told to be alike."""
SEEN = 0.2
"""Share of the runs of a text that earlier texts may have."""
HAN = re.compile("[㐀-鿿]")
ENDS = {"zh": re.compile("(?<=[。！？])"), "en": re.compile(r"(?<=[.!?]) +(?=[A-Z])")}
SOUND = {"zh": re.compile("[^\n]*[。！？]"), "en": re.compile(r"[A-Z][^\n]*[a-z]{3}[^\n]*[.!?]")}
"""Sentences that texts are made of."""
LINE_END = re.compile(r"\s*\n\s*")
OTHERS = 400
"""Short texts that are set apart, to be added to others."""
POOL = 4_000
"""Texts of one length that are kept."""
FROM_ONE = 3
"""Texts that are taken from one document."""


class Taken:
    """Texts of a collection, each given once, none of which is like another one."""

    def __init__(self, source: Path, language: Language, seed: int):
        self.language = language
        self.chance = random.Random(f"{seed}:{language.name}:taken")
        self.seen: set[str] = set()
        self.left: dict[str, list[Text]] = {SHORT: [], DOCUMENT: []}
        documents = [text for text in texts(source) if is_in(text, language)]
        self.chance.shuffle(documents)
        for at, text in enumerate(documents):
            self.add(text, (SHORT, DOCUMENT)[at % 2])
        self.others = self.left[SHORT][:OTHERS]
        del self.left[SHORT][:OTHERS]

    @staticmethod
    def has(source: Path, language: Language) -> bool:
        """Whether a collection has texts in a language."""
        return any(is_in(text, language) for text in islice(texts(source), 200))

    def add(self, text: str, length: str) -> None:
        """Takes some short texts or documents from the sentences of a text."""
        if self.language.joint:
            text = LINE_END.sub(self.language.joint, text)
        sentences = [each.strip() for each in ENDS[self.language.name].split(text)]
        sound = [each for each in sentences if SOUND[self.language.name].fullmatch(each)]
        if length == SHORT:
            fitting = [[each] for each in sound if len(each) in self.language.short]
        else:
            fitting = list(runs(sound, self.language.document))
        for sentences in fitting[:FROM_ONE]:
            found = pieces("".join(sentences), PIECE[self.language.name])
            if len(self.left[length]) < POOL and len(found & self.seen) <= SEEN * len(found):
                self.seen |= found
                made = [sentence_of(each, self.language.name, self.chance) for each in sentences]
                self.left[length].append(self.language.text(made))

    def base(self, length: str, needs: str) -> Text | None:
        """A text that was not given before and that a class can change; `None` if there is none."""
        left = self.left[length]
        at = next((at for at, text in enumerate(left) if not needs or text.has(needs)), None)
        return None if at is None else left.pop(at)

    def more(self, length: int) -> list[Sentence]:
        """Other sentences with about `length` characters together."""
        found: list[Sentence] = []
        while not found or sum(len(str(each)) for each in found) < length:
            found += self.chance.choice(self.others).sentences()
        return found


def texts(source: Path) -> Iterator[str]:
    """The first texts of a collection."""
    return (text for _, text in islice(records(source), MOST))


def pieces(text: str, size: int) -> set[str]:
    """All runs of `size` content characters of a text."""
    characters = content(text)
    return {characters[at : at + size] for at in range(max(len(characters) - size, 0) + 1)}


def is_in(text: str, language: Language) -> bool:
    """Whether a text is in a language, by its share of Chinese characters."""
    han = len(HAN.findall(text[:1000]))
    return han > 300 or 2 * han > len(text) if language.name == "zh" else not han


def runs(sentences: list[str], sizes: range) -> Iterator[list[str]]:
    """Successive sentences of the length of a document."""
    run: list[str] = []
    for sentence in sentences:
        run.append(sentence)
        length = sum(len(each) + 1 for each in run)
        if length >= sizes.stop - 1:
            run = []
        elif length >= 2 * sizes.start:
            yield run
            run = []
