"""One thread that owns one database connection, so that no loop waits for a disk.

Long work (an import) comes as steps of milliseconds; short work that arrives meanwhile
waits for one step at most.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from connectors.rows import Connection

T = TypeVar("T")


class DatabaseThread:
    """Runs work on a connection that is used nowhere else, in order."""

    def __init__(self, name: str, connection: Connection) -> None:
        self._connection = connection
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do short work and return what it returned; a begun one is finished."""
        return await asyncio.wrap_future(self._pool.submit(work, self._connection))

    async def run_steps(
        self, steps: Callable[[Connection], Generator[None, None, T]]
    ) -> T:
        """Do long work step by step; cancelling ends it between two steps."""
        whole: Future[T] = Future()
        self._submit_step(steps(self._connection), whole)
        return await asyncio.wrap_future(whole)

    async def close(self) -> None:
        """Finish what was asked for and close the connection."""
        closing = self._pool.submit(self._connection.close)
        self._pool.shutdown(wait=False)
        await asyncio.wrap_future(closing)

    def _submit_step(self, running: Generator[None, None, T], whole: Future[T]) -> None:
        def take_step() -> None:
            if whole.cancelled():
                running.close()
            else:
                next(running)

        step = self._pool.submit(take_step)
        step.add_done_callback(partial(self._after_step, running, whole))

    def _after_step(
        self,
        running: Generator[None, None, T],
        whole: Future[T],
        step: Future[None],
    ) -> None:
        problem = step.exception()
        if whole.cancelled():
            return
        if problem is None:
            self._submit_step(running, whole)
        elif whole.set_running_or_notify_cancel():
            if isinstance(problem, StopIteration):
                whole.set_result(problem.value)
            else:
                whole.set_exception(problem)
