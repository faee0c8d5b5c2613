"""A field that opens a list of choices, with the chevron of our icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QWidget

from ui.icon import draw_icon
from ui.theme import Size, Space, Theme, Token, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

_CHEVRON_PX = Size.ICON + Space.S


class ChoiceBox(QComboBox):
    """The wheel scrolls the page, never the choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ring_radius = 0  # its border tells the focus
        self.setFont(theme.font(Type.BODY))
        theme.changed.connect(self.update)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        token = Token.MUTED if self.isEnabled() else Token.FAINT
        x = self.width() - _CHEVRON_PX
        at = QPoint(x, (self.height() - Size.ICON) // 2)
        draw_icon(QPainter(self), at, "chevron-down", self._theme.hex(token))
