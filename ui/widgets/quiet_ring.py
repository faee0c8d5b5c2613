"""A ring that empties while something waits: time without figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Size, Theme, Token

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

_STROKE = 2
_STEP_MS = 500  # a minute's ring moves one pixel a second
_CALM_STEP_MS = 5_000  # for those who want less motion
_SIXTEENTHS = 16


class QuietRing(QWidget):
    """Empties clockwise from full; `start` again fills it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._total_ms = 1
        self._left_ms = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._step)
        self.setFixedSize(Size.BIG_ICON, Size.BIG_ICON)
        theme.changed.connect(self.update)

    @property
    def fraction(self) -> float:
        """Return how much of the ring is left, 0 to 1."""
        spent = self._since.elapsed() if self._since.isValid() else 0
        return min(1.0, max(0.0, (self._left_ms - spent) / self._total_ms))

    def start(self, total_ms: int, left_ms: int) -> None:
        """Begin to empty, with `left_ms` of `total_ms` left."""
        self._total_ms = max(1, total_ms)
        self._left_ms = left_ms
        self._since.start()
        if self.isVisible():
            self._run()
        self.update()

    def fill(self) -> None:
        """Stand full and still, until started again."""
        self._timer.stop()
        self._since.invalidate()
        self._left_ms = self._total_ms
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._since.isValid():
            self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = _STROKE / 2 + 1
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(self._theme[Token.LINE], _STROKE))
        painter.drawEllipse(circle)
        pen = QPen(self._theme[Token.MUTED], _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left = self.fraction
        full = 360 * _SIXTEENTHS
        # what is gone starts at noon and grows clockwise
        painter.drawArc(circle, 90 * _SIXTEENTHS, round(full * left))
        painter.end()

    def _run(self) -> None:
        self._timer.start(_STEP_MS if self._theme.has_motion else _CALM_STEP_MS)

    def _step(self) -> None:
        self.update()
        if self.fraction <= 0:
            self._timer.stop()
