"""The demo phone plays what its script says, and obeys the rep meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.contract import PhoneSetup
from connectors.errors import GoneError, RejectedError
from connectors.manifest import load_phone
from connectors.phone.demo import source as demo
from connectors.phone.demo.script import load_script, script_names
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneAbility,
    PhoneEvent,
    SourceStatus,
    TransferKind,
)
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

ENDS = {EventKind.ENDED, EventKind.MISSED, EventKind.ELSEWHERE}


class Stage:
    """A demo phone on a clock that stands still, and all that it told."""

    def __init__(self, group: asyncio.TaskGroup, script: str = "") -> None:
        self.clock = FakeClock()
        self._group = group
        setup = PhoneSetup(
            account="tour",
            settings={"script": script},
            own_lines=("100",),
            region="GB",
            clock=self.clock,
            spawn=self._spawn,
        )
        self.phone = demo.build(setup)
        self.told: list[PhoneEvent | SourceStatus] = []
        group.create_task(self._listen())

    def _spawn(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._group.create_task(work, name=name)

    async def _listen(self) -> None:
        async for told in self.phone.events():
            self.told.append(told)

    @property
    def events(self) -> list[PhoneEvent]:
        return [told for told in self.told if isinstance(told, PhoneEvent)]

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.events]


@pytest.fixture
async def group() -> AsyncIterator[asyncio.TaskGroup]:
    async with asyncio.TaskGroup() as group:
        yield group


@pytest.fixture
async def stage(group: asyncio.TaskGroup) -> AsyncIterator[Stage]:
    stage = Stage(group)
    await stage.clock.pass_time()
    yield stage
    await stage.phone.close()
    await stage.clock.pass_time(hours=1)


async def test_the_first_call_rings_is_answered_and_ends(stage: Stage) -> None:
    (session,) = stage.phone.play("first-call")
    began_at = stage.clock.now()
    await stage.clock.pass_time(minutes=1)

    ringing, answered, ended = stage.events
    assert [event.kind for event in stage.events] == [
        EventKind.RINGING,
        EventKind.ANSWERED,
        EventKind.ENDED,
    ]
    assert {event.session for event in stage.events} == {session}
    assert ringing.number == PhoneNumber("+442079460958")
    assert ringing.name == "Amara Okafor"
    assert ringing.direction is Direction.INBOUND
    assert ringing.own_line == "100"
    assert ringing.at == began_at
    assert (answered.at - ringing.at).total_seconds() == 4
    assert answered.by == "100"
    assert ended.result is CallResult.ANSWERED
    assert ended.hangup_by is HangupBy.REMOTE


async def test_it_says_once_that_it_is_there(stage: Stage) -> None:
    assert [told.is_up for told in stage.told if isinstance(told, SourceStatus)] == [
        True
    ]


async def test_the_script_of_the_settings_is_played_at_the_start(
    group: asyncio.TaskGroup,
) -> None:
    stage = Stage(group, "missed")

    await stage.clock.pass_time(minutes=1)
    await stage.phone.close()

    assert stage.kinds == [EventKind.RINGING, EventKind.MISSED]
    assert stage.events[-1].result is CallResult.MISSED


@pytest.mark.parametrize("name", script_names())
async def test_every_call_of_every_script_comes_to_an_end(
    stage: Stage, name: str
) -> None:
    sessions = stage.phone.play(name)
    await stage.clock.pass_time(minutes=10)

    assert sessions
    for session in sessions:
        kinds = [event.kind for event in stage.events if event.session == session]
        assert kinds[0] is EventKind.RINGING
        assert ENDS.intersection(kinds)


async def test_two_calls_keep_apart(stage: Stage) -> None:
    first, second = stage.phone.play("two-calls")
    await stage.clock.pass_time(minutes=10)

    by_session = {event.session: event.number for event in stage.events}
    assert by_session[first] != by_session[second]
    assert EventKind.HELD in stage.kinds
    assert EventKind.RESUMED in stage.kinds


async def test_a_withheld_caller_has_no_number(stage: Stage) -> None:
    stage.phone.play("withheld")
    await stage.clock.pass_time()

    (ringing,) = stage.events
    assert ringing.number is None
    assert ringing.extension is None
    assert ringing.number_raw == "anonymous"


async def test_the_rep_answers_before_the_script_does(stage: Stage) -> None:
    (session,) = stage.phone.play("ring-me")
    await stage.clock.pass_time(seconds=2)

    await stage.phone.answer(session)
    with pytest.raises(RejectedError):
        await stage.phone.answer(session)
    with pytest.raises(RejectedError):
        await stage.phone.decline(session)
    await stage.clock.pass_time(minutes=10)

    assert stage.kinds == [EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED]
    assert stage.events[-1].result is CallResult.ANSWERED


async def test_a_call_that_the_rep_took_is_not_answered_again(stage: Stage) -> None:
    (session,) = stage.phone.play("first-call")
    await stage.clock.pass_time(seconds=1)

    await stage.phone.answer(session)
    await stage.clock.pass_time(minutes=1)

    assert stage.kinds.count(EventKind.ANSWERED) == 1


async def test_the_rep_declines_and_the_script_says_no_more(stage: Stage) -> None:
    (session,) = stage.phone.play("first-call")
    await stage.clock.pass_time(seconds=1)

    await stage.phone.decline(session)
    await stage.clock.pass_time(minutes=1)

    assert stage.kinds == [EventKind.RINGING, EventKind.ENDED]
    assert stage.events[-1].result is CallResult.DECLINED
    assert stage.events[-1].hangup_by is HangupBy.OWN
    with pytest.raises(GoneError):
        await stage.phone.hang_up(session)


async def test_the_rep_dials_and_hangs_up(stage: Stage) -> None:
    session = await stage.phone.dial("+493023125042", None)
    assert session is not None
    await stage.clock.pass_time(seconds=10)

    await stage.phone.hang_up(session)
    await stage.clock.pass_time(minutes=10)

    assert stage.kinds == [EventKind.DIALLING, EventKind.ANSWERED, EventKind.ENDED]
    assert {event.direction for event in stage.events} == {Direction.OUTBOUND}
    assert stage.events[-1].result is CallResult.ANSWERED


async def test_the_rep_gives_up_a_call_that_nobody_took(stage: Stage) -> None:
    session = await stage.phone.dial("101", "102")
    assert session is not None
    await stage.phone.hang_up(session)
    await stage.clock.pass_time(minutes=10)

    assert stage.events[-1].result is CallResult.CANCELLED
    assert stage.events[0].direction is Direction.INTERNAL
    assert stage.events[0].extension == "101"
    assert stage.events[0].own_line == "102"


async def test_hanging_up_while_it_rings_declines(stage: Stage) -> None:
    (session,) = stage.phone.play("missed")
    await stage.clock.pass_time(seconds=1)
    await stage.phone.hang_up(session)
    await stage.clock.pass_time(minutes=1)

    assert stage.kinds == [EventKind.RINGING, EventKind.ENDED]
    assert stage.events[-1].result is CallResult.DECLINED


async def test_a_script_of_ones_own_may_tell_anything(stage: Stage) -> None:
    stage.phone.play(
        """{"steps": [
        {"kind": "ringing", "number": "101", "direction": "inbound", "own_line": "7"},
        {"kind": "answered", "by": "7"},
        {"kind": "transferred", "transfer": {"kind": "attended", "to": "102"}},
        {"kind": "ended", "after_s": 1},
        {"kind": "held"},
        {"kind": "recording", "url": "https://pbx.example/1.mp3"}]}"""
    )
    await stage.clock.pass_time(seconds=1)

    transferred = stage.events[2]
    assert transferred.transfer is not None
    assert transferred.transfer.kind is TransferKind.ATTENDED
    assert (transferred.transfer.from_, transferred.transfer.to) == ("7", "102")
    assert transferred.direction is Direction.INBOUND
    assert stage.kinds[-2:] == [EventKind.ENDED, EventKind.RECORDING]
    assert stage.events[-1].url == "https://pbx.example/1.mp3"


async def test_closing_ends_the_stream_and_the_script(stage: Stage) -> None:
    stage.phone.play("first-call")
    await stage.clock.pass_time(seconds=1)

    await stage.phone.close()
    await stage.clock.pass_time(minutes=1)

    assert stage.kinds == [EventKind.RINGING]


@pytest.mark.parametrize(
    "text",
    [
        "no-such-script",
        "{}",
        '{"steps": []}',
        '{"steps": [{"kind": "sneezing"}]}',
        '{"steps": [{"kind": "ringing", "after_s": -1}]}',
        '{"steps": [{"kind": "ringing", "colour": "red"}]}',
        "../countries",
    ],
)
def test_what_is_no_script_is_refused(text: str) -> None:
    with pytest.raises(RejectedError) as problem:
        load_script(text)

    assert problem.value.field == "script"


async def test_no_finished_calls_are_kept(stage: Stage) -> None:
    assert await stage.phone.list_calls(stage.clock.now()) == ()


def test_its_manifest_says_what_it_can() -> None:
    manifest = load_phone(Path(demo.__file__).with_name("manifest.toml"))

    assert manifest.id == "demo"
    assert set(manifest.abilities) == set(PhoneAbility) - {PhoneAbility.LIST_CALLS}
