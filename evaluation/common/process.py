"""Runs a command to its end and reads its time and memory from the operating system."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from evaluation.common.paths import ROOT

TIMEOUT = 3600.0
"""Seconds that a run of Leitong may take by default; the largest measured set takes minutes."""


@dataclass
class Run:
    """The result and the cost of one run. Memory is that of its largest process.

    A child starts with the memory of its parent, so that no smaller figure can be measured: the
    caller must stay small.
    """

    code: int
    wall: float
    cpu: float
    peak_mib: float
    output: str
    errors: str


def run(command: Sequence[object], timeout: float = TIMEOUT) -> Run:
    """Runs `command`; after `timeout` seconds the command and all its children are killed."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=with_package(os.environ),
        start_new_session=True,
    )
    alarm = threading.Timer(timeout, os.killpg, (child.pid, signal.SIGKILL))
    alarm.start()
    output, errors = Pipe(child.stdout), Pipe(child.stderr)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    alarm.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        code=child.returncode,
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        output=output.text(),
        errors=errors.text(),
    )


def run_or_exit(
    label: str, command: Sequence[object], timeout: float = TIMEOUT, codes: tuple[int, ...] = (0,)
) -> Run:
    """Runs `command`; ends this program with its messages if its exit code is none of `codes`."""
    done = run(command, timeout)
    if done.code not in codes:
        sys.exit(f"{label}: exit {done.code}: {(done.errors or done.output).strip()}")
    return done


def module(name: str, *arguments: object, python: Path | str = sys.executable) -> list[object]:
    """The command that runs a module of this package, such as `passages.inject`."""
    return [python, "-m", f"evaluation.{name}", *arguments]


def with_package(environment: os._Environ | dict) -> dict[str, str]:
    """An environment in which this package can be imported from any working directory."""
    paths = [str(ROOT), environment.get("PYTHONPATH", "")]
    return {**environment, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


class Pipe:
    """Reads a pipe to its end in a thread of its own, so that the child never waits for it."""

    def __init__(self, stream: IO[bytes]):
        self.stream = stream
        self.content = b""
        self.thread = threading.Thread(target=self.drain)
        self.thread.start()

    def drain(self) -> None:
        """Reads and closes the pipe."""
        with self.stream:
            self.content = self.stream.read()

    def text(self) -> str:
        """Everything that was written to the pipe, once it is closed."""
        self.thread.join()
        return self.content.decode(errors="replace")
