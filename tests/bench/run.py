"""All figures as one table, and in `build/bench.json`.

Each figure is measured by a program of its own (`python -m tests.bench.…`), so that one
that fails or is slow leaves the others alone. Relative figures are measured in turns
within one run. Times are those on the clock, so a busy machine makes them longer: each
figure keeps its load in `bench.json`, and what it would be without the others.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "build" / "bench.json"
NO_SCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


@dataclass(frozen=True, slots=True)
class Program:
    """A measuring program: what it tells, and how it is run at each size."""

    module: str
    figures: tuple[str, ...]
    usual: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    has_screen: bool = False


MILLION = ("--contacts", "1000000")
FEW = ("--contacts", "100000")
PROGRAMS = (
    Program(
        "ring_to_pop", ("ring_to_pop_ms",), MILLION, (*FEW, "--rings", "60"), MILLION
    ),
    Program(
        "lookup",
        ("lookup_us", "name_search_ms"),
        MILLION,
        FEW,
        (*MILLION, "--names=400"),
    ),
    Program(
        "start",
        ("start_ratio", "idle_rss_ratio", "idle_wakeups_per_s"),
        quick=("--pairs", "5"),
        full=("--pairs", "25", "--watch-s", "60"),
        has_screen=True,
    ),
    Program(
        "hook_start", ("hook_ratio",), quick=("--pairs", "15"), full=("--pairs=80",)
    ),
    Program(
        "imports",
        ("import_contacts_per_s", "longest_stall_ms"),
        ("--contacts", "200000", "--more", "100000"),
        ("--contacts", "40000", "--more", "20000"),
        ("--contacts", "1000000", "--more", "200000"),
    ),
    Program(
        "calls_page",
        ("calls_page_ms", "calls_search_ms"),
        ("--calls", "200000"),
        ("--calls", "20000"),
    ),
    Program(
        "kill_points",
        ("kill_points",),
        ("--kills=200",),
        ("--kills=20",),
        ("--kills=400",),
    ),
)


def measured(program: Program, size: str) -> list[dict[str, object]]:
    """Run one program; return its figures. Tells where it fails."""
    options = {"quick": program.quick, "full": program.full}.get(size, program.usual)
    sys.stderr.write(f"{program.module} {' '.join(options)}\n")
    env = {**os.environ, **({} if program.has_screen else NO_SCREEN)}
    load_before = os.getloadavg()[0]
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{program.module}", *options],
        stdout=subprocess.PIPE,
        env=env,
        cwd=ROOT,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"figure"')]
    figures: list[dict[str, object]] = [json.loads(line)["figure"] for line in lines]
    for figure in figures:
        figure["load"] = [round(load_before, 2), round(os.getloadavg()[0], 2)]
    if done.returncode != 0:
        missing = ", ".join(program.figures)
        sys.stderr.write(f"{program.module} failed ({done.returncode}): {missing}\n")
        figures.append({"name": missing, "failed": done.returncode})
    return figures


def number(value: object) -> str:
    if not isinstance(value, (int, float)):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def row(figure: dict[str, object]) -> tuple[str, ...]:
    if "failed" in figure:
        return (str(figure["name"]), "", "", "", "", "", "FAILED")
    goal, value = figure["goal"], figure["value"]
    sign = "≥" if figure["is_least"] else "≤"
    state = ""
    if isinstance(goal, (int, float)) and isinstance(value, (int, float)):
        is_reached = value >= goal if figure["is_least"] else value <= goal
        state = "ok" if is_reached else "SHORT"
    return (
        str(figure["name"]),
        number(value),
        number(figure["median"]),
        number(figure["p99"]),
        number(figure["runs"]),
        f"{sign} {number(goal)}" if goal is not None else "",
        state,
    )


def table(figures: list[dict[str, object]]) -> str:
    """Return the figures as lines of text."""
    head = ("figure", "measured", "median", "p99", "runs", "to reach", "")
    rows = [head, *(row(figure) for figure in figures)]
    widths = [max(len(line[at]) for line in rows) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at in (0, len(head) - 1) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in rows
    )


def without_others(figures: list[dict[str, object]]) -> list[str]:
    """Say what figures would be without other programs on the machine."""
    words = {
        "p99_without_waiting_for_a_core": "p99 without the time it waited for a core",
        "p99_without_interruptions": "p99 where no other program had the processor",
        "of_the_fastest": "ratio of the fastest runs",
    }
    lines = []
    for figure in figures:
        beside = figure.get("beside")
        for name, told in words.items():
            if isinstance(beside, dict) and name in beside:
                lines.append(f"{figure['name']}: {number(beside[name])}, {told}")
    return lines


def merged(figures: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the figures of the last run with those of this one in their place."""
    try:
        last = json.loads(RESULT.read_bytes())["figures"]
    except (OSError, ValueError, KeyError):
        last = []
    measured_now = {figure["name"] for figure in figures}
    return [figure for figure in last if figure["name"] not in measured_now] + figures


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", action="append", default=[], metavar="FIGURE")
    sizes = words.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_const", const="quick", dest="size")
    sizes.add_argument("--full", action="store_const", const="full", dest="size")
    given = words.parse_args()
    began_s = time.monotonic()
    figures: list[dict[str, object]] = []
    for program in PROGRAMS:
        names = (program.module, *program.figures)
        if not given.only or any(name.startswith(tuple(given.only)) for name in names):
            figures += measured(program, given.size or "usual")
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "took_s": round(time.monotonic() - began_s),
        "size": given.size or "usual",
    }
    kept = figures if not given.only else merged(figures)
    told = json.dumps({"machine": machine, "figures": kept}, indent=1)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(told + "\n", "utf-8")
    sys.stdout.write(table(figures) + "\n\n")
    for line in without_others(figures):
        sys.stdout.write(line + "\n")
    sys.stdout.write(
        f"{machine['cores']} shared cores, load {machine['load']} over 1, 5, 15 minutes"
        f" at the end; {machine['took_s']} s; details in build/bench.json\n"
    )
    return 1 if any("failed" in figure for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
