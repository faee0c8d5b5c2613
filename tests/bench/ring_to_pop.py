"""How long a ringing phone waits for its card on the screen.

From the moment before the event's bytes go into the listener's socket, in a program of
its own, to the end of the card's first paint. What counts is the time on the clock. How
much of it the window only waited for a core, since other programs had both, is told
beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import ROOT, cached_home
from tests.bench.make_contacts import make_contacts
from tests.bench.ring_sender import waited_ns
from tests.bench.window import run_with_pop

if TYPE_CHECKING:
    from pathlib import Path

    from ui.pop_window import PopWindow

_WARM_UP = 5  # not counted: fonts, caches of the first paints
_SHOWN_S = 0.07


def numbers_of(contacts: int, rings: int, seed: int) -> list[str]:
    """Return who rings: nine of ten are in the index, anywhere in it."""
    lots = random.Random(seed)
    unknown = rings // 10
    wanted = set(lots.sample(range(contacts), rings - unknown))
    numbers = [
        made.work for at, made in enumerate(make_contacts(contacts)) if at in wanted
    ]
    numbers += [f"+4479{lots.randrange(10**8):08d}" for _ in range(unknown)]
    lots.shuffle(numbers)
    return numbers


async def measure(
    pop: PopWindow, home: Path, numbers: list[str]
) -> list[tuple[float, float]]:
    """Return the wait of each ring, and how much of it was for a core.

    Every call finds the corner empty.
    """
    first_ns: dict[str, tuple[int, int]] = {}

    def on_painted(key: str) -> None:
        if key not in first_ns:
            first_ns[key] = time.monotonic_ns(), waited_ns(os.getpid())
            asyncio.get_running_loop().call_later(_SHOWN_S, pop.close_all)

    pop.card_painted.connect(on_painted)
    sender = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.ring_sender", str(home)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    out, _ = await sender.communicate(json.dumps(numbers).encode())
    await asyncio.sleep(1.0)
    lines = [json.loads(line) for line in out.decode().splitlines()]
    if len(lines) != len(numbers):
        raise RuntimeError(f"{len(lines)} of {len(numbers)} rings were answered")
    waits_ms: list[tuple[float, float]] = []
    for line in lines[_WARM_UP:]:
        if line["key"] not in first_ns:
            raise RuntimeError(f"ring {len(waits_ms)} was never painted")
        at_ns, core_ns = first_ns[line["key"]]
        wait_ms = (at_ns - line["sent_ns"]) / 1e6
        waits_ms.append((wait_ms, (core_ns - line["waited_ns"]) / 1e6))
    return waits_ms


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--contacts", type=int, default=1_000_000)
    words.add_argument("--rings", type=int, default=300)
    given = words.parse_args()
    home = cached_home(given.contacts)
    numbers = numbers_of(given.contacts, given.rings + _WARM_UP, seed=3)
    say(f"{given.rings} rings")
    rings = run_with_pop(home, lambda _, pop: measure(pop, home, numbers))
    waits_ms = [wait for wait, _ in rings]
    own_ms = [wait - for_core for wait, for_core in rings]
    tell(
        Figure(
            "ring_to_pop_ms",
            part_of(waits_ms, 0.99),
            16.0,
            median=statistics.median(waits_ms),
            p99=part_of(waits_ms, 0.99),
            runs=len(waits_ms),
            beside={
                "max": max(waits_ms),
                "contacts": given.contacts,
                "p99_without_waiting_for_a_core": part_of(own_ms, 0.99),
                "max_without_waiting_for_a_core": max(own_ms),
            },
        )
    )


if __name__ == "__main__":
    main()
