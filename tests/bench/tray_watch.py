"""A screen with a tray for figures, and an eye on when an icon appears in it."""

from __future__ import annotations

import os
import select
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.display import Display

from tests.real.program import Program
from tests.real.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from Xlib.xobject.drawable import Window

DEADLINE_S = 30.0


class TrayWatch:
    """Sees the panel put an icon up: the icon's place in the panel is mapped."""

    def __init__(self, screen: Screen) -> None:
        self.env: Mapping[str, str] = screen.env
        self._display = Display(screen.display)
        panel = self._find(self._display.screen().root, "tint2")
        panel.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def wait_for_icon(self) -> int:
        """Return when (monotonic ns) the next icon was put up."""
        return self._wait_for(X.MapNotify)

    def wait_until_gone(self) -> None:
        """Wait until an icon was taken away."""
        self._wait_for(X.DestroyNotify)

    def forget(self) -> None:
        """Leave what happened until now out of account."""
        self._display.sync()
        while self._display.pending_events():
            self._display.next_event()

    def _wait_for(self, kind: int) -> int:
        until_s = time.monotonic() + DEADLINE_S
        while time.monotonic() < until_s:
            while self._display.pending_events():
                if self._display.next_event().type == kind:
                    return time.monotonic_ns()
            select.select([self._display.fileno()], [], [], 1.0)
        raise TimeoutError("the tray did not change")

    def _find(self, window: Window, name: str) -> Window:
        for child in window.query_tree().children:
            if child.get_wm_name() == name:
                return child
            found = self._find(child, name)
            if found is not None:
                return found
        return None


@contextmanager
def screen_with_tray() -> Iterator[TrayWatch]:
    """Give a private X screen with a window manager and a panel."""
    with TemporaryDirectory(prefix="sh-bench-", dir="/tmp") as name:
        folder = Path(name)
        run = folder / "run"
        run.mkdir(mode=0o700)
        own = {
            **{k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"},
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(run),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        with Screen(folder, own) as screen:
            log = folder / "tint2.log"
            with Program(["tint2"], env=screen.env, log=log):
                screen.wait_for_window("tint2")
                yield TrayWatch(screen)
