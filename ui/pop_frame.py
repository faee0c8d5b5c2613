"""The window of a card: raised, frameless, and never taking the keyboard by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Radius, Size, Theme
from ui.widgets.card_frame import SHADOW, draw_card

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

INERT_MS = 500  # keys meant for another window, when the focus comes unasked
_KEY_EVENTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
}


class PopFrame(QWidget):
    """Shows without activating. Where a system gives it the focus unasked, keys do
    nothing for a moment: they were meant for what the rep was typing in.
    """

    resized = Signal()
    painted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.NoDropShadowWindowHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._theme = theme
        self._has_shadow = True
        self._is_expected = False
        self._inert = QTimer(self)
        self._inert.setSingleShot(True)
        self._inert.setInterval(INERT_MS)
        self._inert.timeout.connect(self._listen_to_keys)
        theme.changed.connect(self.update)

    @property
    def is_busy(self) -> bool:
        """Return whether the rep is at it: such a card neither folds nor goes."""
        return self.isVisible() and (self.isActiveWindow() or self.underMouse())

    @property
    def is_inert(self) -> bool:
        """Return whether keys do nothing just now."""
        return self._inert.isActive()

    @property
    def card_height(self) -> int:
        """Return the height without the shadow."""
        return self.height() - SHADOW.top() - SHADOW.bottom()

    def card(self) -> QRect:
        """Return the card inside the window, without the shadow."""
        return self.rect().marginsRemoved(SHADOW)

    def take_height(self, height: int) -> None:
        """Make the card so high."""
        whole = height + SHADOW.top() + SHADOW.bottom()
        width = Size.POP_WIDTH + SHADOW.left() + SHADOW.right()
        if (width, whole) == (self.width(), self.height()):
            return
        self.setFixedSize(width, whole)
        self._shape()
        self.resized.emit()

    def expect_keyboard(self) -> None:
        """Take the keyboard because the rep asked for it."""
        self._is_expected = True
        self.raise_()
        self.activateWindow()

    def show_shadow(self, *, on: bool) -> None:
        """Do without shadow where the screen cannot blend windows."""
        if on is not self._has_shadow:
            self._has_shadow = on
            self._shape()

    def on_deactivated(self) -> None:
        """Be told that the keyboard went to another window."""

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.WindowActivate:
            by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
            if not self._is_expected and not by_mouse:
                self._ignore_keys()
            self._is_expected = False
        elif kind is QEvent.Type.WindowDeactivate:
            self.on_deactivated()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _KEY_EVENTS and watched is self.windowHandle():
            event.accept()
            return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_card(painter, self.card(), self._theme, shadow=self._has_shadow)
        painter.end()
        self.painted.emit()

    def _ignore_keys(self) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
            self._inert.start()

    def _listen_to_keys(self) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)

    def _shape(self) -> None:
        """Without blending, cut the window out along the card."""
        if self._has_shadow:
            self.clearMask()
            return
        card = self.card()
        side = 2 * Radius.POP
        region = QRegion(card.adjusted(Radius.POP, 0, -Radius.POP, 0))
        region |= QRegion(card.adjusted(0, Radius.POP, 0, -Radius.POP))
        for left in (card.left(), card.right() + 1 - side):
            for upper in (card.top(), card.bottom() + 1 - side):
                corner = QRect(left, upper, side, side)
                region |= QRegion(corner, QRegion.RegionType.Ellipse)
        self.setMask(region)
