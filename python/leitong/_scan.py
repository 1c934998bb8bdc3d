"""Scans for what reappears, and the comparison of two texts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from leitong import _leitong
from leitong._data import input_of, matching, names, running
from leitong._tables import Table, pieces

SHOWN = 10
"""Matches that a notebook shows of a report."""


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

    def _repr_html_(self) -> str:
        """Both texts beside each other, for notebooks."""
        return _leitong.side_by_side(json.dumps([self.data]).encode())


class Report(Sequence[Match]):
    """What reappears in a collection: a sequence of matches, the largest level first, then the
    longest.

    >>> import leitong
    >>> text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。"
    >>> report = leitong.scan([text] * 3)
    >>> len(report), len(report.clusters), len(report.members)
    (3, 1, 3)
    >>> report.members[2]["document"], report.members[2]["start"], report.members[2]["end"]
    ('data:3', 0, 38)
    """

    def __init__(
        self,
        json_bytes: bytes,
        findings: _leitong.Findings | None = None,
        saved: _leitong.SavedReport | None = None,
    ) -> None:
        self._json = json_bytes
        self._findings = findings
        self._given = saved

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Report:
        """Reads a report that was written to a file: what :meth:`to_json` returns, or ``leitong
        scan --format json`` prints.

        >>> import leitong, pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "report.json")
        >>> report = leitong.scan(["雷同" * 20] * 2)
        >>> _ = path.write_text(report.to_json(), encoding="utf-8")
        >>> leitong.Report.read(path) == report
        True

        Args:
            path: The file, compressed or not.

        Raises:
            ReadError: If the file cannot be read, is no report of the schema ``leitong/report/1``,
                or names documents, matches or places that it does not have.
        """
        saved = _leitong.SavedReport.read(path)
        return cls(saved.json(), saved=saved)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The report as the object of its JSON, the schema ``leitong/report/1``."""
        data: dict[str, Any] = json.loads(self._json)
        return data

    @cached_property
    def _items(self) -> list[Match]:
        return [Match._of(match) for match in self.data["matches"]]

    @cached_property
    def _saved(self) -> _leitong.SavedReport:
        return self._given or _leitong.SavedReport.of_json(self._json)

    @cached_property
    def matches(self) -> Table:
        """The matches as a table, in the order of the report.

        Columns are those of ``leitong scan --table matches``: ``level``, ``kind`` and
        ``similarity`` as in :class:`Match`; for either place with ``a_`` or ``b_`` before it
        ``document``, ``speech`` (its title), ``line`` (counted from 1), ``start`` and ``end``
        (indices into the text as a Python string, half-open), ``byte_start`` and ``byte_end`` (of
        its UTF-8), ``coverage`` (a share from 0 to 1) and ``text``; ``edits_replaced`` and the
        like, the number of differences of each class; ``earlier`` and ``contained`` (``"a"``,
        ``"b"`` or ``None``); ``quoted`` and ``form``.
        """
        return self._table("matches")

    @cached_property
    def clusters(self) -> Table:
        """The clusters as a table: one row for each, with the place of its representative.

        Columns are those of ``leitong scan --table clusters``: ``cluster`` (its index), ``level``,
        ``lowest_similarity`` of two members that were compared, ``places`` (the number of members),
        ``documents``, ``variants`` (the number of different contents), ``earliest`` (the index of
        the member that is certainly the earliest, or ``None``); and ``document``, ``speech``,
        ``line``, ``start``, ``end`` and ``text`` of the representative, ``start`` and ``end`` as
        indices into a Python string. What the report says beside them is in ``data["clusters"]``.
        """
        return self._table("clusters")

    @cached_property
    def members(self) -> Table:
        """The members of all clusters as a table: one row for each, the clusters in their order.

        Columns are those of ``leitong scan --table members``: ``cluster`` and ``member``, the
        indices of the cluster and of the member in it; ``level``; ``variant``, the number of its
        content, 0 for the most frequent one; ``representative`` and ``earliest``, whether it is
        that member (``earliest`` is ``None`` if it is unknown); and its place: ``document``,
        ``speech``, ``line``, ``start`` and ``end`` as indices into a Python string, and ``date``.
        """
        return self._table("members")

    def _table(self, rows: str) -> Table:
        return Table(rows, self._saved.rows(rows))

    @property
    def documents(self) -> list[dict[str, Any]]:
        """All documents with their speeches, as in the JSON."""
        documents: list[dict[str, Any]] = self.data["documents"]
        return documents

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: Any) -> Any:
        return self._items[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report):
            return NotImplemented
        return self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def to_json(self) -> str:
        """The report as ``leitong scan --format json`` prints it."""
        return self._json.decode()

    def to_html(self, path: str | os.PathLike[str], *, lang: str = "en") -> None:
        """Writes the report as one page that needs no network, whole or not at all.

        A report that was read or pickled has the texts of its matches, but not the texts around
        them: the page of such a report does not show whole documents.

        Args:
            path: The file.
            lang: Language in which the page opens: ``"en"`` or ``"zh"``.

        Raises:
            SettingsError: If the language is neither.
            LeitongError: If the page cannot be written.
        """
        (self._findings or self._saved).html(path, lang)

    def _repr_html_(self) -> str:
        """The first matches with both texts beside each other, for notebooks."""
        return f"<p>{self._told()}</p>" + pieces(
            _leitong.side_by_side(json.dumps(self.data["matches"][:SHOWN]).encode()),
            len(self) - SHOWN,
            "matches",
        )

    def _told(self) -> str:
        matches = "match" if len(self) == 1 else "matches"
        return f"{len(self)} {matches} in {len(self.documents)} documents"

    def __reduce__(self) -> tuple[type[Report], tuple[bytes]]:
        return Report, (self._json,)

    def __repr__(self) -> str:
        return f"<Report: {self._told()}>"


