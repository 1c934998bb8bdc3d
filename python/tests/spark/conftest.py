"""A session of Spark: LEITONG_SPARK is a master of classic Spark, `connect`, or `sail`.

With classic Spark and `connect` a Java runtime is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

ENGINE = os.environ.get("LEITONG_SPARK", "local[2]")


@pytest.fixture(scope="session")
def workdir(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """A folder for the steps, where Spark does not make one."""
    return None if "local" in ENGINE else str(tmp_path_factory.mktemp("steps"))


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if ENGINE == "sail":
        yield from _sail()
    elif ENGINE == "connect":
        from pyspark.sql import SparkSession

        # Spark starts a server of its own for a local master.
        yield SparkSession.builder.remote("local[2]").getOrCreate()
    else:
        yield from _classic(ENGINE)


def _classic(master: str) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "3")
    session = builder.getOrCreate()
    yield session
    session.stop()


def _sail() -> Iterator[Any]:
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(port=0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()
