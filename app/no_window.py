"""`switchhook run --no-window`: the same companion without any window."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from app.command import Exit
from app.folders import home as home_of
from app.folders import policy_file
from app.instance import acquire
from app.logs import Logs
from app.wiring import running

if TYPE_CHECKING:
    from pathlib import Path

    from app.instance import Instance
    from app.snapshot import Status

_WORDS = {
    "keyring-absent": "No keyring: only the local CRM is served, in clear files.",
    "keyring-locked": "The keyring is locked: hooks keep their events until it opens.",
    "key-lost": "The keyring was emptied: give the recovery code in the window.",
    "key-wrong": "The keyring has another key: give the recovery code in the window.",
}


def run() -> Exit:
    """Run until a signal or a wish to quit; say once what a rep should know."""
    home = home_of()
    instance = acquire(home)
    if instance is None:
        return _say("A companion is starting or ending.", Exit.RUNNING)
    with Logs(home):
        return asyncio.run(_run(home, instance))


async def _run(home: Path, instance: Instance) -> Exit:
    async with running(home, instance, policy_file()) as companion:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows knows Ctrl+C alone
                loop.add_signal_handler(number, companion.quit)
        told: set[str] = set()

        def tell(status: Status) -> None:
            for problem in status.problems:
                if problem.code not in told:
                    told.add(problem.code)
                    _say(_WORDS.get(problem.code, f"Problem: {problem.code}"))

        companion.status.subscribe(tell)
        _say("Runs without a window. End it with Ctrl+C.")
        await companion.quit_wanted.wait()
    return Exit.FINE


def _say(words: str, code: Exit = Exit.FINE) -> Exit:
    sys.stderr.write(f"switchhook: {words}\n")
    sys.stderr.flush()
    return code
