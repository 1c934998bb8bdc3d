"""Spins a text: synonyms for a share of its content words, other connectives, clauses and sentences moved and cut anew."""

import random
from collections import Counter
from dataclasses import dataclass

import moves
from words import Lexicon, Word, protected, words

LEADING = {
    "但": "但是", "但是": "不过", "然而": "但是", "因此": "所以", "所以": "因此", "由于": "因为", "因为": "由于",
    "如果": "假如", "假如": "如果", "虽然": "尽管", "尽管": "虽然", "并且": "而且", "而且": "并且", "此外": "另外",
    "另外": "此外", "同时": "与此同时", "为了": "为", "即": "也就是", "例如": "比如", "根据": "依据", "按照": "依照", "若": "如果",
}  # fmt: skip
"""Connectives at the beginning of a clause."""
ANYWHERE = {"以及": "和", "或者": "或", "均": "都", "亦": "也", "已": "已经", "仍": "仍然", "尚": "还"}
CONNECTIVE_CHANGED = 0.5
NEAR_ENOUGH = 0.03
"""How far the rate that was reached may be from the one asked for."""
FEWEST_WORDS = 15
"""Content words of a text that is spun."""


@dataclass(frozen=True)
class Spun:
    """A spun text: the rate that was reached, words put, and moves."""

    text: str
    rate: float
    replaced: int
    content_words: int
    moves: int


class Spinner:
    """Spins texts; every word of a text has one synonym throughout."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon

    def spun(self, text: str, rate: float, chance: random.Random, fixed: tuple[tuple[int, int], ...] = (), move: bool = True) -> Spun | None:
        """The text with that share of its content words replaced; none if it has not so many words with synonyms.

        What stands at the places `fixed` stays.
        """
        tokens = words(text)
        wanted = round(rate * sum(token.content for token in tokens))
        chosen = self.chosen(text, tokens, wanted, chance, fixed)
        if chosen is None:
            return None
        changed = "".join(self.put(token, chosen, rate, chance, text, fixed) for token in tokens)
        done, moved = moves.moved(changed, chance) if move else (changed, 0)
        content = Counter(token.text for token in tokens if token.content)
        reached = rate_of(content, done)
        if abs(reached - rate) > NEAR_ENOUGH:
            return None
        return Spun(done, reached, sum(content[word] for word in chosen), content.total(), moved)

    def chosen(self, text: str, tokens: list[Word], wanted: int, chance: random.Random, fixed) -> dict[str, str] | None:
        """So many words, as often as they occur, with the synonym of each."""
        kept = [*protected(text), *fixed]
        stays = {token.text for token in tokens if inside(token, kept)}
        counts = Counter(token.text for token in tokens if token.content)
        own = {token.text for token in tokens}
        candidates = sorted(word for word in counts if word not in stays and self.options(word, own))
        chance.shuffle(candidates)
        found: dict[str, str] = {}
        taken = 0
        for word in candidates:
            options = [each for each in self.options(word, own) if each not in found.values()]
            if taken + counts[word] <= wanted and options:
                found[word] = chance.choice(options)
                taken += counts[word]
        return found if taken == wanted else None

    def options(self, word: str, own: set[str]) -> list[str]:
        """Synonyms that the text does not have by itself, nor as a part of a word."""
        return [each for each in self.lexicon.synonyms(word) if each not in own]

    def put(self, token: Word, chosen: dict[str, str], rate: float, chance: random.Random, text: str, fixed) -> str:
        """What stands in the place of a token."""
        if token.content and token.text in chosen:
            return chosen[token.text]
        leads = token.start == 0 or not text[token.start - 1].isalnum()
        other = ANYWHERE.get(token.text) or (LEADING.get(token.text) if leads else None)
        if rate and other and not inside(token, [*protected(text), *fixed]) and chance.random() < CONNECTIVE_CHANGED:
            return other
        return token.text


def inside(token: Word, places: list[tuple[int, int]]) -> bool:
    """Whether a token touches one of the places."""
    return any(token.start < end and start < token.end for start, end in places)


def rate_of(content: Counter, copy: str) -> float:
    """The share of the content words of the source that the copy, cut into words anew, does not have any more."""
    left = Counter(token.text for token in words(copy))
    gone = sum(max(0, count - left[word]) for word, count in content.items())
    return gone / max(1, content.total())
