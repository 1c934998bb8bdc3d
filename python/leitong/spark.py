"""Removes duplicates from a collection in Spark, with the decisions of ``leitong dedup``.

The engine reads the texts, and moves rows; the stages between are those of the command line. Only
the interface of data frames is used, so that Spark Connect and engines that speak its protocol run
it.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leitong._data import matching
from leitong._dedup import dedup_options
from leitong._errors import SettingsError
from leitong._leitong import Stages, holds_both_scripts

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["dedup"]

MOST_EDGES = 4_000_000
"""Edges that one task joins: about 300 MB. More are joined in rounds by all tasks."""

TEXTS_PER_TASK = 20_000
"""Texts for which a task of a shuffle moves the rows, and which it decides about: about 100 MB."""

_LEVELS = ["level_3", "level_4", "level_5", "level_6", "level_7"]
_SKETCH = "text bigint, check bigint, length bigint, keys binary, samples binary"
_EDGES = "a bigint, b bigint"
_PAIRS = "shorter bigint, common bigint, longer bigint, length bigint, rare bigint, all bigint"
_POSTINGS = "sample int, text bigint, length bigint, common bigint, wanted boolean"
_CHOSEN = "shorter bigint, longer bigint, capped bigint"
_DECIDED = "text bigint, kept bigint, similarity double, capped bigint"


def dedup(
    df: DataFrame,
    text_col: str = "text",
    id_col: str = "id",
    *,
    similarity: float = 0.7,
    keep: str = "first",
    by: Iterable[str] | None = None,
    guard: bool = True,
    fold_script: str = "auto",
    memory: int | None = None,
    workdir: str | None = None,
) -> DataFrame:
    """Finds the duplicates of a data frame.

    The decisions are those of ``leitong dedup`` for the JSON Lines file with the same records in
    the order of their ids, whatever the partitions and the order of the rows.

    >>> labels = leitong.spark.dedup(df, "text", "id")  # doctest: +SKIP
    >>> clean = df.join(labels.where("keep").select("id"), "id", "left_semi")  # doctest: +SKIP

    Args:
        df: The records. It is read several times, and has to have the same rows each time.
        text_col: The column with the texts: strings.
        id_col: The column that names the records: numbers, strings, or another type that can be
            ordered. Each id should stand once.
        similarity: Least Jaccard similarity of duplicates, from 0 to 1.
        keep: Which of several similar records is kept: ``first``, the one of least id;
            ``longest``; or ``FIELD:min`` or ``FIELD:max`` by a column of numbers, dates or times.
            Of equal ones the first is kept, and records without a value come last.
        by: The measures: ``jaccard``, and ``containment`` and ``edit``, which are added by default.
        guard: Whether records stay that differ in names, numbers or the like, or share a form only.
        fold_script: When traditional characters are folded: ``always``, ``never``, ``words``, or
            ``auto``, where both forms occur, for which the texts are read once more.
        memory: Bytes, as on the command line; a text that is longer than a twentieth is skipped.
        workdir: A folder that all workers and the driver reach, for what is computed between the
            steps, and for the result: remove it when you have written that elsewhere. Spark on one
            machine needs none, and takes a temporary one that is removed when the program ends.

    Returns:
        A row for each record: ``id``; ``cluster``, a number that a kept record and its duplicates
        share; ``duplicate_of``, the id of the kept record, or null; ``similarity`` to it, or null;
        ``keep``; and ``capped``, comparisons that were left out (nearly always 0; their sum is that
        of the summary of ``leitong dedup``). A record without a text, or with one that is too long,
        has no cluster and is not kept.

    Raises:
        SettingsError: If a setting is wrong, or a worker has another version.
    """
    settings = _settings(similarity, by, guard, fold_script, memory)
    stages = Stages(settings)
    for column in (text_col, id_col):
        if column not in df.columns:
            raise SettingsError(f"no column {column!r} among: {', '.join(df.columns)}")
    records = _records(df, text_col, id_col, keep)
    if fold_script == "auto":
        mix = records.select("content").mapInArrow(
            _Plan(settings, stages.fingerprint()).stage("scripts"),
            "traditional bigint, simplified bigint",
        )
        both = holds_both_scripts(*_sums(mix, ["traditional", "simplified"]))
        fold_script = "always" if both else "never"
        settings = _settings(similarity, by, guard, fold_script, memory)
        stages = Stages(settings)
    plan = _Plan(settings, stages.fingerprint())
    return _Run(records, plan, stages, _Steps(_folder(df, workdir))).labels()


def _folder(df: DataFrame, workdir: str | None) -> str:
    """A folder of this run."""
    if workdir is None:
        master = df.sparkSession.conf.get("spark.master", None) or ""
        if not master.startswith("local"):
            raise SettingsError("workdir: name a folder that the driver and all workers reach")
        workdir = tempfile.mkdtemp(prefix="leitong-")
        atexit.register(shutil.rmtree, workdir, ignore_errors=True)
    return f"{workdir.rstrip('/')}/{uuid.uuid4().hex}"


def _settings(
    similarity: float,
    by: Iterable[str] | None,
    guard: bool,
    fold_script: str,
    memory: int | None,
) -> dict[str, Any]:
    """The settings as the engine takes them. The order of the rows decides what is kept."""
    compared = matching(similarity, None, None, "equal", fold_script, None)
    return dedup_options(compared, by=by, guard=guard, memory=memory)


@dataclass(frozen=True)
class _Plan:
    """What every task is told."""

    settings: dict[str, Any]
    fingerprint: str
    level: int = 0

    def stage(self, name: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
        """A function of the batches of a partition."""
        return _Stage(self, name)


@dataclass(frozen=True)
class _Stage:
    plan: _Plan
    name: str

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        plan = self.plan
        stages = Stages(plan.settings, plan.fingerprint)
        stage = stages.stage(self.name, plan.level)
        for batch in batches:
            written = stage.push(batch)
            if written is not None:
                yield from pyarrow.RecordBatchReader.from_stream(written)
        written = stage.finish()
        if written is not None:
            yield from pyarrow.RecordBatchReader.from_stream(written)


class _Steps:
    """Writes what is computed between the steps, and used several times. The plan of a step would
    otherwise have those of all steps before it, each as often as it is used.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def keep(self, frame: DataFrame, name: str) -> DataFrame:
        path = f"{self.folder}/{name}"
        frame.write.parquet(path)
        # An engine may write no file for a step without rows.
        return frame.sparkSession.read.schema(frame.schema).parquet(path)


