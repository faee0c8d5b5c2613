"""A real SIP phone on loopback, followed and told by the baresip source."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract import PhoneSetup
from connectors.errors import GoneError, RejectedError, UnreachableError
from connectors.phone.baresip.source import BaresipSource, build
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    SourceStatus,
)
from tests.servers.sip import BaresipPhone, is_installed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not is_installed(), reason="baresip is not installed"),
]
DEADLINE_S = 30.0
OLIVER = "+442079460958"


class WallClock:
    """The real time, but short waits: a real phone is not waited for long."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, delay_s: float) -> None:
        await asyncio.sleep(min(delay_s, 0.1))


class Desk:
    """Collects what a source tells; a test waits for what it needs."""

    def __init__(self, source: BaresipSource, group: asyncio.TaskGroup) -> None:
        self.source = source
        self.told: list[PhoneEvent | SourceStatus] = []
        self._news = asyncio.Event()
        self._task = group.create_task(self._listen())

    async def _listen(self) -> None:
        async for told in self.source.events():
            self.told.append(told)
            self._news.set()

    @property
    def kinds(self) -> list[EventKind]:
        return [t.kind for t in self.told if isinstance(t, PhoneEvent)]

    @property
    def ups(self) -> list[bool]:
        return [t.is_up for t in self.told if isinstance(t, SourceStatus)]

    async def event(self, kind: EventKind) -> PhoneEvent:
        """Wait for the first event of a kind."""
        await self.until(lambda: kind in self.kinds)
        return next(
            t for t in self.told if isinstance(t, PhoneEvent) and t.kind is kind
        )

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not is_so():
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[BaresipPhone]:
    phone = BaresipPhone(tmp_path / "own", "102")
    yield phone
    await phone.stop()


@pytest.fixture
async def oliver(tmp_path: Path) -> AsyncIterator[BaresipPhone]:
    oliver = BaresipPhone(tmp_path / "oliver", OLIVER, name="Oliver Twist")
    await oliver.start()
    yield oliver
    await oliver.stop()


@contextlib.asynccontextmanager
async def following(phone: BaresipPhone) -> AsyncIterator[Desk]:
    """Follow a phone with a source of its own."""
    async with asyncio.TaskGroup() as group:

        def spawn(name: str, work: Coroutine[object, object, None]) -> None:
            group.create_task(work, name=name)

        setup = PhoneSetup(
            account="desk",
            settings=phone.settings,
            own_lines=("102",),
            region="DE",
            clock=WallClock(),
            spawn=spawn,
        )
        desk = Desk(build(setup), group)
        try:
            yield desk
        finally:
            await desk.source.close()


async def test_a_call_is_answered_and_hung_up_by_us(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await oliver.call(phone)
        ringing = await desk.event(EventKind.RINGING)
        await desk.source.answer(ringing.session)
        answered = await desk.event(EventKind.ANSWERED)
        await desk.source.hang_up(ringing.session)
        ended = await desk.event(EventKind.ENDED)

    assert ringing.direction is Direction.INBOUND
    assert ringing.number == PhoneNumber(OLIVER)
    assert ringing.number_raw == OLIVER
    assert ringing.name == "Oliver Twist"
    assert ringing.own_line == "102"
    assert answered.by == "102"
    assert answered.session == ended.session == ringing.session
    assert ended.result is CallResult.ANSWERED
    assert ended.hangup_by is HangupBy.OWN
    assert desk.kinds == [EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED]
    assert desk.ups == [True]


async def test_the_second_of_two_ringing_calls_is_answered(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])
        await oliver.call(phone)
        first = await desk.event(EventKind.RINGING)
        await oliver.call(phone)
        await desk.until(lambda: desk.kinds.count(EventKind.RINGING) == 2)

        second = desk.told[-1]
        assert isinstance(second, PhoneEvent)
        await desk.source.answer(second.session)
        answered = await desk.event(EventKind.ANSWERED)
        await desk.source.decline(first.session)
        declined = await desk.event(EventKind.ENDED)

    assert answered.session == second.session != first.session
    assert declined.session == first.session
    assert declined.result is CallResult.DECLINED


async def test_the_first_of_two_ringing_calls_is_answered(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])
        await oliver.call(phone)
        first = await desk.event(EventKind.RINGING)
        await oliver.call(phone)
        await desk.until(lambda: desk.kinds.count(EventKind.RINGING) == 2)

        await desk.source.answer(first.session)
        answered = await desk.event(EventKind.ANSWERED)

    assert answered.session == first.session


