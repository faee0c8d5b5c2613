"""What the admin fixed for every rep of a machine.

The file is the settings' own shape in TOML, without a version. A policy that cannot be
read is told, and the last one that could still holds: an admin's slip of the pen shall
neither free what was fixed nor keep reps from their phones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.snapshot import Problem
from connectors.disk import write_safely

if TYPE_CHECKING:
    from pathlib import Path

_GROUPS = frozenset({"pop", "wrap_up"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Fixed values by their dotted names, and what is wrong with their file."""

    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()


NO_POLICY = Policy(MappingProxyType({}))


def read_policy(path: Path, seen_path: Path) -> Policy:
    """Read the admin's file; `seen_path` remembers the last one that was readable."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        _forget(seen_path)
        return NO_POLICY
    except OSError:
        return _last_seen(path, seen_path)
    try:
        values = _dotted(tomllib.loads(content.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return _last_seen(path, seen_path)
    _remember(seen_path, content)
    return Policy(MappingProxyType(values))


def _dotted(raw: Mapping[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in raw.items():
        if name in _GROUPS and isinstance(value, Mapping):
            values |= {f"{name}.{below}": part for below, part in value.items()}
        else:
            values[name] = value
    return values


def _last_seen(path: Path, seen_path: Path) -> Policy:
    problems = (Problem("policy-broken", path.name),)
    try:
        values = _dotted(tomllib.loads(seen_path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        values = {}
    return Policy(MappingProxyType(values), problems)


def _remember(seen_path: Path, content: bytes) -> None:
    try:
        if not seen_path.exists() or seen_path.read_bytes() != content:
            write_safely(seen_path, content)
    except OSError:
        return  # it is read again at the next start; nothing depends on the copy now


def _forget(seen_path: Path) -> None:
    try:
        seen_path.unlink(missing_ok=True)
    except OSError:
        return
