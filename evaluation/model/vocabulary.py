"""The words of the model, with their frequencies and parts of speech."""

import gzip
import re
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import files

CHINESE = 28_000
"""Chinese words of two characters and more."""
RAREST = 50
"""Occurrences of a single character, at least."""
ENGLISH = 31_000
"""English words."""
SHORT = 8_000
"""Words of one and two letters are taken from so many of the most frequent ones only: the others
are abbreviations."""
CONTRACTION = re.compile(r"[a-z]+'(s|d|m|t|ll|re|ve|all)")
"""A word with an apostrophe, which texts lose when they are compared."""
OTHER_WORDS = frozenset("hell hed hes id ill its shed shell wed well were whore whos".split())
"""Contracted words that are spelled like other words without their apostrophe."""
RARE = 1_000_000
"""Occurrences of a word that the list of wordsegment lacks."""
NUMBER = "0"
"""The word that stands for every number."""


FOREIGN = frozenset(
    # German
    "aber alle alles als auch auf aus bei beim bis da das dass dein dem der des dich dir du "
    "durch ein eine einem einen einer eines er es euch ganz gegen hier ich ihr im ins ist ja "
    "kann kein mein mich mir mit nach nicht noch nur ob oder ohne sehr sei sein seine sich "
    "sie sind uber und uns unter vom von vor werden wie wir wird wo worden zu zum zur "
    "zwischen "
    # Dutch, Danish, Swedish
    "aan av dat een het hij ik jag ju kan maar med meer mig naar niet nog och og ook op sig "
    "som ska te til uit ved voor werd worden wordt zijn "
    # French
    "au aux avec ce ces cet cette comme dans de du elle en est et etait etre eux il ils je la "
    "le les leur lui ma mais mes moi ne nos notre nous ou par pas que qui sa sans se ses sont "
    "sur tes toi tous tout tu un une vers vos votre vous "
    # Spanish, Portuguese
    "al ano anos ao aos asi bien como contra da das del desde el ella em entre eran esa ese "
    "eso esta estan estas este esto estos fue ha han hasta hay las lo los mas mi mis muy na "
    "nao nas nem nos nosotros nuestra nuestro os otra otro para pela pelo pero poco por "
    "porque se ser seu si sin sobre su sua sus tambem tambien te tem tiene toda todas todo "
    "todos tu uma una uno unos ya yo "
    # Italian
    "alla alle anche che chi cosi dai dal dalla degli dei del dell della delle di fra gli ho "
    "il io lei nel nella perche piu quella questa questo sono suo sul sulla tra una uno "
    # Malay and Indonesian
    "ada adalah akan bagi dan dari dalam dengan ini itu kami kata kita oleh pada saya sama "
    "tak untuk yang "
    # Polish, Romanian, Finnish, Turkish
    "bir bu ca cu czy din ei ja jak nie oraz pentru pod prin sie sau sunt ta tak ve za ze".split()
)
"""Frequent words of other languages that are no English words, or rare ones. Both lists have them.
If the model knew them, it would know half of the words of a text in a language of which it knows
nothing else."""


@dataclass(frozen=True)
class Word:
    """A word, its share of running text and its part of speech."""

    text: str
    """The word as texts have it when they are compared: without an apostrophe."""
    share: float
    tag: str
    written: str = ""
    """How the teacher reads it, if that differs."""


def words() -> list[Word]:
    """All words of the model."""
    return [*chinese(), *english(), Word(NUMBER, 0.01, "m")]


def chinese() -> list[Word]:
    """The simplified Chinese words of the dictionary of jieba: characters, then longer words."""
    lines = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines]
    total = sum(int(count) for _, count, _ in rows)
    rows = [(word, int(count), tag) for word, count, tag in rows if is_simplified(word)]
    singles = [row for row in rows if len(row[0]) == 1 and row[1] >= RAREST]
    longer = sorted((row for row in rows if len(row[0]) > 1), key=lambda row: (-row[1], row[0]))
    return [Word(word, count / total, tag) for word, count, tag in singles + longer[:CHINESE]]


def is_simplified(word: str) -> bool:
    """Whether all characters are Chinese characters of GB 2312."""
    try:
        return all("\u4e00" <= c <= "\u9fff" for c in word) and bool(word.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def english() -> list[Word]:
    """The English words that both lists have, those first that are frequent in both.

    wordninja's list is ordered by frequency in an encyclopedia, that of wordsegment by frequency on
    web pages; each has names and abbreviations of its own, and few of these are frequent in both.
    """
    ninja, counts = list_of_wordninja(), counts_of_wordsegment()
    contracted = contractions(ninja)
    total = sum(counts.values())
    ranks = {text: rank for rank, text in enumerate(filter(is_plain, ninja), 1)}
    common = [text for text in counts if text in ranks and text not in contracted]
    order = {text: rank * ranks[text] for rank, text in enumerate(common, 1)}
    texts = sorted(common, key=lambda text: (order[text], text))
    texts = [t for at, t in enumerate(texts) if (len(t) > 2 or at < SHORT) and t not in FOREIGN]
    texts = [*contracted, *texts[: ENGLISH - len(contracted)]]
    return [Word(t, counts.get(t, RARE) / total, "en", contracted.get(t, "")) for t in texts]


def list_of_wordninja() -> list[str]:
    """The words of wordninja by frequency, the most frequent ones first."""
    path = next(path for path in files("wordninja") if path.name == "wordninja_words.txt.gz")
    with gzip.open(path.locate(), "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines]


def counts_of_wordsegment() -> dict[str, int]:
    """The words of wordsegment and how often each occurs, the most frequent ones first."""
    lines = resources.files("wordsegment").joinpath("unigrams.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in lines.splitlines()]
    return {text: int(float(count)) for text, count in rows if is_plain(text)}


def contractions(words: list[str]) -> dict[str, str]:
    """The contracted words of a list, as texts have them and as they are written."""
    written = [word for word in words if CONTRACTION.fullmatch(word)]
    found = {word.replace("'", ""): word for word in written}
    return {text: word for text, word in found.items() if text not in OTHER_WORDS}


def is_plain(text: str) -> bool:
    """Whether a text consists of the letters a to z."""
    return text.isascii() and text.isalpha()
