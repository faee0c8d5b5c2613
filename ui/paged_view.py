"""A list that draws only what is seen, however long its model is.

Qt's own list keeps a place for every row and lays all of them out again whenever one
comes; this one asks its model for geometry, so a million rows cost what thirty do.

Signals:
    chosen(str): the key of the row that became the current one.
    opened(str): Enter or a double click on a row.
    menu_wanted(str, QPoint): the context menu of a row, at a global place.
    discard_wanted(str): Delete on a row.
    step_chosen(str): the button of a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QPainter,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyleOptionViewItem

from ui.list_row import ListRow

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QWidget

    from ui.paged_model import PagedModel

_STEP = 24
_AnyIndex = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction


class PagedView(QAbstractItemView):
    """Draws the rows of a PagedModel and keeps its place while rows come and go."""

    chosen = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(str, QPoint)
    discard_wanted = Signal(str)
    step_chosen = Signal(str)

    def __init__(self, model: PagedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paged = model
        self._anchor = QPersistentModelIndex()
        self._anchor_offset = 0
        self._chosen: str | None = None
        self._by_keyboard = False
        self._pressed = ""
        self._hovered = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        model.laid_out.connect(self._on_laid_out)
        model.rowsInserted.connect(self._on_laid_out)
        model.rowsRemoved.connect(self._on_laid_out)
        model.modelReset.connect(self._on_reset)
        self.activated.connect(self._on_activated)

    @property
    def chosen_key(self) -> str | None:
        """Return the key of the row that was chosen last, also where it left."""
        return self._chosen

    def choose(self, key: str) -> bool:
        """Make a row the current one, if it is in memory."""
        index = self._paged.find(key)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def forget_choice(self) -> None:
        """Choose nothing."""
        self._chosen = None
        self.selectionModel().clear()

    def visualRect(self, index: _AnyIndex) -> QRect:
        number = index.row()
        # an exception here, under Qt, would end the process
        if not index.isValid() or number >= self._paged.placed_count:
            return QRect()
        top = self._paged.top(number) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._paged.extent(number))

    def indexAt(self, point: QPoint) -> QModelIndex:
        number = self._paged.row_at(point.y() + self.verticalOffset())
        return QModelIndex() if number is None else self._paged.index(number)

    def scrollTo(
        self,
        index: _AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect, room = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        if not rect.isValid():
            return
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - room // 2)
        elif rect.top() < 0 or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= room:
            bar.setValue(bar.value() + min(rect.top(), rect.bottom() - room + 1))

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _AnyIndex) -> bool:
        return False

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, number = self._paged.rowCount(), self.currentIndex().row()
        page = max(1, self.viewport().height() // 56 - 1)
        steps = {
            _Move.MoveUp: number - 1,
            _Move.MovePrevious: number - 1,
            _Move.MoveDown: number + 1,
            _Move.MoveNext: number + 1,
            _Move.MovePageUp: number - page,
            _Move.MovePageDown: number + page,
            _Move.MoveHome: 0,
            _Move.MoveEnd: count - 1,
        }
        if not count or action not in steps:
            return QModelIndex()
        return self._paged.index(max(0, min(steps[action], count - 1)))

    def setSelection(
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        index = self.indexAt(rect.normalized().center())
        self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region = region.united(self.visualRect(index))
        return region

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:
        super().selectionChanged(now, before)
        self.viewport().update()  # a chosen row may fold, and the rows below move

    def updateGeometries(self) -> None:
        super().updateGeometries()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._paged.height - room))

    def rowsAboutToBeRemoved(self, parent: _AnyIndex, start: int, end: int) -> None:
        # A row that leaves the list takes no other one's place: what the rep edits
        # stays open.
        if start <= self.currentIndex().row() <= end:
            self.selectionModel().clear()
        super().rowsAboutToBeRemoved(parent, start, end)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.selectionModel().currentChanged.connect(self._on_current)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        first, last = self._seen(event.rect())
        for number in range(first, last + 1):
            index = self._paged.index(number)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            rect = self.visualRect(index)
            option.rect = rect
            state = QStyle.StateFlag.State_Enabled
            if self.selectionModel().isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if number == self._hovered:
                state |= QStyle.StateFlag.State_MouseOver
            if self._by_keyboard and self.hasFocus() and index == self.currentIndex():
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()
        self._look()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keyboard = False
        self._pressed = self._step_at(event)
        if not self._pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, ""
        if not pressed:
            super().mouseReleaseEvent(event)
        elif self._step_at(event) == pressed:
            self.step_chosen.emit(pressed)

    def _step_at(self, event: QMouseEvent) -> str:
        """Return the key of the row whose button is under the mouse."""
        delegate, at = self.itemDelegate(), event.position().toPoint()
        index = self.indexAt(at)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return ""
        if not isinstance(delegate, ListRow):
            return ""
        is_chosen = self.selectionModel().isSelected(index)
        return delegate.step_at(self.visualRect(index), index, at, is_chosen=is_chosen)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hovered = self.indexAt(event.position().toPoint()).row()
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        if key := self._paged.key_at(index.row()):
            self.menu_wanted.emit(key, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        reasons = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._by_keyboard = event.reason() in reasons
        super().focusInEvent(event)
        has_none = not self.currentIndex().isValid() and self._paged.rowCount()
        if self._by_keyboard and has_none:
            self.setCurrentIndex(self._paged.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Delete and self._chosen:
            self.discard_wanted.emit(self._chosen)
            return
        super().keyPressEvent(event)

    def _seen(self, rect: QRect) -> tuple[int, int]:
        count, offset = self._paged.rowCount(), self.verticalOffset()
        if not count:
            return 0, -1
        first = self._paged.row_at(max(0, rect.top() + offset))
        last = self._paged.row_at(rect.bottom() + offset)
        return (
            count - 1 if first is None else first,
            count - 1 if last is None else last,
        )

    def _look(self) -> None:
        first, last = self._seen(self.viewport().rect())
        self._anchor = QPersistentModelIndex(self._paged.index(first))
        if self._anchor.isValid():
            self._anchor_offset = self.verticalOffset() - self._paged.top(first)
        self._paged.see(first, max(first, last))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self._look()

    def _on_laid_out(self) -> None:
        was_at_top = self.verticalOffset() == 0
        anchor = self._anchor
        self.updateGeometries()
        if anchor.isValid() and not was_at_top:
            top = self._paged.top(anchor.row())
            self.verticalScrollBar().setValue(top + self._anchor_offset)
        self._choose_again()
        self._look()
        self.viewport().update()

    def _choose_again(self) -> None:
        if self._chosen is None or self.currentIndex().isValid():
            return
        index = self._paged.find(self._chosen)
        if index.isValid():
            self.setAutoScroll(False)  # it is chosen, yet need not be seen
            self.setCurrentIndex(index)
            self.setAutoScroll(True)

    def _on_reset(self) -> None:
        self._anchor = QPersistentModelIndex()
        self.updateGeometries()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def _on_current(self, current: QModelIndex) -> None:
        key = self._paged.key_at(current.row())
        self._tell_screen_reader(current)
        if key and key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)

    def _tell_screen_reader(self, current: QModelIndex) -> None:
        """Say the row: Qt knows the rows of its own lists alone."""
        words = current.data(Qt.ItemDataRole.AccessibleTextRole) or ""
        self.setAccessibleDescription(words)
        if words and self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _on_activated(self, index: QModelIndex) -> None:
        if key := self._paged.key_at(index.row()):
            self.opened.emit(key)
