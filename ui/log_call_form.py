"""Logs a call that was made on another phone.

Signals:
    logged(ManualCall): everything that is needed stands in the form.
    contact_searched(str): answer with `show_found`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from app.snapshot import ManualCall
from app.wrap_up import WrapUp
from connectors.records import CallResult, Direction
from ui.contact_picker import ContactPicker
from ui.sheet import Sheet
from ui.theme import Space, Theme, Type
from ui.widgets.button import Button
from ui.widgets.chip import ChipRow, Choice
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.note_field import NoteField
from ui.widgets.shown_text import shown
from ui.widgets.spin_field import MomentField, NumberField
from ui.wording import say_direction, say_outcome_label, say_result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from connectors.records import Contact, Disposition

_MINUTES_MOST = 600
_INNER_PX = 432
_RESULTS = (
    CallResult.ANSWERED,
    CallResult.NO_ANSWER,
    CallResult.VOICEMAIL,
    CallResult.MISSED,
)


class LogCallForm(Sheet):
    """Whom, when, how long, note and outcome."""

    logged = Signal(object)
    contact_searched = Signal(str)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        dispositions: Sequence[Disposition] = (),
        parent: QWidget | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("LogCallForm", "Log a call"),
            translate("LogCallForm", "Log the call"),
            line=translate("LogCallForm", "For a call that was made on another phone."),
            parent=parent,
        )
        self._now = now
        self._contact: Contact | None = None
        self.number = QLineEdit()
        self.number.setMaxLength(80)
        self.choose = Button(theme, text=self.tr("Choose contact"))
        self.when = MomentField(theme)
        self.when.setMaximumDateTime(_local(now()))
        self.when.setDateTime(_local(now() - timedelta(minutes=10)))
        self.minutes = NumberField(theme)
        self.minutes.setRange(0, _MINUTES_MOST)
        self.minutes.setValue(5)
        self.minutes.setSuffix(self.tr(" min"))
        self.way = ChoiceBox(theme)
        for direction in (Direction.OUTBOUND, Direction.INBOUND):
            self.way.addItem(say_direction(direction), direction)
        self.how = ChoiceBox(theme)
        for result in _RESULTS:
            self.how.addItem(say_result(result), result)
        self.note = NoteField(theme, lines=3)
        self.outcomes = ChipRow(theme, max_lines=3, more=self.tr("More"))
        self.outcomes.show_choices(
            [
                Choice(
                    one.id,
                    say_outcome_label(one.label, one.id),
                    str(place) if place < 10 else "",
                )
                for place, one in enumerate(dispositions, start=1)
            ],
            _INNER_PX,
        )
        self.picker = ContactPicker(theme, self)
        self._lay_out(has_outcomes=bool(dispositions))
        self._connect()
        self.number.setFont(theme.font(Type.BODY))

    def show_found(self, contacts: Sequence[Contact]) -> None:
        """Show the answer to `contact_searched`."""
        self.picker.show_found(contacts)

    def take_contact(self, contact: Contact) -> None:
        """Log the call to `contact`."""
        self._contact = contact
        self.choose.setText(shown(contact.name, 40))
        if not self.number.text() and contact.phones:
            self.number.setText(contact.phones[0].raw)
        self._whom.show_problem("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and self.outcomes.press(int(event.text()) - 1):
            return
        super().keyPressEvent(event)

    def _lay_out(self, *, has_outcomes: bool) -> None:
        whom = QWidget()
        row = QHBoxLayout(whom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.number, 1)
        row.addWidget(self.choose)
        self.number.setAccessibleName(self.tr("Number"))
        self.number.setPlaceholderText(self.tr("Number"))
        self._whom = self.add(self.tr("Number or contact"), whom)
        self.add_pair(
            self.field(self.tr("When"), self.when),
            self.field(self.tr("How long"), self.minutes),
        )
        self.add_pair(
            self.field(self.tr("Which way"), self.way),
            self.field(self.tr("How it went"), self.how),
        )
        self.add(self.tr("Note"), self.note)
        if has_outcomes:
            self.add(self.tr("Outcome"), self.outcomes)

    def _connect(self) -> None:
        self.main.clicked.connect(self._on_done)
        self.choose.clicked.connect(lambda: self.picker.ask(self.choose))
        self.picker.searched.connect(self.contact_searched)
        self.picker.chosen.connect(self.take_contact)
        self.how.currentIndexChanged.connect(self._on_result)

    def _on_result(self) -> None:
        talked = self.how.currentData() == CallResult.ANSWERED
        self.minutes.setEnabled(talked)

    def _on_done(self) -> None:
        number = self.number.text().strip()
        if not number and self._contact is None:
            self._whom.show_problem(self.tr("Type a number or choose a contact."))
            self.number.setFocus()
            return
        result = CallResult(self.how.currentData())
        talked = result is CallResult.ANSWERED
        started_at = self.when.dateTime().toPython()
        assert isinstance(started_at, datetime)
        self.logged.emit(
            ManualCall(
                direction=Direction(self.way.currentData()),
                number_raw=number or None,
                contact=self._contact,
                started_at=started_at.astimezone(UTC),
                talk_s=self.minutes.value() * 60 if talked else 0,
                result=result,
                wrap_up=WrapUp(
                    note=self.note.note(),
                    disposition=self.outcomes.choice or None,
                ),
            )
        )
        self.accept()


def _local(at: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
