"""Starting when the rep signs in."""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING

from app.autostart import set_autostart

if TYPE_CHECKING:
    from pathlib import Path


def test_switching_it_on_writes_an_entry_that_starts_without_the_window(
    tmp_path: Path,
) -> None:
    set_autostart(on=True, folder=tmp_path)

    entry = configparser.ConfigParser(interpolation=None)
    entry.read(tmp_path / "autostart" / "switchhook.desktop")
    assert entry["Desktop Entry"]["Type"] == "Application"
    assert entry["Desktop Entry"]["Exec"].endswith("--minimized")


def test_switching_it_off_removes_the_entry_and_may_be_done_twice(
    tmp_path: Path,
) -> None:
    set_autostart(on=True, folder=tmp_path)

    set_autostart(on=False, folder=tmp_path)
    set_autostart(on=False, folder=tmp_path)

    assert list((tmp_path / "autostart").iterdir()) == []
