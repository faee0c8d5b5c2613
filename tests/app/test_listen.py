"""`switchhook listen` prints events at once and every call once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.command import CommandError, Exit
from app.listen import Listening, time_text
from app.listen_command import read_settings
from app.tasks import Tasks
from connectors.manifest import PhoneManifest, Setting, SettingKind
from connectors.phone_number import parse
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    SourceStatus,
    Transfer,
    TransferKind,
)
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 22, 21, 23, 52, 398_000, UTC)
K = EventKind
EVENT_KEYS = (
    "v type source kind session leg at direction number number_raw extension name"
    " own_line queue reason"
)
CALL_KEYS = (
    "v type source session direction number number_raw extension name own_line result"
    " answered_by started_at answered_at ended_at end_known ring_s talk_s hangup_by"
    " queue transfers"
)


class ScriptPhone:
    """Tells a script of (seconds to wait, what is told), then stays silent."""

    def __init__(
        self, clock: FakeClock, script: list[tuple[float, PhoneEvent | SourceStatus]]
    ) -> None:
        self.clock = clock
        self.script = script

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        for wait_s, told in self.script:
            await self.clock.sleep(wait_s)
            yield told
        await self.clock.sleep(10**6)

    async def answer(self, session: str) -> None: ...

    async def decline(self, session: str) -> None: ...

    async def hang_up(self, session: str) -> None: ...

    async def dial(self, number: str, own_line: str | None) -> str | None: ...

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        return ()

    async def close(self) -> None: ...


def event(kind: EventKind, after_s: float = 0, **told: object) -> PhoneEvent:
    at = START + timedelta(seconds=after_s)
    facts: dict[str, object] = {"session": "1795382632.0"} | told
    return PhoneEvent(
        "demo",
        "demo",
        str(facts.pop("session")),
        kind,
        at,
        at,
        **facts,  # type: ignore[arg-type]
    )


def ringing(session: str = "1795382632.0") -> PhoneEvent:
    return event(
        K.RINGING,
        direction=Direction.INBOUND,
        number_raw="+442079460958",
        number=parse("+442079460958", "US"),
        name="Oliver Twist",
        own_line="+14155550100",
        session=session,
    )


class Terminal:
    """Runs a script through a listening and keeps what it printed."""

    def __init__(
        self,
        *script: tuple[float, PhoneEvent | SourceStatus],
        has_unique_ids: bool = True,
    ) -> None:
        self.clock = FakeClock(START)
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.listening = Listening(
            ScriptPhone(self.clock, list(script)),
            self.clock,
            has_unique_ids=has_unique_ids,
            print_line=self.lines.append,
            note=self.notes.append,
        )
        self.failures: list[str] = []
        self.tasks = Tasks(lambda name, problem: self.failures.append(repr(problem)))

    async def run(self, seconds: float) -> None:
        self.tasks.start("follow", self.listening.follow())
        self.tasks.start("settle", self.listening.settle())
        await self.clock.pass_time(seconds=seconds)

    async def stop(self) -> None:
        await self.tasks.stop()
        self.listening.finish()
        assert self.failures == []

    def told(self, type_: str) -> list[dict[str, object]]:
        lines = [json.loads(line) for line in self.lines]
        return [line for line in lines if line["type"] == type_]


async def test_an_answered_call_is_told_in_the_words_of_the_contract() -> None:
    terminal = Terminal(
        (0, ringing()),
        (2, event(K.ANSWERED, 2, leg="a", by="100")),
        (5, event(K.ENDED, 7, hangup_by=HangupBy.REMOTE)),
    )

    await terminal.run(20)
    await terminal.stop()

    [first, *_] = terminal.told("event")
    [call] = terminal.told("call")
    assert list(first) == EVENT_KEYS.split()
    assert list(call) == CALL_KEYS.split()
    assert first == {
        "v": 1,
        "type": "event",
        "source": "demo",
        "kind": "ringing",
        "session": "1795382632.0",
        "leg": None,
        "at": "2026-11-22T21:23:52.398Z",
        "direction": "inbound",
        "number": "+442079460958",
        "number_raw": "+442079460958",
        "extension": None,
        "name": "Oliver Twist",
        "own_line": "+14155550100",
        "queue": None,
        "reason": None,
    }
    assert call["result"] == "answered"
    assert call["answered_by"] == ["100"]
    assert call["started_at"] == "2026-11-22T21:23:52.398Z"
    assert call["answered_at"] == "2026-11-22T21:23:54.398Z"
    assert call["ended_at"] == "2026-11-22T21:23:59.398Z"
    assert (call["ring_s"], call["talk_s"]) == (2.0, 5.0)
    assert (call["hangup_by"], call["end_known"]) == ("remote", True)
    assert call["transfers"] == []


async def test_a_call_is_told_a_moment_after_its_end_and_only_once() -> None:
    terminal = Terminal(
        (0, ringing()),
        (3, event(K.ENDED, 3)),
        (0.5, event(K.ELSEWHERE, 3)),
        (9, event(K.RECORDING, 12, url="https://pbx.example/1")),
    )

    await terminal.run(3.2)
    early = terminal.told("call")
    await terminal.run(1)
    [call] = terminal.told("call")
    await terminal.run(30)
    await terminal.stop()

    assert early == []
    assert call["result"] == CallResult.ANSWERED_ELSEWHERE.value
    assert terminal.told("call") == [call]


async def test_calls_that_go_on_are_told_at_the_end_with_their_end_unknown() -> None:
    terminal = Terminal(
        (0, ringing()),
        (2, event(K.ANSWERED, 2, by="100")),
        (0, ringing(session="2")),
    )

    await terminal.run(12)
    await terminal.stop()

    talking, still_ringing = terminal.told("call")
    assert talking["end_known"] is still_ringing["end_known"] is False
    assert talking["ended_at"] is None
    assert (talking["result"], talking["talk_s"]) == ("answered", 10.0)
    assert (still_ringing["result"], still_ringing["talk_s"]) == (None, 0.0)


async def test_a_call_that_just_ended_is_told_at_the_end_as_ended() -> None:
    terminal = Terminal((0, ringing()), (3, event(K.ENDED, 3)))

    await terminal.run(3.1)
    await terminal.stop()

    [call] = terminal.told("call")
    assert (call["end_known"], call["result"]) == (True, "missed")


async def test_a_reused_id_is_a_new_call() -> None:
    script = [
        (0.0, ringing(session="7")),
        (1.0, event(K.ENDED, 1, session="7")),
        (60.0, event(K.RINGING, 61, session="7", number_raw="0555")),
        (1.0, event(K.ENDED, 62, session="7")),
    ]

    reusing = Terminal(*script, has_unique_ids=False)
    await reusing.run(90)
    await reusing.stop()

    assert [call["number_raw"] for call in reusing.told("call")] == [
        "+442079460958",
        "0555",
    ]


async def test_a_transfer_is_told_with_its_ends() -> None:
    at = START + timedelta(seconds=4)
    handed_on = Transfer(TransferKind.BLIND, "100", "101", at)
    terminal = Terminal(
        (0, ringing()),
        (2, event(K.ANSWERED, 2, leg="a", by="100")),
        (2, event(K.TRANSFERRED, 4, leg="a", transfer=handed_on)),
        (2, event(K.ENDED, 6)),
    )

    await terminal.run(20)
    await terminal.stop()

    [call] = terminal.told("call")
    assert call["transfers"] == [
        {"kind": "blind", "from": "100", "to": "101", "at": time_text(at)}
    ]
    assert call["talk_s"] == 2.0


async def test_the_state_of_the_source_is_for_people() -> None:
    terminal = Terminal(
        (0, SourceStatus("demo", "demo", is_up=False, at=START, reason="refused")),
        (1, SourceStatus("demo", "demo", is_up=True, at=START)),
    )

    await terminal.run(5)
    await terminal.stop()

    assert terminal.notes == ["demo is down: refused", "demo is up"]
    assert terminal.lines == []


MANIFEST = PhoneManifest(
    id="pbx",
    name="PBX",
    settings=(
        Setting(name="host", label="Host", is_required=True),
        Setting(name="port", label="Port", kind=SettingKind.NUMBER, default="5038"),
        Setting(
            name="secret", label="Secret", kind=SettingKind.SECRET, is_required=True
        ),
    ),
)


def test_a_secret_comes_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "in").write_text("pa=ss wörd\nmore\n", "utf-8")

    with (tmp_path / "in").open(encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        settings = read_settings(MANIFEST, ("host=pbx.example", "secret=@-"))

    assert settings == {"host": "pbx.example", "port": "5038", "secret": "pa=ss wörd"}


def test_settings_that_do_not_fit_are_all_told() -> None:
    with pytest.raises(CommandError) as problem:
        read_settings(MANIFEST, ("hots=x", "port=many", "secret=hidden"))

    assert problem.value.exit is Exit.USAGE
    for word in ("hots: no setting", "port: must be", "host: is needed"):
        assert word in str(problem.value)
    assert "hidden" not in str(problem.value)


def listen(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui", "listen", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_an_unknown_source_is_told_which_ones_there_are() -> None:
    program = listen("carrier-pigeon")
    out, err = program.communicate(timeout=30)

    assert (program.returncode, out) == (2, "")
    assert "demo" in err
    assert "asterisk" in err


def test_a_source_that_lacks_a_setting_is_refused() -> None:
    program = listen("asterisk", "--set", "nonsense=1")
    _, err = program.communicate(timeout=30)

    assert program.returncode == 2
    assert "nonsense" in err
    assert "host" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, None])
def test_listening_ends_by_signal_or_time_with_the_open_calls(
    ending: signal.Signals | None,
) -> None:
    for_s = ["--for", "2"] if ending is None else []
    program = listen("demo", "--set", "script=first-call", *for_s)
    assert program.stdout is not None

    first = json.loads(program.stdout.readline())
    if ending is not None:
        program.send_signal(ending)
    out, err = program.communicate(timeout=30)

    last = json.loads(out.splitlines()[-1])
    assert program.returncode == 0, err
    assert first["type"] == "event"
    assert (last["type"], last["end_known"]) == ("call", False)
    assert "Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_what_hooks_tell_can_be_listened_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHHOOK_HOME", str(tmp_path))
    program = listen("hook")
    assert program.stderr is not None
    assert "up" in program.stderr.readline()
    tell = [sys.executable, "-m", "ui", "event"]
    subprocess.run(
        [*tell, "ringing", "--from=+14155550100", "--id=7"], check=True, cwd=ROOT
    )
    unknown = subprocess.run([*tell, "held"], check=False, cwd=ROOT)
    subprocess.run([*tell, "ended", "--id=7"], check=True, cwd=ROOT)
    second = listen("hook")
    _, why = second.communicate(timeout=30)
    program.send_signal(signal.SIGTERM)
    out, _ = program.communicate(timeout=30)

    lines = [json.loads(line) for line in out.splitlines()]
    assert [line.get("kind", line["type"]) for line in lines] == [
        "ringing",
        "ended",
        "call",
    ]
    assert lines[-1]["result"] == "missed"
    assert unknown.returncode == 1
    assert second.returncode == 5
    assert "companion" in why
