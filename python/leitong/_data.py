"""Collections of other libraries: what the engine reads of them, and their parts."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import compress
from typing import Any, TypeVar, cast

from leitong._errors import LeitongError, SettingsError
from leitong._leitong import Records

D = TypeVar("D")

Input = Records | list[str]
"""Records in memory, or paths."""

_ID = "id"
"""The field of ids if none is named."""


def names(text: str, id: str | None) -> dict[str, Any]:
    """The names of fields, as the engine takes them."""
    return {"text": text, "id": id}


def matching(
    similarity: float | None,
    min_chars: int | None,
    shingle: str | None,
    weight: str,
    fold_script: str,
    speech_heading: str | None,
) -> dict[str, Any]:
    """The settings by which texts are compared, as the engine takes them."""
    return {
        "similarity": similarity,
        "min_chars": min_chars,
        "shingle": shingle,
        "weight": weight,
        "fold_script": fold_script,
        "speech_heading": speech_heading,
    }


_threads: int | None = None
"""Number of threads of runs that name none."""


def set_threads(n: int | None) -> None:
    """Sets the number of threads of all later runs of this process that name none themselves. It
    does not change any result.

    >>> import leitong
    >>> leitong.set_threads(1)
    >>> leitong.set_threads(None)

    Args:
        n: Number of threads, from 1 to 65535; all cores with ``None``.

    Raises:
        SettingsError: If there is no such number of threads.
    """
    global _threads
    if n is not None and not 1 <= n <= 65_535:
        raise SettingsError(f"threads: {n} is no number from 1 to 65535")
    _threads = n


@contextmanager
def running(threads: int | None, progress: bool) -> Iterator[dict[str, Any]]:
    """The settings of running, as the engine takes them. The progress is shown if tqdm is
    installed.
    """
    threads = _threads if threads is None else threads
    if not progress or not _is_installed("tqdm"):
        yield {"threads": threads, "progress": None}
        return
    from tqdm.auto import tqdm

    with tqdm(unit="B", unit_scale=True, desc="leitong") as bar:
        yield {"threads": threads, "progress": lambda done: bar.update(done - bar.n)}


def input_of(data: object, text: str, columns: list[str] | None) -> Input:
    """What the engine reads of ``data``: of tables the columns that are named, and the text; all
    columns if ``columns`` is ``None``.
    """
    if isinstance(data, (str, os.PathLike)):
        return [os.fspath(data)]
    if isinstance(data, (list, tuple)):
        return _of_list(list(data), text, columns)
    library, kind = _type_of(data)
    if library in ("pandas", "polars") and kind == "Series":
        return Records.of_texts(cast(Any, data).to_list(), text)
    if library == "polars" and kind == "LazyFrame":
        raise TypeError("a LazyFrame has no records yet: call collect() first")
    if library == "datasets":
        return Records.of_stream(_arrow_of_dataset(data), text, columns)
    if library in ("pandas", "polars"):
        data = _with_columns(cast(Any, data), text, columns)
    if library == "pandas":
        if not _is_installed("pyarrow"):
            return _of_list(cast(Any, data).to_dict("records"), text, columns)
        import pyarrow

        data = pyarrow.Table.from_pandas(data, preserve_index=False)
    if hasattr(data, "__arrow_c_stream__"):
        return Records.of_stream(data, text, columns)
    raise TypeError(
        f"{type(data).__name__} is no collection: give a list of texts or dictionaries, a table "
        "with the Arrow C stream interface, or paths"
    )


def _with_columns(frame: Any, text: str, columns: list[str] | None) -> Any:
    """The columns of a frame that are read: the others need not be converted."""
    if columns is None or text not in frame.columns:
        return frame
    return frame[[name for name in frame.columns if name == text or name in columns]]


def columns_of(id: str | None, keep: str, vectors: str | os.PathLike[str] | None) -> list[str]:
    """The columns that ``dedup`` needs beside the text."""
    field = keep.rpartition(":")[0]
    others = [field, vectors if isinstance(vectors, str) else ""]
    return [id or _ID, *(name for name in others if name)]


def is_of_paths(data: object) -> bool:
    """Whether a collection is given as paths."""
    if isinstance(data, (list, tuple)):
        return any(isinstance(item, os.PathLike) for item in data[:1])
    return isinstance(data, (str, os.PathLike))


def some_of(data: object, rows: list[int], count: int, text: str, id: str | None) -> dict[str, Any]:
    """Some records of a collection of ``count`` records, as the engine takes them; of paths all.

    Raises:
        LeitongError: If the collection cannot be read again, or has another number of records.
    """
    if is_of_paths(data):
        return {"data": input_of(data, text, None), "rows": [], "count": 0}
    kept = bytearray(count)
    for row in rows:
        kept[row] = 1
    columns = [id or _ID]
    try:
        records = input_of(select(data, bytes(kept), [], text), text, columns)
    except TypeError:
        # It is of a type of which no records are selected.
        records = _whole(data, count, text, columns)
        rows = list(range(count))
    except ValueError as error:
        raise LeitongError(f"the collection is not what it was: {error}") from error
    return {"data": records, "rows": rows, "count": count}


def _whole(data: object, count: int, text: str, columns: list[str]) -> Input:
    try:
        records = input_of(data, text, columns)
    except Exception as error:
        raise LeitongError(f"the collection cannot be read again: {error}") from error
    if isinstance(records, Records) and len(records) != count:
        raise LeitongError(f"the collection had {count} records, and has {len(records)} now")
    return records


def _of_list(data: list[Any], text: str, columns: list[str] | None) -> Input:
    first = next((item for item in data if item is not None), None)
    if isinstance(first, os.PathLike):
        return [os.fspath(path) for path in data]
    if first is None or isinstance(first, str):
        return Records.of_texts(data, text)
    if not isinstance(first, Mapping):
        raise TypeError(f"a list of {type(first).__name__} is no collection of texts")
    is_plain = columns is not None and len(columns) == 1 and not set(text) & set("./,")
    if is_plain and columns is not None and all(type(item) is dict for item in data):
        return Records.of_dicts(data, text, columns[0], dumps)
    return Records.of_lines(data, dumps)


def dumps(record: object) -> str:
    """The line of JSON that stands for a record."""
    if isinstance(record, Mapping) and not isinstance(record, dict):
        record = dict(record)
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """A value that JSON has for one that it does not have."""
    if isinstance(value, (datetime.date, datetime.datetime, datetime.time)):
        return value.isoformat()
    if hasattr(value, "item"):  # a scalar of NumPy
        return value.item()
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def _arrow_of_dataset(data: object) -> object:
    """The rows of a dataset of Hugging Face, in its order."""
    dataset = cast(Any, data)
    if getattr(dataset, "_indices", None) is None:
        return dataset.data.table
    return dataset.with_format("arrow")[:]


def _type_of(data: object) -> tuple[str, str]:
    """The library that a collection comes from, and the name of its type."""
    kind = type(data)
    return kind.__module__.partition(".")[0].lstrip("_"), kind.__name__


def _is_installed(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def select(data: D, kept: bytes, changed: Sequence[tuple[int, str]], text: str) -> D:
    """The kept records of a collection, of its type, with the texts that changed."""
    library, kind = _type_of(data)
    if hasattr(data, "__len__"):
        count = len(data)
        if count != len(kept):
            raise ValueError(f"there are {len(kept)} decisions, and {count} records")
    return cast(D, _selected(data, library, kind, _Selection(kept, changed, text)))


class _Selection:
    """Which records are kept, and the texts that changed."""

    def __init__(self, kept: bytes, changed: Sequence[tuple[int, str]], text: str) -> None:
        self.mask = [bool(byte) for byte in kept]
        self.rows = [row for row, keeps in enumerate(self.mask) if keeps]
        self.changed = dict(changed)
        self.text = text

    def texts(self, texts: list[Any]) -> list[Any]:
        """The texts of the kept records, of which some have changed."""
        return [self.changed.get(row, text) for row, text in zip(self.rows, texts, strict=True)]


def _selected(data: Any, library: str, kind: str, selection: _Selection) -> Any:
    if isinstance(data, (list, tuple)):
        return type(data)(_of_records(data, selection))
    if library == "pandas":
        return _of_pandas(data, kind, selection)
    if library == "polars":
        return _of_polars(data, kind, selection)
    if library == "pyarrow":
        return _of_arrow(data, selection)
    if library == "datasets":
        return _of_dataset(data, selection)
    if library == "duckdb":
        import duckdb
        import pyarrow

        return duckdb.from_arrow(_of_arrow(pyarrow.table(data), selection))
    raise TypeError(f"records of {type(data).__name__} cannot be selected; use the mask in keep")


def _of_records(data: Sequence[Any], selection: _Selection) -> list[Any]:
    kept = list(compress(data, selection.mask))
    if not selection.changed:
        return kept
    if any(isinstance(record, str) for record in kept):
        return selection.texts(kept)
    return [
        {**record, selection.text: selection.changed[row]} if row in selection.changed else record
        for row, record in zip(selection.rows, kept, strict=True)
    ]


def _of_pandas(data: Any, kind: str, selection: _Selection) -> Any:
    kept = data[selection.mask]
    if not selection.changed:
        return kept
    kept = kept.copy()
    if kind == "Series":
        kept[:] = selection.texts(kept.to_list())
    else:
        kept[selection.text] = selection.texts(kept[selection.text].to_list())
    return kept


def _of_polars(data: Any, kind: str, selection: _Selection) -> Any:
    import polars

    kept = data.filter(polars.Series(selection.mask, dtype=polars.Boolean))
    if not selection.changed:
        return kept
    column = kept if kind == "Series" else kept[selection.text]
    texts = polars.Series(column.name, selection.texts(column.to_list()), dtype=column.dtype)
    return texts if kind == "Series" else kept.with_columns(texts)


def _of_arrow(data: Any, selection: _Selection) -> Any:
    import pyarrow

    if isinstance(data, pyarrow.RecordBatchReader):
        raise TypeError("a RecordBatchReader is read once: read it into a table before")
    kept = data.filter(pyarrow.array(selection.mask, type=pyarrow.bool_()))
    if not selection.changed:
        return kept
    at = kept.schema.get_field_index(selection.text)
    field = kept.schema.field(at)
    texts = pyarrow.array(selection.texts(kept.column(at).to_pylist()), type=field.type)
    return kept.set_column(at, field, texts)


def _of_dataset(data: Any, selection: _Selection) -> Any:
    kept = data.select(selection.rows)
    if not selection.changed:
        return kept
    changed, rows, text = selection.changed, selection.rows, selection.text

    def change(record: dict[str, Any], at: int) -> dict[str, Any]:
        return {text: changed.get(rows[at], record[text])}

    return kept.map(change, with_indices=True)
