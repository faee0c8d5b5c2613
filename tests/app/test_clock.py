"""The clock of tests wakes sleepers as a real one would."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

from app.clock import SystemClock
from tests.fakes.clock import FakeClock


def test_the_systems_clock_tells_aware_utc_and_only_grows() -> None:
    clock = SystemClock()

    assert clock.now().tzinfo is UTC
    assert clock.monotonic_s() <= clock.monotonic_s()


async def test_sleepers_wake_in_order_at_their_own_times() -> None:
    clock = FakeClock()
    start = clock.now()
    woken = []

    async def sleep(name: str, delay_s: float) -> None:
        await clock.sleep(delay_s)
        woken.append((name, clock.now() - start))
        if name == "early":
            await sleep("again", 1)

    async with asyncio.TaskGroup() as group:
        group.create_task(sleep("late", 60))
        group.create_task(sleep("early", 1))
        await clock.pass_time(seconds=10)
        before = list(woken)
        await clock.pass_time(minutes=1)

    assert before == [
        ("early", timedelta(seconds=1)),
        ("again", timedelta(seconds=2)),
    ]
    assert woken[2:] == [("late", timedelta(seconds=60))]
    assert clock.now() - start == timedelta(seconds=70)


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = FakeClock()

    async with asyncio.TaskGroup() as group:
        sleeper = group.create_task(clock.sleep(5))
        await clock.pass_time(seconds=1)
        sleeper.cancel()
        await clock.pass_time(seconds=10)

    assert clock.monotonic_s() == 11
