"""A call is the set of facts that were told of it, whatever the order they came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.session import CallSession, Stage, advance, lose
from connectors.phone_number import PhoneNumber
from connectors.records import (
    END_UNKNOWN,
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    Transfer,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMARA = PhoneNumber("+442079460958")
RINGING, DIALLING = EventKind.RINGING, EventKind.DIALLING
ANSWERED, ENDED = EventKind.ANSWERED, EventKind.ENDED


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def event(
    kind: EventKind, seconds: float = 0, source: str = "pbx", **more: object
) -> PhoneEvent:
    """Return an event of one inbound call; `more` changes it."""
    told = PhoneEvent(
        source,
        source,
        "7",
        kind,
        at(seconds),
        at(seconds),
        direction=Direction.INBOUND,
        number=AMARA,
        number_raw="020 7946 0958",
    )
    return replace(told, **more)  # type: ignore[arg-type]


def told(events: Iterable[PhoneEvent]) -> CallSession:
    """Return what is known after the events, which tell of one call."""
    call: CallSession | None = None
    for one in events:
        call = advance(call, one, "key")
    assert call is not None
    return call


def facts(call: CallSession) -> tuple[object, ...]:
    """Return everything that anyone can see of a call."""
    return (
        call.key,
        call.stage,
        call.result,
        call.direction,
        call.number,
        call.started_at,
        call.answered_at,
        call.ended_at,
        call.lost_at,
        call.ring_s,
        call.talk_s(at(10_000)),
        call.answered_by,
        call.hangup_by,
        call.transfers,
        call.queue,
        call.own_line,
        call.is_live,
        call.end_known,
    )


LEGS = st.sampled_from(["a", "b", None])
TIMES = st.integers(0, 300)
ANY_EVENT = st.one_of(
    st.builds(lambda s: event(RINGING, s), TIMES),
    st.builds(lambda s, leg: event(ANSWERED, s, leg=leg, by=leg), TIMES, LEGS),
    st.builds(lambda s: event(EventKind.HELD, s), TIMES),
    st.builds(lambda s: event(EventKind.RESUMED, s), TIMES),
    st.builds(
        lambda s, leg: event(
            EventKind.TRANSFERRED,
            s,
            leg=leg,
            by=leg,
            transfer=Transfer(TransferKind.BLIND, leg, "200", at(s)),
        ),
        TIMES,
        LEGS,
    ),
    st.builds(lambda s: event(EventKind.MISSED, s), TIMES),
    st.builds(lambda s: event(EventKind.ELSEWHERE, s), TIMES),
    st.builds(lambda s: event(EventKind.VOICEMAIL, s), TIMES),
    st.builds(
        lambda s, result: event(ENDED, s, result=result),
        TIMES,
        st.sampled_from([None, *CallResult]),
    ),
    st.builds(lambda s: event(ENDED, s, reason=END_UNKNOWN), TIMES),
)
STORIES = st.lists(ANY_EVENT, min_size=1, max_size=10)


@given(STORIES, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(
    events: list[PhoneEvent], lots: object
) -> None:
    mixed = [*events, *events[: len(events) // 2]]
    lots.shuffle(mixed)  # type: ignore[attr-defined]

    assert facts(told(mixed)) == facts(told(events))


@given(STORIES)
def test_times_make_sense_whatever_is_told(events: list[PhoneEvent]) -> None:
    call = told(events)
    total_s = (at(10_000) - min(one.at for one in events)).total_seconds()

    assert 0 <= call.talk_s(at(10_000)) <= 3 * total_s  # three phones may talk at once
    assert call.ring_s >= 0
    if call.stage is Stage.ENDED:
        assert call.ended_at or call.lost_at
    if call.ended_at is None:
        assert not call.end_known
    if call.result is None:
        assert call.ended_at is None


@given(STORIES, STORIES)
def test_an_end_that_was_told_is_never_taken_back(
    before: list[PhoneEvent], after: list[PhoneEvent]
) -> None:
    ended = told([*before, event(ENDED, 50)])

    later = told([*before, event(ENDED, 50), *after])

    assert ended.stage is later.stage is Stage.ENDED
    assert later.ended_at is not None
    assert ended.ended_at is not None


@given(STORIES)
def test_answered_elsewhere_is_never_missed(events: list[PhoneEvent]) -> None:
    call = told([event(RINGING), *events, event(EventKind.ELSEWHERE, 9)])

    assert call.result is not CallResult.MISSED
    if call.answered_at:
        assert call.result is CallResult.ANSWERED


@given(STORIES)
def test_who_answered_has_answered_whatever_else_is_told(
    events: list[PhoneEvent],
) -> None:
    assert told([*events, event(ANSWERED, 3)]).result is CallResult.ANSWERED


@given(STORIES, STORIES)
def test_two_sessions_of_one_source_never_are_one_call(
    first: list[PhoneEvent], second: list[PhoneEvent]
) -> None:
    call = told(first)

    for one in second:
        assert not call.overlaps(replace(one, session="8"))


@given(
    start_s=st.integers(-10, 40),
    number=st.sampled_from([AMARA, PhoneNumber("+442079460000"), None]),
    direction=st.sampled_from([Direction.INBOUND, Direction.OUTBOUND]),
    line=st.sampled_from(["100", "101", "+14155550100", None]),
)
def test_two_sources_see_one_call_where_everything_fits(
    start_s: int, number: PhoneNumber | None, direction: Direction, line: str | None
) -> None:
    call = told([event(RINGING, own_line="100"), event(ENDED, 20)])

    other = event(
        RINGING, start_s, "sip", number=number, direction=direction, own_line=line
    )

    fits = (
        -2 <= start_s <= 20
        and number == AMARA
        and direction is Direction.INBOUND
        and line in ("100", "+14155550100", None)
    )
    assert call.overlaps(other) is fits


def test_two_withheld_calls_may_be_one() -> None:
    call = told([event(RINGING, number=None, number_raw="anonymous")])

    other = event(RINGING, 1, "sip", number=None, number_raw=None)

    assert call.is_withheld
    assert call.overlaps(other)


def test_two_sources_make_one_call_with_the_answer_of_either() -> None:
    call = told(
        [
            event(RINGING, 0),
            event(RINGING, 1, "sip", session="s", name="Amara"),
            event(ANSWERED, 4, "sip", session="s", leg="x", by="100"),
            event(EventKind.ELSEWHERE, 4),
            event(ENDED, 10, "sip", session="s", hangup_by=HangupBy.REMOTE),
            event(ENDED, 11),
        ]
    )

    assert len(call.views) == 2
    assert (call.result, call.stage) == (CallResult.ANSWERED, Stage.ENDED)
    assert (call.ended_at, call.talk_s()) == (at(10), 6.0)
    assert (call.source, call.account, call.session) == ("sip", "sip", "s")
    assert (call.name, call.hangup_by) == ("Amara", HangupBy.REMOTE)
    assert call.answered_by == ("100",)
    assert call.view_of("pbx", "7") is call.views[0]
    assert call.view_of("pbx", "8") is None


@pytest.mark.parametrize(
    ("events", "stage", "result"),
    [
        ([event(RINGING)], Stage.RINGING, None),
        ([event(DIALLING)], Stage.DIALLING, None),
        ([event(RINGING), event(ANSWERED, 2)], Stage.TALKING, CallResult.ANSWERED),
        (
            [event(ANSWERED), event(EventKind.HELD, 2)],
            Stage.HELD,
            CallResult.ANSWERED,
        ),
        (
            [event(ANSWERED), event(EventKind.HELD, 2), event(EventKind.RESUMED, 3)],
            Stage.TALKING,
            CallResult.ANSWERED,
        ),
        ([event(RINGING), event(ENDED, 9)], Stage.ENDED, CallResult.MISSED),
        ([event(DIALLING), event(ENDED, 9)], Stage.ENDED, CallResult.NO_ANSWER),
        (
            [event(DIALLING), event(ENDED, 9, hangup_by=HangupBy.OWN)],
            Stage.ENDED,
            CallResult.CANCELLED,
        ),
        (
            [event(RINGING), event(ENDED, 9, result=CallResult.DECLINED)],
            Stage.ENDED,
            CallResult.DECLINED,
        ),
        ([event(EventKind.MISSED)], Stage.ENDED, CallResult.MISSED),
        ([event(EventKind.VOICEMAIL)], Stage.ENDED, CallResult.VOICEMAIL),
        (
            [event(EventKind.MISSED), event(ANSWERED, 1)],
            Stage.TALKING,
            CallResult.ANSWERED,
        ),
        ([event(RINGING), event(ENDED, 9, reason=END_UNKNOWN)], Stage.ENDED, None),
    ],
)
def test_what_was_told_says_where_the_call_stands(
    events: list[PhoneEvent], stage: Stage, result: CallResult | None
) -> None:
    call = told(events)

    assert (call.stage, call.result) == (stage, result)
    assert call.is_live is (stage is not Stage.ENDED)


def test_a_transfer_ends_the_talk_of_that_phone_alone() -> None:
    call = told(
        [
            event(RINGING),
            event(ANSWERED, 2, leg="a", by="100"),
            event(
                EventKind.TRANSFERRED,
                5,
                leg="a",
                transfer=Transfer(TransferKind.ATTENDED, "100", "101", at(5)),
            ),
            event(ANSWERED, 5, leg="b", by="101"),
            event(ENDED, 9),
        ]
    )

    assert call.talk_s() == 7.0
    assert call.answered_by == ("100", "101")
    assert [transfer.to for transfer in call.transfers] == ["101"]
    assert (call.ring_s, call.ended_at) == (2.0, at(9))


def test_a_transfer_that_names_no_leg_is_told_all_the_same() -> None:
    moved = Transfer(TransferKind.BLIND, None, "200", at(4))
    events = [event(ANSWERED), event(EventKind.TRANSFERRED, 4, transfer=moved)]

    assert told(events).transfers == (moved,)
    assert told([*events, event(EventKind.TRANSFERRED, 5)]).transfers == (moved,)


def test_what_tells_of_no_call_begins_none() -> None:
    nobody = event(ENDED, number=None, number_raw=None)

    assert advance(None, nobody, "key") is None
    assert advance(None, event(EventKind.MESSAGE), "key") is None
    call = told([event(RINGING)])
    assert advance(call, event(EventKind.MESSAGE, 3)) is call


def test_a_late_end_still_begins_a_call_where_it_says_who() -> None:
    call = told([event(ENDED, 9)])

    assert (call.stage, call.started_at) == (Stage.ENDED, at(9))


def test_a_call_out_of_sight_is_over_until_its_end_is_told() -> None:
    call = told([event(RINGING), event(ANSWERED, 2)])

    lost = lose(call, at(60))
    ended = advance(lost, event(ENDED, 40))

    assert (lost.stage, lost.end_known, lost.lost_at) == (Stage.ENDED, False, at(60))
    assert lost.talk_s() == 58.0
    assert lose(lost, at(90)) is lost
    assert ended is not None
    assert (ended.end_known, ended.lost_at, ended.talk_s()) == (True, None, 38.0)


def test_a_lost_view_keeps_an_end_that_its_source_told() -> None:
    call = told([event(ANSWERED, 1), event(RINGING, 0, "sip", session="s")])
    call = told_more(call, event(ENDED, 5, "sip", session="s"))

    lost = lose(call, at(60))

    assert lost.view_of("sip", "s") == call.view_of("sip", "s")
    assert lost.stage is Stage.ENDED


def told_more(call: CallSession, one: PhoneEvent) -> CallSession:
    more = advance(call, one)
    assert more is not None
    return more


def test_recordings_and_voicemails_are_kept() -> None:
    call = told(
        [
            event(ANSWERED),
            event(EventKind.RECORDING, 3, url="https://pbx.example/1.wav"),
            event(EventKind.RECORDING, 4),
            event(EventKind.VOICEMAIL, 5, url="https://pbx.example/2.wav"),
        ]
    )

    assert call.recording_url == "https://pbx.example/1.wav"
    assert call.voicemail_url == "https://pbx.example/2.wav"


def test_a_call_without_a_direction_is_what_its_first_event_was() -> None:
    assert told([event(DIALLING, direction=None)]).direction is Direction.OUTBOUND
    assert told([event(RINGING, direction=None)]).direction is Direction.INBOUND
    call = told([event(DIALLING, direction=None)])
    assert call.overlaps(event(DIALLING, 1, "sip", direction=None))


def test_an_internal_call_is_known_by_its_extension() -> None:
    def of_102(seconds: float, source: str) -> PhoneEvent:
        ringing = event(RINGING, seconds, source, queue="sales")
        return replace(ringing, number=None, number_raw="102", extension="102")

    call = told([of_102(0, "pbx")])

    assert (call.extension, call.is_withheld, call.queue) == ("102", False, "sales")
    assert call.number_raw == "102"
    assert call.overlaps(of_102(1, "sip"))
    assert not call.overlaps(event(RINGING, 1, "sip"))
