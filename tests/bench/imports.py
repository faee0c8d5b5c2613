"""How fast contacts come in, and how long the window stands still meanwhile.

Through the companion, with the window open: CSV and vCard, a first import into an empty
home and one of other people into the home that the first one filled. A contact counts
once it can be found. While it runs, a timer of 2 ms tells how late the loop is.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from connectors.phone_number import fast_parse
from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import REGION, ROOT, make_home
from tests.bench.make_contacts import make_contacts, write_csv, write_vcards
from tests.bench.window import run_with_window

if TYPE_CHECKING:
    from app.companion import Companion

_TICK_S = 0.002
_OTHER_SEED = 77


@dataclass(frozen=True, slots=True)
class Run:
    """One import as measured."""

    per_s: float
    late_ms: list[float]


async def measure(companion: Companion, path: Path, seed: int) -> Run:
    """Import a file and watch the loop."""
    late_ms: list[float] = []
    loop = asyncio.get_running_loop()
    is_over = asyncio.Event()
    due_s = time.perf_counter() + _TICK_S

    def tick() -> None:
        nonlocal due_s
        now_s = time.perf_counter()
        late_ms.append((now_s - due_s) * 1e3)
        due_s = now_s + _TICK_S
        if not is_over.is_set():
            loop.call_later(_TICK_S, tick)

    loop.call_later(_TICK_S, tick)
    began_s = time.perf_counter()
    report = await companion.import_contacts(path)
    took_s = time.perf_counter() - began_s
    is_over.set()
    last = next(iter(make_contacts(1, seed)))
    number = fast_parse(last.work, REGION)
    found = await companion.search_contacts(number.e164 if number else "")
    if not any(contact.name.startswith(last.first) for contact in found):
        raise RuntimeError("what was imported is not found")
    return Run(report.added / took_s, late_ms)


def import_into(home: Path, files: tuple[tuple[Path, int], ...]) -> list[Run]:
    """Import one file after another into a home that begins empty."""

    async def all_of(companion: Companion) -> list[Run]:
        runs = []
        for path, seed in files:
            say(f"importing {path.name}")
            runs.append(await measure(companion, path, seed))
            say(f"{runs[-1].per_s:,.0f} contacts a second")
        return runs

    return run_with_window(make_home(home), all_of)


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--contacts", type=int, default=200_000)
    words.add_argument("--more", type=int, default=100_000)
    given = words.parse_args()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=build) as name:
        folder = Path(name)
        say(f"writing files of {given.contacts:,} and {given.more:,} contacts")
        first = (folder / "first.csv", folder / "first.vcf")
        more = (folder / "more.vcf", folder / "more.csv")
        write_csv(first[0], given.contacts)
        write_vcards(first[1], given.contacts)
        write_vcards(more[0], given.more, _OTHER_SEED)
        write_csv(more[1], given.more, _OTHER_SEED)
        seed = 20261122
        home = folder / "home-csv"
        csv_first, vcard_more = import_into(
            home, ((first[0], seed), (more[0], _OTHER_SEED))
        )
        home = folder / "home-vcard"
        vcard_first, csv_more = import_into(
            home, ((first[1], seed), (more[1], _OTHER_SEED))
        )
    for kind, run, least_per_s in (
        ("csv_first", csv_first, 10_000.0),
        ("vcard_first", vcard_first, 10_000.0),
        ("csv_filled", csv_more, 6_000.0),
        ("vcard_filled", vcard_more, 6_000.0),
    ):
        contacts = given.contacts if kind.endswith("first") else given.more
        tell(
            Figure(
                f"import_contacts_per_s {kind}",
                run.per_s,
                least_per_s,
                is_least=True,
                beside={
                    "contacts": contacts,
                    "stall_p999_ms": part_of(run.late_ms, 0.999),
                    "stall_max_ms": max(run.late_ms),
                },
            )
        )
    late_ms = [
        late
        for run in (csv_first, vcard_first, csv_more, vcard_more)
        for late in run.late_ms
    ]
    for what, value, goal in (
        ("p99.9", part_of(late_ms, 0.999), 16.0),
        ("max", max(late_ms), 50.0),
    ):
        tell(
            Figure(
                f"longest_stall_ms {what}",
                value,
                goal,
                median=part_of(late_ms, 0.5),
                p99=part_of(late_ms, 0.99),
                runs=len(late_ms),
            )
        )


if __name__ == "__main__":
    main()
