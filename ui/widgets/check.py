"""Checks and radios with an edge that can be seen, in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from ui.icon import draw_icon
from ui.theme import MEDIUM, Size, Space, Theme, Token, Type
from ui.widgets.elided_label import baseline

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

_BOX = 18
_HEIGHT = 28


class Check(QCheckBox):
    """Something that is on or off."""

    def __init__(
        self, theme: Theme, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.ring_radius = 4
        self.setFont(theme.font(Type.BODY))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return _size(self.font(), self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        box = _paint_ground(self, painter, theme, is_on=self.isChecked())
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            ink = Token.ON_ACCENT if self.isEnabled() else Token.SURFACE
            at = QPointF(box.x() + 3, box.y() + 3)
            draw_icon(painter, at, "check", theme.hex(ink), Size.MARK_ICON)
        _paint_words(self, painter, theme)

    def hitButton(self, pos: object) -> bool:
        return True


class Radio(QRadioButton):
    """One of several."""

    def __init__(
        self, theme: Theme, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.ring_radius = 4
        self.setFont(theme.font(Type.BODY, MEDIUM))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return _size(self.font(), self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        box = _paint_ground(self, painter, theme, is_on=self.isChecked())
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[Token.ON_ACCENT])
            painter.drawEllipse(box.center(), 3.5, 3.5)
        _paint_words(self, painter, theme)

    def hitButton(self, pos: object) -> bool:
        return True


def _size(font: QFont, text: str) -> QSize:
    words = QFontMetricsF(font).horizontalAdvance(text)
    gap = Space.S if text else 0
    return QSize(round(_BOX + gap + words) + 2, _HEIGHT)


def _paint_ground(
    button: QCheckBox | QRadioButton,
    painter: QPainter,
    theme: Theme,
    *,
    is_on: bool,
) -> QRectF:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = Token.EDGE if button.isEnabled() else Token.EDGE_SOFT
    if is_on:
        on = Token.ACCENT if button.isEnabled() else Token.EDGE_SOFT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme[on])
    else:
        painter.setPen(QPen(theme[edge], 1.5))
        painter.setBrush(theme[Token.SURFACE])
    top = (button.height() - _BOX) / 2
    return (
        QRectF(1, top + 1, _BOX - 2, _BOX - 2)
        if not is_on
        else QRectF(0, top, _BOX, _BOX)
    )


def _paint_words(
    button: QCheckBox | QRadioButton, painter: QPainter, theme: Theme
) -> None:
    painter.setFont(button.font())
    painter.setPen(theme[Token.TEXT if button.isEnabled() else Token.FAINT])
    y = baseline(QFontMetricsF(button.font()), button.height())
    painter.drawText(QPointF(_BOX + Space.S, y), button.text())
