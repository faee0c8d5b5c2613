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
from app.wiring import running

if TYPE_CHECKING:
    from pathlib import Path

    from app.instance import Instance
    from app.snapshot import Status

_WORDS = {
    "keyring-absent": "No keyring: files are in the clear; only the local CRM is used.",
    "keyring-locked": "The keyring is locked: hooks keep their events until it opens.",
    "key-lost": "The keyring lost the key: open the window, type the recovery code.",
    "key-wrong": "The key is of other files: open the window, type the recovery code.",
    "store-newer": "A newer version wrote the files: update Switchhook.",
    "store-broken": "The files are damaged: restore a backup.",
    "disk-full": "The disk is full: make room. Hooks keep their events.",
    "folder-read-only": "The folder of your files cannot be written.",
}


def run() -> int:
    """Run until a signal ends it; return the exit code."""
    folder = home()
    instance = acquire(folder)
    if instance is None:
        sys.stderr.write("switchhook: a companion runs for this home already\n")
        return Exit.RUNNING
    with Logs(folder):
        return asyncio.run(_run(folder, instance))


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
                    words = _WORDS.get(problem.code, problem.code)
                    sys.stderr.write(f"switchhook: {words}\n")
                    sys.stderr.flush()

        companion.status.subscribe(tell)
        await companion.quit_wanted.wait()
    return Exit.FINE
