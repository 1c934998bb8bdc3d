"""The command line, the stages and the output of all adapters.

An adapter reads IN.jsonl, keeps the first document of every cluster, writes one line
`{"id", "duplicate_of", "cluster"}` for each other member to OUT.jsonl, and prints one line of JSON
about the run.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from evaluation.common.content import content, jaccard, shingles
from evaluation.common.files import records, write_lines
from evaluation.peers.adapters.union import Union

BATCH = 1000
"""Documents whose shingle sets are in memory at once."""

RECENT = 1024
"""Documents whose shingle sets are kept for the next comparisons."""

Clusters = list[list[int]]


class Stages:
    """The seconds of each stage by the clock; a stage may be entered many times."""

    def __init__(self):
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time of the block to the stage `name`."""
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


class Task:
    """One run: the settings, the content of every document, and the stages."""

    def __init__(self, settings: argparse.Namespace):
        self.settings = settings
        self.stages = Stages()
        self.candidates = 0
        with self.stages.stage("read"):
            self.ids, self.contents = [], []
            for id, text in records(settings.input):
                self.ids.append(id)
                self.contents.append(content(text))
        self.shingles = lru_cache(maxsize=RECENT)(self.shingles_of)

    def shingle_batches(self) -> Iterator[list[set[str]]]:
        """The shingle sets of all documents in order, in batches, so that few are in memory."""
        for start in range(0, len(self.contents), BATCH):
            with self.stages.stage("shingle"):
                batch = [shingles(each) for each in self.contents[start : start + BATCH]]
            yield batch

    def clusters(self, pairs: Iterable[tuple[int, int]]) -> Clusters:
        """Clusters of the candidate pairs; with `--verify`, of those that are similar enough.

        Candidates in the same cluster are not verified: the clusters are the same either way.
        """
        union = Union(len(self.ids))
        with self.stages.stage("verify"):
            for a, b in pairs:
                self.candidates += 1
                joined = union.root(a) == union.root(b)
                if not joined and self.contents[a] and self.accepts(a, b):
                    union.join(a, b)
            return union.clusters()

    def accepts(self, a: int, b: int) -> bool:
        """Whether a candidate pair is similar enough by all its shingles, or need not be."""
        if not self.settings.verify:
            return True
        return jaccard(self.shingles(a), self.shingles(b)) >= self.settings.similarity

    def shingles_of(self, document: int) -> set[str]:
        """The shingles of one document."""
        return shingles(self.contents[document])


def arguments(description: str | None) -> argparse.ArgumentParser:
    """The command line of every adapter."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--similarity", type=float, default=0.7)
    parser.add_argument("--permutations", type=int, default=128)
    parser.add_argument("--bands", type=int, default=16)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument(
        "--own-bands",
        action="store_true",
        help="bands that the peer derives",
    )
    parser.add_argument(
        "--verify", action="store_true", help="compare all shingles of every candidate pair"
    )
    parser.add_argument(
        "--stock", action="store_true", help="the peer's own splitting of texts, where it has one"
    )
    parser.add_argument("--threads", type=int, default=2)
    return parser


def main(name: str, find: Callable[[Task], Clusters], description: str | None = None) -> None:
    """Runs one adapter; `find` gives the clusters of a task."""
    settings = arguments(description).parse_args()
    for pool in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"):
        os.environ[pool] = str(settings.threads)
    task = Task(settings)
    clusters = find(task)
    write(settings.output, task.ids, clusters)
    print(json.dumps(summary(name, task, clusters), ensure_ascii=False))


def write(path: Path, ids: list[str], clusters: Clusters) -> None:
    """Writes the list of removed documents."""
    write_lines(path, removed_documents(ids, clusters))


def removed_documents(ids: list[str], clusters: Clusters) -> Iterator[dict]:
    """All members of the clusters but the first one of each."""
    for number, (kept, *removed) in enumerate(clusters):
        for each in removed:
            yield {"id": ids[each], "duplicate_of": ids[kept], "cluster": number}


def summary(name: str, task: Task, clusters: Clusters) -> dict:
    """The result and the cost of the run; memory is that of the largest process."""
    peaks = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "peer": name,
        "threads": task.settings.threads,
        "documents": len(task.ids),
        "candidates": task.candidates,
        "clusters": len(clusters),
        "removed": sum(len(cluster) - 1 for cluster in clusters),
        "seconds": {stage: round(seconds, 3) for stage, seconds in task.stages.seconds.items()},
        "peak_mib": round(max(peaks) / 1024, 1),
    }
