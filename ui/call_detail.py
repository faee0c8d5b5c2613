"""One call with everything that is known of it, and what the rep can do about it.

Signals (`key` is the call's):
    call_back_wanted(str)            ring the other side
    open_wanted(str)                 the address of the contact or log in the CRM
    draft_changed(str, WrapUp)       as typed, at most every 200 ms
    wrapped_up(str, WrapUp)          a field is done: the same record is written again
    contact_searched(str)            answer with `show_found`
    contact_chosen(str, Contact)     whom the call was with
    private_changed(str, bool)       keep it here alone, or no longer
    ignore_changed(str, bool)        the number is not a lead, or is one again
    retried(str, object)             send again; the connection's id or None for all
    discarded(str)                   asked and confirmed: log it nowhere
    undo_discard_wanted(str)
    sign_in_wanted(str)              the connection's id
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.snapshot import CallDetail as Detail
from app.snapshot import EntryState, LogState, Reason
from connectors.records import CallResult, Contact, PhoneAbility
from ui import call_words
from ui.call_words import NextStep
from ui.contact_picker import ContactPicker
from ui.detail_head import DetailHead
from ui.facts import Facts
from ui.moment import say_duration, say_time
from ui.need_card import NeedCard
from ui.record_timeline import RecordTimeline
from ui.theme import SEMIBOLD, Space, Theme, Token
from ui.time_words import say_when
from ui.two_columns import Surface
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import Span
from ui.widgets.flow_row import FlowRow
from ui.widgets.shown_text import shown
from ui.widgets.state_pill import StatePill
from ui.widgets.words import Words
from ui.wording import say_country, say_direction, say_number, say_party
from ui.wrap_up_fields import WrapUpFields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from app.snapshot import CallSnapshot


_FEW = 2


class CallDetail(QWidget):
    """Draws a CallDetail snapshot; drawing it again keeps what is being typed."""

    call_back_wanted = Signal(str)
    open_wanted = Signal(str)
    draft_changed = Signal(str, object)
    wrapped_up = Signal(str, object)
    contact_searched = Signal(str)
    contact_chosen = Signal(str, object)
    private_changed = Signal(str, bool)
    ignore_changed = Signal(str, bool)
    retried = Signal(str, object)
    discarded = Signal(str)
    undo_discard_wanted = Signal(str)
    sign_in_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._detail: Detail | None = None
        self._can_dial = False
        self._picks_related = False
        self._wants_discard = False
        self._build()
        self._lay_out()

    @property
    def key(self) -> str | None:
        """Return the key of the call that is shown."""
        return self._detail.snapshot.call.key if self._detail else None

    def show_call(self, detail: Detail) -> None:
        """Show a call, or the same one anew."""
        if detail.snapshot.call.key != self.key:
            self.fields.forget()
            self._wants_discard = False
            self._scroll.verticalScrollBar().setValue(0)
        self._detail = detail
        self._show_head(detail.snapshot)
        self._show_need(detail.snapshot)
        self._facts.show_facts(self._all_facts(detail.snapshot))
        self._show_fields(detail.snapshot)
        self._show_record(detail)
        self._content.show()

    def show_nothing(self) -> None:
        """Show an empty page: nothing is chosen."""
        self.fields.forget()
        self._detail = None
        self._content.hide()

    def set_can_dial(self, *, can_dial: bool) -> None:
        """Offer to call back only where a phone source can dial."""
        self._can_dial = can_dial
        if self._detail is not None:
            self._show_head(self._detail.snapshot)

    def show_found(self, contacts: Sequence[Contact]) -> None:
        """Show the answer to `contact_searched`."""
        self.picker.show_found(contacts)

    def choose_contact(self) -> None:
        """Ask whom the call was with."""
        self._picks_related = False
        self.picker.ask(self._need.step if self._need.isVisible() else self.more)

    def ask_discard(self) -> None:
        """Ask whether this call shall be logged nowhere."""
        self._wants_discard = True
        if self._detail is not None:
            self._show_need(self._detail.snapshot)
            self._need.step.setFocus()

    def flush(self) -> None:
        """Tell what was typed: the window closes or the rep goes elsewhere."""
        self.fields.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdecimal() and self.fields.outcomes.press(int(digit) - 1):
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        theme = self._theme
        self.call_back = Button(
            theme, Kind.MAIN, self.tr("Call back"), icon_name="phone"
        )
        self.open = Button(
            theme, text=self.tr("Open"), icon_name="square-arrow-out-up-right"
        )
        self.more = Button(theme, icon_name="ellipsis", name=self.tr("More"), snug=True)
        self.call_back.clicked.connect(lambda: self._tell(self.call_back_wanted))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self._url() or ""))
        self.more.clicked.connect(self._open_menu)
        self._head = DetailHead(theme, self.call_back, self.open, self.more)
        self._need = NeedCard(theme)
        self._need.step_chosen.connect(self._on_step)
        self._need.other_chosen.connect(self._on_other)
        self._facts = Facts(theme)
        self.fields = WrapUpFields(theme, self._now)
        self.fields.edited.connect(lambda made: self._tell(self.draft_changed, made))
        self.fields.left.connect(lambda made: self._tell(self.wrapped_up, made))
        self.fields.related_wanted.connect(self._on_related_wanted)
        self._private = Words(
            theme,
            self.tr("Private calls have no note in a CRM, and no name on the screen."),
            token=Token.MUTED,
            wraps=True,
        )
        self._record = Words(
            theme, self.tr("What happened to the record"), weight=SEMIBOLD
        )
        self._pills = QWidget()  # beside the heading, or below where there are many
        self._pill_row = FlowRow(self._pills)
        self._few_pills = QWidget()
        self._few_row = QHBoxLayout(self._few_pills)
        self._few_row.setContentsMargins(0, 0, 0, 0)
        self._few_row.setSpacing(Space.XS)
        self._timeline = RecordTimeline(theme)
        self.picker = ContactPicker(theme, self)
        self.picker.searched.connect(self.contact_searched)
        self.picker.chosen.connect(self._on_picked)

    def _lay_out(self) -> None:
        self._content = Surface(self._theme)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(0)
        column.addWidget(self._head)
        self._need_gap = QWidget()
        self._need_gap.setFixedHeight(Space.M)
        column.addWidget(self._need_gap)
        column.addWidget(self._need)
        column.addSpacing(Space.M + Space.XXS)
        column.addWidget(self._facts)
        column.addSpacing(Space.L)
        column.addWidget(self.fields)
        column.addWidget(self._private)
        column.addSpacing(Space.L)
        heading = QHBoxLayout()
        heading.addWidget(self._record)
        heading.addStretch(1)
        heading.addWidget(self._few_pills)
        column.addLayout(heading)
        column.addSpacing(Space.XS)
        column.addWidget(self._pills)
        column.addSpacing(Space.XXS)
        column.addWidget(self._timeline)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._content)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._content.hide()

    def _show_head(self, snapshot: CallSnapshot) -> None:
        call, contact = snapshot.call, snapshot.contact
        number = say_party(call)
        if snapshot.is_private:
            self._head.show_head(self.tr("Private call"), "", Span(""))
        elif contact or call.name:
            parts = (contact.title, contact.company) if contact else ()
            line = ", ".join(shown(part) for part in parts if part)
            place = say_country(call.number)
            tail = Span(f" · {place}" if place else "", Token.MUTED)
            name = contact.name if contact else call.name or ""
            self._head.show_head(name, line, Span(number), tail)
        else:
            line = say_country(call.number)
            self._head.show_head(number, line, Span(""))
        dials = self._can_dial or PhoneAbility.DIAL in snapshot.abilities
        has_number = bool(call.number or call.extension)
        self.call_back.setVisible(dials and has_number and not call.is_live)
        grave = self._grave(snapshot)
        self.call_back.show_kind(Kind.SECOND if grave else Kind.MAIN)
        self.open.setText(self.tr("Open in {0}").format(self._crm_name(snapshot)))
        self.open.setVisible(bool(self._url()))
        self._head.refresh()

    def _show_need(self, snapshot: CallSnapshot) -> None:
        grave = self._grave(snapshot)
        shows = self._wants_discard or grave is not None
        self._need.setVisible(shows)
        self._need_gap.setVisible(shows)
        if self._wants_discard:
            self._need.show_need(
                self.tr("Log this call nowhere?"),
                self.tr("It stays in this list, and you can undo it here."),
                self.tr("Discard"),
                self.tr("Keep it"),
            )
        elif grave is not None:
            is_key = call_words.next_step(grave) is NextStep.SIGN_IN
            self._need.show_need(
                call_words.reason_text(grave),
                call_words.consequence_text(grave),
                call_words.step_label(grave),
                self.tr("Discard it here") if not is_key else "",
                "key-round" if is_key else "circle-alert",
            )

    def _show_fields(self, snapshot: CallSnapshot) -> None:
        is_private = snapshot.is_private
        self.fields.setVisible(not is_private)
        self._private.setVisible(is_private)
        saved = ""
        changed = [log.changed_at for log in snapshot.logs if log.changed_at]
        if snapshot.is_saved and changed:
            saved = self.tr("Saved {0}").format(say_time(max(changed)))
        elif snapshot.is_saved:
            saved = self.tr("Saved")
        name = shown(snapshot.wrap_up.related_name)
        if snapshot.wrap_up.related and not name:
            name = self.tr("A contact of the CRM")
        self.fields.show_wrap_up(snapshot.wrap_up, snapshot.dispositions, name, saved)

    def _show_record(self, detail: Detail) -> None:
        self._pill_row.clear()
        for pill in self._few_pills.findChildren(StatePill):
            self._few_row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        pills = []
        for log in detail.snapshot.logs:
            pill = StatePill(self._theme)
            pill.show_state(*call_words.pill(log))
            pills.append(pill)
        is_few = len(pills) <= _FEW
        for pill in pills:
            (self._few_row if is_few else self._pill_row).addWidget(pill)
        self._few_pills.setVisible(is_few and bool(pills))
        self._pills.setVisible(not is_few)
        direction = detail.snapshot.call.direction
        self._timeline.show_steps(detail.steps, direction)
        self._record.setVisible(bool(detail.steps or pills))

    def _all_facts(self, snapshot: CallSnapshot) -> list[tuple[str, str]]:
        call, now = snapshot.call, self._now()
        kind = (
            say_direction(call.direction)
            if call.is_live
            else call_words.kind_text(call.direction, call.result)
        )
        answered = call.result is CallResult.ANSWERED
        label = self.tr("Talked") if answered else self.tr("Rang")
        length_s = call.talk_s(now) if answered else call.ring_s
        deal = "" if snapshot.is_private else ", ".join(map(shown, snapshot.deals))
        return [
            (self.tr("Call"), kind),
            (self.tr("Line"), shown(snapshot.line_label or call.own_line)),
            (self.tr("When"), say_when(call.started_at, now)),
            (label, say_duration(length_s) if length_s else ""),
            (self.tr("Queue"), shown(call.queue)),
            (self.tr("Deal"), deal),
        ]

    def _grave(self, snapshot: CallSnapshot) -> LogState | None:
        if snapshot.is_private:
            return None
        for state in (EntryState.PARKED, EntryState.SIGNED_OUT):
            for log in snapshot.logs:
                if log.state is state:
                    return log
        return None

    def _url(self) -> str | None:
        if self._detail is None or self._detail.snapshot.is_private:
            return None
        snapshot = self._detail.snapshot
        if snapshot.contact and snapshot.contact.url:
            return snapshot.contact.url
        return next((log.log_url for log in snapshot.logs if log.log_url), None)

    def _crm_name(self, snapshot: CallSnapshot) -> str:
        contact = snapshot.contact
        names = {log.connection: log.connection_name for log in snapshot.logs}
        if contact and contact.connection in names:
            return shown(names[contact.connection])
        return shown(next(iter(names.values()), self.tr("the CRM")))

    def _on_step(self) -> None:
        if self._detail is None:
            return
        snapshot = self._detail.snapshot
        if self._wants_discard:
            self._wants_discard = False
            self._tell(self.discarded)
            self._show_need(snapshot)
            return
        grave = self._grave(snapshot)
        if grave is None:
            return
        match call_words.next_step(grave):
            case NextStep.RETRY:
                self._tell(self.retried, grave.connection)
            case NextStep.CHOOSE_CONTACT:
                self.choose_contact()
            case NextStep.SIGN_IN:
                self.sign_in_wanted.emit(grave.connection)
            case NextStep.DISCARD:
                self.ask_discard()

    def _on_other(self) -> None:
        if self._wants_discard:
            self._wants_discard = False
            if self._detail is not None:
                self._show_need(self._detail.snapshot)
            return
        self.ask_discard()

    def _on_related_wanted(self, below: QWidget) -> None:
        self._picks_related = True
        self.picker.ask(below)

    def _on_picked(self, contact: Contact) -> None:
        if self._picks_related:
            self.fields.relate(contact)
        else:
            self._tell(self.contact_chosen, contact)

    def _open_menu(self) -> None:
        if self._detail is None:
            return
        menu = QMenu(self)
        self.fill_menu(menu, self._detail.snapshot)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def fill_menu(self, menu: QMenu, snapshot: CallSnapshot) -> None:
        """Put what can be done with a call into a menu."""
        call = snapshot.call
        if call.number:
            text = say_number(call.number)
            copy = menu.addAction(self.tr("Copy number"))
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        if not snapshot.is_private:
            change = menu.addAction(
                self.tr("Other contact")
                if snapshot.contact
                else self.tr("Choose contact")
            )
            change.triggered.connect(self.choose_contact)
        menu.addSeparator()
        private = menu.addAction(self.tr("Private: do not log"))
        private.setCheckable(True)
        private.setChecked(snapshot.is_private)
        private.triggered.connect(lambda on: self._tell(self.private_changed, on))
        if call.number:
            ignore = menu.addAction(self.tr("Not a lead: ignore this number"))
            ignore.setCheckable(True)
            ignore.setChecked(snapshot.is_ignored)
            ignore.triggered.connect(lambda on: self._tell(self.ignore_changed, on))
        menu.addSeparator()
        if is_discarded(snapshot):
            undo = menu.addAction(self.tr("Log this call after all"))
            undo.triggered.connect(lambda: self._tell(self.undo_discard_wanted))
        elif snapshot.logs:
            discard = menu.addAction(self.tr("Discard…"))
            discard.triggered.connect(self.ask_discard)

    def _tell(self, signal: object, *values: object) -> None:
        if self.key is not None:
            signal.emit(self.key, *values)  # type: ignore[attr-defined]


def is_discarded(snapshot: CallSnapshot) -> bool:
    """Return whether the rep discarded the call."""
    return any(
        log.state is EntryState.DROPPED and log.reason is Reason.DISCARDED
        for log in snapshot.logs
    )
