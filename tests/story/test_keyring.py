"""A keyring may be absent, locked, emptied or come later; no call is lost by it."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.instance import acquire
from app.recovery_code import code_of
from app.snapshot import CallFilter, ManualCall
from app.vault import Vault
from app.wiring import running
from connectors.database import is_in_the_clear
from connectors.records import CallResult, Direction
from tests.fakes.clock import FakeClock
from tests.fakes.system_keyring import FakeKeyring
from tests.real.program import DEADLINE_S, POLL_S, wait_until
from tests.story.rep import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real.system_keyring import SystemKeyring
    from tests.story.rep import Rep

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-trouble")]
OLIVER = "+442079460958"
SOON = "\n[wrap_up]\ngrace_s = 5\n"
FILES = ("store.db", "local-crm.db", "index.db")


def test_without_a_keyring_files_are_in_the_clear_and_that_is_said(
    rep_without_keyring: Rep,
) -> None:
    rep = rep_without_keyring
    rep.start_in_window()
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")

    assert "keyring-absent" in rep.problems()
    assert rep.quit() == 0
    for name in FILES:
        assert is_in_the_clear(rep.home / name)
        assert stat.S_IMODE((rep.home / name).stat().st_mode) == 0o600


def test_without_a_window_the_missing_keyring_is_said_on_standard_error(
    rep_without_keyring: Rep,
) -> None:
    rep = rep_without_keyring

    program = rep.start("run", "--no-window")

    program.wait_until_said("No keyring: files are in the clear")
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    assert [call["result"] for call in rep.calls()] == ["missed"]


def test_with_a_keyring_nothing_lies_in_the_clear(rep: Rep) -> None:
    rep.write_settings(SOON)
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER, name="Oliver Twist")
    rep.told("missed")
    rep.wait_until_logged()
    assert rep.quit() == 0

    for path in rep.home.iterdir():
        if path.is_file():
            assert b"Oliver" not in path.read_bytes(), path.name
            assert OLIVER[1:].encode() not in path.read_bytes(), path.name
    assert not any(is_in_the_clear(rep.home / name) for name in FILES)


def test_a_locked_keyring_shows_who_calls_and_tells_it_once_unlocked(
    rep: Rep, system_keyring: SystemKeyring
) -> None:
    rep.write_settings(SOON)
    rep.start("--minimized")
    assert rep.quit() == 0
    system_keyring.lock()

    rep.start("--minimized", is_shut=True)
    wait_until(lambda: "keyring-locked" in rep.log, "the lock is seen")
    kept = rep.hook("ringing", from_=OLIVER)
    rep.wait_for_pop()
    assert rep.hook("missed").returncode == 0
    assert rep.command("calls", "list").returncode == 4

    system_keyring.unlock()
    rep.screen.click(*rep.wait_for_tray_icon(), button=3)
    wait_until(rep.menus, "the menu is open")
    rep.press("Down", "Return")  # the first one: Unlock the keyring
    wait_until(lambda: not rep.kept_hooks, "what was kept is told")
    records = rep.wait_until_logged()

    assert kept.returncode == 0
    assert "kept and told later" in kept.stderr
    assert [record["result"] for record in records] == ["missed"]
    assert "keyring-locked" not in rep.problems()


def test_an_emptied_keyring_leaves_the_files_and_the_code_opens_them(
    rep: Rep,
) -> None:
    code = a_home_with_one_call(rep)
    entry(rep, "forget")
    before = (rep.home / "store.db").read_bytes()

    rep.start_in_window(is_shut=True)
    wait_until(lambda: "key-lost" in rep.log, "the loss is seen")
    kept = rep.hook("ringing", "2", from_=OLIVER)
    rep.wait_for_pop()
    assert (rep.home / "store.db").read_bytes() == before
    rep.open_banner_step("Enter your recovery code")
    rep.type(code.lower().replace("-", " "))
    rep.press("Return")
    wait_until(lambda: not rep.kept_hooks, "what was kept is told")

    assert kept.returncode == 0
    assert len(rep.calls()) == 2
    assert entry(rep, "read") == code
    rep.told("missed", "2")


def test_the_key_of_another_home_opens_nothing_and_harms_nothing(rep: Rep) -> None:
    code = a_home_with_one_call(rep)
    entry(rep, "write", code_of(bytes(20)))
    before = (rep.home / "store.db").read_bytes()

    rep.start("--minimized", is_shut=True)
    wait_until(lambda: "key-wrong" in rep.log, "the wrong key is seen")
    assert rep.quit() == 0
    assert (rep.home / "store.db").read_bytes() == before
    entry(rep, "write", code)
    rep.start("--minimized")

    assert len(rep.calls()) == 1


@pytest.mark.expected_warnings("keyring-absent", "keyring-appeared")
async def test_a_keyring_that_appears_later_takes_the_key_of_what_is_there(
    home: Path,
) -> None:
    system = FakeKeyring()
    system.is_there = False
    clock = FakeClock()
    instance = acquire(home)
    assert instance is not None

    def vault_for(store_id: str) -> Vault:
        return Vault(store_id, choose=system.choose)

    async with running(
        home, instance, None, clock=clock, vault_for=vault_for
    ) as companion:
        answered = CallResult.ANSWERED
        called = ManualCall(Direction.OUTBOUND, OLIVER, None, clock.now(), 60, answered)
        key = await companion.log_call(called)
        assert is_in_the_clear(home / "store.db")
        system.is_there = True

        def codes() -> set[str]:
            status = companion.status.last
            return {one.code for one in status.problems} if status else set()

        async with asyncio.timeout(DEADLINE_S):
            while "keyring-appeared" not in codes():
                await clock.pass_time(seconds=31)
                await asyncio.sleep(POLL_S)
        await companion.encrypt()
        page = await companion.list_calls(CallFilter.ALL)

    assert [row.key for row in page.rows] == [key]
    assert not any(is_in_the_clear(home / name) for name in FILES)
    assert len(system.entries) == 1


def a_home_with_one_call(rep: Rep) -> str:
    """Start once, take a call, quit; return the recovery code."""
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    assert rep.quit() == 0
    code = entry(rep, "read")
    rep.private.add(code)
    return code


def entry(rep: Rep, what: str, *text: str) -> str:
    """Look into the keyring of the rep."""
    store_id = (rep.home / "store-id").read_text().strip()
    done = subprocess.run(
        [sys.executable, "-m", "tests.story.keyring_entry", what, store_id, *text],
        env=rep.env,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout
