"""Makes paragraphs that hold a passage of another text, spun in one of two places; and scores what is found of them.

    inside.py make POOL.jsonl ... --out FOLDER [--fill MORE.jsonl ...] [--count 300] [--seed 1] [--rate 0.36] [--length 80-250]
                                  [--hosts 100-400] [--pool 20000] [--lines]
    inside.py score FOLDER FOUND.jsonl

POOL is JSON Lines with `id` and `text`. A passage is some whole successive sentences of one paragraph, so many characters as --length
says. As it stands it is put between two sentences of another paragraph of the same file, its host, and a spun copy of it between two
sentences of a third one. A tenth as many cases again are controls: the second host has another passage of the same document, not spun.
The paragraphs that the passages come from are not in the collection. With --lines a document has several lines: the beginning of the
host, each sentence of the passage, the rest of the host. `make` writes

collection.jsonl  `id` and `text`: a00001 and b00001 of the first case, and so on, p00001 and so on for --pool other paragraphs
truth.tsv         `doc_a start_a end_a doc_b start_b end_b`, as `leitong eval` reads it; `reached`, `jaccard` of character 5-grams, and
                  `file` and `document` of the passage
controls.tsv      the same of the controls, but for what concerns the spinning
summary.json      counts

The same arguments give the same bytes. FOUND.jsonl is what `leitong scan --format jsonl` wrote.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from beside import records, share, table
from moves import CLOSING, OPENING
from pool import ALIKE, Paragraph, distinct, gram_names, mostly_han, paragraphs
from scores import Pair, pair_of, report
from spin import SPARE, by_turns, drawn_from, gram_jaccard, pooled, told, write_collection, write_rows
from spinner import FEWEST_WORDS, Spinner, Spun
from words import Lexicon

PLACES = "doc_a start_a end_a doc_b start_b end_b".split()
ENDS = "。！？"
CONTROLS = 0.1
"""Controls for each case."""
COUNTED = ("semantic", "near", "template")
"""Kinds of matches that find a spun passage."""
HELD, LONGEST = 0.8, 1.5
"""A match finds a passage if it covers so much of both sides, and neither of its own is so many times as long."""
HELD_LOOSELY = 0.5


@dataclass(frozen=True)
class Passage:
    """Sentences of a paragraph."""

    paragraph: int
    start: int
    end: int
    text: str

    def overlaps(self, other: "Passage") -> bool:
        """Whether they share a character."""
        return self.paragraph == other.paragraph and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Case:
    """A passage, and the text that stands for it in the second host: its spun copy, or for a control another passage."""

    passage: Passage
    other: str
    spun: Spun | None


@dataclass(frozen=True)
class Place:
    """A piece of a document."""

    document: str
    start: int
    end: int

    def shared(self, other: "Place") -> int:
        """The characters that are in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def __len__(self) -> int:
        return self.end - self.start


