"""The join against brute force."""

import random
import unittest
from itertools import combinations

from evaluation.common.content import jaccard, shingles
from evaluation.peers.exact_pairs import pairs


def collection(seed: int) -> list[set[str]]:
    """Texts of few letters, many of them edits of one another, some equal, short or empty."""
    chance = random.Random(seed)
    texts = ["", "", "ab", "ab"]
    for _ in range(120):
        text = (
            list(chance.choice(texts))
            if chance.random() < 0.6
            else chance.choices("abcd", k=chance.randrange(60))
        )
        for _ in range(chance.choice((0, 1, 1, 3))):
            text[chance.randrange(len(text) + 1) :][:1] = chance.choice("abcd")
            if text:
                text[chance.randrange(len(text))] = chance.choice("abcdefgh")
        texts.append("".join(text))
    return [shingles(text) for text in texts]


def brute_force(sets: list[set[str]], threshold: float) -> list[tuple[int, int, float]]:
    """Every pair compared."""
    compared = ((a, b, jaccard(sets[a], sets[b])) for a, b in combinations(range(len(sets)), 2))
    return [(a, b, similarity) for a, b, similarity in compared if similarity >= threshold]


class ExactPairs(unittest.TestCase):
    def test_finds_what_brute_force_finds(self):
        for seed in range(20):
            sets = collection(seed)
            for threshold in (0.1, 0.5, 0.7, 0.75, 1.0):
                with self.subTest(seed=seed, threshold=threshold):
                    expected = brute_force(sets, threshold)
                    self.assertEqual(sorted(pairs(sets, threshold)), expected)

    def test_the_collections_have_pairs_of_all_kinds(self):
        found = [
            similarity
            for seed in range(20)
            for *_, similarity in brute_force(collection(seed), 0.1)
        ]
        for low, high in ((0.1, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 1.0)):
            self.assertGreater(sum(low <= similarity < high for similarity in found), 50)


if __name__ == "__main__":
    unittest.main()
