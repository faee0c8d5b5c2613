"""What the rep asked the desktop for: less motion, more contrast (XDG portal).

Qt tells of light and dark, and since 6.10 of contrast; the portal tells of motion.
Asked without waiting: a desktop without a portal just never answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

if TYPE_CHECKING:
    from ui.theme import Theme

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_APPEARANCE = "org.freedesktop.appearance"
_KEYS = ("reduced-motion", "contrast")


class DesktopWishes(QObject):
    """Tells the theme what the desktop says, now and whenever it changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._waiting: list[QDBusPendingCallWatcher] = []

    def follow(self) -> bool:
        """Begin to listen; False where there is no session bus."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        bus.connect(
            _SERVICE,
            _PATH,
            _SETTINGS,
            "SettingChanged",
            self,
            # takes text, although its signature says bytes
            cast("bytes", SLOT("on_setting_changed(QDBusMessage)")),
        )
        for key in _KEYS:
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
            question.setArguments([_APPEARANCE, key])
            watcher = QDBusPendingCallWatcher(bus.asyncCall(question), self)
            watcher.finished.connect(lambda done, key=key: self._on_read(done, key))
            self._waiting.append(watcher)
        return True

    @Slot(QDBusMessage)
    def on_setting_changed(self, message: QDBusMessage) -> None:
        """Take one change; the portal tells of every setting there is."""
        arguments = message.arguments()
        if len(arguments) == 3 and arguments[0] == _APPEARANCE:
            self._take(str(arguments[1]), arguments[2])

    def _on_read(self, watcher: QDBusPendingCallWatcher, key: str) -> None:
        reply = watcher.reply()
        if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            self._take(key, reply.arguments()[0])
        if watcher in self._waiting:
            self._waiting.remove(watcher)
        watcher.deleteLater()

    def _take(self, key: str, value: object) -> None:
        while isinstance(value, QDBusVariant):  # `Read` wraps it twice
            value = value.variant()
        is_wanted = value == 1
        if key == "reduced-motion":
            self._theme.wish(less_motion=is_wanted)
        elif key == "contrast":
            self._theme.wish(contrast=is_wanted)
