"""The desktop's wish for less motion reaches the theme, at the start and later."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Self

import pytest
from jeepney import (
    DBusAddress,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from tests.real.bus import DRIVER
from tests.real.program import Program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real.bus import Bus

pytestmark = pytest.mark.real
NAME = "org.freedesktop.portal.Desktop"
SETTINGS = DBusAddress(
    "/org/freedesktop/portal/desktop", interface="org.freedesktop.portal.Settings"
)
APPEARANCE = "org.freedesktop.appearance"
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from ui.desktop_wishes import DesktopWishes
from ui.theme import Theme

app = QApplication([])
theme = Theme()
theme.apply(app)

def say():
    print("moves" if theme.has_motion else "stands still", flush=True)

theme.changed.connect(say)
wishes = DesktopWishes(theme)
print("follows", wishes.follow(), flush=True)
app.exec()
"""


class Portal:
    """A desktop portal that knows one setting."""

    def __init__(self, bus: Bus, less_motion: int) -> None:
        self._less_motion = less_motion
        self._is_ending = threading.Event()
        self._connection = bus.connect()
        taken = new_method_call(DRIVER, "RequestName", "su", (NAME, 4))
        self._connection.send_and_get_reply(taken)
        self._thread = threading.Thread(target=self._serve, name="portal")
        self._thread.start()

    def change(self, less_motion: int) -> None:
        body = (APPEARANCE, "reduced-motion", ("u", less_motion))
        self._connection.send(new_signal(SETTINGS, "SettingChanged", "ssv", body))

    def _serve(self) -> None:
        while not self._is_ending.is_set():
            try:
                message = self._connection.receive(timeout=0.02)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            if message.body == (APPEARANCE, "reduced-motion"):
                value = ("v", ("u", self._less_motion))
                self._connection.send(new_method_return(message, "v", (value,)))
            else:
                self._connection.send(new_error(message, f"{NAME}.Error.NotFound"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_ending.set()
        self._thread.join()
        self._connection.close()


def test_less_motion_is_followed_at_the_start_and_live(
    bus: Bus, tmp_path: Path
) -> None:
    env = {
        **bus.env,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", PROGRAM]
    with (
        Portal(bus, less_motion=1) as portal,
        Program(command, env=env, log=tmp_path / "wishes.log") as program,
    ):
        program.wait_until_said("stands still")

        portal.change(0)
        program.wait_until_said("moves")


def test_a_desktop_without_a_portal_is_no_trouble(bus: Bus, tmp_path: Path) -> None:
    env = {
        **bus.env,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ending = PROGRAM.replace(
        "app.exec()",
        "from PySide6.QtCore import QTimer\n"
        "QTimer.singleShot(300, app.quit)\napp.exec()\nprint('fine')",
    )
    command = [sys.executable, "-c", ending]
    with Program(command, env=env, log=tmp_path / "wishes.log") as program:
        assert program.wait_until_ended() == 0
        assert "follows True" in program.said
        assert program.said.endswith("fine\n")
