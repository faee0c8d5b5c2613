"""Every event finds its call, and no two calls become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.desk import CallDesk, Taken
from app.session import Stage
from app.store import Store
from app.wrap_up import WrapUp
from connectors.phone_number import PhoneNumber
from connectors.records import CallResult, Direction, EventKind, PhoneEvent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.call import Call

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RINGING, ANSWERED, ENDED = EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED
REUSES = "softphone"  # a source that counts its calls anew


def event(
    kind: EventKind,
    seconds: float = 0,
    session: str = "7",
    source: str = "pbx",
    **more: object,
) -> PhoneEvent:
    at = NOW + timedelta(seconds=seconds)
    told = PhoneEvent(
        *(source, source, session, kind, at, at),
        direction=Direction.INBOUND,
        number=PhoneNumber("+442079460958"),
        number_raw="020 7946 0958",
    )
    return replace(told, **more)  # type: ignore[arg-type]


class Place:
    """A desk on a store, and what it published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.published: list[Call] = []
        self.listed: list[Call] = []
        self.open()

    def open(self) -> None:
        self.store = Store(self.folder / "store.db", None)
        self.desk = CallDesk(
            self.store.calls,
            has_unique_ids=lambda source: source != REUSES,
            identify=lambda call: call,
            published=self.published.append,
            stored=self.listed.append,
        )

    async def take(self, *args: object, **more: object) -> Taken:
        taken = await self.desk.take(event(*args, **more))  # type: ignore[arg-type]
        assert taken is not None
        await taken.committed
        return taken

    async def key(self, *args: object, **more: object) -> str:
        return (await self.take(*args, **more)).call.key

    async def restart(self) -> tuple[Call, ...]:
        await self.store.close()
        self.open()
        return await self.desk.open(NOW + timedelta(minutes=1))


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = Place(tmp_path)
    yield place
    await place.store.close()


async def test_an_event_is_published_before_and_stored_once_committed(
    place: Place,
) -> None:
    taken = await place.desk.take(event(RINGING))

    assert taken is not None
    assert taken.before is None
    assert place.published == [taken.call]
    await taken.committed
    assert await place.store.calls.get(taken.call.key) == taken.call


async def test_the_same_event_twice_changes_and_shows_nothing(place: Place) -> None:
    first = await place.take(RINGING)
    again = await place.take(RINGING)

    assert again.call == first.call
    assert len(place.published) == 1
    assert not again.is_ended_now


async def test_the_end_is_told_once(place: Place) -> None:
    await place.take(RINGING)
    ended = await place.take(ENDED, 9)
    again = await place.take(ENDED, 9)

    assert (ended.is_ended_now, again.is_ended_now) == (True, False)


async def test_what_tells_of_no_call_is_not_taken(place: Place) -> None:
    nobody = event(ENDED, number=None, number_raw=None)

    assert await place.desk.take(nobody) is None
    assert place.published == []


async def test_a_key_stays_the_same_after_a_restart(place: Place) -> None:
    key = await place.key(RINGING)

    (live,) = await place.restart()

    assert live.key == key
    assert [call.key for call in place.desk.live()] == [key]
    assert place.desk.unfinished("pbx") == ("7",)
    assert await place.key(ENDED, 9) == key
    assert place.desk.unfinished("pbx") == ()


async def test_an_event_of_a_call_of_last_week_still_finds_it(place: Place) -> None:
    week_s = 7 * 24 * 3600.0
    key = await place.key(RINGING, -week_s)
    await place.take(ENDED, 9 - week_s)
    await place.restart()

    late = await place.take(EventKind.RECORDING, url="https://pbx.example/1.wav")

    assert late.call.key == key
    assert late.call.session.result is CallResult.MISSED
    assert late.call.session.recording_url == "https://pbx.example/1.wav"


async def test_two_sources_that_see_one_call_make_one_row(place: Place) -> None:
    key = await place.key(RINGING)
    other = await place.key(RINGING, 1, "sip-1", "baresip")
    await place.take(ANSWERED, 4, "sip-1", "baresip", leg="a")
    await place.take(ENDED, 10, "sip-1", "baresip")
    await place.restart()

    assert other == key
    assert await place.key(ENDED, 11) == key
    assert await place.key(EventKind.RECORDING, 12, "sip-1", "baresip") == key


async def test_two_calls_of_one_source_stay_two(place: Place) -> None:
    first = await place.key(RINGING, 0, "7")
    second = await place.key(RINGING, 0, "8")

    assert first != second
    assert {call.key for call in place.desk.live()} == {first, second}


@pytest.mark.parametrize(
    ("before", "later", "is_new"),
    [
        ([(RINGING, 0), (ENDED, 9)], (RINGING, 10), False),  # told late
        ([(RINGING, 0), (ENDED, 9)], (RINGING, 30), True),
        ([(RINGING, 0)], (RINGING, 60), False),  # rings on
        ([(RINGING, 0)], (RINGING, 600), True),  # its end was never told
        ([(RINGING, 0), (ANSWERED, 5)], (RINGING, 600), False),
        ([(RINGING, 0), (ENDED, 9)], (EventKind.MISSED, 10), False),
        ([(RINGING, 0), (ENDED, 9)], (EventKind.MISSED, 600), True),
        ([(RINGING, 0), (ENDED, 9)], (EventKind.RECORDING, 600), False),
    ],
)
async def test_an_id_that_is_used_again_is_a_new_call_once_the_old_one_is_over(
    place: Place,
    before: list[tuple[EventKind, float]],
    later: tuple[EventKind, float],
    *,
    is_new: bool,
) -> None:
    for kind, seconds in before:
        key = await place.key(kind, seconds, source=REUSES)

    again = await place.key(*later, source=REUSES)

    assert (again != key) is is_new


async def test_an_id_that_is_unique_for_ever_never_is_a_new_call(
    place: Place,
) -> None:
    key = await place.key(RINGING)
    await place.take(ENDED, 9)

    assert await place.key(RINGING, 600) == key


async def test_what_the_rep_typed_is_what_stood_when_the_call_ended(
    place: Place,
) -> None:
    key = await place.key(RINGING)
    await place.desk.change(key, lambda call: replace(call, wrap_up=WrapUp("Hello")))

    ended = await place.take(ENDED, 9)

    assert ended.call.wrap_up == ended.call.first_wrap_up == WrapUp("Hello")
    assert place.listed[-1].wrap_up == WrapUp("Hello")
    assert await place.desk.change("nothing", lambda call: call) is None


async def test_a_call_out_of_sight_is_over_on_disk_too(place: Place) -> None:
    key = await place.key(RINGING)
    await place.desk.lose_sight(key, NOW + timedelta(minutes=5))

    assert await place.restart() == ()
    kept = await place.desk.get(key)
    assert kept is not None
    assert (kept.session.stage, kept.session.end_known) == (Stage.ENDED, False)


async def test_a_long_day_leaves_the_live_calls_at_hand(place: Place) -> None:
    live = await place.key(RINGING, 0, "live")
    for number in range(520):
        ended = event(EventKind.MISSED, 1, f"s{number}")
        taken = await place.desk.take(ended)
    assert taken is not None
    await taken.committed

    assert [call.key for call in place.desk.live()] == [live]
    first = await place.key(EventKind.RECORDING, 2, "s0")  # from the disk by now
    assert first != live


async def test_a_message_is_no_call(place: Place) -> None:
    await place.take(RINGING)

    assert await place.desk.take(event(EventKind.MESSAGE, session="m")) is None
