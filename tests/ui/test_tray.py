"""The tray: the gravest state as an icon, and a menu made from the last status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ui import samples
from tests.ui.window_kit import heard_of
from ui.theme import Theme
from ui.tray import Tray, TrayState, gravest

if TYPE_CHECKING:
    from app.snapshot import Status


@pytest.fixture
def tray(qapp: object) -> Tray:
    return Tray(Theme(), samples.now)


def words(tray: Tray) -> list[str]:
    return [action.text() for action in tray.menu.actions() if action.text()]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (samples.FINE, TrayState.FINE),
        (replace(samples.FINE, needs_you=3), TrayState.CALLS),
        (
            replace(samples.FINE, needs_you=3, connections=(samples.SALESFORCE,)),
            TrayState.SIGN_IN,
        ),
        (samples.TROUBLED, TrayState.SOURCE_DOWN),
    ],
)
def test_the_gravest_state_wins(status: Status, state: TrayState) -> None:
    assert gravest(status) is state


def test_the_menu_says_the_state_first_then_calls_then_actions(tray: Tray) -> None:
    tray.show_status(replace(samples.BUSY, needs_you=3))

    said = words(tray)

    assert said[0].startswith("3 call")
    assert said[1] == "Phone ready: Sales line"
    assert said[3] == "Eleanor Whitcombe · today 14:05"
    assert said[-5:] == [
        *("Open Switchhook", "Show the pop", "Log a call", "Do not disturb", "Quit")
    ]


def test_the_menu_is_made_anew_from_the_last_status(tray: Tray) -> None:
    tray.show_status(samples.BUSY)
    tray.show_status(replace(samples.FINE, last_calls=(), do_not_disturb=True))

    tray.menu.aboutToShow.emit()

    assert "Eleanor Whitcombe · today 14:05" not in words(tray)
    quiet = next(a for a in tray.menu.actions() if a.text() == "Do not disturb")
    assert quiet.isChecked()


def test_every_action_tells_what_the_rep_wants(tray: Tray) -> None:
    heard = heard_of(
        tray,
        (
            *("window_wanted", "pop_wanted", "log_call_wanted", "quit_chosen"),
            *("call_chosen", "unlock_wanted", "needs_you_wanted"),
            *("connections_wanted", "do_not_disturb_chosen"),
        ),
    )
    tray.show_status(replace(samples.BUSY, keyring="locked"))

    for action in tuple(tray.menu.actions()):
        action.trigger()

    assert {told[0] for told in heard} == {
        *("window_wanted", "pop_wanted", "log_call_wanted", "quit_chosen"),
        *("call_chosen", "unlock_wanted", "needs_you_wanted"),
        *("connections_wanted", "do_not_disturb_chosen"),
    }


def test_the_tooltip_says_it_in_words(tray: Tray) -> None:
    tray.show_status(samples.TROUBLED)

    assert "Asterisk is down: It does not answer" in tray.item.toolTip()


def test_an_ampersand_in_a_name_is_no_shortcut(tray: Tray) -> None:
    row = replace(samples.day_rows()[0], name="Halden & Pryce")

    tray.show_status(replace(samples.FINE, last_calls=(row,)))

    assert "Halden && Pryce · today 14:05" in words(tray)
