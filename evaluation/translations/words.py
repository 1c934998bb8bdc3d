"""The words that the shipped model cuts from a text, and their vectors.

Written a second time, in Python, after `src/embedding/`: runs of Chinese characters are cut into
the most probable words, a run of letters is one word, and all numbers are one word. Forms of
English words that the vocabulary lacks are not looked up.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from evaluation.common import model_file
from evaluation.common.chinese import HAN

UNKNOWN = 1 << 16
"""Cost of a character that no word covers."""
NUMBER = "0"
RUN = re.compile(rf"([{HAN}]+)|(\d(?:[\d.,:/]*\d)?)|([^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)*)")


@dataclass
class Model:
    """The vocabulary of a model file, which src/embedding/model_file.rs describes."""

    words: list[str]
    costs: np.ndarray
    vectors: np.ndarray
    """A row of unit length for each word."""
    weights: np.ndarray

    @classmethod
    def load(cls, path: Path = model_file.SHIPPED) -> "Model":
        """Reads a model file."""
        words, costs, factors, values = model_file.read(path)
        norms = np.maximum(np.linalg.norm(values, axis=1), 1e-9)
        return cls(words, costs, values / norms[:, None], norms * factors)

    @cached_property
    def ids(self) -> dict[str, int]:
        """The number of each word."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def longest(self) -> int:
        """Characters of the longest Chinese word."""
        return max(len(word) for word in self.words if not word.isascii())

    def tokens(self, text: str) -> list[str]:
        """The words of a text in order, the unknown ones too."""
        found: list[str] = []
        for han, number, letters in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
            if han:
                found += self.segments(han)
            else:
                found.append(NUMBER if number else letters.replace("'", "").replace("’", ""))
        return found

    def segments(self, run: str) -> list[str]:
        """The cheapest words of a run of Chinese characters; of equal ones, the longest first."""
        steps = [(0, 0)] * (len(run) + 1)
        for start in reversed(range(len(run))):
            best = (steps[start + 1][0] + UNKNOWN, 1)
            for end in range(start + 1, min(len(run), start + self.longest) + 1):
                number = self.ids.get(run[start:end])
                if number is not None:
                    cost = steps[end][0] + int(self.costs[number])
                    if cost <= best[0]:
                        best = (cost, end - start)
            steps[start] = best
        found, at = [], 0
        while at < len(run):
            found.append(run[at : at + steps[at][1]])
            at += steps[at][1]
        return found
