"""The doctor finds what is wrong, names a next step, and tells no one's secrets."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.doctor import Check, CheckStatus, Patient, as_json, as_text, examine, worst
from app.settings import Loaded, PhoneChoice, Settings
from app.snapshot import (
    ConnectionSnapshot,
    ConnectionState,
    Problem,
    SourceSnapshot,
    Status,
)
from app.store_key import (
    FILES,
    Clear,
    Key,
    KeyLost,
    KeyOutcome,
    Locked,
    NewStore,
    Ready,
    WrongKey,
)
from app.vault import VaultState
from connectors.database import open_database
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = Key.new()
ROOT = Path(__file__).resolve().parents[2]
PROBLEM_CODES = sorted(
    {
        code
        for path in (ROOT / "app").glob("*.py")
        for code in re.findall(
            r"""(?:_note|_cannot|Problem)\(\s*"([a-z-]+)\"""", path.read_text("utf-8")
        )
    }
    | {"store-newer", "store-broken", "disk-full", "folder-read-only"}
)
FINE = Loaded(Settings(is_set_up=True))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    for purpose, name in FILES.items():
        with closing(
            open_database(tmp_path / name, KEY.for_file(purpose))
        ) as connection:
            connection.execute("CREATE TABLE fruit(name)")
            connection.pragma("user_version", 3)
    return tmp_path


def patient(
    home: Path,
    *,
    loaded: Loaded = FINE,
    key: KeyOutcome | None = None,
    status: Status | None = None,
    qt: str | None = "6.11.3",
) -> Patient:
    up = (SourceSnapshot("hook", "hook", "Softphone", is_up=True),)
    return Patient(
        home,
        "0.1.0",
        loaded,
        key or Ready(KEY),
        qt=qt,
        is_running=True,
        status=status or Status(sources=up),
    )


def troubles(patient: Patient) -> dict[str, CheckStatus]:
    checks = examine(patient, is_thorough=True)
    assert all(one.next_step for one in checks if one.status != "fine")
    return {one.code: one.status for one in checks if one.status != "fine"}


@pytest.mark.parametrize("is_thorough", [False, True])
def test_where_all_is_well_nothing_is_to_do(home: Path, is_thorough: bool) -> None:
    checks = examine(patient(home), is_thorough=is_thorough)

    assert worst(checks) is CheckStatus.FINE
    assert {f"file-{purpose}" for purpose in FILES} <= {one.code for one in checks}
    assert not list(home.glob(".doctor*"))


@pytest.mark.parametrize(
    ("key", "status"),
    [
        (NewStore(KEY, KEY.recovery_code()), None),
        (Ready(KEY, is_kept=False), "warn"),
        (Clear(VaultState.ABSENT), "warn"),
        (Clear(VaultState.READY, can_encrypt=True), "warn"),
        (Locked(VaultState.LOCKED), "bad"),
        (KeyLost(), "bad"),
        (WrongKey(), "bad"),
    ],
)
def test_every_state_of_the_key_has_its_words(
    home: Path, key: KeyOutcome, status: str | None
) -> None:
    assert troubles(patient(home, key=key)).get("keyring") == status


def test_files_still_in_the_clear_are_told(home: Path) -> None:
    (home / "index.db").unlink()
    open_database(home / "index.db", None).close()

    found = troubles(patient(home, key=Ready(KEY, (home / "index.db",))))

    assert found == {"keyring": "warn"}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda home: (home / "store.db").write_bytes(b"x" * 9000), "file-store"),
        (
            lambda home: (home / "index.db").write_bytes(secrets.token_bytes(9000)),
            "file-index",
        ),
    ],
)
def test_a_damaged_file_is_found(
    home: Path, spoil: Callable[[Path], object], code: str
) -> None:
    spoil(home)

    assert troubles(patient(home)) == {code: "bad"}


def test_a_folder_others_can_read_is_told(home: Path) -> None:
    home.chmod(0o755)

    assert troubles(patient(home)) == {"home-mode": "warn"}


