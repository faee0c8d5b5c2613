"""What a command line wants, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Start:
    """The companion itself is wanted, not a command. `link` is what to open in it."""

    has_window: bool = True
    is_minimized: bool = False
    is_tour: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One command for a companion; `prints_json` is False where people read it."""

    name: str
    args: Mapping[str, object]
    prints_json: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """A phone source is to be listened to (app/listen_command.py)."""

    source: str
    settings: tuple[str, ...]
    own_lines: tuple[str, ...]
    for_s: float | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup is to take the place of the files; `code_from` is `@-` or None."""

    path: Path
    code_from: str | None


Wish: TypeAlias = Start | Ask | Listen | Restore
