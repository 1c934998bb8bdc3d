"""Measures the model on pairs of sentences: python evaluate.py PAIRS.jsonl [MODEL2VEC_FOLDER]

Each line has the fields a, b, label (0 or 1; degrees for sets with STS in their name) and set. The cosines come from
`cargo run --release --example similarities`, so that what is measured is what ships. Prints Spearman's rho for
degrees, and for 0 and 1 the area under the ROC curve.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.stats import rankdata


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8")
    pairs = [json.loads(line) for line in lines.splitlines()]
    command = ["cargo", "run", "--quiet", "--release", "--example", "similarities", "--", *sys.argv[2:]]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, input=lines, capture_output=True, text=True, check=True)
    cosines = np.array(done.stdout.split(), float)
    for name in sorted({pair["set"] for pair in pairs}):
        which = [index for index, pair in enumerate(pairs) if pair["set"] == name]
        labels = np.array([float(pairs[index]["label"]) for index in which])
        measure, value = ("rho", rho(cosines[which], labels)) if "STS" in name else ("AUC", auc(cosines[which], labels > 0))
        print(f"{name:16} {measure} {value:.4f}  {len(which)} pairs")


def rho(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(np.corrcoef(rankdata(scores), rankdata(labels))[0, 1])


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    yes, no = truth.sum(), (~truth).sum()
    return float((rankdata(scores)[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


if __name__ == "__main__":
    main()
