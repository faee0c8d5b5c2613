"""Looks at everything that must be right, and says what to do where it is not.

The result can be sent to anyone: it names states, counts and versions, no people. The
words are English, since they are made to be copied to whoever helps.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import sys
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.mask import mask
from app.problem_words import DISK_FULL, SHUTS, problem_words
from app.snapshot import ConnectionState
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
    file_key,
)
from connectors.database import (
    BrokenFileError,
    BusyFileError,
    DatabaseError,
    DiskFullError,
    NewerFileError,
    WrongKeyError,
    check_database,
    has_content,
    is_in_the_clear,
    open_database,
)
from connectors.phone_number import regions
from connectors.registry import crm_manifests, phone_manifests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from app.settings import Loaded
    from app.snapshot import Status
    from connectors.contract import Clock

LITTLE_ROOM_BYTES = 200_000_000


class CheckStatus(StrEnum):
    """How a check went, best first."""

    FINE = "fine"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `code` is stable, the words are for people."""

    code: str
    status: CheckStatus
    text: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What the doctor looks at.

    `status` and `key` are None where nobody could look. `desktop` are checks that only
    the window can make: tray, notifications, display.
    """

    home: Path
    version: str
    loaded: Loaded
    key: KeyOutcome | None
    qt: str | None = None
    is_running: bool = False
    status: Status | None = None
    desktop: tuple[Check, ...] = ()


def examine(patient: Patient, *, is_thorough: bool = False) -> tuple[Check, ...]:
    """Make every check; a thorough one reads all files whole, which takes a while."""
    return (
        *_versions(patient),
        *_home(patient.home),
        *_settings(patient.loaded),
        *([_key(patient.key)] if patient.key else []),
        *_files(patient, is_thorough=is_thorough),
        *_companion(patient),
        *patient.desktop,
    )


def worst(checks: Iterable[Check]) -> CheckStatus:
    """Return the gravest status."""
    order = list(CheckStatus)
    return max((one.status for one in checks), key=order.index, default=order[0])


def as_text(checks: Iterable[Check], clock: Clock) -> str:
    """Write the report as lines to copy."""
    lines = [f"Switchhook report, {clock.now():%Y-%m-%dT%H:%MZ}"]
    for one in checks:
        lines.append(f"{one.status:<5} {one.code}: {one.text}")
        if one.next_step:
            lines.append(f"      → {one.next_step}")
    return mask("\n".join(lines)) + "\n"


def as_json(checks: Iterable[Check]) -> str:
    """Write the report for programs."""
    parts = [{k: mask(v) for k, v in asdict(one).items()} for one in checks]
    return json.dumps({"v": 1, "status": worst(checks), "checks": parts}, indent=1)


def _fine(code: str, text: str) -> Check:
    return Check(code, CheckStatus.FINE, text)


def _warn(code: str, text: str, next_step: str) -> Check:
    return Check(code, CheckStatus.WARN, text, next_step)


def _bad(code: str, text: str, next_step: str) -> Check:
    return Check(code, CheckStatus.BAD, text, next_step)


def _versions(patient: Patient) -> Iterator[Check]:
    system = platform.system()
    yield _fine(
        "version",
        f"Switchhook {patient.version}, Python {platform.python_version()}, "
        f"{system} {platform.release()}",
    )
    if patient.qt is None:
        return
    loses_references = sys.version_info < (3, 12) and patient.qt.startswith("6.12.0")
    if loses_references:
        yield _bad(
            "qt",
            f"Qt {patient.qt} ends the program on this Python after some minutes",
            "Install PySide6 below 6.12, or Python 3.12.",
        )
    else:
        yield _fine("qt", f"Qt {patient.qt}")


def _home(home: Path) -> Iterator[Check]:
    probe = home / f".doctor.{os.getpid()}"
    try:
        try:
            probe.write_bytes(b"x")
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)
        room = shutil.disk_usage(home).free
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            yield _bad("home", *problem_words(DISK_FULL))
            return
        yield _bad(
            "home",
            f"The folder of your files cannot be written ({type(problem).__name__})",
            "Free space on the disk, or make the folder yours again.",
        )
        return
    if room < LITTLE_ROOM_BYTES:
        megabytes = room // 1_000_000
        yield _warn("home", f"Only {megabytes} MB are left", "Free space on the disk.")
    else:
        yield _fine("home", "The folder of your files can be written")
    if os.name == "posix" and home.stat().st_mode & 0o077:
        yield _warn(
            "home-mode",
            "Others on this machine may look into the folder of your files",
            "Take their rights away (chmod 700).",
        )


_SETTINGS_STEPS = {
    "settings-broken": "Check your settings; the old file was kept.",
    "settings-newer": "Install the newer version, or check your settings.",
    "settings-value": "Check this setting; the old file was kept.",
    "policy-broken": "Tell your admin that the policy file cannot be read.",
    "policy-value": "Tell your admin that this value of the policy cannot be used.",
    "folder-read-only": "Make the folder of your files writable.",
}


def _settings(loaded: Loaded) -> Iterator[Check]:
    if not loaded.problems:
        fixed = len(loaded.settings.fixed)
        yield _fine("settings", f"Settings are read, {fixed} fixed by the admin")
    for problem in loaded.problems:
        text = f"{problem.code}: {problem.detail or ''}".rstrip(": ")
        yield _warn("settings", text, _SETTINGS_STEPS.get(problem.code, ""))
    if loaded.settings.region not in regions():
        text = f"No country has the letters {loaded.settings.region}"
        yield _warn("region", text, "Choose your country in Settings.")
    if not loaded.settings.is_set_up:
        yield _warn("set-up", "Set-up was not finished", "Open Switchhook and do so.")


def _key(outcome: KeyOutcome) -> Check:
    code = "keyring"
    enter_code = "Enter your recovery code."
    match outcome:
        case Ready(is_kept=False):
            text = "Files are open, but the keyring did not take their key"
            step = "Unlock the keyring, else the recovery code is asked each time."
            check = _warn(code, text, step)
        case Ready(in_the_clear=paths) if paths:
            text = f"{len(paths)} files are not encrypted yet"
            check = _warn(code, text, "Restart Switchhook to finish that.")
        case Ready() | NewStore():
            check = _fine(code, "Files are encrypted, their key is in the keyring")
        case Clear(can_encrypt=True):
            text = "Files are in the clear, and there is a keyring now"
            check = _warn(code, text, "Encrypt them in Settings.")
        case Clear(state):
            text = f"No keyring can be used ({state}): files are in the clear"
            step = "Set up a keyring, such as GNOME Keyring or KWallet, to sign in."
            check = _warn(code, text, step)
        case Locked(state):
            text = f"The keyring cannot be read ({state}): files stay shut"
            check = _bad(code, text, "Unlock the keyring.")
        case KeyLost():
            text = "The keyring was emptied: the key of the files is gone"
            check = _bad(code, text, enter_code)
        case WrongKey():
            text = "The keyring has another key than that of the files"
            check = _bad(code, text, enter_code)
    return check


def _files(patient: Patient, *, is_thorough: bool) -> Iterator[Check]:
    key = patient.key.key if isinstance(patient.key, Ready | NewStore) else None
    for purpose, name in FILES.items():
        code = f"file-{purpose}"
        try:
            yield _opened(code, patient.home / name, key, is_thorough=is_thorough)
        except NewerFileError:
            step = "Install the newer version."
            yield _bad(code, f"{name} is of a newer version", step)
        except WrongKeyError:
            step = "Enter your recovery code, or restore a backup."
            yield _bad(code, f"{name} has another key", step)
        except BrokenFileError:
            step = "Restore a backup; the broken file is kept."
            if purpose == "index":
                step = "Rebuild the index in Connections; nothing is lost."
            yield _bad(code, f"{name} is damaged", step)
        except DiskFullError as problem:
            yield _bad(code, str(problem), problem_words(DISK_FULL)[1])
        except BusyFileError as problem:
            yield _warn(code, str(problem), "Try again in a moment.")
        except DatabaseError as problem:
            step = "Look at the disk and the folder's rights."
            yield _bad(code, str(problem), step)


def _opened(code: str, path: Path, key: Key | None, *, is_thorough: bool) -> Check:
    if not has_content(path):
        return _fine(code, f"{path.name} was not made yet")
    is_clear = is_in_the_clear(path)
    if key is None and not is_clear:
        step = "See the keyring above."
        return _warn(code, f"{path.name} cannot be opened without its key", step)
    raw = None if key is None or is_clear else file_key(path, key)
    if is_thorough:
        check_database(path, raw)
    with closing(open_database(path, raw, read_only=True)) as connection:
        version = connection.pragma("user_version")
    size = path.stat().st_size / 1_000_000
    how = "read whole" if is_thorough else "opens"
    return _fine(code, f"{path.name} {how}, version {version}, {size:.1f} MB")


def _companion(patient: Patient) -> Iterator[Check]:
    if not patient.is_running:
        yield _warn("companion", "No companion runs", "Start it: switchhook")
    else:
        yield _fine("companion", "Switchhook runs")
    phones = [one for one in patient.loaded.settings.phones if one.is_enabled]
    if not phones and not (patient.status and patient.status.sources):
        yield _warn("phone", "No phone is set up", "Choose one in Connections.")
    if not patient.is_running:
        for phone in phones:
            name = _phone_name(phone.source)
            yield _fine(f"phone-{phone.source}", f"{name} is set up; nobody listens")
    if patient.status is not None:
        yield from _sources(patient.status)
        yield from _connections(patient.status, is_running=patient.is_running)
        yield from _outbox(patient.status)
        yield from _problems(patient.status, patient.loaded)


def _problems(status: Status, loaded: Loaded) -> Iterator[Check]:
    told = {problem.code for problem in loaded.problems}  # among the settings
    for problem in status.problems:
        if problem.code not in told:
            is_bad = problem.code in SHUTS
            check = _bad if is_bad else _warn
            yield check(problem.code, *problem_words(problem.code))


def _phone_name(source_id: str) -> str:
    manifest = phone_manifests().get(source_id)
    return manifest.name if manifest else source_id


def _sources(status: Status) -> Iterator[Check]:
    for source in status.sources:
        code = f"phone-{source.id}"
        if source.is_up:
            yield _fine(code, f"{source.name}: connected")
        elif source.is_up is None:
            yield _fine(code, f"{source.name}: not heard of yet")
        else:
            yield _bad(
                code,
                f"{source.name}: not connected, {source.reason or 'no reason given'}",
                "Check address and sign-in of this phone in Connections.",
            )


def _connections(status: Status, *, is_running: bool) -> Iterator[Check]:
    steps = {
        ConnectionState.SIGNED_OUT: "Sign in again in Connections.",
        ConnectionState.UNREACHABLE: "Check the network; calls are kept meanwhile.",
        ConnectionState.ERROR: "See the reason in Connections.",
    }
    for connection in status.connections:
        code = f"crm-{connection.connector}"
        manifest = crm_manifests().get(connection.connector)
        name = manifest.name if manifest else connection.connector
        if connection.state is ConnectionState.CONNECTED:
            state = "connected" if is_running else "set up"
            yield _fine(code, f"{name}: {state}, {connection.contacts} contacts here")
        else:
            words = f"{name}: {connection.state}, {connection.waiting} waiting"
            yield _warn(code, words, steps[connection.state])


def _outbox(status: Status) -> Iterator[Check]:
    counts = (
        f"{status.waiting} waiting, {status.sending} sending, "
        f"{status.needs_you} need you, {status.unlogged} calls unlogged"
    )
    if status.needs_you:
        yield _warn("outbox", counts, "Open Calls, Needs you.")
    else:
        yield _fine("outbox", counts)
