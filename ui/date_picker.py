"""A small calendar to choose a day from; never modal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import MEDIUM, SEMIBOLD, Radius, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

translate = QCoreApplication.translate
_CELL = 32
_DAYS, _WEEKS = 7, 6
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class MonthGrid(QWidget):
    """The days of a month; arrows move, Return chooses."""

    chosen = Signal(object)  # a date
    month_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day = date(2000, 1, 1)
        self._today = self._day
        self.setFixedSize(_DAYS * _CELL, (_WEEKS + 1) * _CELL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Dates", "Days"))
        theme.changed.connect(self.update)

    @property
    def day(self) -> date:
        return self._day

    def show_day(self, day: date, today: date) -> None:
        """Show the month of `day`, nothing before `today`."""
        self._today = today
        self._go_to(day)

    def turn(self, months: int) -> None:
        """Go to the same day some months on."""
        month = self._day.year * 12 + self._day.month - 1 + months
        first = date(month // 12, month % 12 + 1, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        length = (last - first).days
        self._go_to(first.replace(day=min(self._day.day, length)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go_to(self._day + timedelta(days=_STEPS[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        week, weekday = at.y() // _CELL - 1, at.x() // _CELL
        if week < 0:
            return
        day = self._first() + timedelta(days=week * _DAYS + weekday)
        if day >= self._today:
            self._go_to(day)
            self.chosen.emit(day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        locale = QLocale()
        painter.setFont(self._theme.font(Type.SMALL, MEDIUM))
        painter.setPen(self._theme[Token.MUTED])
        first = self._first()
        centre = Qt.AlignmentFlag.AlignCenter
        for column in range(_DAYS):
            weekday = (first + timedelta(days=column)).isoweekday()
            name = locale.dayName(weekday, QLocale.FormatType.ShortFormat)
            painter.drawText(QRect(column * _CELL, 0, _CELL, _CELL), centre, name)
        for number in range(_DAYS * _WEEKS):
            day = first + timedelta(days=number)
            if day.month != self._day.month:
                continue
            week, column = divmod(number, _DAYS)
            cell = QRect(column * _CELL, (week + 1) * _CELL, _CELL, _CELL)
            self._paint_day(painter, cell, day)
        painter.end()

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        ink, weight = Token.TEXT, MEDIUM
        body = cell.adjusted(2, 2, -2, -2)
        if day == self._day:
            ink, weight = Token.ON_ACCENT, SEMIBOLD
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme[Token.ACCENT])
            painter.drawRoundedRect(body, Radius.FIELD, Radius.FIELD)
        elif day < self._today:
            ink = Token.FAINT
        elif day == self._today:
            ink, weight = Token.ACCENT, SEMIBOLD
        painter.setFont(self._theme.font(Type.BODY, weight, tabular=True))
        painter.setPen(self._theme[ink])
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _first(self) -> date:
        """Return the first day of the week in which the month begins."""
        first = self._day.replace(day=1)
        starts_on = QLocale().firstDayOfWeek().value
        return first - timedelta(days=(first.isoweekday() - starts_on) % _DAYS)

    def _go_to(self, day: date) -> None:
        self._day = max(day, self._today)
        qt_day = QDate(self._day.year, self._day.month, self._day.day)
        self.setAccessibleDescription(
            QLocale().toString(qt_day, QLocale.FormatType.LongFormat)
        )
        self.month_changed.emit()
        self.update()


class DatePicker(QWidget):
    """A month beside the chip that opened it; Esc or a click elsewhere closes it."""

    chosen = Signal(object)  # a date, or None for no follow-up

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(
            parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint
        )
        self._theme = theme
        self._grid = MonthGrid(theme)
        self._title = ElidedLabel(theme)
        back = Button(
            theme,
            Kind.ICON,
            icon_name="chevron-left",
            name=translate("Dates", "Month before"),
        )
        on = Button(
            theme,
            Kind.ICON,
            icon_name="chevron-right",
            name=translate("Dates", "Month after"),
        )
        none = Button(theme, Kind.GHOST, translate("Dates", "No follow-up"))
        head = QHBoxLayout()
        head.setContentsMargins(Space.XS, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self._title, 1)
        head.addWidget(back)
        head.addWidget(on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.XXS)
        layout.addLayout(head)
        layout.addWidget(self._grid)
        layout.addWidget(none, 0, Qt.AlignmentFlag.AlignLeft)
        back.clicked.connect(lambda: self._grid.turn(-1))
        on.clicked.connect(lambda: self._grid.turn(1))
        none.clicked.connect(lambda: self._take(None))
        self._grid.chosen.connect(self._take)
        self._grid.month_changed.connect(self._show_month)

    def open_at(self, chip: QWidget, day: date, today: date) -> None:
        """Open beside `chip`, inside its screen."""
        self._grid.show_day(day, today)
        self.adjustSize()
        corner = chip.mapToGlobal(
            QPoint(chip.width() - self.width(), chip.height() + 4)
        )
        area = chip.screen().availableGeometry()
        if corner.y() + self.height() > area.bottom():
            corner.setY(chip.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        x = max(area.left(), min(corner.x(), area.right() - self.width()))
        self.move(x, max(area.top(), corner.y()))
        self.show()
        self._grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme[Token.EDGE_SOFT])
        painter.setBrush(self._theme[Token.RAISED])
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _show_month(self) -> None:
        day = self._grid.day
        words = QLocale().toString(QDate(day.year, day.month, day.day), "MMMM yyyy")
        self._title.show_text(words, weight=SEMIBOLD)

    def _take(self, day: date | None) -> None:
        self.close()
        self.chosen.emit(day)
