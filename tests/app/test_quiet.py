"""A pop comes up when the rep wants it, and at no other time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.quiet import shows_pop
from app.session import CallSession, Leg, SourceView
from app.settings import PopOn, PopSettings, QuietHours
from connectors.records import Direction

SUNDAY_9 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def call(direction: Direction, *, is_answered: bool = False) -> CallSession:
    legs = (Leg("", SUNDAY_9),) if is_answered else ()
    view = SourceView("pbx", "pbx", "7", SUNDAY_9, direction=direction, legs=legs)
    return CallSession("key", (view,))


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    ("wanted", "is_answered", "shows"),
    [
        ("ring", False, True),
        ("ring", True, True),
        ("answer", False, False),
        ("answer", True, True),
        ("never", False, False),
        ("never", True, False),
    ],
)
def test_each_direction_pops_when_the_rep_chose(
    direction: Direction, wanted: PopOn, *, is_answered: bool, shows: bool
) -> None:
    never = PopSettings(on_inbound="never", on_outbound="never", on_internal="never")
    pop = {
        Direction.INBOUND: replace(never, on_inbound=wanted),
        Direction.OUTBOUND: replace(never, on_outbound=wanted),
        Direction.INTERNAL: replace(never, on_internal=wanted),
    }[direction]

    assert shows_pop(call(direction, is_answered=is_answered), pop, SUNDAY_9) is shows


def test_do_not_disturb_keeps_every_pop_away() -> None:
    pop = PopSettings(do_not_disturb=True)

    assert not shows_pop(call(Direction.INBOUND), pop, SUNDAY_9)


@pytest.mark.parametrize(
    ("hours", "at", "shows"),
    [
        (QuietHours("18:00", "08:00"), "2026-11-22T07:59", False),
        (QuietHours("18:00", "08:00"), "2026-11-22T08:00", True),
        (QuietHours("18:00", "08:00"), "2026-11-22T18:00", False),
        (QuietHours("12:00", "13:00"), "2026-11-22T12:30", False),
        (QuietHours("12:00", "13:00"), "2026-11-22T13:00", True),
        (QuietHours("12:00", "13:00", ("mon",)), "2026-11-22T12:30", True),
        (QuietHours("18:00", "08:00", ("sat",)), "2026-11-22T07:00", False),
        (QuietHours("18:00", "08:00", ("sun",)), "2026-11-22T07:00", True),
    ],
)
def test_quiet_hours_keep_pops_away(hours: QuietHours, at: str, *, shows: bool) -> None:
    pop = PopSettings(quiet_hours=hours)
    local_now = datetime.fromisoformat(at)

    assert shows_pop(call(Direction.INBOUND), pop, local_now) is shows