@dataclass
class Score:
    """What is found of one case: how many matches touch both sides, whether one finds it, and the least of the worst end errors."""

    matches: int = 0
    found: bool = False
    loosely: bool = False
    together: bool = False
    error: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Makes a set, or scores what was found of it."""
    settings = arguments()
    if settings.mode == "make":
        make(settings)
    else:
        print(scored(settings.folder, settings.found))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode", required=True)
    making = modes.add_parser("make", help="make a set")
    making.add_argument("sources", type=Path, nargs="+", metavar="POOL.jsonl")
    making.add_argument("--fill", type=Path, nargs="*", default=[], help="text whose paragraphs only stand by")
    making.add_argument("--out", type=Path, required=True)
    making.add_argument("--count", type=int, default=300, help="spun passages; controls come on top")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--rate", type=float, default=0.36, help="share of the content words to replace")
    making.add_argument("--length", type=span, default=(80, 250), metavar="FROM-TO", help="characters of a passage")
    making.add_argument("--hosts", type=span, default=(100, 400), metavar="FROM-TO", help="characters of a paragraph, be it a host or not")
    making.add_argument("--pool", type=int, default=20_000, help="real paragraphs that stand by")
    making.add_argument("--lines", action="store_true", help="a line for each sentence of a passage")
    scoring = modes.add_parser("score", help="score what was found")
    scoring.add_argument("folder", type=Path, metavar="FOLDER")
    scoring.add_argument("found", type=Path, metavar="FOUND.jsonl")
    return parser.parse_args()


def span(text: str) -> tuple[int, int]:
    """Two lengths, such as 80-250."""
    shortest, _, longest = text.partition("-")
    if not 0 < int(shortest) <= int(longest):
        raise ValueError(text)
    return int(shortest), int(longest)


def make(settings: argparse.Namespace) -> None:
    """Makes one set."""
    own = equal_shares(list(paragraphs(settings.sources, *settings.hosts)), settings.pool * SPARE, f"{settings.seed}:own")
    fill = drawn_from(list(paragraphs(settings.fill, *settings.hosts)), settings.pool, f"{settings.seed}:fill")
    kept = distinct([*own, *fill])
    told(f"{len(own) + len(fill):,} paragraphs, {len(kept):,} distinct")
    sources = {each.document for each in own}
    held = Held([each.text for each in kept])
    cases, used = spun_cases(kept, sources, held, settings)
    controls = control_cases(kept, sources, held, used, settings)
    hosts = Hosts(kept, sources, used, settings.seed)
    texts, rows = {}, []
    for number, case in enumerate([*cases, *controls], 1):
        file, document = (getattr(kept[case.passage.paragraph], name) for name in ("source", "document"))
        ends = []
        for side, passage in (("a", case.passage.text), ("b", case.other)):
            text, start, end = placed(hosts.next(file, document), passage, settings.lines, hosts.chance)
            texts[f"{side}{number:05}"] = text
            ends += [f"{side}{number:05}", start, end]
        rows.append([*ends, *spinning(case), file, document])
    left = [each for at, each in enumerate(kept) if at not in used]
    pool = pooled(left, sources, settings)
    texts |= {f"p{number:05}": each.text for number, each in enumerate(pool, 1)}
    settings.out.mkdir(parents=True, exist_ok=True)
    write_collection(settings.out / "collection.jsonl", list(texts.values()), list(texts))
    write_rows(settings.out / "truth.tsv", [*PLACES, "reached", "jaccard", "file", "document"], rows[: len(cases)])
    write_rows(settings.out / "controls.tsv", [*PLACES, "file", "document"], rows[len(cases) :])
    counts = {"distinct": len(kept), "pool": len(pool), "seed": settings.seed, **figures(cases, controls, kept)}
    (settings.out / "summary.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    told(json.dumps(counts))


def equal_shares(found: list[Paragraph], most: int, seed: str) -> list[Paragraph]:
    """All paragraphs, or so many of them, as many of each file as it has."""
    order = random.Random(seed).sample(range(len(found)), len(found))
    return [found[at] for at in by_turns(order, [found[at].source for at in order])[:most]]


class Held:
    """Tells how much of a passage stands in another paragraph too."""

    def __init__(self, texts: list[str]):
        rows = [gram_names(text) for text in texts]
        names = np.concatenate(rows)
        order = np.argsort(names, kind="stable")
        self.names = names[order]
        self.owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])[order]

    def elsewhere(self, passage: Passage) -> float:
        """The largest share of its character 5-grams, numbers apart, that one other paragraph has."""
        grams = gram_names(passage.text)
        starts, ends = (np.searchsorted(self.names, grams, side) for side in ("left", "right"))
        counts = Counter(int(owner) for start, end in zip(starts, ends) for owner in self.owners[start:end])
        del counts[passage.paragraph]
        return max(counts.values(), default=0) / max(1, len(grams))


def spun_cases(kept: list[Paragraph], sources: set[str], held: Held, settings: argparse.Namespace) -> tuple[list[Case], set[int]]:
    """As many as are asked for, from every file as many, and the paragraphs that the passages come from."""
    spinner, chance = Spinner(Lexicon.load()), random.Random(f"{settings.seed}:spin")
    cases, used = [], set()
    for at in order_of(kept, sources, f"{settings.seed}:order"):
        if len(cases) == settings.count:
            break
        found = passages(kept, at, settings)
        if not found or held.elsewhere(passage := chance.choice(found)) >= ALIKE:
            continue
        spun = spinner.spun(passage.text, settings.rate, chance)
        if spun and spun.content_words >= FEWEST_WORDS and spun.moves:
            used.add(at)
            cases.append(Case(passage, spun.text.strip(), spun))
    if len(cases) < settings.count:
        told(f"only {len(cases):,} passages can be spun at {settings.rate}")
    return cases, used


def control_cases(kept: list[Paragraph], sources: set[str], held: Held, used: set[int], settings: argparse.Namespace) -> list[Case]:
    """Pairs of passages of one document that are not the same; their paragraphs are used from now on."""
    chance = random.Random(f"{settings.seed}:controls")
    documents = defaultdict(list)
    for at, each in enumerate(kept):
        documents[each.document].append(at)
    cases: list[Case] = []
    for at in order_of(kept, sources, f"{settings.seed}:controls"):
        if len(cases) == round(settings.count * CONTROLS):
            break
        first = passages(kept, at, settings)
        if at in used or not first:
            continue
        passage = chance.choice(first)
        others = [each for near in documents[kept[at].document] if near not in used for each in passages(kept, near, settings)]
        others = [each for each in others if not each.overlaps(passage)]
        if not others or max(held.elsewhere(passage), held.elsewhere(other := chance.choice(others))) >= ALIKE:
            continue
        used |= {at, other.paragraph}
        cases.append(Case(passage, other.text, None))
    return cases


def order_of(kept: list[Paragraph], sources: set[str], seed: str) -> list[int]:
    """The paragraphs that passages are taken from, by chance, a file after the other."""
    order = [at for at, each in enumerate(kept) if each.document in sources]
    random.Random(seed).shuffle(order)
    return by_turns(order, [kept[at].source for at in order])


def passages(kept: list[Paragraph], at: int, settings: argparse.Namespace) -> list[Passage]:
    """All that a paragraph has of the length asked for; on lines of their own at least two sentences."""
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
    """The places after the sentences of a text; none if its brackets and quotation marks do not match."""
    ends, depth = [], 0
    for at, character in enumerate(text, 1):
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return []
        if depth == 0 and character in ENDS and text[at : at + 1] not in tuple(ENDS):
            ends.append(at)
    return ends if depth == 0 else []


class Hosts:
    """Paragraphs that passages are put into, each once."""

    def __init__(self, kept: list[Paragraph], sources: set[str], used: set[int], seed: int):
        self.kept, self.used, self.chance = kept, used, random.Random(f"{seed}:hosts")
        fit = [at for at, each in enumerate(kept) if each.document in sources and at not in used and places_inside(each.text)]
        self.chance.shuffle(fit)
        self.left = fit
        self.last = ""

    def next(self, file: str, document: str) -> str:
        """The text of one of another document, and not of the one before it; of the same file as long as it has any."""
        others = [at for at in self.left if self.kept[at].document not in (document, self.last)]
        at = next((at for at in others if self.kept[at].source == file), others[0] if others else None)
        if at is None:
            raise SystemExit("not enough paragraphs of two sentences or more: give more text")
        self.left.remove(at)
        self.used.add(at)
        self.last = self.kept[at].document
        return self.kept[at].text


def places_inside(text: str) -> list[int]:
    """Where something can be put between two sentences."""
    return [at for at in sentence_ends(text) if text[at:].strip()]


def placed(host: str, passage: str, lines: bool, chance: random.Random) -> tuple[str, int, int]:
    """A host with the passage between two of its sentences, and where that stands."""
    at = chance.choice(places_inside(host))
    before, after = host[:at], host[at:]
    if lines:
        before, passage, after = before + "\n", "\n".join(sentence_lines(passage)), "\n" + after.lstrip()
    return before + passage + after, len(before), len(before) + len(passage)


def sentence_lines(text: str) -> Iterator[str]:
    """The sentences of a text."""
    start = 0
    for end in [*sentence_ends(text), len(text)]:
        if line := text[start:end].strip():
            yield line
        start = end


def spinning(case: Case) -> list[str]:
    """What is told of a spun case; nothing of a control."""
    return [f"{case.spun.rate:.4f}", f"{gram_jaccard(case.passage.text, case.other):.4f}"] if case.spun else []


def figures(cases: list[Case], controls: list[Case], kept: list[Paragraph]) -> dict:
    """Counts and means."""

    def mean(values: list[float]) -> float | None:
        return round(sum(values) / len(values), 4) if values else None

    return {
        "cases": len(cases),
        "controls": len(controls),
        "files": dict(sorted(Counter(kept[case.passage.paragraph].source for case in cases).items())),
        "reached": mean([case.spun.rate for case in cases]),
        "moves": mean([case.spun.moves for case in cases]),
        "jaccard": mean([gram_jaccard(case.passage.text, case.other) for case in cases]),
        "characters": mean([len(case.passage.text) for case in cases]),
    }


def scored(folder: Path, found: Path) -> str:
    """The table of what was found."""
    texts = dict(records(folder / "collection.jsonl"))
    truth, controls = known(folder / "truth.tsv"), known(folder / "controls.tsv")
    listed: dict[Pair, list[tuple[Place, Place]]] = defaultdict(list)
    false = 0
    for match in report(found):
        a, b = (Place(match[side]["document"], match[side]["start"], match[side]["end"]) for side in "ab")
        pair = pair_of(a.document, b.document)
        if match["kind"] in COUNTED:
            listed[pair].append((a, b))
        false += match["kind"] == "semantic" and pair not in truth and pair not in controls
    scores = [score(places, listed[pair], texts) for pair, places in truth.items()]
    rows = [
        row("found", [each for each in scores if each.found], "found", len(truth)),
        row("found loosely", [each for each in scores if each.loosely], "loosely", len(truth)),
        ["held by all matches together", *counted(sum(each.together for each in scores), len(truth)), "-", "-", "-"],
        ["controls found", *counted(sum(bool(listed[pair]) for pair in controls), len(controls)), "-", "-", "-"],
        ["false (semantic, of no case)", str(false), "-", "-", "-", "-"],
    ]
    return table(["", "count", "share", "worst end error, median", "90 %", "matches for each"], rows)


def known(path: Path) -> dict[Pair, tuple[Place, Place]]:
    """The pairs of places of a table."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        doc_a, start_a, end_a, doc_b, start_b, end_b = line.split("\t")[: len(PLACES)]
        found[pair_of(doc_a, doc_b)] = Place(doc_a, int(start_a), int(end_a)), Place(doc_b, int(start_b), int(end_b))
    return found


