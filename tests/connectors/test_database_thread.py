"""A database thread does short work between the steps of long work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from connectors.database import open_database
from connectors.database_thread import DatabaseThread
from connectors.rows import all_rows, transaction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator
    from pathlib import Path

    from connectors.rows import Connection


@pytest.fixture
async def thread(tmp_path: Path) -> AsyncIterator[DatabaseThread]:
    connection = open_database(tmp_path / "x.db", None)
    connection.execute("CREATE TABLE t(x)")
    opened = DatabaseThread("test", connection)
    yield opened
    await opened.close()


def write(db: Connection, x: str) -> int:
    with transaction(db):
        db.execute("INSERT INTO t VALUES(?)", (x,))
    return len(all_rows(db, "SELECT x FROM t"))


async def test_short_work_is_done_between_two_steps(thread: DatabaseThread) -> None:
    loop = asyncio.get_running_loop()
    began = asyncio.Event()

    def steps(db: Connection) -> Generator[None, None, str]:
        while not all_rows(db, "SELECT 1 FROM t WHERE x = 'short'"):
            loop.call_soon_threadsafe(began.set)
            yield
        return "saw it"

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        long = group.create_task(thread.run_steps(steps))
        await began.wait()
        await thread.run(lambda db: write(db, "short"))

    assert long.result() == "saw it"


async def test_cancelled_steps_end_and_clean_up(thread: DatabaseThread) -> None:
    loop = asyncio.get_running_loop()
    began, ended = asyncio.Event(), asyncio.Event()

    def steps(db: Connection) -> Generator[None, None, None]:
        try:
            while True:
                write(db, "step")
                loop.call_soon_threadsafe(began.set)
                yield
        finally:
            loop.call_soon_threadsafe(ended.set)

    running = asyncio.ensure_future(thread.run_steps(steps))
    await began.wait()
    running.cancel()

    async with asyncio.timeout(20):
        await ended.wait()
        assert await thread.run(lambda db: write(db, "after")) > 1


async def test_a_failing_step_tells_who_waits(thread: DatabaseThread) -> None:
    def steps(db: Connection) -> Generator[None, None, None]:
        yield
        raise LookupError

    with pytest.raises(LookupError):
        await thread.run_steps(steps)
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda db: 1 // 0)


async def test_a_transaction_is_written_whole_or_not_at_all(
    thread: DatabaseThread,
) -> None:
    def fail(db: Connection) -> None:
        with transaction(db):
            db.execute("INSERT INTO t VALUES('half')")
            raise LookupError

    with pytest.raises(LookupError):
        await thread.run(fail)

    assert await thread.run(lambda db: write(db, "one")) == 1
