"""A call made on another phone, told as a phone would have told it (pure)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.records import CallResult, Direction, EventKind, PhoneEvent

if TYPE_CHECKING:
    from datetime import datetime

    from app.snapshot import ManualCall
    from connectors.phone_number import DialledParty

MANUAL = "manual"


def events_of(
    manual: ManualCall, session: str, party: DialledParty, seen_at: datetime
) -> tuple[PhoneEvent, ...]:
    """Return the events of a call that the rep tells of."""
    is_out = manual.direction is Direction.OUTBOUND
    began = PhoneEvent(
        MANUAL,
        MANUAL,
        session,
        EventKind.DIALLING if is_out else EventKind.RINGING,
        manual.started_at,
        seen_at,
        direction=manual.direction,
        number_raw=manual.number_raw,
        number=party.number,
        extension=party.extension,
    )
    ended_at = manual.started_at + timedelta(seconds=manual.talk_s)
    result = manual.result
    ended = replace(began, kind=EventKind.ENDED, at=ended_at, result=result)
    if result is not CallResult.ANSWERED:
        return began, ended
    return began, replace(began, kind=EventKind.ANSWERED), ended
