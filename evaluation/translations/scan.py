"""Does `leitong scan --translated` find the translations among aligned paragraphs?

    P=$(python3 -m evaluation.install paraphrases)
    $P -m evaluation.translations.scan PAIRS.jsonl [...] [--unpaired] [--leitong FILE]

PAIRS.jsonl comes from `evaluation.translations.pairs`. Each paragraph is a document of its own, the
Chinese ones in one file of JSON Lines and the English ones in another, both in random order. One
row for each file: recall of the pairs, precision of what is found as `translated`, seconds and
memory.

--unpaired:   half of the pages have both languages, a quarter each has one only
--distinct:   without pairs of which a side is nearly a copy of one that is kept
--show-false: prints so many of what is found and is no pair, highest scores first
--options:    more options for the scan, in one string
"""

import json
import random
import shlex
import tempfile
from argparse import Namespace
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import read_lines, write_lines
from evaluation.common.markdown import table
from evaluation.common.process import Run, run_or_exit
from evaluation.translations.measure import drawn, without_copies

HEAD = ["", "paragraphs", "pairs", "recall", "found", "precision", "seconds", "MiB"]
LANGUAGES = ("zh", "en")


def main() -> None:
    """Prints the table."""
    parser = cli.parser(__doc__)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--unpaired", action="store_true")
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show-false", type=int, default=0, metavar="N")
    parser.add_argument("--options", default="")
    cli.add_leitong(parser)
    settings = parser.parse_args()
    print(table(HEAD, [row(path, settings) for path in settings.pairs]))


def row(path: Path, settings: Namespace) -> list[str]:
    """The figures of one file of pairs."""
    pairs = list(read_lines(path))
    if settings.distinct:
        pairs = [pairs[at] for at in without_copies(pairs)]
    kept = drawn(pairs, settings.seed) if settings.unpaired else [LANGUAGES] * len(pairs)
    found, run = scan(pairs, kept, settings)
    true = {at for at, languages in enumerate(kept) if len(languages) == 2}
    right = [each for each in found if each[0] == each[1]]
    wrong = sorted((each for each in found if each[0] != each[1]), key=lambda each: -each[2])
    for zh, en, score in wrong[: settings.show_false]:
        line = [f"{score:.3f}", pairs[zh]["zh"], pairs[en]["en"]]
        cli.progress(json.dumps(line, ensure_ascii=False))
    return [
        path.stem,
        str(sum(map(len, kept))),
        str(len(true)),
        f"{len(right) / max(1, len(true)):.3f}",
        str(len(found)),
        f"{len(right) / max(1, len(found)):.3f}",
        f"{run.wall:.1f}",
        f"{run.peak_mib:.0f}",
    ]


def scan(
    pairs: list[dict], kept: list[tuple[str, ...]], settings: Namespace
) -> tuple[list[tuple[int, int, float]], Run]:
    """The Chinese and English paragraphs that are found, by number, with their scores."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{language}.jsonl" for language in LANGUAGES]
        for language, file in zip(LANGUAGES, files, strict=True):
            lines = [
                {"id": f"{language}{at}", "text": pair[language]}
                for at, pair in enumerate(pairs)
                if language in kept[at]
            ]
            random.Random(settings.seed).shuffle(lines)
            write_lines(file, lines)
        out = Path(folder) / "found.json"
        command = [settings.leitong, "scan", *files, "--level", "paragraph", "--translated"]
        command += ["--format", "json", "--output", out, "--no-progress"]
        run = run_or_exit("scan", [*command, *shlex.split(settings.options)])
        report = json.loads(out.read_text(encoding="utf-8"))
    return translated(report), run


def translated(report: dict) -> list[tuple[int, int, float]]:
    """The translations of a report: numbers of the Chinese and the English one, the score."""
    found = []
    for match in report["matches"]:
        if match["kind"] == "translated":
            sides = sorted((match[side]["document"] for side in "ab"), reverse=True)
            zh, en = (int(document[2:]) for document in sides)
            found.append((zh, en, match["similarity"]))
    return found


if __name__ == "__main__":
    main()
