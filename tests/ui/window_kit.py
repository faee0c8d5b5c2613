"""A window with sample answers, for tests: what was asked is kept in `heard`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.snapshot import CallPage, CallRow
from connectors.records import CallResult, Direction
from tests.ui import samples
from ui.calls_page import CallsPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from ui.paged_model import PageWanted
    from ui.theme import Theme


class LongList:
    """A source of as many calls as one likes; each is made when it is asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked = 0

    def row(self, number: int) -> CallRow:
        return CallRow(
            key=f"{number:09}",
            started_at=samples.NOW - timedelta(minutes=7 * number),
            direction=Direction.INBOUND,
            result=CallResult.ANSWERED,
            is_live=False,
            name=f"Caller {number}",
            company="Halden & Pryce",
            number="+442079460182",
            extension=None,
            disposition="Interested",
            note="",
            ring_s=6,
            talk_s=60,
            log=samples.DONE,
        )

    def page(self, wanted: PageWanted) -> CallPage:
        """Return what the store would: rows after the cursor, newest first."""
        self.asked += 1
        first = 0 if wanted.cursor is None else int(wanted.cursor[1]) + 1
        last = min(self.count, first + wanted.limit)
        rows = tuple(self.row(number) for number in range(first, last))
        more = last < self.count
        cursor = (rows[-1].started_at, rows[-1].key) if more else None
        return CallPage(rows, cursor, self.count)


def heard_of(view: QObject, names: Sequence[str]) -> list[tuple[object, ...]]:
    """Return a list that grows with every signal of those names."""
    heard: list[tuple[object, ...]] = []
    for name in names:
        signal = getattr(view, name)
        signal.connect(lambda *told, name=name: heard.append((name, *told)))
    return heard


def calls_page(theme: Theme, rows: Sequence[CallRow]) -> CallsPage:
    """Return a page of calls that answers by itself."""
    page = CallsPage(theme, samples.now)

    def answer(wanted: PageWanted) -> None:
        needs = wanted.limit == 3
        page.show_page(
            wanted, samples.page(samples.needs_rows() if needs else tuple(rows))
        )

    page.page_wanted.connect(answer)
    page.start()
    page.show_status(samples.BUSY)
    page.resize(1080, 800)
    return page
