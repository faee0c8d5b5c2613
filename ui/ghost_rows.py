"""An empty list says what will appear in it, and offers the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.icon import draw_icon
from ui.theme import MEDIUM, SEMIBOLD, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

_WIDTH = 400
_ROW = 56
_BARS = ((168, 240), (132, 208), (152, 184))
_OPACITY = (1.0, 0.7, 0.4)
_TOP_PX = 100


class GhostRows(QWidget):
    """Three rows that fade: how the list will look."""

    def __init__(self, theme: Theme, icons: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._icons = theme, tuple(icons)
        self.setFixedHeight(_ROW * len(_BARS))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = min(self.width(), _WIDTH)
        for place, (name, line) in enumerate(_BARS):
            painter.setOpacity(_OPACITY[place])
            top = place * _ROW + 8
            icon = self._icons[place % len(self._icons)]
            draw_icon(painter, QPoint(0, top + 10), icon, self._theme.hex(Token.MUTED))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme[Token.LINE])
            painter.drawRoundedRect(QRect(32, top + 4, name, 10), 5, 5)
            painter.drawRoundedRect(QRect(right - 36, top + 14, 36, 8), 4, 4)
            painter.setBrush(self._theme[Token.QUIET_HOVER])
            painter.drawRoundedRect(QRect(32, top + 24, line, 8), 4, 4)


class EmptyState(QWidget):
    """Ghost rows, a title, what it means, one button, and what is ready already."""

    step_chosen = Signal()
    other_chosen = Signal()

    def __init__(
        self, theme: Theme, icons: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._block = QWidget()
        self._block.setMaximumWidth(_WIDTH)
        self._title = Words(theme, "", Type.NAME, SEMIBOLD, wraps=True)
        self._line = Words(theme, "", Type.LEAD, token=Token.MUTED, wraps=True)
        self._ghosts = GhostRows(theme, icons)
        self.step = Button(theme, Kind.MAIN)
        self.other = Button(theme)
        self.step.clicked.connect(self.step_chosen)
        self.other.clicked.connect(self.other_chosen)
        self._ready = QVBoxLayout()
        self._ready.setSpacing(Space.S)
        self._ready_rows: list[QWidget] = []
        column = QVBoxLayout(self._block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._ghosts)
        column.addSpacing(Space.XL)
        column.addWidget(self._title)
        column.addSpacing(Space.XS)
        column.addWidget(self._line)
        column.addSpacing(Space.L)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.XS)
        buttons.addWidget(self.step)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addSpacing(Space.XL)
        column.addLayout(self._ready)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.M, 0, Space.M, Space.M)
        self._outer = outer
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._block, 10)
        row.addStretch(1)
        outer.addSpacing(_TOP_PX)
        outer.addLayout(row)
        outer.addStretch(1)

    def show_empty(
        self,
        title: str,
        line: str,
        step: str = "",
        step_icon: str | None = None,
        other: str = "",
    ) -> None:
        """Show words and steps; no words, no button."""
        self._title.setText(title)
        self._line.setText(line)
        self.step.setText(step)
        self.step.show_icon(step_icon)
        self.step.setVisible(bool(step))
        self.other.setText(other)
        self.other.setVisible(bool(other))
        self.setAccessibleName(f"{title}. {line}")

    def show_ready(self, lines: Sequence[tuple[bool, str, str]]) -> None:
        """Show what is ready: whether, what, and how."""
        for row in self._ready_rows:
            row.hide()
            row.deleteLater()
        self._ready_rows = [_Ready(self._theme, *line) for line in lines]
        for row in self._ready_rows:
            self._ready.addWidget(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ghosts.setVisible(self.height() > 480)


class _Ready(QWidget):
    """One line of what is ready."""

    def __init__(self, theme: Theme, is_ready: bool, what: str, how: str) -> None:
        super().__init__()
        self._theme, self._is_ready = theme, is_ready
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 0, 0, 0)
        row.setSpacing(Space.S)
        label = Words(theme, what, weight=MEDIUM)
        label.setMinimumWidth(72)
        row.addWidget(label)
        row.addWidget(Words(theme, how, token=Token.MUTED, wraps=True), 1)
        self.setAccessibleName(f"{what}: {how}")

    def paintEvent(self, event: QPaintEvent) -> None:
        name = "check" if self._is_ready else "circle-alert"
        token = Token.GOOD if self._is_ready else Token.WARN
        draw_icon(QPainter(self), QPoint(0, 2), name, self._theme.hex(token))
