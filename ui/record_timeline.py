"""What happened to a call and its record, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import call_words
from ui.icon import draw_icon
from ui.moment import say_time
from ui.theme import MEDIUM, Size, Space, Theme, Token
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from app.snapshot import Step
    from connectors.records import Direction
    from ui.call_words import Mark

_GAP = 6


class _Line(QWidget):
    """One step: icon, words, reason below, time at the right."""

    def __init__(
        self, theme: Theme, mark: Mark, why: str, time: str, *, is_last: bool
    ) -> None:
        super().__init__()
        self._theme, self._mark, self._is_last = theme, mark, is_last
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(Words(theme, mark.sentence, weight=MEDIUM, wraps=True))
        if why:
            words.addWidget(Words(theme, why, token=Token.MUTED, wraps=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.ICON + Space.S, _GAP, 0, _GAP)
        row.setSpacing(Space.S)
        row.addLayout(words, 1)
        at = Words(theme, time, token=Token.MUTED, tabular=True)
        column = QVBoxLayout()
        column.addWidget(at)
        column.addStretch(1)
        row.addLayout(column)
        self.setAccessibleName(
            ", ".join(part for part in (mark.sentence, why, time) if part)
        )
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        at = QPoint(0, _GAP + 2)
        draw_icon(painter, at, self._mark.icon, self._theme.hex(self._mark.token))
        line = self._theme[Token.LINE]
        x, below = Size.ICON // 2 - 1, _GAP + 2 + Size.ICON + 3
        if not self._is_last:
            painter.fillRect(x, below, 1, self.height() - below + 5, line)


class RecordTimeline(QWidget):
    """Shows the steps of a call, oldest first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[Step, ...] = ()
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(self.tr("What happened to the record"))

    def show_steps(self, steps: Sequence[Step], direction: Direction) -> None:
        """Show steps; the same ones again change nothing."""
        if tuple(steps) == self._steps:
            return
        self._steps = tuple(steps)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for place, step in enumerate(steps):
            mark, why = call_words.happened(step, direction)
            is_last = place == len(steps) - 1
            line = _Line(self._theme, mark, why, say_time(step.at), is_last=is_last)
            self._column.addWidget(line)
            self._lines.append(line)
