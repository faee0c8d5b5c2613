"""What a record needs from the rep: why, what it means, the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.icon import draw_icon
from ui.theme import SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ICON_TOP = 16


class NeedCard(QWidget):
    """A calm card on a soft ground. `step_chosen` is its main button, `other_chosen`
    the quiet one beside it."""

    step_chosen = Signal()
    other_chosen = Signal()

    def __init__(
        self, theme: Theme, tone: Token = Token.WARN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._tone = theme, tone
        self._icon = "circle-alert"
        self.title = Words(theme, "", Type.LEAD, SEMIBOLD, wraps=True)
        self.line = Words(theme, "", wraps=True)
        self.step = Button(theme, Kind.MAIN)
        self.other = Button(theme, Kind.GHOST)
        self.step.clicked.connect(self.step_chosen)
        self.other.clicked.connect(self.other_chosen)
        column = QVBoxLayout(self)
        left = Space.M + Size.BIG_ICON + Space.S
        column.setContentsMargins(left, Space.M, Space.M, Space.M)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(Space.XXS)
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.S, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.step)
        row.addWidget(self.other)
        row.addStretch(1)
        column.addLayout(row)
        theme.changed.connect(self.update)

    def show_need(
        self,
        title: str,
        line: str,
        step: str = "",
        other: str = "",
        icon: str = "circle-alert",
    ) -> None:
        """Show why and what next; no words, no button."""
        self._icon = icon
        self.title.setText(title)
        self.line.setText(line)
        for button, words in ((self.step, step), (self.other, other)):
            button.setText(words)
            button.setVisible(bool(words))
        self.setAccessibleName(f"{title}. {line}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = Token.WARN_SOFT if self._tone is Token.WARN else Token.BAD_SOFT
        painter.setBrush(self._theme[soft])
        painter.drawRoundedRect(self.rect(), Radius.CARD, Radius.CARD)
        color = self._theme.hex(self._tone)
        at = QPoint(Space.M, _ICON_TOP)
        draw_icon(painter, at, self._icon, color, Size.BIG_ICON)
