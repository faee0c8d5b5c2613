"""One contact: who, how to reach, and the last calls.

Signals:
    dial_wanted(str): ring a number.
    open_wanted(str): the address of the contact in the CRM.
    call_chosen(str): the key of one of the last calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import call_words
from ui.detail_head import DetailHead
from ui.icon import draw_icon
from ui.moment import say_moment
from ui.theme import MEDIUM, SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.two_columns import Surface
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel, Span
from ui.widgets.shown_text import shown
from ui.widgets.words import Words
from ui.wording import (
    say_country,
    say_number,
    say_outcome_label,
    say_phone_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QPaintEvent

    from app.snapshot import CallRow
    from connectors.records import Contact, PhoneEntry


class ContactDetail(QWidget):
    """Shows a contact and what was said last."""

    dial_wanted = Signal(str)
    open_wanted = Signal(str)
    call_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._contact: Contact | None = None
        self._can_dial = False
        self.call = Button(theme, Kind.MAIN, self.tr("Call"), icon_name="phone")
        self.open = Button(
            theme, text=self.tr("Open"), icon_name="square-arrow-out-up-right"
        )
        self._head = DetailHead(theme, self.call, self.open)
        self._numbers = QVBoxLayout()
        self._calls = QVBoxLayout()
        self._calls_head = Words(theme, self.tr("Last calls"), weight=SEMIBOLD)
        self._no_calls = Words(
            theme, self.tr("No call with this contact yet."), token=Token.MUTED
        )
        self.call.clicked.connect(self._on_call)
        self.open.clicked.connect(self._on_open)
        self._lay_out()

    @property
    def contact(self) -> Contact | None:
        return self._contact

    def show_contact(self, contact: Contact, calls: Sequence[CallRow]) -> None:
        """Show a contact with the calls that are known."""
        self._contact = contact
        line = ", ".join(shown(one) for one in (contact.title, contact.company) if one)
        self._head.show_head(contact.name, line, Span(""))
        self._show_buttons()
        _clear(self._numbers)
        for entry in contact.phones:
            self._numbers.addWidget(self._number(entry))
        for email in contact.emails:
            self._numbers.addWidget(self._email(email))
        _clear(self._calls)
        for row in calls:
            line_button = _CallLine(self._theme, row, self._now())
            line_button.clicked.connect(
                lambda _=False, key=row.key: self.call_chosen.emit(key)
            )
            self._calls.addWidget(line_button)
        self._no_calls.setVisible(not calls)
        self._content.show()

    def show_nothing(self) -> None:
        """Show an empty page."""
        self._contact = None
        self._content.hide()

    def set_can_dial(self, *, can_dial: bool) -> None:
        """Offer to call only where a phone source can dial."""
        if can_dial != self._can_dial:
            self._can_dial = can_dial
            self._show_buttons()

    def _show_buttons(self) -> None:
        contact = self._contact
        self.call.setVisible(self._can_dial and bool(contact and contact.phones))
        self.open.setVisible(bool(contact and contact.url))
        self._head.refresh()

    def _number(self, entry: PhoneEntry) -> QWidget:
        text = say_number(entry.number, entry.raw)
        what = ", ".join(
            part
            for part in (say_phone_label(entry.label), say_country(entry.number))
            if part
        )
        line = self._line("phone", text, what)
        if self._can_dial:
            dial = Button(
                self._theme,
                Kind.ICON,
                icon_name="phone",
                name=self.tr("Call {0}").format(text),
            )
            raw = entry.number.e164 if entry.number else entry.raw
            dial.clicked.connect(lambda: self.dial_wanted.emit(raw))
            line.layout().addWidget(dial)  # type: ignore[union-attr]
        return line

    def _email(self, email: str) -> QWidget:
        return self._line("mail", shown(email), "")

    def _line(self, icon: str, text: str, what: str) -> QWidget:
        line = _IconLine(self._theme, icon)
        row = QHBoxLayout(line)
        row.setContentsMargins(Size.ICON + Space.S, 0, 0, 0)
        row.setSpacing(Space.XS)
        words = ElidedLabel(self._theme, tabular=True)
        tail = f" · {what}" if what else ""
        words.show_spans(Span(text), Span(tail, Token.MUTED))
        row.addWidget(words, 1)
        copy = Button(
            self._theme,
            Kind.ICON,
            icon_name="copy",
            name=self.tr("Copy {0}").format(text),
        )
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        row.addWidget(copy)
        return line

    def _on_call(self) -> None:
        if self._contact and self._contact.phones:
            entry = self._contact.phones[0]
            self.dial_wanted.emit(entry.number.e164 if entry.number else entry.raw)

    def _on_open(self) -> None:
        if self._contact and self._contact.url:
            self.open_wanted.emit(self._contact.url)

    def _lay_out(self) -> None:
        self._content = Surface(self._theme)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addSpacing(Space.M)
        self._numbers.setSpacing(0)
        column.addLayout(self._numbers)
        column.addSpacing(Space.L)
        column.addWidget(self._calls_head)
        column.addSpacing(Space.XS)
        column.addWidget(self._no_calls)
        self._calls.setSpacing(0)
        column.addLayout(self._calls)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._content)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._content.hide()


class _IconLine(QWidget):
    """A line with an icon before it."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setFixedHeight(Size.BUTTON)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        at = QPoint(0, (self.height() - Size.ICON) // 2)
        draw_icon(QPainter(self), at, self._icon, self._theme.hex(Token.MUTED))


class _CallLine(QAbstractButton):
    """One of the last calls; a click goes to it."""

    def __init__(self, theme: Theme, row: CallRow, now: datetime) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self._when = say_moment(row.started_at, now)
        kind = call_words.kind_text(row.direction, row.result)
        parts = (kind, say_outcome_label(row.disposition or ""), shown(row.note, 120))
        self._text = call_words.SEPARATOR.join(part for part in parts if part)
        self.ring_radius = Radius.FIELD
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{self._text}, {self._when}")
        self.setFixedHeight(Size.BUTTON)

    def sizeHint(self) -> QSize:
        return QSize(200, Size.BUTTON)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[Token.QUIET])
            painter.drawRoundedRect(self.rect(), Radius.FIELD, Radius.FIELD)
        name = call_words.call_icon(self._row.direction, self._row.result)
        draw_icon(painter, QPoint(0, 10), name, theme.hex(Token.MUTED))
        font = theme.font(Type.BODY, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(self._when) + 2
        painter.setFont(font)
        painter.setPen(theme[Token.MUTED])
        middle = Qt.AlignmentFlag.AlignVCenter
        right = self.rect().adjusted(0, 0, -Space.XS, 0)
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, self._when)
        painter.setFont(theme.font(Type.BODY, MEDIUM))
        painter.setPen(theme[Token.TEXT])
        room = self.rect().adjusted(Size.ICON + Space.S, 0, -width - Space.L, 0)
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, text)


def _clear(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
