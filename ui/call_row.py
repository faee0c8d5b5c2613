"""How a call looks in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.records import CallResult
from ui import call_words
from ui.list_row import ListRow, RowLook
from ui.moment import say_time
from ui.theme import Theme, Token

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtCore import QObject

    from app.snapshot import CallRow


class CallRowLook(ListRow):
    """Paints calls; those that need the rep as a card with their next step."""

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._now = now

    def look_of(self, row: CallRow, *, is_chosen: bool) -> RowLook:
        mark = call_words.mark(row, self._now())
        needs_you = call_words.needs_you(row) and not row.is_private
        line, step = call_words.second_line(row), ""
        if needs_you and row.log is not None:
            line = call_words.reason_text(row.log)
            step = "" if is_chosen else call_words.step_label(row.log)
        is_missed = row.result is CallResult.MISSED
        return RowLook(
            key=row.key,
            icon=call_words.call_icon(row.direction, row.result),
            title=call_words.title(row),
            line=line,
            time=say_time(row.started_at),
            icon_token=Token.BAD if is_missed else Token.MUTED,
            line_token=Token.WARN if needs_you else Token.MUTED,
            mark=mark.icon,
            mark_token=mark.token,
            mark_sentence=mark.sentence,
            step=step,
            is_figure=not call_words.has_name(row),
        )
