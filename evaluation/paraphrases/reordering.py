"""Moves clauses and sentences, splits and joins sentences. Text between the marks is unchanged."""

import random
from dataclasses import dataclass, replace

OPENING, CLOSING = "“‘（(《【〈「『[", "”’）)》】〉」』]"
ENDS = "。！？；!?;"
CLAUSE_MOVED = 0.5
"""Probability that a clause of a sentence is moved."""
SHORT_CLAUSE = 5
"""Least length of a clause that may be moved: shorter ones introduce the next clause."""
SENTENCE_MOVED = 0.6
"""Probability that one sentence of a text is moved."""
SPLIT = 0.3
"""Probability that a long sentence is split."""
JOINED = 0.3
"""Probability that two short sentences are joined."""
LONG_SENTENCE = 4
"""Clauses of a sentence that may be split, and of two that may be joined at most."""


@dataclass
class Sentence:
    """Clauses, and the mark after the last one."""

    clauses: list[str]
    end: str
    comma: str = "，"

    def __str__(self) -> str:
        return self.comma.join(self.clauses) + self.end


def sentences(text: str) -> list[Sentence] | None:
    """The sentences of a text.

    None if its brackets and quotation marks do not match, or if no mark ends it.
    """
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
    complete = depth == 0 and not clauses and not text[start:].strip()
    return found if complete and all(str(each).strip() for each in found) else None


def between_digits(text: str, at: int) -> bool:
    """Whether a mark is inside a number."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def reordered(text: str, chance: random.Random) -> tuple[str, int]:
    """The text with clauses and sentences moved, split and joined, and the number of changes."""
    parts = sentences(text)
    if parts is None:
        return text, 0
    changes = 0
    for sentence in parts:
        changes += move_clause(sentence, chance)
    changes += move_sentence(parts, chance)
    parts, more = split_and_join(parts, chance)
    return "".join(map(str, parts)), changes + more


def move_clause(sentence: Sentence, chance: random.Random) -> int:
    """Moves one clause within its sentence; gives the number of moves, 0 or 1."""
    movable = [at for at, clause in enumerate(sentence.clauses) if len(clause) >= SHORT_CLAUSE]
    if len(sentence.clauses) < 2 or not movable or chance.random() >= CLAUSE_MOVED:
        return 0
    before = chance.choice(movable)
    after = chance.choice([at for at in range(len(sentence.clauses)) if at != before])
    sentence.clauses.insert(after, sentence.clauses.pop(before))
    return 1


def move_sentence(parts: list[Sentence], chance: random.Random) -> int:
    """Moves one sentence; gives the number of moves, 0 or 1."""
    if len(parts) < 2 or chance.random() >= SENTENCE_MOVED:
        return 0
    before = chance.randrange(len(parts))
    after = chance.choice([at for at in range(len(parts)) if at != before])
    parts.insert(after, parts.pop(before))
    return 1


def split_and_join(parts: list[Sentence], chance: random.Random) -> tuple[list[Sentence], int]:
    """Splits long sentences at a comma, joins neighbours by one; also gives the number of both."""
    done: list[Sentence] = []
    changes = 0
    for sentence in parts:
        if done and joinable(done[-1], sentence) and chance.random() < JOINED:
            done[-1] = Sentence(done[-1].clauses + sentence.clauses, sentence.end, sentence.comma)
            changes += 1
        elif len(sentence.clauses) >= LONG_SENTENCE and chance.random() < SPLIT:
            at = chance.randrange(2, len(sentence.clauses) - 1)
            done.append(replace(sentence, clauses=sentence.clauses[:at], end="。"))
            done.append(replace(sentence, clauses=sentence.clauses[at:]))
            changes += 1
        else:
            done.append(sentence)
    return done, changes


def joinable(first: Sentence, second: Sentence) -> bool:
    """Whether two neighbours are short enough to become one sentence."""
    return first.end in "。；" and len(first.clauses) + len(second.clauses) <= LONG_SENTENCE
