"""Tests of the wrapping of texts."""

import pytest

from evaluation.wrapped_lines import wrapping

ENGLISH = ["It was the best of times, it was the worst of times, it was the age. " * 4] * 2
CHINESE = ["天地玄黄，宇宙洪荒，日月盈昃，辰宿列张，寒来暑往，秋收冬藏。" * 4] * 2


@pytest.mark.parametrize("paragraphs", [ENGLISH, CHINESE])
@pytest.mark.parametrize("style", wrapping.STYLES)
def test_wrapping_loses_nothing(paragraphs, style):
    text = wrapping.wrapped(paragraphs, 60, style)
    assert "".join(text.split()) == "".join("".join(paragraphs).split())
    widths = [sum(1 + wrapping.is_wide(char) for char in line) for line in text.split("\n")]
    assert max(widths) <= 62 and len(widths) > 8


def test_indented_paragraphs_are_unwrapped():
    rows = " Corn   1.35   1.92\n Oats   1.24   0.99\n"
    text = f"TITLE\nFirst line\nof it.\n    Second\nhas two.\n{rows}End"
    assert wrapping.unwrapped(text).split("\n") == [
        "TITLE",
        "First line of it.",
        "    Second has two.",
        " Corn   1.35   1.92",
        " Oats   1.24   0.99",
        "End",
    ]
