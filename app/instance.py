"""One companion per home: an OS lock, and where its holder can be reached.

The lock ends with its holder, however that ends, so files of a crashed one are
harmless. It is taken twice: in the runtime folder, which is local and short, and in
the home itself, because two logins may have different runtime folders.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from app.folders import runtime_dir, runtime_name
from connectors.disk import write_safely

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

LISTENER_FILE = "listener.json"
TOKEN_FILE = "hook-token"


class Instance:
    """The right to be the companion of one home. Keep it until the end."""

    def __init__(self, home: Path, locks: tuple[int, ...]) -> None:
        self._home = home
        self._locks = locks

    def announce(self, port: int) -> None:
        """Tell hooks, the command line and a second start where we listen."""
        _write(self._home, port, os.getpid())

    def release(self) -> None:
        """Say that nobody listens any more, and let the next one in."""
        if not self._locks:
            return
        with suppress(OSError):
            port = last_port(self._home)
            if port is not None:
                _write(self._home, port, None)
        for lock in self._locks:
            os.close(lock)
        self._locks = ()


def acquire(home: Path) -> Instance | None:
    """Become the companion of `home`, or return None where one runs.

    Raises OSError where the home cannot be written.
    """
    near = runtime_dir() / f"{runtime_name(home)}.lock"
    locks: list[int] = []
    for path in (near, home / "instance.lock"):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        locks.append(descriptor)
        if not _lock(descriptor):
            for taken in locks:
                os.close(taken)
            return None
    return Instance(home, tuple(locks))


def last_port(home: Path) -> int | None:
    """Return the port of the last listener: links to it stay good if it is free."""
    try:
        port = json.loads((home / LISTENER_FILE).read_bytes())["port"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return port if isinstance(port, int) and 1024 <= port <= 65535 else None


def _write(home: Path, port: int, pid: int | None) -> None:
    told = {"port": port, "pid": pid, "token_path": str(home / TOKEN_FILE)}
    write_safely(home / LISTENER_FILE, json.dumps(told).encode())


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
