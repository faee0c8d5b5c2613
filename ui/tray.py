"""The tray icon: the gravest state at a glance, and a menu made anew from state.

Signals:
    window_wanted()              open the window
    needs_you_wanted()           open it on what needs the rep
    call_chosen(str)             open it on one call
    connections_wanted()         open it on Connections
    pop_wanted()                 bring the keyboard to the pop
    log_call_wanted()            a call that was made on another phone
    unlock_wanted()              unlock the keyring
    do_not_disturb_chosen(bool)
    quit_chosen()

Qt shows the icon by itself once a tray appears, also where that is later than the app
or the tray was started anew. It is the first thing on the screen: what only its words
about a state need is imported when there is a state to tell.
"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui.icon import icon, tray_icon
from ui.theme import DARK, LIGHT, Token

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.snapshot import CallRow, Status
    from ui.status_words import StateLine
    from ui.theme import Theme

_CALLS = 3
_NAME_CHARS = 32
_MIDDLE = 128
_DARK_PANELS = ("GNOME", "UNITY", "PANTHEON")  # dark, whatever the windows are


class TrayState(StrEnum):
    """What the icon says; the values name its drawings."""

    FINE = "fine"
    CALLS = "calls"
    SIGN_IN = "sign-in"
    SOURCE_DOWN = "source-down"


def gravest(status: Status) -> TrayState:
    """Return the one state that the icon shows."""
    if status.sources_down:
        return TrayState.SOURCE_DOWN
    if status.signed_out:
        return TrayState.SIGN_IN
    if status.needs_you:
        return TrayState.CALLS
    return TrayState.FINE


class Tray(QObject):
    """Shows a Status in the system's tray, where there is one."""

    window_wanted = Signal()
    needs_you_wanted = Signal()
    call_chosen = Signal(str)
    connections_wanted = Signal()
    pop_wanted = Signal()
    log_call_wanted = Signal()
    unlock_wanted = Signal()
    do_not_disturb_chosen = Signal(bool)
    quit_chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._status: Status | None = None
        self._state: TrayState | None = None
        self._ink = ""
        self._shortcut = ""
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill)
        self.item = QSystemTrayIcon(self)
        self.item.setContextMenu(self.menu)
        self.item.activated.connect(self._on_activated)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._draw)
        self._draw()
        self._fill()

    @property
    def state(self) -> TrayState | None:
        """Return what the icon says."""
        return self._state

    @staticmethod
    def is_available() -> bool:
        """Return whether there is a tray now: else the window must be reachable."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Appear, now or as soon as there is a tray."""
        self.item.show()

    def hide(self) -> None:
        """Go: the app quits."""
        self.item.hide()

    def show_status(self, status: Status) -> None:
        """Take the state: icon, tooltip and the next menu are drawn from it."""
        self._status = status
        self._draw()
        self.item.setToolTip("Switchhook\n" + "\n".join(self._sentences(status)))
        if not self.menu.isVisible():
            self._fill()  # some desktops read the menu before they show it

    def show_shortcut(self, keys: str) -> None:
        """Show the keys of "Show the pop" in the menu; "" for none."""
        self._shortcut = keys

    def _draw(self) -> None:
        state = gravest(self._status) if self._status else TrayState.FINE
        is_dark = self._seen_dark()
        if is_dark is None:
            is_dark = _is_panel_dark(is_first=self._status is None)
        ink = (DARK if is_dark else LIGHT)[Token.TEXT]
        if (state, ink) == (self._state, self._ink):
            return
        self._state, self._ink = state, ink
        drawn = tray_icon(state, ink)
        drawn.setIsMask(True)  # macOS colours it itself
        self.item.setIcon(drawn)

    def _seen_dark(self) -> bool | None:
        """Return whether the panel is dark where it can be seen: an X panel can."""
        place = self.item.geometry()
        screen = QGuiApplication.primaryScreen()
        if self._status is None or place.isEmpty() or screen is None:
            return None
        seen = screen.grabWindow(0, place.x(), place.y(), 1, 1).toImage()
        if seen.isNull():
            return None
        return seen.pixelColor(0, 0).lightness() < _MIDDLE

    def _sentences(self, status: Status) -> list[str]:
        from ui import status_words  # noqa: PLC0415  # see above

        now = self._now()
        lines = []
        if status.needs_you:
            lines.append(self.tr("%Ln call(s) need you", "", status.needs_you))
        phone = status_words.phone_line(status)
        lines.append(_joined(phone))
        crm = status_words.crm_line(status, now)
        if crm is not None:
            lines.append(_joined(crm))
        if foot := status_words.foot_text(status, now):
            lines.append(foot)
        if status.do_not_disturb:
            lines.append(self.tr("Do not disturb is on: calls are logged, no pop"))
        return lines

    def _fill(self) -> None:
        menu, status = self.menu, self._status
        menu.clear()
        if status is not None:
            self._fill_state(status)
            menu.addSeparator()
            for row in status.last_calls[:_CALLS]:
                self._fill_call(row)
            if status.last_calls:
                menu.addSeparator()
        self._add(self.tr("Open Switchhook"), self.window_wanted.emit)
        pop = self._add(self.tr("Show the pop"), self.pop_wanted.emit)
        if self._shortcut:
            pop.setShortcut(self._shortcut)
        self._add(self.tr("Log a call"), self.log_call_wanted.emit)
        quiet = QAction(self.tr("Do not disturb"), menu)
        quiet.setCheckable(True)
        quiet.setChecked(bool(status and status.do_not_disturb))
        quiet.triggered.connect(self.do_not_disturb_chosen)
        menu.addAction(quiet)
        menu.addSeparator()
        self._add(self.tr("Quit"), self.quit_chosen.emit)

    def _fill_state(self, status: Status) -> None:
        from ui import status_words  # noqa: PLC0415  # see above

        if status.keyring in {"locked", "timed-out"}:
            text = self.tr("Unlock the keyring")
            self._add(text, self.unlock_wanted.emit, "lock", Token.WARN)
        if status.needs_you:
            text = self.tr("%Ln call(s) need you", "", status.needs_you)
            self._add(text, self.needs_you_wanted.emit, "circle-alert", Token.WARN)
        phone = status_words.phone_line(status)
        self._add(_joined(phone), self.connections_wanted.emit, phone.icon, phone.token)
        crm = status_words.crm_line(status, self._now())
        if crm is not None:
            self._add(_joined(crm), self.connections_wanted.emit, crm.icon, crm.token)

    def _fill_call(self, row: CallRow) -> None:
        from ui import call_words  # noqa: PLC0415  # see above
        from ui.moment import say_moment  # noqa: PLC0415  # see above
        from ui.widgets.shown_text import shown  # noqa: PLC0415  # see above

        name = shown(call_words.title(row), _NAME_CHARS)
        when = say_moment(row.started_at, self._now())
        drawing = call_words.call_icon(row.direction, row.result)
        text = f"{name}{call_words.SEPARATOR}{when}"
        key = row.key
        self._add(text, lambda: self.call_chosen.emit(key), drawing)

    def _add(
        self,
        text: str,
        then: Callable[[], object],
        drawing: str = "",
        token: Token = Token.TEXT,
    ) -> QAction:
        action = QAction(text.replace("&", "&&"), self.menu)
        if drawing:
            action.setIcon(icon(self._theme, drawing, token))
        action.triggered.connect(lambda _on=False: then())
        self.menu.addAction(action)
        return action

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.window_wanted.emit()


def _joined(line: StateLine) -> str:
    return f"{line.title}: {line.line}" if line.line else line.title


def _is_panel_dark(*, is_first: bool) -> bool:
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
    if any(name in desktop for name in _DARK_PANELS):
        return True
    if is_first:  # asking for the scheme loads all names of Qt: 15 ms
        return QGuiApplication.palette().window().color().lightness() < _MIDDLE
    return QGuiApplication.styleHints().colorScheme().name == "Dark"
