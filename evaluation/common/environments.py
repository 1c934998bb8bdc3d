"""Packages of other people: installed from PyPI into an environment, or unpacked from Debian."""

import re
import subprocess
import tomllib
import venv
from pathlib import Path

from evaluation.common.paths import ROOT

PROJECT = ROOT / "evaluation" / "pyproject.toml"
OWN_EXTRA = re.compile(r"leitong-evaluation\[([\w-]+)\]")


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / "bin" / "python"


def create(folder: Path) -> Path:
    """Makes an environment afresh; gives its interpreter."""
    venv.create(folder, clear=True, with_pip=True)
    return python_of(folder)


def install(python: Path, *packages: str) -> None:
    """Installs packages from PyPI into the environment of an interpreter."""
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    subprocess.run(command, check=True, capture_output=True, text=True)


def extra(name: str) -> list[str]:
    """The pinned packages that an extra of pyproject.toml names, with those of its own extras."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    packages: list[str] = []
    for requirement in project["optional-dependencies"][name]:
        own = OWN_EXTRA.fullmatch(requirement)
        packages += extra(own[1]) if own else [requirement]
    return packages


def unpack_debian(package: str, folder: Path) -> None:
    """Unpacks the files of a Debian package into a folder, without installing it."""
    subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
    subprocess.run(["dpkg-deb", "--extract", next(folder.glob("*.deb")), folder], check=True)
