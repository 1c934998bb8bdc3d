"""What the sets promise: `python3 -m unittest` in this folder."""

import csv
import random
import sys
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path
from subprocess import DEVNULL, run

from beside import content, records
from edits import EDITS, PLACES, Edit, Editor
from languages import CONTENT, LANGUAGES, size

HERE = Path(__file__).resolve().parent
CASES = 3 * len(EDITS)


def invented_han(chance: random.Random) -> str:
    """A paragraph of characters in no order."""
    clauses = ("".join(chr(0x4E00 + int(chance.triangular(0, 3000, 0))) for _ in range(chance.randrange(4, 20))) for _ in range(12))
    return "，".join(clauses) + f"{chance.randrange(10_000)}年。"


def invented_english(chance: random.Random) -> str:
    """A paragraph of words in no order."""
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randrange(1, 9))) for _ in range(80)]
    return " ".join(words).capitalize() + f", {chance.randrange(10_000)}."


INVENTED = {"zh": invented_han, "en": invented_english}


class Injected(unittest.TestCase):
    """Each test makes its sets in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def source(self, language: str) -> Path:
        """A folder of invented texts, with every text twice: the second must be passed over."""
        source = self.folder / f"source-{language}"
        source.mkdir(exist_ok=True)
        chance = random.Random(1)
        for number in range(200):
            text = "\n".join(INVENTED[language](chance) for _ in range(8))
            for copy in "ab":
                (source / f"{number}{copy}.txt").write_text(text, encoding="utf-8")
        return source

    def make(self, *more: str, language: str = "zh", name: str = "set") -> tuple[dict[str, str], list[dict]]:
        """The texts and the truth of one set."""
        command = [sys.executable, HERE / "inject.py", self.source(language), self.folder / name, "--language", language]
        run([*command, "--cases", str(CASES), *more], check=True, stderr=DEVNULL)
        with open(self.folder / name / "truth.tsv", encoding="utf-8", newline="") as lines:
            truth = [dict(row, **{end: int(row[end]) for end in row if end[:3] in ("sta", "end")}) for row in csv.DictReader(lines, delimiter="\t")]
        return dict(records(self.folder / name / "collection.jsonl")), truth

    def sets(self):
        """Every kind of set."""
        for number, (language, *more) in enumerate((("zh",), ("zh", "--inside"), ("en",), ("zh", "--around", "3"))):
            with self.subTest(language=language, more=more):
                yield self.make(*more, language=language, name=f"set{number}")

    def test_the_same_seed_gives_the_same_bytes(self):
        first, second, other = (self.make("--seed", seed, name=name) for seed, name in (("5", "a"), ("5", "b"), ("6", "c")))
        for file in ("collection.jsonl", "truth.tsv"):
            self.assertEqual((self.folder / "a" / file).read_bytes(), (self.folder / "b" / file).read_bytes())
        self.assertNotEqual(first, other)

    def test_places_lie_inside_and_begin_and_end_with_content(self):
        for texts, truth in self.sets():
            self.assertEqual(len(truth), CASES)
            for row in truth:
                for side in "ab":
                    passage = passage_of(texts, row, side)
                    self.assertEqual(len(passage), row[f"end_{side}"] - row[f"start_{side}"])
                    self.assertTrue(CONTENT.match(passage[0]) and CONTENT.match(passage[-1]), row)

    def test_unedited_passages_are_equal_and_all_others_are_not(self):
        for texts, truth in self.sets():
            for row in truth:
                a, b = (passage_of(texts, row, side) for side in "ab")
                self.assertEqual(a == b, row["class"] == "none", row)

    def test_layout_and_width_leave_the_content_as_it_is(self):
        for texts, truth in self.sets():
            for row in truth:
                if row["class"] in ("punctuation", "reparagraphed", "fullwidth", "spaced"):
                    self.assertEqual(content(passage_of(texts, row, "a")), content(passage_of(texts, row, "b")), row)

    def test_lengths_are_as_asked(self):
        for texts, truth in self.sets():
            language = LANGUAGES["en" if "e" in texts["d000000"] else "zh"]
            for row in truth:
                self.assertEqual(int(row["length"]), size(passage_of(texts, row, "a")))
                self.assertTrue(language.shortest <= int(row["length"]) < language.longest + 10, row)

    def test_passages_of_a_document_never_overlap(self):
        for _, truth in self.sets():
            places = defaultdict(list)
            for row in truth:
                for side in "ab":
                    places[row[f"doc_{side}"]].append((row[f"start_{side}"], row[f"end_{side}"]))
            for each in places.values():
                each.sort()
                self.assertTrue(all(end <= start for (_, end), (start, _) in zip(each, each[1:])))

    def test_sides_are_across_or_inside(self):
        for asked, same in (((), False), (("--inside",), True)):
            _, truth = self.make(*asked, name=f"inside-{same}")
            self.assertTrue(all((row["doc_a"] == row["doc_b"]) == same for row in truth))

    def test_inside_the_sides_are_apart_by_the_length_of_the_passage(self):
        texts, truth = self.make("--inside")
        for row in truth:
            between = texts[row["doc_a"]][row["end_a"] : row["start_b"]]
            self.assertGreaterEqual(size(between), int(row["length"]))

    def test_as_much_other_text_stands_around_as_the_passages_are_long(self):
        texts, truth = self.make()
        passages = defaultdict(int)
        for row in truth:
            for side in "ab":
                passages[row[f"doc_{side}"]] += int(row["length"])
        for id, length in passages.items():
            self.assertGreaterEqual(size(texts[id]), 1.8 * length, "copies may be a little shorter than the passage")

    def test_nothing_else_reappears(self):
        texts, truth = self.make()
        for row in truth:
            for side in "ab":
                text = texts[row[f"doc_{side}"]]
                blank = " " * (row[f"end_{side}"] - row[f"start_{side}"])
                texts[row[f"doc_{side}"]] = text[: row[f"start_{side}"]] + blank + text[row[f"end_{side}"] :]
        seen = set()
        for text in texts.values():
            for line in text.replace("  ", "\n").splitlines():
                characters = content(line)
                runs = {characters[at : at + 16] for at in range(len(characters) - 15)}
                self.assertTrue(seen.isdisjoint(runs))
                seen |= runs


class Edited(unittest.TestCase):
    """The classes of edits."""

    def editor(self, language: str, seed: int = 1) -> tuple[Editor, str]:
        """An editor, and a paragraph for it."""
        chance = random.Random(seed)
        text = INVENTED[language](chance).strip("。.")
        vocabulary = [text[start:end] for start, end in LANGUAGES[language].tokens(text)]
        return Editor(LANGUAGES[language], vocabulary, chance), text

    def test_as_many_tokens_are_edited_as_the_rate_says(self):
        for language in LANGUAGES:
            for edit in EDITS:
                if edit.name in PLACES:
                    editor, text = self.editor(language)
                    tokens = len(editor.language.tokens(text))
                    copy, edits = editor.edited(text, edit)
                    self.assertEqual(edits, round(edit.rate * tokens))
                    least = distance(*([each[start:end] for start, end in editor.language.tokens(each)] for each in (text, copy)))
                    self.assertTrue(0.7 * edits <= least <= edits, (language, edit, least, edits))

    def test_places_are_different_and_not_at_the_ends(self):
        for seed in range(300):
            chance = random.Random(seed)
            tokens = chance.randrange(20, 500)
            for rate in (0.05, 0.2):
                for name, places in PLACES.items():
                    found = places(tokens, round(rate * tokens), chance)
                    self.assertEqual(len(set(found)), round(rate * tokens), name)
                    self.assertTrue(all(0 < at < tokens - 1 for at in found), (name, tokens, found))

    def test_even_places_leave_no_long_run(self):
        gaps = [b - a for places in [PLACES["even"](400, 80, random.Random(1))] for a, b in zip(places, places[1:])]
        self.assertEqual(set(gaps), {5})

    def test_bursts_are_few(self):
        places = PLACES["burst"](400, 80, random.Random(1))
        self.assertLessEqual(sum(b - a > 1 for a, b in zip(places, places[1:])) + 1, 10)

    def test_every_slot_is_filled_anew(self):
        editor, text = self.editor("zh")
        text = "据" + text + "，王伟于2021年3月5日在北京买了三十二本书"
        copy, edits = editor.edited(text, Edit("slots"))
        self.assertGreaterEqual(edits, 6)
        for gone in ("王伟", "2021年", "北京", "三十二"):
            self.assertNotIn(gone, copy)


def passage_of(texts: dict[str, str], row: dict, side: str) -> str:
    """The passage of one side."""
    return texts[row[f"doc_{side}"]][row[f"start_{side}"] : row[f"end_{side}"]]


def distance(a: list[str], b: list[str]) -> int:
    """Levenshtein distance."""
    line = list(range(len(b) + 1))
    for row, x in enumerate(a, 1):
        before, line[0] = line[0], row
        for column, y in enumerate(b, 1):
            before, line[column] = line[column], min(before + (x != y), line[column] + 1, line[column - 1] + 1)
    return line[-1]


if __name__ == "__main__":
    unittest.main()
