"""Counts the English words of texts that the model does not know.

    $PYTHON -m evaluation.model.unknown_words TEXTS.jsonl [MODEL2VEC_FOLDER]

Each line has an id and a text. Prints the share of unknown words, of all and of those that are not
capitalized inside a sentence, as names are; then the most frequent unknown ones. The model's own
code looks the words up: the vector of an unknown word is zero.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from evaluation.common.files import records
from evaluation.model.evaluate import cosines

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
BEGINS_SENTENCE = re.compile(r"(^|[.!?:;\"“”(\n*#>-])\s*$")
LISTED = 30
"""Unknown words that are printed."""


def main() -> None:
    """Prints the shares and the words."""
    every, no_names = Counter(), Counter()
    for _, text in records(Path(sys.argv[1])):
        for found in WORD.finditer(text):
            word = found.group().replace("’", "'").lower()
            every[word] += 1
            before = text[max(0, found.start() - 4) : found.start()]
            if found.group()[0].islower() or BEGINS_SENTENCE.search(before):
                no_names[word] += 1
    words = sorted(every)
    lines = "".join(json.dumps({"a": word, "b": word}) + "\n" for word in words)
    own = zip(words, cosines(lines, sys.argv[2:]), strict=True)
    unknown = {word for word, cosine in own if not cosine}
    for name, counts in (("all words", every), ("without names", no_names)):
        missing = Counter({word: counts[word] for word in unknown})
        print(f"{name:14} {missing.total() / counts.total():.2%} of {counts.total()} unknown")
    print(*(f"{word} {count}" for word, count in missing.most_common(LISTED)), sep=", ")


if __name__ == "__main__":
    main()
