"""Tokens, lengths of passages and variables of templates of each language."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from evaluation.common.chinese import (
    GIVEN_NAME_CHARACTERS,
    HAN,
    HAN_DIGITS,
    MAJOR_PLACES,
    SURNAMES,
)
from evaluation.common.content import CONTENT, content_length

COMMON_SURNAMES = SURNAMES[:20]
ENGLISH_NAMES = (
    "Abbott Barnes Calvin Daphne Elliott Fraser Gordon Harriet Ingram Jasper "
    "Keller Lambert Monica Norton Oliver Preston Quentin Rowena Sutton Theresa"
).split()


@dataclass(frozen=True)
class Language:
    """One language: lengths are in content characters, edits change tokens."""

    token: re.Pattern
    """The unit that one edit inserts, substitutes or deletes."""
    gap: str
    """The text between two tokens."""
    letter: re.Pattern
    """A character that most of a paragraph in this language consists of."""
    shortest: int
    longest: int
    """Bounds of a passage."""
    paragraph: int
    """Least length of a paragraph."""
    run: int
    """Content characters in a row that two paragraphs share only if one reuses the other."""
    line: int
    """Tokens between the line breaks of a new layout, on average."""
    variable_every: int
    """Tokens for each variable of a passage, at most."""
    marks: str
    """Punctuation marks that replace others."""
    breaks: tuple[str, ...]
    wide: tuple[str, ...]
    """Spaces put between characters, or in place of a space, to space a text out."""
    variables: tuple[tuple[re.Pattern, Callable[[str, random.Random], str]], ...]
    """Patterns of numbers, places and names, each with a function that draws another value."""
    name: Callable[[str, random.Random], str]
    """A new name for any variable."""
    name_tokens: int
    """Tokens that a name replaces where there are too few variables."""

    def tokens(self, text: str) -> list[tuple[int, int]]:
        """The start and end of each token of a text."""
        return [match.span() for match in self.token.finditer(text)]

    def window(self, text: str, length: int, chance: random.Random) -> tuple[int, int]:
        """A random run of whole tokens with `length` content characters or a few more."""
        spans = self.tokens(text)
        ends = list(accumulate(content_length(text[start:end]) for start, end in spans))
        befores = [0, *ends[:-1]]
        first = chance.choice(
            [at for at, before in enumerate(befores) if ends[-1] - before >= length]
        )
        last = next(at for at in range(first, len(ends)) if ends[at] - befores[first] >= length)
        return spans[first][0], spans[last][1]


def digits(old: str, chance: random.Random) -> str:
    """Another number with the same count of digits."""
    return chance.choice("123456789") + "".join(chance.choice("0123456789") for _ in old[1:])


def han_digits(old: str, chance: random.Random) -> str:
    """Other digits for 一 to 九; tens and hundreds stay."""
    return "".join(chance.choice(HAN_DIGITS) if each in HAN_DIGITS else each for each in old)


def place(_: str, chance: random.Random) -> str:
    """A province, city or country."""
    return chance.choice(MAJOR_PLACES)


def han_name(_: str, chance: random.Random) -> str:
    """A Chinese name."""
    return chance.choice(COMMON_SURNAMES) + "".join(
        chance.sample(GIVEN_NAME_CHARACTERS, chance.choice((1, 2)))
    )


def english_name(_: str, chance: random.Random) -> str:
    """An English name."""
    return chance.choice(ENGLISH_NAMES)


HAN_NUMBER = re.compile(
    f"[{HAN_DIGITS}十百千万]*[{HAN_DIGITS}][十百千万][{HAN_DIGITS}]*|[{HAN_DIGITS}](?=[年月日岁])"
)

CHINESE = Language(
    token=CONTENT,
    gap="",
    letter=re.compile(f"[{HAN}]"),
    shortest=50,
    longest=500,
    paragraph=20,
    run=12,
    line=25,
    variable_every=40,
    marks="，。；、！：—…",
    breaks=("\n", "\n\n", "\n　　", "\r\n"),
    wide=(" ", "　"),
    variables=(
        (re.compile(r"[0-9]+"), digits),
        (HAN_NUMBER, han_digits),
        (re.compile("|".join(MAJOR_PLACES)), place),
        (re.compile(f"[{COMMON_SURNAMES}][{GIVEN_NAME_CHARACTERS}]{{1,2}}"), han_name),
    ),
    name=han_name,
    name_tokens=3,
)

ENGLISH = Language(
    token=re.compile(r"[^\W_]+(?:['’][^\W_]+)*"),
    gap=" ",
    letter=re.compile("[A-Za-z]"),
    shortest=150,
    longest=1500,
    paragraph=60,
    run=32,
    line=12,
    variable_every=15,
    marks=",.;!:-",
    breaks=("\n", "\n\n", "\n    ", "\r\n"),
    wide=("  ", "   "),
    variables=(
        (re.compile(r"[0-9]+"), digits),
        (re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b"), english_name),
    ),
    name=english_name,
    name_tokens=1,
)

LANGUAGES = {"zh": CHINESE, "en": ENGLISH}
