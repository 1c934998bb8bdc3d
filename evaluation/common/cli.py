"""What the command lines of the scripts have in common."""

import argparse
import sys
from pathlib import Path

from evaluation.common.paths import LEITONG


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser whose help shows the docstring of the script as it stands."""
    return argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def add_leitong(arguments: argparse.ArgumentParser) -> None:
    """Adds the option for the program that is measured."""
    arguments.add_argument("--leitong", type=Path, default=LEITONG, help="the program to measure")


def progress(message: str) -> None:
    """Prints a line about the progress on standard error."""
    print(message, file=sys.stderr, flush=True)
