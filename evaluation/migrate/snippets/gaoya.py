from gaoya.minhash import MinHashStringIndex

index = MinHashStringIndex(
    hash_size=32,
    jaccard_threshold=0.7,
    num_bands=14,
    band_size=9,
    analyzer="char",
    ngram_range=(5, 5),
)
numbers = list(range(len(texts)))
index.par_bulk_insert_docs(numbers, texts)
found = index.par_bulk_query(texts)
kept = [
    texts[number]
    for number in numbers
    if min(found[number], default=number) == number
]
