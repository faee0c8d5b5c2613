"""A backup taken while calls come is put into another home by the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.real.program import wait_until
from tests.story.rep import Rep
from tests.story.test_keyring import entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-trouble")]
OLIVER = "+442079460958"
CONTACTS = "Name,Company,Phone\nOliver Twist,Workhouse,+44 20 7946 0958\n"


def test_a_backup_taken_while_it_runs_is_restored_elsewhere_with_everything(
    rep: Rep, new_folder: Callable[[], Path], tmp_path: Path
) -> None:
    kept = tmp_path / "rep.backup"
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(CONTACTS, "utf-8")
    rep.private |= {"Oliver", "Twist", "Workhouse", OLIVER}
    rep.start("--minimized")
    imported = rep.command("contacts", "import", str(contacts), "--json")
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    logged = rep.command(
        *("calls", "log", "+442079460111", "--at", "2026-11-20T10:00:00Z"),
        *("--talk", "60", "--note", "By hand"),
    )
    rep.private.add("By hand")
    rep.wait_until_logged(1)
    saved = rep.command("backup", str(kept))
    records = rep.records()
    calls = rep.calls()

    with Rep(new_folder(), rep.env, rep.screen) as other:
        restored = other.command("restore", str(kept))
        listed = json.loads(other.command("calls", "list", "--json").stdout)["calls"]
        exported = other.command("contacts", "export", str(tmp_path / "out.vcf"))
        other.start("--minimized")  # a start that is broken off feeds no index
        found = wait_until(
            lambda: other.ask("contacts find", text="Oliver")["contacts"],
            "the index is whole",
        )

        assert [done.returncode for done in (imported, logged, saved)] == [0, 0, 0]
        assert (restored.returncode, restored.stderr) == (0, "")
        assert [call["key"] for call in listed] == [call["key"] for call in calls]
        assert [call["note"] for call in listed] == [call["note"] for call in calls]
        assert other.records()[: len(records)] == records
        assert "Workhouse" in str(found)
        assert exported.returncode == 0
        assert "Oliver Twist" in (tmp_path / "out.vcf").read_text("utf-8")


def test_a_backup_needs_its_recovery_code_where_the_keyring_lost_the_key(
    rep: Rep, new_folder: Callable[[], Path], tmp_path: Path
) -> None:
    kept = tmp_path / "rep.backup"
    rep.start("--minimized")
    rep.told("ringing", from_=OLIVER)
    rep.told("missed")
    assert rep.command("backup", str(kept)).returncode == 0
    assert rep.quit() == 0
    code = entry(rep, "read")
    rep.private.add(code)
    entry(rep, "forget")

    with Rep(new_folder(), rep.env, rep.screen) as other:
        without = other.command("restore", str(kept))
        wrong = other.command("restore", str(kept), "--code", "@-", typed="x\n")
        right = other.command(
            "restore", str(kept), "--code", "@-", typed=f"{code.lower()}\n"
        )

        assert (without.returncode, wrong.returncode, right.returncode) == (4, 4, 0)
        assert code not in right.stdout + right.stderr
        other.start("--minimized")
        assert [call["result"] for call in other.calls()] == ["missed"]


def test_restoring_is_refused_while_the_program_runs(rep: Rep, tmp_path: Path) -> None:
    kept = tmp_path / "rep.backup"
    rep.start("--minimized")
    assert rep.command("backup", str(kept)).returncode == 0

    refused = rep.command("restore", str(kept))

    assert refused.returncode == 5
    assert rep.calls() == []
