"""The classes of edits: what happens to a passage on its way into another text.

The first and the last token of a passage are never edited, so that it is plain where the copy begins and ends.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from languages import Language

RATES = (0.05, 0.10, 0.15, 0.20)
BURST = 8
"""Tokens of one burst, about. A dropped and a put one beside each other are two edits, though one changed one would do as well."""
MARKED = 0.05
"""Tokens that a new punctuation mark follows."""
WIDTHS = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
OTHER_WIDTH = WIDTHS | {wide: code for code, wide in WIDTHS.items()}


@dataclass(frozen=True)
class Edit:
    """A class of edits; the rate is edited tokens over tokens, where that can be asked for."""

    name: str
    rate: float = 0.0


EDITS = (
    Edit("none"),
    *(Edit(name, rate) for name in ("random", "even", "burst") for rate in RATES),
    *(Edit(name) for name in ("slots", "punctuation", "reparagraphed", "fullwidth", "spaced")),
    Edit("layered", 0.10),
)
"""The cases of a set go through these in turn."""


@dataclass
class Editor:
    """Edits passages; `vocabulary` holds the tokens of the source as often as they occur there."""

    language: Language
    vocabulary: list[str]
    chance: random.Random

    def edited(self, passage: str, edit: Edit) -> tuple[str, int]:
        """The copy, and how many tokens (or, where no token changes, other places) were edited."""
        if edit.name in PLACES:
            spans = self.language.tokens(passage)
            places = PLACES[edit.name](len(spans), round(edit.rate * len(spans)), self.chance)
            return self.tokens_edited(passage, places), len(places)
        return getattr(self, edit.name)(passage, edit)

    def none(self, passage: str, _: Edit) -> tuple[str, int]:
        """As it is."""
        return passage, 0

    def layered(self, passage: str, edit: Edit) -> tuple[str, int]:
        """Some of everything."""
        copy, edits = self.edited(passage, Edit("random", edit.rate))
        for name in ("punctuation", "reparagraphed"):
            copy, _ = self.edited(copy, Edit(name))
        return copy, edits

    def tokens_edited(self, passage: str, places: list[int]) -> str:
        """The tokens at these places replaced, followed by another one, or dropped, each as likely."""
        chosen, parts, after = set(places), [], 0
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
        not_these = {token.lower() for token in tokens}
        while (drawn := self.chance.choice(self.vocabulary)).lower() in not_these:
            pass
        return drawn

    def slots(self, passage: str, _: Edit) -> tuple[str, int]:
        """Numbers, places and names filled anew; where there are few, names in any place."""
        slots = self.found_slots(passage)
        fills = [(start, end, self.until_other(fill, passage[start:end])) for start, end, fill in slots]
        for start, end, new in reversed(fills):
            passage = passage[:start] + new + passage[end:]
        return passage, len(fills)

    def found_slots(self, passage: str) -> list[tuple[int, int, Callable]]:
        """Where the slots of a passage are, in order, and what fills each."""
        slots: list[tuple[int, int, Callable]] = []
        for pattern, fill in self.language.slots:
            for match in pattern.finditer(passage):
                add(slots, (*match.span(), fill), len(passage))
        spans, wide = self.language.tokens(passage), self.language.name_tokens
        wanted = max(1, len(spans) // self.language.slot_every)
        firsts = list(range(1, len(spans) - wide))
        self.chance.shuffle(firsts)
        while len(slots) < wanted and firsts:
            first = firsts.pop()
            add(slots, (spans[first][0], spans[first + wide - 1][1], self.language.name), len(passage))
        return sorted(slots, key=lambda slot: slot[0])

    def until_other(self, fill: Callable, old: str) -> str:
        """Something new for a slot."""
        while (new := fill(old, self.chance)) == old:
            pass
        return new

    def punctuation(self, passage: str, _: Edit) -> tuple[str, int]:
        """Every mark dropped or changed, and a few new ones."""
        parts, edits = [], 0
        for at, character in enumerate(passage):
            if character.isspace() or character.isalnum():
                parts.append(character)
                if character.isalnum() and at + 1 < len(passage) and self.ends_token(passage, at) and self.chance.random() < MARKED:
                    parts.append(self.mark(""))
                    edits += 1
            else:
                parts.append(self.mark(character) if self.chance.random() < 0.5 else "")
                edits += 1
        return "".join(parts), edits

    def ends_token(self, passage: str, at: int) -> bool:
        """Whether a token ends with this character: in English a mark never stands inside a word."""
        return not self.language.gap or passage[at + 1].isspace()

    def mark(self, old: str) -> str:
        """Another mark."""
        return self.chance.choice([mark for mark in self.language.marks if mark != old])

    def reparagraphed(self, passage: str, _: Edit) -> tuple[str, int]:
        """Line breaks in new places, inside of sentences too, and none where they were."""
        passage = self.language.gap.join(passage.splitlines())
        spans = self.language.tokens(passage)
        count = max(1, len(spans) // self.language.line)
        for place in sorted(self.chance.sample(range(1, len(spans)), count), reverse=True):
            before, after = passage[: spans[place][0]], passage[spans[place][0] :]
            passage = before.removesuffix(self.language.gap) + self.chance.choice(self.language.breaks) + after
        return passage, count

    def fullwidth(self, passage: str, _: Edit) -> tuple[str, int]:
        """ASCII letters, digits and marks in full width, and what was in full width in ASCII."""
        copy = passage.translate(OTHER_WIDTH)
        return copy, sum(old != new for old, new in zip(passage, copy))

    def spaced(self, passage: str, _: Edit) -> tuple[str, int]:
        """Spaces between characters; in English wider ones between words."""
        wide = self.chance.choice(self.language.wide)
        pieces = passage.split(self.language.gap) if self.language.gap else list(passage)
        return wide.join(pieces), len(pieces) - 1


def add(slots: list[tuple[int, int, Callable]], slot: tuple[int, int, Callable], length: int) -> None:
    """Adds a slot that lies free inside the passage."""
    start, end, _ = slot
    if start > 0 and end < length and all(end <= other or stop <= start for other, stop, _ in slots):
        slots.append(slot)


def at_random(tokens: int, count: int, chance: random.Random) -> list[int]:
    """Places anywhere but at the ends."""
    return sorted(chance.sample(range(1, tokens - 1), count))


def evenly(tokens: int, count: int, _: random.Random) -> list[int]:
    """Places as far apart as they can be: no run is left whole that a sample could rely on."""
    return [(2 * number + 1) * tokens // (2 * count) for number in range(count)]


def in_bursts(tokens: int, count: int, chance: random.Random) -> list[int]:
    """Places in runs of about eight, apart from each other and from the ends."""
    bursts = max(1, round(count / BURST))
    cuts = [0, *sorted(chance.sample(range(1, count), bursts - 1)), count]
    unedited = sorted(chance.sample(range(tokens - 2 - count + 1), bursts))
    places: list[int] = []
    for before, first, last in zip(unedited, cuts, cuts[1:]):
        places += range(1 + before + first, 1 + before + last)
    return places


PLACES = {"random": at_random, "even": evenly, "burst": in_bursts}
