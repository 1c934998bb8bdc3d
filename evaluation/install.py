"""Installs what an extra of pyproject.toml names, from PyPI, into target/evaluation/NAME/venv.

    python3 -m evaluation.install paraphrases

`paraphrases` is for the scripts of that name, `semhash` for `dedup.semhash_peer`, `test` for
`evaluation/check`. An environment that has the same packages already is left as it is. Prints the
path of the interpreter.
"""

import subprocess
import sys
from pathlib import Path

from evaluation.common import cli, environments
from evaluation.common.paths import OUTPUT


def main() -> None:
    """Installs one extra."""
    parser = cli.parser(__doc__)
    parser.add_argument("extra", choices=("paraphrases", "semhash", "test"))
    name = parser.parse_args().extra
    try:
        print(installed(OUTPUT / name / "venv", environments.extra(name)))
    except subprocess.CalledProcessError as error:
        sys.exit(f"{name}: {error.stderr.strip()}")


def installed(folder: Path, packages: list[str]) -> Path:
    """The interpreter of an environment with these packages; makes it if it is not there."""
    stamp = folder / "installed.txt"
    wanted = "\n".join([sys.version, *packages])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        environments.install(environments.create(folder), *packages)
        stamp.write_text(wanted, encoding="utf-8")
    return environments.python_of(folder)


if __name__ == "__main__":
    main()
