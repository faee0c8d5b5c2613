"""What hooks tell becomes phone events, also where they tell next to nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.contract import Acknowledges, HookPost, PhoneSetup
from connectors.errors import UnsupportedError
from connectors.manifest import load_phone
from connectors.phone.hook.source import HookSource, build
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HookCall,
    PhoneEvent,
    SourceStatus,
)
from tests.fakes.clock import FakeClock

START = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
K = EventKind


class Phone:
    """A softphone that calls hooks at given seconds, and what came of it."""

    def __init__(self) -> None:
        self.clock = FakeClock(START)
        setup = PhoneSetup(
            "hook", {}, (), "US", self.clock, lambda _, work: work.close()
        )
        self.source: HookSource = build(setup)
        self.stream = self.source.events()

    async def tell(self, after_s: float, kind: EventKind, **told: object) -> PhoneEvent:
        """Tell one thing and return its event; raise what the hook would be told."""
        await self.clock.pass_time(seconds=after_s)
        stored = asyncio.get_running_loop().create_future()
        await self.source.inbox.put(HookPost(HookCall(kind, **told), stored))  # type: ignore[arg-type]
        while True:
            coming = asyncio.ensure_future(anext(self.stream))
            await asyncio.wait({coming, stored}, return_when="FIRST_COMPLETED")
            if stored.done():
                coming.cancel()
                self.stream = self.source.events()
                raise stored.exception() or AssertionError("stored without an event")
            event = coming.result()
            if isinstance(event, PhoneEvent):
                self.source.acknowledge(event, "key")
                assert await stored == "key"
                return event


@pytest.fixture
def phone() -> Phone:
    return Phone()


def test_the_manifest_promises_no_unique_ids_and_no_abilities() -> None:
    folder = Path(__file__).resolve().parents[2] / "connectors" / "phone" / "hook"
    manifest = load_phone(folder / "manifest.toml")

    assert manifest.id == "hook"
    assert not manifest.has_unique_ids
    assert manifest.abilities == ()


async def test_the_source_says_once_that_it_is_up(phone: Phone) -> None:
    assert await anext(phone.stream) == SourceStatus(
        "hook", "hook", is_up=True, at=START
    )
    assert isinstance(phone.source, Acknowledges)


async def test_an_inbound_call_has_its_sides(phone: Phone) -> None:
    event = await phone.tell(
        0, K.RINGING, from_="415 555 0100", to="100", id="7", name="Zoë", queue="sales"
    )

    assert event.session == "7"
    assert event.direction is Direction.INBOUND
    assert event.number is not None
    assert event.number.e164 == "+14155550100"
    assert event.number_raw == "415 555 0100"
    assert (event.own_line, event.name, event.queue) == ("100", "Zoë", "sales")
    assert event.at == event.seen_at == START


@pytest.mark.parametrize(
    "told", [{"from_": "100", "to": "4155550100"}, {"number": "4155550100"}]
)
async def test_a_dialled_call_has_its_sides(
    phone: Phone, told: dict[str, object]
) -> None:
    event = await phone.tell(0, K.DIALLING, **told)
    answered = await phone.tell(5, K.ANSWERED, **told)

    assert event.direction is answered.direction is Direction.OUTBOUND
    assert event.number is not None
    assert event.number == answered.number
    assert event.session == answered.session
    assert event.own_line == told.get("from_")


async def test_the_phones_own_time_counts_where_it_tells_one(phone: Phone) -> None:
    at = START - timedelta(minutes=3)

    event = await phone.tell(0, K.RINGING, from_="4155550100", at=at)

    assert (event.at, event.seen_at) == (at, START)


async def test_a_phone_without_ids_gets_one_per_call(phone: Phone) -> None:
    ringing = await phone.tell(0, K.RINGING, number="4155550100")
    again = await phone.tell(20, K.RINGING, number="+1 415-555-0100")
    answered = await phone.tell(5, K.ANSWERED, number="4155550100")
    ended = await phone.tell(7200, K.ENDED, number="4155550100")
    redialled = await phone.tell(1, K.RINGING, number="4155550100")

    assert {ringing.session, again.session, answered.session} == {ended.session}
    assert redialled.session != ended.session
    assert "4155550100" not in ended.session


async def test_a_ring_after_half_a_minute_is_a_new_call(phone: Phone) -> None:
    first = await phone.tell(0, K.RINGING, number="4155550100")
    second = await phone.tell(31, K.RINGING, number="4155550100")

    assert first.session != second.session


async def test_an_end_that_names_nothing_ends_the_only_call(phone: Phone) -> None:
    ringing = await phone.tell(0, K.RINGING, number="4155550100")
    ended = await phone.tell(3, K.ENDED)

    assert ended.session == ringing.session
    with pytest.raises(LookupError, match="No call is open"):
        await phone.tell(1, K.ENDED)


async def test_an_end_that_names_nothing_does_not_guess_among_several(
    phone: Phone,
) -> None:
    await phone.tell(0, K.RINGING, number="4155550100")
    await phone.tell(3, K.RINGING, number="4155550101")

    with pytest.raises(LookupError, match="Several"):
        await phone.tell(3, K.ENDED)


async def test_an_end_of_a_call_that_never_was_is_refused(phone: Phone) -> None:
    with pytest.raises(LookupError):
        await phone.tell(0, K.ENDED, number="4155550100")


async def test_a_withheld_caller_is_a_call_like_any_other(phone: Phone) -> None:
    ringing = await phone.tell(0, K.RINGING)
    ended = await phone.tell(3, K.ENDED)

    assert ringing.session == ended.session
    assert ringing.number is None
    assert ringing.number_raw is None


async def test_what_comes_after_the_end_finds_its_call(phone: Phone) -> None:
    ringing = await phone.tell(0, K.RINGING, number="4155550100")
    await phone.tell(9, K.ENDED, number="4155550100")
    repeated = await phone.tell(1, K.ENDED, number="4155550100")
    recording = await phone.tell(
        120, K.RECORDING, number="4155550100", url="https://pbx.example/1"
    )

    assert ringing.session == repeated.session == recording.session
    assert recording.url == "https://pbx.example/1"


async def test_a_reason_in_our_words_is_the_result(phone: Phone) -> None:
    await phone.tell(0, K.DIALLING, to="4155550100", id="7")
    ended = await phone.tell(3, K.ENDED, id="7", reason="busy")

    assert ended.result is CallResult.BUSY


async def test_an_open_call_without_id_is_known_after_a_restart(phone: Phone) -> None:
    ringing = await phone.tell(0, K.RINGING, number="4155550100")
    later = Phone()
    later.source.remember([ringing.session, "7", "~x@y", "~x@" + "9" * 30])

    ended = await later.tell(60, K.ENDED, number="4155550100")

    assert ended.session == ringing.session


async def test_a_message_opens_no_call(phone: Phone) -> None:
    message = await phone.tell(0, K.MESSAGE, from_="4155550100", text="Hi")

    assert message.text == "Hi"
    with pytest.raises(LookupError):
        await phone.tell(1, K.ENDED)


async def test_a_hook_tells_and_cannot_be_told(phone: Phone) -> None:
    for order in (phone.source.answer, phone.source.decline, phone.source.hang_up):
        with pytest.raises(UnsupportedError):
            await order("7")
    with pytest.raises(UnsupportedError):
        await phone.source.dial("4155550100", None)
    assert await phone.source.list_calls(START) == ()


async def test_a_closed_source_ends_after_what_was_told(phone: Phone) -> None:
    await phone.source.close()

    assert [event async for event in phone.stream] == [
        SourceStatus("hook", "hook", is_up=True, at=START)
    ]


@pytest.mark.parametrize(
    "words", ["anonymous", "Unknown", "<unknown>", "Private", "withheld"]
)
async def test_words_for_no_number_are_no_number(phone: Phone, words: str) -> None:
    event = await phone.tell(0, K.RINGING, from_=words, to="100", id="7")

    assert event.number_raw is None
    assert event.number is None
    assert event.own_line == "100"


async def test_a_transfer_tells_where_to_and_leaves_the_own_line(phone: Phone) -> None:
    await phone.tell(0, K.RINGING, from_="415 555 0100", id="7")
    event = await phone.tell(5, K.TRANSFERRED, id="7", to="101", reason="attended")

    assert event.own_line is None
    assert event.transfer is not None
    assert (event.transfer.kind.value, event.transfer.to) == ("attended", "101")
