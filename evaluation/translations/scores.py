"""The measures: how much a Chinese and an English text are like translations of each other."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.translations.words import Model

VARIANCE_PRIOR = 1000
"""Pseudo-count of the isotropic covariance, as in src/sketch/pca.rs."""
COMPONENTS = 64
"""Components that `--semantic` keeps."""


@dataclass(frozen=True)
class Text:
    """A text of one language: the number of its pair, and of the window in it."""

    pair: int
    part: int
    text: str


@dataclass
class Side:
    """The texts of one language and their words."""

    texts: list[Text]
    words: list[list[str]]

    def rarity(self) -> dict[str, float]:
        """The logarithm of the number of texts over that of the texts with a word."""
        having = Counter(word for words in self.words for word in set(words))
        return {word: float(np.log((len(self.words) + 1) / n)) for word, n in having.items()}


def all_scores(model: Model, zh: Side, en: Side) -> Iterator[tuple[str, np.ndarray]]:
    """The score of each Chinese text with each English one, by every measure."""
    weights = {word: float(model.weights[at]) for word, at in model.ids.items()}
    plain = [sums(model, each, weights) for each in (zh, en)]
    yield "plain", plain[0] @ plain[1].T
    centred = [each - each.mean(0) for each in plain]
    yield "centred", cosines(*centred)
    whitened = whitening(np.concatenate(centred))
    yield "whitened", cosines(*(each @ whitened for each in centred))
    half = whitening(np.concatenate(centred), power=0.25, components=COMPONENTS)
    yield "half whitened", cosines(*(each @ half for each in centred))
    rare = [sums(model, each, each.rarity()) for each in (zh, en)]
    centred = [each - each.mean(0) for each in rare]
    whitened = whitening(np.concatenate(centred))
    yield "rarity", cosines(*(each @ whitened for each in centred))
    yield "words answered", answered(model, zh, en)
    chinese = Side(zh.texts, [[word for word in words if is_han(word)] for words in zh.words])
    yield "no shared words", answered(model, chinese, en)
    yield "shared words", shared(zh, en)


def sums(model: Model, side: Side, weights: dict[str, float]) -> np.ndarray:
    """The weighted sum of the vectors of the words of each text, with unit length."""
    rows = np.zeros((len(side.words), model.vectors.shape[1]), np.float32)
    for row, words in zip(rows, side.words, strict=True):
        known = [(model.ids[word], weights[word]) for word in words if word in model.ids]
        if known:
            ids, factors = zip(*known, strict=True)
            row += np.array(factors, np.float32) @ model.vectors[list(ids)]
    return unit(rows)


def unit(rows: np.ndarray) -> np.ndarray:
    """The rows with unit length; zeros stay."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def cosines(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The cosine of each row with each other one."""
    return unit(rows) @ unit(others).T


def whitening(rows: np.ndarray, power: float = 0.5, components: int | None = None) -> np.ndarray:
    """The principal components of centred rows, each divided by a power of its variance."""
    covariance = (rows.T @ rows).astype(np.float64)
    variance = np.trace(covariance) / len(rows) / len(covariance)
    covariance += VARIANCE_PRIOR * variance * np.eye(len(covariance))
    variances, axes = np.linalg.eigh(covariance / (len(rows) + VARIANCE_PRIOR))
    kept = np.argsort(variances)[::-1][:components]
    return (axes[:, kept] / variances[kept] ** power).astype(np.float32)


def answered(model: Model, zh: Side, en: Side) -> np.ndarray:
    """How well the words of each text are answered by words of the other one, from 0 to 1."""
    sides = [Vocabulary.of(each) for each in (zh, en)]
    near = nearness(model, *(each.words for each in sides))
    found = np.zeros((len(zh.texts), len(en.texts)), np.float32)
    for (asked, other), towards in zip((sides, sides[::-1]), (near, near.T), strict=True):
        # The best answer of each other text to each word, then the mean over the words asked.
        answers = np.zeros((len(other.members), len(asked.words)), np.float32)
        for row, members in zip(answers, other.members, strict=True):
            if len(members):
                towards[:, members].max(1, out=row)
        means = asked.weighted @ answers.T
        found += means if asked is sides[0] else means.T
    return found / 2


@dataclass
class Vocabulary:
    """The distinct words of texts, and the share of each in the weight of each text."""

    words: list[str]
    members: list[np.ndarray]
    weighted: np.ndarray

    @classmethod
    def of(cls, side: Side) -> "Vocabulary":
        """Numbers the words of the texts."""
        rarity = side.rarity()
        numbers = {word: at for at, word in enumerate(rarity)}
        members = [np.array(sorted({numbers[word] for word in words}), int) for words in side.words]
        weights = np.array(list(rarity.values()), np.float32)
        weighted = np.zeros((len(members), len(weights)), np.float32)
        for row, each in zip(weighted, members, strict=True):
            row[each] = weights[each] / max(weights[each].sum(), 1e-9)
        return cls(list(rarity), members, weighted)


def nearness(model: Model, zh: list[str], en: list[str]) -> np.ndarray:
    """The cosine of each word with each other one, at least 0; 1 if they are equal."""
    every = sorted({*zh, *en})
    known = {word: at for at, word in enumerate(word for word in every if word in model.ids)}
    rows = model.vectors[[model.ids[word] for word in known]]
    chinese = np.array([is_han(word) for word in known])
    for language in (chinese, ~chinese):
        rows[language] -= rows[language].mean(0)
    rows = unit(rows @ whitening(rows))
    rows = np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])
    left, right = (rows[[known.get(word, -1) for word in words]] for words in (zh, en))
    near = np.maximum(left @ right.T, 0)
    places = {word: at for at, word in enumerate(en)}
    for at, word in enumerate(zh):
        if word in places:
            near[at, places[word]] = 1
    return near


def shared(zh: Side, en: Side) -> np.ndarray:
    """The cosine of Latin words and numbers, weighted by rarity."""
    latin = re.compile(r"[a-z][a-z'’]+|\d+")
    sides = [
        Side(each.texts, [latin.findall(text.text.lower()) for text in each.texts])
        for each in (zh, en)
    ]
    rarity = sides[1].rarity()
    columns = {word: at for at, word in enumerate(rarity)}
    rows = [np.zeros((len(each.texts), len(columns)), np.float32) for each in sides]
    for each, matrix in zip(sides, rows, strict=True):
        for row, words in zip(matrix, each.words, strict=True):
            for word in set(words) & columns.keys():
                row[columns[word]] = rarity[word]
    return cosines(*rows)


def is_han(word: str) -> bool:
    """Whether a word is Chinese."""
    return not word.isascii() and "㐀" <= word[0] <= "鿿"
