"""One real program that a test started, and that ends with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")
DEADLINE_S = 20.0  # generous: two cores may be shared by many
POLL_S = 0.02


class DidNotHappenError(AssertionError):
    """Something that a real program should do did not come in time."""


def wait_until(is_so: Callable[[], T], what: str, deadline_s: float = DEADLINE_S) -> T:
    """Poll `is_so` until it gives something true, and return that."""
    until = time.monotonic() + deadline_s
    while not (found := is_so()):
        if time.monotonic() > until:
            raise DidNotHappenError(f"{what} did not happen within {deadline_s} s")
        time.sleep(POLL_S)
    return found


class Program:
    """A program in a process group of its own, ended by its pid and never by name.

    Where the tests die, the kernel ends it (`setpriv --pdeathsig`).
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path,
        stdin: str | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.name = os.path.basename(command[0])  # noqa: PTH119  # str or Path
        self.log = log
        leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*leash, *command],
                env=dict(env),
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        if stdin is not None and self._process.stdin is not None:
            self._process.stdin.write(stdin.encode())
            self._process.stdin.close()

    @property
    def pid(self) -> int:
        """The process id, the same before and after the leash is put on."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """The exit code, none while it runs."""
        return self._process.poll()

    @property
    def said(self) -> str:
        """All that it has printed until now."""
        return self.log.read_text("utf-8", "replace")

    def wait_until(self, is_so: Callable[[], object], what: str) -> None:
        """Poll `is_so`; fail at once, with what the program said, where it ended."""

        def is_so_while_running() -> object:
            if not self.is_running and not is_so():
                raise DidNotHappenError(
                    f"{self.name} ended with {self.exit_code} before {what}: "
                    + self.said
                )
            return is_so()

        wait_until(is_so_while_running, f"{self.name}: {what}")

    def wait_until_said(self, text: str) -> None:
        """Wait for `text` in what it prints."""
        self.wait_until(lambda: text in self.said, f"it said {text!r}")

    def wait_until_ended(self, deadline_s: float = DEADLINE_S) -> int:
        """Wait for its own end and return its exit code."""
        return self._process.wait(deadline_s)

    def end(self) -> None:
        """Ask it to end, insist after two seconds; whatever it started ends too."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, number)
                self._process.wait(2)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._process.wait(2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
