from rensa import RMinHashDeduplicator

seen = RMinHashDeduplicator(
    threshold=0.7, num_perm=128, use_lsh=True
)
mask = seen.add_pairs(
    (
        str(number),
        [text[at : at + 5] for at in range(len(text) - 4)],
    )
    for number, text in enumerate(texts)
)
kept = [
    text
    for text, is_new in zip(texts, mask, strict=True)
    if is_new
]
