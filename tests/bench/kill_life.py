"""One life of a companion that is going to be killed: it takes calls and types notes.

Everything typed is in a journal before the companion hears of it, so that who killed it
knows what must be found later. Types as the form does: a draft at most 150 ms after a
key, saved once the call has ended. Started again, it types on where a note stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app import settings
from app.clock import SystemClock
from app.connection import Connection
from app.contact_index import ContactIndex
from app.instance import acquire
from app.journey import Files, Journey
from app.listener import Listener
from app.sources import Source
from app.spool import Spool
from app.store import Store
from app.tasks import Tasks
from app.wrap_up import WrapUp
from connectors.contract import HookPost, PhoneSetup
from connectors.phone.hook.source import build
from connectors.registry import phone_manifests
from tests.bench.far_crm import MANIFEST, FarCrm
from tests.bench.home import companion_of
from tests.fakes.house import FakeCompanion

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.companion import Companion
    from app.snapshot import CallSnapshot

JOURNAL, ENOUGH = "journal.jsonl", "enough"
DRAFT_S = 0.15
_KEY = bytes(range(32))
_ALPHABET = "the quick brown fox jumps over the lazy dog and calls back "


class Desk(Protocol):
    """What typing needs of a companion."""

    async def draft(self, key: str, note: str) -> None: ...

    async def save(self, key: str, note: str) -> None: ...

    async def note(self, key: str) -> str: ...

    async def is_idle(self) -> bool: ...


class Typist:
    """Types a note into every call it sees, and saves it when the call has ended."""

    def __init__(self, journal: Path, seed: int) -> None:
        self._journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lots = random.Random(seed)
        self._typing: dict[str, asyncio.Task[None]] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self.desk: Desk | None = None
        self._saved, self._begun = _read(journal)

    async def resume(self) -> None:
        """Tell what is left of every unfinished note, and type on."""
        assert self.desk is not None
        for key in self._begun - self._saved:
            self.tell("found", key, await self.desk.note(key))
            self._begin(key)
            self._ended[key].set()
        self.tell("ready", "", "")

    def on_card(self, card: CallSnapshot) -> None:
        key = card.call.key
        if key not in self._typing and key not in self._saved | self._begun:
            self._begin(key)
        if key in self._ended and not card.call.is_live:
            self._ended[key].set()

    def tell(self, what: str, key: str, note: str) -> None:
        line = {"at": time.monotonic_ns(), "what": what, "key": key, "note": note}
        os.write(self._journal, (json.dumps(line) + "\n").encode())

    async def rest(self) -> None:
        """Wait until every note is saved and every call logged."""
        assert self.desk is not None
        while True:
            await asyncio.gather(*self._typing.values())
            await asyncio.sleep(0.3)
            is_done = all(task.done() for task in self._typing.values())
            if is_done and await self.desk.is_idle():
                return

    def _begin(self, key: str) -> None:
        self._ended[key] = asyncio.Event()
        self._typing[key] = asyncio.ensure_future(self._type(key))

    async def _type(self, key: str) -> None:
        assert self.desk is not None
        desk, lots = self.desk, self._lots
        note = await desk.note(key)
        drafted_s = time.monotonic()
        for _ in range(lots.randrange(3, 25)):
            await asyncio.sleep(lots.uniform(0.01, 0.05))
            note += _ALPHABET[len(note) % len(_ALPHABET)]
            self.tell("typed", key, note)
            if time.monotonic() - drafted_s >= DRAFT_S - 0.05:
                drafted_s = time.monotonic()
                await desk.draft(key, note)
        await self._ended[key].wait()
        await desk.save(key, note)
        self.tell("saved", key, note)


def _read(journal: Path) -> tuple[set[str], set[str]]:
    saved: set[str] = set()
    begun: set[str] = set()
    with suppress(FileNotFoundError):
        for line in journal.read_text().splitlines():
            told = json.loads(line)
            {"saved": saved, "typed": begun}.get(told["what"], set()).add(told["key"])
    return saved, begun


class WholeDesk:
    """The whole companion with its local CRM."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    async def draft(self, key: str, note: str) -> None:
        await self._companion.save_draft(key, WrapUp(note))

    async def save(self, key: str, note: str) -> None:
        await self._companion.wrap_up(key, WrapUp(note))

    async def note(self, key: str) -> str:
        call = await self._companion.get_call(key)
        return call.snapshot.wrap_up.note if call else ""

    async def is_idle(self) -> bool:
        return not await self._companion.list_outbox()


