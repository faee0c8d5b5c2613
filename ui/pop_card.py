"""One call on the screen: a card that never takes the keyboard by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.session import Stage
from app.wrap_up import WrapUp
from ui.moment import say_timer
from ui.pop_actions import ActionRow, RowState
from ui.pop_body import BodyState, PopBody
from ui.pop_frame import PopFrame
from ui.pop_head import PopHead
from ui.pop_people import PeopleList, Purpose, WhoPanel
from ui.pop_strip import PopStrip
from ui.pop_view import Act, Ask, Look, Person, say_call, view_of
from ui.theme import Size, Space, Theme
from ui.widgets.card_frame import SHADOW
from ui.widgets.focus_ring import FocusRing
from ui.wording import say_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from app.snapshot import CallSnapshot
    from connectors.records import Contact
    from ui.pop_view import PopView
    from ui.wrap_up_form import WrapUpForm

translate = QCoreApplication.translate
_WIDTH = Size.POP_WIDTH - 2 * Space.M
_FACTS = 3
_SECOND_MS = 1_000
_FIRST_DIGIT = Qt.Key.Key_1.value


class PopCard(PopFrame):
    """Draws one snapshot after the other; what the rep does leaves as signals."""

    acted = Signal(object)  # an Act, but SAVE, SHOW and NOTE, which the card does
    more_asked = Signal(QPoint)
    wrapped_up = Signal(object)
    edited = Signal(object)
    held = Signal()
    undone = Signal()
    chosen = Signal(object)  # a Contact
    forgot = Signal()
    related = Signal(object)
    created = Signal(str, str)
    ignored = Signal()
    searched = Signal(str)
    unfold_asked = Signal()
    left = Signal()  # saved, or Esc: give the keyboard back

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], *, is_free: bool = False
    ) -> None:
        super().__init__(theme, is_free=is_free)
        self._theme = theme
        self._now = now
        self._snapshot: CallSnapshot | None = None
        self._view: PopView | None = None
        self._is_folded = False
        self._is_compact = False
        self._is_unveiled = False
        self._is_writing = False  # the form stands open while it rings
        self._panel: Purpose | None = None
        self._hint = ""
        self._at_end: WrapUp | None = None
        self._saves_at: datetime | None = None
        self._head = PopHead(theme, self)
        self._body = PopBody(theme, now, self)
        self._people, self._who = self._body.people, self._body.who
        self._form = self._body.form
        self._actions = ActionRow(theme, self)
        self._strip = PopStrip(theme, self)
        self._ring = FocusRing(theme, self)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND_MS)
        self._tick.timeout.connect(self._show_timer)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._connect()

    @property
    def key(self) -> str:
        """Return the key of the call that is shown, "" for none."""
        return self._snapshot.call.key if self._snapshot else ""

    @property
    def snapshot(self) -> CallSnapshot | None:
        return self._snapshot

    @property
    def view(self) -> PopView | None:
        return self._view

    @property
    def form(self) -> WrapUpForm:
        return self._form

    @property
    def who(self) -> WhoPanel:
        return self._who

    @property
    def people(self) -> PeopleList:
        return self._people

    @property
    def head(self) -> PopHead:
        return self._head

    @property
    def action_row(self) -> ActionRow:
        return self._actions

    @property
    def strip(self) -> PopStrip:
        return self._strip

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    @property
    def is_whole(self) -> bool:
        """Return whether the call needs more than one line by itself."""
        return self._view is not None and self._view.look not in _STRIPS

    def begin(self, snapshot: CallSnapshot, hint: str = "") -> None:
        """Take a new call; nothing of the one before remains."""
        self._view = None
        self._is_folded = self._is_unveiled = self._is_writing = False
        self._is_compact = False
        self._panel = None
        self._at_end = None
        self._saves_at = None
        self._hint = hint
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # on no button, in no field
        self._form.begin()
        self._who.begin()
        self.show_call(snapshot)

    def end(self) -> None:
        """Go from the screen and forget the call; typed letters are told first."""
        self._form.flush()
        self.hide()
        self._snapshot = None
        self._view = None

    def rehearse(self, snapshot: CallSnapshot) -> None:
        """Draw a call out of sight, so that a real one finds all that it needs."""
        self.begin(snapshot)
        self.grab()
        self.end()

    def show_call(self, snapshot: CallSnapshot) -> None:
        """Draw `snapshot`; only what changed is painted anew."""
        before = self._snapshot
        if snapshot is before:
            return
        self._snapshot = snapshot
        self._form.show_wrap_up(snapshot.wrap_up, snapshot.dispositions)
        is_over = snapshot.call.stage is Stage.ENDED
        if is_over and self._at_end is None:
            self._at_end = snapshot.wrap_up
        is_other = before is not None and before.contact != snapshot.contact
        if is_other and self._panel is not Purpose.RELATED:
            self._panel = None
        focused = self.focusWidget()
        chose = focused is not None and self._people.isAncestorOf(focused)
        self._draw()
        if chose and self._people.isHidden() and not self._form.isHidden():
            self._form.note_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_ring(snapshot)

    def fold(self, *, on: bool) -> None:
        """Become one line, or a whole card again."""
        if on is not self._is_folded:
            self._is_folded = on
            self._draw()

    def make_compact(self, *, on: bool) -> None:
        """Leave the facts out: there are several calls."""
        if on is not self._is_compact:
            self._is_compact = on
            self._draw()

    def show_hits(self, contacts: Sequence[Contact]) -> None:
        """Show who was found for the search."""
        people = [
            Person(contact.name, contact.company or "", _why(contact))
            for contact in contacts
        ]
        self._who.show_hits(contacts, people)
        self._draw()

    def ask(self, purpose: Purpose) -> None:
        """Open the search: whose call, instead of whom, or about whom."""
        self.hold()
        self._panel = purpose
        told = self._snapshot.call.name if self._snapshot else None
        self._who.begin(
            purpose,
            told or "",
            can_cancel=True,
            can_ignore=bool(self._snapshot and self._snapshot.call.number),
        )
        self._draw()
        if self.isActiveWindow():
            self._who.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """Say that the rep is at it, so that the call does not save itself yet."""
        view, snapshot = self._view, self._snapshot
        if view is None or snapshot is None or view.look is not Look.AFTER:
            return
        self._actions.ring.fill()
        self._form.flush()
        if self._form.wrap_up == snapshot.wrap_up:  # else telling it holds the grace
            self.held.emit()

    def write(self) -> None:
        """Open the note and put the keyboard there."""
        self._is_writing = True
        self._draw()
        self._form.note_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def unveil(self) -> None:
        """Show the name of a private call on this screen."""
        self._is_unveiled = True
        self._draw()

    def go_to_first_stop(self) -> None:
        """Put the focus where the rep most likely wants it."""
        stop = self._first_stop()
        if stop is not None:
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def announce(self) -> None:
        """Tell screen readers who calls."""
        if self._view is None or not QAccessible.isActive():
            return
        event = QAccessibleAnnouncementEvent(self, say_call(self._view))
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        digit = key - _FIRST_DIGIT
        if key == Qt.Key.Key_Escape:
            self._go_back()
        elif 0 <= digit < 9 and self._people.isVisible():
            self._people.press(digit)
        elif (
            key in _RETURNS and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._save()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _connect(self) -> None:
        self._head.asked.connect(self._on_asked)
        self._people.chosen.connect(self._on_person)
        self._body.height_changed.connect(self._arrange)
        self._who.searched.connect(self.searched)
        self._who.chosen.connect(self._on_found)
        self._who.created.connect(self.created)
        self._who.ignored.connect(self.ignored)
        self._who.closed.connect(self._close_panel)
        self._form.edited.connect(self._on_edited)
        self._form.touched.connect(self._on_touched)
        self._form.related_asked.connect(lambda: self.ask(Purpose.RELATED))
        self._actions.chosen.connect(self._on_act)
        self._actions.more_asked.connect(self._on_more)
        self._strip.chosen.connect(self._on_act)
        self._strip.opened.connect(self.unfold_asked)

    def _draw(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        view = view_of(snapshot, self._now(), is_shown=self._is_unveiled)
        self._view = view
        is_strip = self._is_strip()
        self._strip.setVisible(is_strip)
        self._head.setVisible(not is_strip)
        if is_strip:
            self._strip.show_view(view)
        else:
            is_asking = self._panel is not None
            self._head.show_view(view, self._hint, can_cancel=is_asking)
        state = BodyState(
            is_open=not is_strip and not (view.is_locked and not self._is_unveiled),
            is_writing=self._is_writing,
            is_asking=self._panel is not None,
            is_compact=self._is_compact,
        )
        self._body.show_view(view, state)
        self._show_actions(view, is_strip=is_strip)
        self._run_timer()
        self._arrange()

    def _is_strip(self) -> bool:
        return self._is_folded or not self.is_whole

    def _show_actions(self, view: PopView, *, is_strip: bool) -> None:
        self._actions.setVisible(not is_strip)
        if is_strip:
            return
        acts = view.acts
        if self._is_writing:
            writes = {Act.SAVE, Act.UNDO} if view.look is Look.AFTER else set()
            acts = acts - {Act.NOTE, Act.CALL_BACK, Act.OPEN} | writes
        words = ""
        has_ring = False
        if view.look is Look.AFTER and self._snapshot and self._snapshot.needs_choice:
            words = translate("Pop", "Sent once you choose")
        elif view.look is Look.AFTER and self._snapshot and self._snapshot.saves_at:
            words = translate("Pop", "Saves by itself")
            has_ring = True
        elif view.look is Look.TALKING or (self._is_writing and Act.ANSWER not in acts):
            words = self._kept_words()
        self._actions.show_state(RowState(acts, words, has_ring))
        can_undo = self._at_end is not None and self._form.wrap_up != self._at_end
        self._actions.button(Act.UNDO).setEnabled(can_undo)

    def _kept_words(self) -> str:
        snapshot = self._snapshot
        if snapshot is None or snapshot.wrap_up == WrapUp():
            return ""
        is_kept = self._form.wrap_up == snapshot.wrap_up
        return translate("Pop", "Note kept") if is_kept else ""

    def _arrange(self) -> None:
        """Put what is shown one below the other; the card takes the height."""
        if self._view is None:
            return
        x, top = SHADOW.left(), SHADOW.top()
        if self._is_strip():
            self._strip.move(x, top)
            self.take_height(self._strip.height())
            return
        x += Space.M
        y = top + Space.S
        self._head.move(x, y)
        y += self._head.height()
        self._body.move(x - self._body.left, y)
        y += self._body.height() + Space.S
        self._actions.setGeometry(x, y, _WIDTH, Size.BUTTON)
        self.take_height(y + Size.BUTTON + Space.M - top)

    def on_deactivated(self) -> None:
        self._form.flush()

    def _run_timer(self) -> None:
        view = self._view
        if view is None or view.look is not Look.TALKING or not self.isVisible():
            self._tick.stop()
            return
        self._show_timer()
        if not self._tick.isActive():
            self._tick.start()

    def _show_timer(self) -> None:
        if self._snapshot is None:
            return
        words = say_timer(self._snapshot.call.talk_s(self._now()))
        self._head.show_timer(words)
        self._strip.show_timer(words)

    def _show_ring(self, snapshot: CallSnapshot) -> None:
        if snapshot.needs_choice:
            return  # nothing goes out by itself
        if snapshot.saves_at is None or snapshot.saves_at == self._saves_at:
            return
        left = snapshot.saves_at - self._now()
        left_ms = max(0, round(left.total_seconds() * 1000))
        total_ms = left_ms
        if self._saves_at is None and snapshot.call.ended_at:
            whole = snapshot.saves_at - snapshot.call.ended_at
            total_ms = max(left_ms, round(whole.total_seconds() * 1000))
        self._saves_at = snapshot.saves_at
        self._actions.ring.start(total_ms, left_ms)

    def _on_act(self, act: Act) -> None:
        match act:
            case Act.SAVE:
                self._save()
            case Act.SHOW:
                self.unveil()
            case Act.NOTE:
                if self._is_folded:
                    self.unfold_asked.emit()
                self.write()
            case Act.UNDO:
                self._form.take_back()
                self._at_end = None
                self.undone.emit()
            case _:
                self.acted.emit(act)

    def _save(self) -> None:
        view = self._view
        if view is None or view.look is not Look.AFTER:
            return
        self._form.flush()
        self.wrapped_up.emit(self._form.wrap_up)
        if self.isActiveWindow():
            self.left.emit()  # nothing is left to do here, and the strip can go

    def _on_edited(self, wrap_up: WrapUp) -> None:
        self.edited.emit(wrap_up)
        if self._view is not None:
            self._show_actions(self._view, is_strip=self._is_strip())

    def _on_touched(self) -> None:
        self._actions.ring.fill()
        if self._view is not None and self._view.look is Look.TALKING:
            self._actions.show_words("")

    def _on_asked(self) -> None:
        view = self._view
        if view is None or self._snapshot is None:
            return
        if self._panel is not None:
            self._close_panel()
        elif view.ask is Ask.NOT_THEM:
            self.forgot.emit()
            if len(self._snapshot.matches) <= 1:
                self.ask(Purpose.OTHER)
        elif view.ask is Ask.WHO:
            self.ask(Purpose.CALLER)

    def _on_person(self, at: int) -> None:
        if self._snapshot is not None and at < len(self._snapshot.matches):
            self.chosen.emit(self._snapshot.matches[at].contact)

    def _on_found(self, contact: Contact) -> None:
        if self._who.purpose is Purpose.RELATED:
            self._close_panel()
            self._form.relate(contact)
        else:
            self.chosen.emit(contact)
            self._close_panel()

    def _close_panel(self) -> None:
        self._panel = None
        self._draw()
        stop = self._first_stop()
        if stop is not None and self.isActiveWindow():
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_more(self) -> None:
        self.hold()
        more = self._actions.more
        self.more_asked.emit(more.mapToGlobal(QPoint(0, more.height())))

    def _go_back(self) -> None:
        if not self._who.isHidden() and self._who.is_deep:
            self._who.back()
            return
        self._form.flush()
        if self._is_writing and self._view and self._view.look is Look.RINGING:
            self._is_writing = bool(self._form.wrap_up.note)
            self._draw()
        self.left.emit()

    def _first_stop(self) -> QWidget | None:
        if self._is_strip():
            return next(iter(self._strip.shown_buttons), None)
        if not self._people.isHidden() and self._people.rows:
            return self._people.rows[0]
        if not self._form.isHidden():
            return self._form.note_field
        view = self._view
        if not self._who.isHidden() and view and not (view.acts & _FILLED):
            return self._who.search
        return self._actions.shown_buttons[0]


def _why(contact: Contact) -> str:
    """Return what tells a found contact from another of the same name."""
    if contact.title:
        return contact.title
    phone = next(iter(contact.phones), None)
    return say_number(phone.number, phone.raw) if phone else ""


_STRIPS = {Look.SAVED, Look.QUIET}
_RETURNS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_FILLED = {Act.ANSWER, Act.DECLINE}
