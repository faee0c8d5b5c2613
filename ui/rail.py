"""The window's left rail: its parts, their counts, the state of phone and CRM.

Signals:
    part_chosen(Part): the rep goes to a part.
    folded(bool): the rep folded the rail to icons, or unfolded it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from ui import status_words
from ui.icon import draw_icon
from ui.part import ICONS, LOWER_PARTS, MAIN_PARTS, Part, part_title
from ui.theme import MEDIUM, SEMIBOLD, Radius, Size, Space, Theme, Token, Type

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent

    from app.snapshot import Status
    from ui.status_words import StateLine

WIDE_PX, FOLDED_PX = 200, 56
_ITEM_PX = 36
_ICON_LEFT = 10
_WORD_LEFT = 42
_STATE_PX = 36


class _Painted(QAbstractButton):
    """A rail control that paints itself in the theme's colours."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme = theme
        self.ring_radius = Radius.FIELD
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(FOLDED_PX - 2 * Space.S, self.height())

    @property
    def _is_folded(self) -> bool:
        return self.width() < WIDE_PX // 2

    def _paint_ground(self, painter: QPainter, ground: Token | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme[ground])
            painter.drawRoundedRect(self.rect(), Radius.FIELD, Radius.FIELD)

    def _paint_words(
        self, painter: QPainter, rect: QRect, text: str, weight: int, token: Token
    ) -> None:
        painter.setFont(self._theme.font(Type.BODY, weight))
        painter.setPen(self._theme[token])
        fit = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, rect.width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags, fit)


class RailItem(_Painted):
    """One part of the window, with how many wait there."""

    def __init__(self, theme: Theme, part: Part, number: int) -> None:
        super().__init__(theme, _ITEM_PX)
        self._part = part
        self._count = 0
        self.setCheckable(True)
        self.setText(part_title(part))
        self.setShortcut(f"Ctrl+{number}")
        self.setToolTip(f"{part_title(part)} (Ctrl+{number})")
        self.setAccessibleName(part_title(part))

    def show_count(self, count: int) -> None:
        """Show how many need the rep."""
        if count == self._count:
            return
        self._count = count
        text = self.tr("%n need(s) you", "", count) if count else ""
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        chosen, hover = self.isChecked(), self.underMouse()
        ground = Token.ACCENT_SOFT if chosen else Token.QUIET if hover else None
        self._paint_ground(painter, ground)
        token = Token.ACCENT if chosen else Token.MUTED
        left = (self.width() - Size.BIG_ICON) // 2 if self._is_folded else _ICON_LEFT
        at = QPoint(left, (self.height() - Size.BIG_ICON) // 2)
        draw_icon(painter, at, ICONS[self._part], theme.hex(token), Size.BIG_ICON)
        if self._is_folded:
            if self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme[Token.WARN])
                painter.drawEllipse(QPoint(self.width() - 5, 7), 3, 3)
            return
        pill = self._paint_count(painter)
        weight = SEMIBOLD if chosen else MEDIUM
        words = QRect(_WORD_LEFT, 0, self.width() - _WORD_LEFT - pill, self.height())
        self._paint_words(painter, words, self.text(), weight, token)

    def _paint_count(self, painter: QPainter) -> int:
        if not self._count:
            return Space.XS
        text = str(self._count) if self._count < 1000 else "999+"
        font = self._theme.font(Type.SMALL, SEMIBOLD)
        width = QFontMetrics(font).horizontalAdvance(text) + 12
        rect = QRect(self.width() - _ICON_LEFT - width, 8, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme[Token.WARN_SOFT])
        painter.drawRoundedRect(rect, Radius.FIELD, Radius.FIELD)
        painter.setPen(self._theme[Token.WARN])
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return width + _ICON_LEFT + Space.XS


