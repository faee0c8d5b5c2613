"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

SETTLE_TURNS = 25  # of the event loop, after which woken tasks wait again


class FakeClock:
    """Sleepers wake in the order of their times, while `pass_time` runs."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at or datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        self._passed_s = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._at + timedelta(seconds=self._passed_s)

    def monotonic_s(self) -> float:
        return self._passed_s

    async def sleep(self, delay_s: float) -> None:
        if delay_s <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due_s = self._passed_s + delay_s
        heapq.heappush(self._sleepers, (due_s, next(self._order), woken))
        await woken

    async def pass_time(
        self, *, seconds: float = 0, minutes: float = 0, hours: float = 0
    ) -> None:
        """Let so much time pass; whoever sleeps wakes on the way, one by one."""
        await self._settle()
        until_s = self._passed_s + seconds + 60 * minutes + 3600 * hours
        while self._sleepers and self._sleepers[0][0] <= until_s:
            due_s, _, woken = heapq.heappop(self._sleepers)
            if woken.done():  # its task was cancelled
                continue
            self._passed_s = due_s
            woken.set_result(None)
            await self._settle()
        self._passed_s = until_s
        await self._settle()

    async def _settle(self) -> None:
        for _ in range(SETTLE_TURNS):
            await asyncio.sleep(0)
