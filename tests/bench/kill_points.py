"""Kills the companion at random instants, and counts what was lost or came twice.

Calls ring through the real listener from several phones at once. An event that finds
nobody is kept in the spool, as `switchhook event` does. Each life is ended by SIGKILL
at a random instant after it answered its first event, while calls ring, notes are typed
and logs are on their way; the last one may finish. Then every call must be exactly one
record, and no note may lack what was typed more than 300 ms before a kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import hook
from app.opening import LOCAL
from tests.bench import far_crm
from tests.bench.figure import Figure, say, tell
from tests.bench.home import ROOT, local_logs_of, make_home
from tests.bench.kill_life import ENOUGH, JOURNAL

TYPED_MS = 300.0
_PHONES = 3
_START_S, _FINISH_S = 60.0, 120.0


@dataclass
class Verdict:
    """What came of all kills. `note_lag_ms`: the oldest typing that was missing."""

    seed: int
    kills: int = 0
    rings: int = 0
    answered: int = 0
    resumed: int = 0
    lost: int = 0
    twice: int = 0
    notes_short: int = 0
    notes_differ: int = 0
    note_lag_ms: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """Return how much went wrong."""
        return self.lost + self.twice + self.notes_short + self.notes_differ


class Phones:
    """Phones that ring, answer and hang up, whatever becomes of the companion."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home = home
        self._seed = seed
        self._is_over = threading.Event()
        self.heard = threading.Event()
        self.keys: dict[str, set[str]] = {}  # of each ringing, as answered
        self._threads = [
            threading.Thread(target=self._run, args=(number,))
            for number in range(_PHONES)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, phone: int) -> None:
        lots = random.Random(f"{self._seed} {phone}")
        call = 0
        while not self._is_over.is_set():
            call += 1
            session = f"{phone}-{call}"
            told = {"from": f"+4420{phone}{call:07d}", "id": session}
            self.keys[session] = set()
            for kind in ("ringing", "answered", "ended"):
                key = self._tell({**told, "kind": kind})
                if key:
                    self.keys[session].add(key)
                    self.heard.set()
                time.sleep(lots.uniform(0.02, 0.15))
            time.sleep(lots.uniform(0.0, 0.3))

    def _tell(self, told: dict[str, Any]) -> str | None:
        told["nonce"] = os.urandom(8).hex()
        try:
            status, reply = hook.ask(str(self._home), "/v1/event", told)
        except hook.NotRunningError:
            hook.keep(str(self._home), told)
            return None
        if status == 200:  # it is on disk, even where the reply broke off
            return str(json.loads(reply)["key"]) if reply.endswith(b"}") else None
        hook.keep(str(self._home), told)
        return None


def kill_many(folder: Path, side: str, kills: int, seed: int) -> Verdict:
    """Run lives one after another on one home and judge what is left."""
    lots = random.Random(seed)
    home = make_home(folder, grace_s=5)
    verdict = Verdict(seed)
    phones = Phones(home, seed)
    killed_ns: list[int] = []
    program = _start(home, side, seed)
    phones.start()
    try:
        for life in range(kills):
            _wait_ready(home, program, life + 1)
            phones.heard.clear()
            phones.heard.wait(_START_S)
            time.sleep(lots.uniform(0.0, 0.9))
            killed_ns.append(time.monotonic_ns())
            program.send_signal(signal.SIGKILL)
            program.wait()
            program = _start(home, side, seed + life + 1)
        _wait_ready(home, program, kills + 1)
    finally:
        phones.stop()
        (home / ENOUGH).touch()
        try:
            code = program.wait(_FINISH_S)
        except subprocess.TimeoutExpired:
            program.kill()
            code = program.wait()
    if code != 0:
        verdict.problems.append(f"the last life ended with {code}")
    verdict.kills = len(killed_ns)
    records = far_crm.records(home / "far.db") if side == "far" else local_logs_of(home)
    _judge_calls(verdict, phones, records)
    _judge_notes(verdict, _journal(home), killed_ns, dict(records))
    return verdict


def _start(home: Path, side: str, seed: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.kill_life", str(home), side, str(seed)],
        cwd=ROOT,
    )


