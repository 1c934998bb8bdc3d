"""datatrove: its three MinHash steps with the local executor, two tasks. It verifies nothing and keeps clusters as found.

For Chinese it cuts words by spaCy and jieba; the adapter gives it contents and has it take every character for a
word. Its own normalising is switched off, the contents are normalised already. Its own bands are 14 x 8.
"""

import json
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

import peer
from content import SHINGLE

TASKS = 2
AS_IT_IS = TextNormConfig(
    lowercase=False, norm_whitespace=False, remove_punctuation=False, norm_unicode_diacritics=False, norm_numbers=False
)


class Characters:
    """A tokenizer whose words are the characters."""

    def word_tokenize(self, text: str) -> list[str]:
        """Every character by itself."""
        return list(text)


minhash.load_word_tokenizer = lambda *_: Characters()
logger.remove()


def find(task: peer.Task) -> peer.Clusters:
    """Writes what it shall read, runs its three steps, reads its clusters."""
    with tempfile.TemporaryDirectory(prefix="datatrove-") as folder:
        with task.stages.stage("read"):
            shares = write(task, Path(folder, "in"))
        config = configuration(task)
        steps = {
            "sketch": (TASKS, [JsonlReader(f"{folder}/in"), minhash.MinhashDedupSignature(f"{folder}/sketches", config=config)]),
            "index": (config.num_buckets, [minhash.MinhashDedupBuckets(f"{folder}/sketches", f"{folder}/pairs", config=config)]),
            "query": (1, [minhash.MinhashDedupCluster(f"{folder}/pairs", f"{folder}/found", config=config, save_cluster_id=True)]),
        }
        for stage, (tasks, pipeline) in steps.items():
            with task.stages.stage(stage):
                execute(pipeline, tasks, task.settings.threads, f"{folder}/log/{stage}")
        return clusters(Path(folder, "found"), shares)


def write(task: peer.Task, folder: Path) -> list[list[int]]:
    """Documents with content, dealt out to one file a task; which document stands where."""
    folder.mkdir()
    documents = [document for document, content in enumerate(task.contents) if content]
    shares = [documents[start::TASKS] for start in range(TASKS)]
    for number, share in enumerate(shares):
        with open(folder / f"{number:03}.jsonl", "w", encoding="utf-8") as out:
            for document in share:
                print(json.dumps({"id": str(document), "text": task.contents[document]}, ensure_ascii=False), file=out)
    return shares


def configuration(task: peer.Task) -> minhash.MinhashConfig:
    """Its settings for this task."""
    bands = {} if task.settings.own_bands else {"num_buckets": task.settings.bands, "hashes_per_bucket": task.settings.rows}
    return minhash.MinhashConfig(
        n_grams=SHINGLE, norm_config=AS_IT_IS, hash_config=HashConfig(precision=64, hash_fc="xxhash"), **bands
    )


def execute(pipeline: list, tasks: int, workers: int, log: str) -> None:
    """Runs one step in processes of its own."""
    LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=workers, logging_dir=log, skip_completed=False).run()


def clusters(folder: Path, shares: list[list[int]]) -> peer.Clusters:
    """The clusters, from one file of (document, cluster) a task."""
    members = defaultdict(list)
    for path in folder.glob("*.clusters"):
        share = shares[int(path.stem)]
        for place, cluster in struct.iter_unpack("<II", path.read_bytes()):
            members[cluster].append(share[place])
    return [sorted(cluster) for cluster in members.values() if len(cluster) > 1]


if __name__ == "__main__":
    peer.main("datatrove", find, __doc__)
