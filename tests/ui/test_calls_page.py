"""Calls: the list, its keys and menus, and the detail beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.snapshot import CallDetail, CallFilter, EntryState, Reason
from app.wrap_up import WrapUp
from tests.ui import samples
from tests.ui.window_kit import LongList, calls_page, heard_of
from ui.call_row import CallRowLook
from ui.calls_page import CallsPage
from ui.list_row import STEP_PX
from ui.paged_model import ListRole
from ui.paged_rows import KEPT_PAGES, PAGE_ROWS
from ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.snapshot import CallPage, CallRow
    from ui.paged_model import PageWanted

SIGNALS = (
    *("detail_wanted", "call_back_wanted", "discarded", "retried", "private_changed"),
    *("undo_discard_wanted", "log_call_wanted", "test_call_wanted"),
)


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> CallsPage:
    made = calls_page(theme, samples.day_rows())
    qtbot.addWidget(made)
    made.show()
    return made


def titles(page: CallsPage) -> list[str]:
    model = page.model
    return [str(model.index(n).data()) for n in range(model.rowCount())]


def headings(page: CallsPage) -> list[str]:
    model = page.model
    rows = (model.index(n).data(ListRole.HEADING) for n in range(model.rowCount()))
    return [heading for heading in rows if heading]


def test_what_needs_the_rep_stands_on_top_and_nowhere_else(page: CallsPage) -> None:
    names = titles(page)

    assert names[0] == "Tomás Rivera Delgado"
    assert names.count("Tomás Rivera Delgado") == 1
    assert headings(page) == ["Needs you", "Today", "Yesterday"]


def test_a_private_call_shows_no_name(page: CallsPage) -> None:
    assert "Private call" in titles(page)
    assert "Ada Lovelace" not in titles(page)


def test_a_chosen_card_folds_and_its_step_moves_to_the_detail(page: CallsPage) -> None:
    before = page.model.extent(0)

    page.go_to_call("c0")

    assert page.model.extent(0) == before - STEP_PX


def test_a_folded_card_has_no_button_over_the_row_below(page: CallsPage) -> None:
    view, card = page.view, page.model.index(0)
    look, on_button = view.itemDelegate(), QPoint(62, 92)
    assert isinstance(look, CallRowLook)

    def pressed() -> str:
        return look.step_at(view.visualRect(card), card, on_button, is_chosen=False)

    assert pressed() == "c0"
    page.model.choose("c0")  # it folds; the selection follows

    assert view.visualRect(page.model.index(1)).contains(on_button)
    assert pressed() == ""


def test_arrows_choose_and_enter_opens(page: CallsPage) -> None:
    heard = heard_of(page, SIGNALS)
    page.view.setFocus()

    QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Down)

    assert page.view.chosen_key == page.model.key_at(page.view.currentIndex().row())
    assert [told[0] for told in heard] == ["detail_wanted"] * len(heard)
    assert heard


def test_a_screen_reader_is_told_the_chosen_row(page: CallsPage) -> None:
    page.go_to_call("c1")

    said = page.view.accessibleDescription()

    assert said == (
        "Eleanor Whitcombe, Incoming, answered, 14:05, Halden & Pryce · Call back, "
        "Logged in HubSpot."
    )


def test_ctrl_enter_calls_back_where_a_phone_can_dial(page: CallsPage) -> None:
    page.go_to_call("c1")
    heard = heard_of(page, ("call_back_wanted",))
    page.view.setFocus()

    QTest.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert heard == [("call_back_wanted", "c1")]


def test_without_a_phone_that_dials_nothing_offers_to_call(page: CallsPage) -> None:
    silent = replace(samples.BARESIP, abilities=frozenset())
    page.show_status(replace(samples.BUSY, sources=(silent,)))

    menu = page.menu_for(samples.day_rows()[0])

    assert "Call back" not in [action.text() for action in menu.actions()]


def test_delete_asks_before_it_discards(page: CallsPage) -> None:
    page.go_to_call("c1")
    page.show_call(samples.detail("c1"))
    heard = heard_of(page.detail, ("discarded",))
    page.view.setFocus()

    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert heard == []
    words = [label.text() for label in page.detail.findChildren(QLabel)]
    assert "Log this call nowhere?" in words
    QTest.keyClick(page.detail.focusWidget() or page.detail, Qt.Key.Key_Space)

    assert heard == [("discarded", "c1")]


def test_a_discarded_call_can_be_taken_back(page: CallsPage) -> None:
    dropped = samples.log_state(EntryState.DROPPED, Reason.DISCARDED)
    row = replace(samples.day_rows()[0], log=dropped)
    heard = heard_of(page, ("undo_discard_wanted",))

    menu = page.menu_for(row)
    undo = next(
        one for one in menu.actions() if one.text() == "Log this call after all"
    )
    undo.trigger()

    assert heard == [("undo_discard_wanted", "c1")]


def test_the_step_of_a_card_can_be_clicked(page: CallsPage) -> None:
    heard = heard_of(page, ("retried",))
    top = page.view.visualRect(page.model.index(0)).top()

    QTest.mouseClick(
        page.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(80, top + 28 + 8 + 40 + 8 + 16),
    )

    assert heard == [("retried", "c0", "salesforce")]


def test_searching_that_finds_nothing_says_so(qtbot: QtBot, theme: Theme) -> None:
    page = calls_page(theme, ())
    qtbot.addWidget(page)
    page.show()

    page.search("Zebedee")

    words = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "No call has “Zebedee” in its name, number or note." in words


def test_the_first_day_offers_a_test_call(qtbot: QtBot, theme: Theme) -> None:
    page = CallsPage(theme, samples.now)
    qtbot.addWidget(page)
    page.page_wanted.connect(lambda wanted: page.show_page(wanted, samples.page(())))
    heard = heard_of(page, ("test_call_wanted",))
    page.start()
    page.show_status(samples.FINE)
    page.show()

    words = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Your calls will appear here" in words
    buttons = [one for one in page.findChildren(type(page.log_call)) if one.isVisible()]
    next(one for one in buttons if one.text() == "Ring me now").click()

    assert heard == [("test_call_wanted",)]


def test_a_new_call_moves_neither_the_choice_nor_what_is_seen(
    qtbot: QtBot, theme: Theme
) -> None:
    source = LongList(2_000)
    page = CallsPage(theme, samples.now)
    qtbot.addWidget(page)
    page.page_wanted.connect(
        lambda wanted: page.show_page(
            wanted, samples.page(()) if wanted.limit == 3 else source.page(wanted)
        )
    )
    page.resize(1000, 700)
    page.show()
    page.start()
    page.go_to_call("000000050")
    page.view.verticalScrollBar().setValue(page.model.top(45))
    seen = page.model.key_at(page.model.row_at(page.view.verticalOffset()) or 0)

    newer = replace(source.row(0), key="999", started_at=samples.NOW)
    old = source.page
    source.page = lambda wanted: _with_first(newer, wanted, old)  # type: ignore[method-assign]
    page.reload("999")

    assert page.model.key_at(0) == "999"
    now_seen = page.model.key_at(page.model.row_at(page.view.verticalOffset()) or 0)
    assert now_seen == seen
    assert page.view.chosen_key == "000000050"
    current = page.view.currentIndex().row()
    assert page.model.key_at(current) == "000000050"


def _with_first(
    row: CallRow, wanted: PageWanted, old: Callable[[PageWanted], CallPage]
) -> CallPage:
    answer = old(wanted)
    if wanted.cursor is None:
        return replace(answer, rows=(row, *answer.rows[:-1]))
    return answer


def test_a_call_that_leaves_the_filter_stays_open_beside_it(
    qtbot: QtBot, theme: Theme
) -> None:
    rows = list(samples.day_rows()[:4])
    page = CallsPage(theme, samples.now)
    qtbot.addWidget(page)
    page.page_wanted.connect(
        lambda wanted: page.show_page(wanted, samples.page(tuple(rows)))
    )
    page.detail_wanted.connect(lambda key: page.show_call(samples.detail(key)))
    page.set_filter(CallFilter.UNLOGGED)
    page.show()
    page.go_to_call("c2")

    del rows[1]
    page.reload("c2")

    assert page.detail.key == "c2"
    assert not page.view.currentIndex().isValid()


def test_a_million_rows_are_walked_with_few_in_memory(
    qtbot: QtBot, theme: Theme
) -> None:
    source = LongList(1_000_000)
    page = CallsPage(theme, samples.now)
    qtbot.addWidget(page)
    page.page_wanted.connect(
        lambda wanted: page.show_page(
            wanted, samples.page(()) if wanted.limit == 3 else source.page(wanted)
        )
    )
    page.resize(1000, 700)
    page.show()
    page.start()
    bar = page.view.verticalScrollBar()

    for _ in range(120):
        bar.setValue(bar.maximum())
    for _ in range(40):
        bar.setValue(bar.value() - 50_000)

    assert page.model.rowCount() > 100 * PAGE_ROWS
    assert page.model.held_count <= KEPT_PAGES * PAGE_ROWS
    seen = page.model.row_at(page.view.verticalOffset())
    assert seen is not None
    assert page.model.key_at(seen) == f"{seen:09}"


def test_typing_a_note_is_told_and_is_flushed_when_the_rep_goes_on(
    page: CallsPage,
) -> None:
    page.go_to_call("c1")
    page.show_call(samples.detail("c1"))
    heard = heard_of(page.detail, ("draft_changed", "wrapped_up"))
    page.detail.fields.note.setFocus()

    page.detail.fields.note.setPlainText("Call in June")
    page.go_to_call("c3")

    assert [told[:2] for told in heard] == [
        ("draft_changed", "c1"),
        ("wrapped_up", "c1"),
    ]
    told = heard[0][2]
    assert isinstance(told, WrapUp)
    assert told.note == "Call in June"


def test_news_of_a_call_does_not_overwrite_what_is_being_typed(page: CallsPage) -> None:
    page.go_to_call("c1")
    page.show_call(samples.detail("c1"))
    page.detail.fields.note.setPlainText("Half a sent")

    page.show_call(samples.detail("c1"))

    assert page.detail.fields.note.note() == "Half a sent"


def test_digits_choose_an_outcome(page: CallsPage) -> None:
    page.go_to_call("c1")
    page.show_call(samples.detail("c1"))
    heard = heard_of(page.detail, ("wrapped_up",))

    QTest.keyClick(page.detail, Qt.Key.Key_1)

    told = heard[-1][2]
    assert isinstance(told, WrapUp)
    assert told.disposition == "1"


def test_what_a_record_needs_is_said_with_one_step(page: CallsPage) -> None:
    page.go_to_call("c0")
    page.show_call(samples.needs_detail())
    heard = heard_of(page.detail, ("retried",))

    words = [one.text() for one in page.detail.findChildren(QLabel) if one.isVisible()]
    assert "Salesforce refused “Call type”" in words
    buttons = page.detail.findChildren(type(page.log_call))
    next(one for one in buttons if one.text() == "Send again").click()

    assert heard == [("retried", "c0", "salesforce")]


def test_a_private_call_offers_no_note(page: CallsPage) -> None:
    base = samples.detail("c1")
    hidden = replace(base, snapshot=replace(base.snapshot, is_private=True))
    page.go_to_call("c1")

    page.show_call(hidden)

    words = [one.text() for one in page.detail.findChildren(QLabel) if one.isVisible()]
    assert "Private call" in words
    assert "Eleanor Whitcombe" not in words
    assert not page.detail.fields.isVisible()


@pytest.mark.parametrize(
    "name", ["<b>Bold</b><img src=x>", "A" * 10_000, "\u202egnol\u202c", "nul\x00nul"]
)
def test_a_hostile_name_is_text_and_nothing_else(page: CallsPage, name: str) -> None:
    base = samples.detail("c1")
    contact = replace(samples.contact(), name=name, company=name, title=name)
    hostile = CallDetail(replace(base.snapshot, contact=contact), base.steps)
    page.go_to_call("c1")

    page.show_call(hostile)
    page.grab()

    for label in page.detail.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert len(label.text()) < 1_000


def test_the_newest_call_is_chosen_from_the_start(qtbot: QtBot, theme: Theme) -> None:
    page = CallsPage(theme, samples.now)
    qtbot.addWidget(page)
    heard = heard_of(page, ("detail_wanted",))
    page.page_wanted.connect(
        lambda wanted: page.show_page(wanted, samples.page(samples.day_rows()))
    )
    page.start()

    assert page.view.chosen_key == samples.day_rows()[0].key
    assert ("detail_wanted", samples.day_rows()[0].key) in heard
