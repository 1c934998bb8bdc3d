"""Where things are in the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The root of the repository."""
OUTPUT = ROOT / "target" / "evaluation"
"""The folder for everything that the scripts fetch, install and write by default."""
LEITONG = ROOT / "target" / "release" / "leitong"
"""The program that is measured, as `cargo build --release` makes it."""
