"""A list model over pages that are asked for by signal, for lists without a limit.

Signals:
    page_wanted(PageWanted): rows lack; answer with `show_page`.
    laid_out(): heights changed without rows coming or going.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal

from ui.paged_rows import KEPT_PAGES, PAGE_ROWS, PagedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

ROOT = QModelIndex()
SEEN_ROWS = 40  # more than a screen shows


class ListRole(IntEnum):
    """What a delegate asks for beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    HEADING = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A question for rows: `asked` names the list's content, `cursor` the place."""

    asked: object
    cursor: Any
    limit: int


class PagedModel(QAbstractListModel):
    """Rows as far as they are known; `see` tells what is on the screen.

    Subclasses say what a row is: its key, its height and where it belongs.
    """

    page_wanted = Signal(object)
    laid_out = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: object = None
        self._pending: set[tuple[Any, int]] = set()
        self._pinned: tuple[Any, ...] = ()
        self._tops = [0]
        self._seen = (0, SEEN_ROWS)
        self._rows = self._new_rows()

    def key_of(self, row: Any) -> str:
        """Return what names a row."""
        raise NotImplementedError

    def height_of(self, previous: Any | None, row: Any) -> int:
        """Return how high a row is, its heading included."""
        raise NotImplementedError

    def follows(self, row: Any, cursor: Any) -> bool:
        """Return whether a row belongs to what `cursor` asks for, or behind it."""
        raise NotImplementedError

    def heading_of(self, previous: Any | None, row: Any) -> str | None:
        """Return the group label above a row, where a group begins."""
        return None

    def text_of(self, row: Any, role: int) -> str | None:
        """Return the words of a row for one of Qt's roles."""
        raise NotImplementedError

    def ask(self, asked: object) -> None:
        """Begin anew with another content, and ask for its first page."""
        self.beginResetModel()
        self._asked = asked
        self._pending.clear()
        self._pinned, self._tops = (), [0]
        self._seen = (0, SEEN_ROWS)
        self._rows = self._new_rows()
        self.endResetModel()
        self._want()

    def show_page(
        self, wanted: PageWanted, rows: Sequence[Any], next_cursor: Any
    ) -> None:
        """Take the answer to a question; an outdated one is dropped."""
        if wanted.asked != self._asked:
            return
        self._pending.discard((wanted.cursor, wanted.limit))
        first = len(self._pinned)
        before = self._rows.count
        # PagedRows changes at once: Qt hears of it from the end backwards, so that
        # every announcement fits what `rowCount` says at that moment.
        self._announced = before
        for splice in self._rows.put(wanted.cursor, wanted.limit, rows, next_cursor):
            start = first + splice.first
            if splice.removed:
                self.beginRemoveRows(ROOT, start, start + splice.removed - 1)
                self._announced -= splice.removed
                self.endRemoveRows()
            if splice.inserted:
                self.beginInsertRows(ROOT, start, start + splice.inserted - 1)
                self._announced += splice.inserted
                self.endInsertRows()
        self._announced = None
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        self.laid_out.emit()
        self._want()

    def pin(self, rows: Sequence[Any]) -> None:
        """Show `rows` above all others, and nowhere else."""
        if tuple(rows) == self._pinned:
            return
        old = {self.key_of(row) for row in self._pinned}
        new = {self.key_of(row) for row in rows}
        if self._pinned:
            self.beginRemoveRows(ROOT, 0, len(self._pinned) - 1)
            self._pinned, self._tops = (), [0]
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(ROOT, 0, len(rows) - 1)
            self._pinned = tuple(rows)
            self._measure_pinned()
            self.endInsertRows()
        self._rows.hidden = frozenset(new)
        if self._rows.count:
            self._rows.lay_out(0)  # the first label of the list is lower
        self.laid_out.emit()
        if old != new:
            self.refresh()

    def refresh(self) -> None:
        """Ask again for what is seen, and forget what is not."""
        first, last = self._in_pages(*self._seen)
        self._rows.forget_all_but(first, last)
        for number in {first, last}:
            if again := self._rows.again(number):
                self._ask_for(*again)
        self._want()

    def refresh_row(self, key: str) -> None:
        """Ask again for the page of one row, or for the newest if it is not known."""
        number = self._rows.find(key) if key else None
        if again := self._rows.again(number or 0):
            self._ask_for(*again)

    def see(self, first: int, last: int) -> None:
        """Take note of what is on the screen: ask for what lacks, forget the rest."""
        self._seen = (first, last)
        self._rows.forget(*self._in_pages(first, last))
        self._want()

    def key_at(self, number: int) -> str | None:
        """Return the key of a row, or None while its page is forgotten."""
        row = self.row_of(number)
        return self.key_of(row) if row is not None else None

    def row_of(self, number: int) -> Any | None:
        """Return a row, or None while its page is forgotten."""
        if number < len(self._pinned):
            return self._pinned[number] if number >= 0 else None
        return self._rows.row(number - len(self._pinned))

    def find(self, key: str) -> QModelIndex:
        """Return where a row stands, if it is in memory."""
        for number, row in enumerate(self._pinned):
            if self.key_of(row) == key:
                return self.index(number)
        found = self._rows.find(key)
        return ROOT if found is None else self.index(found + len(self._pinned))

    @property
    def height(self) -> int:
        return self._tops[-1] + self._rows.height

    @property
    def is_complete(self) -> bool:
        """Return whether the end of the list is known."""
        return self._rows.is_complete

    @property
    def held_count(self) -> int:
        """Return how many rows are in memory."""
        return self._rows.held_count + len(self._pinned)

    @property
    def placed_count(self) -> int:
        """Return how many rows have a place, also while Qt is told of their change."""
        return len(self._pinned) + self._rows.count

    def top(self, number: int) -> int:
        """Return where a row begins, its heading included."""
        if number < len(self._pinned):
            return self._tops[number]
        return self._tops[-1] + self._rows.top(number - len(self._pinned))

    def extent(self, number: int) -> int:
        """Return how high a row is, its heading included."""
        if number < len(self._pinned):
            return self._tops[number + 1] - self._tops[number]
        return self._rows.extent(number - len(self._pinned))

    def row_at(self, y: int) -> int | None:
        """Return the number of the row at height `y`."""
        if y < self._tops[-1]:
            return next((n for n, top in enumerate(self._tops[1:]) if y < top), None)
        found = self._rows.row_at(y - self._tops[-1])
        return None if found is None else found + len(self._pinned)

    def lay_out(self, key: str | None) -> None:
        """Measure a row again whose height may have changed."""
        index = self.find(key) if key else ROOT
        if not index.isValid():
            return
        if index.row() < len(self._pinned):
            self._measure_pinned()
        else:
            self._rows.lay_out(index.row() - len(self._pinned))
        self.dataChanged.emit(index, index)
        self.laid_out.emit()

    _announced: int | None = None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        if parent.isValid():
            return 0
        known = self._rows.count if self._announced is None else self._announced
        return len(self._pinned) + known

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        row = self.row_of(index.row())
        if row is None:
            return None
        if role == ListRole.ROW:
            return row
        if role == ListRole.HEADING:
            return self.heading_of(self._previous(index.row()), row)
        return self.text_of(row, role)

    def _previous(self, number: int) -> Any | None:
        if number == 0:
            return None
        if number <= len(self._pinned):
            return self._pinned[number - 1]
        return self._rows.previous(number - len(self._pinned))

    def _measure_pinned(self) -> None:
        tops, previous = [0], None
        for row in self._pinned:
            tops.append(tops[-1] + self.height_of(previous, row))
            previous = row
        self._tops = tops

    def _in_pages(self, first: int, last: int) -> tuple[int, int]:
        return max(0, first - len(self._pinned)), max(0, last - len(self._pinned))

    def _want(self) -> None:
        for cursor, limit in self._rows.missing(*self._in_pages(*self._seen)):
            self._ask_for(cursor, limit)

    def _ask_for(self, cursor: Any, limit: int) -> None:
        if self._asked is None or (cursor, limit) in self._pending:
            return
        self._pending.add((cursor, limit))
        self.page_wanted.emit(PageWanted(self._asked, cursor, limit))

    def _new_rows(self) -> PagedRows[Any, Any]:
        return PagedRows(self.key_of, self.height_of, self.follows)


__all__ = ["KEPT_PAGES", "PAGE_ROWS", "ListRole", "PageWanted", "PagedModel"]
