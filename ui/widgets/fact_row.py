"""One fact: an icon, what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icon import draw_icon
from ui.theme import Size, Space, Theme, Token
from ui.widgets.elided_label import ElidedLabel, Span

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_HEIGHT = 24


class FactRow(QWidget):
    """A row of 24 px; the words end in "…" before they wrap."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = ""
        self._words = ElidedLabel(theme, tabular=True)
        self.setFixedHeight(_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Size.ICON + Space.XS, 0, 0, 0)
        layout.addWidget(self._words)
        theme.changed.connect(self.update)

    def show_fact(self, icon_name: str, what: str, when: str = "") -> None:
        """Show `what` in full ink and `when` behind it, muted."""
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            self.update()
        tail = f" · {when}" if when else ""
        self._words.show_spans(Span(what), Span(tail, Token.MUTED))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._icon_name:
            painter = QPainter(self)
            at = QPoint(0, (_HEIGHT - Size.ICON) // 2)
            draw_icon(painter, at, self._icon_name, self._theme.hex(Token.MUTED))
            painter.end()
