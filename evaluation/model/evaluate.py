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
    done = subprocess.run(
        [*SIMILARITIES, *(str(Path(each).resolve()) for each in sys.argv[2:])],
        cwd=ROOT,
        input=pairs.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=True,
    )
    cosines = map(float, done.stdout.split())
    for name, figures in sentence_pairs.figures(pairs, cosines).items():
        measure = next(each for each in NAMES if each in figures)
        print(f"{name:16} {NAMES[measure]} {figures[measure]:.4f}  {figures['pairs']} pairs")


if __name__ == "__main__":
    main()
