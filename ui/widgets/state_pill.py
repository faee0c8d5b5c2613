"""A state as icon and words on its soft ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.icon import draw_icon
from ui.theme import MEDIUM, Radius, Size, Space, Theme, Token, Type
from ui.widgets.elided_label import baseline
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_HEIGHT = 24
_SOFT = {
    Token.GOOD: Token.GOOD_SOFT,
    Token.WARN: Token.WARN_SOFT,
    Token.BAD: Token.BAD_SOFT,
    Token.ACCENT: Token.ACCENT_SOFT,
}


class StatePill(QLabel):
    """Colour never stands alone: there is always a word, mostly an icon too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._token = Token.MUTED
        self._icon_name = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_state(
        self, text: str, token: Token = Token.MUTED, icon_name: str = ""
    ) -> None:
        """Show a state in the colour `token`."""
        self._token, self._icon_name = token, icon_name
        self.setText(shown(text, 60))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self._font()).horizontalAdvance(self.text())
        return QSize(round(words) + 2 * Space.XS + self._lead(), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme[_SOFT.get(self._token, Token.QUIET)])
        painter.drawRoundedRect(QRectF(self.rect()), Radius.FIELD, Radius.FIELD)
        x = float(Space.XS)
        if self._icon_name:
            at = QPointF(x, (_HEIGHT - Size.ICON) / 2)
            draw_icon(painter, at, self._icon_name, self._theme.hex(self._token))
            x += self._lead()
        font = self._font()
        painter.setFont(font)
        painter.setPen(self._theme[self._token])
        painter.drawText(
            QPointF(x, baseline(QFontMetricsF(font), _HEIGHT)), self.text()
        )
        painter.end()

    def _font(self) -> QFont:
        return self._theme.font(Type.BODY, MEDIUM)

    def _lead(self) -> int:
        return Size.ICON + Space.XXS if self._icon_name else 0
