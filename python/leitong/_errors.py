"""The exceptions of the package."""

from __future__ import annotations


class LeitongError(Exception):
    """A run failed; the message says what, where and why."""


class SettingsError(LeitongError, ValueError):
    """A setting is wrong; the message begins with its name."""


class ReadError(LeitongError):
    """A file or record could not be read.

    Attributes:
        path: The file; ``data`` or ``against`` for records in memory.
        line: Line of the record, counted from 1; ``None`` for a whole file.
        reason: Why it could not be read.
    """

    def __init__(
        self, path: str, line: int | None, reason: str, message: str | None = None
    ) -> None:
        super().__init__(path, line, reason, message)
        self.path = path
        self.line = line
        self.reason = reason
        self._message = message

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return self._message or f"{place}: {self.reason}"
