"""Measures whether lines that were wrapped by hand are joined into paragraphs.

    python3 -m evaluation.wrapped_lines.measure COLLECTION... [--columns 70] [--documents 300]
    python3 -m evaluation.wrapped_lines.measure --wires COLLECTION...

Every text of a collection that has one paragraph a line is wrapped in three styles (`blank`: a
blank line between paragraphs, `indent`: white space before each, `flush`: nothing). A paragraph
counts as found if it is a paragraph of the wrapped text again, from end to end. With --wires the
texts are wrapped already, with white space before each paragraph, and the findings of a scan of
paragraphs are counted in them and in the same texts with one paragraph a line.
"""

import json
import tempfile
from pathlib import Path

from evaluation.common import cli, files, markdown, process
from evaluation.wrapped_lines import wrapping

SHORTEST = 25
"""Least width of a paragraph, in ideographs, as `scan` has it."""


def width(paragraph: str) -> float:
    """Width of the letters and digits of a paragraph, in ideographs."""
    letters = [char for char in paragraph if char.isalnum()]
    return sum(1 if wrapping.is_wide(char) else 1 / 3 for char in letters)


def scan(leitong: Path, *arguments: object) -> list[dict]:
    """The matches of a scan of paragraphs."""
    command = [leitong, "scan", "--level", "paragraph", "--format", "json", "--edits", "none", "-q"]
    return json.loads(process.run_or_exit("scan", [*command, *arguments]).output)["matches"]


def found(texts: dict[str, list[str]], style: str, settings, folder: Path) -> tuple[int, int]:
    """How many paragraphs are found in the texts that are wrapped in a style, and of how many."""
    plain, other = folder / "plain.jsonl", folder / f"{style}.jsonl"
    files.write_records(plain, ((id, "\n".join(texts[id])) for id in texts))
    wrap = ((id, wrapping.wrapped(texts[id], settings.columns, style)) for id in texts)
    files.write_records(other, wrap)
    whole = set()
    for match in scan(settings.leitong, plain, "--against", other):
        a, b = match["a"], match["b"]
        same = a["document"].split("#")[0] == b["document"].split("#")[0]
        if same and match["kind"] == "exact":
            whole.add((a["document"], a["start"]))
    long = [text for paragraphs in texts.values() for text in paragraphs if width(text) > SHORTEST]
    return len(whole), len(long)


def unique(paragraphs: list[str]) -> list[str]:
    """The paragraphs of a text, each once."""
    return list(dict.fromkeys(text.strip() for text in paragraphs if text.strip()))


def texts_of(path: Path, settings) -> dict[str, list[str]]:
    """The paragraphs of the first texts that have several long ones."""
    texts: dict[str, list[str]] = {}
    for number, (_, text) in enumerate(files.records(path)):
        paragraphs = unique(text.split("\n"))
        if sum(width(paragraph) > 2 * SHORTEST for paragraph in paragraphs) >= 3:
            texts[str(number)] = paragraphs
        if len(texts) == settings.documents:
            break
    return texts


def measure(path: Path, settings) -> list[list[str]]:
    """A row of the table for each style."""
    texts = texts_of(path, settings)
    rows = []
    for style in wrapping.STYLES:
        with tempfile.TemporaryDirectory() as folder:
            again, of = found(texts, style, settings, Path(folder))
        rows.append([f"{path.stem}, {style}", str(of), markdown.share(again, of)])
    return rows


def measure_wires(path: Path, settings) -> list[str]:
    """Findings in wrapped texts, and in the same with one paragraph a line."""
    counts = []
    for text_of in (str, wrapping.unwrapped):
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder) / "texts.jsonl"
            files.write_records(texts, ((id, text_of(text)) for id, text in files.records(path)))
            counts.append(len(scan(settings.leitong, texts)))
    return [path.stem, *map(str, counts)]


def main() -> None:
    """Prints the table."""
    arguments = cli.parser(__doc__)
    arguments.add_argument("collections", type=Path, nargs="+")
    arguments.add_argument("--columns", type=int, default=70)
    arguments.add_argument("--documents", type=int, default=300)
    arguments.add_argument("--wires", action="store_true")
    cli.add_leitong(arguments)
    settings = arguments.parse_args()
    if settings.wires:
        rows = [measure_wires(path, settings) for path in settings.collections]
        print(markdown.table(["collection", "as wrapped", "one paragraph a line"], rows))
        return
    rows = [row for path in settings.collections for row in measure(path, settings)]
    print(markdown.table(["collection, style", "paragraphs", "found whole"], rows))


if __name__ == "__main__":
    main()
