"""What the rep adds to a call leaves the form in time and is never overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.wrap_up import WrapUp
from connectors.records import Disposition
from tests.ui import pop_calls as calls
from ui.date_picker import DatePicker, MonthGrid
from ui.theme import Theme
from ui.wrap_up_form import DRAFT_MS, WrapUpForm

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 11, 24)


class Told:
    """A form on the screen, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.form = WrapUpForm(Theme(), calls.now)
        qtbot.addWidget(self.form)
        self.wrap_ups: list[WrapUp] = []
        self.form.edited.connect(self.wrap_ups.append)
        self.form.show_wrap_up(WrapUp(), calls.OUTCOMES)
        self.form.resize(328, self.form.sizeHint().height())
        self.form.show()
        self.form.activateWindow()
        qtbot.waitUntil(self.form.isActiveWindow)
        self.form.note_field.setFocus()

    @property
    def last(self) -> WrapUp:
        return self.wrap_ups[-1]

    def type(self, text: str) -> None:
        QTest.keyClicks(self.form.note_field, text)


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    return Told(qtbot)


def test_a_note_is_told_well_within_a_fifth_of_a_second(
    told: Told, qtbot: QtBot
) -> None:
    assert DRAFT_MS <= 150

    told.type("Wants a demo")

    qtbot.waitUntil(lambda: bool(told.wrap_ups))
    assert told.last.note == "Wants a demo"


def test_typing_on_does_not_put_the_telling_off(told: Told, qtbot: QtBot) -> None:
    for letter in "abcdefghijklmnopqrst":
        told.type(letter)
        qtbot.wait(15)

    assert told.wrap_ups


def test_a_note_is_told_at_once_when_the_keyboard_leaves(told: Told) -> None:
    told.type("Half a sen")
    told.form.note_field.clearFocus()

    assert told.last.note == "Half a sen"


def test_a_note_is_told_at_once_when_the_form_goes(told: Told) -> None:
    told.type("Half")
    told.form.hide()

    assert told.last.note == "Half"


def test_what_stands_there_is_told_once(told: Told) -> None:
    told.type("Once")
    told.form.flush()
    told.form.flush()

    assert len(told.wrap_ups) == 1


def test_an_echo_does_not_overwrite_what_was_typed_since(told: Told) -> None:
    told.type("Wants")
    told.form.flush()
    echo = told.last
    told.type(" a demo")

    told.form.show_wrap_up(echo, calls.OUTCOMES)

    assert told.form.wrap_up.note == "Wants a demo"
    told.form.flush()
    assert told.last.note == "Wants a demo"


def test_an_older_snapshot_does_not_overwrite_a_choice_under_way(told: Told) -> None:
    told.form.outcomes.press(0)
    told.form.show_wrap_up(WrapUp(), calls.OUTCOMES)

    assert told.form.wrap_up.disposition == "interested"


def test_a_change_from_elsewhere_is_shown_once_all_is_told(told: Told) -> None:
    told.type("Mine")
    told.form.flush()
    told.form.show_wrap_up(told.last, calls.OUTCOMES)

    told.form.show_wrap_up(WrapUp(note="Theirs"), calls.OUTCOMES)

    assert told.form.wrap_up.note == "Theirs"


def test_undo_shows_what_comes_back_although_it_was_typed_once(told: Told) -> None:
    told.type("One")
    told.form.flush()
    first = told.last
    told.type(" two")
    told.form.flush()
    told.form.show_wrap_up(first, calls.OUTCOMES)
    told.form.show_wrap_up(told.last, calls.OUTCOMES)

    told.form.take_back()
    told.form.show_wrap_up(first, calls.OUTCOMES)

    assert told.form.wrap_up.note == "One"


@pytest.mark.parametrize("at", range(5))
def test_alt_and_a_digit_choose_an_outcome_while_writing(told: Told, at: int) -> None:
    key = Qt.Key(Qt.Key.Key_1.value + at)
    QTest.keyClick(told.form.note_field, key, Qt.KeyboardModifier.AltModifier)

    assert told.last.disposition == calls.OUTCOMES[at].id
    assert told.last.note == ""


