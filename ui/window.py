"""The main window: the rail on the left, one part on the right, banners above it.

Signals:
    hidden_by_rep(): the rep closed the window; with a tray the app goes on there.
    fix_chosen(str): the next step of a banner; the code of its Problem.

`make(part)` makes the page of a part when it is first gone to: most days a rep sees one
or two, and a page is megabytes. Pages keep their own signals. Where there is no tray
now (`has_tray()`) closing minimises the window, so that it can be found again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.banner import Banners
from ui.icon import app_icon
from ui.part import Part
from ui.rail import Rail
from ui.two_columns import NARROW_PX
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from app.snapshot import Status
    from ui.theme import Theme

_SIZE = QSize(1280, 800)
_SMALLEST = QSize(480, 420)
_FOLD_PX = 720  # below, the rail shows icons alone


class _HasColumns(Protocol):
    def set_narrow(self, *, is_narrow: bool) -> None: ...


class Window(QWidget):
    """Shows one part at a time, and how phone and CRM stand."""

    hidden_by_rep = Signal()
    fix_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        make: Callable[[Part], QWidget],
        has_tray: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self._make = make
        self._parts: dict[Part, QWidget] = {}
        self._has_tray = has_tray
        self._folds_by_itself = False
        self.setWindowTitle("Switchhook")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(_SMALLEST)
        self.rail = Rail(theme)
        self.banners = Banners(theme)
        self.banners.fix_chosen.connect(self.fix_chosen)
        self._stack = QStackedLayout()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addLayout(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self._ring = FocusRing(theme, self)
        self.rail.part_chosen.connect(self.show_part)
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)
        self.resize(_SIZE)
        self.show_part(Part.CALLS)

    @property
    def part(self) -> Part:
        """Return which part is shown."""
        page = self._stack.currentWidget()
        return next(part for part, one in self._parts.items() if one is page)

    def page(self, part: Part) -> QWidget:
        """Return the page of a part, made now where nobody went there before."""
        page = self._parts.get(part)
        if page is None:
            page = self._parts[part] = self._make(part)
            self._stack.addWidget(page)
            self._set_narrow(page)
        return page

    def show_part(self, part: Part) -> None:
        """Go to a part."""
        self.rail.show_part(part)
        page = self.page(part)
        self._stack.setCurrentWidget(page)
        if not self.rail.isAncestorOf(self.focusWidget() or page):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, status: Status) -> None:
        """Take the state of everything: rail and banners draw it."""
        self.rail.show_status(status, self._now())
        self.banners.show_problems(status.problems, status.keyring)

    def bring_up(self) -> None:
        """Come to the front, wherever the window is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self._has_tray():
            self.hide()
        else:
            self.showMinimized()
        self.hidden_by_rep.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_small = self.width() < _FOLD_PX
        if is_small != self._folds_by_itself:
            self._folds_by_itself = is_small
            self.rail.fold(folded=is_small)
        for page in self._parts.values():
            self._set_narrow(page)

    def _set_narrow(self, page: QWidget) -> None:
        columns = getattr(page, "columns", None)
        if columns is not None:
            columns.set_narrow(is_narrow=self.width() < NARROW_PX)
