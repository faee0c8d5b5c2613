"""The window of a card: raised, frameless, and never taking the keyboard by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QBitmap, QMouseEvent, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Radius, Size, Theme, Token
from ui.widgets.card_frame import SHADOW, draw_card

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QShowEvent

INERT_MS = 500  # keys meant for another window, when the focus comes unasked
_KEY_EVENTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
}


class PopFrame(QWidget):
    """Shows without activating. Where a system gives it the focus unasked, keys do
    nothing for a moment: they were meant for what the rep was typing in.

    `is_free` keeps the window manager of X out of it: it would take a few milliseconds
    to decide what we do not ask (place, focus, order). Then only a click into a field
    and `expect_keyboard` bring the keyboard here; a click on a button does not.
    """

    resized = Signal()
    painted = Signal()

    clicked_into = Signal()  # a field was clicked and wants the keyboard

    def __init__(self, theme: Theme, *, is_free: bool = False) -> None:
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.NoDropShadowWindowHint
        )
        if is_free:
            flags |= Qt.WindowType.BypassWindowManagerHint
        super().__init__(None, flags)
        self._is_free = is_free
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._theme = theme
        self._has_shadow = True
        self._is_expected = False
        self._inert = QTimer(self)
        self._inert.setSingleShot(True)
        self._inert.setInterval(INERT_MS)
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
        """See what the window gets before any control does."""
        kind = event.type()
        if watched is not self.windowHandle():
            return False
        if kind in _KEY_EVENTS and self._inert.isActive():
            event.accept()
            return True
        if kind is QEvent.Type.MouseButtonPress and self._is_free:
            self._on_press(event)
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._has_shadow:  # soft edges would blend with black
            painter.fillRect(self.card(), self._theme[Token.LINE])
        draw_card(painter, self.card(), self._theme, shadow=self._has_shadow)
        painter.end()
        self.painted.emit()

    def _ignore_keys(self) -> None:
        self._watch()
        self._inert.start()

    def _watch(self) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)  # again is the same as once

    def _on_press(self, event: QEvent) -> None:
        if not isinstance(event, QMouseEvent) or self.isActiveWindow():
            return
        target = self.childAt(event.position().toPoint())
        while target is not None and target is not self:
            if target.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                self.clicked_into.emit()
                return
            target = target.parentWidget()

    def _shape(self) -> None:
        """Without blending, cut the window out along the card."""
        if self._has_shadow:
            self.clearMask()
            return
        shape = QBitmap(self.size())
        shape.clear()
        painter = QPainter(shape)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.color1)
        painter.drawRoundedRect(self.card(), Radius.POP, Radius.POP)
        painter.end()
        self.setMask(QRegion(shape))
