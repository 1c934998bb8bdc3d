import leitong

found = leitong.dedup(
    texts, similarity=0.7, by=["jaccard"], guard=False
)
kept = found.apply(texts)
