"""How long a number and a name take to find among a million contacts."""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from typing import TYPE_CHECKING

from connectors.phone_number import PhoneNumber, fast_parse
from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import REGION, cached_home, files_of
from tests.bench.make_contacts import make_contacts

if TYPE_CHECKING:
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
    took_us, found = [], 0
    for number in numbers:
        began_ns = time.perf_counter_ns()
        found += bool(index.find(number))
        took_us.append((time.perf_counter_ns() - began_ns) / 1e3)
    if found < len(numbers) - unknown - len(numbers) // 100:
        raise RuntimeError(f"only {found} of {len(numbers)} were found")
    return Figure(
        "lookup_us",
        part_of(took_us, 0.99),
        200.0,
        median=statistics.median(took_us),
        p99=part_of(took_us, 0.99),
        runs=len(took_us),
        beside={"found": found, "contacts": contacts},
    )


async def search(index: ContactIndex, contacts: int, names: int) -> Figure:
    """Type names key by key, from the second letter, and wait for each answer."""
    lots = random.Random(6)
    wanted = set(lots.sample(range(contacts), names))
    typed = []
    for at, made in enumerate(make_contacts(contacts)):
        if at in wanted:
            whole = lots.choice((f"{made.first} {made.last}", made.last, made.company))
            typed += [whole[:length] for length in range(2, len(whole) + 1)]
    took_ms, empty = [], 0
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
