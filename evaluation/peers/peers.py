"""The peers: which adapter runs each, and what it needs installed."""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = ROOT / "target" / "peers"


@dataclass(frozen=True)
class Peer:
    """One tool of others."""

    adapter: str
    """The script beside this one that runs it."""
    requirements: list[str]
    """Packages to install with all that they depend on."""
    bare: list[str] = field(default_factory=list)
    """Packages to install without what they depend on."""


PEERS = {
    "datasketch": Peer("datasketch_peer.py", ["datasketch==2.0.0", "xxhash==4.1.0"]),
    "rensa": Peer("rensa_peer.py", ["rensa==0.5.0"]),
    "gaoya": Peer("gaoya_peer.py", ["gaoya==0.2.2"]),
    "fastsketchlsh": Peer("fastsketchlsh_peer.py", ["fastsketchlsh==1.0.1", "numpy==2.5.5"]),
    "text-dedup": Peer("textdedup_peer.py", ["text-dedup==0.4.1"]),
    "datatrove": Peer(
        "datatrove_peer.py",
        # What its MinHash steps import; with all its extras it is gigabytes.
        "dill==0.4.1 fsspec huggingface-hub humanize loguru multiprocess==0.70.19 numpy==2.5.5 orjson regex tokenizers tqdm xxhash<4".split(),
        bare=["datatrove==0.10.1"],
    ),
}


def python(name: str) -> Path:
    """The interpreter of a peer's own environment."""
    return FOLDER / name / "bin" / "python"
