"""The pop: what each state shows, what the rep does with it, and when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
)

from app.wrap_up import WrapUp
from connectors.records import CallResult, Contact, NewContact, PhoneAbility
from tests.ui import pop_calls as calls
from ui.pop_menu import More, lines_of, make_menu
from ui.pop_people import Purpose
from ui.pop_stack import Corner
from ui.pop_view import Act, Look
from ui.pop_window import MAX_CARDS, PopWindow
from ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from app.snapshot import CallSnapshot
    from ui.pop_card import PopCard

SIGNALS = (
    *("wrapped_up", "drafted", "undone", "contact_chosen", "choice_forgotten"),
    *("contact_created", "number_ignored", "number_unignored", "searched"),
    *("answered", "declined", "hung_up", "opened", "called_back", "made_private"),
)


class Pop:
    """A pop on a screen, and all that came out of it."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.window = PopWindow(theme, calls.now)
        self.window.set_hint("Ctrl+Alt+P")
        self.qtbot = qtbot
        self.heard: list[tuple[object, ...]] = []
        for name in SIGNALS:
            signal = getattr(self.window, name)
            signal.connect(lambda *told, name=name: self.heard.append((name, *told)))

    def show(self, snapshot: CallSnapshot) -> PopCard:
        self.window.show_call(snapshot)
        card = self.window.card_of(snapshot.call.key)
        assert card is not None
        return card

    def go_to(self, card: PopCard) -> None:
        self.window.focus_pop()
        self.qtbot.waitUntil(card.isActiveWindow)

    def names(self) -> list[object]:
        return [told[0] for told in self.heard]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def pop(qtbot: QtBot, theme: Theme) -> Iterator[Pop]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    pop = Pop(qtbot, theme)
    yield pop
    pop.window.close()
    QLocale.setDefault(before)


def texts(card: PopCard) -> list[str]:
    labels = card.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


