"""A real session bus of its own, which starts nothing but what a test allows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.real.program import Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYSTEM_SERVICES = Path("/usr/share/dbus-1/services")
CONFIG = """<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
DRIVER = DBusAddress(
    "/org/freedesktop/DBus",
    bus_name="org.freedesktop.DBus",
    interface="org.freedesktop.DBus",
)


class Bus:
    """dbus-daemon with a private socket.

    An ordinary session bus would start an installed notification daemon or keyring on
    the first call; here only the services named in `starts` may be started.
    """

    def __init__(
        self, folder: Path, base_env: Mapping[str, str], starts: Sequence[str] = ()
    ) -> None:
        services = folder / "services"
        services.mkdir()
        for name in starts:
            (services / f"{name}.service").symlink_to(
                SYSTEM_SERVICES / f"{name}.service"
            )
        config = folder / "bus.conf"
        config.write_text(
            CONFIG.format(socket=folder / "bus", services=services), "utf-8"
        )
        self.address = f"unix:path={folder / 'bus'}"
        self.env = {**base_env, "DBUS_SESSION_BUS_ADDRESS": self.address}
        self._daemon = Program(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"],
            env=self.env,
            log=folder / "dbus-daemon.log",
        )
        self._daemon.wait_until(self._answers, "the bus listens")

    def connect(self) -> DBusConnection:
        """Open a connection to this bus; who opens closes."""
        return open_dbus_connection(self.address)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except (FileNotFoundError, ConnectionRefusedError):
            return False  # the socket is there a moment before it listens
        return True

    def has_name(self, name: str) -> bool:
        """Tell whether somebody owns the name `name`."""
        with self.connect() as connection:
            asked = new_method_call(DRIVER, "NameHasOwner", "s", (name,))
            (is_owned,) = connection.send_and_get_reply(asked).body
            return bool(is_owned)

    def wait_for_name(self, name: str) -> None:
        """Wait until somebody owns the name `name`."""
        wait_until(lambda: self.has_name(name), f"{name} on the bus")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._daemon.end()
