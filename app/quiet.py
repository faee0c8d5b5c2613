"""Whether a call may pop up: direction, do not disturb, quiet hours (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.records import Direction

if TYPE_CHECKING:
    from datetime import datetime

    from app.session import CallSession
    from app.settings import PopSettings


def shows_pop(call: CallSession, pop: PopSettings, local_now: datetime) -> bool:
    """Return whether the pop of `call` comes up; it is logged all the same."""
    if pop.do_not_disturb:
        return False
    quiet = pop.quiet_hours
    if quiet and quiet.cover(local_now.weekday(), local_now.time()):
        return False
    wanted = {
        Direction.INBOUND: pop.on_inbound,
        Direction.OUTBOUND: pop.on_outbound,
        Direction.INTERNAL: pop.on_internal,
    }[call.direction]
    if wanted == "answer":
        return call.answered_at is not None
    return wanted == "ring"
