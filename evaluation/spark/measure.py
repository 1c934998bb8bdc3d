"""Compares the labels of `leitong.spark.dedup` with those of `leitong dedup`, record by record.

    python3 -m evaluation.spark.measure IN.jsonl --command target/release/leitong
        [--master MASTER] [--partitions N] [--shuffle] [--jaccard] [--kill SECONDS]

IN.jsonl has the field `text`; the records are numbered in their order. Runs with a Python that has
`leitong`, `pyspark` and `pyarrow`. `--kill` kills an executor of a `local-cluster` after some
seconds. Prints the seconds of both, and what differs; the event log of Spark, in the folder that
`--events` names, has the times of the tasks and what was shuffled.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROWS = 5_000
"""Rows of a row group, so that Spark reads the file in parts."""


def main() -> None:
    """Runs both, and exits with 1 if a label differs."""
    settings = arguments()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_inputs(settings.input, place)
        begin = time.perf_counter()
        expected, capped = command_labels(settings, place)
        print(f"command: {time.perf_counter() - begin:.1f} s, {len(expected)} duplicates")
        found, found_capped, seconds = spark_labels(settings, place / "in.parquet")
    print(f"{settings.master}: {seconds:.1f} s, {len(found)} duplicates")
    ids = set(found) | set(expected)
    wrong = sorted(number for number in ids if found.get(number) != expected.get(number))
    for number in wrong[:10]:
        print(f"record {number}: {expected.get(number)}, in Spark {found.get(number)}")
    print(f"labels that differ: {len(wrong)}; capped: {capped}, in Spark {found_capped}")
    sys.exit(bool(wrong) or capped != found_capped)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("--command", required=True)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--partitions", type=int)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--jaccard", action="store_true")
    parser.add_argument("--kill", type=float, metavar="SECONDS")
    parser.add_argument("--events", type=Path)
    return parser.parse_args()


def write_inputs(source: Path, place: Path) -> None:
    """The records with their numbers, as JSON Lines and as Parquet."""
    import pyarrow
    import pyarrow.parquet

    with source.open(encoding="utf-8") as lines:
        texts = [json.loads(line).get("text") for line in lines]
    with (place / "in.jsonl").open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    numbers = pyarrow.array(range(len(texts)), pyarrow.int64())
    table = pyarrow.table({"id": numbers, "text": pyarrow.array(texts, pyarrow.string())})
    pyarrow.parquet.write_table(table, place / "in.parquet", row_group_size=ROWS)


Labels = dict[int, tuple[int, float]]


def command_labels(settings: argparse.Namespace, place: Path) -> tuple[Labels, int]:
    """For each duplicate the kept record and the similarity, and what was left out."""
    words = [settings.command, "dedup", place / "in.jsonl", "--duplicates", place / "list.jsonl"]
    words += ["--dry-run", "--no-config", "--format", "json", "--on-error", "skip"]
    if settings.jaccard:
        words += ["--by", "jaccard", "--guard", "off"]
    run = subprocess.run(words, check=True, capture_output=True)
    labels = {}
    for line in (place / "list.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        labels[int(entry["id"])] = (int(entry["duplicate_of"]), entry["similarity"])
    return labels, json.loads(run.stdout)["capped"]


def spark_labels(settings: argparse.Namespace, path: Path) -> tuple[Labels, int, float]:
    """The same of Spark, and the seconds that it took."""
    import leitong.spark
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(settings.master)
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
    builder = builder.config("spark.sql.shuffle.partitions", "16")
    if settings.events:
        builder = builder.config("spark.eventLog.enabled", "true")
        builder = builder.config("spark.eventLog.dir", settings.events.absolute().as_uri())
    spark = builder.getOrCreate()
    frame = spark.read.parquet(str(path))
    if settings.shuffle:
        frame = frame.orderBy(F.xxhash64("id"))
    if settings.partitions:
        frame = frame.repartition(settings.partitions)
    if settings.kill:
        threading.Timer(settings.kill, kill_executor).start()
    begin = time.perf_counter()
    by = {"by": ["jaccard"], "guard": False} if settings.jaccard else {}
    rows = leitong.spark.dedup(frame, **by).collect()
    seconds = time.perf_counter() - begin
    spark.stop()
    removed = (row for row in rows if row.duplicate_of is not None)
    labels = {row.id: (row.duplicate_of, row.similarity) for row in removed}
    return labels, sum(row.capped for row in rows), seconds


def kill_executor() -> None:
    """Kills the first executor of a local cluster."""
    found = subprocess.run(
        ["pgrep", "-f", "CoarseGrainedExecutorBackend"], check=True, capture_output=True, text=True
    )
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)


if __name__ == "__main__":
    main()
