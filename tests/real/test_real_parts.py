"""Each real part does what the tests of the app will ask of it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import keyring
import pytest
from jeepney import DBusErrorResponse, MatchRule, message_bus
from keyring.errors import KeyringLocked

from tests.real import notifications
from tests.real.program import Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jeepney.io.blocking import DBusConnection

    from tests.real.bus import Bus
    from tests.real.desktop import Desktop
    from tests.real.notifications import NotificationRecorder
    from tests.real.screen import Screen
    from tests.real.system_keyring import SystemKeyring

pytestmark = pytest.mark.real
ICON = (sys.executable, "-m", "tests.real.tray_icon")
A_LABEL = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Ring")
label.setWindowTitle("A real window")
label.resize(300, 200)
label.show()
app.exec()
"""


def test_a_window_shows_on_the_screen(screen: Screen, tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    blank = screen.colours()

    with Program(
        [sys.executable, "-c", A_LABEL], env=screen.env, log=tmp_path / "label.log"
    ):
        screen.wait_for_window("A real window")

        wait_until(lambda: screen.colours() > blank, "the screen changed")


def test_a_program_ends_with_what_it_started(tmp_path: Path) -> None:
    log = tmp_path / "sleep.log"

    with Program(["sh", "-c", "sleep 300 & echo $!; wait"], env={}, log=log) as shell:
        shell.wait_until_said("\n")

    child = int(shell.said)
    wait_until(lambda: not is_alive(child), "the child ended")


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_bus_starts_no_daemon_by_itself(bus: Bus) -> None:
    with (
        bus.connect() as connection,
        pytest.raises(DBusErrorResponse, match="ServiceUnknown"),
    ):
        notifications.notify(connection, "Hello", "", {})


async def test_a_secret_is_kept_and_forgotten(keyring_here: SystemKeyring) -> None:
    await asyncio.to_thread(keyring.set_password, "switchhook", "token", "s3cret")
    kept = await asyncio.to_thread(keyring.get_password, "switchhook", "token")
    await asyncio.to_thread(keyring.delete_password, "switchhook", "token")
    left = await asyncio.to_thread(keyring.get_password, "switchhook", "token")

    assert (kept, left) == ("s3cret", None)


async def test_a_locked_keyring_says_so_and_opens_again(
    keyring_here: SystemKeyring,
) -> None:
    await asyncio.to_thread(keyring.set_password, "switchhook", "token", "s3cret")

    keyring_here.lock()
    with pytest.raises(KeyringLocked):
        await asyncio.to_thread(keyring.get_password, "switchhook", "token")

    keyring_here.unlock()
    kept = await asyncio.to_thread(keyring.get_password, "switchhook", "token")
    assert kept == "s3cret"


def test_a_keyring_can_be_locked_from_the_start(locked_keyring: SystemKeyring) -> None:
    assert locked_keyring.is_locked()


def test_a_tray_of_the_old_kind_takes_an_icon_and_clicks(
    tint2_desktop: Desktop,
) -> None:
    pytest.importorskip("PySide6")

    with tint2_desktop.start(*ICON) as app:
        app.wait_until_said("centre ")

        def is_clicked() -> bool:
            x, y = app.said.rsplit("centre ", 1)[1].split()[:2]
            tint2_desktop.screen.click(int(x), int(y))
            return "clicked" in app.said

        app.wait_until(is_clicked, "it felt the click")


def test_a_tray_of_the_new_kind_takes_an_icon(xfce_desktop: Desktop) -> None:
    pytest.importorskip("PySide6")

    with xfce_desktop.start(*ICON) as app:
        app.wait_until(xfce_desktop.tray_items, "the tray knows the icon")
        app.wait_until(
            lambda: xfce_desktop.screen.shows_colour("#FF00FF"), "the icon is drawn"
        )
    wait_until(lambda: not xfce_desktop.tray_items(), "the icon went with its program")


def test_the_recorder_keeps_a_notification_and_presses_its_action(
    bus: Bus, notification_recorder: NotificationRecorder
) -> None:
    with bus.connect() as connection:
        listen(connection)
        number = notifications.notify(connection, "Rings", "now", {"answer": "Answer"})
        shown = notification_recorder.wait_for("Rings")
        notification_recorder.press(shown, "answer")

        heard = [connection.receive(timeout=5).body for _ in range(2)]

    assert (shown.number, shown.body, shown.actions) == (
        number,
        "now",
        {"answer": "Answer"},
    )
    assert heard == [(number, "answer"), (number, notifications.CLOSED_BY_REP)]


@pytest.mark.parametrize("kind", ["dunst", "notification-daemon"])
def test_a_real_daemon_draws_a_notification(
    desktop: Desktop, kind: str, new_folder: Callable[[], Path]
) -> None:
    blank = desktop.screen.colours()
    daemon = (
        notifications.start_dunst(desktop, new_folder())
        if kind == "dunst"
        else notifications.start_notification_daemon(desktop)
    )

    with daemon, desktop.bus.connect() as connection:
        notifications.notify(connection, "Rings", "now", {"default": "Answer"})

        wait_until(lambda: desktop.screen.colours() > blank, f"{kind} drew something")
    wait_until(lambda: not desktop.bus.has_name(notifications.NAME), f"{kind} left")


def listen(connection: DBusConnection) -> None:
    """Ask the bus for the signals of notifications."""
    rule = MatchRule(type="signal", interface=notifications.NAME)
    connection.send_and_get_reply(message_bus.AddMatch(rule))
