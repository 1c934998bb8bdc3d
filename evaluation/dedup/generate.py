"""Makes collections of records that differ in what they say, and of copies that do not.

    python3 -m evaluation.dedup.generate guards 2000 OUT.jsonl --truth TRUTH.tsv [--source IN.jsonl]
    python3 -m evaluation.dedup.generate templates 2000 OUT.jsonl --truth TRUTH.tsv [--share 0.9]
                                         [--copies 0.1]

guards:    N pairs of texts, half of them Chinese, half English, half short, half documents.
           In variants one thing differs: a name, number, date, unit, negation, opposite, or who did
           what to whom. In copies everything else may differ.
templates: N records, of whose characters --share are boilerplate that they have in common; --copies
           of them are edited copies of others.

Texts are made of invented sentences, or taken from --source. The same arguments give the same
bytes.
"""

from pathlib import Path

from evaluation.common import cli
from evaluation.dedup.guards import write_guards
from evaluation.dedup.templates import write_templates

GENERATORS = {"guards": write_guards, "templates": write_templates}


def main() -> None:
    """Reads the settings and writes one collection."""
    parser = cli.parser(__doc__)
    parser.add_argument("kind", choices=GENERATORS)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", type=Path, help="guards: JSON Lines to take texts from")
    parser.add_argument("--share", type=float, default=0.9, help="templates: share of boilerplate")
    parser.add_argument("--copies", type=float, default=0.1, help="templates: share of copies")
    settings = parser.parse_args()
    if settings.source and settings.kind != "guards":
        parser.error("only guards are taken from a source")
    if not 0 < settings.share < 1 or not 0 <= settings.copies <= 0.5:
        parser.error("--share is between 0 and 1, --copies at most 0.5")
    cli.progress(f"{GENERATORS[settings.kind](settings):,} {settings.kind}")


if __name__ == "__main__":
    main()
