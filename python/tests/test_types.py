"""Collections come back in the types in which they are given."""

from __future__ import annotations

import datetime
import pathlib
import pickle

import pytest

import leitong

TEXTS = ["床前明月光，疑是地上霜。", "春眠不觉晓，处处闻啼鸟。", "床前明月光,疑是地上霜!", None]
KEPT = [0, 1]
COLUMNS = {
    "id": ["甲", "乙", "丙", "丁"],
    "day": [datetime.date(1998, 1, day) for day in (4, 3, 2, 1)],
    "text": TEXTS,
}
ROWS = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]

PARTS = [
    "甲乙丙丁戊己庚辛壬癸子丑寅卯",
    "天地玄黄宇宙洪荒日月盈昃辰宿列张",
    "寒来暑往秋收冬藏闰余成岁律吕调阳",
]
DOCUMENTS = ["\n\n".join(PARTS[:2]), "\n\n".join(PARTS[1:])]
CUT = ["\n\n".join(PARTS[:2]), PARTS[2]]


def cut_texts(texts):
    """The texts without the paragraph that recurs, and without blanks around."""
    return [text.strip() for text in texts]


@pytest.mark.parametrize("kind", [list, tuple])
def test_texts(kind):
    texts = kind(TEXTS)
    found = leitong.dedup(texts)
    assert found.apply(texts) == kind(TEXTS[at] for at in KEPT)
    assert [bool(keeps) for keeps in found.keep] == [True, True, False, False]
    assert found.summary.skipped == 1
    assert leitong.dedup(texts, text="body").summary.kept == 2


def test_dictionaries():
    assert leitong.dedup(ROWS).apply(ROWS) == [ROWS[at] for at in KEPT]
    assert leitong.dedup(ROWS).duplicates[0]["id"] == "丙"
    smallest = leitong.dedup(ROWS, keep="day:min")
    assert smallest.apply(ROWS) == ROWS[1:3]
    nested = [{"data": {"body": text}} for text in TEXTS[:3]]
    assert leitong.dedup(nested, text="data.body").apply(nested) == nested[:2]


def test_halves_of_surrogate_pairs():
    texts = ["床前明月光，疑是地上霜\ud83d", "床前明月光，疑是地上霜\ud83d"]
    assert leitong.dedup(texts).apply(texts) == texts[:1]
    rows = [{"text": text, "day": 1} for text in texts]
    assert leitong.dedup(rows, keep="day:min").apply(rows) == rows[:1]


def test_pandas():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(COLUMNS, index=[7, 5, 3, 1])
    for keep, rows in (("first", KEPT), ("day:min", [1, 2])):
        kept = leitong.dedup(frame, keep=keep).apply(frame)
        pandas.testing.assert_frame_equal(kept, frame.iloc[rows])
    mixed = frame.assign(other=[1, "x", None, [2]])
    pandas.testing.assert_frame_equal(leitong.dedup(mixed).apply(mixed), mixed.iloc[KEPT])
    series = frame["text"]
    pandas.testing.assert_series_equal(leitong.dedup(series).apply(series), series.iloc[KEPT])
    parts = pandas.DataFrame({"text": DOCUMENTS, "n": [1, 2]})
    cut = leitong.dedup(parts, level="paragraph", min_chars=5).apply(parts)
    assert cut_texts(cut["text"]) == CUT
    assert list(parts["text"]) == DOCUMENTS


def test_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(COLUMNS)
    for keep, rows in (("first", KEPT), ("day:min", [1, 2])):
        assert leitong.dedup(frame, keep=keep).apply(frame).equals(frame[rows])
    kinds = frame.with_columns(polars.col("text").cast(polars.Categorical))
    assert leitong.dedup(kinds).apply(kinds).equals(kinds[KEPT])
    series = frame["text"]
    assert leitong.dedup(series).apply(series).to_list() == series[KEPT].to_list()
    parts = polars.DataFrame({"n": [1, 2], "text": DOCUMENTS})
    cut = leitong.dedup(parts, level="paragraph", min_chars=5).apply(parts)
    assert cut_texts(cut["text"]) == CUT
    assert cut.schema == parts.schema
    duplicates = polars.DataFrame(leitong.dedup(frame).duplicates)
    assert duplicates["duplicate_of"].to_list() == ["甲"]
    with pytest.raises(TypeError, match="collect"):
        leitong.dedup(frame.lazy())


