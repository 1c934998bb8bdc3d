"""Are translations between Chinese and English found by the vectors of the shipped model?

    P=$(python3 -m evaluation.install paraphrases)
    $P -m evaluation.translations.measure PAIRS.jsonl [--distinct] [--unpaired] [--sentences 2]

PAIRS.jsonl comes from `evaluation.translations.pairs`. Every Chinese text is compared with every
English one, and a table is printed: the share of translations above the score that one in 10,000
other pairs reaches, and the share that are the nearest, or among the 8 nearest, English texts of
their Chinese one. Means, components and frequencies come from the texts that are compared, of each
language by itself, never from the pairs.

plain:           the vectors of `Model::embed`
centred:         less the mean of their language
whitened:        divided by the standard deviation along each principal component
half whitened:   as `--semantic` does: 64 components, divided by its square root
rarity:          words weigh by their rarity in the texts of their language; whitened
words answered:  the mean, weighted by rarity, of the cosine of each word with the nearest one of
                 the other text; vectors of words are centred and whitened. Equal words have 1
no shared words: the row above, for Chinese texts without Latin words and numbers
shared words:    no model: the cosine of the Latin words and numbers, weighted by rarity

The last columns are what is found where two texts are the nearest of each other, with a score above
the threshold of the first column: recall, and precision.

--distinct: without pairs of which a side is nearly a copy of one that is kept
--unpaired: half of the pages have both languages, a quarter each has one only
--among:    pairs of other files are compared too, and are not counted
--sentences N: windows of N aligned sentences, of pairs with as many sentences in both languages
"""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.common import cli
from evaluation.common.files import read_lines
from evaluation.common.markdown import table
from evaluation.common.ranking import recall_at_false_positive_rate
from evaluation.paraphrases.paragraphs import Paragraph, distinct
from evaluation.translations.scores import Side, Text, all_scores
from evaluation.translations.words import Model

