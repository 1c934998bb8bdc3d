import leitong

found = leitong.dedup(texts, similarity=0.7)
kept = found.apply(texts)
