"""Generated collections: texts that share sentences, whole or edited."""

from __future__ import annotations

import random

from hypothesis import strategies as st

_IDEOGRAPHS = [chr(0x4E00 + at) for at in range(0, 6_000, 7)]
_MARKS = ["。", "，", "!", "\n", "\n\n", " \t", "\u2028", '"', "\\", "\U0001f600", "e\u0301"]


def texts(seed: int, count: int) -> list[str]:
    """So many texts, of which some are copies with a few other characters."""
    numbers = random.Random(seed)
    sentences = ["".join(numbers.choices(_IDEOGRAPHS, k=numbers.randint(3, 50))) for _ in range(5)]
    found = []
    for _ in range(count):
        text = ""
        for _ in range(numbers.randint(0, 4)):
            text += _edited(numbers.choice(sentences), numbers) + numbers.choice(_MARKS)
        found.append(text)
    return found


def _edited(text: str, numbers: random.Random) -> str:
    return "".join(
        numbers.choice(_IDEOGRAPHS) if numbers.random() < 0.02 else char for char in text
    )


def records(seed: int, count: int) -> list[dict[str, object]]:
    """Records with these texts, ids of any kind, and other fields; some have no text."""
    numbers = random.Random(seed + 1)
    found: list[dict[str, object]] = []
    for at, text in enumerate(texts(seed, count)):
        record: dict[str, object] = {"day": f"199{numbers.randint(0, 9)}-01-01"}
        id = numbers.choice([None, at, f'甲"{at}', 1.5, True, -7])
        if id is not None:
            record["id"] = id
        if numbers.random() < 0.95:
            record["text"] = None if numbers.random() < 0.03 else text
        record["n"] = [1, {"x": None}]
        found.append(record)
    return found


collections = st.tuples(st.integers(0, 1 << 30), st.integers(1, 24))
"""Seed and number of records of a collection."""
