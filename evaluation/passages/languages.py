"""What a passage, an edit and a slot are in each language."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

CONTENT = re.compile(r"[^\W_]")

HAN_DIGITS = "一二三四五六七八九"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国文斌鹏宇欣晨思远嘉怡子涵"
PLACES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 "
    "海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 "
    "广州 深圳 武汉 成都 西安 南京 杭州 长沙 郑州 沈阳 大连 青岛 "
    "美国 日本 英国 法国 德国 俄罗斯 韩国 印度 巴西 埃及 加拿大 澳大利亚"
).split()
ENGLISH_NAMES = (
    "Abbott Barnes Calvin Daphne Elliott Fraser Gordon Harriet Ingram Jasper "
    "Keller Lambert Monica Norton Oliver Preston Quentin Rowena Sutton Theresa"
).split()


@dataclass(frozen=True)
class Language:
    """One language: lengths count content characters, edits change tokens."""

    token: re.Pattern
    """What one edit puts, changes or drops."""
    gap: str
    """What stands between two tokens."""
    letter: re.Pattern
    """What a paragraph in this language mostly has."""
    shortest: int
    longest: int
    """Bounds of a passage."""
    paragraph: int
    """Least length of a paragraph."""
    run: int
    """Paragraphs that share so many content characters in a row are taken for reuse."""
    line: int
    """Tokens between the line breaks of a new layout, on average."""
    slot_every: int
    """A passage has a slot for each so many tokens, at least."""
    marks: str
    """Punctuation to change into."""
    breaks: tuple[str, ...]
    wide: tuple[str, ...]
    """What is put between characters (or in place of a space) to space a text out."""
    slots: tuple[tuple[re.Pattern, Callable[[str, random.Random], str]], ...]
    """What is a number, a place or a name, and what fills it anew."""
    name: Callable[[str, random.Random], str]
    """A new name for any slot."""
    name_tokens: int
    """Tokens that a name takes the place of."""

    def tokens(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens of a text are."""
        return [match.span() for match in self.token.finditer(text)]

    def window(self, text: str, length: int, chance: random.Random) -> tuple[int, int]:
        """A random place of whole tokens with `length` content characters, or a few more."""
        spans = self.tokens(text)
        ends = list(accumulate(size(text[start:end]) for start, end in spans))
        befores = [0, *ends[:-1]]
        first = chance.choice([at for at, before in enumerate(befores) if ends[-1] - before >= length])
        last = next(at for at in range(first, len(ends)) if ends[at] - befores[first] >= length)
        return spans[first][0], spans[last][1]


def size(text: str) -> int:
    """Content characters of a text."""
    return sum(1 for _ in CONTENT.finditer(text))


def digits(old: str, chance: random.Random) -> str:
    """Another number of as many digits."""
    return chance.choice("123456789") + "".join(chance.choice("0123456789") for _ in old[1:])


def han_digits(old: str, chance: random.Random) -> str:
    """Other numerals in place of the digits 一 to 九; tens and hundreds stay."""
    return "".join(chance.choice(HAN_DIGITS) if each in HAN_DIGITS else each for each in old)


def place(_: str, chance: random.Random) -> str:
    """A province, city or country."""
    return chance.choice(PLACES)


def han_name(_: str, chance: random.Random) -> str:
    """A Chinese name."""
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))


def english_name(_: str, chance: random.Random) -> str:
    """An English name."""
    return chance.choice(ENGLISH_NAMES)


CHINESE = Language(
    token=CONTENT,
    gap="",
    letter=re.compile("[㐀-鿿]"),
    shortest=50,
    longest=500,
    paragraph=20,
    run=12,
    line=25,
    slot_every=40,
    marks="，。；、！：—…",
    breaks=("\n", "\n\n", "\n　　", "\r\n"),
    wide=(" ", "　"),
    slots=(
        (re.compile(r"[0-9]+"), digits),
        (re.compile(f"[{HAN_DIGITS}十百千万]*[{HAN_DIGITS}][十百千万][{HAN_DIGITS}]*|[{HAN_DIGITS}](?=[年月日岁])"), han_digits),
        (re.compile("|".join(PLACES)), place),
        (re.compile(f"[{SURNAMES}][{GIVEN}]{{1,2}}"), han_name),
    ),
    name=han_name,
    name_tokens=3,
)

ENGLISH = Language(
    token=re.compile(r"[^\W_]+(?:['’][^\W_]+)*"),
    gap=" ",
    letter=re.compile("[A-Za-z]"),
    shortest=150,
    longest=1500,
    paragraph=60,
    run=32,
    line=12,
    slot_every=15,
    marks=",.;!:-",
    breaks=("\n", "\n\n", "\n    ", "\r\n"),
    wide=("  ", "   "),
    slots=(
        (re.compile(r"[0-9]+"), digits),
        (re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b"), english_name),
    ),
    name=english_name,
    name_tokens=1,
)

LANGUAGES = {"zh": CHINESE, "en": ENGLISH}