def test_a_digit_alone_is_text(told: Told) -> None:
    told.type("40 scanners")
    told.form.flush()

    assert told.last == WrapUp(note="40 scanners")


def test_the_same_outcome_again_takes_it_back(told: Told) -> None:
    told.form.outcomes.press(1)
    told.form.outcomes.press(1)

    assert [w.disposition for w in told.wrap_ups] == ["call-back", None]


def test_choosing_takes_the_letters_typed_with_it(told: Told) -> None:
    told.type("Wants a demo")
    told.form.outcomes.press(0)

    assert told.wrap_ups == [WrapUp(note="Wants a demo", disposition="interested")]


@pytest.mark.parametrize(("at", "day"), [(0, 25), (1, 27), (2, 31)])
def test_a_follow_up_counts_from_today(told: Told, at: int, day: int) -> None:
    told.form.follow_ups.press(at)

    wanted = date(2026, 11, day) if day < 31 else date(2026, 12, 1)
    assert told.last.follow_up_on == wanted


def test_alt_f_leads_to_the_follow_up_and_arrows_go_on(told: Told) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(told.form.note_field, Qt.Key.Key_F, alt)
    chips = told.form.follow_ups.chips
    assert chips[0].hasFocus()

    QTest.keyClick(chips[0], Qt.Key.Key_Right)
    QTest.keyClick(chips[1], Qt.Key.Key_Space)

    assert told.last.follow_up_on == date(2026, 11, 27)


def test_a_date_is_chosen_by_keyboard_alone(told: Told, qtbot: QtBot) -> None:
    told.form.follow_ups.press(3)
    picker = told.form.findChild(DatePicker)
    assert picker is not None
    qtbot.waitUntil(picker.isVisible)
    assert not picker.isModal()
    grid = picker.findChild(MonthGrid)
    assert grid is not None

    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)

    assert told.last.follow_up_on == date(2026, 12, 25)
    assert told.form.follow_ups.choice == "date"


def test_no_day_before_today_can_be_chosen(qtbot: QtBot) -> None:
    grid = MonthGrid(Theme())
    qtbot.addWidget(grid)
    grid.show_day(TODAY, TODAY)

    QTest.keyClick(grid, Qt.Key.Key_Up)

    assert grid.day == TODAY


def test_the_same_day_of_a_shorter_month_is_its_last(qtbot: QtBot) -> None:
    grid = MonthGrid(Theme())
    qtbot.addWidget(grid)
    grid.show_day(date(2027, 1, 31), TODAY)

    grid.turn(1)
    assert grid.day == date(2027, 2, 28)


def test_a_related_contact_comes_and_goes(told: Told) -> None:
    told.form.relate(calls.AMARA)
    assert told.last.related == calls.AMARA.ref

    told.form.relate(None)
    assert told.last.related is None


def test_choosing_moves_no_chip(told: Told) -> None:
    before = [chip.geometry() for chip in told.form.outcomes.chips]
    told.form.outcomes.press(0)

    assert [chip.geometry() for chip in told.form.outcomes.chips] == before


def test_many_outcomes_take_two_lines_and_the_rest_is_behind_more(
    told: Told,
) -> None:
    many = tuple(Disposition(str(n), f"Outcome number {n}") for n in range(30))

    told.form.show_wrap_up(WrapUp(), many)

    row = told.form.outcomes
    assert row.height() == 2 * 28 + 8
    assert all(chip.geometry().right() <= 328 for chip in row.chips)
    assert row.press(29)
    assert told.last.disposition == "29"


def test_a_long_note_survives(told: Told) -> None:
    note = "Zeile mit Ümläuten & <b>Zeichen</b> – 😀\n" * 800
    told.form.show_wrap_up(WrapUp(note=note), calls.OUTCOMES)

    assert told.form.wrap_up.note == note


def test_every_control_has_a_name(told: Told) -> None:
    told.form.show_wrap_up(replace(WrapUp(), related=calls.AMARA.ref), calls.OUTCOMES)
    parts = [told.form.note_field, *told.form.outcomes.chips]
    parts += told.form.follow_ups.chips
    assert all(part.accessibleName() for part in parts)
