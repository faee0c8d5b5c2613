"""A rep without a mouse takes, notes and finds calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.real.program import wait_until

if TYPE_CHECKING:
    from tests.story.rep import Rep

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-window")]
OLIVER = "+442079460958"
NAME = "Oliver Twist"
TABS_TO_NOTE = 5  # from the search: filter, list, and the head of the call


def test_a_call_goes_from_ring_to_record_by_keyboard_alone(rep: Rep) -> None:
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER, name=NAME)
    rep.wait_for_pop()
    rep.told("answered")

    rep.go_to_pop()
    rep.type("More, please")
    rep.press("alt+1")
    rep.told("ended")
    wait_until(lambda: not rep.calls()[0]["is_live"], "the call ended")
    rep.press("Tab", "Tab", "Return")  # follow-up, Save now
    records = rep.wait_until_logged()

    [record] = records
    assert (record["note"], record["disposition"]) == ("More, please", "interested")
    assert record["result"] == "answered"


def test_the_shortcut_leads_to_the_pop_and_ctrl_enter_saves(rep: Rep) -> None:
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER, name=NAME)
    rep.told("answered")
    rep.told("ended")
    rep.wait_for_pop()

    rep.press("ctrl+alt+p")
    wait_until(
        lambda: rep.screen.focused_window() in rep.pops(), "the pop has the keyboard"
    )
    rep.type("By shortcut")
    rep.press("ctrl+Return")
    records = rep.wait_until_logged()

    assert [record["note"] for record in records] == ["By shortcut"]


def test_a_logged_call_is_found_and_its_note_edited_in_the_same_record(
    rep: Rep,
) -> None:
    rep.start_in_window()
    for number, name in enumerate(("Oliver Twist", "Nancy Sikes")):
        rep.told("ringing", f"{number}", from_=f"+44207946090{number}", name=name)
        rep.told("answered", f"{number}")
        rep.told("ended", f"{number}")
    rep.wait_for_pop(2)
    for _ in range(2):
        rep.go_to_pop()
        rep.press("ctrl+Return", "Escape")
    rep.wait_until_logged(2)
    assert rep.command().returncode == 0  # the window has the keyboard

    rep.press("ctrl+f")
    rep.type("Oliver")
    rep.press(*["Tab"] * TABS_TO_NOTE)
    rep.type("He asked again")
    rep.press("Tab")

    def notes() -> dict[object, object]:
        return {call["name"]: call["note"] for call in rep.calls()}

    wait_until(lambda: "He asked again" in notes().values(), "the note is kept")
    assert notes() == {"Oliver Twist": "He asked again", "Nancy Sikes": ""}
    wait_until(lambda: "He asked again" in str(rep.records()), "the record has it", 70)
    assert len(rep.records()) == 2
