"""Measures the model on labelled pairs of sentences.

    $PYTHON -m evaluation.model.evaluate PAIRS.jsonl [MODEL2VEC_FOLDER]

Each line has the fields a, b, label (0 or 1, or a degree) and set. The cosines come from
`cargo run --release --example similarities`, so that the shipped code is measured. Prints for each
set Spearman's rho if its labels are degrees, and the area under the ROC curve if they are 0 and 1.
"""

import subprocess
import sys
from pathlib import Path

from evaluation.common import sentence_pairs
from evaluation.common.paths import ROOT

SIMILARITIES = "cargo run --quiet --release --example similarities --".split()
NAMES = {"auc": "AUC", "rho": "rho"}


def main() -> None:
    """Computes the cosines, prints the figures."""
    pairs = Path(sys.argv[1])
    found = cosines(pairs.read_text(encoding="utf-8"), sys.argv[2:])
    for name, figures in sentence_pairs.figures(pairs, found).items():
        measure = next(each for each in NAMES if each in figures)
        print(f"{name:16} {NAMES[measure]} {figures[measure]:.4f}  {figures['pairs']} pairs")


def cosines(pairs: str, folders: list[str]) -> list[float]:
    """The cosine of each pair of JSON Lines, by the model in a folder if there is one."""
    done = subprocess.run(
        [*SIMILARITIES, *(str(Path(folder).resolve()) for folder in folders)],
        cwd=ROOT,
        input=pairs,
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(each) for each in done.stdout.split()]


if __name__ == "__main__":
    main()
