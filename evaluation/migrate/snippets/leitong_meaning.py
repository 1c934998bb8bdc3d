import leitong

measures = ["jaccard", "containment", "edit", "meaning"]
found = leitong.dedup(texts, by=measures)
kept = found.apply(texts)
