"""The same companion without any window: for servers, tests and screens that are away.

It runs until SIGINT or SIGTERM, and says on standard error what the rep must know.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from app.command import Exit
from app.folders import home, policy_file
from app.instance import acquire
from app.logs import Logs
from app.problem_words import sentence, words_of
from app.wiring import running
from connectors.database import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path

    from app.instance import Instance
    from app.snapshot import Status


def run() -> int:
    """Run until a signal ends it; return the exit code."""
    try:
        folder = home()
        instance = acquire(folder)
        if instance is None:
            _say("a companion runs for this home already")
            return Exit.RUNNING
        try:
            with Logs(folder):
                return asyncio.run(_run(folder, instance))
        finally:
            instance.release()
    except (DatabaseError, OSError) as problem:
        _say(words_of(problem))
        return Exit.FAILED


async def _run(folder: Path, instance: Instance) -> int:
    loop = asyncio.get_running_loop()
    async with running(folder, instance, policy_file()) as companion:
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl+C ends the loop
                loop.add_signal_handler(name, companion.quit)
        told: set[str] = set()

        def tell(status: Status) -> None:
            for problem in status.problems:
                if problem.code not in told:
                    told.add(problem.code)
                    _say(sentence(problem.code))

        companion.status.subscribe(tell)
        await companion.quit_wanted.wait()
    return Exit.FINE


def _say(words: str) -> None:
    sys.stderr.write(f"switchhook: {words}\n")
    sys.stderr.flush()
