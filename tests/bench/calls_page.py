"""How long a page of the calls list takes among a million calls.

The list itself draws only what it shows; what it waits for is this page.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.call import Call
from app.entry import Entry
from app.session import CallSession, Leg, SourceView
from app.snapshot import CallFilter, EntryKind, EntryState
from app.store import Store
from app.wrap_up import WrapUp
from connectors.phone_number import PhoneNumber
from connectors.records import Contact, Direction
from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import CACHE, ROOT
from tests.bench.make_contacts import make_contacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_AT_ONCE = 2_000
_PAGE = 200
_OPEN_OF = 1_000  # one call of so many waits for the rep


def make_calls(count: int) -> Iterator[Call]:
    """Yield finished calls, the newest first, nobody's."""
    lots = random.Random(9)
    at = NOW
    for number, made in enumerate(make_contacts(count)):
        at -= timedelta(seconds=lots.randrange(20, 200))
        answered_at = at + timedelta(seconds=4)
        ended_at = answered_at + timedelta(seconds=lots.randrange(2, 600))
        view = SourceView(
            *("hook", "hook", f"s{number}", at),
            rang_at=at,
            direction=Direction.INBOUND,
            number=PhoneNumber(f"+4420{number:08d}"),
            legs=(Leg("", answered_at),),
            ended_at=ended_at,
        )
        yield Call(
            CallSession(f"{number:032x}", (view,)),
            contact=Contact("local", f"c{number}", f"{made.first} {made.last}"),
            wrap_up=WrapUp("Wants a quote" if lots.randrange(3) else ""),
            is_saved=True,
        )


async def fill(path: Path, count: int) -> None:
    store = Store(path, KEY)
    waiting: list[asyncio.Future[object]] = []
    for at, call in enumerate(make_calls(count)):
        state = EntryState.PARKED if at % _OPEN_OF == 0 else EntryState.DONE
        waiting.append(asyncio.ensure_future(store.calls.put(call)))
        waiting.append(asyncio.ensure_future(_enter(store, call, state)))
        if len(waiting) >= _AT_ONCE:
            await asyncio.gather(*waiting)
            waiting.clear()
    await asyncio.gather(*waiting)
    await store.close()


async def _enter(store: Store, call: Call, state: EntryState) -> None:
    at = call.session.started_at
    entry = Entry(call.key, "local", EntryKind.CALL, "{}", state, at, at)
    await store.entries.put((call.key, "local", EntryKind.CALL), lambda _: entry)


async def measure(path: Path, count: int) -> list[Figure]:
    """Open each filter, scroll it, and type into the search."""
    store = Store(path, KEY)
    took: dict[str, list[float]] = {}

    async def page(
        what: str, shown: CallFilter, text: str, before: tuple[datetime, str] | None
    ) -> tuple[datetime, str] | None:
        began_s = time.perf_counter()
        rows, _ = await store.calls.page(shown, text, before, _PAGE)
        took.setdefault(what, []).append((time.perf_counter() - began_s) * 1e3)
        if not rows:
            return None
        last = rows[-1][0]
        return last.session.started_at, last.key

    for shown in CallFilter:
        before = None
        for _ in range(50):
            before = await page("calls_page_ms", shown, "", before)
            if before is None:
                break
    for text in ("wa", "amara", "amara oka", "quote", "nobody here"):
        await page("calls_search_ms", CallFilter.ALL, text, None)
    await store.close()
    return [
        Figure(
            name,
            part_of(values, 0.99),
            median=statistics.median(values),
            p99=part_of(values, 0.99),
            runs=len(values),
            beside={"calls": count, "max": max(values)},
        )
        for name, values in took.items()
    ]


def cached_store(count: int) -> Path:
    """Return a store of so many calls; made where it is missing."""
    made_by = ("app/schema.py", "tests/bench/make_contacts.py")
    digest = hashlib.sha256(b"".join((ROOT / one).read_bytes() for one in made_by))
    folder = CACHE / f"calls-{digest.hexdigest()[:12]}-{count}"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        say(f"writing {count:,} calls, kept in {folder.name}")
        asyncio.run(fill(folder / "store.db", count))
        (folder / "whole").touch()
    return folder / "store.db"


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--calls", type=int, default=1_000_000)
    given = words.parse_args()
    path = cached_store(given.calls)
    for figure in asyncio.run(measure(path, given.calls)):
        tell(figure)


if __name__ == "__main__":
    main()
