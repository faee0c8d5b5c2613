"""What a hook costs: `switchhook event …` against `python -c pass`, in turns.

The companion runs, and the hook waits until the event is on its disk.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure, part_of, say, tell
from tests.bench.home import ROOT, make_home

_CALLS = 4  # events per call: ring, answer, hold, end


def took_s(words: tuple[str, ...], env: dict[str, str]) -> float:
    began_s = time.perf_counter()
    code = subprocess.run(words, env=env, cwd=ROOT, check=False).returncode
    if code != 0:
        raise RuntimeError(f"{words} gave {code}")
    return time.perf_counter() - began_s


def measure(home: Path, pairs: int) -> Figure:
    env = {**os.environ, "SWITCHHOOK_HOME": str(home)}
    companion = subprocess.Popen(
        [sys.executable, "-m", "ui", "run", "--no-window"],
        env=env,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    script = Path(sys.executable).with_name("switchhook")
    ours = (str(script),) if script.exists() else (sys.executable, "-m", "ui")
    bare = (sys.executable, "-c", "pass")
    try:
        while not (home / "listener.json").exists():
            time.sleep(0.05)
        bare_s, ours_s = [], []
        for at in range(pairs + 2):
            kind = ("ringing", "answered", "held", "ended")[at % _CALLS]
            told = ("event", kind, "--from", "+442079460958", "--id", str(at // _CALLS))
            bare_s.append(took_s(bare, env))
            ours_s.append(took_s((*ours, *told), env))
        if any((home / "spool").glob("*.jsonl")):
            raise RuntimeError("events went to the spool: no companion heard them")
    finally:
        companion.terminate()
        companion.wait(30)
    pairs_s = list(zip(bare_s, ours_s, strict=True))[2:]
    ratios = [ours_took / bare_took for bare_took, ours_took in pairs_s]
    return Figure(
        "hook_ratio",
        statistics.median(ratios),
        2.2,
        median=statistics.median(ratios),
        p99=part_of(ratios, 0.99),
        runs=len(ratios),
        beside={
            "bare_ms": statistics.median(b for b, _ in pairs_s) * 1e3,
            "ours_ms": statistics.median(o for _, o in pairs_s) * 1e3,
            "of_the_fastest": min(o for _, o in pairs_s) / min(b for b, _ in pairs_s),
            "started_as": Path(ours[0]).name,
        },
    )


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--pairs", type=int, default=40)
    given = words.parse_args()
    say(f"{given.pairs} pairs of hooks")
    with TemporaryDirectory(prefix="sh-bench-", dir="/tmp") as name:
        tell(measure(make_home(Path(name)), given.pairs))


if __name__ == "__main__":
    main()
