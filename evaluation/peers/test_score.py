"""Recall and precision of lists made by hand."""

import unittest

from evaluation.common.files import write_lines, write_records
from evaluation.common.testing import FolderTestCase
from evaluation.peers.score import Removed, Similarity, precision, recall

TEXTS = {"a": "ABCDEFGHIJ", "b": "a b,c.defghij", "c": "abcdefghiz", "d": "something else"}


class Score(FolderTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collection = cls.folder / "in.jsonl"
        write_records(cls.collection, TEXTS.items())
        path = cls.folder / "removed.jsonl"
        write_lines(path, [{"id": id, "duplicate_of": "a", "cluster": 0} for id in "bd"])
        cls.removed = Removed(path)

    def test_a_pair_is_found_when_one_of_it_is_removed_and_joined_when_both_are_in_one_cluster(
        self,
    ):
        pairs = [
            ("a", "b", 1.0),
            ("a", "c", 0.7143),
            ("b", "c", 0.7143),
            ("c", "x", 0.6),
            ("c", "y", 0.1),
        ]
        counts = [
            (row["pairs"], row["found"], row["joined"]) for row in recall(pairs, self.removed)
        ]
        self.assertEqual(counts, [(1, 0, 0), (2, 1, 0), (0, 0, 0), (0, 0, 0), (1, 1, 1)])

    def test_a_removal_is_right_when_the_kept_document_is_as_similar_as_asked(self):
        similarity = Similarity(self.collection, [self.removed])
        self.assertEqual(precision(self.removed, similarity, 0.7), {"removed": 2, "right": 1})


if __name__ == "__main__":
    unittest.main()
