"""The properties of sets of passages inside paragraphs, and the scores of matches."""

import random
import unittest
from argparse import Namespace
from pathlib import Path

from evaluation.common.files import read_rows, records, write_lines, write_records, write_rows
from evaluation.common.spans import SPAN_COLUMNS, Span
from evaluation.common.testing import FolderTestCase, run_script
from evaluation.paraphrases.embedded import (
    end_error,
    insert,
    length_range,
    passages,
    score,
    scored,
    sentence_ends,
    sentence_lines,
)
from evaluation.paraphrases.paragraphs import NEAR_DUPLICATE, Paragraph, gram_hashes
from evaluation.paraphrases.paraphraser import RATE_TOLERANCE
from evaluation.paraphrases.seeds import FromSeeds

COUNT, POOL = 10, 60
TEXTS = {"a": "字" * 300, "b": "字" * 300}
FILES = ("collection.jsonl", "truth.tsv", "controls.tsv", "summary.json")


class Made(FromSeeds):
    """Sets of passages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, more in (("one", []), ("lines", ["--lines"])):
            cls.make(name, *more)

    @classmethod
    def make(cls, name: str, *more: str) -> Path:
        """One set."""
        asked = [cls.source, "--out", cls.folder / name, "--count", COUNT, "--pool", POOL]
        run_script("paraphrases.embedded", "make", *asked, *more)
        return cls.folder / name

    def rows(self, name: str, file: str = "truth.tsv") -> list[dict]:
        return read_rows(self.folder / name / file)

    def parts(self, name: str, row: dict, side: str) -> tuple[str, str, str]:
        """What is before, in and after a passage."""
        text, start, end = (
            self.texts(name)[row[f"doc_{side}"]],
            int(row[f"start_{side}"]),
            int(row[f"end_{side}"]),
        )
        return text[:start], text[start:end], text[end:]

    def original(self) -> str:
        """All text of the source, on one line."""
        return "".join(line for _, text in records(self.source) for line in text.split())

    def test_the_same_seed_gives_the_same_bytes(self):
        again, other = self.make("again"), self.make("other", "--seed", "2")
        for file in FILES:
            self.assertEqual(
                (self.folder / "one" / file).read_bytes(), (again / file).read_bytes(), file
            )
        self.assertNotEqual(
            (again / "collection.jsonl").read_bytes(), (other / "collection.jsonl").read_bytes()
        )

    def test_counts(self):
        for name in ("one", "lines"):
            self.assertEqual(
                (len(self.rows(name)), len(self.rows(name, "controls.tsv"))), (COUNT, COUNT // 10)
            )
            self.assertEqual(len(self.texts(name)), POOL + 2 * (COUNT + COUNT // 10))

    def test_the_spans_are_those_of_the_passages(self):
        original = self.original()
        for name in ("one", "lines"):
            for row in self.rows(name):
                a, b = (self.parts(name, row, side)[1] for side in "ab")
                self.assertIn("".join(a.split()), original)
                self.assertNotIn("".join(b.split()), original)
                self.assertTrue(80 <= len(a.replace("\n", "")) <= 250)
                self.assertTrue(a[-1] in "。！？" and b[-1] in "。！？；", (a, b))
                self.assertAlmostEqual(float(row["reached"]), 0.36, delta=RATE_TOLERANCE + 0.001)

    def test_a_host_is_a_paragraph_around_the_passage(self):
        original = self.original()
        for name in ("one", "lines"):
            for row in [*self.rows(name), *self.rows(name, "controls.tsv")]:
                for side in "ab":
                    before, _, after = self.parts(name, row, side)
                    self.assertTrue(before.strip() and after.strip())
                    self.assertIn("".join((before + after).split()), original)
                    self.assertIn(before.strip()[-1], "。！？")

    def test_a_line_for_each_sentence_if_asked(self):
        self.assertFalse(any("\n" in text for text in self.texts("one").values()))
        for row in self.rows("lines"):
            for side in "ab":
                before, passage, after = self.parts("lines", row, side)
                self.assertTrue(
                    before.endswith("\n")
                    and before.count("\n") == 1
                    and after.startswith("\n")
                    and after.count("\n") == 1
                )
                self.assertEqual(
                    passage.split("\n"), list(sentence_lines(passage.replace("\n", "")))
                )
            self.assertIn("\n", self.parts("lines", row, "a")[1])

    def test_no_other_text_holds_a_passage(self):
        texts = self.texts("one")
        grams = {id: set(gram_hashes(text)) for id, text in texts.items()}
        for row in self.rows("one"):
            passage = set(gram_hashes(self.parts("one", row, "a")[1]))
            for id in set(texts) - {row["doc_a"], row["doc_b"]}:
                self.assertLess(len(passage & grams[id]), NEAR_DUPLICATE * len(passage))

    def test_controls_are_other_passages_of_the_same_document(self):
        original = {id: "".join(text.split()) for id, text in records(self.source)}
        for row in self.rows("one", "controls.tsv"):
            a, b = (self.parts("one", row, side)[1] for side in "ab")
            self.assertTrue(a in original[row["document"]] and b in original[row["document"]])
            self.assertLess(
                len(set(gram_hashes(a)) & set(gram_hashes(b))), NEAR_DUPLICATE * len(gram_hashes(a))
            )

    def test_the_first_columns_are_those_of_eval(self):
        with open(self.folder / "one" / "truth.tsv", encoding="utf-8") as lines:
            columns = lines.readline().split("\t")
        self.assertEqual(columns[:6], "doc_a start_a end_a doc_b start_b end_b".split())


class Cut(unittest.TestCase):
    """Sentences, passages and hosts of texts that are easy to check."""

    def test_sentences_end_outside_of_quotations(self):
        self.assertEqual(sentence_ends("他说：“好。走吧。”大家走了。真的？！是。"), [15, 19, 21])
        self.assertEqual(sentence_ends("他说：“好。"), [])

    def test_passages_are_whole_sentences(self):
        sentences = ["甲" * 49 + "。", "乙" * 59 + "！", "丙" * 149 + "；丁。"]
        kept = [Paragraph("d", 0, "".join(sentences))]
        found = passages(kept, 0, Namespace(length=(80, 250), lines=False))
        self.assertEqual(
            [each.text for each in found],
            [sentences[0] + sentences[1], sentences[1] + sentences[2], sentences[2]],
        )
        self.assertTrue(all(kept[0].text[each.start : each.end] == each.text for each in found))
        self.assertEqual(len(passages(kept, 0, Namespace(length=(80, 250), lines=True))), 2)

    def test_never_first_nor_last(self):
        for seed in range(20):
            text, start, end = insert("一。二。三。", "中。", False, random.Random(seed))
            self.assertIn(
                (text, start, end), [("一。中。二。三。", 2, 4), ("一。二。中。三。", 4, 6)]
            )
        self.assertEqual(
            insert("一。 二。", "中。间。", True, random.Random(1)),
            ("一。\n中。\n间。\n二。", 3, 8),
        )

    def test_length_ranges(self):
        self.assertEqual(length_range("80-250"), (80, 250))
        with self.assertRaises(ValueError):
            length_range("250-80")


class Scored(FolderTestCase):
    """Figures of small examples."""

    case = Span("a", 10, 110), Span("b", 20, 120)

    def of(self, *matches: tuple[int, int, int, int]):
        return score(
            self.case,
            [(Span("a", *each[:2]), Span("b", *each[2:])) for each in matches],
            TEXTS,
        )

    def test_both_sides_must_be_covered_and_not_be_too_long(self):
        self.assertTrue(self.of((10, 110, 20, 120)).found)
        self.assertTrue(self.of((10, 60, 70, 120), (60, 110, 20, 70)).together)
        self.assertFalse(self.of((10, 60, 70, 120), (10, 60, 20, 70)).together)
        self.assertTrue(self.of((30, 110, 20, 120)).found)
        self.assertFalse(self.of((31, 110, 20, 120)).found)
        self.assertTrue(self.of((0, 150, 20, 120)).found)
        self.assertFalse(self.of((0, 151, 20, 120)).found)
        self.assertTrue(self.of((0, 300, 0, 300)).loosely)
        self.assertFalse(self.of((10, 59, 20, 120)).loosely)

    def test_sides_may_be_the_other_way_round(self):
        match = Span("b", 20, 120), Span("a", 10, 110)
        self.assertTrue(score(self.case, [match], TEXTS).found)

    def test_matches_that_touch_are_counted_and_the_best_end_counts(self):
        found = self.of((10, 110, 20, 130), (10, 105, 20, 120), (200, 210, 200, 210))
        self.assertEqual((found.matches, found.error["found"]), (2, 5))

    def test_punctuation_at_the_ends_is_no_error(self):
        text = "一。二三四。五"
        self.assertEqual(end_error(Span("a", 1, 5), Span("a", 2, 6), text), 0)
        self.assertEqual(end_error(Span("a", 0, 5), Span("a", 2, 6), text), 2)

    def test_the_table(self):
        for file, numbers in (("truth.tsv", (1, 2, 3)), ("controls.tsv", (4,))):
            rows = [[f"a{at}", 10, 110, f"b{at}", 20, 120] for at in numbers]
            write_rows(self.folder / file, SPAN_COLUMNS, rows)
        texts = [(f"{side}{at}", "字" * 300) for side in "ab" for at in range(1, 5)]
        write_records(self.folder / "collection.jsonl", texts)
        matches = [
            match("semantic", Span("a1", 10, 110), Span("b1", 20, 120)),
            match("exact", Span("a2", 10, 110), Span("b2", 20, 120)),
            match("near", Span("b3", 20, 70), Span("a3", 10, 110)),
            match("template", Span("a4", 0, 5), Span("b4", 0, 5)),
            match("semantic", Span("p1", 0, 100), Span("a1", 0, 100)),
            match("near", Span("p1", 0, 100), Span("p2", 0, 100)),
        ]
        write_lines(self.folder / "found.jsonl", matches)
        table = scored(self.folder, self.folder / "found.jsonl").splitlines()
        self.assertEqual(table[2], "| found | 1 of 3 | 0.333 | 0 | 0 | 1.00 |")
        self.assertEqual(table[3], "| found loosely | 2 of 3 | 0.667 | 25 | 45 | 1.00 |")
        self.assertEqual(table[4], "| held by all matches together | 1 of 3 | 0.333 | - | - | - |")
        self.assertEqual(table[5], "| controls found | 1 of 1 | 1 | - | - | - |")
        self.assertEqual(table[6], "| false (semantic, of no case) | 1 | - | - | - | - |")


def match(kind: str, a: Span, b: Span) -> dict:
    """A match as a report has it."""
    return {"level": "passage", "kind": kind, "a": vars(a), "b": vars(b)}


if __name__ == "__main__":
    unittest.main()
