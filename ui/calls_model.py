"""The list of calls as rows: groups by day, what needs the rep on top.

`page_wanted` carries a PageWanted whose `asked` is a CallsAsked and whose `cursor` is
`before` of `Companion.list_calls`; the answer goes to `show_calls`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.snapshot import CallFilter, CallPage, CallRow
from ui import call_words
from ui.list_row import ROW_PX, STEP_PX, heading_px
from ui.moment import say_time
from ui.paged_model import PagedModel, PageWanted
from ui.time_words import day_heading

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from PySide6.QtCore import QObject

    Before = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class CallsAsked:
    """Which calls the list shows."""

    filter: CallFilter = CallFilter.ALL
    text: str = ""


class CallsModel(PagedModel):
    """Calls, newest first."""

    def __init__(
        self, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        self._now = now
        self._chosen: str | None = None
        super().__init__(parent)

    @property
    def pinned_keys(self) -> frozenset[str]:
        """Return which calls stand in the group on top."""
        return frozenset(row.key for row in self._pinned)

    def show_calls(self, wanted: PageWanted, page: CallPage) -> None:
        """Take the answer to `page_wanted`."""
        self.show_page(wanted, page.rows, page.before)

    def choose(self, key: str | None) -> None:
        """Mark the chosen call: its card folds, since the detail has the step."""
        old, self._chosen = self._chosen, key
        self.lay_out(old)
        self.lay_out(key)

    def key_of(self, row: CallRow) -> str:
        return row.key

    def height_of(self, previous: CallRow | None, row: CallRow) -> int:
        height = ROW_PX
        if call_words.needs_you(row) and row.key != self._chosen:
            height += STEP_PX
        if self.heading_of(previous, row):
            # the group on top has the first label of the list
            is_first = previous is None and (not self._pinned or self._is_pinned(row))
            height += heading_px(is_first=is_first)
        return height

    def follows(self, row: CallRow, cursor: Before) -> bool:
        return (row.started_at, row.key) < cursor

    def heading_of(self, previous: CallRow | None, row: CallRow) -> str | None:
        group = self._group(row)
        if previous is not None and self._group(previous) == group:
            return None
        if group is None:
            return self.tr("Needs you")
        return day_heading(group, self._now().astimezone().date())

    def text_of(self, row: CallRow, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return call_words.title(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (
                call_words.title(row),
                call_words.kind_text(row.direction, row.result),
                say_time(row.started_at),
                call_words.second_line(row),
                call_words.mark(row, self._now()).sentence,
            )
            return ", ".join(parts)
        return None

    def _group(self, row: CallRow) -> date | None:
        return None if self._is_pinned(row) else row.started_at.astimezone().date()

    def _is_pinned(self, row: CallRow) -> bool:
        return bool(self._pinned) and any(row is one for one in self._pinned)
