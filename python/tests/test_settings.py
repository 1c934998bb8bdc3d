"""Settings have the effects that the options of the command line have."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import leitong
from conftest import Command
from generated import collections, records, texts
from test_law import READ, law

matching = st.fixed_dictionaries(
    {},
    optional={
        "shingle": st.sampled_from(["char:3", "word:2", "width:4"]),
        "weight": st.just("idf"),
        "fold_script": st.sampled_from(["never", "always", "words", "auto"]),
        "speech_heading": st.just("^[一二三]、"),
    },
).filter(lambda given: not {"shingle", "weight"} <= set(given))
"""Settings by which texts are compared."""

passages = st.fixed_dictionaries(
    {},
    optional={
        "common": st.integers(1, 20),
        "within_document": st.sampled_from(["yes", "no", "only"]),
        "quotes": st.sampled_from(["mark", "ignore"]),
        "forms": st.sampled_from(["show", "mark", "hide"]),
        "memory": st.just(1 << 30),
        "level": st.sampled_from([["document", "passage"], ["paragraph"]]),
    },
)
"""Settings of passages."""


def options(settings: dict[str, object]) -> list[str]:
    """The same settings for the command line."""
    found = []
    for name, value in settings.items():
        shown = ",".join(value) if isinstance(value, list) else str(value)
        found.append(f"--{name.replace('_', '-')}={shown}")
    return found


@law
@given(collection=collections, ignored=collections | st.none(), same=matching, more=passages)
def test_scan(command: Command, collection, ignored, same, more):
    data = [{"text": text} for text in texts(*collection)]
    ignore = None if ignored is None else [{"text": text} for text in texts(*ignored)]
    command.write("data", data)
    words = ["--min-chars", "10", "--format", "json", *options(same), *options(more)]
    if ignore is not None:
        command.write("ignore", ignore)
        words += ["--ignore", "ignore"]
    run = command.run("scan", "data", *words, *READ)
    # The command refuses what has no effect.
    assume(run.returncode != 2)
    assert run.returncode == 0, run.stderr
    report = leitong.scan(data, ignore=ignore, min_chars=10, **same, **more)
    assert report.to_json().encode() == run.stdout


def test_scan_without_limits(command: Command):
    data = [{"text": text} for text in texts(7, 24)]
    command.write("data", data)
    run = command.run("scan", "data", "--exhaustive", "--format", "json", *READ)
    assert leitong.scan(data, exhaustive=True).to_json().encode() == run.stdout


@law
@given(
    collection=collections,
    same=matching,
    more=st.fixed_dictionaries({}, optional={"common": st.integers(1, 9)}),
)
def test_dedup(command: Command, collection, same, more):
    data = [{"text": text} for text in texts(*collection)]
    command.write("data", data)
    words = ["--duplicates", "list.jsonl", "--by", "jaccard", *options(same), *options(more)]
    run = command.run("dedup", "data", *words, *READ)
    # The command refuses what has no effect.
    assume(run.returncode != 2)
    assert run.returncode == 0, run.stderr
    found = leitong.dedup(data, by=["jaccard"], **same, **more)
    assert found.duplicates.to_json_lines().encode() == command.read("list.jsonl")


@law
@given(collection=collections, same=matching)
def test_compare(command: Command, collection, same):
    both = texts(collection[0], 2)
    for name, text in zip("ab", both, strict=True):
        (command.folder / name).write_bytes(text.encode())
    words = ["--format", "json", "--min-chars", "10", "--no-config", *options(same)]
    run = command.run("compare", "a", "b", *words)
    assume(run.returncode == 0)
    report = leitong.compare(*both, min_chars=10, **same)
    told = json.loads(run.stdout)
    assert [match["similarity"] for match in told["matches"]] == [
        match.similarity for match in report
    ]
    assert told["settings"] == report.data["settings"]


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"shingle": "word"}, "shingle"),
        ({"weight": "tf"}, "weight"),
        ({"weight": "idf", "shingle": "word:2"}, "shingle"),
        ({"fold_script": "sometimes"}, "fold_script"),
        ({"speech_heading": "("}, "speech_heading"),
        ({"common": 0}, "common"),
    ],
)
def test_wrong_settings(settings, name):
    runs = [leitong.dedup, leitong.scan]
    for run in runs:
        with pytest.raises(leitong.SettingsError, match=f"^{name}: "):
            run([{"text": "雷同"}], **settings)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"within_document": "maybe"}, "within_document"),
        ({"quotes": "hide"}, "quotes"),
        ({"forms": "ignore"}, "forms"),
        ({"common": 5, "exhaustive": True}, "common"),
    ],
)
def test_wrong_settings_of_scan(settings, name):
    with pytest.raises(leitong.SettingsError, match=f"^{name}: "):
        leitong.scan([{"text": "雷同"}], **settings)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"max_removed": "many"}, "max_removed"),
        ({"vectors": "vector"}, "vectors"),
        ({"vector_similarity": 0.9}, "vector_similarity"),
        ({"common": 3, "level": "paragraph"}, "common"),
    ],
)
def test_wrong_settings_of_dedup(settings, name):
    with pytest.raises(leitong.SettingsError, match=f"^{name}: "):
        leitong.dedup([{"text": "雷同"}], **settings)


def test_too_many_removed():
    data = ["床前明月光，疑是地上霜。"] * 4
    assert leitong.dedup(data, max_removed=3).summary.removed == 3
    for limit in (2, "50%"):
        with pytest.raises(leitong.LeitongError, match="would lose 3 of 4"):
            leitong.dedup(data, max_removed=limit)


def test_vectors_of_the_records(tmp_path: pathlib.Path):
    rows = [
        {"text": "床前明月光，疑是地上霜。" * 6, "vector": [1.0, 0.0]},
        {"text": "天地玄黄，宇宙洪荒。" * 6, "vector": [0.99, 0.01]},
        {"text": "春眠不觉晓，处处闻啼鸟。" * 6, "vector": [0.0, 1.0]},
    ]
    by = {"by": ["jaccard", "meaning"], "vector_similarity": 0.9}
    found = leitong.dedup(rows, vectors="vector", **by)
    assert [bool(keeps) for keeps in found.keep] == [True, False, True]
    numpy = pytest.importorskip("numpy")
    numpy.save(tmp_path / "v.npy", numpy.array([row["vector"] for row in rows], dtype="float32"))
    for path in (tmp_path / "v.npy", str(tmp_path / "v.npy")):
        again = leitong.dedup([row["text"] for row in rows], vectors=path, **by)
        assert list(again.keep) == list(found.keep)
    # Of tables the column is read, too.
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(rows)
    assert list(leitong.dedup(table, vectors="vector", **by).keep) == list(found.keep)


def test_what_is_ignored_is_no_match():
    law = "第一条为了规范互联网信息服务活动，促进互联网信息服务健康有序发展，制定本办法。"
    data = [{"id": name, "text": law} for name in "ab"]
    assert len(leitong.scan(data)) == 1
    assert len(leitong.scan(data, ignore=[law])) == 0


def test_the_number_of_threads_of_later_runs():
    leitong.set_threads(2)
    try:
        found = leitong.dedup(records(5, 20))
        leitong.set_threads(1)
        assert leitong.dedup(records(5, 20)).duplicates == found.duplicates
        assert leitong.dedup(records(5, 20), threads=3).duplicates == found.duplicates
        for wrong in (0, -1, 70_000):
            with pytest.raises(leitong.SettingsError, match=r"^threads: "):
                leitong.set_threads(wrong)
        assert leitong._data._threads == 1
    finally:
        leitong.set_threads(None)
