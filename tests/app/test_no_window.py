"""The companion without a window, as a program of its own on a home of its own."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import cli, no_window, wiring
from app.command import Exit
from app.vault import NoVaultError, Vault
from app.wish import Ask
from connectors.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractAsyncContextManager

    from app.command import Commands
    from app.instance import Instance
    from app.vault import Backend

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SWITCHHOOK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def companion(home: Path) -> Iterator[subprocess.Popen[str]]:
    with running(home) as program:
        yield program


@contextmanager
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [sys.executable, "-m", "ui", "run", "--no-window"],
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    deadline_s = time.monotonic() + 30
    while not (home / "listener.json").exists() and time.monotonic() < deadline_s:
        time.sleep(0.05)
    yield program
    if program.poll() is None:
        program.kill()
    program.wait(30)


def test_it_takes_a_call_answers_commands_and_quits_cleanly(
    companion: subprocess.Popen[str], home: Path
) -> None:
    told = [
        command("event", *words, "--id", "7").returncode
        for words in (["ringing", "--from", "+14155550100"], ["answered"], ["ended"])
    ]
    listed = command("calls", "list", "--json")
    second = command("run", "--no-window")
    companion.send_signal(signal.SIGTERM)
    ended = companion.wait(30)

    [call] = json.loads(listed.stdout)["calls"]
    assert told == [0, 0, 0]
    assert (call["number"], call["result"]) == ("+14155550100", "answered")
    assert second.returncode == 0
    assert "without a window" in second.stderr
    assert ended == 0
    assert json.loads((home / "listener.json").read_bytes())["pid"] is None


def test_what_was_kept_while_it_was_away_is_told_once_it_is_back(home: Path) -> None:
    told = {"kind": "ringing", "from": "+14155550101", "id": "8"}
    words = [f"--{name}={value}" for name, value in told.items() if name != "kind"]
    assert command("event", "ringing", *words).returncode == 0
    assert command("event", "ended", "--id=8").returncode == 0
    assert len(list((home / "spool").glob("*.jsonl"))) == 2

    kept = [Path()]
    deadline_s = time.monotonic() + 30
    with running(home):
        while kept and time.monotonic() < deadline_s:
            time.sleep(0.05)
            kept = list((home / "spool").glob("*.jsonl"))
        listed = json.loads(command("calls", "list", "--json").stdout)["calls"]
        calls = [(call["number"], call["result"]) for call in listed]

    assert calls == [("+14155550101", "missed")]
    assert kept == []


def full_disk(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("words", ["calls list", "outbox list", "contacts find Anna"])
def test_a_full_disk_is_told_in_a_sentence(
    home: Path,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    wish = cli.read(words.split())
    assert isinstance(wish, Ask)

    assert cli.run(wish, open_own_files) is Exit.FAILED
    assert no_window.run() == Exit.FAILED

    told = "switchhook: The disk is full: make room.\n"
    assert capsys.readouterr().err == told * 2


def test_the_doctor_reports_a_full_disk(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    wish = cli.read(["doctor"])
    assert isinstance(wish, Ask)

    assert cli.run(wish, open_own_files) is Exit.FINE

    report = capfd.readouterr().out
    assert "bad   The disk is full\n      → Make room." in report
    assert "No companion runs" in report
    assert not list(home.glob(".doctor*"))


@pytest.mark.expected_warnings("Problem: keyring-absent", "Problem: store-")
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("PRAGMA user_version = 99", "A newer version wrote the files"),
        (None, "The files are damaged: restore a backup."),
    ],
)
def test_why_the_files_are_shut_is_said(
    home: Path, spoil: str | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if spoil is None:
        (home / "store.db").write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    else:
        with closing(open_database(home / "store.db", None)) as connection:
            connection.execute(spoil)
    wish = cli.read(["calls", "list"])
    assert isinstance(wish, Ask)

    assert cli.run(wish, open_own_files) is Exit.FAILED

    assert words in capsys.readouterr().err


def open_own_files(
    home: Path, instance: Instance
) -> AbstractAsyncContextManager[Commands]:
    def vault_for(store_id: str) -> Vault:
        def choose(may_prompt: bool) -> Backend:
            raise NoVaultError("none")

        return Vault(store_id, choose=choose)

    return wiring.running(home, instance, None, vault_for=vault_for, is_command=True)
