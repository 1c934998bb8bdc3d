"""Measures how the time and memory of a scan grow with texts of hostile shapes.

    python3 -m evaluation.shapes.measure [SHAPE ...] [--from 10000] [--to 10000000]
                                         [--timeout 60] [--scan="--semantic"] [--json OUT.json]

Sizes double from --from to --to bytes; a shape is left when a run exceeds --timeout seconds of
processor time. The exponent is the slope of log(time) over log(size), by least squares over the
runs of a quarter of a second or more: 1 is linear.
"""

import math
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluation.common import cli, files, markdown, process
from evaluation.shapes import documents, texts

SHAPES = [*texts.SHAPES, *documents.SHAPES, "books"]
SHORTEST = 0.25
"""Seconds of the shortest run that counts for an exponent: shorter ones are start-up time."""


@dataclass
class Measured:
    """One run over a text of a shape."""

    shape: str
    size: int
    seconds: float
    peak_mib: float
    output: int
    done: bool


def write(shape: str, size: int, folder: Path) -> Path:
    """Writes a text as a file, or a collection as JSON Lines."""
    if shape in texts.SHAPES:
        path = folder / f"{shape}.txt"
        path.write_text(texts.text(shape, size), encoding="utf-8", newline="\n")
        return path
    path = folder / f"{shape}.jsonl"
    numbered = enumerate(documents.texts(shape, size))
    files.write_records(path, ((str(number), text) for number, text in numbered))
    return path


def measure(shape: str, size: int, settings) -> Measured:
    """Runs a scan over a text of this shape and size."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(shape, size, Path(folder))
        size = path.stat().st_size
        output = Path(folder) / "out.jsonl"
        scan = [settings.leitong, "scan", path, "--input-format", "text", *settings.scan.split()]
        done = process.run([*scan, "--format", "jsonl", "-q", "-o", output], settings.timeout)
        written = output.stat().st_size if output.exists() else 0
        if done.code not in (0, -9):
            cli.progress(f"{shape}: exit {done.code}: {done.errors.strip()[:200]}")
        return Measured(shape, size, done.cpu, done.peak_mib, written, done.code == 0)


def exponent(runs: list[Measured]) -> float | None:
    """Slope of log(time) over log(size), if two runs are long enough."""
    points = [(math.log(run.size), math.log(run.seconds)) for run in runs if run.seconds > SHORTEST]
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)


def sizes(settings) -> list[int]:
    """The sizes to measure, each twice the one before."""
    steps = math.floor(math.log2(settings.to / settings.first) + 1e-9)
    return [settings.first << step for step in range(steps + 1)]


def runs_of(shape: str, settings) -> list[Measured]:
    """The runs of one shape, up to the first that takes too long."""
    runs = []
    for size in sizes(settings):
        runs.append(measure(shape, size, settings))
        last = runs[-1]
        cli.progress(
            f"{shape:16} {last.size:>11,} B {last.seconds:8.2f} s {last.peak_mib:7.0f} MiB"
            f" {last.output:>12,} B out{'' if last.done else '  KILLED'}"
        )
        if not last.done:
            break
    return runs


def row(shape: str, runs: list[Measured]) -> list[str]:
    """The row of a shape in the table."""
    last = runs[-1]
    slope = exponent([run for run in runs if run.done])
    seconds = f"{last.seconds:.2f}" if last.done else f"more than {last.seconds:.0f}"
    return [
        shape,
        f"{last.size / 1e6:.2f}",
        seconds,
        "-" if slope is None else f"{slope:.2f}",
        f"{last.peak_mib:.0f}",
        f"{last.output / 1e6:.2f}",
    ]


def main() -> None:
    """Reads the settings and prints one table."""
    parser = cli.parser(__doc__)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--from", type=int, default=10_000, dest="first", help="bytes")
    parser.add_argument("--to", type=int, default=10_000_000, help="bytes")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for a run")
    parser.add_argument("--scan", default="", help="further options of the scan")
    parser.add_argument("--json", type=Path, help="writes every run there")
    cli.add_leitong(parser)
    settings = parser.parse_args()
    runs = {shape: runs_of(shape, settings) for shape in settings.shapes or SHAPES}
    head = ["shape", "MB", "CPU s", "exponent", "MiB", "output MB"]
    print(markdown.table(head, [row(shape, each) for shape, each in runs.items()]))
    if settings.json:
        files.write_json(settings.json, [asdict(run) for each in runs.values() for run in each])


if __name__ == "__main__":
    main()
