"""Finds passages with BLAST: every text in DNA letters, all against all.

    python3 blast_peer.py IN.jsonl OUT.jsonl [--word 24] [--evalue 1e-10] [--more-equal 25] [--threads 2]

As Vesanto et al. (*Applying BLAST to Text Reuse Detection in Finnish Newspapers*, 2017) did with letters as amino acids. Here a token, which is
a Chinese character or a word of other letters, becomes six bases by its hash, so that any script can be searched. Needs `blastn` and `makeblastdb` of
NCBI (Debian: ncbi-blast+). Writes matches as `leitong scan --format jsonl` does, with what `leitong eval --found` reads of them.
"""

import argparse
import json
import re
import subprocess
import tempfile
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from beside import records

BASES = 6
TOKEN = re.compile(r"[㐀-鿿豈-﫿𠀀-𿿿]|[^\W_㐀-鿿豈-﫿𠀀-𿿿]+")
SCORING = "-reward 1 -penalty -1 -gapopen 2 -gapextend 1".split()
FIELDS = "6 qseqid sseqid length nident qstart qend sstart send"


@dataclass
class Text:
    """A document and where its tokens are."""

    id: str
    tokens: list[tuple[int, int]]
    bases: str

    @classmethod
    def of(cls, id: str, text: str) -> "Text":
        """Cuts and codes a text."""
        matches = list(TOKEN.finditer(text))
        return cls(id, [match.span() for match in matches], "".join(coded(match[0]) for match in matches))

    def place(self, start: int, end: int) -> dict:
        """The tokens of which these bases (from 1, with the last) hold the greater part at the first, any part at the last."""
        first = min((start - 1 + BASES // 2) // BASES, len(self.tokens) - 1)
        return {"document": self.id, "start": self.tokens[first][0], "end": max(self.tokens[(end - 1) // BASES][1], self.tokens[first][1])}


@cache
def coded(token: str) -> str:
    """Six bases for a token, out of 4,096."""
    mixed = zlib.crc32(unicodedata.normalize("NFKC", token).casefold().encode()) * 2654435761 >> 8
    return "".join("ACGT"[mixed >> 2 * base & 3] for base in range(BASES))


def main() -> None:
    """Codes, searches, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path, metavar="IN.jsonl")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--word", type=int, default=24, help="bases that a hit begins with")
    parser.add_argument("--evalue", default="1e-10")
    parser.add_argument("--more-equal", type=int, default=25, help="so many more tokens of a match are equal than edited, as Leitong asks")
    parser.add_argument("--max-targets", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=2)
    settings = parser.parse_args()
    texts = [Text.of(*record) for record in records(settings.input)]
    with tempfile.TemporaryDirectory() as folder, open(settings.output, "w", encoding="utf-8") as out:
        for line in search(texts, Path(folder), settings):
            query, target, length, equal, *ends = (int(cell) for cell in line.split("\t"))
            if 2 * equal - length >= settings.more_equal * BASES and once(query, target, *ends):
                sides = {"a": texts[query].place(*ends[:2]), "b": texts[target].place(*ends[2:])}
                print(json.dumps({"level": "passage", "kind": "near", "similarity": None, **sides}), file=out)


def search(texts: list[Text], folder: Path, settings: argparse.Namespace) -> list[str]:
    """The lines that blastn gives."""
    fasta, database, found = folder / "texts.fa", folder / "texts", folder / "found.tsv"
    fasta.write_text("".join(f">{number}\n{text.bases}\n" for number, text in enumerate(texts) if text.tokens))
    subprocess.run(["makeblastdb", "-in", fasta, "-dbtype", "nucl", "-out", database], check=True, stdout=subprocess.DEVNULL)
    asked = ["-strand", "plus", "-dust", "no", "-soft_masking", "false", "-word_size", settings.word, "-evalue", settings.evalue]
    asked += ["-max_target_seqs", settings.max_targets, "-num_threads", settings.threads, *SCORING]
    command = ["blastn", "-task", "blastn", "-query", fasta, "-db", database, "-out", found, "-outfmt", FIELDS, *asked]
    subprocess.run([str(part) for part in command], check=True)
    return found.read_text().splitlines()


def once(query: int, target: int, query_start: int, query_end: int, target_start: int, target_end: int) -> bool:
    """Whether a hit is told in this direction, and is not a text on itself."""
    if query != target:
        return query < target
    return query_start < target_start and query_end < target_start + BASES


if __name__ == "__main__":
    main()
