"""Variants say something else, copies do not, and removed records are counted as what they are."""

import doctest
import random
import stat
import unittest
from collections import Counter, defaultdict
from itertools import combinations

from evaluation.common.content import content, similarity
from evaluation.common.files import read_rows, records, write_lines, write_records
from evaluation.common.testing import FolderTestCase, run_script
from evaluation.dedup import measure, numbers, reworded, script
from evaluation.dedup.copies import MEANINGFUL
from evaluation.dedup.guards import DOCUMENT_COPIES, SHORT_COPIES, VARIANTS
from evaluation.dedup.languages import CHINESE, ENGLISH, LANGUAGES
from evaluation.dedup.parts import Part, realized
from evaluation.dedup.script import traditional
from evaluation.dedup.substitutions import sentence_of
from evaluation.dedup.truth import Row

COUNT = 324
"""Pairs: three of each class of each language and length."""


def ends(a: str, b: str) -> tuple[str, str]:
    """What two texts have between their common start and their common end."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def is_in_order(part: str, whole: str) -> bool:
    """Whether the characters of `part` stand in `whole` in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)


class Guards(FolderTestCase):
    """Pairs of invented sentences."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out, cls.truth = cls.folder / "guards.jsonl", cls.folder / "guards.tsv"
        run_script("dedup.generate", "guards", COUNT, cls.out, "--truth", cls.truth)
        cls.texts, cls.rows = dict(records(cls.out)), read_rows(cls.truth)

    def pairs(self, *names: str):
        """The rows of some classes, with the texts of each."""
        for row in self.rows:
            if row["class"] in names:
                yield row, self.texts[row["id_a"]], self.texts[row["id_b"]]

    def test_all_classes_are_there_in_both_languages_and_lengths(self):
        counts = Counter((row["language"], row["length"], row["class"]) for row in self.rows)
        for language in ("zh", "en"):
            for length, copies in (("short", SHORT_COPIES), ("document", DOCUMENT_COPIES)):
                for name in VARIANTS + copies:
                    self.assertGreaterEqual(counts[language, length, name], 3, name)
        self.assertEqual((len(self.rows), len(self.texts)), (COUNT, 2 * COUNT))

    def test_lengths_are_those_that_were_asked_for(self):
        for row in self.rows:
            language = next(each for each in LANGUAGES if each.name == row["language"])
            sizes = language.short if row["length"] == "short" else language.document
            self.assertIn(len(self.texts[row["id_a"]]), sizes, row)

    def test_a_variant_of_a_short_text_differs_in_one_place(self):
        for row, a, b in self.pairs(*VARIANTS):
            if row["length"] == "short" and row["class"] != "roles":
                old, new = ends(a, b)
                self.assertTrue(old or new, row)
                self.assertLess(max(len(old), len(new)), 25, (row, old, new))
                self.assertNotEqual(content(a), content(b))

    def test_a_variant_says_something_else_in_few_places_of_a_document(self):
        for row, a, b in self.pairs(*VARIANTS):
            if row["length"] == "document":
                lines = zip(a.split("\n"), b.split("\n"), strict=True)
                changed = sum(x != y for x, y in lines)
                self.assertIn(changed, (1, 2, 3), row)

    def test_of_roles_the_same_names_are_left(self):
        for row, a, b in self.pairs("roles"):
            self.assertEqual(sorted(a), sorted(b), row)

    def test_copies_have_the_same_content(self):
        for row, a, b in self.pairs("punctuation", "layout", "width"):
            self.assertNotEqual(a, b)
            self.assertEqual(content(a), content(b), row)
        for _, a, b in self.pairs("script"):
            self.assertEqual(content(traditional(a)), content(b))

    def test_the_longer_text_has_the_other_one_within(self):
        for _, a, b in self.pairs("contained"):
            self.assertIn(a, b)
            self.assertFalse(b.startswith(a) or b.endswith(a))

    def test_what_is_left_out_or_added_is_all_that_differs(self):
        for _, a, b in self.pairs("particle", "clause"):
            self.assertTrue(len(b) < len(a) and is_in_order(b, a))
        for _, a, b in self.pairs("pages", "sentence"):
            self.assertTrue(len(a) < len(b) and is_in_order(a, b))

    def test_typos_spare_what_carries_the_meaning(self):
        for row, a, b in self.pairs("typos"):
            self.assertNotEqual(a, b)
            for sign in [*MEANINGFUL, *"0123456789"]:
                self.assertEqual(a.count(sign), b.count(sign), (row, sign))

    def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(self):
        again, truth = self.folder / "again.jsonl", self.folder / "again.tsv"
        for seed, is_same in ((1, True), (2, False)):
            arguments = ("guards", COUNT, again, "--truth", truth, "--seed", seed)
            run_script("dedup.generate", *arguments)
            self.assertEqual(again.read_bytes() == self.out.read_bytes(), is_same)
            self.assertEqual(truth.read_bytes() == self.truth.read_bytes(), is_same)

    def test_texts_of_different_pairs_are_not_near_duplicates(self):
        groups = defaultdict(list)
        for row in self.rows:
            groups[row["language"], row["length"]].append(self.texts[row["id_a"]])
        for (_, length), texts in groups.items():
            highest = max(similarity(a, b) for a, b in combinations(texts, 2))
            # Two short texts may be of one pattern.
            self.assertLess(highest, 0.75 if length == "short" else 0.5)


class FromSource(FolderTestCase):
    """Pairs of sentences of a collection."""

    def test_sentences_are_taken_and_changed_where_they_can_be(self):
        source, out = self.folder / "source.jsonl", self.folder / "out.jsonl"
        chance = random.Random(1)
        ends = ["在2019年3月5日不同意增加", "支持北京市的决定", "占30%，达到1,200元", "说明一切"]

        def sentence() -> str:
            letters = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(25))
            return f"{letters}，{chance.choice(ends)}。"

        texts = ("".join(sentence() for _ in range(20)) for _ in range(800))
        write_records(source, ((str(at), text) for at, text in enumerate(texts)))
        truth = self.folder / "out.tsv"
        arguments = ("guards", 60, out, "--truth", truth, "--source", source)
        run_script("dedup.generate", *arguments)
        rows, found = read_rows(truth), dict(records(out))
        self.assertEqual({row["language"] for row in rows}, {"zh"})
        names = {row["class"] for row in rows}
        self.assertLessEqual({"year", "day", "negation", "opposite", "contained"}, names)
        for row in rows:
            self.assertNotEqual(found[row["id_a"]], found[row["id_b"]])

    def test_slots_are_found_in_real_sentences(self):
        found = {
            (
                "zh",
                "2019年3月5日，日本不同意增加30%。",
            ): "year day month place negation opposite percentage",
            ("zh", "美国对日本表示了关切。"): "roles",
            (
                "en",
                "On Monday Mr Smith was not in Paris, 12 miles away.",
            ): "weekday person negation place",
            ("en", "Sales rose by 1,200 dollars."): "opposite",
        }
        for (language, text), names in found.items():
            sentence = sentence_of(text, language, random.Random(1))
            self.assertEqual(str(sentence), text)
            changes = {name for part in sentence.parts for name in part.changes}
            self.assertLessEqual(set(names.split()), changes, text)
            for name in sorted(changes):
                self.assertNotEqual(str(sentence.changed(name, random.Random(1))), text)


class Templates(FolderTestCase):
    """Records with common boilerplate."""

    def test_boilerplate_has_its_share_and_bodies_are_their_own(self):
        for share, low, high in ((0.5, 0.2, 0.5), (0.9, 0.7, 0.9)):
            out, truth = self.folder / "t.jsonl", self.folder / "t.tsv"
            arguments = ("templates", 80, out, "--truth", truth, "--share", share)
            run_script("dedup.generate", *arguments)
            rows, texts = read_rows(truth), dict(records(out))
            self.assertEqual(len(texts), 80)
            copies = [row for row in rows if row["kind"] == "copy"]
            self.assertEqual((len(rows), len(copies)), (72, 8))
            for row in copies:
                self.assertGreater(similarity(texts[row["id_a"]], texts[row["id_b"]]), 0.8)
            chinese = [texts[row["id_a"]] for row in rows if row["language"] == "zh"]
            nearest = [max(similarity(a, b) for b in chinese if a != b) for a in chinese]
            self.assertTrue(all(low < each < high for each in nearest), nearest)


class Measure(FolderTestCase):
    """The outcomes of pairs, and their tables."""

    def row(self, kind: str, name: str, a: str = "a", b: str = "b") -> Row:
        """A row of the truth."""
        return Row(a, b, "zh", "short", kind, name)

    def test_what_became_of_a_pair(self):
        outcome = measure.outcome
        day, typos = self.row("variant", "day"), self.row("copy", "typos")
        contained = self.row("copy", "contained")
        self.assertEqual(outcome(day, {"c": "d"}), "kept")
        self.assertEqual(outcome(day, {"b": "a"}), "removed")
        self.assertEqual(outcome(typos, {"a": "b"}), "removed")
        self.assertEqual(outcome(typos, {"a": "c"}), "for others")
        self.assertEqual(outcome(typos, {"a": "b", "b": "c"}), "for others")
        self.assertEqual(outcome(typos, {"a": "b", "b": "a"}), "both")
        self.assertEqual(outcome(contained, {"a": "b"}), "removed")
        self.assertEqual(outcome(contained, {"b": "a"}), "wrong one")
        self.assertEqual(outcome(self.row("variant", "record", b=""), {"a": "b"}), "for others")

    def test_what_is_listed_and_not_removed_counts_as_kept(self):
        listed = self.folder / "list.jsonl"
        lines = [
            {"id": "b", "duplicate_of": "a"},
            {"id": "d", "duplicate_of": "c", "removed": False},
        ]
        write_lines(listed, lines)
        self.assertEqual(measure.removed_records(listed), {"b": "a"})

    def test_the_tables_count_errors_by_class(self):
        rows = [self.row("variant", "day", f"a{at}", f"b{at}") for at in range(3)]
        rows += [self.row("copy", "typos", f"c{at}", f"d{at}") for at in range(2)]
        table = measure.markdown(measure.scored(rows, {"b0": "a0", "d1": "c1"}))
        self.assertIn("| day | 1/3 | 3 | 1 | 0 | 0.667 |", table)
        self.assertIn("| typos | 1/2 | 2 | 1 | 0 | 0 | 0 | 0.500 |", table)

    def test_the_program_gets_the_options_and_its_list_is_read(self):
        program, out = self.folder / "program", self.folder / "in.jsonl"
        line = '{"id": "b", "duplicate_of": "a"}'
        checks = 'test "$1" = dedup && test "${@: -2:1}" = --keep && test "${@: -1}" = last'
        program.write_text(f"#!/bin/bash\n{checks} || exit 9\necho '{line}' > \"$4\"\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        write_records(out, [("a", "x"), ("b", "y")])
        truth = self.folder / "truth.tsv"
        truth.write_text(
            "id_a\tid_b\tlanguage\tlength\tkind\tclass\na\tb\tzh\tshort\tvariant\tday\n"
        )
        done = run_script("dedup.measure", program, out, truth, "--show", 1, "--", "--keep", "last")
        self.assertIn("| day | 1/1 | 1 | 1 | 0 | 0.000 |", done.output)
        self.assertIn("variant day zh short: removed", done.output)


class Large(FolderTestCase):
    """Large records and many records, here small and few."""

    def test_each_collection_has_a_row_of_figures(self):
        program = self.folder / "program"
        lines = 'in=$2; test "${@: -1}" = --across && wc -l < "$in" | tr -d " " > "$0.lines"'
        summary = '{"read": 3, "kept": 2, "removed": 1, "skipped": 0}'
        program.write_text(f"#!/bin/bash\n{lines}\necho '{summary}'\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        for kind, count in (("record", 3), ("template", 7), ("equal", 7)):
            sizes = ["--megabytes", 1, "--records", 7, "--boilerplate", 40]
            done = run_script("dedup.large", program, kind, *sizes, "--", "--across")
            self.assertRegex(done.output, rf"\| {kind} \| \d+ \| 3 \| 2 \| 1 \| 0 \|")
            written = (self.folder / "program.lines").read_text()
            self.assertEqual(int(written), count)


class Reworded(unittest.TestCase):
    """What is counted of the lists of removed records."""

    def test_a_pair_is_found_only_if_one_went_for_the_other(self):
        pairs = {frozenset("ab"): "0.2", frozenset("cd"): "0.2", frozenset("ef"): "0.6"}
        found = reworded.counts({"a": "b", "d": "c", "e": "x", "f": "x", "y": "x"}, pairs)
        self.assertEqual(found.found, {"0.2": 2})
        self.assertEqual(found.others, 3)


class Words(unittest.TestCase):
    """The patterns and their words."""

    def test_the_examples_of_the_docstrings_hold(self):
        for module in (numbers, script):
            self.assertEqual(doctest.testmod(module).failed, 0)

    def test_every_pattern_can_be_filled_and_each_change_changes_it(self):
        for language in (CHINESE, ENGLISH):
            self.assertGreaterEqual(len(set(language.patterns)), 60)
            for pattern in language.patterns:
                chance = random.Random(pattern)
                sentence = realized(pattern, language.slots, chance)
                self.assertNotRegex(str(sentence), "[{}]")
                for name in {name for part in sentence.parts for name in part.changes}:
                    self.assertNotEqual(str(sentence.changed(name, chance)), str(sentence), name)

    def test_roles_have_different_names(self):
        for language in LANGUAGES:
            for seed in range(300):
                parts = language.sentence(random.Random(seed), "roles").parts
                names = [part.text for part in parts if part.role]
                self.assertEqual(len(set(names)), 2)

    def test_a_part_without_changes_is_fixed(self):
        self.assertEqual(Part("a").changes, {})


if __name__ == "__main__":
    unittest.main()
