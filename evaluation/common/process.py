"""Runs one command to its end and takes its time and memory from the operating system."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass


@dataclass
class Run:
    """What one run took. Memory is that of its largest process.

    A child begins with the memory of its parent, so that nothing smaller can be seen: the caller must stay small.
    """

    code: int
    wall: float
    cpu: float
    peak_mib: float
    output: str
    errors: str


def run(command: list[str], timeout: float) -> Run:
    """Runs `command`; after `timeout` seconds it and all its children are killed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    alarm = threading.Timer(timeout, os.killpg, (child.pid, signal.SIGKILL))
    alarm.start()
    streams = [b"", b""]
    readers = [threading.Thread(target=drain, args=(child.stdout, streams, 0)), threading.Thread(target=drain, args=(child.stderr, streams, 1))]
    for reader in readers:
        reader.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    alarm.cancel()
    for reader in readers:
        reader.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    output, errors = (stream.decode(errors="replace") for stream in streams)
    return Run(child.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output, errors)


def drain(stream, streams: list[bytes], place: int) -> None:
    """Reads a pipe to its end."""
    with stream:
        streams[place] = stream.read()
