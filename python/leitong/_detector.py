"""The stages of a comparison, for programs that find their candidates themselves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, cast

from leitong import _leitong
from leitong._data import matching, running
from leitong._leitong import Column, Records

_TEXT = "text"


class Detector:
    """Turns texts into content hashes, signatures and band keys, as ``dedup`` and ``scan`` do.

    >>> import leitong
    >>> detector = leitong.Detector(similarity=0.7)
    >>> texts = ["床前明月光，疑是地上霜。", "床前明月光,疑是地上霜!", "雷同"]
    >>> hashes = detector.content_hashes(texts)
    >>> hashes[0] == hashes[1], hashes[0] == hashes[2]
    (True, False)
    >>> signatures = detector.signatures(texts)
    >>> signatures.shape, signatures[2] is None
    ((3, 128), True)
    >>> detector.estimate(signatures[0], signatures[1])
    1.0

    A detector is immutable and can be pickled. Two detectors with equal :meth:`fingerprint` give
    equal values, on every machine.

    ``texts`` is a list of strings, or a column of pandas, Polars, PyArrow or Hugging Face
    ``datasets``; texts that are stored as Arrow strings are not copied. Results are columns, which
    NumPy and Arrow take without a copy; see :class:`Column`. ``threads`` is the number of threads,
    which does not change the result; that of :func:`leitong.set_threads`, or all cores, if it is
    not given.

    Args:
        similarity: Jaccard similarity from which on two texts are similar, above 0 and up to 1,
            which decides about the bands: 0.7, and 0.45 for ``weight="idf"``, if it is not given.
        shingle: Unit and length of the shingles: ``"width:N"`` for characters as wide as N
            ideographs, ``"char:N"`` or ``"word:N"``; ``"width:5"`` if it is not given.
        weight: ``"equal"``, or ``"idf"`` to compare single words, which count by their rarity.
        fold_script: When traditional characters count as simplified ones: ``"never"``,
            ``"always"`` or ``"words"`` (words of Taiwan as those of the mainland too). A detector
            sees no whole collection, and has no ``"auto"``.
        slots: Numbers of a signature, from 1 to 65535.
        recall: Probability, above 0 and below 1, with which a pair of exactly this similarity
            shares a band.
        seed: Random seed of the signatures, from 0 to 2**64 - 1. Only signatures of the same
            random seed can be compared.

    Raises:
        SettingsError: If a setting is wrong, or no bands of so many slots have this recall.
    """

    def __init__(
        self,
        similarity: float | None = None,
        shingle: str | None = None,
        weight: str = "equal",
        fold_script: str = "never",
        *,
        slots: int = 128,
        recall: float = 0.99,
        seed: int = 0,
    ) -> None:
        self._options = {
            "matching": matching(similarity, None, shingle, weight, fold_script, None),
            "slots": slots,
            "recall": recall,
            "seed": seed,
        }
        self._detector = _leitong.Detector(self._options)

    @property
    def similarity(self) -> float:
        """Jaccard similarity from which on two texts are similar."""
        return self._detector.similarity

    @property
    def slots(self) -> int:
        """Numbers of a signature."""
        return self._detector.slots

    @property
    def bands(self) -> int:
        """Number of bands, and of the keys of a text."""
        return self._detector.bands

    @property
    def rows(self) -> int:
        """Slots of each band."""
        return self._detector.rows

    def fingerprint(self) -> str:
        """Everything that the values depend on: the version, all settings, and checksums of the
        folding table and of word weights. Store it beside values that are kept.
        """
        return self._detector.fingerprint()

    def content_hashes(self, texts: object, *, threads: int | None = None) -> Column:
        """The hash of the content of each text: 16 bytes, and null where there is no text.

        Texts have equal hashes if their letters and digits are equal, whatever their punctuation,
        spaces, case and width; those without letters and digits if their bytes are.

        Raises:
            TypeError: If ``texts`` is no column of texts.
        """
        with running(threads, False) as run:
            return self._detector.content_hashes(_records(texts), run)

    def signatures(self, texts: object, *, threads: int | None = None) -> Column:
        """The MinHash signature of each text: :attr:`slots` numbers of 32 bits, so 512 bytes for
        128 slots.

        A text that is shorter than a shingle has none: it is null, in NumPy a row of zeros. It is
        similar to texts of equal content only, which :meth:`content_hashes` tells.

        Raises:
            TypeError: If ``texts`` is no column of texts.
        """
        with running(threads, False) as run:
            return self._detector.signatures(_records(texts), run)

    def band_keys(self, texts: object, *, threads: int | None = None) -> Column:
        """The keys of each text: :attr:`bands` numbers of 64 bits, unsigned. Two texts are
        candidates if they share a key.

        A text that is shorter than a shingle has none: it is null, in NumPy a row of zeros.

        Raises:
            TypeError: If ``texts`` is no column of texts.
        """
        with running(threads, False) as run:
            return self._detector.band_keys(_records(texts), run)

    def estimate(self, a: Sequence[int] | None, b: Sequence[int] | None) -> float:
        """The Jaccard similarity of two texts as their signatures estimate it: the share of the
        slots that are equal.

        Its standard error is at most 0.044 for 128 slots; :meth:`jaccard` is exact. It is 0 if a
        text has no signature: for ``None``, and for a row of zeros.

        Raises:
            SettingsError: If a signature has another number of slots.
        """
        if a is None or b is None:
            return 0.0
        return self._detector.estimate(a, b)

    def jaccard(self, a: str, b: str) -> float:
        """The Jaccard similarity of two texts, of all their shingles: 1 if their contents are
        equal, 0 if one of two others is shorter than a shingle.

        >>> import leitong
        >>> leitong.Detector(shingle="char:2").jaccard("床前明月光", "床前明月夜")
        0.6
        """
        return self._detector.jaccard(a, b)

    def __getstate__(self) -> dict[str, Any]:
        return self._options

    def __setstate__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._detector = _leitong.Detector(options)

    def __repr__(self) -> str:
        return f"<Detector: {self.fingerprint()}>"


def _records(texts: object) -> Records:
    """The texts of a column."""
    if isinstance(texts, (str, bytes)):
        raise TypeError("one text is no column: give a list of texts")
    library = type(texts).__module__.partition(".")[0]
    if library == "polars" and hasattr(texts, "to_frame"):
        return Records.of_stream(cast(Any, texts).to_frame(_TEXT), _TEXT)
    if library == "pandas" and hasattr(texts, "array"):
        return _of_pandas(texts)
    if hasattr(texts, "__arrow_c_array__") or hasattr(texts, "__arrow_c_stream__"):
        return _of_arrow(texts)
    if hasattr(texts, "tolist"):
        texts = cast(Any, texts).tolist()
    if not isinstance(texts, Sequence):
        raise TypeError(f"{type(texts).__name__} is no column of texts")
    return _of_list(list(texts))


def _of_list(texts: list[Any]) -> Records:
    first = next((text for text in texts if text is not None), "")
    if not isinstance(first, str):
        raise TypeError(f"a list of {type(first).__name__} is no column of texts")
    return Records.of_texts(texts, _TEXT)


def _of_pandas(texts: object) -> Records:
    """The texts of a series, not copied if it stores them as Arrow does."""
    series = cast(Any, texts)
    if hasattr(series.array, "__arrow_array__") and "pyarrow" in sys.modules:
        return _of_arrow(series.array)
    return _of_list([text if isinstance(text, str) else None for text in series.to_list()])


def _of_arrow(texts: object) -> Records:
    """The texts of an array, which the engine reads as the column of a table."""
    column = cast(Any, texts)
    if hasattr(column, "columns"):
        raise TypeError(f"{type(texts).__name__} has columns: give one of them")
    import pyarrow

    if not isinstance(column, (pyarrow.Array, pyarrow.ChunkedArray)):
        has_stream = hasattr(column, "__arrow_c_stream__")
        column = (pyarrow.chunked_array if has_stream else pyarrow.array)(column)
    return Records.of_stream(pyarrow.table({_TEXT: column}), _TEXT)
