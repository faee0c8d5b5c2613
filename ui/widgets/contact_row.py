"""One person to choose: key, name, company and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import MEDIUM, REGULAR, SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.widgets.elided_label import baseline
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent

_KEY = 20
_HEIGHT, _LOW_HEIGHT = 44, 36


class ContactRow(QAbstractButton):
    """A row that is a button; arrows ask the owner to move on."""

    moved = Signal(int)  # -1 up, 1 down

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = ""
        self._company = ""
        self._why = ""
        self._is_hovered = False
        self._has_keys = True
        self.ring_radius = Radius.FIELD
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def show_person(
        self,
        name: str,
        company: str = "",
        why: str = "",
        *,
        key: str = "",
        keys: bool = True,
    ) -> None:
        """Show a person; `keys` keeps the column of keys free."""
        self._key, self._has_keys = key, keys
        self._company, self._why = shown(company), shown(why)
        self.setText(shown(name))
        self.setAccessibleName(
            ", ".join(part for part in (self.text(), self._company, self._why) if part)
        )
        self.setFixedHeight(_HEIGHT if self._why else _LOW_HEIGHT)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_hovered or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme[Token.QUIET])
            painter.drawRoundedRect(QRectF(self.rect()), Radius.FIELD, Radius.FIELD)
        x = float(Space.XS)
        if self._has_keys:
            self._paint_key(painter, x)
            x += _KEY + Space.S
        block = Type.BODY.line + (Type.SMALL.line if self._why else 0)
        top = (self.height() - block) / 2
        right = self.width() - Space.XS
        weight = SEMIBOLD if self._why or self._company else MEDIUM
        end = self._paint(painter, QPointF(x, top), right, self.text(), weight=weight)
        if self._company and end < right - Size.ICON:
            tail = f" · {self._company}"
            at = QPointF(end, top)
            self._paint(painter, at, right, tail, token=Token.MUTED)
        if self._why:
            at = QPointF(x, top + Type.BODY.line)
            self._paint(painter, at, right, self._why, Type.SMALL, token=Token.MUTED)
        painter.end()

    def _paint_key(self, painter: QPainter, x: float) -> None:
        if not self._key:
            return
        cap = QRectF(x, (self.height() - _KEY) / 2, _KEY, _KEY)
        painter.setPen(Qt.PenStyle.NoPen)
        lit = self._is_hovered or self.isDown()
        painter.setBrush(self._theme[Token.RAISED if lit else Token.QUIET])
        painter.drawRoundedRect(cap, Radius.FIELD, Radius.FIELD)
        font = self._theme.font(Type.SMALL, SEMIBOLD, tabular=True)
        painter.setFont(font)
        painter.setPen(self._theme[Token.TEXT])
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint(
        self,
        painter: QPainter,
        at: QPointF,
        right: float,
        text: str,
        type_: Type = Type.BODY,
        *,
        weight: int = REGULAR,
        token: Token = Token.TEXT,
    ) -> float:
        """Paint text that ends before `right`; return where it ended."""
        font = self._theme.font(type_, weight)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - at.x())
        painter.setFont(font)
        painter.setPen(self._theme[token])
        painter.drawText(QPointF(at.x(), at.y() + baseline(metrics, type_.line)), text)
        return at.x() + metrics.horizontalAdvance(text)
