"""What the program remembers for itself: nothing in here is a choice of the rep."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from connectors.disk import write_safely
from connectors.shape import Between, ShapeError, read, write

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """Where the main window was."""

    width: Annotated[int, Between(200, 20_000)] = 1120
    height: Annotated[int, Between(200, 20_000)] = 720
    x: int | None = None
    y: int | None = None
    is_maximized: bool = False
    is_rail_folded: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """All of it. Losing it costs the rep nothing."""

    last_version: str = ""
    is_tour_done: bool = False
    is_recovery_code_shown: bool = False
    window: WindowPlace = WindowPlace()
    crashes: tuple[str, ...] = ()  # fingerprints already shown


def load_state(path: Path) -> State:
    """Read the file; what cannot be used has its default."""
    wrong: list[ShapeError] = []
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return State()
    if raw.pop("version", 1) != VERSION:
        return State()
    return read(State, raw, refuse=wrong.append)


def save_state(path: Path, state: State) -> None:
    """Write the file."""
    import tomli_w  # noqa: PLC0415  # only where something is written

    text = tomli_w.dumps({"version": VERSION} | write(state))
    write_safely(path, text.encode())


def change_state(path: Path, **changes: Any) -> State:
    """Change some of it on disk: window, tour and crashes each write their own part."""
    state = replace(load_state(path), **changes)
    save_state(path, state)
    return state
