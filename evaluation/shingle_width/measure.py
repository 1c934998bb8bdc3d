"""Measures how the similarity of a text and its edited copy depends on the length of shingles.

    python3 -m evaluation.shingle_width.measure [--chinese FILE ...] [--other FILE ...]

For each collection, this share of the words of each document is replaced by other words of the
collection, and the mean Jaccard similarity of the document and the copy is given, for shingles of
several widths: the shortest run whose width is so many thirds of an ideograph, where a letter or
digit counts one third, and an ideograph, kana or syllable of Hangul three. From 13 to 15 thirds
are five ideographs, and 13 to 15 letters. The last columns are of pairs of different long
documents: the mean similarity, and the one that 99 % of the pairs do not reach.

Chinese is segmented by jieba (`python3 -m evaluation.install paraphrases` prints an interpreter
that has it); words of other collections are runs of one script.
"""

import random
from pathlib import Path
from statistics import mean, quantiles

from evaluation.common import cli, content, files, markdown
from evaluation.shingle_width.words import is_wide, words

SHARES = (0.02, 0.05, 0.1, 0.2)
"""Shares of the words that are replaced."""
LONG = 3000
"""Least width of a long document, in thirds."""
LONGEST = 30_000
"""Thirds of a document that are compared."""
DOCUMENTS = 150
"""Documents of a collection."""
PAIRS = 2000
"""Pairs of different documents."""


def widths(characters: str) -> list[int]:
    """The width of each character, in thirds.

    >>> widths("字a")
    [3, 1]
    """
    return [3 if is_wide(char) else 1 for char in characters]


def shingles(characters: str, thirds: int) -> set[str]:
    """The shortest runs of at least this width; the whole, if it is narrower.

    >>> sorted(shingles("甲乙ab", 6))
    ['甲乙']
    >>> sorted(shingles("abcde", 4))
    ['abcd', 'bcde']
    """
    found, width, end = set(), 0, 0
    each = widths(characters)
    for start, leaving in enumerate(each):
        while width < thirds and end < len(each):
            width += each[end]
            end += 1
        if width < thirds:
            break
        found.add(characters[start:end])
        width -= leaving
    return found or {characters}


def edited(rng: random.Random, text: list[str], share: float, vocabulary: list[str]) -> list[str]:
    """A copy of the words of a text, with this share of them replaced."""
    return [rng.choice(vocabulary) if rng.random() < share else word for word in text]


def similarity(rng: random.Random, texts: list[list[str]], share: float, thirds: int) -> float:
    """The mean similarity of texts and their edited copies."""
    vocabulary = [word for text in texts for word in text]
    copies = (edited(rng, text, share, vocabulary) for text in texts)
    pairs = zip(texts, copies, strict=True)
    return mean(
        content.jaccard(shingles("".join(a), thirds), shingles("".join(b), thirds))
        for a, b in pairs
    )


def strangers(rng: random.Random, texts: list[list[str]], thirds: int) -> list[float]:
    """The similarities of pairs of different texts."""
    sets = [shingles("".join(text), thirds) for text in texts]
    return [content.jaccard(*rng.sample(sets, 2)) for _ in range(PAIRS)]


def cut(text: list[str]) -> list[str]:
    """The first words of a text, up to the longest width that is compared."""
    width = 0
    for count, word in enumerate(text):
        width += sum(widths(word))
        if width > LONGEST:
            return text[:count]
    return text


def texts_of(path: Path, segment) -> list[list[str]]:
    """The words of long documents of a collection, picked at random."""
    records = [text for _, text in files.records(path) if len(text) > LONG // 3]
    random.Random(str(path.stem)).shuffle(records)
    texts: list[list[str]] = []
    for record in records:
        text = cut(words(record[: 2 * LONGEST], segment))
        if sum(map(len, text)) and sum(widths("".join(text))) >= LONG:
            texts.append(text)
        if len(texts) == DOCUMENTS:
            break
    return texts


def rows(path: Path, segment, thirds: list[int]) -> list[list[str]]:
    """A row for each length of shingles."""
    texts = texts_of(path, segment)
    found = []
    for length in thirds:
        rng = random.Random(f"{path.stem} {length}")
        by_share = [f"{similarity(rng, texts, share, length):.3f}" for share in SHARES]
        apart = strangers(rng, texts, length)
        others = [f"{mean(apart):.4f}", f"{quantiles(apart, n=100)[-1]:.3f}"]
        found.append([path.stem, str(length), *by_share, *others])
        cli.progress(" ".join(found[-1]))
    return found


def main() -> None:
    """Prints the table."""
    arguments = cli.parser(__doc__)
    arguments.add_argument("--chinese", type=Path, nargs="*", default=[])
    arguments.add_argument("--other", type=Path, nargs="*", default=[])
    arguments.add_argument("--thirds", type=int, nargs="*", default=[5, 12, 13, 14, 15])
    settings = arguments.parse_args()
    table = []
    if settings.chinese:
        import jieba

        for path in settings.chinese:
            table += rows(path, jieba.lcut, [15])
    for path in settings.other:
        table += rows(path, None, settings.thirds)
    head = ["collection", "thirds", *(f"{share:.0%}" for share in SHARES), "strangers", "99 %"]
    print(markdown.table(head, table))


if __name__ == "__main__":
    main()
