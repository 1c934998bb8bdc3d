"""Scans for what reappears, and the comparison of two texts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from leitong import _leitong
from leitong._data import input_of, names, running
from leitong._errors import LeitongError


@dataclass(frozen=True)
class Side:
    """One of the two places of a match.

    Attributes:
        document: Id of the document.
        start: First character of the place, an index into the text as a Python string.
        end: The character behind its last one.
        text: The text of the place.
        data: All that the report says of the place.
    """

    document: str
    start: int
    end: int
    text: str
    data: dict[str, Any] = field(repr=False)

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Side:
        return cls(data["document"], data["start"], data["end"], data["text"], data)


@dataclass(frozen=True)
class Match:
    """Two similar places.

    Attributes:
        level: ``"document"``, ``"speech"``, ``"paragraph"`` or ``"passage"``.
        kind: How the places are alike: ``"exact"``, ``"near"``, ``"template"`` and others.
        similarity: Jaccard similarity, or for a passage the share of equal characters, from 0 to 1.
        a: The first place, in the order of the collection.
        b: The second place.
        data: All that the report says of the match.
    """

    level: str
    kind: str
    similarity: float
    a: Side
    b: Side
    data: dict[str, Any] = field(repr=False)

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Match:
        a, b = Side._of(data["a"]), Side._of(data["b"])
        return cls(data["level"], data["kind"], data["similarity"], a, b, data)


class Report(Sequence[Match]):
    """What reappears in a collection: a sequence of matches, the largest level first, then the
    longest.
    """

    def __init__(self, json_bytes: bytes, findings: _leitong.Findings | None = None) -> None:
        self._json = json_bytes
        self._findings = findings

    @cached_property
    def data(self) -> dict[str, Any]:
        """The report as the object of its JSON, the schema ``leitong/report/1``."""
        data: dict[str, Any] = json.loads(self._json)
        return data

    @cached_property
    def _matches(self) -> list[Match]:
        return [Match._of(match) for match in self.data["matches"]]

    @property
    def clusters(self) -> list[dict[str, Any]]:
        """Clusters of similar places, as in the JSON."""
        clusters: list[dict[str, Any]] = self.data["clusters"]
        return clusters

    @property
    def documents(self) -> list[dict[str, Any]]:
        """All documents with their speeches, as in the JSON."""
        documents: list[dict[str, Any]] = self.data["documents"]
        return documents

    def __len__(self) -> int:
        return len(self._matches)

    def __getitem__(self, at: Any) -> Any:
        return self._matches[at]

    def to_json(self) -> str:
        """The report as ``leitong scan --format json`` prints it."""
        return self._json.decode()

    def to_html(self, path: str | os.PathLike[str], *, lang: str = "en") -> None:
        """Writes the report as one page that needs no network.

        Args:
            path: The file.
            lang: Language in which the page opens: ``"en"`` or ``"zh"``.

        Raises:
            SettingsError: If the language is neither.
            LeitongError: If the page cannot be written, or the report was pickled: the texts
                around the matches are not in it then.
        """
        if self._findings is None:
            raise LeitongError("a report that was pickled has no texts for a page")
        self._findings.html(path, lang)

    def __reduce__(self) -> tuple[type[Report], tuple[bytes]]:
        return Report, (self._json,)

    def __repr__(self) -> str:
        return f"<Report: {len(self)} matches in {len(self.documents)} documents>"


def scan(
    data: object,
    *,
    text: str = "text",
    id: str | None = None,
    similarity: float | None = None,
    level: str | Iterable[str] | None = None,
    min_chars: int | None = None,
    against: object | None = None,
    semantic: bool | float = False,
    translated: bool | float = False,
    threads: int | None = None,
    progress: bool = False,
) -> Report:
    """Finds what reappears in a collection, as ``leitong scan`` does.

    >>> import leitong
    >>> text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。"
    >>> report = leitong.scan([text, text])
    >>> report[0].kind, report[0].a.document, report[0].b.document
    ('exact', 'data:1', 'data:2')

    Args:
        data: As for :func:`leitong.dedup`. Fields other than the text and the id are metadata, such
            as dates.
        text: Field or column with the text.
        id: Field or column with the id; ``"id"`` if it is not given.
        similarity: Least Jaccard similarity of documents, speeches and paragraphs, from 0 to 1;
            0.7 if it is not given.
        level: Levels that are compared, or one of them; all if it is not given.
        min_chars: Least length of a paragraph or passage, in ideographs; 25 if it is not given.
        against: A collection with which ``data`` is compared, instead of with itself.
        semantic: Whether paraphrases are sought too; a number is their least score, from 0 to 1.
        translated: Whether translations are sought too, likewise.
        threads: Number of threads, which does not change the result; all cores if it is not given.
        progress: Whether a bar of tqdm shows the progress, if tqdm is installed.

    Raises:
        SettingsError: If a setting is wrong.
        ReadError: If something cannot be read.
        TypeError: If ``data`` is no collection.
    """
    records = input_of(data, text, None)
    reference = None if against is None else input_of(against, text, None)
    options = _options(similarity, level, min_chars, semantic, translated)
    with running(threads, progress) as run:
        findings = _leitong.scan(records, reference, names(text, id), options, run)
    return Report(findings.json(), findings)


def compare(
    a: str,
    b: str,
    *,
    similarity: float | None = None,
    min_chars: int | None = None,
    semantic: bool | float = False,
    translated: bool | float = False,
    threads: int | None = None,
) -> Report:
    """Compares two texts, as ``leitong compare`` does with two files. In the report they are called
    ``a`` and ``b``.

    >>> import leitong
    >>> text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。"
    >>> leitong.compare(text, text.replace("今年", "去年"))[0].kind
    'near'

    The settings are those of :func:`scan`.

    Raises:
        SettingsError: If a setting is wrong.
    """
    options = _options(similarity, None, min_chars, semantic, translated)
    with running(threads, progress=False) as run:
        findings = _leitong.compare(a, b, options, run)
    return Report(findings.json(), findings)


def similarity(a: str, b: str) -> float:
    """The Jaccard similarity of the shingles of two texts, from 0 to 1: what ``dedup`` compares
    with its least similarity.

    >>> import leitong
    >>> leitong.similarity("床前明月光，疑是地上霜。", "床前明月光,疑是地上霜!")
    1.0

    Two texts that are shorter than a shingle are alike if they are equal only.
    """
    return _leitong.similarity(a, b)


def _options(
    similarity: float | None,
    level: str | Iterable[str] | None,
    min_chars: int | None,
    semantic: bool | float,
    translated: bool | float,
) -> dict[str, Any]:
    levels = level.split(",") if isinstance(level, str) else level
    return {
        "similarity": similarity,
        "level": None if levels is None else list(levels),
        "min_chars": min_chars,
        "is_semantic": semantic is not False,
        "semantic": None if isinstance(semantic, bool) else float(semantic),
        "is_translated": translated is not False,
        "translated": None if isinstance(translated, bool) else float(translated),
    }
