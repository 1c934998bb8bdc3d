"""The content of a text, and the set of its shingles: the unit that every tool compares.

Content characters are letters and numbers after NFKC, in lower case. A text with fewer content
characters than a shingle is one shingle, so that short texts are similar only if they are equal.
"""

import re
import unicodedata

SHINGLE = 5
"""Content characters in a shingle."""
CONTENT = re.compile(r"[^\W_]")
"""One content character of a text that was not normalized."""
NOT_CONTENT = re.compile(r"[\W_]+")


def content(text: str) -> str:
    """The content characters of a text.

    >>> content("Ａ級、２ 軟體!")
    'a級2軟體'
    """
    folded = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    return NOT_CONTENT.sub("", folded)


def content_length(text: str) -> int:
    """The number of content characters in a text that was not normalized."""
    return sum(1 for _ in CONTENT.finditer(text))


def shingles(characters: str) -> set[str]:
    """The set of shingles of content characters; empty content has no shingle.

    >>> sorted(shingles("abcdef")), shingles("abc"), shingles("")
    (['abcde', 'bcdef'], {'abc'}, set())
    """
    if len(characters) < SHINGLE:
        return {characters} if characters else set()
    return {characters[at : at + SHINGLE] for at in range(len(characters) - SHINGLE + 1)}


def jaccard(a: set[str], b: set[str]) -> float:
    """The number of shingles in both sets over the number of shingles in either.

    >>> jaccard({"a", "b"}, {"b", "c", "d"})
    0.25
    """
    common = len(a & b)
    either = len(a) + len(b) - common
    return common / either if either else 0.0


def similarity(a: str, b: str) -> float:
    """The Jaccard similarity of the shingle sets of two texts."""
    return jaccard(shingles(content(a)), shingles(content(b)))
