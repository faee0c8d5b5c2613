"""What the command line may ask of a companion, whether it runs or is opened for it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command (docs/command-line.md)."""

    FINE = 0
    FAILED = 1
    USAGE = 2
    NOT_RUNNING = 3
    LOCKED = 4


class CommandError(Exception):
    """A command cannot be done; the text is for whoever typed it."""

    def __init__(self, text: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(text)
        self.exit = code
