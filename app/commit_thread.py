"""The one thread that writes the store: jobs in order, many to a commit."""

from __future__ import annotations

import asyncio
import queue
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from connectors.database import translated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import apsw

    Job = tuple[
        Callable[[apsw.Connection], Any], asyncio.AbstractEventLoop, asyncio.Future[Any]
    ]
    Result = tuple[Job, Any, BaseException | None]

T = TypeVar("T")
_MOST_PER_COMMIT = 200


class CommitThread:
    """Runs functions of a connection and answers each after its commit.

    Jobs that have gathered share one transaction, so a flood of events costs few
    syncs; a job that fails undoes itself alone. Errors are those of
    connectors/database.py.
    """

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[apsw.Connection], T]) -> T:
        """Run `work` in the thread and return what it returned, once committed."""
        return await asyncio.shield(self.submit(work))

    def submit(self, work: Callable[[apsw.Connection], T]) -> asyncio.Future[T]:
        """Queue `work` now; the future is done once it is committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put((work, loop, done))
        return done

    async def close(self) -> None:
        """Commit what was given, then let go of the file."""
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    def _work(self) -> None:
        while True:
            batch = [self._jobs.get()]
            while len(batch) < _MOST_PER_COMMIT and not self._jobs.empty():
                batch.append(self._jobs.get_nowait())
            jobs = [job for job in batch if job is not None]
            if jobs:
                _answer(self._committed(jobs))
            if len(jobs) < len(batch):
                self._connection.close()
                return

    def _committed(self, jobs: list[Job]) -> list[Result]:
        connection = self._connection
        try:
            with translated(self._path):
                connection.execute("BEGIN IMMEDIATE")
                results = [self._tried(job) for job in jobs]
                connection.execute("COMMIT")
        except BaseException as problem:  # noqa: BLE001 - it goes to who waits
            if not connection.get_autocommit():
                connection.execute("ROLLBACK")
            return [(job, None, problem) for job in jobs]
        return results

    def _tried(self, job: Job) -> Result:
        try:
            with translated(self._path):
                with self._connection:  # a savepoint
                    value = job[0](self._connection)
                return job, value, None
        except BaseException as problem:  # noqa: BLE001 - it goes to who waits
            return job, None, problem


def _answer(results: list[Result]) -> None:
    for (_, loop, done), value, problem in results:
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, done, value, problem)


def _settle(
    done: asyncio.Future[Any], value: object, problem: BaseException | None
) -> None:
    if done.done():
        return
    if problem is not None:
        done.set_exception(problem)
    else:
        done.set_result(value)
