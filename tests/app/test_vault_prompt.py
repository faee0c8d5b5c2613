"""A locked keyring on a real screen: nothing asks until the rep wants it to."""

from __future__ import annotations

import asyncio
import subprocess
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import secretstorage

from app.vault import LockedVaultError, Secret, SlowVaultError, Vault, VaultState
from tests.real.bus import Bus
from tests.real.fixtures import need
from tests.real.program import DEADLINE_S, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real.screen import Screen

pytestmark = pytest.mark.real
PASSWORD = "test"  # of a keyring that lives for one test
TOKEN = Secret("t0ken")


@pytest.fixture
def prompting_keyring(
    screen: Screen, new_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A keyring whose system can ask for the password."""
    need("dbus-daemon", "gnome-keyring-daemon")
    folder = new_folder()
    (folder / "run").mkdir(mode=0o700)
    env = {
        **screen.env,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "share"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }
    starts = ["org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"]
    with Bus(folder, env, starts) as bus:
        daemon = Program(
            [
                "gnome-keyring-daemon",
                "--foreground",
                "--unlock",
                "--components=secrets",
            ],
            env=bus.env,
            log=folder / "gnome-keyring.log",
            stdin=PASSWORD,  # all of it is the password, a newline too
        )
        bus.wait_for_name("org.freedesktop.secrets")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield
        daemon.end()


def lock() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def windows(screen: Screen) -> int:
    done = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "."],
        env=screen.env,
        capture_output=True,
        text=True,
        check=False,
    )
    return len(done.stdout.split())


async def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not is_so():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


@pytest.mark.usefixtures("prompting_keyring")
async def test_only_unlock_brings_up_a_prompt_and_the_password_opens_it(
    screen: Screen,
) -> None:
    states: list[VaultState] = []
    vault = Vault("home-1", prompt_wait_s=0.3, on_state=states.append)
    await vault.write("token", TOKEN)
    lock()
    before = windows(screen)

    with pytest.raises(LockedVaultError):
        await vault.read_again("token")
    assert windows(screen) == before

    assert await vault.unlock() is VaultState.TIMED_OUT  # it waits for the rep
    window = screen.wait_for_window("Unlock")
    await until(lambda: screen.focused_window() == window)
    with pytest.raises(SlowVaultError):
        await vault.read("token")

    screen.hand("type", PASSWORD)
    screen.press("Return")
    await until(lambda: vault.state is VaultState.READY)

    assert await vault.read("token") == TOKEN
    assert states == ["ready", "locked", "timed-out", "ready"]
