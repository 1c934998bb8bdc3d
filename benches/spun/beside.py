"""What the scripts of ../peers have that serves here too."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "peers"))

from content import content, jaccard, records, shingles  # noqa: E402, F401
from peers import ROOT  # noqa: E402, F401
from process import run  # noqa: E402, F401
from tables import share, table  # noqa: E402, F401
