"""Paraphrases a text: synonyms for a share of its content words, other connectives, and clauses and
sentences that are moved, split and joined.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.paraphrases import reordering
from evaluation.paraphrases.words import Lexicon, Word, protected, words

LEADING = {
    "但": "但是", "但是": "不过", "然而": "但是", "因此": "所以", "所以": "因此",
    "由于": "因为", "因为": "由于", "如果": "假如", "假如": "如果", "虽然": "尽管",
    "尽管": "虽然", "并且": "而且", "而且": "并且", "此外": "另外", "另外": "此外",
    "同时": "与此同时", "为了": "为", "即": "也就是", "例如": "比如", "根据": "依据",
    "按照": "依照", "若": "如果",
}  # fmt: skip
"""Connectives at the beginning of a clause."""
ANYWHERE = {
    "以及": "和", "或者": "或", "均": "都", "亦": "也", "已": "已经", "仍": "仍然", "尚": "还",
}  # fmt: skip
"""Connectives and adverbs that are replaced anywhere."""
CONNECTIVE_CHANGED = 0.5
"""Probability that a connective is replaced."""
RATE_TOLERANCE = 0.03
"""Difference between the rate that was reached and the rate asked for, at most."""
FEWEST_WORDS = 15
"""Content words of a text that is paraphrased, at least."""

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Paraphrase:
    """A paraphrased text, the rate that was reached, the replaced words and the moves."""

    text: str
    rate: float
    replaced: int
    content_words: int
    moves: int

    def is_thorough(self) -> bool:
        """Whether it has enough content words and at least one move."""
        return self.content_words >= FEWEST_WORDS and self.moves > 0


@dataclass(frozen=True)
class Source:
    """A text, its tokens, and the spans of it that stay unchanged."""

    text: str
    tokens: list[Word]
    fixed: Spans

    @classmethod
    def of(cls, text: str, fixed: Spans) -> "Source":
        """Segments a text; titles and short quotations stay unchanged too."""
        return cls(text, words(text), [*protected(text), *fixed])

    def content_words(self) -> Counter:
        """The content words, with their counts."""
        return Counter(token.text for token in self.tokens if token.content)

    def stays(self, token: Word) -> bool:
        """Whether a token touches a span that stays unchanged."""
        return any(token.start < end and start < token.end for start, end in self.fixed)

    def begins_clause(self, token: Word) -> bool:
        """Whether a token is at the beginning of the text or after a mark."""
        return token.start == 0 or not self.text[token.start - 1].isalnum()


class Paraphraser:
    """Paraphrases texts; every word of a text has one synonym throughout."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon

    def paraphrase(
        self, text: str, rate: float, chance: random.Random, fixed: Spans = ()
    ) -> Paraphrase | None:
        """The text with `rate` of its content words replaced, except in the spans `fixed`.

        None if too few of its words have synonyms.
        """
        source = Source.of(text, fixed)
        content = source.content_words()
        chosen = self.chosen(source, round(rate * content.total()), chance)
        if chosen is None:
            return None
        changed = "".join(replaced(token, source, chosen, rate, chance) for token in source.tokens)
        done, moves = reordering.reordered(changed, chance)
        reached = rate_of(content, done)
        if abs(reached - rate) > RATE_TOLERANCE:
            return None
        return Paraphrase(
            done, reached, sum(content[word] for word in chosen), content.total(), moves
        )

    def chosen(self, source: Source, wanted: int, chance: random.Random) -> dict[str, str] | None:
        """Words that occur `wanted` times together, with a synonym for each."""
        unchanged = {token.text for token in source.tokens if source.stays(token)}
        counts = source.content_words()
        own = {token.text for token in source.tokens}
        candidates = sorted(
            word for word in counts if word not in unchanged and self.options(word, own)
        )
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
        """The synonyms of a word that are not among the words of the text."""
        return [each for each in self.lexicon.synonyms(word) if each not in own]


def replaced(
    token: Word, source: Source, chosen: dict[str, str], rate: float, chance: random.Random
) -> str:
    """The text in place of a token."""
    if token.content and token.text in chosen:
        return chosen[token.text]
    leading = LEADING.get(token.text) if source.begins_clause(token) else None
    other = ANYWHERE.get(token.text) or leading
    if rate and other and not source.stays(token) and chance.random() < CONNECTIVE_CHANGED:
        return other
    return token.text


def rate_of(content: Counter, copy: str) -> float:
    """The share of the content words that the copy, segmented anew, does not have any more."""
    left = Counter(token.text for token in words(copy))
    gone = sum(max(0, count - left[word]) for word, count in content.items())
    return gone / max(1, content.total())
