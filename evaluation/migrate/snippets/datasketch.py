from datasketch import MinHash, MinHashLSH

lsh = MinHashLSH(threshold=0.7, num_perm=128)
kept = []
for number, text in enumerate(texts):
    sketch = MinHash(num_perm=128)
    sketch.update_batch(
        [
            text[at : at + 5].encode()
            for at in range(len(text) - 4)
        ]
    )
    if not lsh.query(sketch):
        lsh.insert(str(number), sketch)
        kept.append(text)
