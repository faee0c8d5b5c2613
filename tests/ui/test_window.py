"""The window as a whole: its rail, narrow sizes, banners, names and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from app.snapshot import Problem
from tests.shots_window import shots, whole_window
from tests.ui import samples
from tests.ui.window_kit import heard_of
from ui.calls_page import CallsPage
from ui.part import Part
from ui.rail import FOLDED_PX
from ui.theme import Theme
from ui.two_columns import LIST_PX
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox),
    *(QLineEdit, QTextEdit),
)


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    made = whole_window(theme)
    made.show()
    qtbot.waitUntil(made.isVisible)
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def kept(qtbot: QtBot) -> list[QWidget]:
    """Hold windows until they are closed: qtbot does not.

    One that nobody holds may be collected amid its own painting, which ends everything.
    """
    return []


def test_a_number_key_goes_to_a_part(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.part is Part.CONTACTS)
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: window.part is Part.DIAGNOSTICS)


def test_a_narrow_window_shows_one_column_and_folds_its_rail(window: Window) -> None:
    window.resize(680, 700)
    page = calls_of(window)

    assert window.rail.width() == FOLDED_PX
    columns = page.columns
    assert columns.is_narrow
    assert columns.back.isVisible()
    columns.back.click()
    assert page.view.isVisible()
    assert not page.detail.isVisible()
    window.resize(1200, 700)

    assert not columns.is_narrow
    assert page.detail.isVisible()
    assert page.view.width() <= LIST_PX


def calls_of(window: Window) -> CallsPage:
    found = window.findChild(CallsPage)
    assert found is not None
    return found


def test_closing_hides_where_there_is_a_tray_and_minimises_where_not(
    qtbot: QtBot, theme: Theme, kept: list[QWidget]
) -> None:
    has_tray = True
    parts = {part: QWidget() for part in Part}
    window = Window(theme, samples.now, parts.__getitem__, has_tray=lambda: has_tray)
    kept.append(window)
    qtbot.addWidget(window)
    heard = heard_of(window, ("hidden_by_rep",))

    window.show()
    window.close()
    assert not window.isVisible()

    has_tray = False
    window.show()
    window.close()

    assert window.isMinimized()
    assert heard == [("hidden_by_rep",)] * 2


def test_a_problem_is_a_banner_with_its_next_step(window: Window) -> None:
    heard = heard_of(window, ("fix_chosen",))

    window.show_status(replace(samples.FINE, keyring="locked"))

    assert window.banners.codes == ("keyring-locked",)
    words = [one.text() for one in window.banners.findChildren(QAbstractButton)]
    assert "Unlock" in words
    unlock = window.banners.findChildren(QAbstractButton)[words.index("Unlock")]
    unlock.click()
    assert heard == [("fix_chosen", "keyring-locked")]


def test_a_banner_that_was_put_aside_stays_away_until_it_happens_anew(
    window: Window,
) -> None:
    full = replace(samples.FINE, problems=(Problem("disk-full"),))
    window.show_status(full)
    close = next(
        one
        for one in window.banners.findChildren(QAbstractButton)
        if one.accessibleName() == "Put aside"
    )

    close.click()
    window.show_status(full)
    assert window.banners.codes == ()
    window.show_status(samples.FINE)
    window.show_status(full)

    assert list(window.banners.codes) == ["disk-full"]


@pytest.mark.parametrize("name", shots())
def test_every_control_has_a_name_and_can_be_reached(
    qtbot: QtBot, theme: Theme, kept: list[QWidget], name: str
) -> None:
    shown = shots()[name](theme)
    kept.append(shown)
    qtbot.addWidget(shown)
    shown.show()

    for control in shown.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or not control.isVisible():
            continue
        inner = control.parent()
        if isinstance(inner, QAbstractSpinBox | QComboBox | QLineEdit) or "qt_" in (
            control.objectName()
        ):
            continue
        words = control.accessibleName() or getattr(control, "text", str)()
        assert words, f"{type(control).__name__} in {name} has no name"


@pytest.mark.parametrize("name", shots())
def test_no_label_reads_foreign_text_as_rich_text(
    qtbot: QtBot, theme: Theme, kept: list[QWidget], name: str
) -> None:
    shown = shots()[name](theme)
    kept.append(shown)
    qtbot.addWidget(shown)
    shown.show()

    formats = {label.textFormat() for label in shown.findChildren(QLabel)}

    assert formats <= {Qt.TextFormat.PlainText}
