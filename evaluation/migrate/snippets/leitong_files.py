import leitong

leitong.dedup_files(
    "in.jsonl", "kept.jsonl", similarity=0.7
)