def _wait_ready(home: Path, program: subprocess.Popen[bytes], lives: int) -> None:
    until_s = time.monotonic() + _START_S
    while time.monotonic() < until_s:
        if sum(line["what"] == "ready" for line in _journal(home)) >= lives:
            return
        if program.poll() is not None:
            raise RuntimeError(f"a life ended by itself with {program.returncode}")
        time.sleep(0.01)
    raise RuntimeError("a life did not begin")


def _journal(home: Path) -> list[dict[str, Any]]:
    path = home / JOURNAL
    if not path.exists():
        return []
    whole, _, _ = path.read_text().rpartition("\n")
    return [json.loads(line) for line in whole.splitlines()]


def _judge_calls(
    verdict: Verdict, phones: Phones, records: list[tuple[str, str]]
) -> None:
    keys = [key for key, _ in records]
    verdict.rings = len(phones.keys)
    for session, answered in phones.keys.items():
        verdict.answered += bool(answered)
        if len(answered) > 1:
            verdict.twice += 1
            verdict.problems.append(f"call {session} had {len(answered)} keys")
        if answered and not answered & set(keys):
            verdict.lost += 1
            verdict.problems.append(f"call {session} has no record")
    verdict.twice += len(keys) - len(set(keys))
    differ = len(set(keys)) - len(phones.keys)
    if differ:
        verdict.problems.append(f"{len(set(keys))} records of {len(phones.keys)} calls")
        verdict.twice += max(0, differ)
        verdict.lost += max(0, -differ)


def _judge_notes(
    verdict: Verdict,
    journal: list[dict[str, Any]],
    killed_ns: list[int],
    records: dict[str, str],
) -> None:
    typed: dict[str, list[tuple[int, str]]] = {}
    deaths = iter((*killed_ns, time.monotonic_ns()))
    death_ns = next(deaths)
    before_ns = 0
    for line in journal:
        key, note = line["key"], line["note"]
        while line["at"] > death_ns:
            before_ns, death_ns = death_ns, next(deaths)
        match line["what"]:
            case "typed":
                typed.setdefault(key, []).append((line["at"], note))
            case "found":
                verdict.resumed += 1
                missing = [at for at, text in typed[key] if len(text) > len(note)]
                lag_ms = (before_ns - min(missing, default=before_ns)) / 1e6
                verdict.note_lag_ms = max(verdict.note_lag_ms, lag_ms)
                if lag_ms > TYPED_MS or not typed[key][-1][1].startswith(note):
                    verdict.notes_short += 1
                    verdict.problems.append(f"a note lacks {lag_ms:.0f} ms of typing")
                # what was typed and not kept is typed anew
                typed[key] = [one for one in typed[key] if len(one[1]) <= len(note)]
                typed[key] = typed[key] or [(line["at"], note)]
            case "kept":
                if records.get(key) != note or note != typed[key][-1][1]:
                    verdict.notes_differ += 1
                    last = typed[key][-1][1]
                    record = records.get(key)
                    verdict.problems.append(
                        f"note of {key[:6]}: typed {len(last)}, kept {len(note)}, "
                        f"record {'none' if record is None else len(record)}"
                    )


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--kills", type=int, default=200)
    words.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6)
    )
    words.add_argument("--side", choices=(LOCAL, "far", "both"), default="both")
    given = words.parse_args()
    sides = (LOCAL, "far") if given.side == "both" else (given.side,)
    verdicts: dict[str, Verdict] = {}
    for side in sides:
        kills = given.kills // len(sides)
        say(f"{kills} kills, {side} CRM, seed {given.seed}")
        with TemporaryDirectory(prefix="sh-kill-", dir="/tmp") as name:
            verdicts[side] = kill_many(Path(name), side, kills, given.seed)
        for problem in verdicts[side].problems[:10]:
            say(problem)
    tell(
        Figure(
            "kill_points",
            sum(verdict.bad for verdict in verdicts.values()),
            0.0,
            runs=sum(verdict.kills for verdict in verdicts.values()),
            beside={side: vars(verdict) for side, verdict in verdicts.items()},
        )
    )
    if any(verdict.problems and not verdict.bad for verdict in verdicts.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
