"""A form in front of the window: labelled fields, one main button, no blocking.

Shown with `open()`: the window waits, the app does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import MEDIUM, SEMIBOLD, Space, Theme, Token, Type
from ui.two_columns import Surface
from ui.widgets.button import Button, Kind
from ui.widgets.focus_ring import FocusRing
from ui.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

_WIDTH = 480


class Field(QWidget):
    """A label, what one fills in, a hint or what is wrong with it."""

    def __init__(
        self, theme: Theme, label: str, widget: QWidget, hint: str = ""
    ) -> None:
        super().__init__()
        self._hint_text = hint
        self.widget = widget
        self._label = Words(theme, label, weight=MEDIUM)
        self._label.setBuddy(widget)
        self._label.setVisible(bool(label))
        self._hint = Words(theme, hint, Type.SMALL, token=Token.MUTED, wraps=True)
        self._hint.setVisible(bool(hint))
        if not widget.accessibleName():
            widget.setAccessibleName(label)
        if hint:
            widget.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XXS)
        column.addWidget(self._label)
        column.addWidget(widget)
        column.addWidget(self._hint)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with it, right here; "" when it is fine."""
        self._hint.setText(text or self._hint_text)
        self._hint.set_token(Token.BAD if text else Token.MUTED)
        self._hint.setVisible(bool(text or self._hint_text))
        self.widget.setProperty("bad", bool(text))
        self.widget.style().unpolish(self.widget)
        self.widget.style().polish(self.widget)
        self.widget.setAccessibleDescription(text or self._hint_text)


class Sheet(QDialog):
    """A title, fields below each other, and what to do with them."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        main: str,
        *,
        line: str = "",
        width: int = _WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_closed_up = False
        self.setWindowTitle(title)
        self.setFixedWidth(width)
        self._body = Surface(theme)
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        self.column.setSpacing(Space.M)
        head = Words(theme, title, Type.NAME, SEMIBOLD, wraps=True)
        self.column.addWidget(head)
        if line:
            self.line = Words(theme, line, token=Token.MUTED, wraps=True)
            self.column.addWidget(self.line)
        self.problem = Words(theme, "", token=Token.BAD, wraps=True)
        self.problem.hide()
        self.main = Button(theme, Kind.MAIN, main)
        self.main.setDefault(True)
        self.cancel = Button(theme, Kind.GHOST, self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        foot = self._foot_bar = Surface(theme)
        self._foot = QHBoxLayout(foot)
        self._foot.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._foot.setSpacing(Space.XS)
        self._foot.addWidget(self.problem, 1)
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.main)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(foot)
        self._ring = FocusRing(theme, self)

    def add(self, label: str, widget: QWidget, hint: str = "") -> Field:
        """Add a field below the others."""
        field = Field(self._theme, label, widget, hint)
        self.column.addWidget(field)
        return field

    def add_pair(self, left: QWidget, right: QWidget) -> None:
        """Add two fields beside each other."""
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for widget in (left, right):
            policy = QSizePolicy.Policy.Expanding
            widget.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
            row.addWidget(widget, 1)
        self.column.addLayout(row)

    def field(self, label: str, widget: QWidget, hint: str = "") -> Field:
        """Make a field for `add_pair`."""
        return Field(self._theme, label, widget, hint)

    def show_problem(self, text: str) -> None:
        """Say what keeps the form from being done; "" when nothing does."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def fit(self) -> None:
        """Become as high as the fields want, within the screen."""
        self._body.adjustSize()
        inner = self.column.totalHeightForWidth(self.width())
        if inner < 0:
            inner = self._body.sizeHint().height()
        room = self.screen().availableGeometry().height() - 80
        foot = self._foot_bar.sizeHint().height()
        self.resize(self.width(), min(inner + foot, room))

    def showEvent(self, event: QShowEvent) -> None:
        if not self._is_closed_up:
            self._is_closed_up = True
            self.column.addStretch(1)
        self.fit()
        super().showEvent(event)
