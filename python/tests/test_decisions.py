"""What is known of a deduplication that is over: stricter thresholds, close decisions, pages."""

from __future__ import annotations

import pathlib
import pickle

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import leitong
from elements import Elements
from generated import collections, records, texts
from test_law import READ, law

POEM = "床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。夜来风雨声。"
ROWS = [
    {"id": id, "text": text}
    for id, text in [("甲", POEM), ("乙", POEM), ("丙", POEM[:-8]), ("丁", POEM[:-2]), ("戊", None)]
]

measures = st.sampled_from(
    [["jaccard"], ["jaccard", "containment", "edit"], ["jaccard", "coverage"]]
)


def thresholds(found, similarity):
    """The least similarity of each line, to four digits, as the list has similarities."""
    least = {
        "jaccard": similarity,
        "containment": 1 - (1 - similarity) / 3,
        "edit": 1 - (1 - similarity) / 3,
        "coverage": 1 - (1 - similarity) / 3,
    }
    return [least[line["measure"]] - 0.000_06 for line in found.duplicates]


@law
@given(
    collection=collections,
    against=collections | st.none(),
    by=measures,
    remove=st.sampled_from([None, ["near", "contained"]]),
    similarity=st.floats(0.4, 0.9),
    higher=st.floats(0, 1),
)
def test_what_stays_removed_is_similar_enough(collection, against, by, remove, similarity, higher):
    data = records(*collection)
    reference = None if against is None else records(*against)
    try:
        found = leitong.dedup(data, against=reference, by=by, remove=remove, similarity=similarity)
    except leitong.ReadError:
        return
    at = similarity + (1 - similarity) * higher
    strict = found.at(at)
    kept = [bool(keeps) for keeps in strict.keep]
    # What was kept, or could not be read, is as it was.
    for before, after in zip(found.keep, kept, strict=True):
        assert after or not before
    removed = [line for line in strict.duplicates if line.get("removed", True)]
    assert len(removed) == strict.summary.removed
    for line, least in zip(strict.duplicates, thresholds(strict, at), strict=True):
        assert line["similarity"] >= least
        assert line in found.duplicates
    for line in removed:
        assert not kept[line["line"] - 1]
        # The record that it names is kept, too.
        assert line["of_path"] == "against" or kept[line["of_line"] - 1]
    # And what comes back is not.
    back = [line for line in found.duplicates if line not in strict.duplicates]
    for line in back:
        assert kept[line["line"] - 1]
        assert line["similarity"] < 1
    assert strict.summary.kept == sum(kept) == len(strict.apply(data))
    assert strict.summary.kept + strict.summary.removed + strict.summary.skipped == len(data)
    # The similarity of the run changes nothing, and a higher one no more than twice a higher one.
    assert list(found.at(similarity).keep) == list(found.keep)
    assert found.at(similarity).duplicates == found.duplicates
    assert list(strict.at(1).keep) == list(found.at(1).keep)


@law
@given(
    collection=collections,
    level=st.sampled_from(["speech", "paragraph", "passage"]),
    similarity=st.floats(0.5, 0.9),
    higher=st.floats(0, 1),
)
def test_parts_come_back(collection, level, similarity, higher):
    data = texts(*collection)
    found = leitong.dedup(data, level=level, min_chars=10, similarity=similarity)
    same = found.at(similarity)
    assert same.apply(data) == found.apply(data) and same.duplicates == found.duplicates
    for name in ("read", "kept", "removed", "changed", "emptied", "parts_removed", "clusters"):
        assert same.summary[name] == found.summary[name]
    at = similarity + (1 - similarity) * higher
    strict = found.at(at)
    assert list(strict.duplicates) == [
        line
        for line in found.duplicates
        if line["similarity"] >= found._run.least(line["measure"], at)
    ]
    # What is left of all records without all parts is what the run left.
    rows = {line["line"] - 1 for line in found.duplicates}
    left = dict(found._texts_left(found.duplicates, rows))
    assert left.keys() == rows
    assert all((left[row] is None) != found.keep[row] for row in rows)
    assert {row: text for row, text in left.items() if text is not None} == dict(found._changed)
    # At the higher similarity a text is whole if no part of it stays removed.
    parts = {line["line"] - 1 for line in strict.duplicates}
    kept = [row for row, keeps in enumerate(strict.keep) if keeps]
    for row, text in zip(kept, strict.apply(data), strict=True):
        assert (text == data[row]) == (row not in parts)
        assert len(text) >= len(left.get(row) or "")
    assert set(range(len(data))) - set(kept) <= parts


def test_a_part_that_comes_back():
    sentence = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
    near = sentence[:-1] + "章"
    data = [POEM + "\n" + sentence, POEM + "\n" + near]
    found = leitong.dedup(data, level="paragraph", min_chars=10, by=["jaccard"], guard=False)
    assert list(found.keep) == [True, False] and found.summary["emptied"] == 1
    strict = found.at(0.95)
    assert strict.apply(data) == [data[0], near]
    counts = {
        name: strict.summary[name] for name in ("kept", "changed", "parts_removed", "emptied")
    }
    assert counts == {"kept": 2, "changed": 1, "parts_removed": 1, "emptied": 0}
    # And in other types of collections.
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": data})
    again = leitong.dedup(frame, level="paragraph", min_chars=10, by=["jaccard"], guard=False)
    assert list(again.at(0.95).apply(frame)["text"]) == strict.apply(data)
    with pytest.raises(leitong.LeitongError, match="pickled"):
        pickle.loads(pickle.dumps(found)).at(0.95)


