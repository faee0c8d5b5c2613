"""A call on another phone becomes the same facts that a phone would have told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.manual_call import events_of
from app.session import CallSession, advance
from app.snapshot import ManualCall
from connectors.phone_number import read_party
from connectors.records import CallResult, Direction

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("direction", "result", "talk_s"),
    [
        (Direction.OUTBOUND, CallResult.ANSWERED, 90),
        (Direction.OUTBOUND, CallResult.NO_ANSWER, 0),
        (Direction.INBOUND, CallResult.ANSWERED, 30),
        (Direction.INBOUND, CallResult.MISSED, 0),
        (Direction.INTERNAL, CallResult.ANSWERED, 5),
    ],
)
def test_what_the_rep_told_is_what_the_call_says(
    direction: Direction, result: CallResult, talk_s: int
) -> None:
    manual = ManualCall(direction, "020 7946 0958", None, NOW, talk_s, result)
    call: CallSession | None = None

    for event in events_of(manual, "s", read_party(manual.number_raw, "GB"), NOW):
        call = advance(call, event, "key")

    assert call is not None
    assert (call.direction, call.result, call.talk_s()) == (direction, result, talk_s)
    assert (call.started_at, call.ended_at) == (NOW, NOW + timedelta(seconds=talk_s))
    assert call.number is not None
    assert call.number.e164 == "+442079460958"
    assert call.is_dialled is (direction is Direction.OUTBOUND)
