"""Recall and precision of lists made by hand, and the report: `python3 -m unittest` in this folder."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

from process import run
from score import Removed, Similarity, precision, recall

TEXTS = {"a": "ABCDEFGHIJ", "b": "a b,c.defghij", "c": "abcdefghiz", "d": "something else"}


class Score(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.collection = Path(folder.name, "in.jsonl")
        write(self.collection, [{"id": id, "text": text} for id, text in TEXTS.items()])
        path = Path(folder.name, "removed.jsonl")
        write(path, [{"id": "b", "duplicate_of": "a", "cluster": 0}, {"id": "d", "duplicate_of": "a", "cluster": 0}])
        self.removed = Removed(path)

    def test_a_pair_is_found_when_one_of_it_is_removed_and_joined_when_both_are_in_one_cluster(self):
        pairs = [("a", "b", 1.0), ("a", "c", 0.7143), ("b", "c", 0.7143), ("c", "x", 0.6), ("c", "y", 0.1)]
        counts = [(row["pairs"], row["found"], row["joined"]) for row in recall(pairs, self.removed)]
        self.assertEqual(counts, [(1, 0, 0), (2, 1, 0), (0, 0, 0), (0, 0, 0), (1, 1, 1)])

    def test_a_removal_is_right_when_the_kept_document_is_as_similar_as_asked(self):
        similarity = Similarity(self.collection, [self.removed])
        self.assertEqual(precision(self.removed, similarity, 0.7), {"removed": 2, "right": 1})


class Process(unittest.TestCase):
    def test_time_memory_and_output_are_those_of_the_child(self):
        done = run([sys.executable, "-c", "x = bytearray(80 << 20); print(len(x))"], timeout=60)
        self.assertEqual((done.code, done.output.strip()), (0, str(80 << 20)))
        self.assertGreater(done.peak_mib, 80)

    def test_what_takes_too_long_is_ended(self):
        done = run(["sleep", "60"], timeout=0.2)
        self.assertEqual(done.code, -9)
        self.assertLess(done.wall, 30)


def write(path: Path, lines: list[dict]) -> None:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


if __name__ == "__main__":
    unittest.main()
