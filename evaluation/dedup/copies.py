"""True copies: edits that leave what a text says as it is."""

import random
import re
import textwrap
from collections.abc import Callable

from evaluation.dedup.languages import Language
from evaluation.dedup.parts import Part, Sentence, Text
from evaluation.dedup.script import traditional

CHARACTERS_PER_TYPO = 20
"""A short text has one typo for so many of its characters, and no text has more than three."""
MEANINGFUL = frozenset("不没未无非否勿莫零一二三四五六七八九十百千万亿年月日")
"""Characters that no typo touches, so that a copy with typos does not say something else."""
LEAST_WORD = 6
"""Letters of an English word with a typo."""
Edit = Callable[[Text, Language, random.Random], str]


def punctuation(text: Text, language: Language, chance: random.Random) -> str:
    """Other punctuation: half-width, left out, or exchanged."""
    if language.name == "zh":
        tables = ['，,。.：:；;“"”"', "， 。 ", "，、。；", "，；。！"]
    else:
        tables = [",;.!", ", . ", ", .…", ",/.;"]
    table = chance.choice(tables)
    signs = {ord(table[at]): table[at + 1] for at in range(0, len(table), 2)}
    # The commas of numbers stay.
    pieces = re.split(r"(\d[\d.,]*\d)", str(text))
    return "".join(each if at % 2 else each.translate(signs) for at, each in enumerate(pieces))


def layout(text: Text, language: Language, chance: random.Random) -> str:
    """Lines of another width, indented or apart, with spaces at their ends."""
    width = chance.randrange(9, 40) * (1 if language.name == "zh" else 2)
    indent, between = chance.choice([("　　", "\n"), ("    ", "\n\n"), ("", "\r\n"), ("\t", " \n")])
    lines = []
    for line in str(text).split("\n"):
        if language.name == "zh":
            lines += re.findall(rf".{{1,{width}}}(?![\d.,%])[^\S\n]*|.+", line)
        else:
            lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return between.join(indent + line for line in lines) + chance.choice(["", "\n", "  \n\n"])


def width(text: Text, _: Language, chance: random.Random) -> str:
    """Letters, digits and signs in full width: all of them, or all but the letters."""
    kept = chance.choice(["", " "])
    signs = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: kept or "　"}
    return str(text).translate(signs)


def script(text: Text, language: Language, _: random.Random) -> str:
    """Traditional characters; English in capitals."""
    return traditional(str(text)) if language.name == "zh" else str(text).upper()


def pages(text: Text, language: Language, chance: random.Random) -> str:
    """Lines with page numbers between lines, as in a text that was taken from pages."""
    forms = ["- {} -", "{}", "第{}页 共{total}页", "· {} ·"]
    if language.name == "en":
        forms = ["- {} -", "{}", "Page {} of {total}", "[{}]"]
    form, lines = chance.choice(forms), str(text).split("\n")
    first, out = chance.randrange(1, 90), []
    for at, line in enumerate(lines):
        out.append(line)
        if at < len(lines) - 1 and (at == 0 or chance.random() < 0.5):
            out.append(form.format(first, total=first + 30))
            first += 1
    return "\n".join(out)


def typos(text: Text, language: Language, chance: random.Random) -> str:
    """One to three typos."""
    most = min(3, len(str(text)) // (CHARACTERS_PER_TYPO * (1 if language.name == "zh" else 3)))
    return str(with_typos(text, chance.randint(1, max(most, 1)), language, chance))


def with_typos(text: Text, count: int, language: Language, chance: random.Random) -> Text:
    """The text with `count` letters dropped, doubled or mistaken, none of them in a slot."""
    places = [
        (number, at, letter)
        for number, sentence in enumerate(text.sentences())
        for at, part in enumerate(sentence.parts)
        if not part.changes
        for letter in letters(part.text, language)
    ]
    chosen: dict[int, dict[int, list[int]]] = {}
    for number, at, letter in chance.sample(places, min(count, len(places))):
        chosen.setdefault(number, {}).setdefault(at, []).append(letter)

    def edited(number: int, sentence: Sentence) -> Sentence:
        parts = list(sentence.parts)
        for at, letters in chosen.get(number, {}).items():
            words = parts[at].text
            for letter in sorted(letters, reverse=True):
                words = (
                    words[:letter] + mistaken(words[letter], language, chance) + words[letter + 1 :]
                )
            parts[at] = Part(words)
        return Sentence(tuple(parts))

    return text.mapped(edited)


def letters(words: str, language: Language) -> list[int]:
    """Where a typo can be."""
    if language.name == "zh":
        return [at for at, letter in enumerate(words) if is_free(letter)]
    long = re.finditer(rf"[a-z]{{{LEAST_WORD},}}", words)
    return [at for word in long for at in range(word.start() + 1, word.end() - 1)]


def is_free(letter: str) -> bool:
    """Whether a Chinese character can be mistaken without another meaning."""
    return "㐀" <= letter <= "鿿" and letter not in MEANINGFUL


def mistaken(letter: str, language: Language, chance: random.Random) -> str:
    """What becomes of a letter: nothing, two of it, or another one that looks like it."""
    alike = language.similar_letters.get(letter)
    return chance.choice(["", letter * 2, *([alike] * 2 if alike else [])])


def changed(name: str) -> Edit:
    """Changes of a class of the text's own slots; of particles and numbers up to two."""
    times = {"particle": 2, "written": 2}.get(name, 1)
    return lambda text, _, chance: str(text.changed(name, chance, chance.randint(1, times)))


EDITS: dict[str, Edit] = {
    "punctuation": punctuation,
    "layout": layout,
    "width": width,
    "script": script,
    "typos": typos,
    "particle": changed("particle"),
    "written": changed("written"),
    "pages": pages,
    "clause": changed("clause"),
}
"""The edits of one text. `sentence` and `contained`, which need more text, are made of two."""
