"""Pieces of HTML as a browser reads them."""

from __future__ import annotations

import html.parser


class Elements(html.parser.HTMLParser):
    """The elements of a piece of HTML, their styles, and its text."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(piece)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inner = self.open[-1] if self.open else "outside"
        self.texts[inner] = self.texts.get(inner, "") + data