@pytest.mark.parametrize(
    ("snapshot", "height"),
    [
        (calls.ringing(), 260),
        (calls.ringing(last_calls=(), deals=(), next_appointment=None), 168),
        (calls.slow(), 184),
        (calls.unknown(), 240),
        (calls.several(), 364),
        (calls.several(count=4), 328),
        (calls.talking(), 416),
        (calls.ended(), 416),
        (calls.withheld(), 148),
        (calls.private(), 148),
        (calls.german(), 308),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_each_state_is_as_high_as_its_picture(
    pop: Pop, snapshot: CallSnapshot, height: int
) -> None:
    if not snapshot.call.is_live:
        pop.show(calls.talking())
    assert pop.show(snapshot).card_height == height


def test_the_name_comes_first_and_the_number_always(pop: Pop) -> None:
    said = texts(pop.show(calls.ringing()))

    assert "Amara Okafor" in said
    assert "Harbour & Lyle, Head of Purchasing" in said
    assert "+44 20 7946 0958 · United Kingdom" in said
    assert "Interested, wants a quote · Friday" in said


def test_a_slow_crm_is_named_and_nothing_is_empty(pop: Pop) -> None:
    card = pop.show(calls.slow())
    assert "Looking in HubSpot" in texts(card)

    pop.show(replace(calls.ringing(), call=calls.slow().call))

    assert "Looking in HubSpot" not in texts(card)
    assert "Amara Okafor" in texts(card)


def test_a_private_call_shows_nobody(pop: Pop) -> None:
    card = pop.show(calls.private())
    said = " ".join((*texts(card), card.windowTitle(), card.accessibleName()))

    for secret in ("Amara", "Harbour", "7946", "scanners", "Priya"):
        assert secret not in said

    card.action_row.button(Act.SHOW).click()
    assert "Amara Okafor" in texts(card)


def test_a_hostile_name_is_plain_text(pop: Pop) -> None:
    card = pop.show(calls.hostile())

    for label in card.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert len(label.text()) <= 300
        assert not {"\u202e", "\x00", "\n"} & set(label.text())
        assert "<img" not in label.toolTip().replace("&lt;", "")
    assert card.card_height == 240


def test_a_name_of_one_endless_word_keeps_the_card_whole(pop: Pop) -> None:
    endless = replace(calls.AMARA, name="W" * 10_000, company="M" * 10_000)
    card = pop.show(calls.ringing(contact=endless))

    assert card.width() == pop.show(calls.second()).width()
    assert card.head.name_label.lines[-1].endswith("…")


def test_the_first_name_is_never_cut(pop: Pop) -> None:
    card = pop.show(calls.german())
    assert card.head.name_label.lines == (
        "Dr. Anneliese-Theodora",
        "Schulze-Wiesenfelde",
    )


def test_a_phone_that_can_be_told_nothing_offers_nothing(pop: Pop) -> None:
    card = pop.show(calls.ringing(abilities=frozenset()))

    for act in (Act.ANSWER, Act.DECLINE, Act.HANG_UP):
        assert not card.action_row.button(act).isVisible()


def test_what_the_rep_tells_the_phone_leaves_with_the_key(pop: Pop) -> None:
    card = pop.show(calls.ringing("k"))
    for act in (Act.ANSWER, Act.DECLINE, Act.OPEN):
        card.action_row.button(act).click()
    pop.show(calls.talking("k"))
    card.action_row.button(Act.HANG_UP).click()

    assert pop.heard == [
        ("answered", "k"),
        ("declined", "k"),
        ("opened", "k"),
        ("hung_up", "k"),
    ]


def test_digits_choose_among_several(pop: Pop) -> None:
    card = pop.show(calls.several())
    pop.go_to(card)

    QTest.keyClick(card.focusWidget() or card, Qt.Key.Key_2)

    name, key, contact = pop.heard[-1]
    assert (name, key) == ("contact_chosen", "a")
    assert isinstance(contact, Contact)
    assert contact.name == "Mira Tannert"


def test_the_sixth_match_has_a_key_too_and_more_opens_all(pop: Pop) -> None:
    card = pop.show(calls.several())
    assert len(card.people.rows) == 4

    card.people.more.click()
    assert len(card.people.rows) == 6
    pop.go_to(card)
    QTest.keyClick(card.focusWidget() or card, Qt.Key.Key_6)

    assert pop.heard[-1][2].name == "Sanne Vogt"


def test_the_answered_call_still_asks_which_of_several(pop: Pop) -> None:
    talk = calls.talking(contact=None, matches=calls.several().matches)
    card = pop.show(talk)

    assert len(card.people.rows) == 4
    assert card.people.isVisible()
    assert card.form.isVisible()
    assert "6 contacts" in " ".join(texts(card))
    assert "no contact yet" not in " ".join(texts(card))
    pop.go_to(card)
    assert card.focusWidget() is card.people.rows[0]
    QTest.keyClick(card.focusWidget() or card, Qt.Key.Key_2)
    assert pop.heard[-1][0] == "contact_chosen"
    assert pop.heard[-1][1:] == ("a", talk.matches[1].contact)

    chosen = replace(talk, contact=talk.matches[1].contact, is_choice_remembered=True)
    pop.show(chosen)
    assert not card.people.isVisible()
    assert card.focusWidget() is card.form.note_field


def test_a_digit_in_the_note_chooses_nobody(pop: Pop) -> None:
    card = pop.show(calls.talking(contact=None, matches=calls.several().matches))
    pop.go_to(card)
    card.form.note_field.setFocus()

    QTest.keyClick(card.form.note_field, Qt.Key.Key_2)

    assert "contact_chosen" not in pop.names()
    assert card.people.isVisible()


def test_a_choice_can_be_undone(pop: Pop) -> None:
    jonas = calls.several().matches[0].contact
    chosen = replace(calls.several(), contact=jonas, is_choice_remembered=True)
    card = pop.show(chosen)
    assert card.head.link.text() == "Not Jonas?"

    card.head.link.click()

    assert pop.heard == [("choice_forgotten", "a")]


def test_who_is_it_searches_and_takes_the_first_on_return(
    pop: Pop, qtbot: QtBot
) -> None:
    card = pop.show(calls.unknown())
    card.activateWindow()
    QTest.keyClicks(card.who.search, "oka")
    qtbot.waitUntil(lambda: ("searched", "a", "oka") in pop.heard)

    pop.window.show_search("a", [calls.AMARA])
    QTest.keyClick(card.who.search, Qt.Key.Key_Return)

    assert pop.heard[-1] == ("contact_chosen", "a", calls.AMARA)


def test_a_search_for_another_call_changes_nothing(pop: Pop) -> None:
    card = pop.show(calls.unknown())
    pop.window.show_search("gone", [calls.AMARA])
    assert not card.who.hits.rows


def test_a_contact_is_created_inside_the_card(pop: Pop) -> None:
    card = pop.show(calls.unknown())
    card.who.search.setText("Oliver Twist")
    card.who.create_button.click()
    assert card.who.name.text() == "Oliver Twist"
    QTest.keyClicks(card.who.company, "Workhouse")
    card.who.save_button.click()

    name, key, new = pop.heard[-1]
    assert (name, key) == ("contact_created", "a")
    assert isinstance(new, NewContact)
    assert (new.name, new.company) == ("Oliver Twist", "Workhouse")
    assert new.number == calls.unknown().call.number


def test_a_contact_without_a_name_is_not_created(pop: Pop) -> None:
    card = pop.show(calls.unknown())
    card.who.create_button.click()
    card.who.name.setText("   ")
    QTest.keyClick(card.who.name, Qt.Key.Key_Return)

    assert "contact_created" not in pop.names()


def test_not_a_lead_and_its_undo(pop: Pop) -> None:
    card = pop.show(calls.unknown())
    card.who.ignore_button.click()
    ended = calls.missed().call
    pop.show(replace(calls.unknown(), call=ended, is_ignored=True))
    card.strip.button(Act.UNDO).click()

    assert pop.heard == [("number_ignored", "a"), ("number_unignored", "a")]


def test_a_note_can_be_opened_while_it_rings(pop: Pop) -> None:
    card = pop.show(calls.ringing())
    assert not card.form.isVisible()

    card.action_row.button(Act.NOTE).click()

    assert card.form.isVisible()


def test_the_note_field_stays_where_it_is_at_hang_up(pop: Pop) -> None:
    card = pop.show(calls.talking())
    before = card.form.geometry(), card.card_height, card.pos()

    pop.show(calls.ended())

    assert (card.form.geometry(), card.card_height, card.pos()) == before


def test_save_now_tells_the_last_letter_too(pop: Pop) -> None:
    card = pop.show(calls.talking())
    pop.show(replace(calls.ended(), wrap_up=WrapUp()))
    card.activateWindow()
    QTest.keyClicks(card.form.note_field, "Wants a demo")
    card.action_row.button(Act.SAVE).click()

    assert pop.heard[-1] == ("wrapped_up", "a", WrapUp(note="Wants a demo"))


def test_typing_fills_the_ring_again(pop: Pop) -> None:
    card = pop.show(calls.talking())
    pop.show(calls.ended())
    ring = card.action_row.ring
    assert 0.6 < ring.fraction < 0.7

    QTest.keyClicks(card.form.note_field, "x")

    assert ring.fraction == 1


def test_undo_is_offered_once_there_is_something_to_undo(pop: Pop) -> None:
    card = pop.show(calls.talking())
    pop.show(calls.ended())
    undo = card.action_row.button(Act.UNDO)
    assert not undo.isEnabled()

    card.form.outcomes.press(1)
    assert undo.isEnabled()
    undo.click()

    assert pop.heard[-1] == ("undone", "a")


def test_undo_on_the_saved_line_brings_the_form_back(pop: Pop) -> None:
    card = pop.show(calls.talking())
    pop.show(calls.saved())
    assert card.card_height == 60
    assert "Call logged in HubSpot" in texts(card)

    card.strip.button(Act.UNDO).click()
    assert pop.heard[-1] == ("undone", "a")
    pop.show(calls.ended(wrap_up=WrapUp()))

    assert card.form.isVisible()
    assert card.form.wrap_up == WrapUp()


def test_a_call_answered_elsewhere_is_one_line(pop: Pop) -> None:
    card = pop.show(calls.ringing())
    elsewhere = calls.session(
        told=CallResult.ANSWERED_ELSEWHERE, told_at=calls.NOW, rang_s_ago=5
    )
    pop.show(calls.ringing(call=elsewhere))

    assert card.card_height == 60
    assert "Answered elsewhere · Sales line" in texts(card)


def test_a_missed_call_stays_small_and_can_be_called_back(pop: Pop) -> None:
    card = pop.show(calls.ringing())
    dial = frozenset({PhoneAbility.DIAL})
    pop.show(calls.missed(abilities=dial))
    assert not card.form.isVisible()

    card.action_row.button(Act.CALL_BACK).click()

    assert pop.heard[-1] == ("called_back", "a")


def test_quiet_calls_and_old_ones_open_nothing(pop: Pop) -> None:
    pop.window.show_call(calls.ringing("quiet", shows_pop=False))
    pop.window.show_call(calls.ended("old"))

    assert pop.window.cards == ()


def test_the_keyboard_leads_to_a_quiet_call_too(pop: Pop) -> None:
    assert pop.window.focus_pop() is False
    pop.window.show_call(calls.ringing("quiet", shows_pop=False))

    assert pop.window.focus_pop() is True
    assert [card.key for card in pop.window.cards] == ["quiet"]


def test_a_second_call_folds_the_first_and_leaves_its_facts_out(pop: Pop) -> None:
    first = pop.show(calls.talking())
    second = pop.show(calls.second())

    assert (first.card_height, second.card_height) == (60, 168)
    assert "Talking 4:12 · Sales line" in texts(first)
    upper = second.mapToGlobal(second.card().bottomLeft())
    lower = first.mapToGlobal(first.card().topLeft())
    assert lower.y() - upper.y() - 1 == 8


def test_a_card_with_the_keyboard_neither_folds_nor_moves(pop: Pop) -> None:
    first = pop.show(calls.talking())
    pop.go_to(first)
    before = first.pos()

    pop.show(calls.second())

    assert not first.is_folded
    assert first.pos() == before


def test_a_click_on_a_folded_card_unfolds_it(pop: Pop) -> None:
    first = pop.show(calls.talking())
    second = pop.show(calls.second())

    QTest.mouseClick(first.strip, Qt.MouseButton.LeftButton)

    assert not first.is_folded
    assert second.is_folded


@pytest.mark.parametrize("corner", Corner)
def test_cards_stand_in_the_corner_that_the_rep_chose(pop: Pop, corner: Corner) -> None:
    pop.window.set_corner(corner)
    card = pop.show(calls.ringing())
    area = card.screen().availableGeometry()
    body = card.card().translated(card.pos())

    if corner.is_left:
        assert body.left() - area.left() == 16
    else:
        assert area.right() - body.right() == 16
    if corner.is_top:
        assert body.top() - area.top() == 16
    else:
        assert area.bottom() - body.bottom() == 16


def test_a_flood_of_calls_fills_no_screen(pop: Pop) -> None:
    for number in range(100):
        pop.window.show_call(calls.ringing(f"call-{number}"))

    assert len(pop.window.cards) == MAX_CARDS
    area = pop.window.cards[0].screen().availableGeometry()
    for card in pop.window.cards:
        assert area.contains(card.card().translated(card.pos()))


def test_a_waiting_call_shows_when_another_goes(pop: Pop) -> None:
    for number in range(MAX_CARDS + 1):
        pop.window.show_call(calls.ringing(f"call-{number}"))
    late = f"call-{MAX_CARDS}"
    assert pop.window.card_of(late) is None

    pop.window.show_call(calls.ended("call-0", is_private=True))
    finished = pop.window.card_of("call-0")
    assert finished is not None
    assert finished.view is not None
    assert finished.view.look is Look.QUIET
    pop.qtbot.waitUntil(lambda: pop.window.card_of(late) is not None, timeout=20_000)

    assert pop.window.card_of(late) is not None


def test_escape_gives_the_keyboard_back_and_keeps_the_note(pop: Pop) -> None:
    card = pop.show(replace(calls.talking(), wrap_up=WrapUp()))
    pop.go_to(card)
    QTest.keyClicks(card.form.note_field, "Half")
    QTest.keyClick(card.form.note_field, Qt.Key.Key_Escape)

    assert pop.heard[-1] == ("drafted", "a", WrapUp(note="Half"))
    assert card.isVisible()


def test_a_related_contact_is_found_by_keyboard(pop: Pop, qtbot: QtBot) -> None:
    card = pop.show(calls.talking())
    pop.go_to(card)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(card.form.note_field, Qt.Key.Key_R, alt)
    assert card.who.purpose is Purpose.RELATED
    QTest.keyClicks(card.who.search, "jo")
    qtbot.waitUntil(lambda: ("searched", "a", "jo") in pop.heard)
    jonas = calls.several().matches[0].contact
    pop.window.show_search("a", [jonas])

    QTest.keyClick(card.who.search, Qt.Key.Key_Return)

    name, key, wrap_up = pop.heard[-1]
    assert (name, key) == ("drafted", "a")
    assert wrap_up.related == jonas.ref  # type: ignore[attr-defined]
    assert card.form.isVisible()


def test_a_card_used_again_remembers_nothing(pop: Pop) -> None:
    card = pop.show(calls.talking("one"))
    card.activateWindow()
    QTest.keyClicks(card.form.note_field, "secret")
    pop.window.close_all()

    again = pop.show(calls.unknown("two"))
    pop.show(replace(calls.talking("two"), wrap_up=WrapUp()))

    assert again.form.wrap_up == WrapUp()
    assert ("drafted", "two", WrapUp()) not in pop.heard


def test_nothing_has_the_focus_while_it_rings(pop: Pop) -> None:
    card = pop.show(calls.unknown())
    assert card.focusWidget() in {None, card}
    assert card.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.parametrize(
    "snapshot",
    [
        calls.ringing(),
        calls.slow(),
        calls.unknown(),
        calls.several(),
        calls.talking(),
        calls.withheld(),
        calls.private(),
    ],
    ids=lambda _: "",
)
def test_every_control_has_a_name_and_a_place_on_the_card(
    pop: Pop, snapshot: CallSnapshot
) -> None:
    card = pop.show(snapshot)
    body = card.card()
    for kind in (QAbstractButton, QLineEdit, QTextEdit):
        for control in card.findChildren(kind):
            parent = control.parent()
            is_qt_s_own = parent is not None and parent.objectName().startswith("qt_")
            if not control.isVisible() or is_qt_s_own:
                continue
            name = control.accessibleName() or control.property("text")
            assert name, control
            at = control.mapTo(card, control.rect().topLeft())
            assert body.contains(control.rect().translated(at)), name


def test_the_timer_counts_what_was_talked(pop: Pop) -> None:
    card = pop.show(calls.talking(for_s=65))
    assert "1:05" in texts(card)


def test_the_grace_runs_anew_with_a_new_end(pop: Pop) -> None:
    card = pop.show(calls.talking())
    pop.show(calls.ended())
    pop.show(calls.ended(saves_at=calls.NOW + timedelta(seconds=60)))

    assert card.action_row.ring.fraction > 0.95


@pytest.mark.parametrize(
    ("snapshot", "lines"),
    [
        (calls.ringing(), {More.OTHER, More.ALONE, More.PRIVATE, More.IGNORE}),
        (calls.withheld(), {More.OPEN, More.PRIVATE}),
        (calls.private(), {More.OPEN, More.LOG, More.IGNORE}),
        (
            calls.talking(),
            {More.OTHER, More.ALONE, More.RELATED, More.PRIVATE, More.IGNORE},
        ),
    ],
    ids=lambda _: "",
)
def test_the_menu_offers_what_makes_sense(
    pop: Pop, snapshot: CallSnapshot, lines: set[More]
) -> None:
    assert set(lines_of(pop.show(snapshot))) == lines | {More.HIDE}


def test_the_menu_does_what_it_says(pop: Pop) -> None:
    card = pop.show(calls.talking())
    chosen: list[More] = []
    menu = make_menu(card, chosen.append)
    for action in menu.actions():
        action.trigger()

    assert tuple(chosen) == lines_of(card)


def test_a_call_that_was_put_away_stays_away(pop: Pop) -> None:
    card = pop.show(calls.ringing())
    card.action_row.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    hide = next(a for a in menu.actions() if a.text() == "Hide")
    hide.trigger()
    menu.close()

    pop.window.show_call(calls.talking())

    assert pop.window.cards == ()


def test_getting_ready_takes_small_steps_and_shows_nothing(
    pop: Pop, qtbot: QtBot
) -> None:
    pop.window.warm_up()
    pop.window.show_call(calls.ringing("real"))
    qtbot.wait(400)

    assert [card.key for card in pop.window.cards] == ["real"]
    assert pop.heard == []


def test_saving_gives_the_keyboard_back_so_that_the_line_can_go(pop: Pop) -> None:
    pop.show(calls.talking())
    card = pop.show(calls.ended())
    pop.go_to(card)
    lefts: list[bool] = []
    card.left.connect(lambda: lefts.append(True))

    card.form.note_field.setFocus()
    QTest.keyClick(
        card.form.note_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )

    assert "wrapped_up" in pop.names()
    assert lefts == [True]


def test_a_call_that_waits_for_a_choice_does_not_say_that_it_saves_by_itself(
    pop: Pop,
) -> None:
    waiting = replace(
        calls.ended(),
        contact=None,
        matches=calls.several().matches,
        needs_choice=True,
        saves_at=calls.now() + timedelta(seconds=50),
    )
    pop.show(calls.talking(contact=None, matches=waiting.matches))
    card = pop.show(waiting)
    assert not card.action_row.ring.isVisible()
    assert "Sent once you choose" in texts(card)

    card = pop.show(
        replace(waiting, contact=waiting.matches[0].contact, needs_choice=False)
    )

    assert card.action_row.ring.isVisible()
    assert "Saves by itself" in texts(card)


def test_without_blending_every_pixel_of_the_card_is_opaque(pop: Pop) -> None:
    card = pop.show(calls.ringing())
    card.show_shadow(on=False)
    picture = card.grab().toImage()
    shape = card.mask()

    body = card.card()
    assert not shape.contains(body.topLeft())
    assert not shape.contains(body.bottomRight())
    assert shape.contains(body.center())
    for x in range(body.left(), body.right() + 1):
        for y in (
            *range(body.top(), body.top() + 20),
            *range(body.bottom() - 20, body.bottom() + 1),
        ):
            if shape.contains(QPoint(x, y)):
                assert picture.pixelColor(x, y).alpha() == 255
