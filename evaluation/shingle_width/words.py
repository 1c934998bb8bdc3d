"""The words of texts, for edits of the same share of the words in every script."""

import re

from evaluation.common import chinese, content

KANA = "ぁ-ゟ゠-ヿ"
"""Hiragana and katakana, as a range of a regular expression."""
RUNS = re.compile(f"[ぁ-ゟ]+|[゠-ヿ]+|[{chinese.HAN}]+|[^\\W_{KANA}{chinese.HAN}]+")
"""The runs of one script: about the words of Japanese, and those of alphabetic scripts."""


def words(text: str, segment) -> list[str]:
    """The words of a text, as their content; `segment` cuts Chinese."""
    pieces = segment(text) if segment else RUNS.findall(text)
    return [word for word in map(content.content, pieces) if word]


def is_wide(char: str) -> bool:
    """Whether a character counts as an ideograph, by the definition of Leitong.

    >>> [is_wide(char) for char in "字かハ한a1"]
    [True, True, True, True, False, False]
    """
    code = ord(char)
    if code < 0x3005:
        return False
    ranges = (
        (0x3005, 0x3007),
        (0x3040, 0x30FF),
        (0x31F0, 0x31FF),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF),
    )
    return any(first <= code <= last for first, last in ranges)
