"""The snippets, the environments in which they run, and how their results are counted."""

import gzip
import itertools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from evaluation.common import environments
from evaluation.common.paths import OUTPUT
from evaluation.peers.peers import python as python_of_peer

SNIPPETS = Path(__file__).parent / "snippets"
FILES = 2
"""Files into which the records are divided for datatrove, whose tasks read one each."""


@dataclass(frozen=True)
class Library:
    """A library, and a way to remove duplicates with it."""

    label: str
    environment: str
    """The name by which its interpreter is given."""
    reads_files: bool = False
    """Whether it reads files, in place of a list of texts."""

    def interpreter(self) -> Path:
        """Its interpreter, unless another one is named."""
        if self.environment == "leitong":
            return Path(sys.executable)
        if self.environment == "semhash":
            return environments.python_of(OUTPUT / "semhash" / "venv")
        return python_of_peer(self.environment)


LIBRARIES = {
    "leitong": Library("`leitong.dedup`", "leitong"),
    "leitong_jaccard": Library("`leitong.dedup`, `jaccard` alone, no guard", "leitong"),
    "leitong_words": Library("`leitong.dedup`, `word:5`", "leitong"),
    "leitong_meaning": Library("`leitong.dedup`, with `meaning`", "leitong"),
    "leitong_files": Library("`leitong.dedup_files`", "leitong", reads_files=True),
    "leitong_detector": Library("`leitong.Detector`, buckets in Python", "leitong"),
    "datasketch": Library("datasketch", "datasketch"),
    "rensa": Library("rensa", "rensa"),
    "gaoya": Library("gaoya", "gaoya"),
    "semhash": Library("semhash", "semhash"),
    "text_dedup": Library("text-dedup", "text-dedup", reads_files=True),
    "datatrove": Library("datatrove", "datatrove", reads_files=True),
}


def prepare(path: Path, folder: Path) -> None:
    """Puts the records where snippets read them: `in.jsonl`, and the files of `in`."""
    (folder / "in.jsonl").symlink_to(path.resolve())
    (folder / "in").mkdir()
    (folder / "config.toml").write_bytes((SNIPPETS / "text_dedup.toml").read_bytes())
    # Line by line: a process is not measured as smaller than the one that starts it.
    for number in range(FILES):
        with open(path, "rb") as lines, open(folder / "in" / f"{number:03}.jsonl", "wb") as part:
            part.writelines(itertools.islice(lines, number, None, FILES))


def kept_of_files(name: str) -> int:
    """How many records a snippet has written into the current folder."""
    if name == "text_dedup":
        from datasets import load_from_disk

        return len(load_from_disk("kept"))
    if name == "datatrove":
        return sum(len(gzip.open(path).readlines()) for path in Path("kept").iterdir())
    return len(Path("kept.jsonl").read_bytes().splitlines())


def setting_up(name: str) -> dict[str, object]:
    """What a snippet finds beside its texts: the model of semhash, and characters as the words of
    text-dedup, which otherwise divides at spaces and punctuation, and so no Chinese.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_DATASETS_CACHE"] = "cache"
    if name == "semhash":
        from evaluation.common import model_file
        from evaluation.dedup.semhash_peer import model
        from evaluation.peers.adapters.adapter import Stages

        encoder = model(model_file.SHIPPED)
        encoder.stages = Stages()
        return {"model": encoder}
    if name == "text_dedup":
        from text_dedup.config.algorithms.minhash import MinHashAlgorithmConfig

        MinHashAlgorithmConfig._get_tokenize_func = lambda self: list
    return {}
