"""What a deduplication decides."""

from __future__ import annotations

import heapq
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, Generic, TypeVar

from leitong import _leitong
from leitong._data import Input, names, select, some_of
from leitong._errors import LeitongError, SettingsError
from leitong._tables import Duplicates, pieces

D = TypeVar("D")

SHOWN = 5
"""Removed records that a notebook shows of a result."""

_OF_RECORDS = ("schema", "read", "skipped", "skips", "references", "fold_script", "regional_words")
"""Counts that do not depend on the duplicates."""


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

    def _of(self, duplicates: Duplicates, kept: int, changed: int, level: str) -> Summary:
        """The counts of the same records with other duplicates."""
        removed = [line for line in duplicates if _is_removed(line)]
        counts = {name: self[name] for name in _OF_RECORDS if name in self}
        records = self.read - self.skipped - kept
        counts |= {"kept": kept, "removed": records, "changed": changed}
        if level == "document":
            kinds = Counter(line["kind"] for line in removed)
            counts["removed_equal"] = kinds["exact"]
            for kind in ("contained", "covered", "reworded"):
                counts[f"removed_{kind}"] = kinds[kind]
        else:
            counts |= {"emptied": records, "parts_removed": len(removed)}
        counts["duplicates_kept"] = len(duplicates) - len(removed)
        counts["clusters"] = len({line["cluster"] for line in duplicates})
        return Summary(counts)


@dataclass(frozen=True)
class Run:
    """What was compared, and how."""

    text: str
    id: str | None
    similarity: float
    options: dict[str, Any]
    own: Collection | None
    """The collection; ``None`` after pickling."""
    reference: Collection | None
    is_of_paths: bool

    @property
    def level(self) -> str:
        return str(self.options["level"])

    def least(self, measure: str, similarity: float) -> float:
        """The least value of a measure for a least similarity."""
        return _threshold(measure, similarity, self.level)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "own": None, "reference": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


@dataclass(frozen=True)
class Collection:
    """A collection as it was given, and the number of its records."""

    data: object
    count: int

    @classmethod
    def of(cls, data: object, records: Input) -> Collection:
        return cls(data, 0 if isinstance(records, list) else len(records))


