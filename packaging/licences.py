"""Prints the licences of all crates that are compiled into the program for a target.

Usage: licences.py TARGET

Their licences ask that copies of the program come with their notices. A crate without a file of its
own is listed with the name of its licence.
"""

import json
import subprocess
import sys
from pathlib import Path

NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE")


def metadata(target: str) -> dict:
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    command += ["--quiet", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def linked(graph: dict) -> list[str]:
    """The ids of the crates that the program is linked with, without Leitong itself."""
    nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}
    root = graph["resolve"]["root"]
    seen, left = set(), [root]
    while left:
        node = nodes[left.pop()]
        if node["id"] in seen:
            continue
        seen.add(node["id"])
        for dependency in node["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                left.append(dependency["pkg"])
    return sorted(seen - {root})


def licence_files(package: dict) -> list[Path]:
    folder = Path(package["manifest_path"]).parent
    found = [path for path in folder.iterdir() if path.is_file()]
    named = [path for path in found if path.stem.upper().startswith(NAMES)]
    if package["license_file"]:
        named.append(folder / package["license_file"])
    return sorted(set(named))


def main() -> None:
    graph = metadata(sys.argv[1])
    packages = {package["id"]: package for package in graph["packages"]}
    crates = [packages[id] for id in linked(graph)]
    crates.sort(key=lambda one: (one["name"], one["version"]))
    # Many crates have the same text: it is printed once, with their names.
    owners: dict[str, list[str]] = {}
    out = sys.stdout
    out.write("Leitong is built from these crates; the texts of their licences follow.\n\n")
    for crate in crates:
        name = f"{crate['name']} {crate['version']}"
        out.write(f"{name}: {crate['license'] or 'see below'}\n")
        for path in licence_files(crate):
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            owners.setdefault(text, []).append(name)
    for text, names in owners.items():
        out.write(f"\n{'=' * 80}\n{', '.join(dict.fromkeys(names))}\n{'-' * 80}\n\n{text}\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
