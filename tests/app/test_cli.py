"""The command line, beside a companion that runs and without one."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import cli
from app.backup import backup
from app.command import Exit
from app.companion import VERSION
from app.instance import acquire
from app.snapshot import CallFilter, LinkKind, LinkRequest, ManualCall
from app.store import Store
from app.store_key import Key, recover, store_id
from app.vault import Vault
from app.wish import Ask, Restore, Start
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeCompanion, House, opened
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.command import Commands
    from app.instance import Instance

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SWITCHHOOK_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.fixture
async def house(own_home: Path) -> AsyncIterator[House]:
    instance = acquire(own_home)
    assert instance is not None
    async with opened(own_home) as house:
        instance.announce(house.listener.port)
        yield house
    instance.release()


class Files:
    """Opens the files of a home as a program of its own would."""

    def __init__(self) -> None:
        self.companion = FakeCompanion()
        self.homes: list[Path] = []

    @asynccontextmanager
    async def __call__(self, home: Path, instance: Instance) -> AsyncIterator[Commands]:
        self.homes.append(home)
        yield self.companion


def nothing(home: Path, instance: Instance) -> Files:
    raise AssertionError("the files of a companion that runs are not opened")


async def run(*words: str) -> Exit:
    wish = cli.read(list(words))
    assert not isinstance(wish, Start)
    return await asyncio.to_thread(cli.run, wish, nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ([], Start()),
        (["--minimized"], Start(is_minimized=True)),
        (["--tour"], Start(is_tour=True)),
        (["run"], Start()),
        (["run", "--no-window"], Start(has_window=False)),
        (["run", "--minimized"], Start(is_minimized=True)),
        (["tel:+14155550100"], Start(link="tel:+14155550100")),
        (["SIP:anna@pbx"], Start(link="SIP:anna@pbx")),
        (["open-link", "tel:1"], Start(link="tel:1")),
    ],
)
def test_words_that_start_the_companion(words: list[str], start: Start) -> None:
    assert cli.read(words) == start


@pytest.mark.parametrize(
    "words",
    [
        ["explode"],
        ["dial"],
        ["contacts"],
        ["contacts", "import"],
        ["calls", "log", "1"],
        ["calls", "log", "1", "--at", "noon"],
        ["calls", "list", "--show", "none"],
        ["restore", "f", "--code", "secret-on-the-command-line"],
        ["--frobnicate"],
    ],
)
def test_wrong_use_ends_with_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.read(words)

    assert ended.value.code == 2
    assert capsys.readouterr().err


async def test_commands_ask_the_companion_that_runs(
    house: House, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert await run("contacts", "find", "Åberg", "--json") is Exit.FINE
    found = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    assert await run("calls", "list", "--show", "unlogged", "--json") is Exit.FINE
    listed = json.loads(capfdbinary.readouterr().out)
    assert await run("outbox", "list", "--json") is Exit.FINE
    waiting = json.loads(capfdbinary.readouterr().out)
    assert await run("doctor") is Exit.FINE
    report = capfdbinary.readouterr().out
    assert await run("contacts", "find", "Anna") is Exit.FINE
    line = capfdbinary.readouterr().out.decode()
    assert await run("dial", "+14155550100") is Exit.FINE
    assert await run("pop") is Exit.FINE

    assert found["contacts"][0]["name"] == "Anna Åberg"
    assert listed == {"calls": [], "total": 0}
    assert waiting == {"entries": []}
    assert report == b"state: fine\n"
    assert line.startswith("Anna Åberg\tÅberg AB")
    assert b"no call" in capfdbinary.readouterr().out
    assert house.companion.asked == [
        ("calls", CallFilter.UNLOGGED, "", 200),
        ("dial", "+14155550100"),
        "pop",
    ]


async def test_a_call_is_logged_with_everything_that_was_told(house: House) -> None:
    words = "calls log +14155550100 --at 2024-11-22T22:00:00+01:00 --talk 65"
    words += " --direction inbound --result answered --outcome sold"
    words += " --follow-up 2026-11-30 --note"

    assert await run(*words.split(), "Wants a demo") is Exit.FINE

    [manual] = house.companion.asked
    assert isinstance(manual, ManualCall)
    assert manual.started_at.isoformat() == "2024-11-22T21:00:00+00:00"
    assert (manual.talk_s, manual.number_raw) == (65, "+14155550100")
    assert manual.wrap_up.note == "Wants a demo"
    assert manual.wrap_up.disposition == "sold"
    assert str(manual.wrap_up.follow_up_on) == "2026-11-30"


async def test_what_the_companion_refuses_has_its_exit_code(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("backup", "x") is Exit.LOCKED
    assert "keyring" in capsys.readouterr().err
    assert await run("contacts", "import", "missing.csv") is Exit.FAILED
    assert "No such file" in capsys.readouterr().err
    bad = await run("calls", "log", "1", "--at", "2026-11-22T22:00Z", "--result", "x")
    assert bad is Exit.USAGE
    assert "result" in capsys.readouterr().err


async def test_restoring_waits_until_the_companion_quits(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("restore", "x.backup") is Exit.RUNNING
    assert "Quit" in capsys.readouterr().err


def test_restoring_what_is_no_backup_fails_with_words(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_home / "no.backup").write_bytes(b"nothing")
    wish = cli.read(["restore", str(own_home / "no.backup")])
    assert isinstance(wish, Restore)

    assert cli.run(wish, Files()) is Exit.FAILED
    assert "no backup" in capsys.readouterr().err


def test_without_a_companion_the_files_are_opened_under_the_lock(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = Files()
    wish = cli.read(["contacts", "find", "Anna", "--json"])
    assert isinstance(wish, Ask)

    assert cli.run(wish, files) is Exit.FINE

    assert files.homes == [own_home]
    assert "Anna" in capsys.readouterr().out
    instance = acquire(own_home)
    assert instance is not None
    assert cli.run(wish, files) is Exit.RUNNING
    instance.release()


@pytest.mark.parametrize("words", [["dial", "1"], ["pop"]])
def test_what_needs_a_companion_says_so(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    wish = cli.read(words)
    assert isinstance(wish, Ask)

    assert cli.run(wish, Files()) is Exit.NOT_RUNNING
    assert "No companion" in capsys.readouterr().err


async def test_a_second_start_shows_the_first_and_ends(house: House) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "ui"],
        capture_output=True,
        check=False,
        timeout=30,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 0
    assert house.companion.asked == ["window"]


async def test_a_link_is_handed_to_the_companion_that_runs(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    tel = await asyncio.to_thread(cli.hand_over, Start(link="tel:0555"))
    event = await asyncio.to_thread(
        cli.hand_over, Start(link="switchhook://event/ringing?from=1&token=x")
    )

    assert (tel, event) == (Exit.FINE, Exit.USAGE)
    assert "token" in capsys.readouterr().err
    assert house.companion.asked == [LinkRequest(LinkKind.DIAL, "0555")]


def test_without_a_companion_a_start_is_ours_to_make() -> None:
    assert cli.hand_over(Start()) is None
    assert cli.hand_over(Start(link="tel:1")) is None


def test_a_start_of_the_window_waits_for_nothing_that_commands_need() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from app import cli; cli.hand_over(cli.read([]));"
            "print(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()

    heavy = {"argparse", "asyncio", "pydantic", "phonenumbers", "apsw", "h11", "httpx"}
    assert heavy.isdisjoint(told)


async def test_no_call_can_have_such_words(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    log = ["calls", "log", "+14155550100", "--at"]

    assert await run(*log, "2024-05-06", "--outcome", "won") is Exit.USAGE
    assert "It has: sold, later." in capsys.readouterr().err
    assert await run(*log, "9024-05-06") is Exit.USAGE
    assert "future" in capsys.readouterr().err
    assert await run("calls", "log", "Anna", "--at", "2024-05-06") is Exit.USAGE
    assert "no number" in capsys.readouterr().err
    assert house.companion.asked == []


async def test_contacts_are_exported_by_the_ending_of_the_name(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("contacts", "export", "people.xyz") is Exit.USAGE
    assert ".csv or .vcf" in capsys.readouterr().err
    assert await run("contacts", "export", "people.VCF") is Exit.FINE


def test_the_version_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.read(["--version"])

    assert ended.value.code == 0
    assert capfd.readouterr().out == f"Switchhook {VERSION}\n"


def test_a_restore_that_the_keyring_did_not_keep_is_told(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    key, other = Key.new(), own_home / "other"
    other.mkdir()
    asyncio.run(_make_home(other, key))
    backup(other, key, own_home / "a.backup", FakeClock())
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{key.recovery_code()}\n"))
    wish = cli.read(["restore", str(own_home / "a.backup"), "--code", "@-"])
    assert isinstance(wish, Restore)

    assert cli.run(wish, Files()) is Exit.FINE

    assert "recovery code will be asked for" in capsys.readouterr().err


async def _make_home(home: Path, key: Key) -> None:
    system = FakeKeyring()
    vault = Vault(store_id(home), choose=system.choose)
    await Store(home / "store.db", key.for_file("store")).close()
    await recover(home, vault, key.recovery_code())
