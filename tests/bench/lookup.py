"""How long a number and a name take to find among a million contacts.

The file is read once before, so that the system's cache holds it as it does on a
computer that was on for a while. What counts is the time on the clock. How it would be
without moments in which another program had the processor is told beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import statistics
import time
from typing import TYPE_CHECKING

from app.store_key import FILES
from connectors.phone_number import PhoneNumber, fast_parse
from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import REGION, cached_home, files_of
from tests.bench.make_contacts import make_contacts

if TYPE_CHECKING:
    from pathlib import Path

    from app.contact_index import ContactIndex

_PAUSE_S = 0.002  # between two keys: nobody types faster


def lookup(index: ContactIndex, contacts: int, times: int) -> Figure:
    """Find numbers anywhere in the index; one of ten is not there."""
    lots = random.Random(5)
    wanted = set(lots.sample(range(contacts), min(contacts, times)))
    numbers = [
        number
        for at, made in enumerate(make_contacts(contacts))
        if at in wanted and (number := fast_parse(made.work, REGION))
    ]
    unknown = times // 10
    numbers += [
        PhoneNumber(f"+4479{lots.randrange(10**8):08d}") for _ in range(unknown)
    ]
    lots.shuffle(numbers)
    took_us: list[float] = []
    own_us: list[float] = []
    found = 0
    for number in numbers:
        switches = interruptions()
        began_ns = time.perf_counter_ns()
        found += bool(index.find(number))
        took_us.append((time.perf_counter_ns() - began_ns) / 1e3)
        if interruptions() == switches:
            own_us.append(took_us[-1])
    if found < len(numbers) - unknown - len(numbers) // 100:
        raise RuntimeError(f"only {found} of {len(numbers)} were found")
    return Figure(
        "lookup_us",
        part_of(took_us, 0.99),
        200.0,
        median=statistics.median(took_us),
        p99=part_of(took_us, 0.99),
        runs=len(took_us),
        beside={
            "found": found,
            "contacts": contacts,
            "p99_without_interruptions": part_of(own_us, 0.99),
            "interrupted": len(took_us) - len(own_us),
        },
    )


def interruptions() -> int:
    """Return how often this thread had to give the processor to another."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def warm(path: Path) -> None:
    """Let the system read a file into its cache."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


async def search(index: ContactIndex, contacts: int, names: int) -> Figure:
    """Type names key by key, from the second letter, and wait for each answer."""
    lots = random.Random(6)
    wanted = set(lots.sample(range(contacts), names))
    typed: list[str] = []
    for at, made in enumerate(make_contacts(contacts)):
        if at in wanted:
            whole = lots.choice((f"{made.first} {made.last}", made.last, made.company))
            typed += [whole[:length] for length in range(2, len(whole) + 1)]
    took_ms: list[float] = []
    empty = 0
    for text in typed:
        began_ns = time.perf_counter_ns()
        empty += not await index.search(text)
        took_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
        await asyncio.sleep(_PAUSE_S)
    if empty > len(typed) // 50:
        raise RuntimeError(f"{empty} of {len(typed)} searches found nobody")
    worst = max(zip(took_ms, typed, strict=True))
    return Figure(
        "name_search_ms",
        part_of(took_ms, 0.99),
        30.0,
        median=statistics.median(took_ms),
        p99=part_of(took_ms, 0.99),
        runs=len(took_ms),
        beside={"max": worst[0], "of": worst[1], "contacts": contacts},
    )


async def measure(contacts: int, lookups: int, names: int) -> None:
    home = cached_home(contacts)
    warm(home / FILES["index"])
    async with files_of(home) as files:
        say(f"{lookups} numbers")
        tell(lookup(files.index, contacts, lookups))
        say(f"{names} names, key by key")
        tell(await search(files.index, contacts, names))


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--contacts", type=int, default=1_000_000)
    words.add_argument("--lookups", type=int, default=20_000)
    words.add_argument("--names", type=int, default=150)
    given = words.parse_args()
    asyncio.run(measure(given.contacts, given.lookups, given.names))
