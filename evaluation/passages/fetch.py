"""Gets the texts and tables that the sets need, into target/evaluation/passages.

    python3 -m evaluation.passages.fetch english
    python3 -m evaluation.passages.fetch traditional

english:     english.jsonl, the manual pages of Perl, prose by many authors, from Debian's perl-doc
             (or from a folder of .pod files: --pod FOLDER)
traditional: traditional.txt, the character table of OpenCC, from PyPI
             (opencc-python-reimplemented, Apache 2.0)
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evaluation.common import cli, environments
from evaluation.common.files import write_records
from evaluation.common.paths import OUTPUT

FOLDER = OUTPUT / "passages"
ENGLISH = FOLDER / "english.jsonl"
TRADITIONAL = FOLDER / "traditional.txt"
OPENCC = "opencc-python-reimplemented==0.1.7"
FORMATTING_CODE = re.compile(r"[A-Z](?:<<+ (.*?) >>+|<([^<>]*)>)", re.DOTALL)
"""A formatting code of POD, such as `C<text>`."""


def main() -> None:
    """Gets one of them."""
    parser = cli.parser(__doc__)
    parser.add_argument("what", choices=("english", "traditional"))
    parser.add_argument("--pod", type=Path, help="english: a folder of .pod files")
    settings = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if settings.what == "traditional":
            print(fetch_table(Path(folder)))
        else:
            print(write_english(settings.pod or perl_manual(Path(folder))))


def perl_manual(folder: Path) -> Path:
    """The folder, with the files of Debian's package in it."""
    environments.unpack_debian("perl-doc", folder)
    return folder


def write_english(pods: Path) -> Path:
    """Writes a record for each page with its paragraphs of prose, one on each line."""
    paths = sorted(pods.rglob("*.pod"))
    pages = ((path.name, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    write_records(ENGLISH, ((name, "\n".join(prose(page))) for name, page in pages))
    return ENGLISH


def prose(pod: str) -> Iterator[str]:
    """The paragraphs that are neither commands nor code, without formatting codes."""
    for paragraph in re.split(r"\n\s*\n", pod):
        if paragraph and not paragraph.startswith(("=", " ", "\t")):
            line = " ".join(paragraph.split())
            while FORMATTING_CODE.search(line):
                line = FORMATTING_CODE.sub(lambda match: match[1] or match[2] or "", line)
            yield line


def fetch_table(folder: Path) -> Path:
    """Installs OpenCC into a temporary environment and keeps its table of characters."""
    environments.install(environments.create(folder), OPENCC)
    table = next(folder.rglob("STCharacters.txt"))
    TRADITIONAL.write_text(table.read_text(encoding="utf-8"), encoding="utf-8")
    return TRADITIONAL


def traditional() -> dict[int, int]:
    """The most usual traditional character for each simplified one, for `str.translate`."""
    if not TRADITIONAL.exists():
        command = "python3 -m evaluation.passages.fetch traditional"
        raise SystemExit(f"{TRADITIONAL} does not exist: {command}")
    lines = TRADITIONAL.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line)
    pairs = ((simplified, others.split()[0]) for simplified, others in rows)
    return {ord(old): ord(new) for old, new in pairs if len(old) == len(new) == 1}


if __name__ == "__main__":
    main()
