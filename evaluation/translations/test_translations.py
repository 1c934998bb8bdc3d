"""What pages are aligned, how words are cut, and the figures of small examples."""

import gzip
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation.translations.measure import Truth, parts, side
from evaluation.translations.pages import Block, Page, Sections, roff_sections
from evaluation.translations.pairs import aligned, distinct
from evaluation.translations.scan import translated
from evaluation.translations.scores import all_scores, answered, nearness, unit, whitening
from evaluation.translations.words import Model

ZH = (
    "每天早上他先在河边散步，然后回家给孩子们做早饭，再骑自行车去学校教书，晚上还要批改作业到很晚。"
)
EN = "Every morning he walks by the river, then cooks breakfast and rides his bicycle to school."
PAIRS = [
    ("这条河在春天常常泛滥，淹没岸边的农田。", "In spring this river often floods the fields."),
    (
        "医生建议病人每天服药两次，并且多喝水。",
        "The doctor told the patient to take medicine and drink water.",
    ),
    (
        "银行提高了贷款利率，企业减少投资。",
        "The bank raised interest rates, so companies invest less.",
    ),
    ("老师要求学生在星期五以前交作业。", "The teacher asked the students for homework by Friday."),
    (
        "飞机因为大雾推迟起飞，乘客在机场等待。",
        "Passengers at the airport wait for the plane in the fog.",
    ),
    ("法院判决被告赔偿原告的全部损失。", "The court ordered the defendant to pay for all losses."),
]


class Pages(unittest.TestCase):
    """Reading and aligning pages."""

    def test_blocks_stand_behind_their_anchor(self):
        page = "<h1 id=top>A</h1><p>one <b>two</b></p><p id='idm12'>three<pre>x</pre>"
        self.assertEqual(
            sections(page), {"top": [Block("h1", "A"), Block("p", "one two"), Block("p", "three")]}
        )

    def test_manual_pages_are_cut_at_requests(self):
        page = ".SH NAME\nx \\- y\n.TP\n.BR \\-a , \\-b\nall\n.nf\ncode\n.fi\n.SH 跋\nend\n"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.1.gz"
            path.write_bytes(gzip.compress(page.encode()))
            read = roff_sections(path)
        self.assertEqual(
            read,
            {
                "0 of 1": [
                    Block("SH", "NAME"),
                    Block("behind SH", "x - y"),
                    Block("TP", "-a,-b"),
                    Block("behind TP", "all"),
                ]
            },
        )

    def test_only_sections_of_equal_blocks_are_aligned(self):
        zh = sections(f"<p id=a>{ZH}</p><p>{ZH}</p><p id=b>{ZH}</p>")
        en = sections(f"<p id=a>{EN}</p><p id=b>{EN}</p>")
        self.assertEqual([pair["section"] for pair in aligned(zh, en)], ["b"])

    def test_what_was_not_translated_is_no_pair(self):
        for zh, en in ((ZH, ZH), (EN, EN), (f"{ZH} {EN}", EN), (ZH[:20], EN)):
            listed = aligned(sections(f"<p>{zh}"), sections(f"<p>{en}"))
            self.assertEqual(list(listed), [])
        self.assertEqual(len(list(aligned(sections(f"<p>{ZH}"), sections(f"<p>{EN}")))), 1)

    def test_a_repeated_side_is_left_out(self):
        listed = [{"zh": "甲", "en": "a"}, {"zh": "乙", "en": "A!"}, {"zh": "丙", "en": "c"}]
        self.assertEqual([pair["zh"] for pair in distinct(listed)], ["甲", "丙"])


