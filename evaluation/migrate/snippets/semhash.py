from semhash import SemHash

index = SemHash.from_records(records=texts, model=model)
found = index.self_deduplicate(threshold=0.9)
kept = found.selected
