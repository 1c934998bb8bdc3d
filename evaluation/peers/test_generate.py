"""The properties that the generated collections have."""

import unittest

from evaluation.common.content import content, shingles, similarity
from evaluation.common.files import records, write_records
from evaluation.common.testing import FolderTestCase, run_script
from evaluation.peers.exact_pairs import pairs


class Generated(FolderTestCase):
    """Each test writes its collections over those of the test before."""

    def make(self, kind: str, count: int, *more: str) -> list[tuple[str, str]]:
        """The records of one collection; its truth, where it has one, is in truth.tsv."""
        out, truth = self.folder / "out.jsonl", self.folder / "truth.tsv"
        run_script("peers.generate", kind, count, out, "--truth", truth, *more)
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
            self.assertEqual(
                sum(x == y for x, y in zip(a.split("\n"), b.split("\n"), strict=True)), 18
            )
            self.assertTrue(low < similarity(a, b) < high)

    def test_copies_are_of_three_lines(self):
        made = self.make("copies", 100)
        self.assertEqual((len(made), len({text for _, text in made})), (300, 3))

    def test_clauses_can_come_from_a_source(self):
        source = self.folder / "source.jsonl"
        texts = ((str(n), f"第{n}句话说，另有{n * 7}个字！") for n in range(2000))
        write_records(source, texts)
        self.assertTrue(
            all(
                "句话说" in text or "另有" in text
                for _, text in self.make(
                    "paragraphs", 100, "--source", str(source), "--copies", "0"
                )
            )
        )


if __name__ == "__main__":
    unittest.main()
