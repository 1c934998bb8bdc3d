"""What the generated collections promise: `python3 -m unittest` in this folder."""

import json
import sys
import tempfile
import unittest
from pathlib import Path
from subprocess import DEVNULL, run

from content import content, jaccard, records, shingles
from exact_pairs import pairs

HERE = Path(__file__).resolve().parent


class Generated(unittest.TestCase):
    """Each test makes its collections in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def make(self, kind: str, count: int, *more: str) -> list[tuple[str, str]]:
        """The records of one collection; its truth, where it has one, is in truth.tsv."""
        out, truth = self.folder / "out.jsonl", self.folder / "truth.tsv"
        command = [sys.executable, HERE / "generate.py", kind, str(count), out, "--truth", truth, *more]
        run(command, check=True, stderr=DEVNULL)
        return list(records(out))

    def truth(self) -> list[list[str]]:
        """The lines of the truth."""
        return [line.split("\t") for line in (self.folder / "truth.tsv").read_text().splitlines()]

    def test_paragraphs_are_short_and_the_same_for_any_number_of_jobs(self):
        made = self.make("paragraphs", 50_000, "--jobs", "2")
        self.assertEqual(made, self.make("paragraphs", 50_000, "--jobs", "1"))
        self.assertTrue(all(8 <= len(text) <= 85 for _, text in made))

    def test_paragraphs_have_the_share_of_copies_and_half_of_them_are_equal(self):
        texts = dict(self.make("paragraphs", 50_000, "--copies", "0.2"))
        known = self.truth()
        self.assertAlmostEqual(len(known) / len(texts), 0.2, delta=0.01)
        equal = sum(content(texts[copy]) == content(texts[original]) for copy, original in known)
        self.assertAlmostEqual(equal / len(known), 0.5, delta=0.03)

    def test_originals_are_no_copies(self):
        texts = dict(self.make("paragraphs", 20_000))
        copies = {copy for copy, _ in self.truth()}
        originals = [content(text) for id, text in texts.items() if id not in copies]
        self.assertGreater(len(set(originals)) / len(originals), 0.999)

    def test_the_truth_of_a_spread_is_complete(self):
        made = self.make("spread", 400)
        found = sorted(pairs([shingles(content(text)) for _, text in made], 0.5))
        expected = [[made[a][0], made[b][0], f"{similarity:.6f}"] for a, b, similarity in found]
        self.assertEqual(self.truth(), expected)
        self.assertGreater(len(expected), 100)

    def test_boilerplate_is_alike_by_its_frame_and_a_longer_body_tells_apart(self):
        for body, low, high in (("1", 0.7, 0.9), ("5", 0.3, 0.6)):
            (_, a), (_, b) = self.make("boilerplate", 2, "--body", body)
            self.assertEqual(sum(x == y for x, y in zip(a.split("\n"), b.split("\n"))), 18)
            self.assertTrue(low < jaccard(shingles(content(a)), shingles(content(b))) < high)

    def test_copies_are_of_three_lines(self):
        made = self.make("copies", 100)
        self.assertEqual((len(made), len({text for _, text in made})), (300, 3))

    def test_clauses_can_come_from_a_source(self):
        source = self.folder / "source.jsonl"
        lines = ({"id": str(n), "text": f"第{n}句话说，另有{n * 7}个字！"} for n in range(2000))
        source.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.assertTrue(all("句话说" in text or "另有" in text for _, text in self.make("paragraphs", 100, "--source", str(source), "--copies", "0")))


if __name__ == "__main__":
    unittest.main()
