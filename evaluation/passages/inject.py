"""Makes collections with known reuse: passages of fresh text, edited and put into other texts.

    python3 -m evaluation.passages.inject SOURCE OUT_FOLDER [--cases 1000] [--seed 1] [--inside]
                                          [--language zh|en] [--script hant] [--around 1]

SOURCE is JSON Lines with `text`, a folder of text files, or one text file. Paragraphs that repeat
in it, wholly or by a run of 12 characters (32 letters in English), are not used: nothing but the
cases reappears. Writes

collection.jsonl  `id` and `text`
truth.tsv         `doc_a start_a end_a doc_b start_b end_b`, in characters, as `leitong eval` reads
                  it; then `class` and `rate` of the edits, the number of `edits`, and the `length`
                  of the passage in content characters

The same arguments give the same bytes. Without --inside the two sides of a case are in two
documents. With --script hant the copies are in traditional characters (fetch.py gets the table);
all else is the same, so that the cases can be compared one by one.
"""

import argparse
import random
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import write_records, write_rows
from evaluation.common.spans import SPAN_COLUMNS, trimmed
from evaluation.passages.background import Background
from evaluation.passages.cases import Case, CaseMaker, Document, across, inside
from evaluation.passages.fetch import traditional
from evaluation.passages.languages import LANGUAGES

COLUMNS = [*SPAN_COLUMNS, "class", "rate", "edits", "length"]


def main() -> None:
    """Reads the settings, writes one set."""
    settings = arguments()
    language = LANGUAGES[settings.language]
    background = Background(settings.source, language, settings.seed)
    script = traditional() if settings.script == "hant" else {}
    maker = CaseMaker(background, language, settings.seed, settings.around, script)
    cases = [maker.case(number) for number in range(settings.cases)]
    chance = random.Random(f"{settings.seed}:documents")
    documents = inside(cases, background, chance) if settings.inside else across(cases, chance)
    settings.output.mkdir(parents=True, exist_ok=True)
    texts = [(document.id, document.text) for document in documents]
    write_records(settings.output / "collection.jsonl", texts)
    write_rows(settings.output / "truth.tsv", COLUMNS, truth(cases, documents))
    size = sum(len(text) for _, text in texts)
    cli.progress(f"{len(cases):,} cases in {len(documents):,} documents, {size:,} characters")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    parser.add_argument("source", type=Path, metavar="SOURCE")
    parser.add_argument("output", type=Path, metavar="OUT_FOLDER")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--around",
        type=float,
        default=1.0,
        help="unrelated text around each side, in lengths of the passage",
    )
    parser.add_argument(
        "--inside", action="store_true", help="both sides of a case in one document"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="zh")
    parser.add_argument("--script", choices=("hant",), help="copies in traditional characters")
    return parser.parse_args()


def truth(cases: list[Case], documents: list[Document]) -> list[list]:
    """A row for each case, in their order."""
    sides = {key: document for document in documents for key in document.bounds}
    rows = []
    for number, case in enumerate(cases):
        row: list = []
        for side in "ab":
            document = sides[number, side]
            row += document.id, *trimmed(document.text, *document.bounds[number, side])
        rows.append([*row, case.edit.name, f"{case.edit.rate:g}", case.edits, case.length])
    return rows


if __name__ == "__main__":
    main()