def test_pyarrow():
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(COLUMNS)
    for keep, rows in (("first", KEPT), ("day:min", [1, 2])):
        assert leitong.dedup(table, keep=keep).apply(table).equals(table.take(rows))
    chunked = pyarrow.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)])
    assert leitong.dedup(chunked).apply(chunked).num_rows == 2
    batch = table.to_batches()[0]
    assert leitong.dedup(batch).apply(batch).equals(batch.take(pyarrow.array(KEPT)))
    for kind in (
        pyarrow.large_string(),
        pyarrow.string_view(),
        pyarrow.dictionary(pyarrow.int8(), pyarrow.string()),
    ):
        typed = pyarrow.table({"text": pyarrow.array(TEXTS).cast(kind)})
        assert [bool(keeps) for keeps in leitong.dedup(typed).keep] == [True, True, False, False]
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches())
    found = leitong.dedup(reader)
    assert found.apply(table).equals(table.take(KEPT))
    with pytest.raises(TypeError, match="read once"):
        found.apply(reader)
    parts = pyarrow.table({"n": [1, 2], "text": DOCUMENTS})
    cut = leitong.dedup(parts, level="paragraph", min_chars=5).apply(parts)
    assert cut_texts(cut["text"].to_pylist()) == CUT
    assert cut.schema == parts.schema


def test_the_list_of_duplicates_is_a_table():
    pyarrow = pytest.importorskip("pyarrow")
    found = leitong.dedup(ROWS)
    table = pyarrow.table(found.duplicates)
    assert table.num_rows == len(found.duplicates) == 1
    row = {name: value for name, value in table.to_pylist()[0].items() if value is not None}
    assert row == {**found.duplicates[0], "removed": True, "parts": []}
    assert pyarrow.table(leitong.dedup([]).duplicates).schema == table.schema
    # A record that stands in several others together has a list of its passages.
    a, b = "".join(map(chr, range(0x4E00, 0x4F00))), "".join(map(chr, range(0x5E00, 0x5F00)))
    covered = leitong.dedup([a + "一", b + "二", a + b], by="jaccard,coverage")
    (line,) = covered.duplicates
    assert pyarrow.table(covered.duplicates)["parts"].to_pylist() == [line["parts"]]


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    relation = duckdb.sql("from (values ('雷同', 1), ('雷同', 2), ('不同', 3)) as t(text, n)")
    kept = leitong.dedup(relation).apply(relation)
    assert type(kept) is type(relation)
    assert kept.fetchall() == [("雷同", 1), ("不同", 3)]


def test_datasets():
    datasets = pytest.importorskip("datasets")
    dataset = datasets.Dataset.from_dict(COLUMNS)
    assert leitong.dedup(dataset).apply(dataset)["id"][:] == ["甲", "乙"]
    turned = dataset.select([2, 1, 0])
    assert leitong.dedup(turned).apply(turned)["id"][:] == ["丙", "乙"]
    parts = datasets.Dataset.from_dict({"text": DOCUMENTS})
    cut = leitong.dedup(parts, level="paragraph", min_chars=5).apply(parts)
    assert cut_texts(cut["text"][:]) == CUT


def test_all_types_have_the_same_report():
    expected = leitong.scan([{**row, "day": row["day"].isoformat()} for row in ROWS], min_chars=5)
    tables = [ROWS]
    for library, build in (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "table")):
        try:
            tables.append(getattr(__import__(library), build)(COLUMNS))
        except ImportError:
            continue
    for table in tables:
        assert leitong.scan(table, min_chars=5).to_json() == expected.to_json()
    assert len(expected) == 1


def test_paths(tmp_path: pathlib.Path):
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXTS[2], encoding="utf-8")
    for data in (tmp_path, str(tmp_path), [tmp_path / "a.txt", tmp_path / "b.txt"]):
        found = leitong.dedup(data)
        assert [bool(keeps) for keeps in found.keep] == [True, False]
        with pytest.raises(TypeError, match="dedup_files"):
            found.apply(data)
    assert leitong.dedup([TEXTS[1], TEXTS[2]], against=tmp_path).apply([1, 2]) == [1]


def test_results_can_be_pickled():
    found = leitong.dedup(ROWS)
    again = pickle.loads(pickle.dumps(found))
    assert again.apply(ROWS) == found.apply(ROWS)
    assert list(again.duplicates) == list(found.duplicates)
    assert again.summary == found.summary
    report = leitong.scan(ROWS, min_chars=5)
    again = pickle.loads(pickle.dumps(report))
    assert list(again) == list(report)
    with pytest.raises(leitong.LeitongError):
        again.to_html("report.html")


def test_the_page(tmp_path: pathlib.Path):
    report = leitong.scan(ROWS, min_chars=5)
    report.to_html(tmp_path / "report.html", lang="zh")
    assert '<html lang="zh-Hans"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    with pytest.raises(leitong.SettingsError):
        report.to_html(tmp_path / "report.html", lang="xx")
