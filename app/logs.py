"""The log: small, for the rep alone, and without anything private.

Every line is masked as a whole after it was put together, and exceptions show where
they happened, not what they say. A log that cannot be written stops nothing.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import IO, TYPE_CHECKING, Self

from app.crash import crash_text
from app.mask import mask

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MAX_BYTES = 1_000_000
OLD_FILES = 3
LONGEST_LINE = 4_000
TALKATIVE = ("httpx", "httpcore", "asyncio", "qasync", "keyring", "jeepney")


class MaskedFormatter(logging.Formatter):
    """Puts a record into words that anyone may read."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(message)s")
        self.converter = _utc

    def format(self, record: logging.LogRecord) -> str:
        try:
            words = record.getMessage()
        except (TypeError, ValueError, KeyError):
            words = str(record.msg)
        text = mask(_one_line(words))
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + crash_text(record.exc_info[1])
        if record.stack_info:
            text += "\n" + mask(record.stack_info)
        at = self.formatTime(record)
        return f"{at} {record.levelname.lower()} {record.name}: {text}"


def _utc(seconds: float | None) -> time.struct_time:
    return time.gmtime(seconds)


def _one_line(words: str) -> str:
    """Keep a record on its line: text from outside must not look like a record."""
    if len(words) > LONGEST_LINE:
        words = words[:LONGEST_LINE] + "…"
    return "".join(c if c.isprintable() else " " for c in words)


class PrivateFile(RotatingFileHandler):
    """A file of bounded size that only the rep can read."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(self.baseFilename, flags, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say nothing: the usual words would print the record as it came."""


class Logs:
    """The log files of a home, from entering until leaving.

    `crash.log` gets the place where the interpreter itself dies; that of the last run
    is kept in `crash.last.log`, and `died_before` says that there was one.
    """

    def __init__(self, folder: Path, level: int = logging.INFO) -> None:
        self.path = folder / "switchhook.log"
        self._folder = folder
        self._level = level
        self._level_before = level
        self.died_before = False
        self._file: PrivateFile | None = None
        self._faults: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = PrivateFile(
                self.path, maxBytes=MAX_BYTES, backupCount=OLD_FILES, encoding="utf-8"
            )
            self._watch_faults(self._folder / "crash.log")
        except OSError:
            return self  # a home that cannot be written is told by those who need it
        self._file.setFormatter(MaskedFormatter())
        root = logging.getLogger()
        root.addHandler(self._file)
        self._level_before = root.level
        root.setLevel(self._level)
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        return self

    def _watch_faults(self, path: Path) -> None:
        if path.exists() and path.stat().st_size > 0:
            self.died_before = True
            path.replace(path.with_name("crash.last.log"))
        if faulthandler.is_enabled():
            return  # someone else watches: a debugger, a test run
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._faults = os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8")
        faulthandler.enable(self._faults, all_threads=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            logging.getLogger().removeHandler(self._file)
            logging.getLogger().setLevel(self._level_before)
            with suppress(OSError):  # a full disk: what it could not take is lost
                self._file.close()
        if self._faults is not None:
            faulthandler.disable()
            with suppress(OSError):
                self._faults.close()
