"""The ring around what has the keyboard, two pixels off it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme import Size, Theme, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent

_OFF = Size.FOCUS_GAP + Size.FOCUS_RING
_FOLLOW = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


_HEARS = "focusRings"


class FocusRing(QWidget):
    """Follows the focus inside one window; a click with the mouse draws none.

    A control says how round it is with an attribute `ring_radius`; 0 means that it
    shows the focus itself, none that Qt's own control does.
    """

    _target: QWidget | None = None  # of the class: Qt still asks while Python lets go
    _watched: tuple[QWidget, ...] = ()  # it, and what moves it along

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._radius = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            _rings.add(self)
            _listen(application)
        theme.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOW and any(watched is one for one in self._watched):
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme[Token.ACCENT], Size.FOCUS_RING))
        inset = Size.FOCUS_RING / 2
        around = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = self._radius + Size.FOCUS_GAP + inset
        painter.drawRoundedRect(around, radius, radius)
        painter.end()

    def show_focus(self, new: QWidget | None) -> None:
        """Go around what has the keyboard now."""
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._target, self._watched = None, ()
        radius = getattr(new, "ring_radius", 0)
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is None or not radius or by_mouse or new.window() is not self._window:
            self.hide()
            return
        self._target = new
        self._radius = radius
        self._watched = tuple(_up_to(new, self._window))
        for one in self._watched:
            one.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        area = QRect(corner, target.size())
        self.setGeometry(area.adjusted(-_OFF, -_OFF, _OFF, _OFF))
        self.raise_()
        self.show()


def _up_to(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    above: QWidget | None = widget
    while above is not None and above is not window:
        yield above
        above = above.parentWidget()


# A window that Python lets go of loses the focus while it dies: its ring, no longer
# whole by then, must not be called. Weak references are cleared before that.
_rings: WeakSet[FocusRing] = WeakSet()


def _listen(application: QApplication) -> None:
    if not application.property(_HEARS):
        application.setProperty(_HEARS, True)  # noqa: FBT003  # a value of Qt's
        application.focusChanged.connect(_on_focus)


def _on_focus(_old: QWidget | None, new: QWidget | None) -> None:
    for ring in tuple(_rings):
        if isValid(ring):
            ring.show_focus(new)
