"""Filters above a list: words with a count, one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from ui.theme import MEDIUM, SEMIBOLD, Radius, Size, Space, Theme, Token, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QPaintEvent

_GAP = 6
_MOST = 999


class FilterTab(QAbstractButton):
    """One filter; with `warns` its count is a pill that says: this needs you."""

    def __init__(self, theme: Theme, text: str, *, warns: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._warns = warns
        self._count = 0
        self.ring_radius = Radius.FIELD
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        """Show how many rows the filter has."""
        if count != self._count:
            self._count = count
            name = f"{self.text()}, {count}" if count else self.text()
            self.setAccessibleName(name)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        font = self._theme.font(Type.BODY, SEMIBOLD)
        words = QFontMetrics(font).horizontalAdvance(self.text())
        count = self._count_width()
        return QSize(words + 2 * Space.XS + (count + _GAP if count else 0), Size.CHIP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setBrush(theme[Token.ACCENT_SOFT if chosen else Token.QUIET])
            painter.drawRoundedRect(self.rect(), Radius.FIELD, Radius.FIELD)
        font = theme.font(Type.BODY, SEMIBOLD if chosen else MEDIUM)
        painter.setFont(font)
        painter.setPen(theme[Token.ACCENT if chosen else Token.MUTED])
        rect = self.rect().adjusted(Space.XS, 0, -Space.XS, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
        width = self._count_width()
        if not width:
            return
        area = QRect(rect.right() + 1 - width, (self.height() - 20) // 2, width, 20)
        if self._warns:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[Token.WARN_SOFT])
            painter.drawRoundedRect(area, Radius.FIELD, Radius.FIELD)
            painter.setPen(theme[Token.WARN])
        painter.setFont(self._count_font())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._count_text())

    def _count_font(self) -> QFont:
        if self._warns:
            return self._theme.font(Type.SMALL, SEMIBOLD)
        return self._theme.font(Type.BODY, MEDIUM, tabular=True)

    def _count_text(self) -> str:
        return str(self._count) if self._count <= _MOST else f"{_MOST}+"

    def _count_width(self) -> int:
        if not self._count:
            return 0
        text = QFontMetrics(self._count_font()).horizontalAdvance(self._count_text())
        return text + (12 if self._warns else 0)


class FilterTabs(QWidget):
    """Several filters; `chosen(int)` tells which one by its place."""

    chosen = Signal(int)

    def __init__(
        self, tabs: Sequence[FilterTab], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tabs = tuple(tabs)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XXS)
        for place, tab in enumerate(tabs):
            self._group.addButton(tab, place)
            row.addWidget(tab)
        row.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    def choose(self, place: int) -> None:
        """Mark a filter without telling anyone."""
        self._tabs[place].setChecked(True)

    def show_counts(self, *counts: int) -> None:
        """Show how many rows each filter has, in order."""
        for tab, count in zip(self._tabs, counts, strict=False):
            tab.show_count(count)
