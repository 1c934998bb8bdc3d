"""Deduplication."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from leitong import _leitong
from leitong._data import columns_of, input_of, names, running, select
from leitong._tables import Duplicates

D = TypeVar("D")

Path = str | os.PathLike[str]


class Summary(dict[str, Any]):
    """The counts of a run, as ``leitong dedup --format json`` prints them.

    ``kept + removed + skipped == read`` always holds.
    """

    @property
    def read(self) -> int:
        """Records of the collection."""
        return int(self["read"])

    @property
    def kept(self) -> int:
        """Records that are kept."""
        return int(self["kept"])

    @property
    def removed(self) -> int:
        """Records that are removed."""
        return int(self["removed"])

    @property
    def skipped(self) -> int:
        """Records that have no text, or cannot be read; they are not kept."""
        return int(self["skipped"])


class Dedup(Generic[D]):
    """What :func:`dedup` decides about a collection.

    Attributes:
        duplicates: Which records are duplicates, and of which.
        summary: The counts.
    """

    duplicates: Duplicates
    summary: Summary

    def __init__(
        self, decisions: _leitong.Decisions, text: str, *, is_of_paths: bool = False
    ) -> None:
        self.duplicates = Duplicates(decisions.json_lines())
        self.summary = Summary(json.loads(decisions.summary()))
        self._kept = decisions.kept()
        self._changed = decisions.changed()
        self._text = text
        self._is_of_paths = is_of_paths

    @property
    def keep(self) -> Any:
        """For each record of the collection, in its order, whether it is kept: a NumPy array of
        ``bool`` if NumPy is installed, else a list.
        """
        try:
            import numpy
        except ImportError:
            return [bool(byte) for byte in self._kept]
        return numpy.frombuffer(self._kept, dtype=numpy.bool_)

    def apply(self, data: D) -> D:
        """The kept records of ``data``, which is the collection that was given, in the type that it
        has. At a level below ``document`` the texts of some are shorter.

        Raises:
            ValueError: If ``data`` has another number of records.
            TypeError: If ``data`` has no records to select, such as paths.
        """
        if self._is_of_paths:
            raise TypeError("paths have no records to select: dedup_files writes what is kept")
        return select(data, self._kept, self._changed, self._text)

    def __len__(self) -> int:
        return len(self._kept)

    def __repr__(self) -> str:
        return f"<Dedup: {self.summary.kept} of {self.summary.read} kept>"


def dedup(
    data: D,
    *,
    text: str = "text",
    id: str | None = None,
    similarity: float | None = None,
    level: str = "document",
    keep: str = "first",
    against: object | None = None,
    by: Iterable[str] | None = None,
    remove: Iterable[str] | None = None,
    guard: bool | None = None,
    min_chars: int | None = None,
    memory: int | None = None,
    threads: int | None = None,
    progress: bool = False,
) -> Dedup[D]:
    """Finds the duplicates of a collection, as ``leitong dedup`` does.

    >>> import leitong
    >>> found = leitong.dedup(["床前明月光，疑是地上霜。", "床前明月光,疑是地上霜!"])
    >>> [bool(keeps) for keeps in found.keep]
    [True, False]
    >>> found.duplicates[0]["duplicate_of"]
    'data:1'

    Args:
        data: A list of strings or dictionaries; a table of pandas, polars or pyarrow, a relation
            of DuckDB, or anything else with the Arrow C stream interface; a dataset of Hugging
            Face; or a path, or a list of ``pathlib.Path``.
        text: Field or column with the text.
        id: Field or column with the id; ``"id"`` if it is not given. A record without an id is
            called ``data:N``, N counted from 1.
        similarity: Least Jaccard similarity, from 0 to 1: 0.7, and 0.9 for passages, if it is not
            given.
        level: ``"document"``, ``"speech"``, ``"paragraph"`` or ``"passage"``.
        keep: Which of several similar records is kept: ``"first"``, ``"last"``, ``"longest"``,
            ``"FIELD:min"``, ``"FIELD:max"``, or ``"all"`` that ``against`` does not contain.
        against: A collection whose texts are removed from ``data`` too.
        by: Measures, such as ``["jaccard", "containment"]``.
        remove: Kinds of duplicates that are removed, such as ``["exact"]``; all if it is not
            given.
        guard: Whether similar records stay that differ only in names, numbers, dates or a
            negation; they do if it is not given.
        min_chars: Least length of a paragraph or passage, in ideographs.
        memory: Bytes of memory that the run may take, beside the collection.
        threads: Number of threads, which does not change the result; all cores if it is not given.
        progress: Whether a bar of tqdm shows the progress, if tqdm is installed.

    Raises:
        SettingsError: If a setting is wrong.
        ReadError: If something cannot be read.
        TypeError: If ``data`` is no collection.
    """
    columns = columns_of(id, keep)
    records = input_of(data, text, columns)
    reference = None if against is None else input_of(against, text, columns)
    options = _options(similarity, level, keep, by, remove, guard, min_chars, memory)
    with running(threads, progress) as run:
        decisions = _leitong.dedup(records, reference, names(text, id), options, run)
    return Dedup(decisions, text, is_of_paths=isinstance(records, list))


def dedup_files(
    inputs: Path | Iterable[Path],
    output: Path | None,
    *,
    duplicates: Path | None = None,
    text: str = "text",
    id: str | None = None,
    similarity: float | None = None,
    level: str = "document",
    keep: str = "first",
    against: Path | Iterable[Path] | None = None,
    by: Iterable[str] | None = None,
    remove: Iterable[str] | None = None,
    guard: bool | None = None,
    min_chars: int | None = None,
    memory: int | None = None,
    threads: int | None = None,
    progress: bool = False,
) -> Summary:
    """Writes files without their duplicates, as ``leitong dedup INPUTS -o OUTPUT`` does.

    Memory does not grow with the length of the texts.

    >>> import leitong, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "all.jsonl").write_text('{"text": "雷同"}\\n' * 2, encoding="utf-8")
    >>> leitong.dedup_files(folder / "all.jsonl", folder / "clean.jsonl").removed
    1

    Args:
        inputs: Files and folders.
        output: File or folder of what is kept, in the format of the inputs; ``None`` to write
            nothing.
        duplicates: File of the list of duplicates: JSON Lines.
        against: Files and folders whose texts are removed too.

    The other settings are those of :func:`dedup`.

    Raises:
        SettingsError: If a setting is wrong, or an output would replace an input.
        ReadError: If more than one in a hundred records cannot be read.
        LeitongError: If an output cannot be written.
    """
    paths, reference = _paths(inputs), None if against is None else _paths(against)
    options = _options(similarity, level, keep, by, remove, guard, min_chars, memory)
    with running(threads, progress) as run:
        summary = _leitong.dedup_files(
            paths, output, duplicates, reference, names(text, id), options, run
        )
    return Summary(json.loads(summary))


def _paths(paths: Path | Iterable[Path]) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _options(
    similarity: float | None,
    level: str,
    keep: str,
    by: Iterable[str] | None,
    remove: Iterable[str] | None,
    guard: bool | None,
    min_chars: int | None,
    memory: int | None,
) -> dict[str, Any]:
    return {
        "similarity": similarity,
        "level": level,
        "keep": keep,
        "by": _names(by),
        "remove": _names(remove),
        "guard": guard,
        "min_chars": min_chars,
        "memory": memory,
    }


def _names(given: Iterable[str] | None) -> list[str] | None:
    if given is None:
        return None
    return given.split(",") if isinstance(given, str) else list(given)
