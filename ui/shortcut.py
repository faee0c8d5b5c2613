"""The global shortcut that leads to the pop, where the system has one.

On X the key is grabbed with every state of the lock keys. Wayland lets no program
take a key; there the rep binds `switchhook pop` in the desktop's own settings.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from ui.x_display import open_display

if TYPE_CHECKING:
    from Xlib.display import Display

_MODIFIERS = {
    "ctrl": "Control",
    "control": "Control",
    "alt": "Mod1",
    "shift": "Shift",
    "meta": "Mod4",
    "super": "Mod4",
    "win": "Mod4",
}
_NAMES = {"esc": "Escape", "enter": "Return", "pgup": "Prior", "pgdown": "Next"}


class Grabbed(StrEnum):
    """What came of asking for a key."""

    YES = "yes"
    NONE = "none"  # the rep wants none
    TAKEN = "taken"  # another program has it
    UNKNOWN = "unknown"  # no key of this keyboard
    UNSUPPORTED = "unsupported"  # this display has no global keys


class Shortcut(QObject):
    """Holds one key of the whole display and tells when it is pressed."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._watch: QSocketNotifier | None = None
        self._held: list[tuple[int, int]] = []
        self._keys = ""

    def grab(self, keys: str) -> Grabbed:
        """Take `keys` ("Ctrl+Alt+P") instead of the key before; "" lets go."""
        self._let_go()
        self._keys = keys
        if not keys:
            return Grabbed.NONE
        if self._display is None and not self._connect():
            return Grabbed.UNSUPPORTED
        display = self._display
        if display is None:
            return Grabbed.UNSUPPORTED
        code, modifiers = _read(keys, display)
        if not code:
            return Grabbed.UNKNOWN
        if not self._hold(display, code, modifiers):
            self._let_go()
            return Grabbed.TAKEN
        return Grabbed.YES

    def close(self) -> None:
        """Let go of the key and of the display."""
        self._let_go()
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
            self._watch = None
        if self._display is not None:
            self._display.close()
            self._display = None

    def _connect(self) -> bool:
        self._display = open_display()
        if self._display is None:
            return False
        socket = self._display.fileno()
        self._watch = QSocketNotifier(socket, QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._read_events)
        return True

    def _hold(self, display: Display, code: int, modifiers: int) -> bool:
        from Xlib import X, error  # noqa: PLC0415 - only where X is

        refusal = error.CatchError(error.BadAccess)
        root = display.screen().root
        for locks in _lock_states(display):
            mask = modifiers | locks
            root.grab_key(
                code,
                mask,
                owner_events=False,
                pointer_mode=X.GrabModeAsync,
                keyboard_mode=X.GrabModeAsync,
                onerror=refusal,
            )
            self._held.append((code, mask))
        display.sync()
        return refusal.get_error() is None

    def _let_go(self) -> None:
        if self._display is None:
            return
        root = self._display.screen().root
        for code, mask in self._held:
            root.ungrab_key(code, mask)
        self._held.clear()
        self._display.sync()

    def _read_events(self) -> None:
        from Xlib import X, error  # noqa: PLC0415 - only where X is

        display = self._display
        if display is None:
            return
        try:
            while display.pending_events():
                event = display.next_event()
                if event.type == X.KeyPress:
                    self.pressed.emit()
                elif event.type == X.MappingNotify:
                    display.refresh_keyboard_mapping(event)
                    self.grab(self._keys)
        except (error.ConnectionClosedError, OSError):
            self._held.clear()
            if self._watch is not None:
                self._watch.setEnabled(False)
            self._display = None


def _read(keys: str, display: Display) -> tuple[int, int]:
    """Return the key code (0: no such key) and the mask of its modifiers."""
    from Xlib import XK, X  # noqa: PLC0415 - only where X is

    *modifiers, key = [part.strip() for part in keys.split("+") if part.strip()]
    mask = 0
    for modifier in modifiers:
        name = _MODIFIERS.get(modifier.lower())
        if name is None:
            return 0, 0
        mask |= getattr(X, f"{name}Mask")
    name = _NAMES.get(key.lower(), key)
    symbol = XK.string_to_keysym(name.lower() if len(name) == 1 else name)
    return display.keysym_to_keycode(symbol) if symbol else 0, mask


def _lock_states(display: Display) -> tuple[int, ...]:
    """Return every mask of lock keys that may be on while a key is pressed."""
    from Xlib import XK, X  # noqa: PLC0415 - only where X is

    num_lock = 0
    code = display.keysym_to_keycode(XK.string_to_keysym("Num_Lock"))
    for number, codes in enumerate(display.get_modifier_mapping()):
        if code and code in codes:
            num_lock = 1 << number
    caps = X.LockMask
    return tuple(dict.fromkeys((0, caps, num_lock, caps | num_lock)))