class RailState(_Painted):
    """How phone or CRM stands, in words; a click goes to Connections."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _STATE_PX)
        self._line: StateLine | None = None

    def show_line(self, line: StateLine) -> None:
        """Show a state."""
        self._line = line
        self.setToolTip("" if not line.line else f"{line.title}: {line.line}")
        self.setAccessibleName(line.title)
        self.setAccessibleDescription(line.line)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line is None:
            return
        painter, theme, line = QPainter(self), self._theme, self._line
        self._paint_ground(painter, Token.QUIET if self.underMouse() else None)
        left = (self.width() - Size.ICON) // 2 if self._is_folded else _ICON_LEFT + 2
        draw_icon(painter, QPoint(left, 2), line.icon, theme.hex(line.token))
        if self._is_folded:
            return
        width = self.width() - _WORD_LEFT - Space.XXS
        title = QRect(_WORD_LEFT, 0, width, 20)
        self._paint_words(painter, title, line.title, MEDIUM, Token.TEXT)
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme[Token.MUTED])
        fit = painter.fontMetrics().elidedText(
            line.line, Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(QRect(_WORD_LEFT, 20, width, 16), fit)


class _Brand(_Painted):
    """The name of the house, and the switch that folds the rail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ITEM_PX)
        self.setAccessibleName(self.tr("Fold the rail"))
        self.setToolTip(self.tr("Fold the rail"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        self._paint_ground(painter, Token.QUIET if self.underMouse() else None)
        left = (self.width() - Size.BIG_ICON) // 2 if self._is_folded else _ICON_LEFT
        draw_icon(painter, QPoint(left, 8), "app-icon-16", "", Size.BIG_ICON)
        if self._is_folded:
            return
        painter.setFont(theme.font(Type.LEAD, SEMIBOLD))
        painter.setPen(theme[Token.TEXT])
        words = QRect(_WORD_LEFT, 0, self.width() - _WORD_LEFT, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "Switchhook")
        at = QPoint(self.width() - _ICON_LEFT - Size.ICON, 10)
        draw_icon(painter, at, "panel-left", theme.hex(Token.MUTED))


class Rail(QWidget):
    """Shows where the rep is, where something waits and whether all is connected."""

    part_chosen = Signal(Part)
    folded = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_folded = False
        self._brand = _Brand(theme)
        self._items: dict[Part, RailItem] = {}
        self._phone, self._crm = RailState(theme), RailState(theme)
        self._group = QButtonGroup(self)
        self.setAccessibleName(self.tr("Parts of the window"))
        self.setFixedWidth(WIDE_PX)
        self._lay_out()
        self._brand.clicked.connect(lambda: self.fold(folded=not self._is_folded))
        for state in (self._phone, self._crm):
            state.clicked.connect(lambda: self._choose(Part.CONNECTIONS))
        theme.changed.connect(self.update)
        self.show_part(Part.CALLS)

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def show_part(self, part: Part) -> None:
        """Mark where the rep is."""
        self._items[part].setChecked(True)

    def show_status(self, status: Status, now: datetime) -> None:
        """Show counts and states."""
        self._items[Part.CALLS].show_count(status.needs_you)
        grave = len(status.sources_down) + len(status.signed_out)
        self._items[Part.CONNECTIONS].show_count(grave)
        self._phone.show_line(status_words.phone_line(status))
        line = status_words.crm_line(status, now)
        self._crm.setVisible(line is not None)
        if line is not None:
            self._crm.show_line(line)

    def fold(self, *, folded: bool) -> None:
        """Show icons alone, or icons with words."""
        if folded == self._is_folded:
            return
        self._is_folded = folded
        self.setFixedWidth(FOLDED_PX if folded else WIDE_PX)
        name = self.tr("Unfold the rail") if folded else self.tr("Fold the rail")
        self._brand.setAccessibleName(name)
        self._brand.setToolTip(name)
        self.folded.emit(folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme[Token.WINDOW])
        line = self._theme[Token.LINE]
        painter.fillRect(self.width() - 1, 0, 1, self.height(), line)
        top = self._phone.y() - Space.S - 1
        painter.fillRect(Space.S, top, self.width() - 2 * Space.S, 1, line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.M)
        layout.setSpacing(Space.XXS)
        layout.addWidget(self._brand)
        layout.addSpacing(Space.S)
        for number, part in enumerate((*MAIN_PARTS, *LOWER_PARTS), start=1):
            item = RailItem(self._theme, part, number)
            item.clicked.connect(lambda _=False, one=part: self._choose(one))
            self._items[part] = item
            self._group.addButton(item)
            if part is LOWER_PARTS[0]:
                layout.addStretch(1)
            layout.addWidget(item)
        layout.addSpacing(Space.XS + Space.S)
        layout.addWidget(self._phone)
        layout.addSpacing(Space.XS)
        layout.addWidget(self._crm)

    def _choose(self, part: Part) -> None:
        self.show_part(part)
        self.part_chosen.emit(part)
