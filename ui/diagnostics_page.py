"""Diagnostics: a test call through the whole path, and a report to copy.

Signals:
    test_call_wanted()     ring on the demo phone; tell `steps` what happens
    look_wanted()          examine everything again; answer with `show_checks`
    logs_wanted()          open the folder of the logs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.doctor import CheckStatus
from ui.icon import draw_icon
from ui.test_call import TestCallSteps
from ui.theme import MEDIUM, SEMIBOLD, Size, Space, Theme, Token, Type
from ui.two_columns import Surface
from ui.widgets.button import Button, Kind
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QShowEvent

    from app.doctor import Check

_WIDTH = 760
_COPIED_MS = 3000


class CheckLine(QWidget):
    """One check; what is not fine says what to do."""

    def __init__(self, theme: Theme, check: Check, state: str) -> None:
        super().__init__()
        self._theme, self._status = theme, check.status
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.ICON + Space.S, Space.XS, 0, Space.XS)
        column.setSpacing(0)
        is_fine = check.status is CheckStatus.FINE
        weight = 400 if is_fine else MEDIUM
        column.addWidget(Words(theme, check.text, weight=weight, wraps=True))
        if check.next_step:
            column.addWidget(
                Words(theme, check.next_step, token=Token.MUTED, wraps=True)
            )
        self.setAccessibleName(f"{state}: {check.text} {check.next_step}".strip())
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        looks = {
            CheckStatus.FINE: ("check", Token.MUTED),
            CheckStatus.WARN: ("circle-alert", Token.WARN),
            CheckStatus.BAD: ("circle-x", Token.BAD),
        }
        name, token = looks[self._status]
        painter = QPainter(self)
        draw_icon(painter, QPoint(0, Space.XS + 2), name, self._theme.hex(token))
        line = self._theme[Token.LINE]
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)


class DiagnosticsPage(QWidget):
    """The test call, the checks, the report."""

    test_call_wanted = Signal()
    look_wanted = Signal()
    logs_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._report = ""
        self._lines: list[CheckLine] = []
        self.steps = TestCallSteps(theme)
        self.test = Button(
            theme, Kind.MAIN, self.tr("Test call"), icon_name="phone-incoming"
        )
        self.copy = Button(theme, text=self.tr("Copy report"), icon_name="copy")
        self.logs = Button(
            theme, text=self.tr("Open log folder"), icon_name="folder-open"
        )
        self.look = Button(theme, text=self.tr("Look again"), icon_name="refresh-cw")
        self._summary = Words(theme, "", Type.LEAD, token=Token.MUTED, wraps=True)
        self._said = Words(theme, "", token=Token.MUTED)
        self._lay_out()
        self.test.clicked.connect(self._on_test)
        self.copy.clicked.connect(self._on_copy)
        self.logs.clicked.connect(self.logs_wanted)
        self.look.clicked.connect(self.look_wanted)

    def show_checks(self, checks: Sequence[Check], report: str) -> None:
        """Take what was found, and the same as text to copy."""
        self._report = report
        for line in self._lines:
            line.hide()
            line.deleteLater()
        order = [CheckStatus.BAD, CheckStatus.WARN, CheckStatus.FINE]
        states = {
            CheckStatus.BAD: self.tr("Wrong"),
            CheckStatus.WARN: self.tr("Look at this"),
            CheckStatus.FINE: self.tr("Fine"),
        }
        ranked = sorted(checks, key=lambda check: order.index(check.status))
        self._lines = [
            CheckLine(self._theme, check, states[check.status]) for check in ranked
        ]
        for line in self._lines:
            self._checks.addWidget(line)
        wrong = sum(check.status is not CheckStatus.FINE for check in checks)
        if wrong:
            self._summary.setText(self.tr("%Ln thing(s) to look at", "", wrong))
        else:
            self._summary.setText(self.tr("Everything is fine."))
        self.copy.setEnabled(bool(report))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_wanted.emit()

    def _on_test(self) -> None:
        self.steps.begin()
        self.test_call_wanted.emit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._said.setText(self.tr("Copied. It names no people and no numbers."))
        QTimer.singleShot(_COPIED_MS, self._said, lambda: self._said.setText(""))

    def _lay_out(self) -> None:
        page = Surface(self._theme)
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        column.setSpacing(0)
        theme = self._theme
        column.addWidget(Words(theme, self.tr("Diagnostics"), Type.FIGURE, SEMIBOLD))
        column.addSpacing(Space.L)
        column.addWidget(Words(theme, self.tr("Test call"), Type.LEAD, SEMIBOLD))
        column.addSpacing(Space.XXS)
        about = self.tr(
            "A call of the demo phone goes the whole way: the pop comes up, and one "
            "record is written to the local CRM."
        )
        column.addWidget(Words(theme, about, token=Token.MUTED, wraps=True))
        column.addSpacing(Space.M)
        column.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(Space.M)
        column.addWidget(self.steps)
        column.addSpacing(Space.XL)
        column.addWidget(Words(theme, self.tr("State"), Type.LEAD, SEMIBOLD))
        column.addSpacing(Space.XXS)
        column.addWidget(self._summary)
        english = self.tr(
            "The lines below are English, so that any support reads them."
        )
        column.addWidget(Words(theme, english, token=Token.MUTED, wraps=True))
        column.addSpacing(Space.S)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(0)
        column.addLayout(self._checks)
        column.addSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        for button in (self.copy, self.logs, self.look):
            row.addWidget(button)
        row.addWidget(self._said)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        holder = Surface(theme)
        outer_row = QHBoxLayout(holder)
        outer_row.setContentsMargins(0, 0, 0, 0)
        outer_row.addWidget(page, 1)
        outer_row.addStretch(0)
        outer_row.setAlignment(page, Qt.AlignmentFlag(0))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
