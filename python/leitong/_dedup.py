"""Deduplication."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, TypeVar

from leitong import _leitong
from leitong._data import columns_of, input_of, matching, names, running
from leitong._decisions import Collection, Dedup, Run, Summary
from leitong._tables import Duplicates

D = TypeVar("D")

Path = str | os.PathLike[str]


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
    shingle: str | None = None,
    weight: str = "equal",
    fold_script: str = "auto",
    speech_heading: str | None = None,
    common: int | None = None,
    vectors: Path | None = None,
    vector_similarity: float | None = None,
    max_removed: int | str | None = None,
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
        min_chars: Least length of a paragraph or passage, in ideographs: 25, and 50 for passages,
            if it is not given.
        shingle: Unit and length of the shingles: ``"width:N"`` for characters as wide as N
            ideographs, ``"char:N"`` or ``"word:N"``; ``"width:5"`` if it is not given.
        weight: ``"equal"``, or ``"idf"`` to compare single words, which count by their rarity; the
            least similarity is 0.45 then, if it is not given.
        fold_script: When traditional characters count as simplified ones: ``"never"``,
            ``"always"``, ``"words"`` (words of Taiwan as those of the mainland too) or ``"auto"``,
            if the collection has both.
        speech_heading: Regular expression of the lines that begin a speech.
        common: Most records in which a line may occur; lines of more records do not count.
        vectors: Vectors of the records for the measure ``"meaning"``: a field or column with lists
            of numbers, or a file ``.npy`` or ``.parquet`` with a row for each record.
        vector_similarity: Cosine of two vectors, from 0 to 1, from which on their records say the
            same, whatever their words.
        max_removed: Most records that may be removed, as a number or a share such as ``"10%"``;
            above it the run fails.
        memory: Bytes of memory that the run may take, beside the collection.
        threads: Number of threads, which does not change the result; that of
            :func:`leitong.set_threads`, or all cores, if it is not given.
        progress: Whether a bar of tqdm shows the progress, if tqdm is installed.

    Raises:
        SettingsError: If a setting is wrong.
        ReadError: If something cannot be read.
        TypeError: If ``data`` is no collection.
    """
    columns = columns_of(id, keep, vectors)
    records = input_of(data, text, columns)
    reference = None if against is None else input_of(against, text, columns)
    options = dedup_options(
        matching(similarity, min_chars, shingle, weight, fold_script, speech_heading),
        level=level,
        keep=keep,
        by=by,
        remove=remove,
        guard=guard,
        common=common,
        vectors=vectors,
        vector_similarity=vector_similarity,
        max_removed=max_removed,
        memory=memory,
    )
    with running(threads, progress) as settings:
        decisions = _leitong.dedup(records, reference, names(text, id), options, settings)
    run = Run(
        text=text,
        id=id,
        similarity=decisions.similarity(),
        options=options,
        own=Collection.of(data, records),
        reference=None if reference is None else Collection.of(against, reference),
        is_of_paths=isinstance(records, list),
    )
    return Dedup(
        Duplicates(decisions.json_lines()),
        Summary(json.loads(decisions.summary())),
        decisions.kept(),
        decisions.changed(),
        run,
    )


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
    shingle: str | None = None,
    weight: str = "equal",
    fold_script: str = "auto",
    speech_heading: str | None = None,
    common: int | None = None,
    vectors: Path | None = None,
    vector_similarity: float | None = None,
    max_removed: int | str | None = None,
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
    options = dedup_options(
        matching(similarity, min_chars, shingle, weight, fold_script, speech_heading),
        level=level,
        keep=keep,
        by=by,
        remove=remove,
        guard=guard,
        common=common,
        vectors=vectors,
        vector_similarity=vector_similarity,
        max_removed=max_removed,
        memory=memory,
    )
    with running(threads, progress) as run:
        summary = _leitong.dedup_files(
            paths, output, duplicates, reference, names(text, id), options, run
        )
    return Summary(json.loads(summary))


def _paths(paths: Path | Iterable[Path]) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def dedup_options(
    matching: dict[str, Any],
    *,
    level: str = "document",
    keep: str = "first",
    by: Iterable[str] | None = None,
    remove: Iterable[str] | None = None,
    guard: bool | None = None,
    common: int | None = None,
    vectors: Path | None = None,
    vector_similarity: float | None = None,
    max_removed: int | str | None = None,
    memory: int | None = None,
) -> dict[str, Any]:
    """The settings of a deduplication, as the engine takes them."""
    return {
        "matching": matching,
        "level": level,
        "keep": keep,
        "by": _names(by),
        "remove": _names(remove),
        "guard": guard,
        "common": common,
        "vectors": None if vectors is None else os.fspath(vectors),
        "vector_similarity": vector_similarity,
        "max_removed": None if max_removed is None else str(max_removed),
        "memory": memory,
    }


def _names(given: Iterable[str] | None) -> list[str] | None:
    if given is None:
        return None
    return given.split(",") if isinstance(given, str) else list(given)
