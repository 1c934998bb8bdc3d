"""Makes collections to measure on, from a seed and, if one is given, a source of clauses.

    python3 -m evaluation.peers.generate paragraphs 1000000 OUT.jsonl [--source TEXTS.jsonl]
                                         [--copies 0.3] [--truth KNOWN.tsv] [--jobs 2]
    python3 -m evaluation.peers.generate boilerplate 20000 OUT.jsonl
    python3 -m evaluation.peers.generate copies 100000 OUT.jsonl
    python3 -m evaluation.peers.generate spread 5000 OUT.jsonl --truth PAIRS.tsv

paragraphs:  N short paragraphs (10 to 80 characters). Half of the copies are equal to their
             original, the others have one to four edits; --truth gets `copy  original` for each.
boilerplate: N documents of 20 paragraphs, 18 of which are the same in all; --body makes the other
             two longer.
copies:      N times each of three lines, in turn.
spread:      N documents, half of them edited copies whose similarity to their original is spread
             over 0.4 to 1; --truth gets every pair of one cluster with its exact similarity, as
             exact_pairs.py writes them.

Clauses come from the texts of --source, or are made of invented words with the skewed frequencies
of Chinese. The same arguments give the same bytes.
"""

from pathlib import Path

from evaluation.common import cli
from evaluation.peers.generators import boilerplate, copies, paragraphs, spread
from evaluation.peers.generators.clauses import Clauses

GENERATORS = {
    "paragraphs": paragraphs.write,
    "boilerplate": boilerplate.write,
    "copies": copies.write,
    "spread": spread.write,
}


def main() -> None:
    """Reads the settings and writes one collection."""
    parser = cli.parser(__doc__)
    parser.add_argument("kind", choices=GENERATORS)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--truth", type=Path, help="paragraphs: known copies; spread: every pair")
    parser.add_argument("--source", type=Path, help="JSON Lines to take clauses from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=0.3, help="paragraphs: share of copies")
    parser.add_argument(
        "--body",
        type=int,
        default=1,
        help="boilerplate: length of a paragraph of the body, in paragraphs of boilerplate",
    )
    parser.add_argument("--jobs", type=int, default=2, help="paragraphs: processes")
    settings = parser.parse_args()
    clauses = Clauses.of(settings.source, settings.seed)
    written = GENERATORS[settings.kind](settings, clauses)
    cli.progress(f"{written:,} documents")


if __name__ == "__main__":
    main()
