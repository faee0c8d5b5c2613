"""Whether there is a screen: Qt aborts the whole program where it finds none."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

_NEEDS_NO_SCREEN = ("offscreen", "minimal", "vnc")
_WAIT_S = 1.0


def has_display() -> bool:
    """Return whether Qt can open a window here."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in _NEEDS_NO_SCREEN or not sys.platform.startswith("linux"):
        return True
    return _answers(_wayland()) or _answers(_x11())


def is_offscreen() -> bool:
    """Return whether nobody can see what is drawn."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return platform in _NEEDS_NO_SCREEN


def is_wayland() -> bool:
    """Return whether windows may not place themselves."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform:
        return platform.startswith("wayland")
    return sys.platform.startswith("linux") and _answers(_wayland())


def _wayland() -> str | tuple[str, int] | None:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return None
    return str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run/user/0")) / name)


def _x11() -> str | tuple[str, int] | None:
    host, _, rest = os.environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return None
    if host and host != "unix":
        return host, 6000 + int(number)
    return f"/tmp/.X11-unix/X{number}"  # where X servers listen


def _answers(address: str | tuple[str, int] | None) -> bool:
    if address is None:
        return False
    is_local = isinstance(address, str)
    family = socket.AF_UNIX if is_local else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_WAIT_S)
        for spelled in (address, f"\0{address}") if is_local else (address,):
            try:
                probe.connect(spelled)
            except OSError:
                continue
            return True
    return False
