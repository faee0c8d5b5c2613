"""A rep's desk for stories: a phone, a CRM, a clock and the companion between them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.connection import Connection
from app.contact_index import ContactIndex
from app.journey import Files, Journey
from app.settings import Settings
from app.sources import Source
from app.store import Store
from app.tasks import Tasks
from tests.fakes.clock import FakeClock
from tests.fakes.crm import FakeCrm
from tests.fakes.phone import FakePhone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.snapshot import CallSnapshot
    from app.wrap_up import WrapUp
    from connectors.records import EventKind

KEY = bytes(range(32))
SETTINGS = replace(Settings(), region="GB")


class Office:
    """One run of the journey on a folder; open it again to start anew."""

    def __init__(self, folder: Path, clock: FakeClock, crm: FakeCrm) -> None:
        self.errors: list[tuple[str, BaseException]] = []
        self.clock = clock
        self.crm = crm
        self.phone = FakePhone(clock)
        self.cards: list[CallSnapshot] = []
        self.tasks = Tasks(self._on_error)
        self.store = Store(folder / "store.db", KEY)
        self.index = ContactIndex.open(folder / "index.db", KEY)
        connection = Connection("crm", "Fake CRM", crm.manifest, crm)  # type: ignore[arg-type]
        self.files = Files(self.store, self.index, {"crm": connection})
        self.journey = Journey(
            self.files,
            clock=clock,
            tasks=self.tasks,
            settings=lambda: SETTINGS,
            jitter=lambda: 0.5,
            local_time=lambda at: at,
            publish=self.cards.append,
            listed=lambda _: None,
            refresh=lambda: None,
        )
        self.logbook = self.journey.logbook
        self.callers = self.journey.callers
        self.listing = self.journey.listing

    def _on_error(self, name: str, problem: BaseException) -> None:
        self.errors.append((name, problem))

    def plug_in(self, phone: FakePhone) -> None:
        """Listen to a phone."""
        self.journey.sources.add(Source(phone.manifest.id, phone.manifest, phone))

    async def type(self, key: str, wrap_up: WrapUp) -> None:
        """Type into the wrap-up form."""
        await self.logbook.write(key, wrap_up, is_saved=False)

    async def save(self, key: str, wrap_up: WrapUp) -> None:
        """Press *Save now*."""
        await self.logbook.write(key, wrap_up, is_saved=True)

    async def settle(self) -> None:
        """Wait until everything that is under way has come to rest."""
        for _ in range(12):
            await self.store.entries.all_open()  # behind every write given so far
            await asyncio.sleep(0.002)
            await self.clock.pass_time(seconds=0)

    async def pass_time(self, *, seconds: float = 0, minutes: float = 0) -> None:
        """Let time pass in steps that background work can follow."""
        left = seconds + 60 * minutes
        while left > 0:
            await self.settle()
            step = min(left, 30.0)
            await self.clock.pass_time(seconds=step)
            left -= step
        await self.settle()

    async def hear(self, kind: EventKind, session: str, **more: object) -> str:
        """Have the phone tell something and return the key of its call."""
        self.phone.tell(kind, session, **more)  # type: ignore[arg-type]
        await self.settle()
        return self.cards[-1].call.key

    async def ring(self, number: str | None, **more: object) -> tuple[str, str]:
        """Ring; return session and key."""
        session = self.phone.ring(number, **more)
        await self.settle()
        return session, self.cards[-1].call.key


@asynccontextmanager
async def opened(
    folder: Path, clock: FakeClock | None = None, crm: FakeCrm | None = None
) -> AsyncIterator[Office]:
    """Run an office and close it in order, whatever happens."""
    office = Office(folder, clock or FakeClock(), crm or FakeCrm())
    try:
        await office.journey.start()
        office.plug_in(office.phone)
        await office.settle()
        yield office
    finally:
        await office.journey.stop()
        await office.tasks.stop()
        await office.files.close()
    assert not office.errors, office.errors
