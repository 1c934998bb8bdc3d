"""text-dedup through its own main: datasets, numpy and polars, with its own verification.

It splits texts at spaces and punctuation, which leaves Chinese sentences whole. The adapter gives
it content and makes it treat every character as a word; `--stock` gives it the original texts and
leaves its splitting unchanged.
"""

import os
import pickle
import tempfile
from collections import defaultdict
from pathlib import Path

from evaluation.common.content import SHINGLE
from evaluation.common.files import records, write_lines
from evaluation.peers.adapters import adapter

CONFIG = """
[input]
input_type = "local_files"
file_type = "json"
[input.read_arguments]
path = "json"
data_files = "{folder}/in.jsonl"
split = "train"
[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_proc = {threads}
num_perm = {permutations}
{bands}
threshold = {similarity}
ngram_size = {shingle}
min_length = 1
check_false_positive = {verify}
[output]
output_dir = "{folder}/out"
save_clusters = true
keep_index_column = true
[debug]
enable_profiling = false
"""


def find(task: adapter.Task) -> adapter.Clusters:
    """Writes its input, runs it, reads its clusters."""
    with tempfile.TemporaryDirectory(prefix="text-dedup-") as folder:
        with task.stages.stage("read"):
            kept = write(task, Path(folder, "in.jsonl"))
            Path(folder, "config.toml").write_text(configuration(task, folder))
        with task.stages.stage("main"):
            run(folder, task.settings.stock)
        parents = pickle.loads(Path(folder, "out", "clusters.pickle").read_bytes())
    clusters = defaultdict(list)
    for document, parent in sorted(parents.items()):
        clusters[parent].append(kept[document])
    return [cluster for cluster in clusters.values() if len(cluster) > 1]


def run(folder: str, stock: bool) -> None:
    """Runs its main program, imported here because its import reads the environment."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_DATASETS_CACHE"] = f"{folder}/cache"
    import text_dedup.minhash
    from text_dedup.config.algorithms.minhash import MinHashAlgorithmConfig
    from text_dedup.config.base import load_config_from_toml

    if not stock:
        MinHashAlgorithmConfig._get_tokenize_func = lambda self: list
    text_dedup.minhash.main(load_config_from_toml(Path(folder, "config.toml")))


def write(task: adapter.Task, path: Path) -> list[int]:
    """Writes the texts of the documents with content; gives these documents."""
    texts = (
        (text for _, text in records(task.settings.input)) if task.settings.stock else task.contents
    )
    written = [(document, text) for document, text in enumerate(texts) if task.contents[document]]
    write_lines(path, ({"text": text} for _, text in written))
    return [document for document, _ in written]


def configuration(task: adapter.Task, folder: str) -> str:
    """Its configuration file; by default it derives bands as datasketch does."""
    settings = task.settings
    return CONFIG.format(
        folder=folder,
        threads=settings.threads,
        permutations=settings.permutations,
        bands="" if settings.own_bands else f"bands = {settings.bands}\nrows = {settings.rows}",
        similarity=settings.similarity,
        shingle=SHINGLE,
        verify=str(settings.verify).lower(),
    )


if __name__ == "__main__":
    adapter.main("text-dedup", find, __doc__)