async def test_a_caller_who_gives_up_is_missed(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await oliver.call(phone)
        await desk.event(EventKind.RINGING)
        await oliver.hang_up()
        missed = await desk.event(EventKind.MISSED)

    assert missed.result is CallResult.MISSED
    assert missed.hangup_by is HangupBy.REMOTE
    assert desk.kinds == [EventKind.RINGING, EventKind.MISSED]


async def test_a_call_is_declined(phone: BaresipPhone, oliver: BaresipPhone) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await oliver.call(phone)
        ringing = await desk.event(EventKind.RINGING)
        await desk.source.decline(ringing.session)
        ended = await desk.event(EventKind.ENDED)

        assert ended.result is CallResult.DECLINED
        assert ended.hangup_by is HangupBy.OWN
        with pytest.raises(GoneError):
            await desk.source.answer(ringing.session)


async def test_we_dial_and_the_far_side_answers_and_hangs_up(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start(outbound=oliver)
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await desk.source.dial(OLIVER, own_line="102")
        dialling = await desk.event(EventKind.DIALLING)
        await oliver.accept()
        answered = await desk.event(EventKind.ANSWERED)
        await oliver.hang_up()
        ended = await desk.event(EventKind.ENDED)

    assert dialling.direction is Direction.OUTBOUND
    assert dialling.number == PhoneNumber(OLIVER)
    assert dialling.own_line == "102"
    assert answered.by == "102"
    assert ended.result is CallResult.ANSWERED
    assert ended.hangup_by is HangupBy.REMOTE


async def test_a_dialled_number_is_refused(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start(outbound=oliver)
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await desk.source.dial(OLIVER, own_line=None)
        await desk.event(EventKind.DIALLING)
        await oliver.hang_up()
        ended = await desk.event(EventKind.ENDED)

    assert ended.result is CallResult.BUSY  # baresip refuses with 486
    assert ended.hangup_by is HangupBy.REMOTE


async def test_a_number_that_nobody_has_fails_and_is_told(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start(outbound=oliver)
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        await desk.source.dial("030901820", own_line=None)
        ended = await desk.event(EventKind.ENDED)

    assert ended.number == PhoneNumber("+4930901820")
    assert ended.result is CallResult.FAILED
    assert desk.kinds == [EventKind.DIALLING, EventKind.ENDED]


async def test_an_own_line_that_is_not_there_is_refused(phone: BaresipPhone) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])

        with pytest.raises(RejectedError) as problem:
            await desk.source.dial(OLIVER, own_line="999")

    assert problem.value.field == "own_line"


async def test_a_phone_killed_in_a_call_comes_back_and_its_call_is_closed(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])
        await oliver.call(phone)
        ringing = await desk.event(EventKind.RINGING)
        await desk.source.answer(ringing.session)
        await desk.event(EventKind.ANSWERED)

        await phone.kill()
        ended = await desk.event(EventKind.ENDED)
        with pytest.raises(UnreachableError):
            await desk.source.dial(OLIVER, own_line=None)
        await phone.start()
        await desk.until(lambda: desk.ups == [True, False, True])
        await oliver.hang_up()
        desk.told.clear()
        await oliver.call(phone)
        again = await desk.event(EventKind.RINGING)

    assert ended.session == ringing.session
    assert ended.reason == "end-unknown"
    assert ended.result is None
    assert again.session != ringing.session


async def test_a_call_outlives_a_lost_connection(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])
        await oliver.call(phone)
        ringing = await desk.event(EventKind.RINGING)

        assert await phone.has_call()  # this connection pushes the source's out
        await desk.until(lambda: desk.ups == [True, False, True])
        await desk.source.answer(ringing.session)
        await desk.event(EventKind.ANSWERED)
        await oliver.hang_up()
        ended = await desk.event(EventKind.ENDED)

    assert ended.reason != "end-unknown"
    assert desk.kinds == [EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED]


async def test_a_call_that_ended_while_we_were_away_is_closed_as_unknown(
    phone: BaresipPhone, oliver: BaresipPhone
) -> None:
    await phone.start()
    async with following(phone) as desk:
        await desk.until(lambda: desk.ups == [True])
        await oliver.call(phone)
        await desk.event(EventKind.RINGING)

        await phone.hang_up()  # through a connection that pushes the source's out
        ended = await desk.event(EventKind.ENDED)

    assert ended.reason in {"end-unknown", "Connection reset by user"}
    assert desk.kinds == [EventKind.RINGING, EventKind.ENDED]
