"""The peers: the adapter that runs each of them, and the packages that it needs."""

from dataclasses import dataclass, field
from pathlib import Path

from evaluation.common import environments
from evaluation.common.paths import OUTPUT

FOLDER = OUTPUT / "peers"


@dataclass(frozen=True)
class Peer:
    """A deduplication tool that Leitong is compared with."""

    adapter: str
    """The module of `evaluation.peers.adapters` that runs it."""
    requirements: list[str]
    """Packages to install with their dependencies."""
    bare: list[str] = field(default_factory=list)
    """Packages to install without their dependencies."""


PEERS = {
    "datasketch": Peer("datasketch", ["datasketch==2.0.0", "xxhash==4.1.0"]),
    "rensa": Peer("rensa", ["rensa==0.5.0"]),
    "gaoya": Peer("gaoya", ["gaoya==0.2.2"]),
    "fastsketchlsh": Peer("fastsketchlsh", ["fastsketchlsh==1.0.1", "numpy==2.5.5"]),
    "text-dedup": Peer("textdedup", ["text-dedup==0.4.1"]),
    "datatrove": Peer(
        "datatrove",
        # The imports of its MinHash steps; with all its extras it takes gigabytes.
        [
            *("dill==0.4.1", "fsspec", "huggingface-hub", "humanize", "loguru"),
            *("multiprocess==0.70.19", "numpy==2.5.5", "orjson", "regex", "tokenizers"),
            *("tqdm", "xxhash<4"),
        ],
        bare=["datatrove==0.10.1"],
    ),
}


def python(name: str) -> Path:
    """The interpreter of the environment of a peer."""
    return environments.python_of(FOLDER / name)
