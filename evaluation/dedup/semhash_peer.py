"""Removes what semhash holds for duplicates, with the vectors of Leitong's own embedding model.

    P=$(python3 -m evaluation.install semhash)      # semhash and model2vec from PyPI
    $P -m evaluation.dedup.semhash_peer IN.jsonl OUT.jsonl [--threshold 0.9]

The model that semhash takes by default is on a hub of models. Here it gets a `StaticModel` of
Model2Vec, as that one is, with the words, costs and vectors of `src/embedding/default.model`: texts
are segmented as Leitong segments them, but for forms of English words that the vocabulary lacks.
Texts are not truncated. The first record of a group stays. Writes one line `{"id", "duplicate_of",
"similarity"}` for each other record, and prints the seconds of each stage.
"""

import argparse
import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from semhash import SemHash
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Split

from evaluation.common import cli, model_file
from evaluation.common.files import records, write_lines
from evaluation.peers.adapters.adapter import Stages

NAT = 2048
"""Cost of a word for each unit of the negative natural logarithm of its frequency."""
UNKNOWN = "<unk>"
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
"""A run of letters, which is one word."""
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
"""A number, of which all are the word `0`."""
GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
"""Spaces between Chinese characters, which divide no word."""
RUN = Regex("[㐀-鿿]+|▁[^▂]*▂")
"""Chinese characters, or a marked word."""


class LeitongModel(StaticModel):
    """The embedded model: the vector of a text is the weighted mean of those of its words."""

    stages: Stages
    """Where the seconds of `encode` are added."""

    def encode(self, sentences: Sequence[str], **options: object) -> np.ndarray:
        """The vectors of texts."""
        with self.stages.stage("embed"):
            return super().encode(sentences, **options)

    def tokenize(self, sentences: Sequence[str]) -> list[list[int]]:
        """The words of each text."""
        return super().tokenize([marked(sentence) for sentence in sentences])


def marked(text: str) -> str:
    """The normalized text, in which marks enclose each word of letters and each number.

    >>> marked("Don’t 停 止 3.5 次")
    '▁dont▂ 停止 ▁0▂ 次'
    """
    text = GAP.sub("", unicodedata.normalize("NFKC", text).lower())
    text = WORD.sub(lambda word: f"▁{re.sub('[^a-z]', '', word[0])}▂", text)
    return NUMBER.sub("▁0▂", text)


def model(path: Path) -> LeitongModel:
    """Reads a model file of Leitong."""
    words, costs, factors, values = model_file.read(path)
    scores = costs.astype(float) / -NAT
    words = [f"▁{word}▂" if word.isascii() else word for word in words]
    vectors = values * factors.astype(np.float32)[:, None]
    vectors = np.vstack([np.zeros((1, vectors.shape[1]), np.float32), vectors])
    return LeitongModel(vectors, tokenizer(words, scores.tolist()), max_length=None)


def tokenizer(words: list[str], scores: list[float]) -> Tokenizer:
    """Segments each run of Chinese characters into the most probable words."""
    vocabulary = [(UNKNOWN, min(scores)), *zip(words, scores, strict=True)]
    segmenter = Tokenizer(Unigram(vocabulary, unk_id=0, byte_fallback=False))
    segmenter.pre_tokenizer = Split(RUN, behavior="removed", invert=True)
    return segmenter


def removed(path: Path, threshold: float, stages: Stages) -> list[dict]:
    """What semhash removes of a collection, each with the record that is kept for it."""
    with stages.stage("read"):
        texts = [{"id": id, "text": text} for id, text in records(path)]
    with stages.stage("model"):
        encoder = model(model_file.SHIPPED)
        encoder.stages = stages
    with stages.stage("embed and index"):
        index = SemHash.from_records(texts, columns=["text"], model=encoder)
    with stages.stage("search"):
        found = index.self_deduplicate(threshold=threshold).filtered
    return [
        {"id": each.record["id"], "duplicate_of": each.duplicate_of["id"], "similarity": each.score}
        for each in found
    ]


def main() -> None:
    """Runs semhash on one collection."""
    parser = cli.parser(__doc__)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--threshold", type=float, default=0.9, help="least cosine, default 0.9")
    settings: argparse.Namespace = parser.parse_args()
    stages = Stages()
    found = removed(settings.input, settings.threshold, stages)
    write_lines(settings.output, found)
    seconds = {name: round(each, 3) for name, each in stages.seconds.items()}
    print(json.dumps({"removed": len(found), "seconds": seconds}))


if __name__ == "__main__":
    main()
