"""The paragraphs of HTML and manual pages, by the section that they are in."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from evaluation.common.chinese import HAN

BLOCKS = frozenset(
    "p li td th dt dd h1 h2 h3 h4 h5 h6 div pre table ul ol dl body section article title".split()
)
SKIPPED = frozenset("script style pre head".split())
GENERATED_ID = re.compile(r"(id|idm|idp|ftn|footnote|index)?[-.\d]+(\.\w+)*$")
"""An id that a tool made up; it may differ between two languages."""
SPACE_IN_HAN = re.compile(rf"(?<=[{HAN}，。；：、])\s+(?=[{HAN}])")
ROFF_BREAK = re.compile(
    r"[.'](PP|P|LP|TP|TQ|IP|HP|SS|SH|RS|RE|nf|fi|EX|EE|sp|br|TH|TS|TE)\b\s*(.*)"
)
ROFF_FONT = re.compile(r"[.'](B|I|BR|BI|RB|RI|IR|IB|SM|SB|UR|UE|MT|ME)\b\s*(.*)")
ALTERNATING_FONTS = ("BR", "BI", "RB", "RI", "IR", "IB")
COLOPHON = "跋"
ROFF_ESCAPE = re.compile(r"\\(f\[[^]]*\]|f\(..|f.|s[-+]?\d|[,/&|^:%]|m\[[^]]*\])")
ROFF_CHARACTERS = {
    "\\-": "-", "\\e": "\\", "\\ ": " ", "\\~": " ", "\\0": " ", "\\(bu": "", "\\(aq": "'",
    "\\(aa": "'", "\\(cq": "'", "\\(oq": "'", "\\(dq": '"', "\\(lq": '"', "\\(rq": '"',
    "\\(em": " - ", "\\(en": "-", "\\(co": "", "\\(rs": "\\", "\\(ga": "`", "\\(ha": "^",
    "\\(ti": "~",
}  # fmt: skip


class Block(NamedTuple):
    """A paragraph, heading or cell: what it is, and its text."""

    kind: str
    text: str


Sections = dict[str, list[Block]]
"""The blocks behind each anchor of a page, in order."""


class Page(HTMLParser):
    """The blocks of a page, by the id that stands before them."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: Sections = {}
        self._anchor, self._kind, self._text, self._skipped = "", "", "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._flush()
            self._kind = tag
        self._skipped += tag in SKIPPED
        for name, value in attrs:
            named = name == "id" or (name == "name" and tag == "a")
            if named and value and not GENERATED_ID.fullmatch(value):
                self._anchor = value

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
        if tag in SKIPPED and self._skipped:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text += data

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        """Ends the block that was read."""
        if text := one_line(self._text):
            self.sections.setdefault(self._anchor, []).append(Block(self._kind, text))
        self._text = ""


def html_sections(path: Path) -> Sections:
    """The blocks of an HTML page."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    page.close()
    return page.sections


def roff_sections(path: Path) -> Sections:
    """The blocks of a manual page, by the number of their section and how many sections it has.

    The colophon that the translators of a page appended is not counted.
    """
    source = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
    numbered: list[list[Block]] = []
    for block in roff_blocks(source.replace("\\\n", "")):
        if block.kind == "SH":
            if block.text == COLOPHON:
                break
            numbered.append([])
        if numbered and block.text:
            numbered[-1].append(block)
    return {f"{at} of {len(numbered)}": blocks for at, blocks in enumerate(numbered)}


def roff_blocks(source: str) -> Iterator[Block]:
    """The blocks of a manual page; tables and text that is set as it stands are left out."""
    kind, lines, literal = "", [], False
    for line in source.splitlines():
        found = ROFF_BREAK.match(line)
        if found:
            yield Block(kind, roff_text(lines))
            kind, lines = found[1], []
            literal = kind in ("nf", "EX", "TS") or (
                literal and kind not in ("fi", "EE", "TE", "SH", "SS")
            )
        line = found[2].strip('"') if found and kind in ("SH", "SS") else roff_line(line)
        if line and not literal:
            lines.append(line)
            # A heading and the tag of an item are one line.
            if kind in ("SH", "SS", "TP", "TQ"):
                yield Block(kind, roff_text(lines))
                kind, lines = f"behind {kind}", []
    yield Block(kind, roff_text(lines))


def roff_line(line: str) -> str:
    """The text of a line: without requests, apart from those that set it in a font."""
    if not line.startswith((".", "'")):
        return line
    found = ROFF_FONT.match(line)
    if not found:
        return ""
    words = (word.strip('"') for word in re.findall(r'"[^"]*"|\S+', found[2]))
    return ("" if found[1] in ALTERNATING_FONTS else " ").join(words)


def roff_text(lines: list[str]) -> str:
    """The text of some lines without escapes."""
    text = ROFF_ESCAPE.sub("", "\n".join(lines))
    for escape, character in ROFF_CHARACTERS.items():
        text = text.replace(escape, character)
    return one_line(text)


def one_line(text: str) -> str:
    """The text on one line, without spaces between Chinese characters."""
    return SPACE_IN_HAN.sub("", " ".join(text.split()))
