from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

config = MinhashConfig(n_grams=5)
steps = [
    (
        2,
        JsonlReader("in"),
        MinhashDedupSignature(
            "signatures", config, language="zho_Hani"
        ),
    ),
    (
        14,
        MinhashDedupBuckets(
            "signatures", "buckets", config=config
        ),
    ),
    (
        1,
        MinhashDedupCluster(
            "buckets", "remove", config=config
        ),
    ),
    (
        2,
        JsonlReader("in"),
        MinhashDedupFilter("remove"),
        JsonlWriter("kept"),
    ),
]
if __name__ == "__main__":
    for tasks, *pipeline in steps:
        LocalPipelineExecutor(
            pipeline, tasks=tasks, workers=2
        ).run()
