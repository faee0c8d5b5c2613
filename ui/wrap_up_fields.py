"""What the rep adds to a call, in the window: outcome, note, follow-up, related.

Signals:
    edited(WrapUp): something changed; not more often than every 200 ms while typing.
    left(WrapUp): the rep is done with a field: an outcome, a date, the note left.
    related_wanted(QWidget): choose what the call is about, below that control.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.wrap_up import WrapUp
from ui.date_picker import DatePicker
from ui.moment import say_coming_day
from ui.theme import SEMIBOLD, Space, Theme, Token, Type
from ui.time_words import capital
from ui.widgets.button import Button, Kind
from ui.widgets.chip import ChipRow, Choice
from ui.widgets.note_field import NoteField
from ui.widgets.words import Words
from ui.wording import say_outcome_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from PySide6.QtGui import QResizeEvent

    from connectors.records import Contact, Disposition

_PAUSE_MS = 200
_DAYS = (1, 3, 7)
_OTHER = "other"
_NOTE_LINES = 3
_FOLLOW_UP_PX = 480


class WrapUpFields(QWidget):
    """Outcome chips, the note, the follow-up and the related contact of a call."""

    edited = Signal(object)
    left = Signal(object)
    related_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._wrap_up = WrapUp()
        self._dispositions: tuple[Disposition, ...] = ()
        self._is_dirty = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.edited.emit(self._wrap_up))
        self._outcome = self._heading(self.tr("Outcome"))
        self.outcomes = ChipRow(theme, max_lines=3, more=self.tr("More"))
        self.outcomes.setAccessibleName(self.tr("Outcome"))
        self.outcomes.chosen.connect(self._on_outcome)
        self.saved = Words(theme, "", token=Token.MUTED)
        self.note = NoteField(theme, lines=_NOTE_LINES)
        self.note.setFont(theme.font(Type.LEAD))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("What was said, what comes next"))
        self.note.typed.connect(self._on_typed)
        self.note.left.connect(self.flush)
        self.follow_up = ChipRow(theme, columns=4, more=self.tr("More"))
        self.follow_up.setAccessibleName(self.tr("Follow-up"))
        self.follow_up.chosen.connect(self._on_follow_up)
        self._follow_up_day = Words(theme, "", token=Token.MUTED)
        self.related = Button(theme, Kind.LINK, self.tr("Choose"))
        self.related.clicked.connect(lambda: self.related_wanted.emit(self.related))
        self.unrelate = Button(theme, Kind.LINK, self.tr("Remove"))
        self.unrelate.clicked.connect(lambda: self.relate(None))
        self._related_name = Words(theme, "")
        self._dates = DatePicker(theme, self)
        self._dates.chosen.connect(self._on_date)
        self._lay_out()

    @property
    def wrap_up(self) -> WrapUp:
        """Return what stands in the fields."""
        return self._wrap_up

    def show_wrap_up(
        self,
        wrap_up: WrapUp,
        dispositions: Sequence[Disposition],
        related_name: str,
        saved: str,
    ) -> None:
        """Show what is on disk; what is being typed wins over it."""
        if tuple(dispositions) != self._dispositions:
            self._dispositions = tuple(dispositions)
            self._show_outcomes()
        self._outcome.setVisible(bool(dispositions))
        self.outcomes.setVisible(bool(dispositions))
        if not self._is_dirty:
            self._wrap_up = wrap_up
            self.note.show_note(wrap_up.note)
            self.outcomes.choose(wrap_up.disposition or "")
        self._related_name.setText(related_name)
        self._related_name.setVisible(bool(related_name))
        self.unrelate.setVisible(bool(related_name))
        self.related.setText(
            self.tr("Change") if related_name else self.tr("Choose contact")
        )
        self.saved.setText(saved)
        self._show_follow_up()

    def flush(self) -> None:
        """Tell what was typed now, since the rep goes elsewhere."""
        if self._is_dirty:
            self._pause.stop()
            self._is_dirty = False
            self.edited.emit(self._wrap_up)
            self.left.emit(self._wrap_up)

    def forget(self) -> None:
        """Begin with another call: what was typed is told first."""
        self.flush()
        self._wrap_up = WrapUp()

    def relate(self, contact: Contact | None) -> None:
        """Take the contact that the call is about."""
        ref = contact.ref if contact else None
        name = contact.name if contact else ""
        self._change(replace(self._wrap_up, related=ref, related_name=name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_outcomes()
        self._show_follow_up()

    def _show_outcomes(self) -> None:
        choices = [
            Choice(
                one.id,
                say_outcome_label(one.label, one.id),
                str(place) if place <= 9 else "",
            )
            for place, one in enumerate(self._dispositions, start=1)
        ]
        self.outcomes.show_choices(choices, max(self.width(), 200))
        self.outcomes.choose(self._wrap_up.disposition or "")

    def _show_follow_up(self) -> None:
        today = self._now().astimezone().date()
        labels = {
            1: self.tr("+1 day"),
            3: self.tr("+3 days"),
            7: self.tr("+1 week"),
        }
        choices = [Choice(str(days), labels[days]) for days in _DAYS]
        choices.append(Choice(_OTHER, self.tr("Date"), icon_name="calendar"))
        width = min(max(self.width(), 200), _FOLLOW_UP_PX)
        self.follow_up.setFixedWidth(width)
        self.follow_up.show_choices(choices, width)
        day = self._wrap_up.follow_up_on
        self._follow_up_day.setText(capital(say_coming_day(day, today)) if day else "")
        chosen = ""
        if day is not None:
            away = (day - today).days
            chosen = str(away) if away in _DAYS else _OTHER
        self.follow_up.choose(chosen)

    def _on_typed(self) -> None:
        self._wrap_up = replace(self._wrap_up, note=self.note.note())
        self._is_dirty = True
        self._pause.start()

    def _on_outcome(self, id_: str) -> None:
        self._change(replace(self._wrap_up, disposition=id_ or None))

    def _on_follow_up(self, id_: str) -> None:
        today = self._now().astimezone().date()
        if id_ == _OTHER:
            self._open_calendar(today)
            return
        day = today + timedelta(days=int(id_)) if id_ else None
        self._change(replace(self._wrap_up, follow_up_on=day))

    def _open_calendar(self, today: date) -> None:
        day = self._wrap_up.follow_up_on or today + timedelta(days=1)
        self._dates.open_at(self.follow_up.chips[-1], day, today)
        self._show_follow_up()

    def _on_date(self, day: date | None) -> None:
        self._change(replace(self._wrap_up, follow_up_on=day))

    def _change(self, wrap_up: WrapUp) -> None:
        self._pause.stop()
        self._is_dirty = False
        self._wrap_up = wrap_up
        self._show_follow_up()
        self.edited.emit(wrap_up)
        self.left.emit(wrap_up)

    def _heading(self, text: str) -> Words:
        return Words(self._theme, text, weight=SEMIBOLD)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._outcome)
        column.addWidget(self.outcomes)
        column.addSpacing(Space.M)
        column.addLayout(_beside(self._heading(self.tr("Note")), self.saved))
        column.addWidget(self.note)
        column.addSpacing(Space.M)
        heading = self._heading(self.tr("Follow-up"))
        column.addLayout(_beside(heading, self._follow_up_day))
        column.addWidget(self.follow_up)
        column.addSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._heading(self.tr("Related contact")))
        row.addWidget(self._related_name)
        row.addWidget(self.related)
        row.addWidget(self.unrelate)
        row.addStretch(1)
        column.addLayout(row)


def _beside(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
