"""datasketch: MinHash and LSH in Python and numpy, with xxhash instead of its default SHA-1."""

from collections.abc import Iterator

import xxhash
from datasketch import MinHash, MinHashLSH

from evaluation.peers.adapters import adapter


def find(task: adapter.Task) -> adapter.Clusters:
    """Sketches and indexes all documents, then queries with each of them."""
    sketches = []
    for batch in task.shingle_batches():
        with task.stages.stage("sketch"):
            words = ([shingle.encode() for shingle in each] for each in batch)
            sketches += MinHash.generator(
                words, num_perm=task.settings.permutations, hashfunc=xxhash.xxh32_intdigest
            )
    with task.stages.stage("index"):
        lsh = index(task)
        for document, sketch in enumerate(sketches):
            lsh.insert(document, sketch, check_duplication=False)
    with task.stages.stage("query"):
        found = list(pairs(lsh, sketches))
    return task.clusters(found)


def index(task: adapter.Task) -> MinHashLSH:
    """An empty index; its own bands minimize the sum of false positives and false negatives.

    These are 14 bands of 9 rows at 0.7.
    """
    settings = task.settings
    if settings.own_bands:
        return MinHashLSH(threshold=settings.similarity, num_perm=settings.permutations)
    return MinHashLSH(num_perm=settings.permutations, params=(settings.bands, settings.rows))


def pairs(lsh: MinHashLSH, sketches: list[MinHash]) -> Iterator[tuple[int, int]]:
    """Pairs that share a bucket."""
    for document, sketch in enumerate(sketches):
        for other in lsh.query(sketch):
            if other < document:
                yield other, document


if __name__ == "__main__":
    adapter.main("datasketch", find, __doc__)
