"""The command line beside the package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = os.environ.get("LEITONG_COMMAND", "").split() or [sys.executable, "-m", "leitong"]
"""The command line with whose results those of the package are compared."""


class Command:
    """The command line in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, records: list[dict[str, object]]) -> None:
        """Writes records as JSON Lines."""
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        (self.folder / name).write_bytes("".join(lines).encode())

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*COMMAND, *words], cwd=self.folder, capture_output=True, check=False)


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    return Command(tmp_path_factory.mktemp("command"))