def test_what_a_stricter_run_does_as_well():
    data = [POEM, POEM, POEM[:-8], POEM[:-2]]
    found = leitong.dedup(data, by=["jaccard"])
    for similarity in (0.75, 0.85, 0.97, 1.0):
        again = leitong.dedup(data, by=["jaccard"], similarity=similarity)
        assert list(found.at(similarity).keep) == list(again.keep)
        for name in ("read", "kept", "removed", "removed_equal", "skipped", "clusters"):
            assert found.at(similarity).summary[name] == again.summary[name]


def test_a_new_run_removes_no_less():
    for seed in range(60):
        data = texts(seed, 24)
        settings = {"by": ["jaccard"], "guard": False}
        higher = 0.6 + seed % 4 / 10
        found = leitong.dedup(data, similarity=0.5, **settings).at(higher)
        again = leitong.dedup(data, similarity=higher, **settings)
        assert again.summary.removed >= found.summary.removed
        kept = list(again.keep)
        for line in found.duplicates:
            # What is removed for a record that the new run keeps is removed there, too.
            assert not (kept[line["of_line"] - 1] and kept[line["line"] - 1])


def test_similarities_at_which_nothing_is_known(tmp_path: pathlib.Path):
    found = leitong.dedup(ROWS, similarity=0.8)
    for similarity in (0.79, 1.01, float("nan")):
        with pytest.raises(leitong.SettingsError, match=r"^similarity: "):
            found.at(similarity)
    with pytest.raises(leitong.SettingsError, match=r"^similarity: "):
        found.at(0.9).at(0.85)
    (tmp_path / "a.txt").write_text(POEM, encoding="utf-8")
    with pytest.raises(leitong.SettingsError, match=r"^data: "):
        leitong.dedup(tmp_path).at(0.9)


def test_the_closest_calls_come_first():
    found = leitong.dedup(ROWS, by=["jaccard"])
    assert [line["id"] for line in found.closest_calls()] == ["丙", "丁"]
    assert [line["id"] for line in found.closest_calls(1)] == ["丙"]
    assert list(found.closest_calls(0)) == []
    with pytest.raises(ValueError, match=r"^n: "):
        found.closest_calls(-1)
    # Duplicates that are kept were not decided.
    only_equal = leitong.dedup(ROWS, by=["jaccard"], remove=["exact"])
    assert len(only_equal.duplicates) == 3 and list(only_equal.closest_calls()) == []


@law
@given(
    collection=collections,
    level=st.sampled_from(["document", "speech", "paragraph", "passage"]),
    similarity=st.floats(0.4, 0.9),
)
def test_what_is_removed_reaches_the_threshold_of_its_measure(collection, level, similarity):
    data = texts(*collection)
    found = leitong.dedup(data, level=level, min_chars=10, similarity=similarity)
    calls = found.closest_calls(len(found.duplicates))
    assert list(calls) == sorted(
        (line for line in found.duplicates if line["kind"] != "exact"),
        key=lambda line: line["similarity"] - found._run.least(line["measure"], similarity),
    )
    for line in found.duplicates:
        assert line["similarity"] >= found._run.least(line["measure"], similarity)


def test_calls_are_close_to_the_thresholds_of_their_measures():
    # Most of one text stands in the longest; another one wholly, which is further from the higher
    # threshold of containment.
    found = leitong.dedup([POEM, POEM[:-11], "天地玄黄宇宙洪荒" * 2, POEM[:12]])
    calls = [(line["id"], line["measure"]) for line in found.closest_calls()]
    margins = [
        line["similarity"] - least
        for line, least in zip(
            found.closest_calls(), thresholds_of(found.closest_calls(), 0.7), strict=True
        )
    ]
    assert len(calls) == 2 and margins == sorted(margins)


def thresholds_of(lines, similarity):
    return [
        similarity if line["measure"] == "jaccard" else 1 - (1 - similarity) / 3 for line in lines
    ]


@law
@given(collection=collections, against=collections | st.none(), by=measures)
def test_the_page_is_that_of_the_command(command, collection, against, by):
    data = records(*collection)
    reference = None if against is None else records(*against)
    command.write("data", data)
    options = ["--by", ",".join(by), "--html", "page.html", "--duplicates", "list.jsonl"]
    if reference is not None:
        command.write("against", reference)
        options += ["--against", "against"]
    run = command.run("dedup", "data", *options, *READ)
    if run.returncode not in (0, 3):
        return
    found = leitong.dedup(data, against=reference, by=by)
    # Where the lists differ in what contains a record, the pages do.
    assume(found.duplicates.to_json_lines().encode() == command.read("list.jsonl"))
    found.to_html(command.folder / "same.html")
    assert command.read("same.html") == command.read("page.html")


