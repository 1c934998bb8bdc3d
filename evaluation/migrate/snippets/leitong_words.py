import leitong

found = leitong.dedup(
    texts, similarity=0.7, shingle="word:5"
)
kept = found.apply(texts)
