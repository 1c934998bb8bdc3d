"""The properties of the sets, and the figures of small examples."""

import json
import random
import re
import unittest
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np

from evaluation.common.content import content, jaccard, shingles
from evaluation.common.files import read_rows, write_lines, write_rows
from evaluation.common.ranking import auc, ranks, recall_at_false_positive_rate
from evaluation.common.testing import FolderTestCase, run_script
from evaluation.paraphrases.idf_words import WordSets
from evaluation.paraphrases.meaning_changes import (
    ANTONYM_PAIRS,
    ANTONYMS,
    CLASSES,
    MeaningChanges,
)
from evaluation.paraphrases.overlap_join import Sets, overlaps
from evaluation.paraphrases.paragraphs import (
    DIGITS,
    NEAR_DUPLICATE,
    Paragraph,
    distinct,
    paragraphs,
)
from evaluation.paraphrases.paraphraser import RATE_TOLERANCE, Paraphraser, Source
from evaluation.paraphrases.reordering import reordered, sentences
from evaluation.paraphrases.scores import Found, by_class, pair_of
from evaluation.paraphrases.seeds import FromSeeds
from evaluation.paraphrases.words import Lexicon, words

RATES = ("0.18", "0.36")
COUNT, POOL = 12, 120


class Generated(FromSeeds):
    """Sets of paraphrases and of contradictions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make(
            "paraphrases.generate",
            "one",
            "--rate",
            *RATES,
            "--pool",
            str(POOL),
            "--count",
            str(COUNT),
        )
        cls.make("paraphrases.contradictions", "contradictions", "--count", "40")

    @classmethod
    def make(cls, script: str, name: str, *more: str) -> Path:
        """One set."""
        run_script(script, cls.source, "--out", cls.folder / name, *more)
        return cls.folder / name

    def truth(self, name: str) -> list[dict]:
        return read_rows(self.folder / name / "truth.tsv")

    def test_the_same_seed_gives_the_same_bytes(self):
        asked = ("--rate", *RATES, "--pool", str(POOL), "--count", str(COUNT), "--seed")
        again, other = (
            self.make("paraphrases.generate", "again", *asked, "1"),
            self.make("paraphrases.generate", "other", *asked, "2"),
        )
        for file in (
            "collection.jsonl",
            "truth.tsv",
            "negatives.tsv",
            "places.tsv",
            "summary.json",
        ):
            self.assertEqual(
                (self.folder / "one" / file).read_bytes(), (again / file).read_bytes(), file
            )
        self.assertNotEqual(
            (again / "collection.jsonl").read_bytes(), (other / "collection.jsonl").read_bytes()
        )

    def test_the_rate_is_reached(self):
        texts, truth = self.texts("one"), self.truth("one")
        self.assertEqual(Counter(row["rate"] for row in truth), dict.fromkeys(RATES, COUNT))
        for row in truth:
            had = Counter(word.text for word in words(texts[row["id_a"]]) if word.content)
            has = Counter(word.text for word in words(texts[row["id_b"]]))
            gone = sum((had - has).values()) / had.total()
            self.assertAlmostEqual(gone, float(row["reached"]), delta=0.001)
            self.assertAlmostEqual(gone, float(row["rate"]), delta=RATE_TOLERANCE + 0.001)

    def test_numbers_stay(self):
        texts = self.texts("one")
        for row in self.truth("one"):
            a, b = (Counter(re.findall(r"\d+", texts[row[side]])) for side in ("id_a", "id_b"))
            self.assertEqual(a, b)

    def test_truth_is_of_different_texts_that_are_there(self):
        for name in ("one", "contradictions"):
            texts = self.texts(name)
            used = [row[side] for row in self.truth(name) for side in ("id_a", "id_b")]
            self.assertTrue(set(used) <= set(texts))
            self.assertEqual(len(used), len(set(used)))
            self.assertTrue(
                all(texts[row["id_a"]] != texts[row["id_b"]] for row in self.truth(name))
            )

    def test_ids_do_not_show_which_are_copies(self):
        texts, truth = self.texts("one"), self.truth("one")
        self.assertEqual(len(texts), POOL + len(truth))
        copies = [int(row["id_b"][1:]) for row in truth]
        self.assertLess(min(copies), len(texts) / 3)
        self.assertGreater(max(copies), 2 * len(texts) / 3)
        self.assertEqual(list(texts), sorted(texts))

    def test_no_two_of_the_pool_are_near_duplicates(self):
        texts = self.texts("one")
        copies = {row["id_b"] for row in self.truth("one")}
        grams = [
            shingles(DIGITS.sub("", content(text)))
            for id, text in texts.items()
            if id not in copies
        ]
        for at, a in enumerate(grams):
            for b in grams[:at]:
                self.assertLess(len(a & b), NEAR_DUPLICATE * min(len(a), len(b)))

    def test_negatives_are_of_one_document_and_no_copies(self):
        copies = {row["id_b"] for row in self.truth("one")}
        places = read_rows(self.folder / "one" / "places.tsv")
        documents = {row["id"]: row["document"] for row in places}
        rows = read_rows(self.folder / "one" / "negatives.tsv")
        self.assertTrue(rows)
        for row in rows:
            self.assertTrue({row["id_a"], row["id_b"]}.isdisjoint(copies))
            self.assertTrue(documents[row["id_a"]] == documents[row["id_b"]] == row["document"])

    def test_plain_contradictions_have_the_change_alone(self):
        texts = self.texts("contradictions")
        rows = [row for row in self.truth("contradictions") if row["variant"] == "plain"]
        self.assertEqual({row["class"] for row in rows}, set(CLASSES))
        for row in rows:
            a, b = texts[row["id_a"]], texts[row["id_b"]]
            places = [match.start() for match in re.finditer(f"(?={re.escape(row['new'])})", b)]
            if row["class"] == "entity":
                self.assertEqual(a.replace(row["old"], row["new"]), b)
            else:
                self.assertTrue(
                    any(b[:at] + row["old"] + b[at + len(row["new"]) :] == a for at in places), row
                )
            if row["class"] == "antonym":
                self.assertIn(row["new"], ANTONYMS[row["old"]])
            elif row["class"] == "number":
                self.assertEqual(row["old"].translate(NO_DIGITS), row["new"].translate(NO_DIGITS))
            elif row["class"] == "negation":
                self.assertNotEqual(negated(row["old"]), negated(row["new"]), row)

    def test_hard_contradictions_have_the_change_and_are_paraphrased(self):
        texts = self.texts("contradictions")
        rows = [row for row in self.truth("contradictions") if row["variant"] == "hard"]
        self.assertEqual({row["class"] for row in rows}, {*CLASSES, "none"})
        for row in rows:
            self.assertIn(row["new"], texts[row["id_b"]])
            self.assertGreater(float(row["rate"]), 0.1)
            if row["class"] == "number":
                had, has = (
                    Counter(re.findall(r"\d", texts[row[side]])) for side in ("id_a", "id_b")
                )
                old, new = (Counter(re.findall(r"\d", row[side])) for side in ("old", "new"))
                self.assertEqual(had + new, has + old)
        for row in self.truth("contradictions"):
            if row["class"] == "none":
                had, has = (
                    sorted(re.findall(r"\d+", texts[row[side]])) for side in ("id_a", "id_b")
                )
                self.assertEqual(had, has)


NO_DIGITS = str.maketrans("", "", "0123456789０１２３４５６７８９一二三四五六七八九")


def negated(text: str) -> bool:
    """Whether a text has a negation."""
    return any(each in text for each in "不没未无")


class Paraphrased(FromSeeds):
    """Moves and synonyms of single texts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paragraphs = [each.text for each in paragraphs([cls.source])][:150]
        cls.paraphraser = Paraphraser(Lexicon.load())

    def test_rate_0_moves_and_keeps_every_character(self):
        changed = 0
        for seed, text in enumerate(self.paragraphs):
            copy = self.paraphraser.paraphrase(text, 0, random.Random(seed))
            self.assertEqual(Counter(content(text)), Counter(content(copy.text)))
            self.assertEqual(copy.replaced, 0)
            changed += content(copy.text) != content(text)
        self.assertGreater(changed, len(self.paragraphs) / 2)

    def test_clauses_move_whole(self):
        for seed, text in enumerate(self.paragraphs):
            copy, _ = reordered(text, random.Random(seed))
            if sentences(text) is None:
                self.assertEqual(text, copy)
            else:
                before, after = (
                    Counter(clause for each in sentences(one) for clause in each.clauses)
                    for one in (text, copy)
                )
                self.assertEqual(before, after)

    def test_what_is_quoted_is_not_cut(self):
        text = "他说：“我来，我看，我胜。”大家听了，都很高兴，都笑了起来。然后，各自回家去了。"
        for seed in range(50):
            self.assertIn("“我来，我看，我胜。”", reordered(text, random.Random(seed))[0])

    def test_one_synonym_for_a_word_from_a_class_of_its_own(self):
        for seed, text in enumerate(self.paragraphs):
            tokens = words(text)
            wanted = round(0.3 * sum(token.content for token in tokens))
            source = Source.of(text, ())
            chosen = self.paraphraser.chosen(source, wanted, random.Random(seed))
            own = {token.text for token in tokens}
            for word, synonym in (chosen or {}).items():
                self.assertTrue(
                    any(synonym in members for members in self.paraphraser.lexicon.classes[word]),
                    (word, synonym),
                )
                self.assertNotIn(synonym, own)
            self.assertEqual(len(set((chosen or {}).values())), len(chosen or {}))

    def test_fixed_spans_stay(self):
        text = "我们要努力提高能力和水平，支持各项工作，解决各种困难，大家都很高兴。"
        at = text.index("困难")
        for seed in range(50):
            copy = self.paraphraser.paraphrase(
                text, 0.4, random.Random(seed), fixed=((at, at + 2),)
            )
            self.assertTrue(copy is None or "困难" in copy.text)


