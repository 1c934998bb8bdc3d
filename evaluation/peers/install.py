"""Installs the peers from PyPI, each into an environment of its own under target/peers/.

    python3.12 install.py [PEER ...]

text-dedup and the pinned numpy ask for Python 3.12. A peer that cannot be installed is told on standard error and left out.
"""

import argparse
import shutil
import subprocess
import sys
import venv

from peers import FOLDER, PEERS, Peer, python


def main() -> None:
    """Installs those that are asked for, or all; fails if none could be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"{', '.join(PEERS)}; all if none is given")
    names = parser.parse_args().peers or list(PEERS)
    if unknown := set(names) - set(PEERS):
        parser.error(f"no peer {', '.join(sorted(unknown))}: {', '.join(PEERS)}")
    installed = [name for name in names if install(name, PEERS[name])]
    print(f"installed: {', '.join(installed) or 'none'}")
    sys.exit(not installed)


def install(name: str, peer: Peer) -> bool:
    """Makes the environment of one peer afresh; whether it could be."""
    venv.create(FOLDER / name, clear=True, with_pip=True)
    try:
        pip(name, *peer.requirements)
        if peer.bare:
            pip(name, "--no-deps", *peer.bare)
    except subprocess.CalledProcessError as error:
        print(f"{name}: not installed\n{error.stderr.strip()}", file=sys.stderr)
        shutil.rmtree(FOLDER / name)
        return False
    return True


def pip(name: str, *packages: str) -> None:
    """Installs packages into the environment of one peer."""
    command = [python(name), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(command, check=True, capture_output=True, text=True)


if __name__ == "__main__":
    main()
