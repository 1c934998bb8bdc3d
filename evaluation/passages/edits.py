"""The classes of edits that a passage goes through on its way into another text.

The first and the last token of a passage are never edited, so that the ends of the copy are known.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from evaluation.passages.languages import Language

RATES = (0.05, 0.10, 0.15, 0.20)
BURST = 8
"""Tokens in one burst, about.

A deletion beside an insertion counts as two edits, though one substitution would do the same.
"""
MARKED = 0.05
"""Share of the tokens that a new punctuation mark follows."""
WIDTHS = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
OTHER_WIDTH = WIDTHS | {wide: code for code, wide in WIDTHS.items()}


@dataclass(frozen=True)
class Edit:
    """A class of edits; the rate is the share of edited tokens, for classes that have one."""

    name: str
    rate: float = 0.0


EDITS = (
    Edit("none"),
    *(Edit(name, rate) for name in ("random", "even", "burst") for rate in RATES),
    *(Edit(name) for name in ("slots", "punctuation", "reparagraphed", "fullwidth", "spaced")),
    Edit("layered", 0.10),
)
"""The classes that the cases of a set have by turns."""


@dataclass(frozen=True)
class Variable:
    """A number, a place or a name in a passage, and the function that draws another value."""

    start: int
    end: int
    fill: Callable[[str, random.Random], str]

    def is_free(self, variables: list["Variable"], length: int) -> bool:
        """Whether it lies inside a passage of that length and overlaps none of `variables`."""
        if self.start == 0 or self.end == length:
            return False
        return all(self.end <= each.start or each.end <= self.start for each in variables)


@dataclass
class Editor:
    """Edits passages; `vocabulary` holds the tokens of the source, each as often as it occurs."""

    language: Language
    vocabulary: list[str]
    chance: random.Random

    def edited(self, passage: str, edit: Edit) -> tuple[str, int]:
        """The copy, and the number of edited tokens (of other edits where no token changes)."""
        if edit.name in POSITIONS:
            spans = self.language.tokens(passage)
            count = round(edit.rate * len(spans))
            positions = POSITIONS[edit.name](len(spans), count, self.chance)
            return self.tokens_edited(passage, positions), count
        return getattr(self, edit.name)(passage, edit)

    def none(self, passage: str, _: Edit) -> tuple[str, int]:
        """The passage as it is."""
        return passage, 0

    def layered(self, passage: str, edit: Edit) -> tuple[str, int]:
        """Random edits, then punctuation, then line breaks."""
        copy, edits = self.edited(passage, Edit("random", edit.rate))
        for name in ("punctuation", "reparagraphed"):
            copy, _ = self.edited(copy, Edit(name))
        return copy, edits

    def tokens_edited(self, passage: str, positions: list[int]) -> str:
        """The tokens at these positions substituted, followed by another one, or deleted."""
        chosen, parts, after = set(positions), [], 0
        spans = self.language.tokens(passage)
        for at, (start, end) in enumerate(spans):
            between, token = passage[after:start], passage[start:end]
            after = end
            kind = self.chance.choice(("substitute", "insert", "delete")) if at in chosen else None
            if kind == "delete":
                parts.append(between.removesuffix(self.language.gap))
                continue
            parts.append(between)
            parts.append(self.other(token) if kind == "substitute" else token)
            if kind == "insert":
                following = passage[slice(*spans[at + 1])]
                parts += self.language.gap, self.other(token, following)
        return "".join(parts) + passage[after:]

    def other(self, *tokens: str) -> str:
        """A token of the source that is none of these."""
        excluded = {token.lower() for token in tokens}
        while (drawn := self.chance.choice(self.vocabulary)).lower() in excluded:
            pass
        return drawn

    def slots(self, passage: str, _: Edit) -> tuple[str, int]:
        """Other numbers, places and names; where there are few, names anywhere."""
        variables = self.found_variables(passage)
        values = [self.other_value(variable, passage) for variable in variables]
        for variable, value in zip(reversed(variables), reversed(values), strict=True):
            passage = passage[: variable.start] + value + passage[variable.end :]
        return passage, len(variables)

    def found_variables(self, passage: str) -> list[Variable]:
        """The variables of a passage, in order."""
        variables: list[Variable] = []
        for pattern, fill in self.language.variables:
            for match in pattern.finditer(passage):
                add(variables, Variable(*match.span(), fill), passage)
        spans, width = self.language.tokens(passage), self.language.name_tokens
        wanted = max(1, len(spans) // self.language.variable_every)
        firsts = list(range(1, len(spans) - width))
        self.chance.shuffle(firsts)
        while len(variables) < wanted and firsts:
            first = firsts.pop()
            end = spans[first + width - 1][1]
            add(variables, Variable(spans[first][0], end, self.language.name), passage)
        return sorted(variables, key=lambda variable: variable.start)

    def other_value(self, variable: Variable, passage: str) -> str:
        """A value that the variable does not have yet."""
        old = passage[variable.start : variable.end]
        while (new := variable.fill(old, self.chance)) == old:
            pass
        return new

    def punctuation(self, passage: str, _: Edit) -> tuple[str, int]:
        """Every mark deleted or changed, and a few new ones."""
        parts, edits = [], 0
        for at, character in enumerate(passage):
            if character.isspace() or character.isalnum():
                parts.append(character)
                if self.takes_mark(passage, at) and self.chance.random() < MARKED:
                    parts.append(self.mark(""))
                    edits += 1
            else:
                parts.append(self.mark(character) if self.chance.random() < 0.5 else "")
                edits += 1
        return "".join(parts), edits

    def takes_mark(self, passage: str, at: int) -> bool:
        """Whether a mark may follow this character: it ends a token and not the passage."""
        if not passage[at].isalnum() or at + 1 == len(passage):
            return False
        return self.ends_token(passage, at)

    def ends_token(self, passage: str, at: int) -> bool:
        """Whether a token ends with this character: in English no mark goes into a word."""
        return not self.language.gap or passage[at + 1].isspace()

    def mark(self, old: str) -> str:
        """Another mark."""
        return self.chance.choice([mark for mark in self.language.marks if mark != old])

    def reparagraphed(self, passage: str, _: Edit) -> tuple[str, int]:
        """Line breaks at new positions, inside of sentences too, and none at the old ones."""
        passage = self.language.gap.join(passage.splitlines())
        spans = self.language.tokens(passage)
        count = max(1, len(spans) // self.language.line)
        for at in sorted(self.chance.sample(range(1, len(spans)), count), reverse=True):
            before, after = passage[: spans[at][0]], passage[spans[at][0] :]
            line_break = self.chance.choice(self.language.breaks)
            passage = before.removesuffix(self.language.gap) + line_break + after
        return passage, count

    def fullwidth(self, passage: str, _: Edit) -> tuple[str, int]:
        """ASCII letters, digits and marks in full width, and what was in full width in ASCII."""
        copy = passage.translate(OTHER_WIDTH)
        return copy, sum(old != new for old, new in zip(passage, copy, strict=True))

    def spaced(self, passage: str, _: Edit) -> tuple[str, int]:
        """Spaces between characters; in English wider ones between words."""
        wide = self.chance.choice(self.language.wide)
        pieces = passage.split(self.language.gap) if self.language.gap else list(passage)
        return wide.join(pieces), len(pieces) - 1


def add(variables: list[Variable], variable: Variable, passage: str) -> None:
    """Adds a variable that lies inside the passage and overlaps no other one."""
    if variable.is_free(variables, len(passage)):
        variables.append(variable)


def at_random(tokens: int, count: int, chance: random.Random) -> list[int]:
    """Positions anywhere but at the ends."""
    return sorted(chance.sample(range(1, tokens - 1), count))


def evenly(tokens: int, count: int, _: random.Random) -> list[int]:
    """Positions as far apart as possible, so that no unedited run is longer than necessary."""
    return [(2 * number + 1) * tokens // (2 * count) for number in range(count)]


def in_bursts(tokens: int, count: int, chance: random.Random) -> list[int]:
    """Positions in runs of about eight, apart from each other and from the ends."""
    bursts = max(1, round(count / BURST))
    cuts = [0, *sorted(chance.sample(range(1, count), bursts - 1)), count]
    unedited = sorted(chance.sample(range(tokens - 2 - count + 1), bursts))
    positions: list[int] = []
    for before, (first, last) in zip(unedited, pairwise(cuts), strict=True):
        positions += range(1 + before + first, 1 + before + last)
    return positions


POSITIONS = {"random": at_random, "even": evenly, "burst": in_bursts}
"""The classes that edit tokens, each with the function that draws their positions."""
