from random import Random

import pytest

from evaluation.outline.generate import Sources, drawn, named, truth
from evaluation.outline.layouts import LAYOUTS, Layout, compose, numbers, wrapped, written
from evaluation.outline.phrases import LANGUAGES, han, roman

SOURCES = Sources(1, ["zh-hant", "en"], [])


def test_books_are_the_same_each_time_and_every_layout_has_one():
    first, second = dict(named(SOURCES)), dict(named(SOURCES))
    assert first == second
    assert {book.partition("/")[0] for book in first} | {"chapter"} == set(LAYOUTS) | {"chapter"}
    assert list(drawn(SOURCES, 3)) == list(drawn(SOURCES, 3))


def test_speeches_start_where_the_truth_says():
    book = written(compose(LANGUAGES["zh-hans"], LAYOUTS["number-comma"], Random(1)))
    for number, (start, title) in enumerate(book.starts, 1):
        assert book.text[start:].startswith(f"{number}、{title}\n")
    lines = list(truth("a", book))
    assert len(lines) == len(book.starts) and lines[0].startswith("a\t0\t")


def test_speeches_may_be_given_texts():
    book = compose(LANGUAGES["en"], Layout(), Random(1), [["One.", "Two."]])
    assert {line.text for line in book.lines if line.kind == "body"} == {"One.", "Two."}


@pytest.mark.parametrize(
    ("kind", "made"),
    [("running", [1, 2, 3, 4]), ("from", [15, 16, 17, 18]), ("restart", [1, 2, 1, 2])],
)
def test_numbers(kind, made):
    assert numbers(Layout(numbers=kind), 4, Random(1)) == made
    assert [han(number) for number in (3, 10, 14, 21)] == ["三", "十", "十四", "二十一"]
    assert [roman(number) for number in (4, 9, 12)] == ["IV", "IX", "XII"]


def test_lines_are_wrapped_between_words_and_before_no_mark():
    assert list(wrapped("one two three", 7, True)) == ["one two", "three"]
    assert list(wrapped("一二三，四", 6, False)) == ["一二三，", "四"]
