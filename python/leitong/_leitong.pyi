"""The compiled module. Programs use the package ``leitong``."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, final

from typing_extensions import CapsuleType

__all__ = [
    "WITH_TEXTS",
    "Decisions",
    "Findings",
    "Records",
    "SavedReport",
    "Table",
    "compare",
    "dedup",
    "dedup_files",
    "removals_page",
    "removals_piece",
    "run_command",
    "scan",
    "side_by_side",
    "similarity",
    "texts_left",
    "threshold",
]

WITH_TEXTS: int

_Paths = Sequence[str | PathLike[str]]

@final
class Records:
    @staticmethod
    def of_texts(texts: list[Any], text: str) -> Records: ...
    @staticmethod
    def of_dicts(
        records: list[Any], text: str, id: str, dumps: Callable[[Any], str]
    ) -> Records: ...
    @staticmethod
    def of_lines(records: list[Any], dumps: Callable[[Any], str]) -> Records: ...
    @staticmethod
    def of_stream(data: object, text: str, columns: list[str] | None = None) -> Records: ...
    def to_json_lines(self) -> bytes: ...
    def __len__(self) -> int: ...

@final
class Decisions:
    def kept(self) -> bytes: ...
    def changed(self) -> list[tuple[int, str]]: ...
    def summary(self) -> str: ...
    def json_lines(self) -> bytes: ...
    def similarity(self) -> float: ...

@final
class Table:
    @staticmethod
    def read(name: str, lines: bytes) -> Table: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ...
    def __len__(self) -> int: ...

@final
class SavedReport:
    @staticmethod
    def read(path: str | PathLike[str]) -> SavedReport: ...
    @staticmethod
    def of_json(json: bytes) -> SavedReport: ...
    def json(self) -> bytes: ...
    def rows(self, rows: str) -> bytes: ...
    def html(self, path: str | PathLike[str], lang: str) -> None: ...
    def __len__(self) -> int: ...

@final
class Findings:
    def json(self) -> bytes: ...
    def html(self, path: str | PathLike[str], lang: str) -> None: ...
    def __len__(self) -> int: ...

def dedup(
    data: Records | _Paths,
    against: Records | _Paths | None,
    names: Mapping[str, Any],
    options: Mapping[str, Any],
    running: Mapping[str, Any],
) -> Decisions: ...
def dedup_files(
    inputs: _Paths,
    output: str | PathLike[str] | None,
    duplicates: str | PathLike[str] | None,
    against: _Paths | None,
    names: Mapping[str, Any],
    options: Mapping[str, Any],
    running: Mapping[str, Any],
) -> str: ...
def scan(
    data: Records | _Paths,
    against: Records | _Paths | None,
    ignore: Records | _Paths | None,
    names: Mapping[str, Any],
    options: Mapping[str, Any],
    running: Mapping[str, Any],
) -> Findings: ...
def compare(a: str, b: str, options: Mapping[str, Any], running: Mapping[str, Any]) -> Findings: ...
def similarity(a: str, b: str) -> float: ...
def side_by_side(matches: bytes) -> str: ...
def removals_page(run: Mapping[str, Any], path: str | PathLike[str], lang: str) -> None: ...
def removals_piece(run: Mapping[str, Any], most: int) -> str: ...
def texts_left(
    own: Mapping[str, Any],
    names: Mapping[str, Any],
    parts: Mapping[int, Sequence[Sequence[int]]],
) -> list[tuple[int, str | None]]: ...
def threshold(measure: str, similarity: float, level: str) -> float: ...
def run_command(words: Sequence[str]) -> int: ...
