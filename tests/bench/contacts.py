"""Figures of contacts: how fast they are found, searched for and imported.

Each function returns plain numbers; `python -m tests.bench.contacts` prints them.
Everything is encrypted, as it is on a rep's computer.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import SystemClock
from app.contact_import import ContactImport, preview
from app.contact_index import ContactIndex
from connectors.contract import CrmSetup
from connectors.crm.local.connector import LocalCrm, build
from connectors.phone_number import PhoneNumber, fast_parse
from connectors.records import CallLog, Direction
from tests.bench.make_contacts import make_contacts, write_csv, write_vcards

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

KEY = bytes(range(32))
SWITCH_INTERVAL_S = 0.0002  # what the app sets
REGION = "GB"
OTHER_SEED = 7


class NoTokens:
    """The local CRM asks for none."""

    async def read(self, name: str) -> str | None:
        return None

    async def write(self, name: str, secret: str) -> None:
        raise AssertionError(name)

    async def delete(self, name: str) -> None:
        raise AssertionError(name)


@dataclass(frozen=True, slots=True)
class Home:
    """A rep's files, open."""

    crm: LocalCrm
    index: ContactIndex
    importer: ContactImport


@asynccontextmanager
async def open_home(folder: Path) -> AsyncIterator[Home]:
    """Open CRM and index in a folder, as the companion does."""
    setup = CrmSetup("local", {}, folder, KEY, REGION, SystemClock(), NoTokens())
    crm, index = build(setup), ContactIndex.open(folder / "index.db", KEY)
    importer = ContactImport(
        crm, index, connection="local", folder=folder, key=KEY, region=REGION
    )
    yield Home(crm, index, importer)
    await index.close()
    await crm.close()


def share(values: Iterable[float], part: float) -> float:
    """Return the value below which so large a part lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


async def measure_import(home: Home, path: Path) -> dict[str, float]:
    """Import a file while calls are logged; return rate, stalls and waits."""
    stalls: list[float] = []
    log_waits: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append((time.perf_counter() - began - 0.001) * 1e3)

    async def log_calls() -> None:
        number = 0
        while True:
            await asyncio.sleep(0.1)
            number += 1
            call = CallLog(
                key=f"{path.name}-{number}",
                contact=None,
                direction=Direction.INBOUND,
                result=None,
                number=None,
                number_raw=None,
                started_at=SystemClock().now(),
            )
            began = time.perf_counter()
            await home.crm.create_call_log(call)
            log_waits.append((time.perf_counter() - began) * 1e3)

    watching = [asyncio.ensure_future(watch()), asyncio.ensure_future(log_calls())]
    began = time.perf_counter()
    report = await home.importer.run(preview(path), lambda progress: None)
    took = time.perf_counter() - began
    for task in watching:
        task.cancel()
    return {
        "contacts": report.added,
        "import_contacts_per_s": report.added / took,
        "stall_p999_ms": share(stalls, 0.999),
        "longest_stall_ms": max(stalls),
        "call_log_p50_ms": share(log_waits, 0.5),
        "call_log_p99_ms": share(log_waits, 0.99),
        "call_log_max_ms": max(log_waits),
    }


def measure_lookup(index: ContactIndex, contacts: int, times: int) -> dict[str, float]:
    """Look numbers up, two of three known."""
    lots = random.Random(1)
    made = list(make_contacts(min(contacts, 50_000)))
    numbers = [
        number
        for contact in lots.choices(made, k=times)
        if (number := fast_parse(contact.work, REGION))
    ]
    numbers += [PhoneNumber(f"+4479{lots.randrange(10**8):08d}")] * (times // 2)
    lots.shuffle(numbers)
    took, found = [], 0
    for number in numbers:
        began = time.perf_counter()
        found += bool(index.find(number))
        took.append((time.perf_counter() - began) * 1e6)
    return {
        "lookup_us_p50": share(took, 0.5),
        "lookup_us_p99": share(took, 0.99),
        "found": found / len(numbers),
    }


async def measure_search(index: ContactIndex, times: int) -> dict[str, float]:
    """Type names, companies and numbers, a key at a time."""
    lots = random.Random(2)
    made = list(make_contacts(20_000))
    took: list[float] = []
    missed = 0
    for contact in lots.choices(made, k=times):
        whole = lots.choice(
            (
                f"{contact.first} {contact.last}",
                f"{contact.last} {contact.first}",
                contact.last,
                contact.last[2:],
                contact.company,
                f"{contact.first} {contact.company}",
                contact.work,
            )
        )
        for end in range(1, len(whole) + 1):
            began = time.perf_counter()
            found = await index.search(whole[:end])
            took.append((time.perf_counter() - began) * 1e3)
        missed += not found and len(whole) >= 3  # middles are found from three signs on
    return {
        "name_search_ms_p50": share(took, 0.5),
        "name_search_ms_p99": share(took, 0.99),
        "name_search_ms_max": max(took),
        "keys": len(took),
        "missed": missed,
    }


async def measure_all(folder: Path, first: int, second: int) -> dict[str, object]:
    """Import a first CSV, then a vCard into what is filled; look up and search."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    write_csv(folder / "first.csv", first)
    write_vcards(folder / "second.vcf", second, OTHER_SEED)
    figures: dict[str, object] = {}
    async with open_home(folder) as home:
        figures["csv, first"] = await measure_import(home, folder / "first.csv")
        figures["vcard, filled"] = await measure_import(home, folder / "second.vcf")
        figures["lookup"] = measure_lookup(home.index, first, 20_000)
        figures["search"] = await measure_search(home.index, 300)
    return figures


def main() -> None:
    """Print the figures; the counts of both imports may be given."""
    first, second = (int(text) for text in [*sys.argv[1:], "200000", "50000"][:2])
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure_all(Path(folder), first, second))
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