class Edits(unittest.TestCase):
    """Changes of meaning in sentences that are easy to check."""

    def every(self, name: str, text: str) -> set[str]:
        """The texts that forty seeds give."""
        changes = (getattr(MeaningChanges(), name)(text, random.Random(seed)) for seed in range(40))
        return {change.text for change in changes if change}

    def test_numbers(self):
        dates = [
            re.fullmatch(r"会议于(\d+)月(\d+)日召开。", text).groups()
            for text in self.every("number", "会议于5月12日召开。")
        ]
        self.assertTrue(dates)
        for month, day in dates:
            self.assertTrue(
                (month == "5") != (day == "12") and 1 <= int(month) <= 12 and 1 <= int(day) <= 28,
                (month, day),
            )
        self.assertEqual(
            {text[3] for text in self.every("number", "会议有三项议题。")}, set("一二四五六七八九")
        )
        self.assertEqual(self.every("number", "（1）会议召开。"), set())

    def test_negations(self):
        self.assertIn("他同意这个方案。", self.every("negation", "他不同意这个方案。"))
        self.assertIn("我们不支持这个方案。", self.every("negation", "我们支持这个方案。"))

    def test_antonyms(self):
        self.assertEqual(self.every("antonym", "今年产量增加了很多。"), {"今年产量减少了很多。"})

    def test_every_occurrence_of_a_name_changes(self):
        found = self.every("entity", "北京很大，北京很美。")
        self.assertTrue(found)
        for text in found:
            self.assertNotIn("北京", text)
            self.assertRegex(text, "^(.+)很大，\\1很美。$")

    def test_at_least_sixty_pairs_of_antonyms(self):
        self.assertGreaterEqual(len(set(ANTONYM_PAIRS)), 60)


