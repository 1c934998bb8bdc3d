"""The properties that the sets have: lengths, spans, and no reuse but that of the cases."""

import random
import unittest
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from evaluation.common.content import CONTENT, content, content_length
from evaluation.common.files import read_rows, records
from evaluation.common.testing import FolderTestCase, run_script
from evaluation.passages.edits import EDITS, POSITIONS, Edit, Editor
from evaluation.passages.languages import LANGUAGES

CASES = 3 * len(EDITS)
INTEGERS = ("start_a", "end_a", "start_b", "end_b", "length")


def invented_han(chance: random.Random) -> str:
    """A paragraph of characters in no order."""
    clauses = (
        "".join(
            chr(0x4E00 + int(chance.triangular(0, 3000, 0))) for _ in range(chance.randrange(4, 20))
        )
        for _ in range(12)
    )
    return "，".join(clauses) + f"{chance.randrange(10_000)}年。"


def invented_english(chance: random.Random) -> str:
    """A paragraph of words in no order."""
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randrange(1, 9))) for _ in range(80)]
    return " ".join(words).capitalize() + f", {chance.randrange(10_000)}."


INVENTED = {"zh": invented_han, "en": invented_english}


class Injected(FolderTestCase):
    """Sets of both languages and of all kinds, each made once."""

    def source(self, language: str) -> Path:
        """A folder of invented texts, each of them twice: the second must not be used."""
        source = self.folder / f"source-{language}"
        if source.exists():
            return source
        source.mkdir()
        chance = random.Random(1)
        for number in range(200):
            text = "\n".join(INVENTED[language](chance) for _ in range(8))
            for copy in "ab":
                (source / f"{number}{copy}.txt").write_text(text, encoding="utf-8")
        return source

    def make(self, name: str, *options: str, language: str = "zh") -> None:
        """Makes one set in a folder of that name."""
        source, out = self.source(language), self.folder / name
        asked = ["--language", language, "--cases", CASES, *options]
        run_script("passages.inject", source, out, *asked)

    def set_of(self, *options: str, language: str = "zh") -> tuple[dict[str, str], list[dict]]:
        """The texts and the truth of one set."""
        name = "-".join(["set", language, *options])
        if not (self.folder / name).exists():
            self.make(name, *options, language=language)
        rows = read_rows(self.folder / name / "truth.tsv")
        truth = [row | {column: int(row[column]) for column in INTEGERS} for row in rows]
        return dict(records(self.folder / name / "collection.jsonl")), truth

    def sets(self) -> Iterator[tuple[dict[str, str], list[dict]]]:
        """Every kind of set."""
        kinds = (("zh",), ("zh", "--inside"), ("en",), ("zh", "--around", "3"))
        for language, *options in kinds:
            with self.subTest(language=language, options=options):
                yield self.set_of(*options, language=language)

    def test_the_same_seed_gives_the_same_bytes(self):
        for seed, name in (("5", "a"), ("5", "b"), ("6", "c")):
            self.make(name, "--seed", seed)
        for file in ("collection.jsonl", "truth.tsv"):
            first, second, other = ((self.folder / name / file).read_bytes() for name in "abc")
            self.assertEqual(first, second)
            self.assertNotEqual(first, other)

    def test_spans_lie_inside_and_begin_and_end_with_content(self):
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
                    self.assertEqual(
                        content(passage_of(texts, row, "a")),
                        content(passage_of(texts, row, "b")),
                        row,
                    )

    def test_lengths_are_as_asked(self):
        for texts, truth in self.sets():
            language = LANGUAGES["en" if "e" in texts["d000000"] else "zh"]
            for row in truth:
                self.assertEqual(row["length"], content_length(passage_of(texts, row, "a")))
                self.assertTrue(language.shortest <= row["length"] < language.longest + 10, row)

    def test_passages_of_a_document_never_overlap(self):
        for _, truth in self.sets():
            spans = defaultdict(list)
            for row in truth:
                for side in "ab":
                    spans[row[f"doc_{side}"]].append((row[f"start_{side}"], row[f"end_{side}"]))
            for each in spans.values():
                each.sort()
                self.assertTrue(all(end <= start for (_, end), (start, _) in pairwise(each)))

    def test_sides_are_across_or_inside(self):
        for options, same in (((), False), (("--inside",), True)):
            _, truth = self.set_of(*options)
            self.assertTrue(all((row["doc_a"] == row["doc_b"]) == same for row in truth))

    def test_inside_the_sides_are_apart_by_the_length_of_the_passage(self):
        texts, truth = self.set_of("--inside")
        for row in truth:
            between = texts[row["doc_a"]][row["end_a"] : row["start_b"]]
            self.assertGreaterEqual(content_length(between), row["length"])

    def test_as_much_other_text_stands_around_as_the_passages_are_long(self):
        texts, truth = self.set_of()
        passages = defaultdict(int)
        for row in truth:
            for side in "ab":
                passages[row[f"doc_{side}"]] += row["length"]
        for id, length in passages.items():
            self.assertGreaterEqual(
                content_length(texts[id]),
                1.8 * length,
                "copies may be a little shorter than the passage",
            )

    def test_nothing_else_reappears(self):
        texts, truth = self.set_of()
        for row in truth:
            for side in "ab":
                text = texts[row[f"doc_{side}"]]
                blank = " " * (row[f"end_{side}"] - row[f"start_{side}"])
                texts[row[f"doc_{side}"]] = (
                    text[: row[f"start_{side}"]] + blank + text[row[f"end_{side}"] :]
                )
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
                if edit.name in POSITIONS:
                    editor, text = self.editor(language)
                    tokens = len(editor.language.tokens(text))
                    copy, edits = editor.edited(text, edit)
                    self.assertEqual(edits, round(edit.rate * tokens))
                    least = distance(
                        *(
                            [each[start:end] for start, end in editor.language.tokens(each)]
                            for each in (text, copy)
                        )
                    )
                    self.assertTrue(0.7 * edits <= least <= edits, (language, edit, least, edits))

    def test_positions_are_different_and_not_at_the_ends(self):
        for seed in range(300):
            chance = random.Random(seed)
            tokens = chance.randrange(20, 500)
            for rate in (0.05, 0.2):
                for name, positions in POSITIONS.items():
                    found = positions(tokens, round(rate * tokens), chance)
                    self.assertEqual(len(set(found)), round(rate * tokens), name)
                    self.assertTrue(all(0 < at < tokens - 1 for at in found), (name, tokens, found))

    def test_even_positions_leave_no_long_run(self):
        positions = POSITIONS["even"](400, 80, random.Random(1))
        gaps = [b - a for a, b in pairwise(positions)]
        self.assertEqual(set(gaps), {5})

    def test_bursts_are_few(self):
        positions = POSITIONS["burst"](400, 80, random.Random(1))
        self.assertLessEqual(sum(b - a > 1 for a, b in pairwise(positions)) + 1, 10)

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
            before, line[column] = (
                line[column],
                min(before + (x != y), line[column] + 1, line[column - 1] + 1),
            )
    return line[-1]


if __name__ == "__main__":
    unittest.main()
