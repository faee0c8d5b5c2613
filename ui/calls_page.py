"""Calls: what needs the rep, what is not logged yet, all; and one of them in full.

Signals beside those of `detail` (see ui/call_detail.py):
    page_wanted(PageWanted)     `asked` is a CallsAsked, `cursor` goes to `before`;
                                answer with `show_page`
    detail_wanted(str)          answer with `show_call`
    log_call_wanted()           a call that was made on another phone
    test_call_wanted()          "Ring me now" of the empty page
    connections_wanted()        the phone is set up there
    call_back_wanted(str), private_changed(str, bool), discarded(str),
    undo_discard_wanted(str), retried(str, object)      from a row's menu
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.snapshot import CallFilter, CallRow, EntryState, Reason
from connectors.records import PhoneAbility
from ui import call_words, status_words
from ui.call_detail import CallDetail
from ui.call_row import CallRowLook
from ui.call_words import NextStep
from ui.calls_model import CallsAsked, CallsModel
from ui.ghost_rows import EmptyState
from ui.icon import draw_icon
from ui.paged_model import PageWanted
from ui.paged_view import PagedView
from ui.theme import Size, Space, Theme, Token, Type
from ui.two_columns import ListHead, Surface, TwoColumns
from ui.widgets.button import Button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.filter_tabs import FilterTab, FilterTabs
from ui.widgets.search_field import SearchField
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

    from app.snapshot import CallDetail as Detail
    from app.snapshot import CallPage, Status

_FILTERS = (CallFilter.NEEDS_YOU, CallFilter.UNLOGGED, CallFilter.ALL)
_FOOT_PX = 40
_FOOT_EVERY_MS = 1000  # only while a countdown is to be seen
PINNED_MOST = 3  # cards on top; the filter has the rest


class CallsPage(QWidget):
    """The list of calls beside the chosen one."""

    page_wanted = Signal(object)
    detail_wanted = Signal(str)
    log_call_wanted = Signal()
    test_call_wanted = Signal()
    connections_wanted = Signal()
    call_back_wanted = Signal(str)
    private_changed = Signal(str, bool)
    discarded = Signal(str)
    undo_discard_wanted = Signal(str)
    retried = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._status: Status | None = None
        self._filter, self._text = CallFilter.ALL, ""
        self._pinned_asked = CallsAsked(CallFilter.NEEDS_YOU)
        self._can_dial = False
        self._awaited: tuple[str, Callable[[], None]] | None = None
        self.model = CallsModel(now, self)
        self.model.page_wanted.connect(self.page_wanted)
        self.view = PagedView(self.model)
        self.detail = CallDetail(theme, now)
        self._build()
        self._lay_out()
        self._connect()

    def show_page(self, wanted: PageWanted, page: CallPage) -> None:
        """Take rows: the answer to `page_wanted`."""
        if wanted.limit == PINNED_MOST:
            if self._shows_pinned():
                self.model.pin(page.rows)
        else:
            self.model.show_calls(wanted, page)
            if self.detail.key is None and self.view.chosen_key is None and page.rows:
                self.view.choose(page.rows[0].key)
        self._show_emptiness()

    def show_call(self, detail: Detail) -> None:
        """Take a call in full: the answer to `detail_wanted`, or news of it."""
        key = detail.snapshot.call.key
        if key not in (self.view.chosen_key, self.detail.key):
            return
        self.detail.show_call(detail)
        if self._awaited is not None and self._awaited[0] == key:
            (_, then), self._awaited = self._awaited, None
            then()

    def show_status(self, status: Status) -> None:
        """Take counts, what waits, and whether a phone can dial."""
        self._status = status
        self._tabs.show_counts(status.needs_you, status.unlogged)
        self._can_dial = any(
            PhoneAbility.DIAL in source.abilities
            for source in status.sources
            if source.is_up is not False
        )
        self.detail.set_can_dial(can_dial=self._can_dial)
        self._show_foot()
        self._show_emptiness()

    def reload(self, key: str = "") -> None:
        """A call changed ("": many did): ask for what is seen again."""
        if key:
            self.model.refresh_row(key)
        else:
            self.model.refresh()
        self._want_pinned()
        shown = self.detail.key
        if shown is not None and key in ("", shown):
            self.detail_wanted.emit(shown)

    def start(self) -> None:
        """Ask for the first page."""
        self._ask()

    def go_to_call(self, key: str) -> None:
        """Show one call, from the tray or a link."""
        if not self.view.choose(key):
            self._on_chosen(key)
        self.columns.show_detail()

    def search(self, text: str) -> None:
        """Search as if the rep had typed it."""
        self.field.setText(text)
        self._on_searched(text)

    def set_filter(self, filter_: CallFilter) -> None:
        """Show what needs the rep, what is not logged, or all."""
        self._tabs.choose(_FILTERS.index(filter_))
        self._filter = filter_
        self._ask()

    def _build(self) -> None:
        theme = self._theme
        self._look = CallRowLook(theme, self._now, self)
        self.view.setItemDelegate(self._look)
        self.view.setAccessibleName(self.tr("Calls"))
        self.log_call = Button(
            theme, text=self.tr("Log a call"), icon_name="plus", small=True
        )
        self.log_call.setFixedHeight(Size.SMALL_BUTTON)
        self.field = SearchField(theme, self.tr("Search name, number or note"))
        self._hint = ElidedLabel(theme, Type.SMALL, align_right=True)
        key = QKeySequence(QKeySequence.StandardKey.Find)
        self._hint.show_text(
            key.toString(QKeySequence.SequenceFormat.NativeText), Token.MUTED
        )
        hint_row = QHBoxLayout(self.field)
        hint_row.setContentsMargins(0, 0, Space.S, 0)
        hint_row.addStretch(1)
        hint_row.addWidget(self._hint)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tabs = FilterTabs(
            (
                FilterTab(theme, self.tr("Needs you"), warns=True),
                FilterTab(theme, self.tr("Unlogged")),
                FilterTab(theme, self.tr("All")),
            )
        )
        self._tabs.setAccessibleName(self.tr("Filter"))
        self._tabs.choose(_FILTERS.index(self._filter))
        self._foot = _Foot(theme)
        self._nothing = Words(theme, "", token=Token.MUTED, wraps=True)
        self._empty = EmptyState(
            theme, ("phone-incoming", "phone-outgoing", "phone-missed")
        )
        self._foot_timer = QTimer(self)
        self._foot_timer.setInterval(_FOOT_EVERY_MS)
        self._foot_timer.timeout.connect(self._show_foot)

    def _lay_out(self) -> None:
        head = ListHead(self._theme, self.tr("Calls"), self.log_call)
        head.add(self.field)
        head.add(self._tabs, indent=Space.XS)
        left = Surface(self._theme, has_line=True)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self._nothing.setContentsMargins(Space.M, Space.M, Space.M, 0)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        column.addWidget(self._foot)
        self.columns = TwoColumns(self._theme, left, self.detail)
        empty_page = Surface(self._theme)
        empty_column = QVBoxLayout(empty_page)
        empty_column.setContentsMargins(0, 0, 0, 0)
        empty_column.addWidget(ListHead(self._theme, self.tr("Calls")))
        empty_column.addWidget(self._empty, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.columns)
        self._stack.addWidget(empty_page)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.log_call.clicked.connect(self.log_call_wanted)
        self.field.searched.connect(self._on_searched)
        self.field.textChanged.connect(lambda text: self._hint.setVisible(not text))
        self._tabs.chosen.connect(lambda place: self.set_filter(_FILTERS[place]))
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self._on_opened)
        self.view.menu_wanted.connect(self._on_menu)
        self.view.discard_wanted.connect(self._on_discard)
        self.view.step_chosen.connect(self._on_step)
        self._empty.step_chosen.connect(self._on_empty_step)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find)
        call = QShortcut(QKeySequence("Ctrl+Return"), self.view)
        call.setContext(Qt.ShortcutContext.WidgetShortcut)
        call.activated.connect(self._on_call_back)

    def _ask(self) -> None:
        self.model.ask(CallsAsked(self._filter, self._text))
        self._want_pinned()

    def _want_pinned(self) -> None:
        if self._shows_pinned():
            self.page_wanted.emit(PageWanted(self._pinned_asked, None, PINNED_MOST))

    def _shows_pinned(self) -> bool:
        return self._filter is CallFilter.ALL and not self._text

    def _show_foot(self) -> None:
        if self._status is None:
            return
        text = status_words.foot_text(self._status, self._now())
        self._foot.show_text(text)
        counts_down = bool(text) and self._status.next_try_at is not None
        if not (counts_down and self.isVisible()):
            self._foot_timer.stop()
        elif not self._foot_timer.isActive():
            self._foot_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_foot()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._foot_timer.stop()

    def _show_emptiness(self) -> None:
        has_rows = self.model.rowCount() > 0
        is_first_day = not has_rows and self.model.is_complete and self._shows_pinned()
        self._stack.setCurrentIndex(1 if is_first_day else 0)
        if is_first_day:
            self._show_first_day()
        nothing = self.model.is_complete and not has_rows
        self._nothing.setVisible(nothing)
        self.view.setVisible(not nothing)
        if not nothing:
            return
        if self._text:
            text = self.tr("No call has “{0}” in its name, number or note.")
            self._nothing.setText(text.format(self._text))
        elif self._filter is CallFilter.NEEDS_YOU:
            self._nothing.setText(self.tr("Nothing needs you."))
        else:
            self._nothing.setText(self.tr("Every call is logged."))

    def _show_first_day(self) -> None:
        status = self._status
        has_phone = status is not None and bool(status.sources)
        self._empty.show_empty(
            self.tr("Your calls will appear here"),
            self.tr(
                "Each one with who it was, what you noted, and whether your CRM has "
                "it. Ring once to see how it looks."
            ),
            self.tr("Ring me now"),
            "phone-incoming",
        )
        if status is None:
            return
        phone = status_words.phone_line(status)
        contacts = sum(one.contacts for one in status.connections)
        known = self.tr("%Ln known, so names show at once", "", contacts)
        crms = ", ".join(one.name for one in status.connections)
        written = self.tr("Written to {0}, once per call").format(crms)
        self._empty.show_ready(
            (
                (has_phone and not status.sources_down, self.tr("Phone"), phone.line),
                (bool(contacts), self.tr("Contacts"), known),
                (bool(crms), self.tr("Records"), written),
            )
        )

    def _on_chosen(self, key: str) -> None:
        self.detail.flush()
        self.model.choose(key)
        self.detail_wanted.emit(key)

    def _on_opened(self, key: str) -> None:
        self._on_chosen(key)
        self.columns.show_detail()
        if self.columns.is_narrow:
            self.columns.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_searched(self, text: str) -> None:
        self._text = text
        self._ask()

    def _on_find(self) -> None:
        self.columns.show_list()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_call_back(self) -> None:
        if self._can_dial and self.view.chosen_key:
            self.call_back_wanted.emit(self.view.chosen_key)

    def _on_discard(self, key: str) -> None:
        row = self.model.row_of(self.model.find(key).row())
        if isinstance(row, CallRow) and _can_discard(row):
            self._open_and(key, self.detail.ask_discard)

    def _open_and(self, key: str, then: Callable[[], None]) -> None:
        """Show a call in full and go on with `then` once it is there."""
        self.columns.show_detail()
        if self.detail.key == key:
            then()
            return
        self._awaited = (key, then)
        if self.view.chosen_key == key or not self.view.choose(key):
            self.detail_wanted.emit(key)

    def _on_step(self, key: str) -> None:
        row = self.model.row_of(self.model.find(key).row())
        if not isinstance(row, CallRow) or row.log is None:
            return
        match call_words.next_step(row.log):
            case NextStep.RETRY:
                self.retried.emit(key, row.log.connection)
            case NextStep.SIGN_IN:
                self.detail.sign_in_wanted.emit(row.log.connection)
            case NextStep.CHOOSE_CONTACT:
                self._open_and(key, self.detail.choose_contact)
            case NextStep.DISCARD:
                self._open_and(key, self.detail.ask_discard)

    def _on_menu(self, key: str, at: QPoint) -> None:
        row = self.model.row_of(self.model.find(key).row())
        if isinstance(row, CallRow):
            menu = self.menu_for(row)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

    def menu_for(self, row: CallRow) -> QMenu:
        """Return what can be done with a row, as its context menu."""
        menu, key = QMenu(self), row.key
        if self._can_dial and row.number and not row.is_live:
            call = menu.addAction(self.tr("Call back"))
            call.setShortcut("Ctrl+Return")
            call.triggered.connect(lambda: self.call_back_wanted.emit(key))
        if row.number and not row.is_private:
            text = call_words.number_text(row.number)
            copy = menu.addAction(self.tr("Copy number"))
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        private = menu.addAction(self.tr("Private: do not log"))
        private.setCheckable(True)
        private.setChecked(row.is_private)
        private.triggered.connect(lambda on: self.private_changed.emit(key, on))
        log = row.log
        if log is None or row.is_live:
            return menu
        menu.addSeparator()
        if log.state is EntryState.DROPPED and log.reason is Reason.DISCARDED:
            undo = menu.addAction(self.tr("Log this call after all"))
            undo.triggered.connect(lambda: self.undo_discard_wanted.emit(key))
        elif _can_discard(row):
            if log.state is EntryState.PARKED:
                again = menu.addAction(self.tr("Send again"))
                again.triggered.connect(lambda: self.retried.emit(key, None))
            discard = menu.addAction(self.tr("Discard…"))
            discard.setShortcut("Del")
            discard.triggered.connect(lambda: self._on_discard(key))
        return menu

    def _on_empty_step(self) -> None:
        self.test_call_wanted.emit()


class _Foot(QWidget):
    """What waits to be sent, and why, under the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ElidedLabel(theme)
        self.setFixedHeight(_FOOT_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M + Size.ICON + Space.S, 1, Space.M, 0)
        row.addWidget(self._words)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show the foot, or nothing where nothing waits."""
        self._words.show_text(text, Token.MUTED)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme[Token.LINE])
        color = self._theme.hex(Token.MUTED)
        draw_icon(painter, QPoint(Space.M, 12), "clock", color)


def _can_discard(row: CallRow) -> bool:
    return (
        row.log is not None
        and not row.is_live
        and not row.is_private
        and row.log.state is not EntryState.DROPPED
    )
