"""Wraps paragraphs at a width, as mails, news wires and laws have them, and unwraps them."""

import re
import textwrap
import unicodedata

STYLES = ["blank", "indent", "flush"]
"""Between paragraphs a blank line; white space before each; nothing."""


def is_wide(char: str) -> bool:
    """Whether a character takes two columns."""
    return unicodedata.east_asian_width(char) in "WF"


def wrap(paragraph: str, columns: int, indent: str) -> str:
    """A paragraph in lines of at most so many columns, cut between words or ideographs."""
    if not any(map(is_wide, paragraph)):
        return textwrap.fill(paragraph, columns, initial_indent=indent, break_on_hyphens=False)
    lines, line, width = [], indent, sum(1 + is_wide(char) for char in indent)
    for char in paragraph:
        # A mark may stand behind the last column, where none may start a line.
        is_mark = unicodedata.category(char)[0] == "P"
        if width + 1 + is_wide(char) > columns and not (is_mark and width <= columns):
            lines.append(line)
            line, width = "", 0
        line += char
        width += 1 + is_wide(char)
    return "\n".join([*lines, line])


def wrapped(paragraphs: list[str], columns: int, style: str) -> str:
    """A text of wrapped paragraphs."""
    is_han = any(is_wide(char) for paragraph in paragraphs for char in paragraph[:20])
    indent = {"indent": "　　" if is_han else "    "}.get(style, "")
    parts = [wrap(paragraph, columns, indent) for paragraph in paragraphs]
    return ("\n\n" if style == "blank" else "\n").join(parts) + "\n"


def unwrapped(text: str) -> str:
    """A text whose wrapped paragraphs start with white space, with one line for each.

    Lines with wide space inside are rows of tables, and stay. The first line is the title.
    """
    lines = text.split("\n")
    joined = lines[:1]
    starts = True
    for line in lines[1:]:
        is_row = re.search(r"\S\s{3,}\S", line) is not None
        if starts or is_row or not line.strip() or line[0].isspace():
            joined.append(line)
        else:
            joined[-1] += " " + line.strip()
        starts = is_row or not line.strip()
    return "\n".join(joined)
