"""Installs the peers from PyPI, each into an environment of its own in target/evaluation/peers.

    python3.12 -m evaluation.peers.install [PEER ...]

text-dedup and the pinned numpy require Python 3.12. A peer that cannot be installed is reported on
standard error and left out.
"""

import shutil
import subprocess
import sys

from evaluation.common import cli, environments
from evaluation.peers.peers import FOLDER, PEERS, Peer


def main() -> None:
    """Installs the peers that are asked for, or all; fails if none could be installed."""
    parser = cli.parser(__doc__)
    listed = ", ".join(PEERS)
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"{listed}; all by default")
    names = parser.parse_args().peers or list(PEERS)
    if unknown := set(names) - set(PEERS):
        parser.error(f"no peer {', '.join(sorted(unknown))}: {listed}")
    installed = [name for name in names if install(name, PEERS[name])]
    print(f"installed: {', '.join(installed) or 'none'}")
    sys.exit(not installed)


def install(name: str, peer: Peer) -> bool:
    """Makes the environment of one peer afresh; gives whether that succeeded."""
    python = environments.create(FOLDER / name)
    try:
        environments.install(python, *peer.requirements)
        if peer.bare:
            environments.install(python, "--no-deps", *peer.bare)
    except subprocess.CalledProcessError as error:
        cli.progress(f"{name}: not installed\n{error.stderr.strip()}")
        shutil.rmtree(FOLDER / name)
        return False
    return True


if __name__ == "__main__":
    main()
