"""The texts of seeds/ as a source for the tests: real ones that are in the repository."""

from pathlib import Path

from evaluation.common.files import records, write_records
from evaluation.common.paths import ROOT
from evaluation.common.testing import FolderTestCase


def write_seeds(path: Path) -> Path:
    """Writes the texts as JSON Lines."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    write_records(path, ((seed.stem, seed.read_text(encoding="utf-8")) for seed in seeds))
    return path


class FromSeeds(FolderTestCase):
    """Tests of sets that are made of the seeds."""

    source: Path

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.source = write_seeds(cls.folder / "seeds.jsonl")

    def texts(self, name: str) -> dict[str, str]:
        """The texts of a set."""
        return dict(records(self.folder / name / "collection.jsonl"))
