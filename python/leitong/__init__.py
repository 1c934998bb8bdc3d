"""Finds texts and passages that reappear, and removes duplicates from collections.

>>> import leitong
>>> texts = ["床前明月光，疑是地上霜。", "床前明月光,疑是地上霜!", "春眠不觉晓，处处闻啼鸟。"]
>>> leitong.dedup(texts).apply(texts)
['床前明月光，疑是地上霜。', '春眠不觉晓，处处闻啼鸟。']

The results are those of the command ``leitong``, which is installed with the package.
"""

from leitong._data import set_threads
from leitong._decisions import Dedup, Summary
from leitong._dedup import dedup, dedup_files
from leitong._detector import Detector
from leitong._errors import LeitongError, ReadError, SettingsError
from leitong._leitong import Column
from leitong._scan import Match, Report, Side, compare, scan, similarity
from leitong._tables import Duplicates, Table

__all__ = [
    "Column",
    "Dedup",
    "Detector",
    "Duplicates",
    "LeitongError",
    "Match",
    "ReadError",
    "Report",
    "SettingsError",
    "Side",
    "Summary",
    "Table",
    "compare",
    "dedup",
    "dedup_files",
    "scan",
    "set_threads",
    "similarity",
]
