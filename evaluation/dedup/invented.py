"""Texts of invented sentences."""

import random

from evaluation.dedup.languages import Language
from evaluation.dedup.parts import Sentence, Text

SHORT, DOCUMENT = "short", "document"
LENGTHS = (SHORT, DOCUMENT)
TRIES = 1000


class Invented:
    """Makes texts of one language from its patterns."""

    def __init__(self, language: Language, seed: int):
        self.language = language
        self.chance = random.Random(f"{seed}:{language.name}:invented")

    def base(self, length: str, needs: str) -> Text:
        """A new text that a class can change, if one is named."""
        return self.short(needs) if length == SHORT else self.document(needs)

    def short(self, needs: str) -> Text:
        """One sentence."""
        for _ in range(TRIES):
            sentence = self.language.sentence(self.chance, needs)
            if len(str(sentence)) in self.language.short:
                return self.language.text([sentence])
        raise AssertionError(f"no pattern for {needs} is short enough")

    def document(self, needs: str) -> Text:
        """A title and paragraphs."""
        title, sizes = self.language.title(self.chance), self.language.document
        # Sentences end beyond the length that is asked for.
        longest = sizes.stop - 2 * self.language.paragraph // 3
        length = self.chance.randrange(sizes.start, longest) - len(str(title))
        return self.language.text(self.language.sentences(self.chance, length, needs), title)

    def more(self, length: int) -> list[Sentence]:
        """Sentences with about `length` characters together."""
        return self.language.sentences(self.chance, length)
