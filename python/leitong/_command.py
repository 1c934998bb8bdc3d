"""The command ``leitong``, which is that of the Rust crate."""

from __future__ import annotations

import sys

from leitong._leitong import run_command


def main() -> None:
    """Runs the command line of this process, and exits with its code."""
    sys.exit(run_command(["leitong", *sys.argv[1:]]))