def share_of_both(share: float, a: float, b: np.ndarray) -> np.ndarray:
    """The overlap that is a share of the weight of two sets."""
    return share * (a + b)


class Joined(unittest.TestCase):
    """Pairs through the index are those of comparing all pairs."""

    def test_overlaps_are_those_of_all_pairs(self):
        chance = np.random.default_rng(1)
        popular = 1 / np.arange(1, 201)
        rows = [
            chance.choice(200, size, replace=False, p=popular / popular.sum())
            for size in chance.integers(1, 40, 150)
        ]
        weights = chance.random(200)
        sets = Sets.of(rows, weights)
        for least, common in ((0.2, 5), (0.2, 1000), (0.5, 20)):
            needed = partial(share_of_both, least)
            found = {
                (other, at): share
                for at, others, shares in overlaps(sets, needed, common)
                for other, share in zip(others, shares, strict=True)
            }
            brute = {}
            for at, a in enumerate(rows):
                for other, b in enumerate(rows[:at]):
                    shared = weights[np.intersect1d(a, b)].sum()
                    if shared and shared >= least * (weights[a].sum() + weights[b].sum()):
                        brute[other, at] = shared
            self.assertEqual(set(found), set(brute))
            self.assertTrue(all(abs(found[pair] - brute[pair]) < 1e-6 for pair in brute))

    def test_idf_words_are_weighted_multisets(self):
        sets = WordSets.of(["产量增加，产量增加", "产量增加了", "天气很好", "产量减少"])
        found = {(a, b): score for a, b, score in sets.pairs(0.01)}
        yield_, more, particle = np.log(5 / 3), np.log(5 / 2), np.log(5)
        self.assertAlmostEqual(found[0, 1], (yield_ + more) / (2 * yield_ + 2 * more + particle))
        self.assertNotIn((0, 2), found)

    def test_near_duplicates_leave_the_pool(self):
        text = "今天上午我们在学校礼堂里举行了隆重的开学典礼，全体师生参加了这次活动。"
        texts = [
            text,
            text.replace("上午", "下午"),
            "完全不同的另一段话，说的是春天里山上的花开得很好，游人很多。",
        ]
        self.assertEqual(
            len(distinct([Paragraph("d", at, each) for at, each in enumerate(texts)])), 2
        )


