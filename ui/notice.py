"""What a native notification says of a call (pure)."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ui.pop_view import Act, Look, view_of

if TYPE_CHECKING:
    from datetime import datetime

    from app.snapshot import CallSnapshot

translate = QCoreApplication.translate
LOW, NORMAL, CRITICAL = 0, 1, 2  # a critical one stays until it is closed
_KEEPS_MS = 0  # never expires
_SHORT_MS = 8_000


@dataclass(frozen=True, slots=True)
class Notice:
    """Title, lines and labelled actions. Plain text: who sends it escapes it."""

    title: str = field(repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    actions: tuple[tuple[Act, str], ...] = ()
    urgency: int = NORMAL
    category: str = ""
    expires_ms: int = _SHORT_MS


def notice_of(snapshot: CallSnapshot, now: datetime) -> Notice | None:
    """Return what to show of a call; None where nothing is to be shown any more."""
    if not snapshot.shows_pop:
        return None
    view = view_of(snapshot, now)
    if view.look in {Look.SAVED, Look.QUIET}:
        return None
    number_line = " · ".join(part for part in (view.company, view.number) if part)
    lines = [line for line in (number_line or view.place, view.looking) if line]
    if view.facts:
        fact = view.facts[0]
        lines.append(" · ".join(part for part in (fact.what, fact.when) if part))
    labels = {
        Act.ANSWER: translate("Pop", "Answer"),
        Act.DECLINE: translate("Pop", "Decline"),
        Act.HANG_UP: translate("Pop", "Hang up"),
        Act.OPEN: translate("Pop", "Open"),
    }
    wanted = (view.acts & {Act.ANSWER, Act.DECLINE, Act.HANG_UP}) | {Act.OPEN}
    actions = tuple((act, label) for act, label in labels.items() if act in wanted)
    if view.look is Look.RINGING:
        return Notice(
            view.headline, tuple(lines), actions, CRITICAL, "call.incoming", _KEEPS_MS
        )
    lines.insert(0, view.head)
    if view.look is Look.TALKING:
        return Notice(view.headline, tuple(lines[:2]), actions, LOW, "call.ongoing")
    missed = "call.unanswered" if not snapshot.call.answered_at else ""
    return Notice(view.headline, tuple(lines[:2]), actions, NORMAL, missed)


def body_of(notice: Notice, *, markup: bool) -> str:
    """Return the body as the daemon wants it: escaped where it reads markup."""
    text = "\n".join(notice.lines[:3])
    return html.escape(text, quote=False) if markup else text
