import leitong

detector = leitong.Detector(similarity=0.7)
hashes = detector.content_hashes(texts)
all_keys = detector.band_keys(texts)

buckets, kept = {}, []
for number, text in enumerate(texts):
    keys = all_keys[number] or [hashes[number]]
    similar = {
        other for key in keys for other in buckets.get(key, ())
    }
    if not any(
        detector.jaccard(text, texts[other]) >= 0.7
        for other in similar
    ):
        kept.append(text)
        for key in keys:
            buckets.setdefault(key, []).append(number)
