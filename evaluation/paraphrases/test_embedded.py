"""What inside.py promises: sets of passages inside paragraphs, and what is said of matches."""

import csv
import json
import random
import subprocess
import sys
import tempfile
import unittest
from argparse import Namespace
from pathlib import Path

from beside import records
from inside import Place, end_error, passages, placed, score, scored, sentence_ends, sentence_lines, span
from pool import ALIKE, Paragraph, gram_names
from spinner import NEAR_ENOUGH
from test_spin import FromSeeds

HERE = Path(__file__).resolve().parent
COUNT, POOL = 10, 60
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
        asked = [HERE / "inside.py", "make", cls.source, "--out", cls.folder / name, "--count", COUNT, "--pool", POOL, *more]
        subprocess.run([sys.executable, *map(str, asked)], check=True, stderr=subprocess.PIPE)
        return cls.folder / name

    def rows(self, name: str, file: str = "truth.tsv") -> list[dict]:
        with open(self.folder / name / file, encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    def parts(self, name: str, row: dict, side: str) -> tuple[str, str, str]:
        """What is before, in and after a passage."""
        text, start, end = self.texts(name)[row[f"doc_{side}"]], int(row[f"start_{side}"]), int(row[f"end_{side}"])
        return text[:start], text[start:end], text[end:]

    def original(self) -> str:
        """All text of the source, on one line."""
        return "".join(line for _, text in records(self.source) for line in text.split())

    def test_the_same_seed_gives_the_same_bytes(self):
        again, other = self.make("again"), self.make("other", "--seed", "2")
        for file in FILES:
            self.assertEqual((self.folder / "one" / file).read_bytes(), (again / file).read_bytes(), file)
        self.assertNotEqual((again / "collection.jsonl").read_bytes(), (other / "collection.jsonl").read_bytes())

    def test_counts(self):
        for name in ("one", "lines"):
            self.assertEqual((len(self.rows(name)), len(self.rows(name, "controls.tsv"))), (COUNT, COUNT // 10))
            self.assertEqual(len(self.texts(name)), POOL + 2 * (COUNT + COUNT // 10))

    def test_the_places_are_those_of_the_passages(self):
        original = self.original()
        for name in ("one", "lines"):
            for row in self.rows(name):
                a, b = (self.parts(name, row, side)[1] for side in "ab")
                self.assertIn("".join(a.split()), original)
                self.assertNotIn("".join(b.split()), original)
                self.assertTrue(80 <= len(a.replace("\n", "")) <= 250)
                self.assertTrue(a[-1] in "。！？" and b[-1] in "。！？；", (a, b))
                self.assertAlmostEqual(float(row["reached"]), 0.36, delta=NEAR_ENOUGH + 0.001)

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
                self.assertTrue(before.endswith("\n") and before.count("\n") == 1 and after.startswith("\n") and after.count("\n") == 1)
                self.assertEqual(passage.split("\n"), list(sentence_lines(passage.replace("\n", ""))))
            self.assertIn("\n", self.parts("lines", row, "a")[1])

    def test_no_other_text_holds_a_passage(self):
        texts = self.texts("one")
        grams = {id: set(gram_names(text)) for id, text in texts.items()}
        for row in self.rows("one"):
            passage = set(gram_names(self.parts("one", row, "a")[1]))
            for id in set(texts) - {row["doc_a"], row["doc_b"]}:
                self.assertLess(len(passage & grams[id]), ALIKE * len(passage))

    def test_controls_are_other_passages_of_the_same_document(self):
        original = {id: "".join(text.split()) for id, text in records(self.source)}
        for row in self.rows("one", "controls.tsv"):
            a, b = (self.parts("one", row, side)[1] for side in "ab")
            self.assertTrue(a in original[row["document"]] and b in original[row["document"]])
            self.assertLess(len(set(gram_names(a)) & set(gram_names(b))), ALIKE * len(gram_names(a)))

    def test_the_first_columns_are_those_of_eval(self):
        with open(self.folder / "one" / "truth.tsv", encoding="utf-8") as lines:
            self.assertEqual(lines.readline().split("\t")[:6], "doc_a start_a end_a doc_b start_b end_b".split())


class Cut(unittest.TestCase):
    """Sentences, passages and hosts of texts that are easy to check."""

    def test_sentences_end_outside_of_quotations(self):
        self.assertEqual(sentence_ends("他说：“好。走吧。”大家走了。真的？！是。"), [15, 19, 21])
        self.assertEqual(sentence_ends("他说：“好。"), [])

    def test_passages_are_whole_sentences(self):
        sentences = ["甲" * 49 + "。", "乙" * 59 + "！", "丙" * 149 + "；丁。"]
        kept = [Paragraph("d", 0, "".join(sentences))]
        found = passages(kept, 0, Namespace(length=(80, 250), lines=False))
        self.assertEqual([each.text for each in found], [sentences[0] + sentences[1], sentences[1] + sentences[2], sentences[2]])
        self.assertTrue(all(kept[0].text[each.start : each.end] == each.text for each in found))
        self.assertEqual(len(passages(kept, 0, Namespace(length=(80, 250), lines=True))), 2)

    def test_never_first_nor_last(self):
        for seed in range(20):
            text, start, end = placed("一。二。三。", "中。", False, random.Random(seed))
            self.assertIn((text, start, end), [("一。中。二。三。", 2, 4), ("一。二。中。三。", 4, 6)])
        self.assertEqual(placed("一。 二。", "中。间。", True, random.Random(1)), ("一。\n中。\n间。\n二。", 3, 8))

    def test_spans(self):
        self.assertEqual(span("80-250"), (80, 250))
        with self.assertRaises(ValueError):
            span("250-80")


class Scored(unittest.TestCase):
    """Figures of small examples."""

    places = Place("a", 10, 110), Place("b", 20, 120)
    texts = {"a": "字" * 300, "b": "字" * 300}

    def of(self, *matches: tuple[int, int, int, int]):
        return score(self.places, [(Place("a", *each[:2]), Place("b", *each[2:])) for each in matches], self.texts)

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
        match = Place("b", 20, 120), Place("a", 10, 110)
        self.assertTrue(score(self.places, [match], self.texts).found)

    def test_matches_that_touch_are_counted_and_the_best_end_counts(self):
        found = self.of((10, 110, 20, 130), (10, 105, 20, 120), (200, 210, 200, 210))
        self.assertEqual((found.matches, found.error["found"]), (2, 5))

    def test_punctuation_at_the_ends_is_no_error(self):
        text = "一。二三四。五"
        self.assertEqual(end_error(Place("a", 1, 5), Place("a", 2, 6), text), 0)
        self.assertEqual(end_error(Place("a", 0, 5), Place("a", 2, 6), text), 2)

    def test_the_table(self):
        head = "\t".join("doc_a start_a end_a doc_b start_b end_b".split())
        matches = [
            ("a1", 10, 110, "b1", 20, 120, "semantic"),
            ("a2", 10, 110, "b2", 20, 120, "exact"),
            ("b3", 20, 70, "a3", 10, 110, "near"),
            ("a4", 0, 5, "b4", 0, 5, "template"),
            ("p1", 0, 100, "a1", 0, 100, "semantic"),
            ("p1", 0, 100, "p2", 0, 100, "near"),
        ]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file, numbers in (("truth.tsv", (1, 2, 3)), ("controls.tsv", (4,))):
                rows = [f"a{at}\t10\t110\tb{at}\t20\t120" for at in numbers]
                (folder / file).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
            texts = [json.dumps({"id": f"{side}{at}", "text": "字" * 300}) for side in "ab" for at in range(1, 5)]
            (folder / "collection.jsonl").write_text("\n".join(texts) + "\n", encoding="utf-8")
            lines = [
                json.dumps({"level": "passage", "kind": kind, "a": {"document": a, "start": s, "end": e}, "b": {"document": b, "start": t, "end": f}})
                for a, s, e, b, t, f, kind in matches
            ]
            (folder / "found.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
            table = scored(folder, folder / "found.jsonl").splitlines()
        self.assertEqual(table[2], "| found | 1 of 3 | 0.333 | 0 | 0 | 1.00 |")
        self.assertEqual(table[3], "| found loosely | 2 of 3 | 0.667 | 25 | 45 | 1.00 |")
        self.assertEqual(table[4], "| held by all matches together | 1 of 3 | 0.333 | - | - | - |")
        self.assertEqual(table[5], "| controls found | 1 of 1 | 1 | - | - | - |")
        self.assertEqual(table[6], "| false (semantic, of no case) | 1 | - | - | - | - |")


if __name__ == "__main__":
    unittest.main()
