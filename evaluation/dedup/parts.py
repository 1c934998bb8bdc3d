"""Texts as parts: fixed words, and slots that say what could stand in their place."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

SLOT = re.compile(r"\{([^{}:.]+)(?:\.([ab]))?(?::([^{}]*))?\}")
"""A slot of a pattern: `{name}`, `{name.a}` for a role, `{name:words}` with words of its own."""


@dataclass(frozen=True)
class Part:
    """A piece of a text, and by class what it becomes in a changed copy; fixed without a class."""

    text: str
    changes: Mapping[str, str] = field(default_factory=dict)
    role: str = ""

    def changed(self, name: str) -> "Part":
        """The part after the change of one class."""
        return Part(self.changes[name])


Slot = Callable[[random.Random, str], Part]
"""Fills a slot, given the words that stand in the pattern."""


@dataclass(frozen=True)
class Sentence:
    """One sentence."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)

    def places(self, name: str) -> list[int]:
        """The parts that a class can change."""
        return [at for at, part in enumerate(self.parts) if name in part.changes]

    def changed(self, name: str, chance: random.Random) -> "Sentence":
        """The sentence after one change; for `roles` both names change places."""
        places = self.places(name)
        if name != "roles":
            places = [chance.choice(places)]
        parts = list(self.parts)
        for at in places:
            parts[at] = parts[at].changed(name)
        return Sentence(tuple(parts))


@dataclass(frozen=True)
class Text:
    """Paragraphs of sentences; `joint` stands between two sentences of a paragraph."""

    paragraphs: tuple[tuple[Sentence, ...], ...]
    joint: str = ""

    def __str__(self) -> str:
        return "\n".join(self.joint.join(map(str, each)) for each in self.paragraphs)

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in order."""
        for paragraph in self.paragraphs:
            yield from paragraph

    def has(self, name: str) -> bool:
        """Whether a class can change the text."""
        return any(sentence.places(name) for sentence in self.sentences())

    def changed(self, name: str, chance: random.Random, times: int = 1) -> "Text":
        """The text after changes of one class in up to `times` of its sentences."""
        fitting = [at for at, each in enumerate(self.sentences()) if each.places(name)]
        chosen = set(chance.sample(fitting, min(times, len(fitting))))
        return self.mapped(lambda at, each: each.changed(name, chance) if at in chosen else each)

    def mapped(self, change: Callable[[int, Sentence], Sentence]) -> "Text":
        """The text with each sentence changed, given its number."""
        numbers = iter(range(1 << 30))
        return Text(
            tuple(tuple(change(next(numbers), s) for s in each) for each in self.paragraphs),
            self.joint,
        )

    def without(self, name: str) -> "Text":
        """The text as it is when a class of changes is made wherever it can be."""
        return self.mapped(
            lambda _, each: Sentence(
                tuple(part.changed(name) if name in part.changes else part for part in each.parts)
            )
        )


def realized(pattern: str, slots: Mapping[str, Slot], chance: random.Random) -> Sentence:
    """Fills the slots of a pattern."""
    parts, end = [], 0
    for found in SLOT.finditer(pattern):
        parts.append(Part(pattern[end : found.start()]))
        name, role, words = found.groups()
        filled = slots[name](chance, words or "")
        taken = {part.text for part in parts}
        while role == "b" and filled.text in taken:
            filled = slots[name](chance, words or "")
        parts.append(replace(filled, role=role or ""))
        end = found.end()
    parts.append(Part(pattern[end:]))
    return Sentence(with_roles(tuple(part for part in parts if part.text)))


def with_roles(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Lets the parts with the roles `a` and `b` change places."""
    names = {part.role: part.text for part in parts if part.role}
    if len(names) < 2:
        return parts
    swapped = {"a": names["b"], "b": names["a"]}
    return tuple(
        replace(part, changes={**part.changes, "roles": swapped[part.role]}) if part.role else part
        for part in parts
    )


def one_of(words: str | list[str], name: str = "") -> Slot:
    """A slot with one of these words; with a class, another one of them can replace it."""
    choices = words.split("|") if isinstance(words, str) else words

    def fill(chance: random.Random, _: str) -> Part:
        word = chance.choice(choices)
        return Part(word, {name: other(word, choices, chance)} if name else {})

    return fill


def common_slots(lists: Mapping[str, str | list[str]]) -> dict[str, Slot]:
    """The slots that every language has, with its lists of words."""
    named = {"place", "fraction", "weekday"}
    words = {name: one_of(list_, name if name in named else "") for name, list_ in lists.items()}
    return {
        **words,
        "neg": either("negation"),
        "opp": either("opposite"),
        "opt": droppable("particle"),
        "clause": droppable("clause"),
    }


def either(name: str) -> Slot:
    """A slot `{name:this|that}` whose two words are opposites, one as likely as the other."""

    def fill(chance: random.Random, words: str) -> Part:
        pair = words.split("|")
        chance.shuffle(pair)
        return Part(pair[0], {name: pair[1]})

    return fill


def droppable(name: str) -> Slot:
    """A slot `{name:words}` whose words can be left out."""
    return lambda _, words: Part(words, {name: ""})


def other(word: str, choices: list[str], chance: random.Random) -> str:
    """Another one of the choices."""
    while (found := chance.choice(choices)) == word:
        pass
    return found
