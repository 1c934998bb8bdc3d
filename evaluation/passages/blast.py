"""Finds passages with BLAST: every text is coded as DNA and compared with all others.

    python3 -m evaluation.passages.blast IN.jsonl OUT.jsonl [--word 24] [--evalue 1e-10]
                                         [--more-equal 25] [--threads 2]

After Vesanto et al. (*Applying BLAST to Text Reuse Detection in Finnish Newspapers*, 2017), who
coded letters as amino acids. Here a token, which is a Chinese character or a word of other letters,
becomes six bases by its hash, so that any script can be searched. Needs `blastn` and `makeblastdb`
of NCBI (Debian: ncbi-blast+). Writes matches as `leitong scan --format jsonl` does, with the fields
that `leitong eval --found` reads.
"""

import argparse
import re
import subprocess
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluation.common import cli
from evaluation.common.files import records, write_lines

BASES = 6
"""Bases for one token: 4,096 codes."""
TOKEN = re.compile(r"[㐀-鿿豈-﫿𠀀-𿿿]|[^\W_㐀-鿿豈-﫿𠀀-𿿿]+")
SCORING = "-reward 1 -penalty -1 -gapopen 2 -gapextend 1".split()
FIELDS = "6 qseqid sseqid length nident qstart qend sstart send"


@dataclass
class Text:
    """A document, the spans of its tokens, and its bases."""

    id: str
    tokens: list[tuple[int, int]]
    bases: str

    @classmethod
    def of(cls, id: str, text: str) -> "Text":
        """Splits and codes a text."""
        matches = list(TOKEN.finditer(text))
        bases = "".join(coded(match[0]) for match in matches)
        return cls(id, [match.span() for match in matches], bases)

    def side(self, start: int, end: int) -> dict:
        """One side of a match, from bases counted from 1 to the tokens that they code.

        The first token is the one of which the match has the greater part, the last one any part.
        """
        first = min((start - 1 + BASES // 2) // BASES, len(self.tokens) - 1)
        last = (end - 1) // BASES
        return {
            "document": self.id,
            "start": self.tokens[first][0],
            "end": max(self.tokens[last][1], self.tokens[first][1]),
        }


@dataclass(frozen=True)
class Hit:
    """A line of the output of blastn, in the order of `FIELDS`."""

    query: int
    target: int
    length: int
    equal: int
    query_start: int
    query_end: int
    target_start: int
    target_end: int

    def surplus(self) -> int:
        """How many more bases are equal than edited."""
        return 2 * self.equal - self.length

    def in_order(self) -> bool:
        """Whether this is the first of the two directions of a hit, and no text on itself."""
        if self.query != self.target:
            return self.query < self.target
        before = self.query_start < self.target_start
        return before and self.query_end < self.target_start + BASES


@cache
def coded(token: str) -> str:
    """Six bases for a token."""
    folded = unicodedata.normalize("NFKC", token).casefold()
    mixed = zlib.crc32(folded.encode()) * 2654435761 >> 8
    return "".join("ACGT"[mixed >> 2 * base & 3] for base in range(BASES))


def main() -> None:
    """Codes the texts, searches them, writes the matches."""
    settings = arguments()
    texts = [Text.of(*record) for record in records(settings.input)]
    with tempfile.TemporaryDirectory() as folder:
        write_lines(settings.output, matches(texts, Path(folder), settings))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = cli.parser(__doc__)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--word", type=int, default=24, help="bases that a hit begins with")
    parser.add_argument("--evalue", default="1e-10")
    parser.add_argument(
        "--more-equal",
        type=int,
        default=25,
        help="how many more tokens of a match are equal than edited, at least",
    )
    parser.add_argument("--max-targets", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def matches(texts: list[Text], folder: Path, settings: argparse.Namespace) -> Iterator[dict]:
    """The hits that are good enough, each in one direction."""
    for line in search(texts, folder, settings):
        hit = Hit(*(int(cell) for cell in line.split("\t")))
        if hit.surplus() >= settings.more_equal * BASES and hit.in_order():
            yield {
                "level": "passage",
                "kind": "near",
                "similarity": None,
                "a": texts[hit.query].side(hit.query_start, hit.query_end),
                "b": texts[hit.target].side(hit.target_start, hit.target_end),
            }


def search(texts: list[Text], folder: Path, settings: argparse.Namespace) -> list[str]:
    """The lines that blastn writes."""
    fasta, database, found = folder / "texts.fa", folder / "texts", folder / "found.tsv"
    entries = (f">{number}\n{text.bases}\n" for number, text in enumerate(texts) if text.tokens)
    fasta.write_text("".join(entries))
    execute(["makeblastdb", "-in", fasta, "-dbtype", "nucl", "-out", database])
    command = ["blastn", "-task", "blastn", "-query", fasta, "-db", database]
    command += ["-out", found, "-outfmt", FIELDS]
    command += ["-strand", "plus", "-dust", "no", "-soft_masking", "false"]
    command += ["-word_size", settings.word, "-evalue", settings.evalue]
    command += ["-max_target_seqs", settings.max_targets, "-num_threads", settings.threads]
    execute([*command, *SCORING])
    return found.read_text().splitlines()


def execute(command: list[object]) -> None:
    """Runs a program of BLAST, without its log."""
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
