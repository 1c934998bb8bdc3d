"""FastSketchLSH: one-pass sketches and LSH in C++ over shingle sets made in Python.

It derives no bands.
"""

from collections.abc import Iterator

import numpy
from FastSketchLSH import LSH, FastSimilaritySketch

from evaluation.peers.adapters import adapter


def find(task: adapter.Task) -> adapter.Clusters:
    """Sketches and indexes all documents, then queries with each of them."""
    settings = task.settings
    sketcher = FastSimilaritySketch(size=settings.permutations, seed=42)
    parts = []
    for batch in task.shingle_batches():
        with task.stages.stage("sketch"):
            parts.append(
                numpy.asarray(
                    sketcher.batch([list(each) for each in batch], num_threads=settings.threads)
                )
            )
    with task.stages.stage("index"):
        sketches = numpy.concatenate(parts)
        lsh = LSH(
            num_perm=settings.permutations, num_bands=settings.bands, num_threads=settings.threads
        )
        lsh.insert(sketches)
    with task.stages.stage("query"):
        others, ends = lsh.query(sketches, format="csr")
    return task.clusters(pairs(others, ends))


def pairs(others: numpy.ndarray, ends: numpy.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs that share a bucket, from compressed rows."""
    for document in range(len(ends) - 1):
        for other in others[ends[document] : ends[document + 1]].tolist():
            if other < document:
                yield other, document


if __name__ == "__main__":
    adapter.main("FastSketchLSH", find, __doc__)
