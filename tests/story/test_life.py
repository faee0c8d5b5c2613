"""The program comes up once, can always be found, and goes without a trace."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.instance import LISTENER_FILE
from tests.real.program import wait_until
from tests.story.rep import ROOT, Rep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real.desktop import Desktop

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-window")]
OLIVER = "+442079460958"


@pytest.fixture
def rep_without_tray(desktop: Desktop, new_folder: Callable[[], Path]) -> Iterator[Rep]:
    """A rep whose desktop has no tray."""
    with Rep(new_folder(), desktop.env, desktop.screen) as rep:
        yield rep


@pytest.fixture
def rep_with_new_tray(
    xfce_desktop: Desktop, new_folder: Callable[[], Path]
) -> Iterator[Rep]:
    """A rep whose tray speaks StatusNotifierItem."""
    with Rep(new_folder(), xfce_desktop.env, xfce_desktop.screen) as rep:
        yield rep


def test_minimized_it_is_an_icon_and_a_second_start_shows_the_window(rep: Rep) -> None:
    rep.start("--minimized")
    rep.wait_for_tray_icon()
    assert rep.windows() == []

    second = rep.command()

    assert (second.returncode, second.stderr) == (0, "")
    rep.wait_for_window()


def test_a_click_on_the_icon_shows_the_window(rep: Rep) -> None:
    rep.start("--minimized")
    x, y = rep.wait_for_tray_icon()

    rep.screen.click(x, y)

    rep.wait_for_window()


def test_it_quits_from_the_menu_of_its_icon(rep: Rep) -> None:
    rep.start("--minimized")
    x, y = rep.wait_for_tray_icon()

    rep.screen.click(x, y, button=3)
    wait_until(rep.menus, "the menu is open")
    rep.press("Up", "Return")  # the last one: Quit

    assert rep.wait_until_quit() == 0
    assert rep.listener_pid() is None


def test_a_tray_of_the_new_kind_has_its_icon(
    rep_with_new_tray: Rep, xfce_desktop: Desktop
) -> None:
    rep_with_new_tray.start("--minimized")

    wait_until(xfce_desktop.tray_items, "the icon is in the tray")
    rep_with_new_tray.quit()

    wait_until(lambda: not xfce_desktop.tray_items(), "the icon went")


def test_without_a_tray_the_closed_window_is_still_to_be_found(
    rep_without_tray: Rep,
) -> None:
    rep = rep_without_tray
    rep.start_in_window()

    rep.press("alt+F4")
    wait_until(lambda: not rep.windows(), "the window is out of the way")
    assert rep.is_in_task_bar()
    second = rep.command()

    assert second.returncode == 0
    rep.wait_for_window()


def test_without_a_tray_a_minimized_start_is_in_the_task_bar(
    rep_without_tray: Rep,
) -> None:
    rep = rep_without_tray
    rep.start("--minimized")

    wait_until(rep.is_in_task_bar, "it is in the task bar")


def test_quitting_leaves_no_lock_and_no_log_of_the_database(rep: Rep) -> None:
    rep.start_in_window()
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    rep.wait_for_pop()

    assert rep.quit() == 0

    left = [path.name for path in rep.home.glob("*.db-*") if path.stat().st_size > 0]
    assert left == []
    assert json.loads((rep.home / LISTENER_FILE).read_bytes())["pid"] is None
    listed = rep.command("calls", "list", "--json")  # takes the lock itself
    assert listed.returncode == 0, listed.stderr
    assert len(json.loads(listed.stdout)["calls"]) == 1


def test_after_a_power_cut_it_starts_as_if_nothing_had_been(rep: Rep) -> None:
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER)
    rep.kill()

    kept = rep.hook("missed")
    rep.start_in_window()
    wait_until(lambda: not rep.kept_hooks, "the kept event is told")

    assert (kept.returncode, len(kept.stderr.splitlines())) == (0, 1)
    assert [call["result"] for call in rep.calls()] == ["missed"]


def test_the_rep_of_another_home_is_left_alone(
    rep: Rep, new_folder: Callable[[], Path]
) -> None:
    rep.start("--minimized")
    with Rep(new_folder(), rep.env, rep.screen) as other:
        other.start_in_window()
        rep.told("ringing", from_=OLIVER)

        assert len(rep.calls()) == 1
        assert other.calls() == []


def test_without_a_screen_it_says_so_and_how_else(rep_without_keyring: Rep) -> None:
    rep = rep_without_keyring
    env = {name: rep.env[name] for name in rep.env if name != "DISPLAY"}

    done = subprocess.run(
        [sys.executable, "-m", "ui"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )

    assert done.returncode == 6
    assert "no screen" in done.stderr
    assert "run --no-window" in done.stderr
    assert rep.listener_pid() is None


def test_a_call_can_be_taken_without_any_notification_daemon(rep: Rep) -> None:
    rep.start("--minimized")  # there is none on this bus, and none is started

    rep.told("ringing", from_=OLIVER)

    rep.wait_for_pop()