class Scored(FolderTestCase):
    """Figures of small examples."""

    def test_recall_at_precision(self):
        truth = {("a", "b"): "0.18", ("c", "d"): "0.18", ("e", "f"): "0.36"}
        found = [
            Found(("a", "b"), "near", 0.9),
            Found(("x", "y"), "near", 0.5),
            Found(("c", "d"), "near", 0.4),
            Found(("e", "f"), "near", 0.6),
        ]
        figures = by_class(found, truth)
        self.assertEqual(
            (
                figures["0.18"]["recall"],
                figures["0.18"]["recall@p0.99"],
                figures["0.18"]["threshold@p0.99"],
            ),
            (1.0, 0.5, 0.9),
        )
        self.assertAlmostEqual(figures["0.18"]["precision"], 2 / 3)
        self.assertEqual(figures["0.36"]["recall@p0.95"], 1.0)
        self.assertEqual(by_class(found, truth, {"a", "b"})["0.18"]["precision"], 1.0)

    def test_a_false_pair_of_the_same_score_counts(self):
        figures = by_class(
            [Found(("a", "b"), "near", 0.5), Found(("x", "y"), "near", 0.5)], {("a", "b"): "0.18"}
        )
        self.assertEqual(figures["0.18"]["recall@p0.99"], 0)

    def test_sentence_figures(self):
        self.assertEqual(auc(np.array([0.9, 0.4]), np.array([0.5, 0.1])), 0.75)
        self.assertEqual(list(ranks(np.array([3.0, 1.0, 3.0]))), [2.5, 1.0, 2.5])
        recall, _ = recall_at_false_positive_rate(np.array([0.9, 0.5]), np.linspace(0, 0.6, 10_001))
        self.assertEqual(recall, 0.5)

    def test_measure_reads_a_report(self):
        rows = [["a", "b", "number", "plain"], ["c", "d", "number", "plain"]]
        write_rows(self.folder / "truth.tsv", ["id_a", "id_b", "class", "variant"], rows)
        matches = [
            match("a", "b", "template", "paragraph", 0.0),
            match("c", "d", "semantic", "paragraph", 0.1),
            match("c", "d", "near", "passage", 0.2),
        ]
        write_lines(self.folder / "found.jsonl", matches)
        found, out = f"canned={self.folder / 'found.jsonl'}", self.folder / "out.json"
        run_script("paraphrases.measure", self.folder, "--found", found, "--json", out)
        report = json.loads(out.read_text(encoding="utf-8"))
        figures = report["canned"]["number plain"]
        self.assertEqual(figures, {"cases": 2, "template": 1, "semantic": 1})

    def test_pairs_have_no_order(self):
        self.assertEqual(pair_of("b", "a"), pair_of("a", "b"))
        self.assertEqual(jaccard(set("ab"), set("bc")), 1 / 3)


def match(a: str, b: str, kind: str, level: str, similarity: float) -> dict:
    """A match as a report has it."""
    sides = {"a": {"document": a}, "b": {"document": b}}
    return {"level": level, "kind": kind, "similarity": similarity, **sides}


if __name__ == "__main__":
    unittest.main()
