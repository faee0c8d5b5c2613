"""How long the program takes to start, how much it needs and how often it wakes.

All against a bare PySide6 program with a tray icon and one window, on the same private
screen, in turns. A start lasts from just before the process is made until the panel has
put the icon up. Idle is from 12 s after the start: resident memory, and how often all
threads together gave up the processor by themselves, each of which a wake-up follows.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import ROOT, make_home
from tests.bench.tray_watch import screen_with_tray

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.tray_watch import TrayWatch

BARE = ("-m", "tests.bench.bare_window")
OURS = ("-m", "ui")
_SETTLE_S = 12.0


@contextmanager
def started(
    tray: TrayWatch, words: tuple[str, ...], home: Path
) -> Iterator[tuple[float, int]]:
    """Start a program; give seconds until its icon is there, and its pid."""
    tray.forget()
    env = {**tray.env, "SWITCHHOOK_HOME": str(home)}
    began_ns = time.monotonic_ns()
    program = subprocess.Popen(
        [sys.executable, *words],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield (tray.wait_for_icon() - began_ns) / 1e9, program.pid
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        tray.wait_until_gone()


def measure_start(tray: TrayWatch, home: Path, pairs: int) -> Figure:
    """Start both in turns, the first pair not counted."""
    bare_s: list[float] = []
    ours_s: list[float] = []
    for _ in range(pairs + 1):
        for words, times in ((BARE, bare_s), (OURS, ours_s)):
            with started(tray, words, home) as (took_s, _):
                times.append(took_s)
            time.sleep(0.2)
    ratios = [ours / bare for bare, ours in zip(bare_s[1:], ours_s[1:], strict=True)]
    return Figure(
        "start_ratio",
        statistics.median(ratios),
        1.6,
        median=statistics.median(ratios),
        p99=part_of(ratios, 0.99),
        runs=pairs,
        beside={
            "bare_ms": statistics.median(bare_s[1:]) * 1e3,
            "ours_ms": statistics.median(ours_s[1:]) * 1e3,
            "of_the_fastest": min(ours_s[1:]) / min(bare_s[1:]),
        },
    )


def measure_idle(tray: TrayWatch, home: Path, watch_s: float) -> tuple[Figure, Figure]:
    """Watch each program while nothing happens."""
    seen = {}
    for words in (BARE, OURS):
        with started(tray, words, home) as (_, pid):
            time.sleep(_SETTLE_S)
            before = wake_ups(pid)
            time.sleep(watch_s)
            after = wake_ups(pid)
            rate = sum(after[t] - before.get(t, 0) for t in after) / watch_s
            by_thread = {
                f"{name} {tid}": (count - before.get((tid, name), 0)) / watch_s
                for (tid, name), count in after.items()
                if count != before.get((tid, name), 0)
            }
            seen[words] = (resident_mb(pid), rate, by_thread)
    (bare_mb, bare_rate, _), (our_mb, our_rate, threads) = seen[BARE], seen[OURS]
    return (
        Figure(
            "idle_rss_ratio",
            our_mb / bare_mb,
            2.0,
            beside={"bare_mb": bare_mb, "ours_mb": our_mb},
        ),
        Figure(
            "idle_wakeups_per_s",
            our_rate,
            2.0,
            beside={"bare": bare_rate, "by_thread": threads, "over_s": watch_s},
        ),
    )


def wake_ups(pid: int) -> dict[tuple[str, str], int]:
    """Return how often each thread of a process gave up the processor by itself."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        facts = _facts(task / "status")
        found[task.name, facts["Name"]] = int(facts["voluntary_ctxt_switches"])
    return found


def resident_mb(pid: int) -> float:
    facts = _facts(Path(f"/proc/{pid}/status"))
    return int(facts["VmRSS"].removesuffix(" kB")) / 1024


def _facts(path: Path) -> dict[str, str]:
    lines = (line.partition(":\t") for line in path.read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--pairs", type=int, default=15)
    words.add_argument("--watch-s", type=float, default=20.0)
    words.add_argument("--only", default="")
    given = words.parse_args()
    with (
        TemporaryDirectory(prefix="sh-bench-", dir="/tmp") as name,
        screen_with_tray() as tray,
    ):
        home = make_home(Path(name))
        if given.only in ("", "start_ratio"):
            say(f"{given.pairs} pairs of starts")
            tell(measure_start(tray, home, given.pairs))
        if given.only != "start_ratio":
            say(f"idle for {given.watch_s:.0f} s, twice")
            for figure in measure_idle(tray, home, given.watch_s):
                tell(figure)


if __name__ == "__main__":
    main()
