"""Owns every coroutine that runs on its own, and ends them all on stop."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Work = Coroutine[object, object, object]

log = logging.getLogger(__name__)


class Tasks:
    """Starts named background work; a failure is logged, told once and stays alone."""

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._on_error = on_error
        self._is_stopped = False

    def start(self, name: str, work: Work) -> None:
        """Run `work` until it ends by itself; after `stop` nothing starts."""
        if self._is_stopped:
            work.close()
            return
        task = asyncio.create_task(self._watched(name, work), name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # one that is cancelled before its first step has not begun its work
        task.add_done_callback(lambda _: work.close())

    def keep(self, name: str, work: Callable[[], Work], pause_s: float = 1.0) -> None:
        """Run `work` for ever: where it fails it is told and begins anew."""
        self.start(name, self._kept(name, work, pause_s))

    def starter(self, name: str, work: Callable[..., Work]) -> Callable[..., None]:
        """Make a slot that starts `work` with whatever the signal carries."""
        return lambda *args: self.start(name, work(*args))

    async def until(self, event: asyncio.Event, sleep: Work) -> None:
        """Wait until `event` is set or `sleep` is over, whichever comes first."""

        async def wake() -> None:
            await sleep
            event.set()

        alarm = asyncio.create_task(wake(), name="alarm")
        alarm.add_done_callback(lambda _: sleep.close())
        try:
            await event.wait()
        finally:
            alarm.cancel()

    def tell(self, name: str, problem: BaseException) -> None:
        """Log and tell a failure that its work will go on after."""
        log.error("%s failed", name, exc_info=problem)
        self._on_error(name, problem)

    async def finish(self, deadline_s: float) -> None:
        """Let what runs end by itself, but wait no longer than the deadline."""
        if running := self._others():
            await asyncio.wait(running, timeout=deadline_s)

    async def stop(self) -> None:
        """Cancel everything for good, and wait until it has let go."""
        self._is_stopped = True
        await self.rest()

    async def rest(self) -> None:
        """Cancel what runs, and wait until it has let go; more may start later."""
        running = self._others()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _others(self) -> list[asyncio.Task[None]]:
        current = asyncio.current_task()
        return [task for task in self._running if task is not current]

    async def _watched(self, name: str, work: Work) -> None:
        try:
            await work
        except Exception as problem:  # cancelling is no Exception: it passes
            log.exception("%s failed", name)
            self._on_error(name, problem)

    async def _kept(self, name: str, work: Callable[[], Work], pause_s: float) -> None:
        while True:
            await self._watched(name, work())
            await asyncio.sleep(pause_s)
