"""Tests of the measurement of the length of shingles."""

import random

import pytest

from evaluation.common import content
from evaluation.shingle_width import measure, words


def test_five_ideographs_are_the_shingles_of_thirteen_to_fifteen_thirds():
    text = "甲乙丙丁戊己庚"
    for thirds in (13, 14, 15):
        assert measure.shingles(text, thirds) == content.shingles(text)


def test_so_many_letters_are_a_shingle():
    assert measure.shingles("abcdefghijklmno", 13) == {
        "abcdefghijklm",
        "bcdefghijklmn",
        "cdefghijklmno",
    }
    assert measure.shingles("abc", 13) == {"abc"}


def test_the_similarity_falls_with_the_share_of_edits_and_the_length():
    texts = [[f"word{number}" for number in range(300)]]
    at = {
        (share, thirds): measure.similarity(random.Random(1), texts, share, thirds)
        for share in (0.0, 0.1, 0.3)
        for thirds in (5, 15)
    }
    assert at[0.0, 15] == pytest.approx(1)
    assert at[0.1, 5] > at[0.3, 5] > at[0.3, 15]


def test_words_are_runs_of_one_script():
    found = words.words("東京タワーに行く, No. 7", None)
    assert found == ["東京", "タワー", "に", "行", "く", "no", "7"]
