"""What an X display can tell and do beyond Qt (owner of Xlib, with ui/shortcut.py).

A connection of its own: requests on it name the windows of Qt's.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)
_SHAPE = "SHAPE"  # the extension that lets clicks through
_FROM_PAGER = 2  # window managers obey a pager and hold back an application


def open_display() -> Display | None:
    """Connect to the X display of the environment; None where there is none."""
    try:
        from Xlib import display, error, ext  # noqa: PLC0415 - only where X is
    except ImportError:
        return None
    # each that is named is imported and asked for, and we use one
    ext.__extensions__ = [one for one in ext.__extensions__ if one[0] == _SHAPE]
    try:
        made = display.Display()
    except (error.DisplayError, error.XError, OSError, AssertionError) as problem:
        log.info("No X display of our own: %s", type(problem).__name__)
        return None
    # a window that just went away is no news
    made.set_error_handler(lambda _error, _request: None)
    return made


class XDisplay:
    """Blending, the active window and where clicks go, of one X display."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root

    @classmethod
    def open(cls) -> XDisplay | None:
        """Return the display, or None where there is no X."""
        display = open_display()
        return None if display is None else cls(display)

    def is_composited(self) -> bool:
        """Return whether a compositor blends windows with what lies below."""
        number = self._display.get_default_screen()
        atom = self._display.intern_atom(f"_NET_WM_CM_S{number}")
        return bool(self._display.get_selection_owner(atom))

    def active_window(self) -> int | None:
        """Return the window that has the keyboard."""
        from Xlib import X  # noqa: PLC0415 - see open_display

        atom = self._display.intern_atom("_NET_ACTIVE_WINDOW")
        told = self._root.get_full_property(atom, X.AnyPropertyType)
        return int(told.value[0]) or None if told and len(told.value) else None

    def activate(self, window: int) -> None:
        """Give a window the keyboard, as a task bar does."""
        from Xlib import X  # noqa: PLC0415 - see open_display
        from Xlib.protocol import event  # noqa: PLC0415 - see open_display

        message = event.ClientMessage(
            window=self._display.create_resource_object("window", window),
            client_type=self._display.intern_atom("_NET_ACTIVE_WINDOW"),
            data=(32, [_FROM_PAGER, X.CurrentTime, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.send_event(message, event_mask=mask)
        self._display.flush()

    def focus(self, window: int) -> None:
        """Give the keyboard to a window of ours that no window manager looks after."""
        from Xlib import X  # noqa: PLC0415 - see open_display

        target = self._display.create_resource_object("window", window)
        target.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._display.flush()

    def let_through(self, window: int, x: int, y: int, width: int, height: int) -> None:
        """Let clicks outside the rectangle through to what lies below."""
        from Xlib.ext import shape  # noqa: PLC0415 - see open_display

        if not self._display.has_extension(_SHAPE):
            return
        target = self._display.create_resource_object("window", window)
        rectangle = {"x": x, "y": y, "width": width, "height": height}
        target.shape_rectangles(shape.SO.Set, shape.SK.Input, 0, 0, 0, [rectangle])
        self._display.flush()

    def close(self) -> None:
        self._display.close()
