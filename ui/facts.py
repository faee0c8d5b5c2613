"""Facts between two hairlines: a label above its value, wrapped where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Space, Theme, Token, Type
from ui.widgets.flow_row import FlowRow
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent


class Facts(QWidget):
    """Shows pairs of label and value."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: tuple[tuple[str, str], ...] = ()
        self._flow = FlowRow(self, gap=Space.XL, line_gap=Space.S)
        self._flow.setContentsMargins(0, Space.S + 1, 0, Space.S + 1)
        theme.changed.connect(self.update)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show facts; those without a value are left out."""
        made = tuple((label, value) for label, value in facts if value)
        if made == self._facts:
            return
        self._facts = made
        self._flow.clear()
        self._flow.add_all(self._fact(label, value) for label, value in made)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, line = QPainter(self), self._theme[Token.LINE]
        painter.fillRect(0, 0, self.width(), 1, line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _fact(self, label: str, value: str) -> QWidget:
        fact = QWidget(self)
        column = QVBoxLayout(fact)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Words(self._theme, label, Type.SMALL, token=Token.MUTED))
        column.addWidget(Words(self._theme, value, tabular=True))
        fact.setAccessibleName(f"{label}: {value}")
        fact.show()
        return fact
