"""Builds a companion from folders, settings, vault and connectors, and its ear."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app import settings
from app.backup import finish_restore
from app.clock import SystemClock
from app.companion import Companion
from app.crash import Crashes
from app.instance import LISTENER_FILE
from app.listener import Listener
from app.spool import Spool
from app.tasks import Tasks
from app.vault import Vault
from connectors.database import translated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from app.instance import Instance
    from connectors.contract import Clock, HookPost


@asynccontextmanager
async def running(
    home: Path,
    instance: Instance,
    policy: Path | None,
    *,
    clock: Clock | None = None,
    vault_for: Callable[[str], Vault] = Vault,
    is_command: bool = False,
) -> AsyncIterator[Companion]:
    """Run the companion of a home whose lock is held, with its listener and spool.

    With `is_command` its files are opened for one command alone, without either: hooks
    keep their events meanwhile. Raises DatabaseError where that cannot be.

    On the way out: no more events, then the companion, then the lock.
    """
    clock = clock or SystemClock()
    finish_restore(home)
    inbox: asyncio.Queue[HookPost | None] = asyncio.Queue()
    errors: list[Companion] = []

    def on_error(where: str, problem: BaseException) -> None:
        errors[0].tell_crash(where, problem)

    companion = Companion(
        home,
        policy=policy,
        loaded=settings.load(home / "settings.toml", policy, clock),
        vault_for=vault_for,
        inbox=inbox,
        clock=clock,
        tasks=Tasks(on_error),
        crashes=Crashes(home / "state.toml"),
        jitter=random.random,
        local_time=_local_time,
    )
    errors.append(companion)
    ear = Tasks(on_error)
    listener = Listener(home, inbox, companion, clock)
    try:
        if not is_command:
            with translated(home / LISTENER_FILE):
                instance.announce(await listener.open())
            companion.hook_address_of = listener.event_url
        await companion.start(is_command=is_command)
        if not is_command:
            spool = Spool(home, listener.take, clock)
            ear.start("drain the spool", spool.keep_draining())
        yield companion
    finally:
        await listener.close()
        await ear.stop()
        await companion.stop()
        instance.release()


def _local_time(at: datetime) -> datetime:
    return at.astimezone()
