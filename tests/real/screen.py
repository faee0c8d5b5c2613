"""A real X screen of its own, with a window manager, and eyes and hands on it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Self

from tests.real.program import DEADLINE_S, Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Screen:
    """Xvfb on a display number that it chose itself, with openbox."""

    def __init__(self, folder: Path, base_env: Mapping[str, str]) -> None:
        reading, writing = os.pipe()
        self.folder = folder
        self._server = Program(
            [
                *("Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"),
                *("-screen", "0", "1280x800x24", "-noreset"),
            ],
            env=base_env,
            log=folder / "xvfb.log",
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"
        self.env = {**base_env, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        self._pictures = 0
        self._window_keeper = Program(
            ["openbox", "--sm-disable"], env=self.env, log=folder / "openbox.log"
        )
        self._window_keeper.wait_until(
            lambda: "_NET_SUPPORTING_WM_CHECK" in self._root_property(),
            "the window manager took the screen",
        )

    def picture(self) -> Path:
        """Save what is on the screen now."""
        self._pictures += 1
        path = self.folder / f"screen-{self._pictures}.png"
        self._run("import", "-window", "root", str(path))
        return path

    def colours(self) -> int:
        """Count the different colours on the screen; a blank one has a single one."""
        path = self.picture()
        return int(self._run("identify", "-format", "%k", str(path)))

    def shows_colour(self, colour: str) -> bool:
        """Tell whether a pixel has this colour, such as `#FF00FF`."""
        seen = self._run("convert", str(self.picture()), "-unique-colors", "txt:-")
        return colour.upper() in seen

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click."""
        self.hand("mousemove", str(x), str(y), "click", str(button))

    def press(self, *keys: str) -> None:
        """Press keys by their X names, such as `Return` or `ctrl+n`."""
        self.hand("key", *keys)

    def hand(self, *words: str) -> str:
        """Run xdotool with these words and return what it prints."""
        return self._run("xdotool", *words)

    def focused_window(self) -> str:
        """Return the id of the window that gets the keys, empty where none does."""
        done = subprocess.run(
            ["xdotool", "getwindowfocus"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def wait_for_window(self, title: str) -> str:
        """Wait for a visible window whose title has these words; return its id."""

        def found() -> str:
            done = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", title],
                env=self.env,
                capture_output=True,
                text=True,
                check=False,
            )
            return done.stdout.split("\n")[0]

        return wait_until(found, f"a window titled {title!r}")

    def _root_property(self) -> str:
        return self._run("obxprop", "--root")

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=True,
        )
        return done.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._window_keeper.end()
        self._server.end()
