"""Small files are old or new, never half, whatever happens while they are written."""

from __future__ import annotations

import os
import resource
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.disk import set_aside, write_safely

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def in_a_child(work: Callable[[], None]) -> int:
    """Do the work in a child process and return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except OSError as problem:
            os._exit(problem.errno or 1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_bytes(b"old")
    return tmp_path / "settings.toml"


def test_a_file_is_replaced_and_private(path: Path) -> None:
    path.chmod(0o644)

    write_safely(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


def test_a_full_disk_leaves_the_old_file_alone(path: Path) -> None:
    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        write_safely(path, b"x" * 5000)

    assert in_a_child(fill) != 0
    assert path.read_bytes() == b"old"
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("last", range(1, 12))
def test_a_kill_at_any_step_leaves_the_old_or_the_new_file(
    path: Path, last: int
) -> None:
    def die() -> None:
        seen = 0

        def watch(_event: str, _args: object) -> None:
            nonlocal seen
            seen += 1
            if seen == last:
                os._exit(9)

        sys.addaudithook(watch)
        write_safely(path, b"new" * 1000)

    in_a_child(die)

    assert path.read_bytes() in {b"old", b"new" * 1000}
    write_safely(path, b"later")
    assert path.read_bytes() == b"later"


def test_what_is_set_aside_overwrites_nothing(path: Path) -> None:
    first = set_aside(path, "broken", AT)
    path.write_bytes(b"again")
    second = set_aside(path, "broken", AT)

    assert first.name == "settings.toml.broken-20261122T090000Z"
    assert second.name == "settings.toml.broken-20261122T090000Z-2"
    assert (first.read_bytes(), second.read_bytes()) == (b"old", b"again")
