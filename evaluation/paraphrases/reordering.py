"""Moves clauses and sentences, splits and joins sentences. What is between the marks stays as it is."""

import random
from dataclasses import dataclass, replace

OPENING, CLOSING = "“‘（(《【〈「『[", "”’）)》】〉」』]"
ENDS = "。！？；!?;"
CLAUSE_MOVED = 0.5
SHORT_CLAUSE = 5
"""Characters of a clause that may be moved: shorter ones lead what follows."""
SENTENCE_MOVED = 0.6
SPLIT = 0.3
JOINED = 0.3
LONG_SENTENCE = 4
"""Clauses of a sentence that may be split."""


@dataclass
class Sentence:
    """Clauses, and the mark after the last one with what closes behind it."""

    clauses: list[str]
    end: str
    comma: str = "，"

    def __str__(self) -> str:
        return self.comma.join(self.clauses) + self.end


def sentences(text: str) -> list[Sentence] | None:
    """The sentences of a text; none if its brackets and quotation marks do not match, or no mark ends it."""
    found: list[Sentence] = []
    depth, start, clauses = 0, 0, []
    comma = "," if text.count(",") > text.count("，") else "，"
    for at, character in enumerate(text):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
        if depth < 0:
            return None
        if depth == 0 and character == comma and not between_digits(text, at):
            clauses.append(text[start:at])
            start = at + 1
        elif depth == 0 and character in ENDS:
            found.append(Sentence([*clauses, text[start:at]], character, comma))
            clauses, start = [], at + 1
    return found if depth == 0 and not clauses and not text[start:].strip() and all(str(each).strip() for each in found) else None


def between_digits(text: str, at: int) -> bool:
    """Whether a mark stands inside a number."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def moved(text: str, chance: random.Random) -> tuple[str, int]:
    """The text with clauses and sentences moved and sentences cut anew, and how many such changes were made."""
    parts = sentences(text)
    if parts is None:
        return text, 0
    changes = 0
    for sentence in parts:
        changes += move_clause(sentence, chance)
    changes += move_sentence(parts, chance)
    parts, recuts = recut(parts, chance)
    return "".join(map(str, parts)), changes + recuts


def move_clause(sentence: Sentence, chance: random.Random) -> int:
    """Puts one clause of a sentence elsewhere in it; whether it did."""
    movable = [place for place, clause in enumerate(sentence.clauses) if len(clause) >= SHORT_CLAUSE]
    if len(sentence.clauses) < 2 or not movable or chance.random() >= CLAUSE_MOVED:
        return 0
    before = chance.choice(movable)
    after = chance.choice([place for place in range(len(sentence.clauses)) if place != before])
    sentence.clauses.insert(after, sentence.clauses.pop(before))
    return 1


def move_sentence(parts: list[Sentence], chance: random.Random) -> int:
    """Puts one sentence elsewhere; whether it did."""
    if len(parts) < 2 or chance.random() >= SENTENCE_MOVED:
        return 0
    before = chance.randrange(len(parts))
    after = chance.choice([place for place in range(len(parts)) if place != before])
    parts.insert(after, parts.pop(before))
    return 1


def recut(parts: list[Sentence], chance: random.Random) -> tuple[list[Sentence], int]:
    """Splits long sentences at a comma, joins neighbours by one; how often."""
    done: list[Sentence] = []
    changes = 0
    for sentence in parts:
        if done and done[-1].end in "。；" and len(done[-1].clauses) + len(sentence.clauses) <= LONG_SENTENCE and chance.random() < JOINED:
            done[-1] = Sentence(done[-1].clauses + sentence.clauses, sentence.end, sentence.comma)
            changes += 1
        elif len(sentence.clauses) >= LONG_SENTENCE and chance.random() < SPLIT:
            at = chance.randrange(2, len(sentence.clauses) - 1)
            done += replace(sentence, clauses=sentence.clauses[:at], end="。"), replace(sentence, clauses=sentence.clauses[at:])
            changes += 1
        else:
            done.append(sentence)
    return done, changes
