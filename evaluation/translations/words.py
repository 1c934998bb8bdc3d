"""The words that the shipped model cuts from a text, and their vectors.

Written a second time, in Python, after `src/embedding/`: runs of Chinese characters are cut into
the most probable words, a run of letters is one word, and all numbers are one word. Forms of
English words that the vocabulary lacks are not looked up.
"""

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from evaluation.common.chinese import HAN
from evaluation.common.paths import ROOT

SHIPPED = ROOT / "src" / "embedding" / "default.model"
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
    def load(cls, path: Path = SHIPPED) -> "Model":
        """Reads a model file."""
        data = path.read_bytes()
        _, count, dims, size = struct.unpack_from("<IIII", data, 8)
        parts, at = [], 32
        for length in (2 * count, count, count, size, count * dims // 2):
            parts.append(data[at : at + length])
            at += length
        costs, factors, lengths, text, packed = parts
        words, at = [], 0
        for length in lengths:
            words.append(text[at : at + length].decode())
            at += length
        rows = np.frombuffer(packed, np.uint8).reshape(count, dims // 2)
        values = np.empty((count, dims), np.float32)
        values[:, 0::2], values[:, 1::2] = rows & 15, rows >> 4
        values -= 8
        norms = np.maximum(np.linalg.norm(values, axis=1), 1e-9)
        weights = norms * np.frombuffer(factors, np.uint8)
        return cls(words, np.frombuffer(costs, "<u2"), values / norms[:, None], weights)

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
