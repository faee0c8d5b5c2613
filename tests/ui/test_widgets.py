"""Parts that know nothing of the app keep their promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import SEMIBOLD, Theme, Token, Type, load_fonts
from ui.widgets.button import Button, Kind
from ui.widgets.chip import ChipRow, Choice
from ui.widgets.elided_label import ElidedLabel, Span, broken
from ui.widgets.focus_ring import FocusRing
from ui.widgets.moving_hairline import MovingHairline
from ui.widgets.quiet_ring import QuietRing
from ui.widgets.search_field import SearchField
from ui.widgets.state_pill import StatePill

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    load_fonts()
    return Theme()


def test_what_is_cut_stands_in_the_tooltip_as_plain_text(
    theme: Theme, qtbot: QtBot
) -> None:
    label = ElidedLabel(theme)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.show_text("Kiehl & <Söhne> Logistik Verwaltung")
    assert label.toolTip() == "<qt>Kiehl &amp; &lt;Söhne> Logistik Verwaltung</qt>"

    label.resize(600, 20)
    assert label.toolTip() == ""


def test_a_screen_reader_hears_all_spans_as_one_line(
    theme: Theme, qtbot: QtBot
) -> None:
    label = ElidedLabel(theme)
    qtbot.addWidget(label)
    label.show_spans(Span("+44 20 7946"), Span(" · United Kingdom", Token.MUTED))
    assert label.text() == "+44 20 7946 · United Kingdom"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Amara Okafor", ("Amara Okafor",)),
        (
            "Anneliese-Theodora Schulze-Wiesenfelde",
            ("Anneliese-Theodora", "Schulze-Wiesenfelde"),
        ),
        ("", ("",)),
    ],
)
def test_a_name_breaks_between_words(
    theme: Theme, name: str, lines: tuple[str, ...]
) -> None:
    metrics = QFontMetricsF(theme.font(Type.NAME, SEMIBOLD))
    assert broken(name, metrics, 328) == lines


def test_a_name_too_long_for_two_lines_is_cut_at_its_end(theme: Theme) -> None:
    metrics = QFontMetricsF(theme.font(Type.NAME, SEMIBOLD))
    first, rest = broken("Maximiliane " + "Wiesenfelde " * 9, metrics, 328)
    assert first.startswith("Maximiliane")
    assert rest.endswith("…")
    assert metrics.horizontalAdvance(rest) <= 328


def row_of(theme: Theme, qtbot: QtBot, count: int) -> ChipRow:
    row = ChipRow(theme)
    qtbot.addWidget(row)
    row.show_choices([Choice(str(n), f"Choice {n}", str(n)) for n in range(count)], 328)
    row.resize(328, row.height())
    row.show()
    row.activateWindow()
    qtbot.waitUntil(row.isActiveWindow)
    return row


def test_chips_are_one_stop_of_the_tab_key(theme: Theme, qtbot: QtBot) -> None:
    row = row_of(theme, qtbot, 4)
    row.choose("2")
    stops = [c for c in row.chips if c.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [stop.choice.id for stop in stops] == ["2"]


def test_arrows_go_from_chip_to_chip_and_round(theme: Theme, qtbot: QtBot) -> None:
    row = row_of(theme, qtbot, 3)
    row.chips[0].setFocus()
    QTest.keyClick(row.chips[0], Qt.Key.Key_Left)
    assert row.chips[2].hasFocus()


def test_a_choice_by_the_owner_tells_nobody(theme: Theme, qtbot: QtBot) -> None:
    row = row_of(theme, qtbot, 3)
    heard: list[str] = []
    row.chosen.connect(heard.append)
    row.choose("1")
    assert heard == []
    assert [chip.isChecked() for chip in row.chips] == [False, True, False]


def test_a_search_is_told_once_the_rep_pauses(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme, "Who is it?")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.searched.connect(heard.append)
    QTest.keyClicks(field, "ama")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["ama"]


def test_filling_a_search_tells_nothing(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme, "Who is it?", pause_ms=0)
    qtbot.addWidget(field)
    heard: list[str] = []
    field.searched.connect(heard.append)
    field.setText("ama")
    qtbot.wait(20)
    assert heard == []


def test_a_ring_empties_and_is_filled(theme: Theme, qtbot: QtBot) -> None:
    ring = QuietRing(theme)
    qtbot.addWidget(ring)
    ring.start(60_000, 30_000)
    assert ring.fraction == pytest.approx(0.5, abs=0.05)
    ring.fill()
    assert ring.fraction == 1


def test_a_hidden_hairline_costs_nothing(theme: Theme, qtbot: QtBot) -> None:
    line = MovingHairline(theme)
    qtbot.addWidget(line)
    line.resize(328, 2)
    line.show()
    assert line.is_moving
    line.hide()
    assert not line.is_moving


def test_less_motion_lets_the_hairline_stand(theme: Theme, qtbot: QtBot) -> None:
    theme.wish(less_motion=True)
    line = MovingHairline(theme)
    qtbot.addWidget(line)
    line.show()
    assert not line.is_moving


def test_a_state_has_words_not_colour_alone(theme: Theme, qtbot: QtBot) -> None:
    pill = StatePill(theme)
    qtbot.addWidget(pill)
    pill.show_state("Needs you", Token.WARN, "circle-alert")
    assert pill.text() == "Needs you"
    assert pill.sizeHint().height() == 24


def test_the_focus_ring_stands_two_pixels_off(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    button = Button(theme, Kind.MAIN, "Answer")
    layout.addWidget(button)
    ring = FocusRing(theme, window)
    window.resize(200, 100)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)

    assert ring.isVisible()
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    window.resize(240, 120)
    qtbot.waitUntil(lambda: ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4))
    button.clearFocus()
    assert not ring.isVisible()


def test_a_control_that_goes_takes_its_ring_along(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Button(theme, text="One"), Button(theme, text="Two")
    layout = QVBoxLayout(window)
    layout.addWidget(first)
    layout.addWidget(second)
    ring = FocusRing(theme, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)

    first.deleteLater()
    qtbot.waitUntil(lambda: window.focusWidget() is not first)
    second.setFocus(Qt.FocusReason.TabFocusReason)

    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)


def test_the_ring_follows_where_the_page_moves(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    button = Button(theme, text="One", parent=page)
    ring = FocusRing(theme, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)

    page.move(0, 60)  # a banner came above it

    at = button.mapTo(window, button.rect().topLeft())
    assert ring.geometry().topLeft() == at - QPoint(4, 4)