def _records(df: DataFrame, text_col: str, id_col: str, keep: str) -> DataFrame:
    """The records as ``id``, ``content``, and ``key``, which orders them before their ids."""
    text = df[text_col]
    return df.select(
        df[id_col].alias("id"), text.alias("content"), _key(df, text, keep).alias("key")
    )


def _key(df: DataFrame, text: Column, keep: str) -> Column:
    """The least key is kept."""
    from pyspark.sql import functions as F

    if keep == "first":
        return F.lit(0.0)
    if keep == "longest":
        return -F.length(text).cast("double")
    field, _, end = keep.rpartition(":")
    if not field or end not in ("min", "max"):
        raise SettingsError(f"keep: {keep!r} is none of first, longest, FIELD:min and FIELD:max")
    if field not in df.columns:
        raise SettingsError(f"keep: no column {field!r} among: {', '.join(df.columns)}")
    kind = df.schema[field].dataType.typeName()
    if kind in ("string", "binary", "array", "map", "struct"):
        raise SettingsError(f"keep: the column {field!r} is of type {kind}; cast it to a number")
    column = df[field]
    if kind == "date":
        column = F.unix_date(column)
    elif kind.startswith("timestamp"):
        column = F.unix_micros(column.cast("timestamp"))
    column = column.cast("double")
    return F.coalesce(column if end == "min" else -column, F.lit(float("inf")))


