"""The rep's own numbers and extensions as chips, with a field to add one.

Signals:
    changed(tuple[OwnLine, ...]): one came or went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.settings import OwnLine
from ui.call_words import number_text
from ui.icon import draw_icon
from ui.theme import MEDIUM, Radius, Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.flow_row import FlowRow
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_EXTENSION_CHARS = 6


class LineChip(QAbstractButton):
    """One line; a click, Del or Backspace takes it away."""

    def __init__(self, theme: Theme, line: OwnLine) -> None:
        super().__init__()
        self._theme = theme
        self._number = shown(number_text(line.value), 24)
        self._label = shown(line.label, 24)
        self.ring_radius = Radius.CHIP
        self.setFixedHeight(Size.CHIP)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = " ".join(part for part in (self._number, self._label) if part)
        self.setAccessibleName(self.tr("Remove {0}").format(words))
        self.setToolTip(self.accessibleName())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        number, label = self._widths()
        gap = Space.XS if label else 0
        return QSize(number + gap + label + 12 + 8 + Size.ICON + 8, Size.CHIP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        hover = self.underMouse() and self.isEnabled()
        painter.setBrush(theme[Token.QUIET_HOVER if hover else Token.QUIET])
        painter.drawRoundedRect(self.rect(), Radius.CHIP, Radius.CHIP)
        number, _ = self._widths()
        middle = Qt.AlignmentFlag.AlignVCenter
        ink = Token.TEXT if self.isEnabled() else Token.FAINT
        painter.setFont(theme.font(Type.BODY, MEDIUM, tabular=True))
        painter.setPen(theme[ink])
        painter.drawText(self.rect().adjusted(12, 0, 0, 0), middle, self._number)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme[Token.MUTED if self.isEnabled() else Token.FAINT])
        after = self.rect().adjusted(12 + number + Space.XS, 0, 0, 0)
        painter.drawText(after, middle, self._label)
        at = QPoint(self.width() - 8 - Size.ICON, 6)
        draw_icon(painter, at, "x", theme.hex(Token.MUTED))

    def _widths(self) -> tuple[int, int]:
        number = QFontMetrics(self._theme.font(Type.BODY, MEDIUM, tabular=True))
        label = QFontMetrics(self._theme.font(Type.BODY))
        return (
            number.horizontalAdvance(self._number) + 1,
            label.horizontalAdvance(self._label) + (1 if self._label else 0),
        )


class OwnLines(QWidget):
    """Chips, and beside them "Add", which opens two small fields."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[OwnLine, ...] = ()
        self._chips = QWidget()
        self._flow = FlowRow(self._chips)
        self.add = Button(
            theme, Kind.GHOST, self.tr("Add"), icon_name="plus", small=True
        )
        self.add.setFixedHeight(Size.SMALL_BUTTON)
        self.value = QLineEdit()
        self.value.setPlaceholderText(self.tr("Number or extension"))
        self.value.setAccessibleName(self.tr("Number or extension"))
        self.label = QLineEdit()
        self.label.setPlaceholderText(self.tr("What you call it"))
        self.label.setAccessibleName(self.tr("What you call it"))
        self.take = Button(theme, text=self.tr("Add"))
        for field in (self.value, self.label):
            field.setFont(theme.font())
            field.setMaxLength(60)
            field.returnPressed.connect(self._on_take)
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.value, 1)
        row.addWidget(self.label, 1)
        row.addWidget(self.take)
        self._fields.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._chips)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._fields)
        self.add.clicked.connect(self._on_add)
        self.take.clicked.connect(self._on_take)

    @property
    def lines(self) -> tuple[OwnLine, ...]:
        return self._lines

    def show_lines(self, lines: Sequence[OwnLine]) -> None:
        """Show the rep's lines."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        self._flow.clear()
        for line in lines:
            chip = LineChip(self._theme, line)
            chip.clicked.connect(lambda _=False, one=line: self._remove(one))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(lines))
        self._chips.updateGeometry()

    def _on_add(self) -> None:
        self.add.hide()
        self._fields.show()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_take(self) -> None:
        value = self.value.text().strip()
        self._fields.hide()
        self.add.show()
        label = self.label.text().strip()
        self.value.clear()
        self.label.clear()
        if not value:
            return
        if not label and len(value) <= _EXTENSION_CHARS and value.isdigit():
            label = self.tr("Extension")
        self._take_lines((*self._lines, OwnLine(value, label)))

    def _remove(self, line: OwnLine) -> None:
        self._take_lines(tuple(one for one in self._lines if one != line))

    def _take_lines(self, lines: tuple[OwnLine, ...]) -> None:
        self.show_lines(lines)
        self.changed.emit(lines)
