"""Results as tables: sequences of dictionaries that are Arrow tables too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from leitong import _leitong

if TYPE_CHECKING:
    from typing_extensions import CapsuleType


class Table:
    """A table of a result: a sequence of dictionaries, one for each row.

    It is an Arrow table too: ``pyarrow.table(table)``, ``polars.DataFrame(table)`` and DuckDB take
    it as it is. Whole numbers are signed there, of 64 bits. Without such a library, ``list(table)``
    has the rows.
    """

    # A `collections.abc.Sequence` would be taken by Polars for rows of unknown types.

    def __init__(self, name: str, lines: bytes) -> None:
        self._name = name
        self._lines = lines

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines.splitlines()]

    @cached_property
    def _table(self) -> _leitong.Table:
        return _leitong.Table.read(self._name, self._lines)

    def __len__(self) -> int:
        return self._lines.count(b"\n")

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return self._rows[at]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows)

    def __reversed__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows[::-1])

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Table):
            return (self._name, self._lines) == (other._name, other._lines)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self._name, self._lines))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType:
        return self._table.__arrow_c_stream__(requested_schema)

    def to_json_lines(self) -> str:
        """The table as JSON Lines: each row as an object of JSON, with a line feed behind it."""
        return self._lines.decode()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Table, (self._name, self._lines)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name}: {len(self)} rows>"


class Duplicates(Table):
    """The list of duplicates: one line for each removed record, or part of a record.

    The items are dictionaries with the columns of ``leitong dedup --duplicates``. The list is an
    Arrow table too, as every :class:`Table`. Places are indices into Python strings.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__("duplicates", lines)

    def _of(self, rows: Iterable[int]) -> Duplicates:
        """The list of some lines, in the order of these numbers."""
        lines = self._lines.splitlines(keepends=True)
        return Duplicates(b"".join(lines[row] for row in rows))

    def to_json_lines(self) -> str:
        """The list as the command writes it to the file of ``--duplicates``."""
        return super().to_json_lines()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Duplicates, (self._lines,)

    def __repr__(self) -> str:
        return f"<Duplicates: {len(self)}>"


def pieces(html: str, more: int, noun: str) -> str:
    """What a notebook shows of a result, and how many more there are."""
    return html if more <= 0 else f"{html}<p>and {more} more {noun}</p>"
