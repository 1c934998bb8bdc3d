"""datatrove: its three MinHash steps with the local executor and two tasks. It verifies no pair.

It segments Chinese into words by spaCy and jieba; the adapter gives it content and makes it treat
every character as a word. Its own normalization is switched off, since content is normalized
already. Its own bands are 14 of 8 rows.
"""

import struct
import tempfile
from collections import defaultdict
from pathlib import Path

import datatrove.pipeline.dedup.minhash as minhash
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.utils.hashing import HashConfig
from datatrove.utils.text import TextNormConfig
from loguru import logger

from evaluation.common.content import SHINGLE
from evaluation.common.files import write_records
from evaluation.peers.adapters import adapter

TASKS = 2
UNCHANGED = TextNormConfig(
    lowercase=False,
    norm_whitespace=False,
    remove_punctuation=False,
    norm_unicode_diacritics=False,
    norm_numbers=False,
)


class Characters:
    """A tokenizer whose words are the characters."""

    def word_tokenize(self, text: str) -> list[str]:
        """The characters of a text."""
        return list(text)


minhash.load_word_tokenizer = lambda *_: Characters()
logger.remove()


def find(task: adapter.Task) -> adapter.Clusters:
    """Writes its input, runs its three steps, reads its clusters."""
    with tempfile.TemporaryDirectory(prefix="datatrove-") as folder:
        with task.stages.stage("read"):
            shares = write(task, Path(folder, "in"))
        config = configuration(task)
        steps = {
            "sketch": (
                TASKS,
                [
                    JsonlReader(f"{folder}/in"),
                    minhash.MinhashDedupSignature(f"{folder}/sketches", config=config),
                ],
            ),
            "index": (
                config.num_buckets,
                [
                    minhash.MinhashDedupBuckets(
                        f"{folder}/sketches", f"{folder}/pairs", config=config
                    )
                ],
            ),
            "query": (
                1,
                [
                    minhash.MinhashDedupCluster(
                        f"{folder}/pairs", f"{folder}/found", config=config, save_cluster_id=True
                    )
                ],
            ),
        }
        for stage, (tasks, pipeline) in steps.items():
            with task.stages.stage(stage):
                execute(pipeline, tasks, task.settings.threads, f"{folder}/log/{stage}")
        return clusters(Path(folder, "found"), shares)


def write(task: adapter.Task, folder: Path) -> list[list[int]]:
    """Writes the documents with content into one file for each task; gives those of each file."""
    folder.mkdir()
    documents = [document for document, content in enumerate(task.contents) if content]
    shares = [documents[start::TASKS] for start in range(TASKS)]
    for number, share in enumerate(shares):
        texts = ((str(document), task.contents[document]) for document in share)
        write_records(folder / f"{number:03}.jsonl", texts)
    return shares


def configuration(task: adapter.Task) -> minhash.MinhashConfig:
    """Its settings for a task."""
    bands = (
        {}
        if task.settings.own_bands
        else {"num_buckets": task.settings.bands, "hashes_per_bucket": task.settings.rows}
    )
    return minhash.MinhashConfig(
        n_grams=SHINGLE,
        norm_config=UNCHANGED,
        hash_config=HashConfig(precision=64, hash_fc="xxhash"),
        **bands,
    )


def execute(pipeline: list, tasks: int, workers: int, log: str) -> None:
    """Runs one step in processes of its own."""
    LocalPipelineExecutor(
        pipeline=pipeline, tasks=tasks, workers=workers, logging_dir=log, skip_completed=False
    ).run()


def clusters(folder: Path, shares: list[list[int]]) -> adapter.Clusters:
    """The clusters, from a file of pairs of document and cluster for each task."""
    members = defaultdict(list)
    for path in folder.glob("*.clusters"):
        share = shares[int(path.stem)]
        for position, cluster in struct.iter_unpack("<II", path.read_bytes()):
            members[cluster].append(share[position])
    return [sorted(cluster) for cluster in members.values() if len(cluster) > 1]


if __name__ == "__main__":
    adapter.main("datatrove", find, __doc__)
