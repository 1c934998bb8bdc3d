"""Collects paragraphs and their translations from Debian packages.

    python3 -m evaluation.translations.pairs help FOLDER --out PAIRS.jsonl

help:    LibreOffice help (libreoffice-help-zh-cn, libreoffice-help-en-us)
books:   Debian Reference and the installation guide (debian-reference-zh-cn, debian-reference-en,
         installation-guide-amd64)
manual:  manual pages (manpages-zh, man-db, passwd, login, and the packages of the English pages)

FOLDER holds each package unpacked into a folder of its name; what is missing is downloaded with
`apt-get download`, which needs Debian's package lists. A Chinese and an English block belong
together if their pages have the same name, and if the section behind the same anchor consists of
the same kinds of blocks in both. Lines have page, section, place, zh and en.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evaluation.common import cli, environments
from evaluation.common.chinese import HAN
from evaluation.common.files import write_lines
from evaluation.translations.pages import Sections, html_sections, roff_sections

LEAST_HAN = 40
"""Fewest Chinese characters of a paragraph."""
LEAST_WORDS = 8
"""Fewest English words of a paragraph."""
UNTRANSLATED = re.compile(r"([A-Za-z]+[\s,]+){8}")
"""Latin words in a row that are a sentence of their own."""
WORD = re.compile(r"[A-Za-z]{2,}")


class Source(NamedTuple):
    """Pages in two languages: the packages, and where in them the files are."""

    packages: tuple[str, ...]
    zh: str
    en: tuple[str, ...]


HELP, HELP_ZH, HELP_EN = "usr/share/libreoffice/help", "zh-CN/text", "en-US/text"
GUIDE = "installation-guide-amd64/usr/share/doc/installation-guide-amd64"
MANUALS = "coreutils man-db passwd login util-linux procps kbd gzip sed grep"
SOURCES = {
    "help": [
        Source(
            ("libreoffice-help-zh-cn", "libreoffice-help-en-us"),
            f"libreoffice-help-zh-cn/{HELP}/{HELP_ZH}",
            (f"libreoffice-help-en-us/{HELP}/{HELP_EN}",),
        )
    ],
    "books": [
        Source(
            ("debian-reference-zh-cn", "debian-reference-en"),
            "debian-reference-zh-cn/usr/share/debian-reference",
            ("debian-reference-en/usr/share/debian-reference",),
        ),
        Source(("installation-guide-amd64",), f"{GUIDE}/zh_CN", (f"{GUIDE}/en",)),
    ],
    "manual": [
        Source(
            ("manpages-zh", *MANUALS.split()),
            f"{package}/usr/share/man/zh_CN",
            tuple(f"{english}/usr/share/man" for english in MANUALS.split()),
        )
        for package in ("manpages-zh", "man-db", "passwd", "login")
    ],
}


def main() -> None:
    """Writes the pairs of a domain."""
    parser = cli.parser(__doc__)
    parser.add_argument("domain", choices=SOURCES)
    parser.add_argument("folder", type=Path, help="of the unpacked packages")
    parser.add_argument("--out", type=Path, required=True)
    settings = parser.parse_args()
    for source in SOURCES[settings.domain]:
        fetch(source.packages, settings.folder)
    listed = [
        pair for source in SOURCES[settings.domain] for pair in pairs(source, settings.folder)
    ]
    kept = distinct(listed)
    write_lines(settings.out, kept)
    print(f"{len(kept)} pairs, {len(listed) - len(kept)} repeated ones left out", file=sys.stderr)


def fetch(packages: tuple[str, ...], folder: Path) -> None:
    """Unpacks the packages that are not there."""
    for package in packages:
        if not (folder / package / "usr").exists():
            (folder / package).mkdir(parents=True, exist_ok=True)
            environments.unpack_debian(package, folder / package)


def pairs(source: Source, folder: Path) -> Iterator[dict]:
    """The pairs of all pages."""
    root = folder / source.zh
    for path in sorted(root.rglob("*")):
        if not path.name.endswith((".html", ".gz")):
            continue
        name = str(path.relative_to(root))
        english = name.replace(".zh-cn.html", ".en.html")
        other = next(
            (folder / en / english for en in source.en if (folder / en / english).exists()), None
        )
        if other:
            read = html_sections if name.endswith(".html") else roff_sections
            for pair in aligned(read(path), read(other)):
                yield {"page": f"{source.zh.split('/')[0]}/{name}", **pair}


def aligned(zh: Sections, en: Sections) -> Iterator[dict]:
    """The paragraphs of sections that have the same kinds of blocks."""
    for anchor, blocks in zh.items():
        others = en.get(anchor, [])
        if [each.kind for each in blocks] != [each.kind for each in others]:
            continue
        for place, (block, other) in enumerate(zip(blocks, others, strict=True)):
            if is_pair(block.text, other.text):
                yield {"section": anchor, "place": place, "zh": block.text, "en": other.text}


def is_pair(zh: str, en: str) -> bool:
    """Whether one is long enough and mostly Chinese, the other one English."""
    return (
        len(re.findall(f"[{HAN}]", zh)) >= max(LEAST_HAN, len(WORD.findall(zh)))
        and not UNTRANSLATED.search(zh)
        and len(WORD.findall(en)) >= LEAST_WORDS
        and not re.search(f"[{HAN}]", en)
    )


def distinct(listed: list[dict]) -> list[dict]:
    """The pairs neither side of which occurred before, punctuation and spaces apart."""
    seen: set[str] = set()
    kept = []
    for pair in listed:
        keys = {re.sub(r"\W", "", pair[side]).lower() for side in ("zh", "en")}
        if not keys & seen:
            kept.append(pair)
        seen |= keys
    return kept


if __name__ == "__main__":
    main()
