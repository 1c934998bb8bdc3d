"""The languages of the collections: what a text is made of, and how it is edited."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from evaluation.dedup import chinese, english
from evaluation.dedup.parts import Sentence, Slot, Text, realized


@dataclass(frozen=True)
class Language:
    """One language."""

    name: str
    patterns: list[str]
    titles: list[str]
    slots: Mapping[str, Slot]
    joint: str
    """What stands between two sentences."""
    short: range
    """Characters of a short text."""
    document: range
    """Characters of a document."""
    paragraph: int
    """Characters of a paragraph, about."""
    similar_letters: Mapping[str, str]
    """Letters that are mistaken for others."""

    @cached_property
    def by_class(self) -> dict[str, list[str]]:
        """The patterns that each class can change."""
        found: dict[str, list[str]] = {}
        for pattern in self.patterns:
            sentence = realized(pattern, self.slots, random.Random(pattern))
            for name in sorted({name for part in sentence.parts for name in part.changes}):
                found.setdefault(name, []).append(pattern)
        return found

    def sentence(self, chance: random.Random, needs: str = "") -> Sentence:
        """A sentence that a class can change, if one is named."""
        fitting = self.by_class[needs] if needs else self.patterns
        return realized(chance.choice(fitting), self.slots, chance)

    def sentences(self, chance: random.Random, length: int, needs: str = "") -> list[Sentence]:
        """Sentences of different patterns with about `length` characters together."""
        first = [chance.choice(self.by_class[needs])] if needs else []
        rest = [pattern for pattern in self.patterns if pattern not in first]
        chance.shuffle(rest)
        made, size = [], 0
        for pattern in first + rest:
            if made and size >= length:
                break
            made.append(realized(pattern, self.slots, chance))
            size += len(str(made[-1])) + len(self.joint)
        chance.shuffle(made)
        return made

    def title(self, chance: random.Random) -> Sentence:
        """The first line of a document."""
        return realized(chance.choice(self.titles), self.slots, chance)

    def paragraphs(self, sentences: list[Sentence]) -> tuple[tuple[Sentence, ...], ...]:
        """Sentences in paragraphs of about equal length."""
        found: list[list[Sentence]] = [[]]
        for sentence in sentences:
            if sum(len(str(each)) for each in found[-1]) >= self.paragraph:
                found.append([])
            found[-1].append(sentence)
        return tuple(map(tuple, found))

    def text(self, sentences: list[Sentence], title: Sentence | None = None) -> Text:
        """A text of these sentences."""
        head = ((title,),) if title else ()
        return Text(head + self.paragraphs(sentences), self.joint)


def pairs(words: str) -> dict[str, str]:
    """Both directions of pairs of letters."""
    both = [(word[0], word[1:]) for word in words.split()]
    return {b: a for a, b in both if len(b) == 1} | dict(both)


CHINESE = Language(
    name="zh",
    patterns=chinese.PATTERNS,
    titles=chinese.TITLES,
    slots=chinese.SLOTS,
    joint="",
    short=range(20, 61),
    document=range(300, 1501),
    paragraph=160,
    similar_letters=pairs(
        "己已 人入 土士 太犬 日曰 侯候 蓝篮 城诚 清请 间问 复夏 陪赔 拔拨 令今 贷货 受爱 "
        "园圆 账帐 晴睛 密蜜 坏环 即既 提堤 辩辨 拆折 管菅 部陪 料科 场扬 报拫 员圆 准淮 "
        "作做 在再 的地 申甲 师帅 往住 案桉 经径 示禾 班斑 书节 现观 由田 合台 务努 全金 "
        "县具 考孝 织职 设没 构购 记纪 象像 检捡 测侧 值植 组祖 据椐"
    ),
)
ENGLISH = Language(
    name="en",
    patterns=english.PATTERNS,
    titles=english.TITLES,
    slots=english.SLOTS,
    joint=" ",
    short=range(60, 201),
    document=range(800, 4001),
    paragraph=450,
    similar_letters=pairs("ec il ao uv nh rn tf") | {"m": "rn", "w": "vv"},
)
LANGUAGES = (CHINESE, ENGLISH)
