"""A data frame has the decisions of the records in memory, which are those of the command line."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest

import leitong
import leitong.spark
from generated import texts
from leitong._leitong import Stages

SCHEMA = "name string, body string, day date, size double"


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Records in the order of their names: copies, edited texts, forms, and some without a text."""
    numbers = random.Random(seed)
    bodies = [text + text[: len(text) // 2] for text in texts(seed, count)]
    form = "".join(chr(0x4E00 + numbers.randrange(6_000)) for _ in range(80))
    found = []
    for at, body in enumerate(bodies):
        if numbers.random() < 0.4:
            body = form + body if numbers.random() < 0.5 else numbers.choice(bodies) + body
        found.append(
            {
                "name": f"r{at:05}",
                "body": None if numbers.random() < 0.03 else body,
                "day": datetime.date(1990 + at * 7 % 20, 1, 1 + at % 28),
                "size": float(at * 31 % 1_000),
            }
        )
    return found


def expected(data: list[dict[str, Any]], **settings: Any) -> dict[str, tuple[str, float]]:
    found = leitong.dedup(data, text="body", id="name", **settings)
    return {line["id"]: (line["duplicate_of"], line["similarity"]) for line in found.duplicates}


def found(frame: Any, workdir: str | None, **settings: Any) -> dict[str, tuple[str, float]]:
    """The duplicates of a frame; what holds for all labels is checked."""
    labels = leitong.spark.dedup(frame, "body", "name", workdir=workdir, **settings).collect()
    assert len(labels) == frame.count()
    clusters = {row.id: row.cluster for row in labels}
    for row in labels:
        assert row.keep == (row.duplicate_of is None and row.cluster is not None)
        assert (row.similarity is None) == (row.duplicate_of is None)
        if row.duplicate_of is not None:
            assert clusters[row.duplicate_of] == row.cluster
    return {
        row.id: (row.duplicate_of, row.similarity) for row in labels if row.duplicate_of is not None
    }


def frame_of(spark: Any, data: list[dict[str, Any]], partitions: int, seed: int) -> Any:
    shuffled = list(data)
    random.Random(seed).shuffle(shuffled)
    columns = [name.split()[0] for name in SCHEMA.split(", ")]
    values = [tuple(row[name] for name in columns) for row in shuffled]
    return spark.createDataFrame(values, SCHEMA).repartition(partitions)


@pytest.mark.quick
def test_labels_of_a_small_frame(spark, workdir):
    data = rows(8, 60)
    assert found(frame_of(spark, data, 2, 8), workdir) == expected(data)


@pytest.mark.parametrize(("seed", "partitions"), [(1, 1), (2, 3), (3, 7)])
def test_labels_do_not_depend_on_the_partitions(spark, workdir, seed, partitions):
    data = rows(seed, 150)
    wanted = expected(data)
    assert len(wanted) > 30
    assert found(frame_of(spark, data, partitions, seed), workdir) == wanted


@pytest.mark.parametrize(
    "settings",
    [
        {"guard": False},
        {"by": ["jaccard"], "guard": False, "similarity": 0.5},
        {"by": ["jaccard"]},
        {"keep": "longest"},
        {"similarity": 0.85, "fold_script": "always"},
    ],
)
def test_settings(spark, workdir, settings):
    data = rows(4, 120)
    assert found(frame_of(spark, data, 3, 4), workdir, **settings) == expected(data, **settings)


def test_the_record_with_the_least_value_is_kept(spark, workdir):
    data = rows(5, 100)
    ordered = sorted(data, key=lambda row: (row["day"], row["name"]))
    wanted = expected(ordered)
    assert found(frame_of(spark, data, 3, 5), workdir, keep="day:min") == wanted
    ordered = sorted(data, key=lambda row: (-row["size"], row["name"]))
    assert found(frame_of(spark, data, 3, 5), workdir, keep="size:max") == expected(ordered)


def test_sets_are_joined_in_rounds(spark, workdir, monkeypatch):
    data = rows(6, 200)
    monkeypatch.setattr(leitong.spark, "MOST_EDGES", 0)
    assert found(frame_of(spark, data, 7, 6), workdir) == expected(data)


def test_steps_are_written_to_a_folder(spark, tmp_path):
    data = rows(7, 60)
    assert found(frame_of(spark, data, 2, 7), str(tmp_path)) == expected(data)
    assert any(tmp_path.iterdir())


def test_a_cluster_needs_a_folder(spark, workdir):
    if workdir is None:
        pytest.skip("Spark on one machine makes a folder")
    with pytest.raises(leitong.SettingsError, match="workdir"):
        leitong.spark.dedup(frame_of(spark, rows(7, 2), 1, 7), "body", "name")


def test_an_id_that_stands_twice_is_one_record_of_each_text(spark, workdir):
    long, other = (
        "床前明月光疑是地上霜举头望明月低头思故乡",
        "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少",
    )
    frame = spark.createDataFrame(
        [("a", long), ("a", other), ("a", long)], "id string, text string"
    )
    labels = leitong.spark.dedup(frame, workdir=workdir).collect()
    assert sorted(row.keep for row in labels) == [False, True, True]


def test_settings_are_refused(spark):
    frame = spark.createDataFrame([("a", "b")], "id string, text string")
    for settings in (
        {"text_col": "body"},
        {"keep": "last"},
        {"keep": "day:min"},
        {"keep": "id:min"},
        {"by": ["jaccard", "meaning"]},
        {"similarity": 2.0},
        {"fold_script": "sometimes"},
    ):
        with pytest.raises(leitong.SettingsError):
            leitong.spark.dedup(frame, **settings)


def test_a_worker_with_other_settings_refuses_the_work():
    own, other = (
        leitong.spark._settings(similarity, None, True, "never", None) for similarity in (0.6, 0.7)
    )
    plan = leitong.spark._Plan(own, Stages(other).fingerprint())
    with pytest.raises(leitong.SettingsError, match="another Leitong"):
        list(plan.stage("sketch")(iter([])))
