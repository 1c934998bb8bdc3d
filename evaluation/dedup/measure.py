"""Runs `leitong dedup` on a collection: which variants it removed, and which copies it missed.

    python3 -m evaluation.dedup.measure LEITONG OUT.jsonl TRUTH.tsv [-- OPTIONS of dedup]
                                        [--show 5] [--json FILE] [--removed LIST.jsonl]

Prints Markdown. `removed` in a row of variants counts pairs of which a record was removed, which
all are errors; `missed` in a row of copies those of which none was. `for others`: a record was
removed for one that is not its counterpart. `wrong one`: of a text and a longer one that contains
it the longer one was removed. `both`: nothing is left of a pair.
"""

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import read_lines, records, write_json
from evaluation.common.markdown import share, table
from evaluation.common.process import run_or_exit
from evaluation.dedup.truth import CONTAINED, COPY, VARIANT, Row, read

KEPT, REMOVED = "kept", "removed"
OTHERS, WRONG, BOTH = "for others", "wrong one", "both"
GROUPS = [("zh", "short"), ("zh", "document"), ("en", "short"), ("en", "document")]
EXCERPT = 1500
"""Characters of a text that `--show` prints."""


@dataclass
class Scores:
    """For each class and group, how many pairs had each outcome."""

    counts: dict[tuple[str, str], Counter] = field(default_factory=dict)
    outcomes: list[tuple[Row, str]] = field(default_factory=list)

    def add(self, row: Row, outcome: str) -> None:
        """Counts a pair."""
        self.outcomes.append((row, outcome))
        counts = self.counts.setdefault((row.kind, row.name), Counter())
        counts[(row.language, row.length), outcome] += 1

    def names(self, kind: str) -> list[str]:
        """The classes of a kind."""
        return sorted(name for each, name in self.counts if each == kind)

    def of(self, kind: str, name: str, group: tuple[str, str] | None, *outcomes: str) -> int:
        """The number of pairs of a class and a group, or of all, with these outcomes, or any."""
        return sum(
            count
            for each in ([name] if name else self.names(kind))
            for (where, outcome), count in self.counts[kind, each].items()
            if group in (None, where) and (not outcomes or outcome in outcomes)
        )


def outcome(row: Row, removed: dict[str, str]) -> str:
    """What became of a pair."""
    gone = [id for id in (row.a, row.b) if id in removed]
    if not gone:
        return KEPT
    if any(removed[id] not in (row.a, row.b) for id in gone):
        return OTHERS
    if len(gone) == 2:
        return BOTH
    return WRONG if row.name == CONTAINED and gone == [row.b] else REMOVED


def removed_records(path: Path) -> dict[str, str]:
    """The removed records, each with the one that was kept for it."""
    return {
        line["id"]: line["duplicate_of"] for line in read_lines(path) if line.get("removed", True)
    }


def scored(rows: list[Row], removed: dict[str, str]) -> Scores:
    """The outcomes of all pairs."""
    scores = Scores()
    for row in rows:
        scores.add(row, outcome(row, removed))
    return scores


def markdown(scores: Scores) -> str:
    """A table of variants and one of copies."""
    return "\n\n".join(
        part
        for part in (
            of_kind(scores, VARIANT, "variants, which must stay", [REMOVED, BOTH, OTHERS], KEPT),
            of_kind(scores, COPY, "copies, of which one must go", [KEPT], REMOVED),
        )
        if part
    )


def of_kind(scores: Scores, kind: str, title: str, bad: list[str], good: str) -> str:
    """The table of one kind: the errors in each group, and all outcomes of all."""
    groups = [group for group in GROUPS if scores.counts and scores.of(kind, "", group)]
    if not groups:
        return ""
    others = [WRONG, BOTH, OTHERS] if kind == COPY else [OTHERS]
    word = "missed" if kind == COPY else "removed"
    head = [title, *(f"{word}, {' '.join(group)}" for group in groups)]
    head += ["pairs", word, *others, f"share {'removed' if kind == COPY else 'kept'}"]
    rows = []
    for name in [*scores.names(kind), ""]:
        cells = [
            f"{scores.of(kind, name, group, *bad)}/{scores.of(kind, name, group)}"
            for group in groups
        ]
        whole, right = scores.of(kind, name, None), scores.of(kind, name, None, good)
        cells += [f"{whole:,}", str(scores.of(kind, name, None, *bad))]
        cells += [str(scores.of(kind, name, None, each)) for each in others]
        rows.append([name or "**all**", *cells, share(right, whole)])
    return table(head, rows)


def show(scores: Scores, most: int, collection: Path) -> None:
    """Prints the texts of wrong pairs of each class."""
    texts, shown = dict(records(collection)), Counter()
    for row, found in scores.outcomes:
        is_right = found == (KEPT if row.kind == VARIANT else REMOVED)
        if is_right or shown[row.kind, row.name] >= most:
            continue
        shown[row.kind, row.name] += 1
        print(f"\n{row.kind} {row.name} {row.language} {row.length}: {found}")
        for id in filter(None, (row.a, row.b)):
            print(f"  {id} {texts[id][:EXCERPT]!r}")


def run(settings: argparse.Namespace) -> tuple[str, dict[str, str]]:
    """Runs the program, or reads the list of another; gives its title and what it removed."""
    if settings.removed:
        return settings.removed.name, removed_records(settings.removed)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "duplicates.jsonl"
        command = [settings.leitong, "dedup", settings.collection, "--duplicates", out]
        command += ["--no-config", "--no-progress", "--quiet", *settings.options]
        done = run_or_exit("leitong dedup", command)
        return f"dedup {' '.join(settings.options)}: {done.wall:.2f} s", removed_records(out)


def passed_on(given: list[str]) -> tuple[list[str], list[str]]:
    """The arguments of a script, and the options behind `--` that it passes on."""
    at = given.index("--") if "--" in given else len(given)
    return given[:at], given[at + 1 :]


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line."""
    own, options = passed_on(given)
    parser = cli.parser(__doc__)
    parser.add_argument("leitong", type=Path, metavar="LEITONG")
    parser.add_argument("collection", type=Path, metavar="OUT.jsonl")
    parser.add_argument("truth", type=Path, metavar="TRUTH.tsv")
    parser.add_argument("--show", type=int, default=0, help="wrong pairs of each class to print")
    parser.add_argument("--json", type=Path, help="write all counts to this file")
    parser.add_argument("--removed", type=Path, help="what another tool removed, in JSON Lines")
    settings = parser.parse_args(own)
    settings.options = options
    return settings


def main() -> None:
    """Runs, scores, prints."""
    settings = arguments(sys.argv[1:])
    title, removed = run(settings)
    scores = scored(list(read(settings.truth)), removed)
    print(f"{title}, {len(removed):,} removed\n")
    print(markdown(scores))
    if settings.show:
        show(scores, settings.show, settings.collection)
    if settings.json:
        rows = [{"id_a": row.a, "id_b": row.b, "outcome": each} for row, each in scores.outcomes]
        write_json(settings.json, rows)


if __name__ == "__main__":
    main()
