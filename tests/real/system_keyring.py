"""A real gnome-keyring on a bus of its own, unlocked or locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from jeepney import DBusAddress, new_method_call

from tests.real.bus import Bus
from tests.real.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECRETS = "org.freedesktop.secrets"
SERVICE = DBusAddress(
    "/org/freedesktop/secrets",
    bus_name=SECRETS,
    interface="org.freedesktop.Secret.Service",
)
UNLOCKER = DBusAddress(
    "/org/freedesktop/secrets",
    bus_name=SECRETS,
    interface="org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
)
LOGIN = "/org/freedesktop/secrets/collection/login"
PASSWORD = "test"  # of a keyring that lives for one test run


class SystemKeyring:
    """gnome-keyring-daemon with its login keyring; `env` leads a program to it.

    There is no prompter on its bus and no screen: a locked keyring fails at once with
    `KeyringLocked`, as on a server. It can be locked and unlocked while it runs.
    """

    def __init__(self, folder: Path, base_env: Mapping[str, str]) -> None:
        home, run = folder / "home", folder / "run"
        home.mkdir()
        run.mkdir(mode=0o700)
        keyring_env = {
            **base_env,
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / ".local" / "share"),
            "XDG_RUNTIME_DIR": str(run),
        }
        self._bus = Bus(folder, keyring_env)
        self.env = self._bus.env
        self.address = self._bus.address
        self._daemon = Program(
            [
                "gnome-keyring-daemon",
                "--foreground",
                "--unlock",
                "--components=secrets",
            ],
            env=self.env,
            log=folder / "gnome-keyring.log",
            stdin=f"{PASSWORD}\n",
        )
        self._bus.wait_for_name(SECRETS)
        self._daemon.wait_until(lambda: not self.is_locked(), "the keyring is open")

    def lock(self) -> None:
        """Lock it, as a screen saver may."""
        with self._bus.connect() as connection:
            connection.send_and_get_reply(
                new_method_call(SERVICE, "Lock", "ao", ([LOGIN],))
            )

    def unlock(self) -> None:
        """Unlock it again, as the prompt does once the rep gave the password."""
        with self._bus.connect() as connection:
            opened = new_method_call(SERVICE, "OpenSession", "sv", ("plain", ("s", "")))
            session = connection.send_and_get_reply(opened).body[1]
            secret = (session, b"", f"{PASSWORD}\n".encode(), "text/plain")
            connection.send_and_get_reply(
                new_method_call(
                    UNLOCKER, "UnlockWithMasterPassword", "o(oayays)", (LOGIN, secret)
                )
            )

    def is_locked(self) -> bool:
        """Tell whether the login keyring is locked or not there at all."""
        with self._bus.connect() as connection:
            asked = new_method_call(
                DBusAddress(
                    LOGIN, bus_name=SECRETS, interface="org.freedesktop.DBus.Properties"
                ),
                "Get",
                "ss",
                ("org.freedesktop.Secret.Collection", "Locked"),
            )
            reply = connection.send_and_get_reply(asked)
        is_error = reply.header.message_type.name == "error"
        return is_error or bool(reply.body[0][1])

    def end_daemon(self) -> None:
        """End the keyring and leave the bus: the machine has no keyring from now on."""
        self._daemon.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._daemon.end()
        self._bus.__exit__()