class Measures(unittest.TestCase):
    """Words, vectors and figures."""

    model = Model.load()

    def test_words_are_cut_as_the_model_does(self):
        found = self.model.tokens("我们在３月买了 12.5 斤苹果，don’t Stop")
        self.assertEqual("".join(found), "我们在0月买了0斤苹果dontstop")
        self.assertIn("苹果", found)

    def test_the_cheapest_words_are_found(self):
        run = "研究生命的起源"
        cost = sum(int(self.model.costs[self.model.ids[each]]) for each in self.model.segments(run))
        self.assertEqual(cost, self.least(run))

    def least(self, run: str) -> int:
        """The cost of the cheapest division, from all of them."""
        if not run:
            return 0
        heads = (run[:end] for end in range(1, len(run) + 1))
        return min(
            int(self.model.costs[self.model.ids[head]]) + self.least(run[len(head) :])
            for head in heads
            if head in self.model.ids
        )

    def test_whitened_rows_have_no_correlation(self):
        rows = np.random.default_rng(1).normal(size=(200_000, 3)) @ np.array(
            [[3, 1, 0], [0, 1, 1], [0, 0, 1]]
        )
        white = (rows - rows.mean(0)) @ whitening(rows - rows.mean(0))
        self.assertLess(np.abs(white.T @ white / len(white) - np.eye(3)).max(), 0.1)

    def test_translations_are_the_nearest(self):
        zh, en = (
            side(self.model, {at: [pair[language]] for at, pair in enumerate(PAIRS)})
            for language in (0, 1)
        )
        truth = Truth.of(zh, en, len(PAIRS))
        for name, scores in all_scores(self.model, zh, en):
            self.assertEqual(scores.shape, (len(PAIRS), len(PAIRS)))
            self.assertTrue((scores <= 1.0001).all(), name)
            if name != "shared words":
                self.assertGreaterEqual(float(truth.figures(scores)[2]), 1, name)
            if name == "words answered":
                self.assertEqual(scores.argmax(1).tolist(), list(range(len(PAIRS))))

    def test_neither_language_comes_first(self):
        zh, en = (
            side(self.model, {at: [pair[language]] for at, pair in enumerate(PAIRS)})
            for language in (0, 1)
        )
        there, back = answered(self.model, zh, en), answered(self.model, en, zh)
        self.assertTrue(np.allclose(there, back.T, atol=1e-5))

    def test_what_the_words_of_a_language_share_does_not_count(self):
        words = "河 春天 农田 医生 银行 老师 飞机 法院".split()
        others = "river spring field doctor bank teacher plane court".split()
        vectors = self.model.vectors.copy()
        vectors[[self.model.ids[word] for word in words]] += 1
        moved = replace(self.model, vectors=vectors)
        found = [nearness(model, words, others) for model in (self.model, moved)]
        self.assertTrue(np.allclose(*found, atol=1e-4))
        self.assertGreater(found[0].diagonal().min(), 0.2)

    def test_the_eight_nearest_are_eight(self):
        texts = {at: [""] for at in range(20)}
        truth = Truth.of(side(self.model, texts), side(self.model, texts), 20)
        scores = np.tri(20) - np.eye(20) / 2
        # Text n has n others before its translation.
        self.assertEqual(list(map(float, truth.figures(scores)))[1:3], [1 / 20, 8 / 20])

    def test_figures_count_what_is_found(self):
        texts = {at: [""] for at in range(3)}
        truth = Truth.of(side(self.model, texts), side(self.model, texts), 2)
        scores = np.array([[0.9, 0.1, 0.2], [0.3, 0.4, 0.5], [0.0, 0.6, 0.3]])
        recall, first, of_eight, threshold, found, precision = map(float, truth.figures(scores))
        self.assertEqual((recall, first, of_eight), (0.5, 0.5, 1))
        self.assertEqual((threshold, found, precision), (0.6, 0.5, 1))

    def test_windows_need_as_many_sentences_on_both_sides(self):
        pair = {"zh": "一。二。三。", "en": "One. Two. Three."}
        self.assertEqual(parts(pair, "zh", 2), ["一。 二。"])
        self.assertEqual(parts(pair, "en", 1), ["One.", "Two.", "Three."])
        self.assertEqual(parts({**pair, "en": "One. Two."}, "zh", 2), [])

    def test_only_translations_of_a_report_are_counted(self):
        sides = {"a": {"document": "en7"}, "b": {"document": "zh3"}, "similarity": 0.5}
        matches = [{"kind": "translated", **sides}, {"kind": "near", **sides}]
        self.assertEqual(translated({"matches": matches}), [(3, 7, 0.5)])

    def test_unit_keeps_zeros(self):
        self.assertEqual(unit(np.array([[3.0, 4.0], [0, 0]])).tolist(), [[0.6, 0.8], [0, 0]])


def sections(page: str) -> Sections:
    """The blocks of a page."""
    read = Page()
    read.feed(page)
    read.close()
    return read.sections


if __name__ == "__main__":
    unittest.main()
