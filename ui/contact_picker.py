"""Finds one contact as the rep types: whom a call was with, or what it is about.

Signals:
    searched(str): look for contacts; answer with `show_found`.
    chosen(Contact): the rep took one.
    dismissed(): Escape, nothing taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme import Radius, Space, Theme, Token
from ui.widgets.contact_row import ContactRow
from ui.widgets.search_field import SearchField
from ui.widgets.words import Words
from ui.wording import say_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QPaintEvent

    from connectors.records import Contact

_MOST = 6
_WIDTH = 360


class ContactPicker(QFrame):
    """A search field and what it found, in a popup below what asked for it."""

    searched = Signal(str)
    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._found: tuple[Contact, ...] = ()
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Choose contact"))
        self.field = SearchField(theme, self.tr("Search name, company or number"))
        self.field.searched.connect(self.searched)
        self.field.installEventFilter(self)
        self._hint = Words(theme, "", token=Token.MUTED, wraps=True)
        self._rows = [ContactRow(theme) for _ in range(_MOST)]
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.setSpacing(Space.XXS)
        column.addWidget(self.field)
        column.addWidget(self._hint)
        for place, row in enumerate(self._rows):
            row.clicked.connect(lambda _=False, at=place: self._take(at))
            row.moved.connect(lambda step, at=place: self._move(at + step))
            row.hide()
            column.addWidget(row)
        self._say(self.tr("Type at least two letters."))

    def ask(self, below: QWidget) -> None:
        """Open below a control, empty."""
        self.field.clear()
        self.show_found(())
        self._say(self.tr("Type at least two letters."))
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(0, below.height() + Space.XXS)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_found(self, contacts: Sequence[Contact]) -> None:
        """Show what was found, best first."""
        self._found = tuple(contacts[:_MOST])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._found))
            if place < len(self._found):
                contact = self._found[place]
                phones = contact.phones
                number = say_number(phones[0].number, phones[0].raw) if phones else ""
                why = number or (contact.emails[0] if contact.emails else "")
                row.show_person(contact.name, contact.company or "", why, keys=False)
        if not self._found and self.field.text().strip():
            self._say(self.tr("Nobody of that name."))
        else:
            self._hint.hide()
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self._move(0)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._found:
                self._take(0)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme[Token.RAISED])
        painter.setPen(QPen(self._theme[Token.LINE], 1))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, Radius.FIELD, Radius.FIELD)

    def _say(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.show()

    def _move(self, to: int) -> None:
        if to < 0:
            self.field.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif to < len(self._found):
            self._rows[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, place: int) -> None:
        contact = self._found[place]
        self.hide()
        self.chosen.emit(contact)