def score(places: tuple[Place, Place], matches: list[tuple[Place, Place]], texts: dict[str, str]) -> Score:
    """What the matches between its two documents find of a case."""
    result = Score()
    matches = [match if match[0].document == places[0].document else match[::-1] for match in matches]
    result.together = all(union(place, [match[at] for match in matches]) >= HELD * len(place) for at, place in enumerate(places))
    for match in matches:
        sides = list(zip(match, places))
        held = min(side.shared(place) / len(place) for side, place in sides)
        result.matches += held > 0
        error = max(end_error(side, place, texts[place.document]) for side, place in sides)
        if held >= HELD_LOOSELY:
            result.loosely = True
            result.error["loosely"] = min(error, result.error.get("loosely", error))
        if held >= HELD and all(len(side) <= LONGEST * len(place) for side, place in sides):
            result.found = True
            result.error["found"] = min(error, result.error.get("found", error))
    return result


def union(place: Place, sides: list[Place]) -> int:
    """How many characters of a place some sides hold together."""
    return len(set().union(*(range(max(side.start, place.start), min(side.end, place.end)) for side in sides)))


def end_error(side: Place, place: Place, text: str) -> int:
    """How far the worse end is from the true one, punctuation and spaces at the ends apart."""
    (start, end), (true_start, true_end) = (trimmed(each, text) for each in (side, place))
    return max(abs(start - true_start), abs(end - true_end))


def trimmed(place: Place, text: str) -> tuple[int, int]:
    """A place without what is neither letter nor number at its ends."""
    start, end = place.start, place.end
    while start < end and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return start, end


def row(name: str, scores: list[Score], key: str, cases: int) -> list[str]:
    """A row about the cases that were found."""
    if not scores:
        return [name, *counted(0, cases), "-", "-", "-"]
    errors = [each.error[key] for each in scores]
    matches = sum(each.matches for each in scores) / len(scores)
    return [name, *counted(len(scores), cases), *(f"{np.percentile(errors, each):.0f}" for each in (50, 90)), f"{matches:.2f}"]


def counted(count: int, of: int) -> list[str]:
    """A number and its share."""
    return [f"{count} of {of}", share(count, of)]


if __name__ == "__main__":
    main()
