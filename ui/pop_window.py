"""The pop: one card for each call, stacked in a corner of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QPoint,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QCursor, QGuiApplication

from connectors.records import NewContact
from ui.pop_card import PopCard
from ui.pop_menu import More, make_menu
from ui.pop_people import Purpose
from ui.pop_rehearsal import rehearsal
from ui.pop_stack import Area, Corner, Pin, folded, place
from ui.pop_view import Act, Look
from ui.theme import Size
from ui.widgets.card_frame import SHADOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from PySide6.QtGui import QScreen
    from PySide6.QtWidgets import QMenu

    from app.snapshot import CallSnapshot
    from connectors.records import Contact
    from ui.theme import Theme

translate = QCoreApplication.translate
MAX_CARDS = 5  # more fill no screen; they show as others go
_READY = 2  # cards made before the first call
_QUIET_MS = 4_000
_STEP_MS = 20  # between two steps of getting ready
_BUSY_MS = 1_000  # while the rep is at a card, ask again so often


class Screen(Protocol):
    """What the pop asks of a display system, where that can do more than Qt."""

    def is_composited(self) -> bool:
        """Return whether windows can be blended with what lies below."""

    def active_window(self) -> int | None:
        """Return the window that has the keyboard."""

    def activate(self, window: int) -> None:
        """Give a window the keyboard, as a task bar does."""

    def focus(self, window: int) -> None:
        """Give the keyboard to a window that no window manager looks after."""

    def let_through(self, window: int, x: int, y: int, width: int, height: int) -> None:
        """Let clicks outside the rectangle through to what lies below."""


class PopWindow(QObject):
    """Draws every snapshot it is shown; tells what the rep wants, with the call's key.

    Cards are made before they are needed and used again, since a ringing phone waits
    for nobody.
    """

    wrapped_up = Signal(str, object)  # key, WrapUp
    drafted = Signal(str, object)  # key, WrapUp
    undone = Signal(str)
    grace_held = Signal(str)
    contact_chosen = Signal(str, object)  # key, Contact or None
    choice_forgotten = Signal(str)
    contact_created = Signal(str, object)  # key, NewContact
    number_ignored = Signal(str)
    number_unignored = Signal(str)
    searched = Signal(str, str)  # key, text
    answered = Signal(str)
    declined = Signal(str)
    hung_up = Signal(str)
    opened = Signal(str)
    called_back = Signal(str)
    made_private = Signal(str, bool)
    card_painted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        *,
        screen: Screen | None = None,
        places_itself: bool = True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._screen = screen
        self._places_itself = places_itself
        self._corner = Corner.BOTTOM_RIGHT
        self._hint = ""
        self._stay_ms = 12_000
        self._cards: list[PopCard] = []  # in use, the oldest call first
        self._idle: list[PopCard] = []
        self._live: dict[str, CallSnapshot] = {}
        self._hidden: set[str] = set()  # keys that the rep put away
        self._waiting: list[str] = []  # keys that found no room
        self._leaving: dict[str, QTimer] = {}
        self._front = ""
        self._edges: dict[str, int] = {}  # where cards were placed
        self._area: Area | None = None
        self._before: int | None = None  # what had the keyboard
        self._is_stacking = False
        self._menu: QMenu | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._watch)
            application.screenRemoved.connect(self._on_screens)
            application.focusWindowChanged.connect(self._on_focus)
            for one in application.screens():
                self._watch(one)

    @property
    def cards(self) -> tuple[PopCard, ...]:
        """Return the cards in use, the oldest call first."""
        return tuple(self._cards)

    def card_of(self, key: str) -> PopCard | None:
        """Return the card that shows a call."""
        return next((card for card in self._cards if card.key == key), None)

    def warm_up(self, *, at_once: bool = False) -> None:
        """Make cards and their windows now, so that the first call need not.

        In small steps between events, or at once.
        """
        steps = self._prepare()
        if at_once:
            for _ in steps:
                pass
            return

        def go_on() -> None:
            if next(steps, None) is not None:
                QTimer.singleShot(_STEP_MS, self, go_on)

        QTimer.singleShot(0, self, go_on)

    def _prepare(self) -> Iterator[bool]:
        while len(self._idle) + len(self._cards) < _READY:
            card = self._new_card()
            self._idle.append(card)
            yield True
            if card not in self._idle:
                continue  # a call came first
            card.winId()
            yield True
            for snapshot in rehearsal(self._now()):
                if card not in self._idle:
                    break
                card.rehearse(snapshot)
                yield True

    def set_corner(self, corner: Corner) -> None:
        """Show calls in another corner."""
        self._corner = corner
        self._area = None
        self._restack()

    def set_stay(self, stay_s: int) -> None:
        """Let a saved call go after so long; 0: it stays until it is closed."""
        self._stay_ms = 1000 * stay_s

    def set_hint(self, keys: str) -> None:
        """Tell which keys lead to the pop, "" for none."""
        pattern = translate("Pop", "{0}, then 1–9")
        self._hint = pattern.format(keys) if keys else ""

    def show_call(self, snapshot: CallSnapshot) -> None:
        """Draw a call; it gets a card when it should pop up."""
        key = snapshot.call.key
        if snapshot.call.is_live:
            self._live[key] = snapshot
        else:
            self._live.pop(key, None)
            self._hidden.discard(key)
        card = self.card_of(key)
        if card is not None:
            before = card.view.look if card.view else None
            card.show_call(snapshot)
            after = card.view.look if card.view else None
            if before is not after:
                self._on_look(card)
        elif self._wants_card(snapshot):
            self._open(snapshot)

    def show_search(self, key: str, contacts: Sequence[Contact]) -> None:
        """Show who was found for a card's search."""
        card = self.card_of(key)
        if card is not None:
            card.show_hits(contacts)

    def focus_pop(self) -> bool:
        """Give the keyboard to the call that most likely is meant.

        False where there is no call.
        """
        card = self._likely()
        if card is None and self._live:
            snapshot = next(reversed(self._live.values()))
            self._hidden.discard(snapshot.call.key)
            card = self._open(snapshot)
        if card is None:
            return False
        self._front = card.key
        if not card.isVisible():
            card.show()
        self._restack()
        self._take_keyboard(card)
        card.go_to_first_stop()
        return True

    def close_all(self) -> None:
        """Put every card away, with what was typed told first."""
        self._waiting.clear()
        self._hidden |= self._live.keys()
        for card in tuple(self._cards):
            self._close(card)

    def close(self) -> None:
        """Put every card away for good: the app quits."""
        self.close_all()
        while self._idle:
            card = self._idle.pop()
            card.close()
            card.deleteLater()

    def _take_keyboard(self, card: PopCard) -> None:
        is_ours = any(one.isActiveWindow() for one in self._cards)
        if self._screen is not None and not is_ours:
            self._before = self._screen.active_window()
        card.expect_keyboard()
        if self._screen is not None:
            # Qt would name the time of its last event, which may be too old
            self._screen.focus(int(card.winId()))

    def _wants_card(self, snapshot: CallSnapshot) -> bool:
        return (
            snapshot.shows_pop
            and snapshot.call.is_live
            and snapshot.call.key not in self._hidden
            and self._places_itself
        )

    def _open(self, snapshot: CallSnapshot) -> PopCard | None:
        if len(self._cards) >= MAX_CARDS and not self._make_room():
            if snapshot.call.key not in self._waiting:
                self._waiting.append(snapshot.call.key)
            return None
        card = self._idle.pop() if self._idle else self._new_card()
        if not self._cards:
            self._area = None  # the screen where the rep is now
        self._cards.append(card)
        card.begin(snapshot, self._hint)
        self._front = card.key
        self._restack()
        card.show()
        self._let_through(card)
        card.announce()
        return card

    def _make_room(self) -> bool:
        for card in self._cards:
            is_over = card.snapshot is None or not card.snapshot.call.is_live
            if is_over and not card.is_busy:
                self._close(card)
                return True
        return False

    def _close(self, card: PopCard) -> None:
        key = card.key
        timer = self._leaving.pop(key, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        if card.isActiveWindow():
            self._give_back(card)
        card.end()
        self._cards.remove(card)
        self._idle.append(card)
        self._let_in()
        self._restack()

    def _let_in(self) -> None:
        """Open cards for calls that found no room, the oldest first."""
        while self._waiting and len(self._cards) < MAX_CARDS:
            snapshot = self._live.get(self._waiting.pop(0))
            if snapshot is not None and self._wants_card(snapshot):
                self._open(snapshot)

    def _on_look(self, card: PopCard) -> None:
        """Let a finished card go after a while, keep one that is written on."""
        look = card.view.look if card.view else None
        timer = self._leaving.pop(card.key, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        stays = look is Look.SAVED and not self._stay_ms
        if look in {Look.SAVED, Look.QUIET} and not stays:
            timer = QTimer(self)
            timer.setSingleShot(True)
            key = card.key
            timer.timeout.connect(lambda: self._leave(card, key))
            timer.start(self._stay_ms if look is Look.SAVED else _QUIET_MS)
            self._leaving[card.key] = timer
        self._restack()

    def _leave(self, card: PopCard, key: str) -> None:
        if card.key != key or card not in self._cards:
            return
        if card.is_busy:
            self._leaving[key].start(_BUSY_MS)
        else:
            self._close(card)

    def _new_card(self) -> PopCard:
        card = PopCard(self._theme, self._now, is_free=self._screen is not None)
        if self._screen is not None:
            card.show_shadow(on=self._screen.is_composited())
        pass_on = self._pass_on
        card.acted.connect(lambda act: self._on_act(card, act))
        card.more_asked.connect(lambda at: self._open_menu(card, at))
        card.wrapped_up.connect(lambda w: self.wrapped_up.emit(card.key, w))
        card.edited.connect(lambda w: self.drafted.emit(card.key, w))
        card.undone.connect(lambda: self._on_undone(card))
        card.held.connect(lambda: pass_on(card, self.grace_held))
        card.chosen.connect(lambda who: self.contact_chosen.emit(card.key, who))
        card.forgot.connect(lambda: pass_on(card, self.choice_forgotten))
        card.created.connect(lambda *who: self._on_created(card, *who))
        card.ignored.connect(lambda: pass_on(card, self.number_ignored))
        card.searched.connect(lambda text: self.searched.emit(card.key, text))
        card.unfold_asked.connect(lambda: self._bring_forward(card))
        card.left.connect(lambda: self._give_back(card))
        card.clicked_into.connect(lambda: self._take_keyboard(card))
        card.resized.connect(lambda: self._on_resized(card))
        card.painted.connect(lambda: pass_on(card, self.card_painted))
        return card

    def _pass_on(self, card: PopCard, signal: SignalInstance) -> None:
        if card.key:
            signal.emit(card.key)

    def _on_undone(self, card: PopCard) -> None:
        if card.snapshot is not None and card.snapshot.is_ignored:
            self.number_unignored.emit(card.key)
        else:
            self._front = card.key
            self.undone.emit(card.key)

    def _on_created(self, card: PopCard, name: str, company: str) -> None:
        if card.snapshot is None:
            return
        call = card.snapshot.call
        new = NewContact(name, call.number, call.number_raw, company=company or None)
        self.contact_created.emit(card.key, new)

    def _on_act(self, card: PopCard, act: Act) -> None:
        told = {
            Act.ANSWER: self.answered,
            Act.DECLINE: self.declined,
            Act.HANG_UP: self.hung_up,
            Act.OPEN: self.opened,
            Act.CALL_BACK: self.called_back,
        }
        if act in told:
            self._pass_on(card, told[act])

    def _open_menu(self, card: PopCard, at: QPoint) -> None:
        # kept until the next one opens
        self._menu = make_menu(card, lambda line: self._on_more(card, line))
        self._menu.popup(at)

    def _on_more(self, card: PopCard, line: More) -> None:
        match line:
            case More.OTHER:
                card.ask(Purpose.OTHER)
            case More.RELATED:
                card.ask(Purpose.RELATED)
            case More.ALONE:
                self.contact_chosen.emit(card.key, None)
            case More.CALL_BACK:
                self._pass_on(card, self.called_back)
            case More.OPEN:
                self._pass_on(card, self.opened)
            case More.IGNORE:
                self._pass_on(card, self.number_ignored)
            case More.LOG | More.PRIVATE:
                self._set_private(card, on=line is More.PRIVATE)
            case More.HIDE:
                self._hide(card)

    def _set_private(self, card: PopCard, *, on: bool) -> None:
        self.made_private.emit(card.key, on)

    def _hide(self, card: PopCard) -> None:
        if card.snapshot is not None and card.snapshot.call.is_live:
            self._hidden.add(card.key)
        self._close(card)

    def _bring_forward(self, card: PopCard) -> None:
        self._front = card.key
        self._restack()

    def _give_back(self, card: PopCard) -> None:
        """Give the keyboard back to what had it before."""
        before, self._before = self._before, None
        if self._screen is not None and before is not None:
            self._screen.activate(before)
        elif card.isActiveWindow():
            card.hide()  # the window system then chooses; the card shows again
            card.show()

    def _likely(self) -> PopCard | None:
        looks = {card.key: card.view.look for card in self._cards if card.view}
        for look in (Look.RINGING, Look.TALKING, Look.AFTER, Look.SAVED):
            for card in reversed(self._cards):
                if looks.get(card.key) is look:
                    return card
        return None

    def _on_resized(self, card: PopCard) -> None:
        if card in self._cards:
            self._restack()
            if card.isVisible():
                self._let_through(card)

    def _on_focus(self, _window: object) -> None:
        QTimer.singleShot(0, self._restack)

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._on_screens)

    def _on_screens(self, _what: object = None) -> None:
        self._area = None
        self._restack()

    def _restack(self) -> None:
        if self._is_stacking or not self._cards:
            return
        self._is_stacking = True
        self._fold()
        self._place()
        self._is_stacking = False

    def _fold(self) -> None:
        cards = self._cards
        quiet = {Look.SAVED, Look.QUIET}
        whole = [
            card.view is not None and card.view.look not in quiet for card in cards
        ]
        keys = [card.key for card in cards]
        front = keys.index(self._front) if self._front in keys else None
        busy = [card.isVisible() and card.isActiveWindow() for card in cards]
        for card, is_folded in zip(
            cards, folded(busy, front, whole=whole), strict=True
        ):
            card.fold(on=is_folded)
            card.make_compact(on=len(cards) > 1)

    def _place(self) -> None:
        area = self._find_area()
        pin = None
        for index, card in enumerate(self._cards):
            if card.isVisible() and card.isActiveWindow():
                pin = Pin(index, self._edges.get(card.key, self._edge_of(card)))
        heights = [card.card_height for card in self._cards]
        places = place(heights, Size.POP_WIDTH, area, self._corner, pin)
        for card, (x, y) in zip(self._cards, places, strict=True):
            at = QPoint(x - SHADOW.left(), y - SHADOW.top())
            if card.pos() != at:
                card.move(at)
        self._edges = {card.key: self._edge_of(card) for card in self._cards}

    def _edge_of(self, card: PopCard) -> int:
        """Return where a card's side towards the corner is."""
        y = card.y() + SHADOW.top()
        return y if self._corner.is_top else y + card.card_height

    def _find_area(self) -> Area:
        if self._area is None:
            screen = QGuiApplication.screenAt(QCursor.pos())
            screen = screen or QGuiApplication.primaryScreen()
            free = screen.availableGeometry()
            self._area = Area(free.x(), free.y(), free.width(), free.height())
        return self._area

    def _let_through(self, card: PopCard) -> None:
        if self._screen is not None:
            body = card.card()
            ratio = card.devicePixelRatioF()
            numbers = (body.x(), body.y(), body.width(), body.height())
            x, y, width, height = (round(number * ratio) for number in numbers)
            self._screen.let_through(int(card.winId()), x, y, width, height)
