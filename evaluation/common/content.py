"""What is compared, the same for every tool: content characters and the set of their shingles.

Content characters are letters and numbers after NFKC, in lower case. A text of fewer content characters
than a shingle has is one shingle, so that short texts are alike only when they are equal.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

SHINGLE = 5
NOT_CONTENT = re.compile(r"[\W_]+")


def records(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of every record of a JSON Lines file."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                record = json.loads(line)
                yield str(record["id"]), record["text"]


def content(text: str) -> str:
    """The content characters of a text.

    >>> content("Ａ級、２ 軟體!")
    'a級2軟體'
    """
    folded = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    return NOT_CONTENT.sub("", folded)


def shingles(characters: str) -> set[str]:
    """The set of shingles of content characters; no content gives no shingle.

    >>> sorted(shingles("abcdef")), shingles("abc"), shingles("")
    (['abcde', 'bcdef'], {'abc'}, set())
    """
    if len(characters) < SHINGLE:
        return {characters} if characters else set()
    return {characters[at : at + SHINGLE] for at in range(len(characters) - SHINGLE + 1)}


def jaccard(a: set[str], b: set[str]) -> float:
    """Shingles in both over shingles in either.

    >>> jaccard({"a", "b"}, {"b", "c", "d"})
    0.25
    """
    common = len(a & b)
    either = len(a) + len(b) - common
    return common / either if either else 0.0
