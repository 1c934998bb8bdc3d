"""Collections come back in the types in which they are given."""

from __future__ import annotations

import datetime
import gzip
import json
import pathlib
import pickle

import pytest

import leitong
from elements import Elements

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
    assert list(again) == list(report) and again == report


def test_the_page(tmp_path: pathlib.Path):
    report = leitong.scan(ROWS, min_chars=5)
    report.to_html(tmp_path / "report.html", lang="zh")
    assert '<html lang="zh-Hans"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    with pytest.raises(leitong.SettingsError):
        report.to_html(tmp_path / "report.html", lang="xx")
    # Without the texts around the matches.
    again = pickle.loads(pickle.dumps(report))
    again.to_html(tmp_path / "again.html")
    assert '<html lang="en"' in (tmp_path / "again.html").read_text(encoding="utf-8")
    with pytest.raises(leitong.LeitongError):
        again.to_html(tmp_path / "none" / "again.html")


REPORT = [
    {
        "id": "甲",
        "date": "1998-01-04",
        "text": "床前明月光，疑是地上霜。😀举头望明月，低头思故乡。",
    },
    {
        "id": "乙",
        "date": "1998-01-03",
        "text": "床前明月光，疑是地上霜。😀举头望山月，低头思故乡。",
    },
    {"id": "丙", "date": "1998-01-02", "text": "床前明月光，疑是地上霜。😀举头望明月，低头思故乡!"},
    {"id": "丁", "date": "1998-01-01", "text": "😀😀春眠不觉晓，处处闻啼鸟。"},
]


def test_the_tables_of_a_report():
    report = leitong.scan(REPORT, min_chars=5)
    assert (len(report.matches), len(report.clusters), len(report.members)) == (2, 1, 3)
    for row, match in zip(report.matches, report, strict=True):
        assert (row["level"], row["kind"]) == (match.level, match.kind)
        assert row["similarity"] == match.similarity
        for name, side in (("a", match.a), ("b", match.b)):
            assert row[f"{name}_document"] == side.document
            assert (row[f"{name}_start"], row[f"{name}_end"]) == (side.start, side.end)
            assert row[f"{name}_text"] == side.text
    texts = {record["id"]: record["text"] for record in REPORT}
    (cluster,) = report.clusters
    found = report.data["clusters"][0]
    assert cluster["lowest_similarity"] == found["lowest_similarity"]
    assert (cluster["places"], cluster["earliest"]) == (3, found["earliest"])
    assert texts[cluster["document"]][cluster["start"] : cluster["end"]] == cluster["text"]
    for at, member in enumerate(report.members):
        assert (member["cluster"], member["member"]) == (0, at)
        assert member["representative"] == (at == found["representative"])
        assert member["earliest"] == (at == found["earliest"])
        for name in ("document", "start", "end", "date"):
            assert member[name] == found["members"][at][name]
    # Of a report without matches too.
    nothing = leitong.scan(REPORT[3:])
    assert [list(table) for table in (nothing.matches, nothing.clusters, nothing.members)] == [
        []
    ] * 3


def test_a_table_is_a_sequence():
    members = leitong.scan(REPORT, min_chars=5).members
    rows = list(members)
    assert members[0] == rows[0] and members[-1] == rows[-1] and members[1:] == rows[1:]
    assert list(reversed(members)) == rows[::-1] and rows[1] in members and {} not in members
    assert [json.loads(line) for line in members.to_json_lines().splitlines()] == rows
    again = pickle.loads(pickle.dumps(members))
    assert again == members and hash(again) == hash(members) and list(again) == rows


def test_the_tables_of_a_report_are_arrow_tables():
    pyarrow = pytest.importorskip("pyarrow")
    report, nothing = leitong.scan(REPORT, min_chars=5), leitong.scan([])
    for name in ("matches", "clusters", "members"):
        rows = getattr(report, name)
        table = pyarrow.table(rows)
        assert table.to_pylist() == list(rows)
        assert pyarrow.table(getattr(nothing, name)).schema == table.schema
        whole = [field.type for field in table.schema if pyarrow.types.is_integer(field.type)]
        assert whole and set(whole) == {pyarrow.int64()}
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(report.members)
    assert frame["date"].to_list() == [record["date"] for record in REPORT[2::-1]]
    assert polars.DataFrame(nothing.members).schema == frame.schema


def test_a_report_is_read_again(tmp_path: pathlib.Path):
    report = leitong.scan(REPORT, min_chars=5)
    path = tmp_path / "report.json"
    path.write_text(report.to_json(), encoding="utf-8")
    again = leitong.Report.read(path)
    assert again == report and hash(again) == hash(report) and again != leitong.scan([])
    assert again.to_json() == report.to_json()
    assert list(again) == list(report) and again.members == report.members
    with gzip.open(tmp_path / "report.json.gz", "wb") as file:
        file.write(report.to_json().encode())
    assert leitong.Report.read(tmp_path / "report.json.gz") == report
    again.to_html(tmp_path / "report.html", lang="zh")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hans"' in page and "举头望山月" in page
    path.write_text('{"schema": "leitong/report/2"}', encoding="utf-8")
    with pytest.raises(leitong.ReadError, match=r"leitong/report/2") as error:
        leitong.Report.read(path)
    assert error.value.path == str(path)
    with pytest.raises(leitong.ReadError):
        leitong.Report.read(tmp_path / "none.json")


def test_notebooks_show_matches_beside_each_other():
    report = leitong.scan(REPORT, min_chars=5)
    edited = next(match for match in report if "山" in match.a.text + match.b.text)
    shown = Elements(edited._repr_html_())
    assert shown.texts["del"][0] + shown.texts["ins"][0] in ("明山", "山明")
    assert report._repr_html_().startswith("<p>2 matches in 4 documents</p>")
    assert report._repr_html_().count("<del") == report._repr_html_().count("<ins") > 0
    many = leitong.scan([REPORT[0]["text"] + str(at) * 5 for at in range(6)], min_chars=5)
    assert many._repr_html_().endswith(f"<p>and {len(many) - 10} more matches</p>")
    assert Elements(leitong.scan([])._repr_html_()).texts == {"p": "0 matches in 0 documents"}


def test_no_text_is_markup_in_a_notebook():
    hostile = "</div><script>alert(1)</script><img src=x onerror=alert(1)>$x$&lt;\u202e\x1b\x00床前"
    records = [
        {"id": hostile + name, "text": hostile * 4 + name, "date": "1998"} for name in ("一", "二")
    ]
    report = leitong.scan(records, min_chars=5)
    assert len(report) > 0
    for piece in (report._repr_html_(), report[0]._repr_html_()):
        shown = Elements(piece)
        assert set(shown.tags) <= {"p", "div", "strong", "del", "ins"}
        assert shown.attributes <= {"class", "dir", "style"}
        assert not set("\u202e\x1b\x00") & set(piece)
        assert "tex2jax_ignore" in piece
