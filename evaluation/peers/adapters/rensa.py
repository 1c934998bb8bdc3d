"""rensa: R-MinHash and LSH in Rust over shingle sets made in Python. It derives no bands."""

from rensa import RMinHash, RMinHashLSH

from evaluation.peers.adapters import adapter


def find(task: adapter.Task) -> adapter.Clusters:
    """Sketches whole shingle sets, indexes them, queries with all.

    Its sampling variant finds less than half of the pairs.
    """
    settings = task.settings
    sketches = []
    for batch in task.shingle_batches():
        with task.stages.stage("sketch"):
            sketches += RMinHash.from_token_sets(batch, num_perm=settings.permutations, seed=42)
    with task.stages.stage("index"):
        lsh = RMinHashLSH(
            threshold=settings.similarity, num_perm=settings.permutations, num_bands=settings.bands
        )
        lsh.insert_pairs(enumerate(sketches))
    with task.stages.stage("query"):
        found = lsh.query_all(sketches)
    return task.clusters(
        (other, document)
        for document, others in enumerate(found)
        for other in others
        if other < document
    )


if __name__ == "__main__":
    adapter.main("rensa", find, __doc__)
