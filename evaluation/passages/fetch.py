"""Gets what the sets need and the repository does not have, into target/passages/.

    python3 fetch.py english      # english.jsonl: the manual pages of Perl, prose by many hands, from Debian's perl-doc (or --pod FOLDER)
    python3 fetch.py traditional  # traditional.txt: the character table of OpenCC, from PyPI (opencc-python-reimplemented, Apache 2.0)
"""

import argparse
import json
import re
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from beside import ROOT

FOLDER = ROOT / "target" / "passages"
ENGLISH = FOLDER / "english.jsonl"
TABLE = FOLDER / "traditional.txt"
OPENCC = "opencc-python-reimplemented==0.1.7"
CODE = re.compile(r"[A-Z](?:<<+ (.*?) >>+|<([^<>]*)>)", re.DOTALL)


def main() -> None:
    """Gets one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("english", "traditional"))
    parser.add_argument("--pod", type=Path, help="english: a folder of .pod files, in place of Debian's package")
    settings = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if settings.what == "traditional":
            fetch_table(Path(folder))
        else:
            write_english(settings.pod or unpacked(Path(folder)))


def unpacked(folder: Path) -> Path:
    """The files of the package, without installing it."""
    subprocess.run(["apt-get", "download", "perl-doc"], cwd=folder, check=True)
    subprocess.run(["dpkg-deb", "--extract", next(folder.glob("*.deb")), folder], check=True)
    return folder


def write_english(pods: Path) -> None:
    """A record for each page with its paragraphs of prose, a line each."""
    with open(ENGLISH, "w", encoding="utf-8") as out:
        for path in sorted(pods.rglob("*.pod")):
            text = "\n".join(prose(path.read_text(encoding="utf-8", errors="replace")))
            print(json.dumps({"id": path.name, "text": text}, ensure_ascii=False), file=out)
    print(ENGLISH)


def prose(pod: str) -> Iterator[str]:
    """Paragraphs that are neither commands nor code, without the codes of POD."""
    for paragraph in re.split(r"\n\s*\n", pod):
        if paragraph and not paragraph.startswith(("=", " ", "\t")):
            line = " ".join(paragraph.split())
            while CODE.search(line):
                line = CODE.sub(lambda match: match[1] or match[2] or "", line)
            yield line


def fetch_table(folder: Path) -> None:
    """Installs OpenCC into an environment that is thrown away, and keeps its table of characters."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", OPENCC], check=True)
    table = next(folder.rglob("STCharacters.txt"))
    TABLE.write_text(table.read_text(encoding="utf-8"), encoding="utf-8")
    print(TABLE)


def traditional() -> dict[int, int]:
    """The most usual traditional character for each simplified one."""
    if not TABLE.exists():
        raise SystemExit(f"{TABLE} is not there: python3 fetch.py traditional")
    pairs = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {ord(simplified): ord(others.split()[0]) for simplified, others in pairs if len(simplified) == 1 == len(others.split()[0])}


if __name__ == "__main__":
    main()