class Dedup(Generic[D]):
    """What :func:`dedup` decides about a collection.

    It holds the collection that was given, and shows its texts in :meth:`to_html` and in notebooks;
    the collection must not have changed by then. A result that was pickled has the decisions, and
    no texts any more.

    Attributes:
        duplicates: Which records are duplicates, and of which.
        summary: The counts.
    """

    duplicates: Duplicates
    summary: Summary

    def __init__(
        self,
        duplicates: Duplicates,
        summary: Summary,
        kept: bytes,
        changed: list[tuple[int, str]],
        run: Run,
    ) -> None:
        self.duplicates = duplicates
        self.summary = summary
        self._kept = kept
        self._changed = changed
        self._run = run

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
        if self._run.is_of_paths:
            raise TypeError("paths have no records to select: dedup_files writes what is kept")
        return select(data, self._kept, self._changed, self._run.text)

    def closest_calls(self, n: int = 10) -> Duplicates:
        """The removed records that were barely removed: the ``n`` whose similarity is least above
        the threshold of its measure, the closest first.

        What an editor checks before trusting a threshold. Equal contents are removed at any
        threshold and are not among them. The list does not have the records that were barely kept:
        a run remembers of kept records only that they are; ``leitong tune`` shows both.

        >>> import leitong
        >>> text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。"
        >>> found = leitong.dedup([text, text, text[:-7], text[:-2]], by=["jaccard"])
        >>> [(line["id"], line["similarity"]) for line in found.closest_calls()]
        [('data:3', 0.8077), ('data:4', 0.9615)]

        Args:
            n: Most lines of the list.

        Raises:
            ValueError: If ``n`` is below 0.
        """
        if n < 0:
            raise ValueError("n: there is no number of records below 0")
        similarity = self._run.similarity
        near = [
            (line["similarity"] - self._run.least(line["measure"], similarity), at)
            for at, line in enumerate(self.duplicates)
            if line["kind"] != "exact" and _is_removed(line)
        ]
        return self.duplicates._of(at for _, at in heapq.nsmallest(n, near))

    def at(self, similarity: float) -> Dedup[D]:
        """The decisions at a higher least similarity: the same list of duplicates, cut at a
        stricter threshold. Nothing is compared again.

        A record stays removed if its similarity to the kept record that it names, to four digits as
        in the list, reaches the threshold of its measure for the new ``similarity``; the others
        come back. Every record that stays removed therefore names a kept record, and the two are as
        similar as the new threshold asks for.

        It is *not* what a new run at this similarity removes, which may be more: two records that
        come back may be duplicates of each other. By the measure ``"jaccard"`` alone such a run
        also removes what ``at`` removes for a record that it keeps; by others it may keep another
        one of several that contain each other.

        >>> import leitong
        >>> text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。"
        >>> found = leitong.dedup([text, text[:-7], text[:-2]], by=["jaccard"])
        >>> found.summary.kept, found.at(0.9).summary.kept
        (1, 2)
        >>> [bool(keeps) for keeps in found.at(0.9).keep]
        [True, True, False]

        Args:
            similarity: Least Jaccard similarity, from that of the run to 1. Those of other measures
                follow from it as in a run.

        Returns:
            Decisions about the same collection; at a level below ``document`` about its parts.
            Clusters keep their numbers; the summary has only
            the counts that follow from the list.

        Raises:
            SettingsError: If the similarity is lower than that of the run, or above 1, or if the
                run was given paths.
            LeitongError: At a level below ``document``, if the texts are not there any more.
        """
        self._check_at(similarity)
        stays: list[int] = []
        back: list[int] = []
        for at, line in enumerate(self.duplicates):
            is_similar = line["similarity"] >= self._run.least(line["measure"], similarity)
            (stays if is_similar else back).append(at)
        kept, changed = bytearray(self._kept), dict(self._changed)
        duplicates = self.duplicates._of(stays)
        restored = {_row(line) for line in self.duplicates._of(back) if _is_removed(line)}
        for row in restored:
            kept[row] = 1
            changed.pop(row, None)
        for row, text in self._texts_left(duplicates, restored):
            if text is None:
                kept[row] = 0
            else:
                changed[row] = text
        summary = self.summary._of(duplicates, sum(kept), len(changed), self._run.level)
        run = replace(self._run, similarity=similarity)
        return Dedup(duplicates, summary, bytes(kept), sorted(changed.items()), run)

    def _check_at(self, similarity: float) -> None:
        run = self._run
        if not run.similarity <= similarity <= 1:
            raise SettingsError(
                f"similarity: {similarity} is not from {run.similarity}, that of the run, to 1"
            )
        if run.is_of_paths:
            raise SettingsError("data: records of paths cannot come back")

    def _texts_left(
        self, duplicates: Duplicates, restored: set[int]
    ) -> list[tuple[int, str | None]]:
        """The texts of those of some records of which parts are removed."""
        parts: dict[int, list[list[int]]] = {}
        for line in duplicates:
            if "start" in line and _is_removed(line) and _row(line) in restored:
                parts.setdefault(_row(line), []).append([line["start"], line["end"]])
        if not parts:
            return []
        run = self._run
        if run.own is None:
            raise LeitongError("a result that was pickled has no texts, of which parts could stay")
        own = some_of(run.own.data, sorted(parts), run.own.count, run.text, run.id)
        return _leitong.texts_left(own, names(run.text, run.id), parts)

    def to_html(self, path: str | os.PathLike[str], *, lang: str = "en") -> None:
        """Writes what was removed, and for what, as one page that needs no network: the page of
        ``leitong dedup --html``. It is written whole or not at all.

        Of long lists the page has the first lines, and of these the first with their texts; it says
        how many.

        >>> import leitong, pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> leitong.dedup(["雷同" * 20] * 2).to_html(folder / "removed.html")

        Args:
            path: The file.
            lang: Language in which the page opens: ``"en"`` or ``"zh"``.

        Raises:
            SettingsError: If the language is neither.
            LeitongError: If the page cannot be written, or the texts are not there any more: the
                result was pickled, or the collection is another one or could be read only once.
        """
        _leitong.removals_page(self._past(_leitong.WITH_TEXTS), path, lang)

    def _repr_html_(self) -> str:
        """The counts, and the first removed records beside those that are kept for them."""
        told = f"{self.summary.kept} of {self.summary.read} kept, {self.summary.removed} removed"
        removed = sum(_is_removed(line) for line in self.duplicates)
        try:
            past = self._past(SHOWN)
            shown = _leitong.removals_piece(past, SHOWN) if removed else ""
        except LeitongError:
            # Without texts the counts are left.
            return f"<p>{told}</p>"
        order = ": left what is kept, right what is removed" if shown else ""
        return f"<p>{told}{order}</p>" + pieces(shown, removed - SHOWN, "duplicates")

    def _past(self, most: int) -> dict[str, Any]:
        """The run as the engine takes it, with the texts of the first ``most`` removed records."""
        run, lines = self._run, self._first(most)
        if run.own is None:
            raise LeitongError("a result that was pickled has no texts")

        def some(collection: Collection, name: str) -> dict[str, Any]:
            rows = sorted(set(_rows(lines, name)))
            return some_of(collection.data, rows, collection.count, run.text, run.id)

        matching = {**run.options["matching"], "similarity": run.similarity}
        return {
            "own": some(run.own, "data"),
            "reference": None if run.reference is None else some(run.reference, "against"),
            "names": names(run.text, run.id),
            "options": {**run.options, "matching": matching},
            "lines": self.duplicates._lines,
            "summary": json.dumps(self.summary),
        }

    def _first(self, most: int) -> list[dict[str, Any]]:
        """The first removed records of the list."""
        return list(islice((line for line in self.duplicates if _is_removed(line)), most))

    def __len__(self) -> int:
        return len(self._kept)

    def __repr__(self) -> str:
        return f"<Dedup: {self.summary.kept} of {self.summary.read} kept>"


def _is_removed(line: dict[str, Any]) -> bool:
    """Whether what a line of the list names is removed."""
    return bool(line.get("removed", True))


def _row(line: dict[str, Any]) -> int:
    """The number of the record of a line, of a collection in memory."""
    return int(line["line"]) - 1


def _rows(lines: list[dict[str, Any]], name: str) -> Iterator[int]:
    """The numbers of the records of a collection in memory that some lines name."""
    for line in lines:
        if line["path"] == name:
            yield _row(line)
        for kept in [line, *line.get("parts", [])]:
            if kept["of_path"] == name:
                yield kept["of_line"] - 1


@cache
def _threshold(measure: str, similarity: float, level: str) -> float:
    return _leitong.threshold(measure, similarity, level)