class FarDesk:
    """The journey of a call, with a CRM that forgets to answer."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey

    async def draft(self, key: str, note: str) -> None:
        await self._journey.logbook.write(key, WrapUp(note), is_saved=False)

    async def save(self, key: str, note: str) -> None:
        await self._journey.logbook.write(key, WrapUp(note), is_saved=True)

    async def note(self, key: str) -> str:
        call = await self._journey.desk.get(key)
        return call.wrap_up.note if call else ""

    async def is_idle(self) -> bool:
        return not await self._journey.listing.outbox()


@asynccontextmanager
async def whole(home: Path, typist: Typist) -> AsyncIterator[None]:
    async with companion_of(home) as companion:
        typist.desk = WholeDesk(companion)
        companion.calls.subscribe(typist.on_card)
        yield


@asynccontextmanager
async def with_far_crm(home: Path, typist: Typist, seed: int) -> AsyncIterator[None]:
    clock, lots = SystemClock(), random.Random(seed)
    chosen = settings.load(home / "settings.toml", None, clock).settings
    errors: list[BaseException] = []
    tasks = Tasks(lambda _, problem: errors.append(problem))
    crm = FarCrm(home / "far.db", seed)
    connection = Connection("far", "Far CRM", MANIFEST, crm)  # type: ignore[arg-type]
    files = Files(
        Store(home / "store.db", _KEY),
        ContactIndex.open(home / "index.db", _KEY),
        {"far": connection},
    )
    journey = Journey(
        files,
        clock=clock,
        tasks=tasks,
        settings=lambda: chosen,
        jitter=lots.random,
        local_time=lambda at: at,
        publish=typist.on_card,
        listed=lambda _: None,
        refresh=lambda: None,
    )
    typist.desk = FarDesk(journey)
    inbox: asyncio.Queue[HookPost | None] = asyncio.Queue()
    source = build(PhoneSetup("hook", {}, (), chosen.region, clock, tasks.start))
    source.inbox = inbox
    instance = acquire(home)
    assert instance is not None
    listener = Listener(home, inbox, FakeCompanion(), clock)
    instance.announce(await listener.open())
    await journey.start()
    source.remember(journey.desk.unfinished("hook"))
    journey.sources.add(Source("hook", phone_manifests()["hook"], source))
    tasks.start("drain", Spool(home, listener.take, clock).keep_draining())
    yield
    await listener.close()
    await journey.stop()
    await tasks.stop()
    await files.close()
    instance.release()
    if errors:
        raise ExceptionGroup("a task failed", [e for e in errors if e])  # type: ignore[type-var]


async def live(home: Path, side: str, seed: int) -> None:
    typist = Typist(home / JOURNAL, seed)
    lived = whole(home, typist) if side == "local" else with_far_crm(home, typist, seed)
    async with lived:
        await typist.resume()
        while not (home / ENOUGH).exists():  # noqa: ASYNC110  # another program's word
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)  # the spool is told by now
        await typist.rest()
        assert typist.desk is not None
        for key in _read(home / JOURNAL)[1]:
            typist.tell("kept", key, await typist.desk.note(key))
    typist.tell("over", "", "")


def short_grace(home: Path) -> None:
    """Let calls that nobody saves go out soon."""
    path = home / "settings.toml"
    chosen = settings.load(path, None, SystemClock()).settings
    settings.save(path, replace(chosen, wrap_up=replace(chosen.wrap_up, grace_s=5)))


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("home", type=Path)
    words.add_argument("side", choices=("local", "far"))
    words.add_argument("seed", type=int)
    given = words.parse_args()
    asyncio.run(live(given.home, given.side, given.seed))
