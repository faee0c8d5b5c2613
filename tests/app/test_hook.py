"""`switchhook event …` as a softphone runs it: a program of its own."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import folders, hook
from app.instance import acquire
from connectors.records import EventKind
from tests.fakes.house import opened

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHHOOK_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def kept(home: Path) -> list[dict[str, object]]:
    files = sorted((home / "spool").glob("*.jsonl"))
    return [json.loads(file.read_bytes())["told"] for file in files]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ringing", "--from", "1"], {"kind": "ringing", "from": "1"}),
        (["ringing", "--from=1"], {"kind": "ringing", "from": "1"}),
        (["RINGING", "1"], {"kind": "ringing", "number": "1"}),
        (["ringing", '"+1 415"'], {"kind": "ringing", "number": "+1 415"}),
        (["ringing", "+1", "415"], {"kind": "ringing", "number": "+1 415"}),
        (["ended"], {"kind": "ended"}),
        (
            ["/N:S", "/C:0555", "/T:I", "/I:7"],
            {"kind": "ringing", "number": "0555", "direction": "inbound", "id": "7"},
        ),
        (
            ["/n:s", "/C:0555", "/T:O", "/I:7"],
            {"kind": "dialling", "number": "0555", "direction": "outbound", "id": "7"},
        ),
        (["/N:C", "/I:7"], {"kind": "answered", "id": "7"}),
        (["/N:E", "/C:", "/I:7"], {"kind": "ended", "id": "7"}),
    ],
)
def test_words_tell_an_event(words: list[str], told: dict[str, object]) -> None:
    assert hook.read_words(words) == told


@pytest.mark.parametrize(
    "words",
    [[], ["exploded"], ["ringing", "--frmo", "1"], ["ringing", "--from"], ["/N:X"]],
)
def test_words_that_tell_no_event_are_refused(words: list[str]) -> None:
    with pytest.raises(hook.UsageError):
        hook.read_words(words)


def test_the_words_of_the_command_line_are_those_of_the_contract() -> None:
    assert list(hook.KINDS) == [kind.value for kind in EventKind]


def test_wrong_use_tells_the_kinds_there_are() -> None:
    done = run("event", "exploded")

    assert done.returncode == 2
    for kind in EventKind:
        assert kind.value in done.stderr


async def test_a_running_companion_hears_every_kind_and_form(tmp_path: Path) -> None:
    instance = acquire(tmp_path)
    assert instance is not None
    calls = [
        ("event", "ringing", "--from", "+14155550100", "--id", "1", "--verbose"),
        ("event", "answered", "--id", "1"),
        ("event", "ended", "--id", "1"),
        ("/N:S", "/C:+14155550101", "/T:O", "/I:2"),
        ("event", "/N:E", "/I:2"),
        ("event", "ringing", '"+14155550102"'),
    ]

    async with opened(tmp_path) as house:
        instance.announce(house.listener.port)
        done = [await asyncio.to_thread(run, *words) for words in calls]
        unknown = await asyncio.to_thread(run, "event", "held", "--id", "99")
        bad = await asyncio.to_thread(run, "event", "recording", "--url", "x:y")
    instance.release()

    assert [d.returncode for d in done] == [0] * len(calls)
    assert [(d.stderr, d.stdout) for d in done[1:]] == [("", "")] * 5
    assert done[0].stdout == "key of 1\n"
    assert [event.kind.value for event in house.desk.events] == [
        "ringing",
        "answered",
        "ended",
        "dialling",
        "ended",
        "ringing",
    ]
    assert len({event.session for event in house.desk.events}) == 3
    assert (unknown.returncode, bad.returncode) == (1, 2)
    assert "No call" in unknown.stderr
    assert "web address" in bad.stderr
    assert kept(tmp_path) == []


def test_without_a_companion_the_event_is_kept_and_the_phone_not_troubled(
    tmp_path: Path,
) -> None:
    done = run("event", "ringing", "--from", "+14155550100", "--name", "Zoë ☎")

    [told] = kept(tmp_path)
    [file] = (tmp_path / "spool").glob("*.jsonl")
    assert done.returncode == 0
    assert "kept" in done.stderr
    assert told["name"] == "Zoë ☎"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "spool").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "left_over",
    [
        b"",
        b"{",
        b"[]",
        b'{"port": 1, "pid": null}',
        b'{"port": 9, "pid": 999999999, "token_path": "hook-token"}',
    ],
)
def test_what_a_crashed_companion_left_is_harmless(
    tmp_path: Path, left_over: bytes
) -> None:
    (tmp_path / "listener.json").write_bytes(left_over)

    assert run("event", "ringing", "--from", "1").returncode == 0
    assert len(kept(tmp_path)) == 1


def test_events_told_at_once_are_all_kept(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "ui", "event", "ringing", "--id"]
    running = [
        subprocess.Popen([*words, str(number)], stderr=subprocess.DEVNULL)
        for number in range(12)
    ]

    assert [program.wait(30) for program in running] == [0] * 12
    assert {told["id"] for told in kept(tmp_path)} == {str(n) for n in range(12)}


def test_a_home_that_cannot_be_written_fails_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SWITCHHOOK_HOME", str(tmp_path / "file" / "home"))

    done = run("event", "ringing", "--from", "1")

    assert done.returncode == 1
    assert "cannot be kept" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_fails_with_words_and_leaves_no_half_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_a_little(file: int, content: bytes) -> int:
        return os.pwrite(file, content[:5], 0)

    monkeypatch.setattr(os, "write", write_a_little)
    with pytest.raises(OSError, match="No space"):
        hook.keep(str(tmp_path), {"kind": "ringing"})

    assert list((tmp_path / "spool").iterdir()) == []


def test_the_hook_imports_next_to_nothing() -> None:
    tree = ast.parse((ROOT / "app" / "hook.py").read_text("utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    loads = subprocess.run(
        [sys.executable, "-c", "import app.hook, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()

    assert imported == {"sys", "os", "_socket", "json"}
    assert not {"argparse", "asyncio", "socket", "typing", "pathlib"} & set(loads)


@pytest.mark.parametrize(
    "variables",
    [
        {"SWITCHHOOK_HOME": "relative"},
        {"SWITCHHOOK_HOME": "DIR/chosen"},
        {"SWITCHHOOK_HOME": "", "XDG_DATA_HOME": "DIR/data"},
        {"SWITCHHOOK_HOME": "", "XDG_DATA_HOME": "relative", "HOME": "DIR"},
        {"SWITCHHOOK_HOME": "", "XDG_DATA_HOME": "", "HOME": "DIR"},
    ],
)
def test_the_hook_finds_the_home_that_the_companion_has(
    variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("DIR", str(tmp_path)))

    assert hook.home_path() == str(folders.home())
    assert stat.S_IMODE(folders.home().stat().st_mode) == 0o700


async def test_what_a_companion_could_not_store_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = acquire(tmp_path)
    assert instance is not None

    async def refuse(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(refuse, "127.0.0.1")
    async with server:
        (tmp_path / "hook-token").write_text("token")
        instance.announce(server.sockets[0].getsockname()[1])
        told = await asyncio.to_thread(hook.main, ["event", "ringing", "--id=7"])
        (tmp_path / "spool").rename(tmp_path / "spool.full")
        (tmp_path / "spool").touch()
        lost = await asyncio.to_thread(hook.main, ["event", "ended", "--id=7"])
    instance.release()

    words = capsys.readouterr().err.splitlines()
    could_not = "switchhook: the companion could not keep the event (disk full?)"
    assert (told, lost) == (hook.FINE, hook.FAILED)
    assert words[0] == f"{could_not}; it is kept and told later"
    assert words[1].startswith(f"{could_not} and it cannot be kept: ")
