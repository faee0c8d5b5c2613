"""A real desktop: a screen, a session bus and a panel with a tray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from jeepney import DBusAddress, new_method_call

from tests.real.bus import Bus
from tests.real.program import Program
from tests.real.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WATCHER = "org.kde.StatusNotifierWatcher"


class Desktop:
    """A screen and a bus; `env` leads a program to both. A tray is put up on demand."""

    def __init__(self, folder: Path, base_env: Mapping[str, str]) -> None:
        home, run = folder / "home", folder / "run"
        home.mkdir()
        run.mkdir(mode=0o700)
        self._folder = folder
        own = {
            **base_env,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_DATA_HOME": str(home / ".local" / "share"),
            "XDG_RUNTIME_DIR": str(run),
        }
        self.screen = Screen(folder, own)
        self.bus = Bus(folder, self.screen.env, starts=["org.xfce.Xfconf"])
        self.env = self.bus.env
        self._count = 0
        self._trays: list[Program] = []

    def put_up_tint2(self) -> Program:
        """Start a panel whose tray speaks the old protocol, XEmbed."""
        tray = self._start("tint2")
        self.screen.wait_for_window("tint2")
        return tray

    def put_up_xfce_panel(self) -> Program:
        """Start a panel whose tray speaks the new protocol, StatusNotifierItem."""
        tray = self._start("xfce4-panel", "--disable-wm-check")
        self.bus.wait_for_name(WATCHER)
        return tray

    def tray_items(self) -> list[str]:
        """Return the icons that the new kind of tray knows, by their bus names."""
        with self.bus.connect() as connection:
            watcher = DBusAddress(
                "/StatusNotifierWatcher",
                bus_name=WATCHER,
                interface="org.freedesktop.DBus.Properties",
            )
            asked = new_method_call(
                watcher, "Get", "ss", (WATCHER, "RegisteredStatusNotifierItems")
            )
            return list(connection.send_and_get_reply(asked).body[0][1])

    def start(self, *command: str, **variables: str) -> Program:
        """Start any program on this desktop; who starts it ends it."""
        self._count += 1
        log = self._folder / f"program-{self._count}.log"
        return Program(command, env={**self.env, **variables}, log=log)

    def _start(self, *command: str) -> Program:
        tray = self.start(*command, XFCE_PANEL_MIGRATE_DEFAULT="1")
        self._trays.append(tray)
        return tray

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for tray in self._trays:
            tray.end()
        self.bus.__exit__()
        self.screen.__exit__()
