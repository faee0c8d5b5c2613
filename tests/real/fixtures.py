"""Real parts as fixtures. Each lives for one test run and ends by its own pid.

Where a part is not installed its tests are skipped, and in CI a skip is a failure;
`make test` installs them all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends.SecretService import Keyring

from tests.real.bus import Bus
from tests.real.desktop import Desktop
from tests.real.notifications import NotificationRecorder
from tests.real.screen import Screen
from tests.real.system_keyring import SystemKeyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEVER_INHERITED = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY")


def need(*programs: str) -> None:
    """Skip where a program is not installed."""
    if missing := [name for name in programs if shutil.which(name) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}; see packaging/apt/test.txt")


def base_env() -> dict[str, str]:
    """Return an environment that leads to nothing of the person who runs the tests."""
    env = {k: v for k, v in os.environ.items() if k not in NEVER_INHERITED}
    return env | {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1"}


@pytest.fixture(scope="session")
def new_folder() -> Iterator[Callable[[], Path]]:
    """Make private folders on paths short enough for sockets."""
    folders: list[Path] = []

    def make() -> Path:
        folders.append(Path(tempfile.mkdtemp(prefix="sh-real-", dir="/tmp")))
        return folders[-1]

    yield make
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def screen(new_folder: Callable[[], Path]) -> Iterator[Screen]:
    """A screen with a window manager, without bus or tray."""
    need("Xvfb", "openbox", "xdotool", "import")
    with Screen(new_folder(), base_env()) as screen:
        yield screen


@pytest.fixture
def bus(new_folder: Callable[[], Path]) -> Iterator[Bus]:
    """An empty session bus; a new one for each test, since names on it are taken."""
    need("dbus-daemon")
    with Bus(new_folder(), base_env()) as bus:
        yield bus


@pytest.fixture
def notification_recorder(bus: Bus) -> Iterator[NotificationRecorder]:
    """A notification daemon on `bus` that remembers what it was told to show."""
    with NotificationRecorder(bus) as recorder:
        yield recorder


@pytest.fixture
def system_keyring(new_folder: Callable[[], Path]) -> Iterator[SystemKeyring]:
    """An unlocked keyring on a bus of its own, empty for each test."""
    need("dbus-daemon", "gnome-keyring-daemon")
    with SystemKeyring(new_folder(), base_env()) as system_keyring:
        yield system_keyring


@pytest.fixture
def locked_keyring(system_keyring: SystemKeyring) -> SystemKeyring:
    """The same keyring, locked; `unlock()` opens it."""
    system_keyring.lock()
    return system_keyring


@pytest.fixture
def keyring_here(
    system_keyring: SystemKeyring, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SystemKeyring]:
    """Lead `keyring` in this process to the real keyring."""
    before = keyring.get_keyring()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", system_keyring.address)
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    yield system_keyring
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def desktop(new_folder: Callable[[], Path]) -> Iterator[Desktop]:
    """A screen and a bus, no tray and no notification daemon."""
    need("Xvfb", "openbox", "xdotool", "import", "dbus-daemon")
    with Desktop(new_folder(), base_env()) as desktop:
        yield desktop


@pytest.fixture(scope="session")
def tint2_desktop(new_folder: Callable[[], Path]) -> Iterator[Desktop]:
    """A desktop whose tray speaks XEmbed."""
    need("Xvfb", "openbox", "xdotool", "import", "dbus-daemon", "tint2")
    with Desktop(new_folder(), base_env()) as desktop:
        desktop.put_up_tint2()
        yield desktop


@pytest.fixture(scope="session")
def xfce_desktop(new_folder: Callable[[], Path]) -> Iterator[Desktop]:
    """A desktop whose tray speaks StatusNotifierItem."""
    need("Xvfb", "openbox", "xdotool", "import", "dbus-daemon", "xfce4-panel")
    with Desktop(new_folder(), base_env()) as desktop:
        desktop.put_up_xfce_panel()
        yield desktop
