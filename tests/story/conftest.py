"""The desk of a rep, made of real parts, new for each story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.rep import Rep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real.desktop import Desktop
    from tests.real.system_keyring import SystemKeyring


@pytest.fixture
def rep(
    tint2_desktop: Desktop,
    system_keyring: SystemKeyring,
    new_folder: Callable[[], Path],
) -> Iterator[Rep]:
    """A rep with a screen, a tray and an unlocked keyring."""
    env = {**tint2_desktop.env, "DBUS_SESSION_BUS_ADDRESS": system_keyring.address}
    with Rep(new_folder(), env, tint2_desktop.screen) as rep:
        yield rep


@pytest.fixture
def rep_without_keyring(
    tint2_desktop: Desktop, new_folder: Callable[[], Path]
) -> Iterator[Rep]:
    """A rep with a screen and a tray, on a machine without any keyring."""
    env = {**tint2_desktop.env, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    with Rep(new_folder(), env, tint2_desktop.screen) as rep:
        yield rep
