"""gaoya: shingles, MinHash and LSH in Rust. Its own estimate of the similarity filters candidates.

The stage `rust` of the summary is the time of its own code: shingling, sketching and indexing, and
the query, which shingles and sketches every document again. With `--verify` the filter is switched
off and all shingles are compared.
"""

from gaoya.minhash import MinHashStringIndex

from evaluation.common.content import SHINGLE
from evaluation.peers.adapters import adapter

PADDING = "\ue000"


def find(task: adapter.Task) -> adapter.Clusters:
    """Indexes all contents and queries all of them."""
    stages = task.stages
    texts = [padded(each) for each in task.contents]
    with stages.stage("index"):
        index = empty_index(task)
        index.par_bulk_insert_docs(list(range(len(texts))), texts)
    with stages.stage("query"):
        found = index.par_bulk_query(texts)
    stages.seconds["rust"] = stages.seconds["index"] + stages.seconds["query"]
    return task.clusters(
        (other, document)
        for document, others in enumerate(found)
        for other in others
        if other < document
    )


def padded(content: str) -> str:
    """Content of at least one shingle: gaoya considers all shorter texts equal."""
    return content.ljust(SHINGLE, PADDING)


def empty_index(task: adapter.Task) -> MinHashStringIndex:
    """An index of 32-bit hashes; by default it derives the bands from the similarity."""
    settings = task.settings
    bands = (None, None) if settings.own_bands else (settings.bands, settings.rows)
    return MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.0 if settings.verify else settings.similarity,
        num_bands=bands[0],
        band_size=bands[1],
        num_hashes=settings.permutations,
        analyzer="char",
        lowercase=False,
        ngram_range=(SHINGLE, SHINGLE),
        id_container="smallvec",
    )


if __name__ == "__main__":
    adapter.main("gaoya", find, __doc__)