def scan(
    data: object,
    *,
    text: str = "text",
    id: str | None = None,
    similarity: float | None = None,
    level: str | Iterable[str] | None = None,
    min_chars: int | None = None,
    shingle: str | None = None,
    weight: str = "equal",
    fold_script: str = "auto",
    speech_heading: str | None = None,
    against: object | None = None,
    ignore: object | None = None,
    common: int | None = None,
    exhaustive: bool = False,
    within_document: str = "yes",
    quotes: str = "mark",
    forms: str = "mark",
    semantic: bool | float = False,
    translated: bool | float = False,
    memory: int | None = None,
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
        shingle: Unit and length of the shingles, as for :func:`leitong.dedup`.
        weight: ``"equal"`` or ``"idf"``, likewise.
        fold_script: When traditional characters count as simplified ones, likewise.
        speech_heading: Regular expression of the lines that begin a speech; headings are inferred
            if it is not given.
        against: A collection with which ``data`` is compared, instead of with itself.
        ignore: A collection whose text does not count in ``data``, such as laws or templates.
        common: Most documents in which a run of eight characters, or 24 letters, may occur; more
            frequent ones make no passage. A tenth of the documents, at least 50 and at most 100,
            if it is not given.
        exhaustive: Whether all places are compared that share four characters in a row, however
            frequent; slower, and finds more.
        within_document: Whether places of one document are compared with each other: ``"yes"``,
            ``"no"`` or ``"only"``.
        quotes: Whether quotations are marked in the report, ``"mark"``, or their matches left out,
            ``"ignore"``.
        forms: Whether matches that are forms of the collection, such as templates filled anew, are
            marked and put last, ``"mark"``, in the report as all others, ``"show"``, or left out,
            ``"hide"``.
        semantic: Whether paraphrases are sought too; a number is their least score, from 0 to 1.
        translated: Whether translations are sought too, likewise.
        memory: Bytes of memory that the search of passages may take; a collection that needs more
            is refused.
        threads: Number of threads, which does not change the result; that of
            :func:`leitong.set_threads`, or all cores, if it is not given.
        progress: Whether a bar of tqdm shows the progress, if tqdm is installed.

    Raises:
        SettingsError: If a setting is wrong.
        ReadError: If something cannot be read.
        TypeError: If ``data`` is no collection.
    """
    records = input_of(data, text, None)
    reference = None if against is None else input_of(against, text, None)
    ignored = None if ignore is None else input_of(ignore, text, None)
    options = {
        **_options(level, semantic, translated),
        "matching": matching(similarity, min_chars, shingle, weight, fold_script, speech_heading),
        "common": common,
        "exhaustive": exhaustive,
        "within_document": within_document,
        "quotes": quotes,
        "forms": forms,
        "memory": memory,
    }
    with running(threads, progress) as run:
        findings = _leitong.scan(records, reference, ignored, names(text, id), options, run)
    return Report(findings.json(), findings)


def compare(
    a: str,
    b: str,
    *,
    similarity: float | None = None,
    min_chars: int | None = None,
    shingle: str | None = None,
    weight: str = "equal",
    fold_script: str = "auto",
    speech_heading: str | None = None,
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
    options = {
        **_options(None, semantic, translated),
        "matching": matching(similarity, min_chars, shingle, weight, fold_script, speech_heading),
    }
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
    level: str | Iterable[str] | None, semantic: bool | float, translated: bool | float
) -> dict[str, Any]:
    """The settings of a scan as the engine takes them, with the defaults of some."""
    levels = level.split(",") if isinstance(level, str) else level
    return {
        "level": None if levels is None else list(levels),
        "is_semantic": semantic is not False,
        "semantic": None if isinstance(semantic, bool) else float(semantic),
        "is_translated": translated is not False,
        "translated": None if isinstance(translated, bool) else float(translated),
        "common": None,
        "exhaustive": False,
        "within_document": "yes",
        "quotes": "mark",
        "forms": "mark",
        "memory": None,
    }
