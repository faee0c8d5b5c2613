"""The current time, so that nothing else asks the system for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Time as the machine tells it."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        import asyncio  # noqa: PLC0415  # the tray icon does not wait for it

        await asyncio.sleep(delay_s)
