"""Rows of a list that may have a million: pages by cursor, few of them in memory.

A page that lies far from what is seen forgets its rows and keeps its geometry, so the
list knows the place of every row it ever showed and asks for a page again by its
cursor. No Qt, no I/O: what must be asked for is returned, replies are put in.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Row = TypeVar("Row")
Cursor = TypeVar("Cursor")

PAGE_ROWS = 200
KEPT_PAGES = 24  # 4,800 rows in memory, whatever the list holds


@dataclass(frozen=True, slots=True)
class Splice:
    """A change in place: at `first`, `removed` rows gave way to `inserted` ones."""

    first: int
    removed: int
    inserted: int


@dataclass(slots=True)
class _Page(Generic[Row, Cursor]):
    """Some rows that follow `cursor`; `rows` None: forgotten, geometry kept."""

    cursor: Cursor | None
    rows: tuple[Row, ...] | None
    last: Row | None = None
    tops: array[int] = field(default_factory=lambda: array("I", [0]))

    def __len__(self) -> int:
        return len(self.tops) - 1

    @property
    def height(self) -> int:
        return self.tops[-1]


class PagedRows(Generic[Row, Cursor]):
    """The known part of a long list: which rows, where, and what to ask for next.

    `key` names a row, `height(previous, row)` is its height in pixels, and
    `follows(row, cursor)` tells whether it belongs to what `cursor` asks for.
    """

    def __init__(
        self,
        key: Callable[[Row], str],
        height: Callable[[Row | None, Row], int],
        follows: Callable[[Row, Cursor], bool],
    ) -> None:
        self._key = key
        self._height = height
        self._follows = follows
        self._pages: list[_Page[Row, Cursor]] = []
        self._where: dict[Cursor | None, int] = {}
        self._starts: list[int] = [0]  # first row of each page, and the count
        self._edges: list[int] = [0]  # top of each page, and the height
        self._next: Cursor | None = None
        self._is_complete = False
        self.hidden: frozenset[str] = frozenset()  # names of rows shown elsewhere

    @property
    def count(self) -> int:
        return self._starts[-1]

    @property
    def height(self) -> int:
        return self._edges[-1]

    @property
    def is_complete(self) -> bool:
        """Return whether the end of the list is known."""
        return self._is_complete

    @property
    def held_count(self) -> int:
        """Return how many rows are in memory."""
        return sum(len(page.rows) for page in self._pages if page.rows is not None)

    def row(self, number: int) -> Row | None:
        """Return one row, or None while its page is forgotten."""
        if not 0 <= number < self.count:
            return None
        at = self._page_at(number)
        rows = self._pages[at].rows
        return rows[number - self._starts[at]] if rows is not None else None

    def previous(self, number: int) -> Row | None:
        """Return the row before `number`, also where its page is forgotten."""
        if number <= 0 or number > self.count:
            return None
        at = self._page_at(number)
        if number == self._starts[at]:
            return self._last_before(at)
        return self.row(number - 1)

    def top(self, number: int) -> int:
        """Return where row `number` begins."""
        at = self._page_at(number)
        return self._edges[at] + self._pages[at].tops[number - self._starts[at]]

    def extent(self, number: int) -> int:
        """Return how high row `number` is."""
        at = self._page_at(number)
        tops, place = self._pages[at].tops, number - self._starts[at]
        return tops[place + 1] - tops[place]

    def row_at(self, y: int) -> int | None:
        """Return the number of the row at height `y`."""
        if not 0 <= y < self.height:
            return None
        at = bisect_right(self._edges, y) - 1
        place = bisect_right(self._pages[at].tops, y - self._edges[at]) - 1
        return self._starts[at] + place

    def find(self, key: str) -> int | None:
        """Return where the row named `key` stands, if it is in memory."""
        for at, page in enumerate(self._pages):
            for place, row in enumerate(page.rows or ()):
                if self._key(row) == key:
                    return self._starts[at] + place
        return None

    def held(self) -> Iterator[Row]:
        """Return the rows that are in memory."""
        for page in self._pages:
            yield from page.rows or ()

    def missing(self, first: int, last: int) -> list[tuple[Cursor | None, int]]:
        """Return what to ask for so that rows `first` to `last` can be drawn."""
        wanted: list[tuple[Cursor | None, int]] = []
        if self._pages and self.count:
            low = self._page_at(max(0, min(first, self.count - 1)))
            high = self._page_at(max(0, min(last, self.count - 1)))
            wanted.extend(
                self._question(at)
                for at in range(low, high + 1)
                if self._pages[at].rows is None
            )
        if not self._is_complete and last + PAGE_ROWS // 2 >= self.count:
            wanted.append((self._next, PAGE_ROWS))
        return wanted

    def again(self, number: int) -> tuple[Cursor | None, int] | None:
        """Return what to ask for to see the page of row `number` anew."""
        if not self._pages:
            return None
        return self._question(self._page_at(max(0, min(number, self.count - 1))))

    def _question(self, at: int) -> tuple[Cursor | None, int]:
        page = self._pages[at]
        # the last page may lose rows at its end to the one behind it; others are
        # followed by one that is known, so what is new in between must fit
        is_last = at == len(self._pages) - 1
        limit = max(len(page), PAGE_ROWS) if is_last else len(page) + PAGE_ROWS
        return page.cursor, limit

    def put(
        self,
        cursor: Cursor | None,
        limit: int,
        rows: Sequence[Row],
        next_cursor: Cursor | None,
    ) -> list[Splice]:
        """Take a reply in; return what changed, in the order in which it did."""
        at = self._where.get(cursor)
        if at is not None:
            return self._replace(at, limit, rows, next_cursor)
        if self._is_complete or cursor != self._next:
            return []  # an answer to a question that is no longer asked
        start = self.count
        page: _Page[Row, Cursor] = _Page(cursor, self._shown(rows))
        self._laid_out(page, len(self._pages))
        self._where[cursor] = len(self._pages)
        self._pages.append(page)
        self._end(next_cursor)
        self._measure()
        return [Splice(start, 0, len(page))]

    def forget(self, first: int, last: int) -> None:
        """Let go of the pages that lie far from rows `first` to `last`."""
        if not self.count:
            return
        low = self._page_at(max(0, min(first, self.count - 1)))
        high = self._page_at(max(0, min(last, self.count - 1)))
        reach = max(1, (KEPT_PAGES - (high - low + 1)) // 2)
        for at, page in enumerate(self._pages):
            if not low - reach <= at <= high + reach:
                page.rows = None

    def forget_all_but(self, first: int, last: int) -> None:
        """Let go of everything that is not between rows `first` and `last`."""
        if not self.count:
            return
        low = self._page_at(max(0, min(first, self.count - 1)))
        high = self._page_at(max(0, min(last, self.count - 1)))
        for at, page in enumerate(self._pages):
            if not low <= at <= high:
                page.rows = None

    def lay_out(self, number: int) -> None:
        """Measure the page of row `number` again: one of its rows changed height."""
        at = self._page_at(number)
        if self._pages[at].rows is not None:
            self._laid_out(self._pages[at], at)
            self._measure()

    def _replace(
        self,
        at: int,
        limit: int,
        rows: Sequence[Row],
        next_cursor: Cursor | None,
    ) -> list[Splice]:
        page, splices = self._pages[at], []
        kept = tuple(rows)
        if at + 1 < len(self._pages):
            border = self._pages[at + 1].cursor
            if border is not None:
                kept = tuple(row for row in rows if not self._follows(row, border))
            if len(kept) == len(rows) == limit and next_cursor is not None:
                splices.append(self._drop_after(at))  # too much is new in between
                self._end(next_cursor)
        else:
            self._end(next_cursor)
        splices.extend(self._swap(at, page, self._shown(kept)))
        return splices

    def _swap(
        self, at: int, page: _Page[Row, Cursor], rows: tuple[Row, ...]
    ) -> list[Splice]:
        start, old = self._starts[at], page.rows
        if old is None:  # forgotten: its rows are taken for the same ones
            same = min(len(page), len(rows))
            gone, came = len(page) - same, len(rows) - same
            splices = [Splice(start + same, gone, came)] if gone or came else []
        else:
            names = [[self._key(row) for row in one] for one in (old, rows)]
            splices = [
                Splice(start + splice.first, splice.removed, splice.inserted)
                for splice in _changes(*names)
            ]
        page.rows = rows
        self._laid_out(page, at)
        if at + 1 < len(self._pages) and self._pages[at + 1].rows is not None:
            self._laid_out(self._pages[at + 1], at + 1)  # its heading
        self._measure()
        return splices

    def _drop_after(self, at: int) -> Splice:
        first = self._starts[at + 1]
        splice = Splice(first, self.count - first, 0)
        for page in self._pages[at + 1 :]:
            del self._where[page.cursor]
        del self._pages[at + 1 :]
        self._measure()
        return splice

    def _end(self, next_cursor: Cursor | None) -> None:
        self._next = next_cursor
        self._is_complete = next_cursor is None

    def _shown(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if self._key(row) not in self.hidden)

    def _laid_out(self, page: _Page[Row, Cursor], at: int) -> None:
        previous = self._last_before(at)
        tops, top = array("I", [0]), 0
        for row in page.rows or ():
            top += self._height(previous, row)
            tops.append(top)
            previous = row
        page.tops = tops
        page.last = page.rows[-1] if page.rows else None

    def _last_before(self, at: int) -> Row | None:
        for page in reversed(self._pages[:at]):
            if page.last is not None:
                return page.last
        return None

    def _page_at(self, number: int) -> int:
        return max(0, min(bisect_right(self._starts, number), len(self._pages)) - 1)

    def _measure(self) -> None:
        self._starts = [0, *accumulate(len(page) for page in self._pages)]
        self._edges = [0, *accumulate(page.height for page in self._pages)]


def _changes(old: list[str], new: list[str]) -> list[Splice]:
    """Return how `old` becomes `new`, from the first change to the last."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Splice(new_from, old_to - old_from, new_to - new_from)
        for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes()
        if kind != "equal"
    ]
