"""A hairline that moves while an answer is awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme import Theme, Token

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

_HEIGHT = 2
_RUN = 96
_STEP_MS = 33
_ROUND_MS = 1_400
_START_MS = 500  # it is to be seen at once


class MovingHairline(QWidget):
    """A track and a run on it; where less motion is wanted, the run stands still."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    @property
    def is_moving(self) -> bool:
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since.start()
        if self._theme.has_motion:
            self._timer.start(_STEP_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme[Token.LINE])
        painter.drawRoundedRect(QRectF(self.rect()), 1, 1)
        painter.setBrush(self._theme[Token.ACCENT])
        painter.drawRoundedRect(QRectF(self._left(), 0, _RUN, _HEIGHT), 1, 1)
        painter.end()

    def _left(self) -> float:
        if not self._theme.has_motion or not self._since.isValid():
            return float(_RUN)
        part = ((self._since.elapsed() + _START_MS) % _ROUND_MS) / _ROUND_MS
        return part * (self.width() + _RUN) - _RUN