ENDS = {"zh": re.compile(r"(?<=[。！？])"), "en": re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")}

HEAD = ["", "recall at 1e-4", "nearest", "of 8 nearest", "threshold", "found", "precision"]


def main() -> None:
    """Prints the table."""
    parser = cli.parser(__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--among", type=Path, nargs="+", default=[])
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--unpaired", action="store_true")
    parser.add_argument("--sentences", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show-missed", type=int, default=0, metavar="N")
    settings = parser.parse_args()
    pairs = list(read_lines(settings.pairs))
    counted = len(pairs)
    pairs += [pair for path in settings.among for pair in read_lines(path)]
    languages = drawn(pairs, settings.seed) if settings.unpaired else [("zh", "en")] * len(pairs)
    kept = without_copies(pairs) if settings.distinct else range(len(pairs))
    model = Model.load()
    texts = {
        language: {
            at: parts(pairs[at], language, settings.sentences)
            for at in kept
            if language in languages[at]
        }
        for language in ("zh", "en")
    }
    zh, en = side(model, texts["zh"]), side(model, texts["en"])
    truth = Truth.of(zh, en, counted)
    rows = []
    for name, scores in all_scores(model, zh, en):
        rows.append([name, *truth.figures(scores)])
        cli.progress(name)
        if settings.show_missed and name == "words answered":
            truth.show_missed(scores, settings.show_missed)
    print(
        f"{len(zh.texts)} Chinese, {len(en.texts)} English, {len(truth.pairs)} pairs;",
        shares(model, zh, en),
    )
    print(table(HEAD, rows))


def drawn(pairs: list[dict], seed: int) -> list[tuple[str, ...]]:
    """The languages that each pair is left in: the same for all of a page."""
    chance = random.Random(seed)
    pages = sorted({pair["page"] for pair in pairs})
    choice = {page: chance.choice([("zh", "en"), ("zh", "en"), ("zh",), ("en",)]) for page in pages}
    return [choice[pair["page"]] for pair in pairs]


def without_copies(pairs: list[dict]) -> list[int]:
    """The pairs that are no near-duplicates of each other in any language."""
    kept = set(range(len(pairs)))
    for language in ("zh", "en"):
        texts = [Paragraph("", at, pairs[at][language]) for at in sorted(kept)]
        kept = {each.number for each in distinct(texts)}
    return sorted(kept)


def parts(pair: dict, language: str, length: int) -> list[str]:
    """A text, or its windows of some sentences that do not overlap.

    There are none if the translation has another number of sentences.
    """
    if not length:
        return [pair[language]]
    sentences = {
        key: [part for part in end.split(pair[key]) if part.strip()] for key, end in ENDS.items()
    }
    if len(sentences["zh"]) != len(sentences["en"]):
        return []
    own = sentences[language]
    return [" ".join(own[at : at + length]) for at in range(0, len(own) - length + 1, length)]


def side(model: Model, texts: dict[int, list[str]]) -> Side:
    """The texts of a language by the number of their pair, and their words."""
    listed = [
        Text(number, part, text)
        for number, texts_of_pair in texts.items()
        for part, text in enumerate(texts_of_pair)
    ]
    return Side(listed, [model.tokens(each.text) for each in listed])


@dataclass
class Truth:
    """Which texts are translations, and which are compared."""

    zh: Side
    en: Side
    pairs: list[tuple[int, int]]
    """The translations that are counted."""
    every: set[tuple[int, int]]
    """All translations."""
    strangers: np.ndarray
    """Whether two texts come from different paragraphs."""

    @classmethod
    def of(cls, zh: Side, en: Side, counted: int) -> "Truth":
        """The translations among the texts, of the first `counted` pairs."""
        places = {(each.pair, each.part): at for at, each in enumerate(en.texts)}
        pairs = [
            (at, places[each.pair, each.part])
            for at, each in enumerate(zh.texts)
            if (each.pair, each.part) in places
        ]
        own = [pair for pair in pairs if zh.texts[pair[0]].pair < counted]
        numbers = [np.array([each.pair for each in side.texts]) for side in (zh, en)]
        return cls(zh, en, own, set(pairs), numbers[0][:, None] != numbers[1][None, :])

    def figures(self, scores: np.ndarray) -> list[str]:
        """Recall at the false-positive rate, at 1 and at 8; the threshold; recall and precision of
        what is found."""
        rows, columns = np.array(self.pairs).T
        scored = scores[rows, columns]
        recall, threshold = recall_at_false_positive_rate(scored, scores[self.strangers])
        ranks = (scores[rows] >= scored[:, None]).sum(1)
        nearest = scores.argmax(1)
        mutual = scores.argmax(0)[nearest] == np.arange(len(scores))
        mutual &= scores.max(1) >= threshold
        found = {(int(row), int(nearest[row])) for row in np.flatnonzero(mutual)}
        precision = len(found & self.every) / max(1, len(found))
        values = (recall, (ranks <= 1).mean(), (ranks <= 8).mean(), threshold)
        return [f"{x:.3f}" for x in (*values, len(found & set(self.pairs)) / len(rows), precision)]

    def show_missed(self, scores: np.ndarray, count: int) -> None:
        """Prints the translations with the lowest scores, and the other pairs with the highest."""
        worst = sorted(self.pairs, key=lambda pair: scores[pair])[:count]
        best = np.where(self.strangers, scores, -np.inf).argsort(axis=None)[::-1][:count]
        others = [np.unravel_index(at, scores.shape) for at in best]
        for title, listed in (("missed", worst), ("false", others)):
            for row, column in listed:
                line = [
                    title,
                    f"{scores[row, column]:.3f}",
                    self.zh.texts[row].text,
                    self.en.texts[column].text,
                ]
                cli.progress(json.dumps(line, ensure_ascii=False))


def shares(model: Model, *sides: Side) -> str:
    """The share of words that the model does not know, of each side."""
    found = []
    for each in sides:
        words = [word for text in each.words for word in text]
        found.append(f"{sum(word not in model.ids for word in words) / len(words):.3f}")
    return f"{found[0]} of Chinese words and {found[1]} of English ones are unknown"


if __name__ == "__main__":
    main()
