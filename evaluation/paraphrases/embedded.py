"""Makes paragraphs that contain a passage of another text, paraphrased in one of two places; and
scores what is found of them.

    $PYTHON -m evaluation.paraphrases.embedded make POOL.jsonl ... --out FOLDER
            [--fill MORE.jsonl ...] [--count 300] [--seed 1] [--rate 0.36] [--length 80-250]
            [--hosts 100-400] [--pool 20000] [--lines]
    $PYTHON -m evaluation.paraphrases.embedded score FOLDER FOUND.jsonl

POOL is JSON Lines with `id` and `text`. A passage is a run of whole sentences of one paragraph, as
long as --length says. It is put between two sentences of another paragraph of the same file, its
host, and a paraphrase of it between two sentences of a third paragraph. A tenth as many cases again
are controls: the second host has another passage of the same document, not a paraphrase. The
paragraphs that the passages come from are not in the collection. With --lines a document has
several lines: the beginning of the host, each sentence of the passage, the rest of the host.
`make` writes

collection.jsonl  `id` and `text`: a00001 and b00001 of the first case, and so on, p00001 and so on
                  for --pool other paragraphs
truth.tsv         `doc_a start_a end_a doc_b start_b end_b`, as `leitong eval` reads it; `reached`,
                  `jaccard` of character 5-grams, and `file` and `document` of the passage
controls.tsv      the same of the controls, without `reached` and `jaccard`
summary.json      counts

The same arguments give the same bytes. FOUND.jsonl is the output of `leitong scan --format jsonl`.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evaluation.common import cli
from evaluation.common.content import similarity
from evaluation.common.files import read_rows, records, write_json, write_rows
from evaluation.common.markdown import share, table
from evaluation.common.spans import SPAN_COLUMNS, Span, known_pair, trimmed
from evaluation.paraphrases.paragraphs import (
    NEAR_DUPLICATE,
    Paragraph,
    distinct,
    gram_hashes,
    mostly_han,
    paragraphs,
)
from evaluation.paraphrases.paraphraser import Paraphrase, Paraphraser
from evaluation.paraphrases.reordering import CLOSING, OPENING
from evaluation.paraphrases.scores import Pair, matches_of_report, pair_of
from evaluation.paraphrases.sets import (
    CANDIDATES,
    at_most,
    by_turns,
    pooled,
    source_order,
    write_collection,
)
from evaluation.paraphrases.words import Lexicon

ENDS = "。！？"
"""Marks that end a sentence."""
CONTROLS = 0.1
"""Controls for each case."""
COUNTED = ("semantic", "near", "template")
"""Kinds of matches that find a paraphrased passage."""
COVERED, LONGEST = 0.8, 1.5
"""A match finds a passage if it covers this share of both sides and if neither side of the match
has more than this many times the length of the passage."""
COVERED_LOOSELY = 0.5
"""The share of both sides that a match covers to find a passage loosely, however long it is."""

Match = tuple[Span, Span]
"""The two spans of a match, or of a case."""


@dataclass(frozen=True)
class Passage:
    """A run of sentences of a paragraph."""

    paragraph: int
    start: int
    end: int
    text: str

    def overlaps(self, other: "Passage") -> bool:
        """Whether the two share a character."""
        same = self.paragraph == other.paragraph
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Case:
    """A passage, and the text in the second host: a paraphrase, or another passage in a control."""

    passage: Passage
    other: str
    paraphrase: Paraphrase | None

    def figures(self) -> list[str]:
        """The rate that was reached and the similarity; nothing for a control."""
        if not self.paraphrase:
            return []
        return [f"{self.paraphrase.rate:.4f}", f"{self.similarity():.4f}"]

    def similarity(self) -> float:
        """The similarity of the passage and the text in the second host."""
        return similarity(self.passage.text, self.other)


@dataclass
class Score:
    """The result for one case: the matches that touch both sides, and the conditions they fulfil.

    `error` is the smallest error at the ends of the matches that find the case.
    """

    matches: int = 0
    found: bool = False
    loosely: bool = False
    together: bool = False
    error: dict[str, int] = field(default_factory=dict)

    def note_error(self, condition: str, error: int) -> None:
        """Keeps an error if it is the smallest one."""
        self.error[condition] = min(error, self.error.get(condition, error))


def main() -> None:
    """Makes a set, or scores what was found of it."""
    settings = arguments()
    if settings.mode == "make":
        make(settings)
    else:
        print(scored(settings.folder, settings.found))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    modes = parser.add_subparsers(dest="mode", required=True)
    add = modes.add_parser("make", help="make a set").add_argument
    add("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    add("--fill", type=Path, nargs="*", default=[], help="text that no passage is taken from")
    add("--out", type=Path, required=True)
    add("--count", type=int, default=300, help="paraphrased passages, without the controls")
    add("--seed", type=int, default=1)
    add("--rate", type=float, default=0.36, help="share of the content words to replace")
    bounds = {"type": length_range, "metavar": "FROM-TO"}
    add("--length", **bounds, default=(80, 250), help="characters of a passage")
    add("--hosts", **bounds, default=(100, 400), help="characters of a paragraph of any kind")
    add("--pool", type=int, default=20_000, help="other real paragraphs")
    add("--lines", action="store_true", help="a line for each sentence of a passage")
    scoring = modes.add_parser("score", help="score what was found")
    scoring.add_argument("folder", type=Path, metavar="FOLDER")
    scoring.add_argument("found", type=Path, metavar="FOUND.jsonl")
    return parser.parse_args()


def length_range(text: str) -> tuple[int, int]:
    """Two lengths, such as 80-250."""
    shortest, _, longest = text.partition("-")
    if not 0 < int(shortest) <= int(longest):
        raise ValueError(text)
    return int(shortest), int(longest)


class Source:
    """The distinct paragraphs that passages and hosts are taken from, and those already used."""

    def __init__(self, settings: argparse.Namespace):
        self.settings = settings
        own = equal_shares(
            list(paragraphs(settings.sources, *settings.hosts)),
            settings.pool * CANDIDATES,
            f"{settings.seed}:own",
        )
        filling = list(paragraphs(settings.fill, *settings.hosts))
        fill = at_most(filling, settings.pool, f"{settings.seed}:fill")
        self.kept = distinct([*own, *fill])
        cli.progress(f"{len(own) + len(fill):,} paragraphs, {len(self.kept):,} distinct")
        self.documents = {each.document for each in own}
        self.grams = GramOwners([each.text for each in self.kept])
        self.used: set[int] = set()

    def order(self, name: str) -> list[int]:
        """The paragraphs that may give passages, in random order, one of each file in turn."""
        return source_order(self.kept, self.documents, f"{self.settings.seed}:{name}")

    def passages(self, at: int) -> list[Passage]:
        """The passages of a paragraph."""
        return passages(self.kept, at, self.settings)

    def is_reused(self, passage: Passage) -> bool:
        """Whether another paragraph has too many of the 5-grams of a passage."""
        return self.grams.share_elsewhere(passage) >= NEAR_DUPLICATE

    def unused(self) -> list[Paragraph]:
        """The paragraphs that are not used yet."""
        return [each for at, each in enumerate(self.kept) if at not in self.used]


def make(settings: argparse.Namespace) -> None:
    """Makes one set."""
    source = Source(settings)
    cases = paraphrased_cases(source)
    controls = control_cases(source)
    documents = Documents(source)
    rows = [documents.add(number, case) for number, case in enumerate([*cases, *controls], 1)]
    pool = pooled(source.unused(), source.documents, settings)
    texts = documents.texts | {f"p{number:05}": each.text for number, each in enumerate(pool, 1)}
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", list(texts.values()), list(texts))
    columns = [*SPAN_COLUMNS, "reached", "jaccard", "file", "document"]
    write_rows(settings.out / "truth.tsv", columns, rows[: len(cases)])
    columns = [*SPAN_COLUMNS, "file", "document"]
    write_rows(settings.out / "controls.tsv", columns, rows[len(cases) :])
    counts = {"distinct": len(source.kept), "pool": len(pool), "seed": settings.seed}
    summary = {**counts, **figures(cases, controls, source.kept)}
    write_json(settings.out / "summary.json", summary)
    cli.progress(json.dumps(summary))


def equal_shares(found: list[Paragraph], most: int, seed: str) -> list[Paragraph]:
    """All paragraphs, or `most` of them, as many of each file as it has."""
    order = random.Random(seed).sample(range(len(found)), len(found))
    return [found[at] for at in by_turns(order, [found[at].source for at in order])[:most]]


class GramOwners:
    """The paragraphs that have each character 5-gram."""

    def __init__(self, texts: list[str]):
        rows = [gram_hashes(text) for text in texts]
        grams = np.concatenate(rows)
        order = np.argsort(grams, kind="stable")
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
        self.grams = grams[order]
        self.owners = owners[order]

    def share_elsewhere(self, passage: Passage) -> float:
        """The largest share of the 5-grams of a passage that one other paragraph has."""
        grams = gram_hashes(passage.text)
        starts, ends = (np.searchsorted(self.grams, grams, side) for side in ("left", "right"))
        counts = Counter(
            int(owner)
            for start, end in zip(starts, ends, strict=True)
            for owner in self.owners[start:end]
        )
        del counts[passage.paragraph]
        return max(counts.values(), default=0) / max(1, len(grams))


def paraphrased_cases(source: Source) -> list[Case]:
    """The cases that are asked for, as many of every file."""
    settings = source.settings
    paraphraser, chance = Paraphraser(Lexicon.load()), random.Random(f"{settings.seed}:spin")
    cases: list[Case] = []
    for at in source.order("order"):
        if len(cases) == settings.count:
            break
        found = source.passages(at)
        if not found or source.is_reused(passage := chance.choice(found)):
            continue
        copy = paraphraser.paraphrase(passage.text, settings.rate, chance)
        if copy and copy.is_thorough():
            source.used.add(at)
            cases.append(Case(passage, copy.text.strip(), copy))
    if len(cases) < settings.count:
        cli.progress(f"only {len(cases):,} passages can be paraphrased at {settings.rate}")
    return cases


def control_cases(source: Source) -> list[Case]:
    """Pairs of different passages of one document, whose paragraphs are used from now on."""
    settings = source.settings
    chance = random.Random(f"{settings.seed}:controls")
    documents = defaultdict(list)
    for at, each in enumerate(source.kept):
        documents[each.document].append(at)
    cases: list[Case] = []
    for at in source.order("controls"):
        if len(cases) == round(settings.count * CONTROLS):
            break
        found = source.passages(at)
        if at in source.used or not found:
            continue
        passage = chance.choice(found)
        others = other_passages(source, passage, documents[source.kept[at].document])
        if not others:
            continue
        other = chance.choice(others)
        if source.is_reused(passage) or source.is_reused(other):
            continue
        source.used |= {at, other.paragraph}
        cases.append(Case(passage, other.text, None))
    return cases


def other_passages(source: Source, passage: Passage, members: list[int]) -> list[Passage]:
    """The passages of some paragraphs that do not overlap a passage."""
    found = (each for at in members if at not in source.used for each in source.passages(at))
    return [each for each in found if not each.overlaps(passage)]


def passages(kept: list[Paragraph], at: int, settings: argparse.Namespace) -> list[Passage]:
    """The passages of a paragraph that have the right length; with --lines of two sentences."""
    text, (shortest, longest) = kept[at].text, settings.length
    ends = [0, *sentence_ends(text)]
    found = []
    for first, start in enumerate(ends):
        for end in ends[first + 1 + settings.lines :]:
            passage = text[start:end].strip()
            if shortest <= len(passage) <= longest and mostly_han(passage):
                found.append(Passage(at, end - len(passage), end, passage))
    return found


def sentence_ends(text: str) -> list[int]:
    """The ends of the sentences; none if brackets and quotation marks do not match."""
    ends, depth = [], 0
    for at, character in enumerate(text, 1):
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return []
        if depth == 0 and character in ENDS and text[at : at + 1] not in tuple(ENDS):
            ends.append(at)
    return ends if depth == 0 else []


class Documents:
    """The documents of the cases; each host paragraph is used once."""

    def __init__(self, source: Source):
        self.source = source
        self.texts: dict[str, str] = {}
        self.chance = random.Random(f"{source.settings.seed}:hosts")
        self.left = [
            at
            for at, each in enumerate(source.kept)
            if each.document in source.documents
            and at not in source.used
            and inner_positions(each.text)
        ]
        self.chance.shuffle(self.left)
        self.last = ""

    def add(self, number: int, case: Case) -> list:
        """Makes the two documents of a case; gives its row."""
        origin = self.source.kept[case.passage.paragraph]
        ends: list = []
        for side, passage in (("a", case.passage.text), ("b", case.other)):
            id, lines = f"{side}{number:05}", self.source.settings.lines
            text, start, end = insert(self.next_host(origin), passage, lines, self.chance)
            self.texts[id] = text
            ends += [id, start, end]
        return [*ends, *case.figures(), origin.source, origin.document]

    def next_host(self, origin: Paragraph) -> str:
        """The text of a host of another document than the passage and the last host.

        It is from the same file as the passage as long as that has any.
        """
        kept, excluded = self.source.kept, (origin.document, self.last)
        others = [at for at in self.left if kept[at].document not in excluded]
        if not others:
            raise SystemExit("not enough paragraphs of two sentences or more: give more text")
        at = next((at for at in others if kept[at].source == origin.source), others[0])
        self.left.remove(at)
        self.source.used.add(at)
        self.last = kept[at].document
        return kept[at].text


def inner_positions(text: str) -> list[int]:
    """The positions between two sentences."""
    return [at for at in sentence_ends(text) if text[at:].strip()]


def insert(host: str, passage: str, lines: bool, chance: random.Random) -> tuple[str, int, int]:
    """A host with the passage between two of its sentences, and the bounds of the passage."""
    at = chance.choice(inner_positions(host))
    before, after = host[:at], host[at:]
    if lines:
        before, passage = before + "\n", "\n".join(sentence_lines(passage))
        after = "\n" + after.lstrip()
    return before + passage + after, len(before), len(before) + len(passage)


def sentence_lines(text: str) -> Iterator[str]:
    """The sentences of a text."""
    start = 0
    for end in [*sentence_ends(text), len(text)]:
        if line := text[start:end].strip():
            yield line
        start = end


def figures(cases: list[Case], controls: list[Case], kept: list[Paragraph]) -> dict:
    """Counts and means of the cases."""
    files = Counter(kept[case.passage.paragraph].source for case in cases)
    copies = [case.paraphrase for case in cases if case.paraphrase]
    return {
        "cases": len(cases),
        "controls": len(controls),
        "files": dict(sorted(files.items())),
        "reached": mean(copy.rate for copy in copies),
        "moves": mean(copy.moves for copy in copies),
        "jaccard": mean(case.similarity() for case in cases),
        "characters": mean(len(case.passage.text) for case in cases),
    }


def mean(values: Iterable[float]) -> float | None:
    """The mean of some values, if there are any."""
    listed = list(values)
    return round(sum(listed) / len(listed), 4) if listed else None


def scored(folder: Path, found: Path) -> str:
    """The table of what was found."""
    texts = dict(records(folder / "collection.jsonl"))
    truth, controls = known(folder / "truth.tsv"), known(folder / "controls.tsv")
    listed: dict[Pair, list[Match]] = defaultdict(list)
    false = 0
    for match in matches_of_report(found):
        a, b = (Span.of_match(match[side]) for side in "ab")
        pair = pair_of(a.document, b.document)
        if match["kind"] in COUNTED:
            listed[pair].append((a, b))
        false += match["kind"] == "semantic" and pair not in truth and pair not in controls
    scores = [score(sides, listed[pair], texts) for pair, sides in truth.items()]
    together = sum(each.together for each in scores)
    controls_found = sum(bool(listed[pair]) for pair in controls)
    rows = [
        row("found", [each for each in scores if each.found], "found", len(truth)),
        row("found loosely", [each for each in scores if each.loosely], "loosely", len(truth)),
        ["held by all matches together", *counted(together, len(truth)), "-", "-", "-"],
        ["controls found", *counted(controls_found, len(controls)), "-", "-", "-"],
        ["false (semantic, of no case)", str(false), "-", "-", "-", "-"],
    ]
    head = ["", "count", "share", "worst end error, median", "90 %", "matches for each"]
    return table(head, rows)


def known(path: Path) -> dict[Pair, Match]:
    """The pairs of spans of a table."""
    sides = [known_pair(row) for row in read_rows(path)]
    return {pair_of(a.document, b.document): (a, b) for a, b in sides}


def score(case: Match, matches: list[Match], texts: dict[str, str]) -> Score:
    """The result for a case, from the matches between its two documents."""
    result = Score()
    ordered = [match if match[0].document == case[0].document else match[::-1] for match in matches]
    result.together = all(
        passage.covered([match[side] for match in ordered]) >= COVERED * len(passage)
        for side, passage in enumerate(case)
    )
    for match in ordered:
        sides = list(zip(match, case, strict=True))
        covered = min(side.overlap(passage) / len(passage) for side, passage in sides)
        error = max(end_error(side, passage, texts[passage.document]) for side, passage in sides)
        result.matches += covered > 0
        if covered >= COVERED_LOOSELY:
            result.loosely = True
            result.note_error("loosely", error)
        if covered >= COVERED and all(len(side) <= LONGEST * len(each) for side, each in sides):
            result.found = True
            result.note_error("found", error)
    return result


def end_error(side: Span, passage: Span, text: str) -> int:
    """The distance of the worse end from the true one, without punctuation at the ends."""
    start, end = trimmed(text, side.start, side.end)
    true_start, true_end = trimmed(text, passage.start, passage.end)
    return max(abs(start - true_start), abs(end - true_end))


def row(name: str, scores: list[Score], condition: str, cases: int) -> list[str]:
    """A row of the table about the cases that were found."""
    if not scores:
        return [name, *counted(0, cases), "-", "-", "-"]
    errors = [each.error[condition] for each in scores]
    percentiles = [f"{np.percentile(errors, each):.0f}" for each in (50, 90)]
    matches = sum(each.matches for each in scores) / len(scores)
    return [name, *counted(len(scores), cases), *percentiles, f"{matches:.2f}"]


def counted(count: int, of: int) -> list[str]:
    """A number and its share."""
    return [f"{count} of {of}", share(count, of)]


if __name__ == "__main__":
    main()