def test_a_folder_that_is_gone_is_told(home: Path) -> None:
    away = patient(home / "store.db" / "home")

    assert troubles(away)["home"] == "bad"


def test_the_version_of_qt_that_crashes_is_told(home: Path) -> None:
    assert troubles(patient(home, qt="6.12.0")) == {"qt": "bad"}


def test_problems_of_settings_are_told(home: Path) -> None:
    problems = tuple(
        Problem(code, "pop.corner")
        for code in (
            *("settings-broken", "settings-newer", "settings-value"),
            *("policy-broken", "policy-value", "folder-read-only"),
        )
    )
    loaded = Loaded(Settings(), problems)

    found = [
        one for one in examine(patient(home, loaded=loaded)) if one.status != "fine"
    ]

    assert [one.code for one in found] == ["settings"] * 6 + ["set-up"]
    assert all(one.next_step for one in found)


def test_phones_crms_and_what_waits_are_told(home: Path) -> None:
    status = Status(
        needs_you=2,
        waiting=3,
        unlogged=5,
        sources=(
            SourceSnapshot(
                "asterisk", "office", "Asterisk", is_up=False, reason="gone"
            ),
            SourceSnapshot("hook", "hook", "Softphone", is_up=None),
        ),
        connections=tuple(
            ConnectionSnapshot(state.value, state.value, "A CRM", state)
            for state in ConnectionState
        ),
        problems=(Problem("spool-damaged"),),
    )

    assert troubles(patient(home, status=status)) == {
        "phone-asterisk": "bad",
        "crm-signed-out": "warn",
        "crm-unreachable": "warn",
        "crm-error": "warn",
        "outbox": "warn",
        "spool-damaged": "warn",
    }


def test_a_report_can_be_sent_to_anyone(home: Path) -> None:
    status = Status(
        sources=(
            SourceSnapshot(
                "asterisk",
                "oliver",
                "Asterisk",
                is_up=False,
                reason="no answer from sip:oliver@pbx.example.com +44 20 7946 0958",
                lines=("+442079460958",),
            ),
        ),
    )
    checks = (
        *examine(patient(home, status=status)),
        Check("tray", CheckStatus.FINE, f"Icon of {home}"),
    )

    for report in (as_text(checks, FakeClock()), as_json(checks)):
        assert "oliver" not in report
        assert "7946" not in report
        assert KEY.recovery_code() not in report
    assert as_text(checks, FakeClock()).startswith(
        "Switchhook report, 2026-11-22T09:00Z\nfine  version: Switchhook 0.1.0"
    )
    read = json.loads(as_json(checks))
    assert read["status"] == "bad"
    assert read["checks"][0]["code"] == "version"


def test_without_a_companion_the_phones_of_the_settings_are_named(home: Path) -> None:
    phones = (PhoneChoice("asterisk", "office"), PhoneChoice("hook", "hook"))
    alone = replace(
        patient(home, loaded=Loaded(Settings(is_set_up=True, phones=phones))),
        is_running=False,
        status=Status(),
    )

    words = {one.code: one.text for one in examine(alone)}

    assert words["companion"] == "No companion runs"
    assert words["phone-asterisk"].startswith("Asterisk")
    assert words["phone-hook"].startswith("Softphone")
    assert "phone" not in words


@pytest.mark.parametrize("code", PROBLEM_CODES)
def test_every_problem_has_words_and_a_step(home: Path, code: str) -> None:
    status = Status(problems=(Problem(code),))
    told = [one for one in examine(patient(home, status=status)) if one.next_step]
    (check,) = (one for one in told if one.code == code)

    assert code not in check.text
    assert check.next_step.endswith(".")


def test_a_full_disk_is_bad(home: Path) -> None:
    status = Status(problems=(Problem("disk-full"),))

    assert troubles(patient(home, status=status)) == {"disk-full": "bad"}


def test_a_region_that_is_none_is_told(home: Path) -> None:
    loaded = Loaded(Settings(is_set_up=True, region="XX"))

    assert troubles(patient(home, loaded=loaded)) == {"region": "warn"}
