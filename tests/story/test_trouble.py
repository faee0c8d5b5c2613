"""Whatever is wrong with disk or files is said clearly, and loses nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.real.program import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.story.rep import Rep

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-trouble")]
OLIVER = "+442079460958"
SOON = "\n[wrap_up]\ngrace_s = 5\n"
NO_ROOM_BYTES = 512
NOBODY = 65534


def test_a_full_disk_is_told_and_no_call_is_lost_once_there_is_room(rep: Rep) -> None:
    rep.write_settings(SOON)
    program = rep.start_in_window()
    rep.told("ringing", "before", from_=OLIVER)
    rep.told("missed", "before")

    with no_room(program.pid):
        during = rep.hook("ringing", "during", from_="+442079460777")
        rep.wait_for_pop(2)  # who calls is shown all the same
        ended = rep.hook("missed", "during")
        wait_until(lambda: "disk-full" in rep.problems(), "the rep is told")
    wait_until(lambda: not rep.kept_hooks, "what was kept is told")
    wait_until(lambda: len(rep.calls()) == 2, "both calls are there")
    rep.kill()
    rep.start("--minimized")

    assert (during.returncode, ended.returncode) == (0, 0)
    assert "kept and told later" in during.stderr
    numbers = {call["number"]: call["result"] for call in rep.calls()}
    assert numbers == {OLIVER: "missed", "+442079460777": "missed"}


@contextmanager
def no_room(pid: int) -> Iterator[None]:
    """Let a program write nothing, as on a full disk, for a while."""
    limit_files(pid, f"{NO_ROOM_BYTES}:unlimited")
    yield
    limit_files(pid, "unlimited:unlimited")


def limit_files(pid: int, size: str) -> None:
    subprocess.run(["prlimit", f"--pid={pid}", f"--fsize={size}"], check=True)


def test_a_folder_that_cannot_be_written_is_said_and_ends_in_order(
    rep_without_keyring: Rep, tmp_path: Path
) -> None:
    rep = rep_without_keyring
    rep.home.parent.chmod(0o755)
    rep.home.chmod(0o555)
    drop = ["setpriv", f"--reuid={NOBODY}", "--clear-groups"]
    before = drop if os.geteuid() == 0 else []
    tmp_path.chmod(0o777)

    done = subprocess.run(
        [*before, *rep.program_words()],
        env={**rep.env, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    rep.home.chmod(0o700)

    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_files_of_a_newer_version_are_left_as_they_are(
    rep_without_keyring: Rep,
) -> None:
    rep = rep_without_keyring
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    assert rep.quit() == 0
    store = rep.home / "store.db"
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA user_version = 999")
    before = store.read_bytes()

    rep.start_in_window(is_shut=True)
    wait_until(lambda: "store-newer" in rep.problems(), "the rep is told")
    kept = rep.hook("ringing", "2", from_=OLIVER)
    listed = rep.command("calls", "list")
    assert rep.quit() == 0

    assert store.read_bytes() == before
    assert kept.returncode == 0
    assert len(rep.kept_hooks) == 1
    assert listed.returncode == 1


def test_a_damaged_store_is_told_and_never_overwritten(
    rep_without_keyring: Rep,
) -> None:
    rep = rep_without_keyring
    rep.start("--minimized")
    assert rep.quit() == 0
    store = rep.home / "store.db"
    damaged = store.read_bytes()[:100] + b"\xff" * 8000
    store.write_bytes(damaged)

    rep.start_in_window(is_shut=True)
    wait_until(lambda: "store-broken" in rep.problems(), "the rep is told")
    assert rep.quit() == 0

    assert store.read_bytes() == damaged


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('version = 1\nregion = "GB\n[[[', "settings-broken"),
        ('version = 99\nregion = "GB"\n', "settings-newer"),
        ('version = 1\nis_set_up = true\nregion = "nowhere"\n', "settings-value"),
    ],
)
def test_settings_that_cannot_be_read_are_set_aside_and_calls_go_on(
    rep: Rep, text: str, code: str
) -> None:
    (rep.home / "settings.toml").write_text(text, "utf-8")

    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER)
    rep.wait_for_pop()

    assert code in rep.problems()
    [aside] = rep.home.glob("settings.toml.*")
    assert aside.read_text("utf-8") == text
    rep.told("missed")


def test_a_link_that_dials_asks_first(rep: Rep) -> None:
    rep.start("--minimized")
    before = set(rep.menus() + rep.windows())
    rep.private.add("+442079460111")

    opened = rep.command("tel:+442079460111")

    assert (opened.returncode, opened.stderr) == (0, "")
    wait_until(lambda: rep.is_in_task_bar() or set(rep.menus()) - before, "it asks")
    rep.press("Escape")
    assert rep.calls() == []


def test_what_was_set_aside_is_no_longer_in_the_way(rep: Rep) -> None:
    spool = rep.home / "spool"
    spool.mkdir(mode=0o700)
    (spool / "00000000000000000001-1-aa.jsonl").write_text("{broken", "utf-8")
    assert rep.hook("ringing", from_=OLIVER).returncode == 0
    assert rep.hook("missed").returncode == 0

    rep.start("--minimized")
    wait_until(lambda: not rep.kept_hooks, "what can be read is told")

    assert [call["result"] for call in rep.calls()] == ["missed"]
    assert len(list((spool / "aside").iterdir())) == 1
    shutil.rmtree(spool / "aside")