def _sums(frame: DataFrame, columns: list[str]) -> list[int]:
    """The sums of columns."""
    from pyspark.sql import functions as F

    row = frame.agg(*[F.sum(column).alias(column) for column in columns]).collect()[0]
    return [int(row[column] or 0) for column in columns]


class _Run:
    """A deduplication, step by step.

    A text is named by half of the hash of its content, which stands for it on all machines; where
    the other half differs, the run ends with an error.
    """

    def __init__(self, records: DataFrame, plan: _Plan, stages: Stages, steps: _Steps) -> None:
        self.records = records
        self.plan = plan
        self.stages = stages
        self.steps = steps
        by = plan.settings["by"]
        self.tasks = 1
        self.has_others = by is None or bool({"containment", "edit"} & set(by))
        self.has_samples = self.has_others or plan.settings["guard"] is not False
        self.frequent: DataFrame | None = None

    def labels(self) -> DataFrame:
        """What becomes of each record."""
        sketches = self.steps.keep(self.sketches(), "sketches")
        texts = self.steps.keep(self.texts(sketches), "texts")
        self.tasks = 1 + texts.count() // TEXTS_PER_TASK
        self.check(texts)
        if self.has_samples:
            self.set_level(texts)
            self.frequent = self.steps.keep(self.recurring(texts), "recurring")
        decided = self.steps.keep(self.similar(texts), "similar")
        if self.has_others:
            decided = self.others(texts, decided)
        return self.steps.keep(self.labelled(sketches, decided), "labels")

    def map(self, frame: DataFrame, stage: str, schema: str) -> DataFrame:
        return frame.mapInArrow(self.plan.stage(stage), schema)

    def in_order(self, frame: DataFrame, key: str, *order: Column | str) -> DataFrame:
        """The rows of each key one after the other, and numbered in an order: an engine may drop a
        mere sort before a stage.
        """
        from pyspark.sql import Window
        from pyspark.sql import functions as F

        place = F.row_number().over(Window.partitionBy(key).orderBy(*order))
        return frame.repartition(self.tasks, key).withColumn("place", place)

    def sketches(self) -> DataFrame:
        """What is known of each record by itself."""
        fields = self.records.schema
        schema = f"id {fields['id'].dataType.simpleString()}, key double, {_SKETCH}"
        return self.map(self.records.select("id", "key", "content"), "sketch", schema)

    def texts(self, sketches: DataFrame) -> DataFrame:
        """The distinct texts, each with the record that is kept of those with this text."""
        from pyspark.sql import functions as F

        best = F.min(F.struct("key", "id", "length"))
        grouped = sketches.where("text is not null").groupBy("text")
        grouped = grouped.agg(
            best.alias("best"),
            F.min("check").alias("check"),
            F.max("check").alias("other_check"),
            F.first("keys").alias("keys"),
            F.first("samples").alias("samples"),
        )
        return grouped.select(
            "text", "check", "other_check", "best.key", "best.id", "best.length", "keys", "samples"
        )

    def check(self, texts: DataFrame) -> None:
        """Ends the run if two different texts have one name."""
        if texts.where("check <> other_check").limit(1).count():
            raise SettingsError(
                "data: two of the texts have the same hash of 64 bits, which is to be expected of "
                "a few billion; deduplicate the collection in parts"
            )

    def set_level(self, texts: DataFrame) -> None:
        """Determines how many shingles are sampled, so that they fit into the memory."""
        schema = ", ".join(f"{name} bigint" for name in _LEVELS)
        counts = _sums(self.map(texts.select("samples"), "levels", schema), _LEVELS)
        level = self.stages.level(counts)
        self.plan = replace(self.plan, level=level)

    def similar(self, texts: DataFrame) -> DataFrame:
        """The decisions by the Jaccard similarity."""
        from pyspark.sql import functions as F

        keys = self.map(texts.select("text", "keys"), "bands", f"key bigint, {_EDGES}")
        keys = self.in_order(keys, "key", "a", "b")
        groups = self.components(self.map(keys, "buckets", _EDGES), "buckets")
        members = texts.join(
            groups.select(F.col("a").alias("text"), F.col("b").alias("group")), "text"
        )
        return self.decided(members, None)

    def recurring(self, texts: DataFrame) -> DataFrame:
        """The samples that recur in the collection."""
        from pyspark.sql import functions as F

        counts = self.postings(texts).groupBy("sample").count()
        return counts.where(F.col("count") >= self.stages.recurring()).select("sample")

    def recurring_of(self, members: DataFrame) -> DataFrame | None:
        """For texts of groups the samples that recur in the collection."""
        from pyspark.sql import functions as F

        if self.frequent is None:
            return None
        own = self.postings(members).select("text", "sample").join(self.frequent, "sample")
        return own.groupBy("text").agg(
            F.collect_list(F.col("sample").cast("bigint")).alias("recurring")
        )

    def postings(self, texts: DataFrame) -> DataFrame:
        """A row for each sample of each text."""
        from pyspark.sql import functions as F

        if "wanted" not in texts.columns:
            texts = texts.withColumn("wanted", F.lit(True))
        return self.map(texts.select("text", "length", "wanted", "samples"), "postings", _POSTINGS)

    def decided(self, members: DataFrame, pairs: DataFrame | None) -> DataFrame:
        """The decisions about groups of texts, whose contents are brought together."""
        from pyspark.sql import functions as F

        recurring = self.recurring_of(members)
        members = members.drop("keys", "samples", "other_check", "length")
        for frame, name in ((recurring, "recurring"), (pairs, "longer")):
            if frame is None:
                members = members.withColumn(name, F.lit(None).cast("array<bigint>"))
            else:
                members = members.join(frame, "text", "left")
        if pairs is None:
            members = members.withColumn("kept", F.lit(None).cast("bigint"))
            members = members.withColumn("similarity", F.lit(None).cast("double"))
        contents = self.records.select("id", "content")
        rows = self.in_order(members.join(contents, "id"), "group", "key", "id", "text")
        return self.map(rows.drop("key", "id"), "decide", _DECIDED)

    def others(self, texts: DataFrame, similar: DataFrame) -> DataFrame:
        """The decisions by all measures."""
        from pyspark.sql import functions as F

        removed = similar.where("kept is not null")
        pairs = self.steps.keep(self.pairs(texts, removed), "pairs")
        edges = pairs.select(F.col("shorter").alias("a"), F.col("longer").alias("b"))
        groups = self.components(edges, "pairs")
        groups = groups.select(F.col("a").alias("text"), F.col("b").alias("group"))
        # With a text go those that were removed for it.
        dependents = removed.join(groups.withColumnRenamed("text", "kept"), "kept")
        dependents = dependents.select("text", "group", "kept", "similarity")
        none = groups.withColumn("kept", F.lit(None).cast("bigint"))
        none = none.withColumn("similarity", F.lit(None).cast("double"))
        members = texts.drop("keys", "other_check").join(none.unionByName(dependents), "text")
        members = self.steps.keep(members, "members")
        longer = pairs.groupBy("shorter").agg(F.collect_list("longer").alias("longer"))
        decided = self.decided(members, longer.withColumnRenamed("shorter", "text"))
        decided = self.steps.keep(decided, "others")
        found = decided.where("kept is not null")
        rest = removed.join(found.select("text"), "text", "left_anti")
        rest = rest.unionByName(similar.where("kept is null"))
        left_out = pairs.where("capped > 0").select(
            F.col("shorter").alias("text"),
            F.lit(None).cast("bigint").alias("kept"),
            F.lit(None).cast("double").alias("similarity"),
            "capped",
        )
        return rest.unionByName(decided).unionByName(left_out)

    def pairs(self, texts: DataFrame, removed: DataFrame) -> DataFrame:
        """Pairs of kept texts of which one may contain the other."""
        from pyspark.sql import functions as F

        gone = removed.select("text", F.lit(False).alias("kept_text"))
        texts = texts.join(gone, "text", "left")
        texts = texts.withColumn("wanted", F.coalesce("kept_text", F.lit(True)))
        postings = self.postings(texts)
        postings = self.in_order(postings, "sample", F.col("length").desc(), "text")
        sums = self.map(postings, "pairs", _PAIRS)
        sums = sums.groupBy("shorter", "common", "longer", "length")
        sums = sums.agg(F.sum("rare").alias("rare"), F.sum("all").alias("all"))
        sums = self.in_order(
            sums,
            "shorter",
            F.col("longer").isNotNull(),
            F.col("rare").desc(),
            F.col("all").desc(),
            F.col("length").desc(),
            "longer",
        )
        return self.map(sums, "choose", _CHOSEN)

    def components(self, edges: DataFrame, name: str) -> DataFrame:
        """Each text of the edges, as ``a``, and the least one of its component, as ``b``."""
        forests = self.steps.keep(self.map(edges, "forest", _EDGES), f"{name}_forests")
        rounds: list[DataFrame] = []
        while forests.count() > MOST_EDGES:
            rows = self.in_order(forests, "a", "b")
            stars = self.map(rows, "stars", f"{_EDGES}, label boolean")
            stars = self.steps.keep(stars, f"{name}_stars_{len(rounds)}")
            rounds.append(stars.where("label").select("a", "b"))
            joined = self.map(stars.where("not label").select("a", "b"), "forest", _EDGES)
            forests = self.steps.keep(joined, f"{name}_forests_{len(rounds)}")
        labels = self.map(forests.repartition(1), "forest", _EDGES)
        labels = self.steps.keep(labels, f"{name}_labels")
        for before in reversed(rounds):
            labels = self.composed(before, labels)
        return labels

    def composed(self, labels: DataFrame, of_labels: DataFrame) -> DataFrame:
        """The labels, in place of which there are others."""
        from pyspark.sql import functions as F

        others = of_labels.select(F.col("a").alias("b"), F.col("b").alias("least"))
        joined = labels.join(others, "b", "left")
        return joined.select("a", F.coalesce("least", "b").alias("b"))

    def labelled(self, sketches: DataFrame, decided: DataFrame) -> DataFrame:
        """The labels of all records."""
        from pyspark.sql import Window
        from pyspark.sql import functions as F

        by_text = Window.partitionBy("text").orderBy("key", "id")
        rows = sketches.where("text is not null").select("id", "key", "text")
        rows = rows.withColumn("place", F.row_number().over(by_text))
        rows = rows.withColumn("first_id", F.first("id").over(by_text))
        decided = decided.groupBy("text").agg(
            F.max("kept").alias("kept"),
            F.max("similarity").alias("similarity"),
            F.sum("capped").alias("capped"),
        )
        names = rows.where("place = 1").select(
            F.col("text").alias("kept"), F.col("first_id").alias("kept_id")
        )
        decided = decided.join(names, "kept", "left")
        rows = rows.join(decided, "text", "left")
        is_first = F.col("place") == 1
        is_gone = F.col("kept").isNotNull()
        read = rows.select(
            "id",
            F.coalesce("kept", "text").alias("cluster"),
            F.when(is_gone, F.col("kept_id"))
            .when(~is_first, F.col("first_id"))
            .alias("duplicate_of"),
            F.when(is_gone, F.round("similarity", 4))
            .when(~is_first, F.lit(1.0))
            .alias("similarity"),
            (is_first & ~is_gone).alias("keep"),
            F.when(is_first, F.coalesce("capped", F.lit(0))).otherwise(F.lit(0)).alias("capped"),
        )
        kind = sketches.schema["id"].dataType
        unread = sketches.where("text is null").select(
            "id",
            F.lit(None).cast("bigint").alias("cluster"),
            F.lit(None).cast(kind).alias("duplicate_of"),
            F.lit(None).cast("double").alias("similarity"),
            F.lit(False).alias("keep"),
            F.lit(0).cast("bigint").alias("capped"),
        )
        return read.unionByName(unread)
