"""Our tray icon in real trays: clicked, with its menu, and when one comes late."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.real.desktop import Desktop
from tests.real.fixtures import base_env, need
from tests.real.program import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.program import Program

pytestmark = pytest.mark.real
OUR_TRAY = (sys.executable, "-m", "tests.real.tray_program")


def place(app: Program) -> tuple[int, int]:
    x, y = app.said.rsplit("at ", 1)[1].split()[:2]
    return int(x), int(y)


def test_a_click_in_an_old_tray_opens_the_window(tint2_desktop: Desktop) -> None:
    with tint2_desktop.start(*OUR_TRAY, "calls") as app:
        app.wait_until_said("at ")

        def is_clicked() -> bool:
            tint2_desktop.screen.click(*place(app))
            return "window_wanted" in app.said

        app.wait_until(is_clicked, "the window was asked for")


def test_the_menu_of_an_old_tray_is_made_as_it_opens(tint2_desktop: Desktop) -> None:
    with tint2_desktop.start(*OUR_TRAY, "calls") as app:
        app.wait_until_said("at ")

        def is_open() -> bool:
            tint2_desktop.screen.click(*place(app), button=3)
            return "menu " in app.said

        app.wait_until(is_open, "the menu opened")

        count = int(app.said.rsplit("menu ", 1)[1].split()[0])
    assert count > 5


@pytest.mark.parametrize("state", ["fine", "calls", "down"])
def test_a_new_tray_knows_the_icon_and_lets_it_go(
    xfce_desktop: Desktop, state: str
) -> None:
    before = set(xfce_desktop.tray_items())

    with xfce_desktop.start(*OUR_TRAY, state) as app:
        app.wait_until(
            lambda: set(xfce_desktop.tray_items()) - before, "the tray knows the icon"
        )

    wait_until(
        lambda: set(xfce_desktop.tray_items()) <= before,
        "the icon went with its program",
    )


def test_a_tray_that_comes_later_shows_the_icon(
    new_folder: Callable[[], Path],
) -> None:
    need("Xvfb", "openbox", "xdotool", "import", "dbus-daemon", "tint2")

    with Desktop(new_folder(), base_env()) as bare, bare.start(*OUR_TRAY) as app:
        app.wait_until_said("ready False")
        bare.put_up_tint2()

        app.wait_until_said("at ")
