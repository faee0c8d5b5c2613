"""Whether the companion starts when the rep signs in: an entry of the desktop's own.

Linux reads `autostart/*.desktop` of the XDG configuration folder, Windows the `Run` key
of the registry; macOS has no such file of ours yet.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from connectors.disk import write_safely

_NAME = "switchhook"


def set_autostart(*, on: bool, folder: Path | None = None) -> None:
    """Add or remove the entry. Raises OSError. Tests give the `folder` (Linux)."""
    if sys.platform == "win32":
        _set_run_key(on=on)
    elif sys.platform != "darwin":
        _set_entry((folder or _config_home()) / "autostart", on=on)


def command() -> tuple[str, ...]:
    """Return how this very program is started without its window."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--minimized")
    script = Path(sys.executable).with_name(_NAME)
    if script.exists():
        return (str(script), "--minimized")
    return (sys.executable, "-m", "ui", "--minimized")


def _config_home() -> Path:
    chosen = os.environ.get("XDG_CONFIG_HOME")
    return Path(chosen) if chosen else Path.home() / ".config"


def _set_entry(folder: Path, *, on: bool) -> None:
    path = folder / f"{_NAME}.desktop"
    if not on:
        path.unlink(missing_ok=True)
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Switchhook",
        f"Exec={shlex.join(command())}",
        "Icon=switchhook",
        "X-GNOME-Autostart-enabled=true",
    )
    write_safely(path, ("\n".join(lines) + "\n").encode())


def _set_run_key(*, on: bool) -> None:
    if sys.platform == "win32":  # for the type checker too
        import subprocess  # noqa: PLC0415
        import winreg  # noqa: PLC0415

        run = r"Software\Microsoft\Windows\CurrentVersion\Run"
        with winreg.OpenKey(
            winreg.HKEY_CURRENT_USER, run, 0, winreg.KEY_SET_VALUE
        ) as key:
            if on:
                line = subprocess.list2cmdline(command())
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, line)
            else:
                try:
                    winreg.DeleteValue(key, _NAME)
                except FileNotFoundError:
                    return
