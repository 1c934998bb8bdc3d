"""Runs one snippet, as `measure` starts it in the environment of its library.

    PYTHON -m evaluation.migrate.run NAME IN.jsonl

The current folder has what `libraries.prepare` makes. Prints a line of JSON: the records, those
that are kept, and the seconds of the snippet with its imports.
"""

import json
import sys
import time
from pathlib import Path

from evaluation.common.files import read_lines
from evaluation.migrate.libraries import LIBRARIES, SNIPPETS, kept_of_files, setting_up


def run(name: str, path: Path) -> dict[str, float]:
    """Runs one snippet on the records of a file."""
    reads_files = LIBRARIES[name].reads_files
    names = {"__name__": "__main__", **setting_up(name)}
    if not reads_files:
        names["texts"] = [record["text"] for record in read_lines(path)]
    code = compile((SNIPPETS / f"{name}.py").read_text(encoding="utf-8"), f"{name}.py", "exec")
    start = time.perf_counter()
    exec(code, names)
    seconds = time.perf_counter() - start
    kept = kept_of_files(name) if reads_files else len(names["kept"])
    return {"kept": kept, "seconds": seconds}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