def test_the_page_of_parts(command):
    data = [
        {"text": POEM + "\n" + "天地玄黄宇宙洪荒" * 9},
        {"text": "云腾致雨露结为霜" * 9 + "\n" + POEM},
    ]
    command.write("data", data)
    for level in ("paragraph", "passage"):
        options = ["--level", level, "--min-chars", "10", "--html", "page.html"]
        assert command.run("dedup", "data", *options, *READ).returncode == 0
        leitong.dedup(data, level=level, min_chars=10).to_html(command.folder / "same.html")
        assert command.read("same.html") == command.read("page.html")


def test_errors_of_the_page(tmp_path: pathlib.Path):
    found = leitong.dedup(ROWS)
    found.to_html(tmp_path / "page.html", lang="zh")
    assert '<html lang="zh-Hans"' in (tmp_path / "page.html").read_text(encoding="utf-8")
    with pytest.raises(leitong.SettingsError):
        found.to_html(tmp_path / "page.html", lang="xx")
    with pytest.raises(leitong.LeitongError):
        found.to_html(tmp_path / "none" / "page.html")
    again = pickle.loads(pickle.dumps(found))
    assert list(again.at(0.9).keep) == list(found.at(0.9).keep)
    assert again.closest_calls() == found.closest_calls()
    with pytest.raises(leitong.LeitongError, match="pickled"):
        again.to_html(tmp_path / "again.html")
    assert Elements(again._repr_html_()).tags == ["p"]
    rows = list(ROWS)
    changed = leitong.dedup(rows)
    rows.pop()
    with pytest.raises(leitong.LeitongError, match="5 decisions, and 4 records"):
        changed.to_html(tmp_path / "changed.html")
    assert not (tmp_path / "changed.html").exists()


def test_notebooks_show_what_is_removed():
    found = leitong.dedup(ROWS, by=["jaccard"])
    shown = found._repr_html_()
    assert "<p>1 of 5 kept, 3 removed: left what is kept, right what is removed</p>" in shown
    assert shown.count("<strong>甲 · line 1</strong>") == 3
    assert Elements(shown).texts["del"] == POEM[-8:-1] + POEM[-2:-1] or "声" in shown
    many = leitong.dedup([POEM] * 9)
    assert many._repr_html_().endswith("<p>and 3 more duplicates</p>")
    nothing = leitong.dedup([POEM])
    assert Elements(nothing._repr_html_()).texts == {"p": "1 of 1 kept, 0 removed"}
    # At a stricter similarity too.
    assert Elements(found.at(0.9)._repr_html_()).texts["p"].startswith("2 of 5 kept, 2 removed")


def test_no_removed_text_is_markup():
    hostile = "</div><script>alert(1)</script><img src=x onerror=alert(1)>$x$&lt;\u202e\x1b\x00床前"
    found = leitong.dedup([{"id": hostile + id, "text": hostile * 3 + id} for id in "甲乙"])
    assert found.summary.removed == 1
    shown = Elements(found._repr_html_())
    assert set(shown.tags) <= {"p", "div", "strong", "del", "ins"}
    assert shown.attributes <= {"class", "dir", "style"}
    assert not set("\u202e\x1b\x00") & set(found._repr_html_())


def collections_of_all_types():
    """The rows as they are given in other types."""
    columns = {name: [row[name] for row in ROWS] for name in ("id", "text")}
    yield "rows", ROWS
    yield "nested", [{"id": row["id"], "a": {"text": row["text"]}} for row in ROWS]
    yield "texts", [row["text"] for row in ROWS]
    for library, build in (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "table")):
        try:
            yield library, getattr(__import__(library), build)(columns)
        except ImportError:
            continue
    try:
        from datasets import Dataset
    except ImportError:
        return
    yield "datasets", Dataset.from_dict(columns)


@pytest.mark.parametrize(("name", "data"), list(collections_of_all_types()))
def test_texts_are_shown_of_all_types(name, data):
    found = leitong.dedup(data, text="a.text" if name == "nested" else "text", by=["jaccard"])
    assert found._repr_html_().count(POEM[:20]) == 6
    if name != "nested":
        other = leitong.dedup([POEM[:-2]], against=data, keep="all", by=["jaccard"])
        assert other._repr_html_().count(POEM[:20]) == 2


def test_texts_of_what_is_read_once(tmp_path: pathlib.Path):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"text": [POEM, POEM[:-2]]})
    found = leitong.dedup(pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches()))
    assert Elements(found._repr_html_()).tags == ["p"]
    with pytest.raises(leitong.LeitongError):
        found.to_html(tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_texts_of_paths_are_shown(tmp_path: pathlib.Path):
    for name, text in (("a.txt", POEM), ("b.txt", POEM[:-2])):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for data in (tmp_path, str(tmp_path), [tmp_path / "a.txt", tmp_path / "b.txt"]):
        assert leitong.dedup(data)._repr_html_().count(POEM[:20]) == 2
    beside = leitong.dedup([POEM], against=tmp_path / "b.txt", keep="all")
    assert beside._repr_html_().count(POEM[:20]) == 2
