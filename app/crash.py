"""What may be told of an exception: where it happened, never with whom.

Messages of foreign exceptions and the values of variables can hold anything, so a
report has the types, and the places in files. Our own messages hold nothing private
by rule, and are masked all the same.
"""

from __future__ import annotations

import hashlib
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.mask import mask
from app.state import change_state, load_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

OURS = ("app", "connectors", "ui", "resources")
KEPT = 200  # fingerprints
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One crash that the rep has not seen yet, as text that can be sent to anyone."""

    fingerprint: str
    text: str


def crash_fingerprint(problem: BaseException) -> str:
    """Return the same short text for every crash of the same kind at the same place."""
    lines = [line for one in _chain(problem) for line in _kind_and_places(one)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def crash_text(problem: BaseException) -> str:
    """Describe an exception with its causes, outermost first."""
    parts = []
    for number, one in enumerate(_chain(problem)):
        kind, *places = _kind_and_places(one)
        words = f": {mask(str(one))}" if _is_ours(type(one)) and str(one) else ""
        lead = "because of " if number else ""
        parts.append("\n".join([f"{lead}{kind}{words}", *(f"  {p}" for p in places)]))
    return "\n".join(parts)


class Crashes:
    """Gives each distinct crash once, also over restarts."""

    def __init__(self, state_path: Path) -> None:
        self._path = state_path
        self._seen = set(load_state(state_path).crashes)

    def first_time(self, problem: BaseException) -> CrashReport | None:
        """Return a report where this crash is new."""
        fingerprint = crash_fingerprint(problem)
        if fingerprint in self._seen:
            return None
        self._seen.add(fingerprint)
        known = load_state(self._path).crashes
        with suppress(OSError):  # a full disk is told elsewhere, or is the crash itself
            change_state(self._path, crashes=(*known, fingerprint)[-KEPT:])
        return CrashReport(fingerprint, crash_text(problem))


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """Yield an exception, those of its group and its causes, each once."""
    seen: set[int] = set()
    waiting = [problem]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        cause = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if cause is not None:
            waiting.append(cause)


def _kind_and_places(problem: BaseException) -> list[str]:
    kind = type(problem)
    name = kind.__qualname__
    if kind.__module__ != "builtins":
        name = f"{kind.__module__}.{name}"
    return [name, *_places(problem.__traceback__)]


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _short(name: str) -> str:
    """Name a file from its package on: the folders before tell who and where."""
    path = Path(name)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    for folder in ("site-packages", "python3.11", "lib"):
        if folder in path.parts:
            at = len(path.parts) - 1 - path.parts[::-1].index(folder)
            return "/".join(path.parts[at + 1 :])
    return path.name


def _is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in OURS
