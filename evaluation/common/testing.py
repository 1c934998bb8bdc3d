"""What the tests of several scripts use."""

import tempfile
import unittest
from pathlib import Path

from evaluation.common.process import Run, module, run


class FolderTestCase(unittest.TestCase):
    """Tests with a temporary folder that all tests of the class share."""

    folder: Path

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)


def run_script(name: str, *arguments: object) -> Run:
    """Runs a script of this package, such as `passages.inject`, which must succeed."""
    done = run(module(name, *arguments))
    assert done.code == 0, done.errors
    return done
