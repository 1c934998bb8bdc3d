"""Tests of the texts of hostile shapes."""

import pytest

from evaluation.shapes import documents, texts
from evaluation.shapes.measure import Measured, exponent


@pytest.mark.parametrize("shape", texts.SHAPES)
def test_a_text_has_the_size_asked_for_and_is_the_same_each_time(shape):
    text = texts.text(shape, 20_000)
    assert 20_000 <= len(text.encode()) < 24_000
    assert text == texts.text(shape, 20_000)
    assert texts.text(shape, 40_000).startswith(text)


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_a_collection_has_the_size_asked_for(shape):
    collection = list(documents.texts(shape, 20_000))
    assert 20_000 <= sum(len(document.encode()) for document in collection) < 24_000


def test_ten_books_are_equal():
    books = list(documents.texts("books", 30_000))
    assert len(books) == 10
    assert len(set(books)) == 1


def test_the_exponent_is_the_slope():
    runs = [Measured("log", size, (size / 1e6) ** 2, 0.0, 0, True) for size in (10**6, 2 * 10**6)]
    assert exponent(runs) == pytest.approx(2)
    assert exponent(runs[:1]) is None
