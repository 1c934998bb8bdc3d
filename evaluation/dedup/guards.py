"""Pairs of records: variants that differ in what they say, and copies that do not."""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from evaluation.common import cli
from evaluation.dedup.copies import EDITS
from evaluation.dedup.invented import DOCUMENT, LENGTHS, SHORT, Invented
from evaluation.dedup.languages import LANGUAGES, Language
from evaluation.dedup.parts import Sentence, Text
from evaluation.dedup.sources import Taken
from evaluation.dedup.truth import COPY, VARIANT, Case, write

VARIANTS = (
    "person place organisation count amount percentage fraction numeral day month weekday year "
    "unit negation opposite roles"
).split()
"""What may be all that differs in a variant."""
SHORT_COPIES = "punctuation layout width script typos particle written contained".split()
DOCUMENT_COPIES = [*SHORT_COPIES, "pages", "clause", "sentence"]
"""What may differ in a copy."""
MOST_CHANGES = 3
"""Sentences of a document in which a variant differs."""


class Bases(Protocol):
    """Where texts come from."""

    def base(self, length: str, needs: str) -> Text | None:
        """A text that was not given before and that a class can change; `None` if there is none."""

    def more(self, length: int) -> list[Sentence]:
        """Other sentences."""


@dataclass
class Pairs:
    """Makes pairs in one language."""

    language: Language
    bases: Bases
    chance: random.Random

    def case(self, length: str, kind: str, name: str) -> Case | None:
        """A pair of one class."""
        needs = name if kind == VARIANT or name in ("particle", "written", "clause") else ""
        base = self.bases.base(length, needs)
        if base is None:
            return None
        pair = self.variant(base, length, name) if kind == VARIANT else self.copy(base, name)
        return Case(*pair, self.language.name, length, kind, name)

    def variant(self, base: Text, length: str, name: str) -> tuple[str, str]:
        """The text and one that says something else."""
        times = 1
        if length == DOCUMENT and name not in ("negation", "opposite", "roles"):
            times = self.chance.choice([1, 1, self.chance.randint(1, MOST_CHANGES)])
        return str(base), str(base.changed(name, self.chance, times))

    def copy(self, base: Text, name: str) -> tuple[str, str]:
        """The text and a copy of it; of `contained` the second one is the longer."""
        if name == "contained":
            return str(base), self.around(base)
        if name == "sentence":
            return str(base), self.with_sentence(base)
        return str(base), EDITS[name](base, self.language, self.chance)

    def around(self, base: Text) -> str:
        """A longer text with the text in its middle."""
        length = max(len(str(base)) // 2, self.language.short.stop)
        before, after = (
            str(self.language.text(self.bases.more(length))) for _ in ("before", "after")
        )
        between = self.chance.choice(["\n", self.language.joint or "\n"])
        return before + between + str(base) + between + after

    def with_sentence(self, base: Text) -> str:
        """The text with one more sentence in one of its paragraphs."""
        at = self.chance.randrange(len(base.paragraphs) > 1, len(base.paragraphs))
        paragraphs = list(base.paragraphs)
        place = self.chance.randint(0, len(paragraphs[at]))
        sentence = self.bases.more(1)[:1]
        paragraphs[at] = (*paragraphs[at][:place], *sentence, *paragraphs[at][place:])
        return str(Text(tuple(paragraphs), base.joint))


def kinds(length: str) -> list[tuple[str, str]]:
    """The classes of pairs of texts of a length."""
    copies = SHORT_COPIES if length == SHORT else DOCUMENT_COPIES
    return [(VARIANT, name) for name in VARIANTS] + [(COPY, name) for name in copies]


def cases(settings: argparse.Namespace) -> Iterator[Case]:
    """As many pairs of each language and length, and in these of each class."""
    languages, left = LANGUAGES, settings.count
    if settings.source:
        languages = [language for language in LANGUAGES if Taken.has(settings.source, language)]
    groups = [(language, length) for language in languages for length in LENGTHS]
    makers = {language.name: maker(language, settings) for language in languages}
    for at, (language, length) in enumerate(groups):
        count = left // (len(groups) - at)
        left -= count
        yield from of_group(makers[language.name], length, count)


def maker(language: Language, settings: argparse.Namespace) -> Pairs:
    """The maker of the pairs of a language."""
    chance = random.Random(f"{settings.seed}:{language.name}:guards")
    if settings.source:
        return Pairs(language, Taken(settings.source, language, settings.seed), chance)
    return Pairs(language, Invented(language, settings.seed), chance)


def of_group(pairs: Pairs, length: str, count: int) -> Iterator[Case]:
    """Pairs of one language and length, of all classes in turn as long as there are texts."""
    classes, made = kinds(length), 0
    while made < count and classes:
        for kind, name in list(classes):
            if made == count:
                break
            case = pairs.case(length, kind, name)
            while case and case.a == case.b:
                # Such as full width in a text that has no letters and digits.
                case = pairs.case(length, kind, name)
            if case is None:
                classes.remove((kind, name))
            else:
                made += 1
                yield case


def write_guards(settings: argparse.Namespace) -> int:
    """Writes the collection and its truth."""
    made = list(cases(settings))
    counts = Counter(case.name for case in made)
    cli.progress(", ".join(f"{name} {count}" for name, count in counts.items()))
    write(settings, made)
    return len(made)
