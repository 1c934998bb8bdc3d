"""Records that share boilerplate and differ in their bodies."""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.dedup.copies import punctuation, with_typos
from evaluation.dedup.invented import DOCUMENT
from evaluation.dedup.languages import LANGUAGES, Language
from evaluation.dedup.parts import Part, Sentence, Text, realized
from evaluation.dedup.truth import COPY, VARIANT, Case, write

TEMPLATES = 4
"""Templates of a language."""
BOILERPLATE = {"zh": 900, "en": 2400}
"""Characters of the boilerplate of a record, about."""
SHORTEST_BODY = {"zh": 25, "en": 70}
EDITED = 0.01
"""Share of the characters of a copy that are edited."""
SLOTS = {
    "zh": ["编号：{count}{count}", "登记日期：{year}{date}", "经办人：{person}　核对人：{person}"],
    "en": ["Number: {count}{count}", "Date: {date} {year}", "Clerk: {person} / {person}"],
}
"""Lines of the boilerplate with slots of their own."""


@dataclass(frozen=True)
class Template:
    """Paragraphs before and after a body, which all records of the template have."""

    language: Language
    before: tuple[tuple[Sentence, ...], ...]
    after: tuple[tuple[Sentence, ...], ...]

    @classmethod
    def of(cls, language: Language, chance: random.Random) -> "Template":
        """A new template."""
        # Slots of the boilerplate are filled once and for all.
        paragraphs = [
            (Sentence((Part(str(language.title(chance))),)),),
            *language.paragraphs(
                [
                    Sentence((Part(str(each)),))
                    for each in language.sentences(chance, BOILERPLATE[language.name])
                ]
            ),
        ]
        half = len(paragraphs) // 2
        return cls(language, tuple(paragraphs[:half]), tuple(paragraphs[half:]))

    def length(self) -> int:
        """Characters of the boilerplate."""
        return sum(len(str(each)) for part in (*self.before, *self.after) for each in part)

    def record(self, share: float, chance: random.Random) -> Text:
        """A record, of whose characters the boilerplate is about this share."""
        language, wanted = self.language, self.length() * (1 - share) / share
        body = language.paragraphs(self.body(int(wanted), chance))
        head, middle, foot = (
            (realized(pattern, language.slots, chance),) for pattern in SLOTS[language.name]
        )
        paragraphs = (head, *self.before, middle, *body, *self.after, foot)
        return Text(paragraphs, language.joint)

    def body(self, length: int, chance: random.Random) -> list[Sentence]:
        """Sentences with about `length` characters together."""
        return self.language.sentences(chance, max(length, SHORTEST_BODY[self.language.name]))


def cases(settings: argparse.Namespace) -> Iterator[Case]:
    """The records in half as many of each language; copies count as records."""
    for language, count in zip(LANGUAGES, halves(settings.count), strict=True):
        chance = random.Random(f"{settings.seed}:{language.name}:templates")
        templates = [Template.of(language, chance) for _ in range(TEMPLATES)]
        copies = round(count * settings.copies)
        for at in range(count - copies):
            record = templates[at % TEMPLATES].record(settings.share, chance)
            if at < copies:
                yield Case(
                    str(record),
                    copied(record, language, chance),
                    language.name,
                    DOCUMENT,
                    COPY,
                    "copy",
                )
            else:
                yield Case(str(record), "", language.name, DOCUMENT, VARIANT, "record")


def halves(count: int) -> tuple[int, int]:
    """A number of records for each language."""
    return count - count // 2, count // 2


def copied(record: Text, language: Language, chance: random.Random) -> str:
    """A copy with other punctuation and 1 % of its characters edited."""
    edited = with_typos(record, round(len(str(record)) * EDITED), language, chance)
    return punctuation(edited, language, chance)


def write_templates(settings: argparse.Namespace) -> int:
    """Writes the collection and its truth."""
    made = list(cases(settings))
    write(settings, made)
    return settings.count
