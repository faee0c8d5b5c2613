"""The field that finds people as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.icon import draw_icon
from ui.theme import Size, Space, Theme, Token, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_PAUSE_MS = 80  # between two keys of a fast typist; each pause asks once
_LEFT = 12


class SearchField(QLineEdit):
    """Tells what to search for once the rep pauses; nothing while it is filled."""

    searched = Signal(str)

    def __init__(
        self,
        theme: Theme,
        hint: str,
        *,
        pause_ms: int = _PAUSE_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ring_radius = 0  # its border tells the focus
        self.setFont(theme.font(Type.BODY))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFixedHeight(Size.FIELD)
        self.setTextMargins(Size.ICON + Space.XS, 0, 0, 0)
        self.setMaxLength(200)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._pause.start())
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPoint(_LEFT, (self.height() - Size.ICON) // 2)
        draw_icon(painter, at, "search", self._theme.hex(Token.MUTED))
        painter.end()

    def _tell(self) -> None:
        self.searched.emit(self.text().strip())
