"""Sentences for the fit, drawn from the vocabulary with fixed seeds: no text is used."""

from dataclasses import dataclass

import numpy as np

from evaluation.model.vocabulary import Word

CHINESE, ENGLISH = 40_000, 36_000


@dataclass(frozen=True)
class Sentence:
    """Some words in a row."""

    text: str
    words: list[int]
    """The numbers of the words in the vocabulary."""


class Pool:
    """Words to draw from; frequent ones are drawn more often."""

    def __init__(self, words: list[Word], numbers: list[int], power: float):
        shares = np.array([words[number].share for number in numbers]) ** power
        self.numbers, self.sums = numbers, np.cumsum(shares / shares.sum())

    def draw(self, chance: np.random.Generator) -> int:
        """The number of a word."""
        at = int(np.searchsorted(self.sums, chance.random()))
        return self.numbers[min(at, len(self.numbers) - 1)]


def chinese(words: list[Word]) -> list[Sentence]:
    """Sentences of Chinese words."""
    numbers = [n for n, word in enumerate(words) if not word.text.isascii()]
    return drawn(words, numbers, CHINESE, "", 7)


def english(words: list[Word]) -> list[Sentence]:
    """Sentences of English words."""
    numbers = [n for n, word in enumerate(words) if word.tag == "en"]
    return drawn(words, numbers, ENGLISH, " ", 13)


def drawn(
    words: list[Word], numbers: list[int], count: int, space: str, seed: int
) -> list[Sentence]:
    """Sentences of two to eight words; half of the words are drawn by turns, so that all occur."""
    chance = np.random.Generator(np.random.PCG64(seed))
    pool, turns, sentences = Pool(words, numbers, 0.75), iter(()), []
    for _ in range(count):
        chosen = []
        for at in range(int(chance.integers(2, 9))):
            if at % 2 == 0:
                chosen.append(pool.draw(chance))
                continue
            turn = next(turns, None)
            if turn is None:
                turns = iter(chance.permutation(numbers).tolist())
                turn = next(turns)
            chosen.append(turn)
        chance.shuffle(chosen)
        sentences.append(
            Sentence(space.join(words[n].written or words[n].text for n in chosen), chosen)
        )
    return sentences
