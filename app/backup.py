"""A backup is one file; restoring it is all or nothing, also when killed in between.

A backup holds copies made by the database itself, which stay encrypted, and the small
files that lead to their key, never the key. Restoring checks everything in a folder of
its own first. Then a journal is written: before it, nothing has happened; after it,
`finish_restore` at the next start completes what was begun. What was in the home is
kept beside it under other names.

Nobody may have the files of the home open while they are restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Annotated, TypeAlias

from app.recovery_code import near_misses, secret_of
from app.settings import newest_version
from app.store_key import FILES, STORE_ID, Key, Purpose, WrongCodeError
from app.vault import Secret, Vault, VaultError
from connectors.database import (
    FINGERPRINTS,
    BrokenFileError,
    DatabaseError,
    MissingFileError,
    NewerFileError,
    WrongKeyError,
    backup_into,
    check_database,
    fingerprint,
    has_content,
    open_database,
    translated,
)
from connectors.disk import sync_folder, write_safely
from connectors.shape import Between, Looks, read, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from connectors.contract import Clock

VERSION = 1
KEPT: tuple[Purpose, ...] = ("store", "local-crm")  # the index is rebuilt
SMALL_FILES = ("settings.toml", "state.toml", STORE_ID, FINGERPRINTS)
_CONTENTS = "contents.json"
_JOURNAL = "restore.journal"
_STAGE = "restore.new"
_CHUNK = 1 << 20
_ALLOWED = frozenset({*(FILES[one] for one in KEPT), *SMALL_FILES})


class NotABackupError(DatabaseError):
    """The file is no backup of ours, or was changed or cut after it was made."""


class NeedsCodeError(Exception):
    """The keyring does not have the key of this backup: ask for the recovery code."""


_Name: TypeAlias = Annotated[str, Looks(r"[a-z][a-z.-]*", "store.db")]
_Hex: TypeAlias = Annotated[str, Looks("[0-9a-f]{0,64}", "a4c0")]


@dataclass(frozen=True, slots=True)
class _Part:
    name: _Name
    size: Annotated[int, Between(0, 1 << 50)]
    sha256: _Hex


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a backup says of itself."""

    made_at: str
    is_encrypted: bool
    store_id: _Hex
    fingerprint: _Hex
    parts: tuple[_Part, ...]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What is known of a backup before it is opened."""

    path: Path
    made_at: str
    is_encrypted: bool
    store_id: str
    fingerprint: str = field(repr=False)
    sizes: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Journal:
    """What a restore that was begun has still to do."""

    suffix: Annotated[str, Looks(r"\.before-restore-[0-9TZ-]+", ".before-restore-1")]
    placed: tuple[_Name, ...]
    removed: tuple[_Name, ...]


def backup(home: Path, key: Key | None, target: Path, clock: Clock) -> None:
    """Write everything that cannot be made again into one file, while it is in use.

    Takes as long as reading and writing the files does: run it in a thread.
    """
    stage = target.with_name(f".{target.name}.{os.getpid()}.parts")
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with translated(target):
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir(mode=0o700)
            for purpose in KEPT:
                path = home / FILES[purpose]
                if has_content(path):
                    raw = key.for_file(purpose) if key else None
                    backup_into(path, raw, stage / path.name)
            for name in SMALL_FILES:
                if (home / name).exists():
                    write_safely(stage / name, (home / name).read_bytes())
            _pack(stage, fresh, _contents_of(stage, key, clock.now()))
            fresh.replace(target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _contents_of(stage: Path, key: Key | None, at: datetime) -> _Contents:
    parts = []
    for path in sorted(stage.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        parts.append(_Part(path.name, path.stat().st_size, digest))
    found = stage / STORE_ID
    return _Contents(
        made_at=at.isoformat(),
        is_encrypted=key is not None,
        store_id=found.read_text("ascii").strip() if found.exists() else "",
        fingerprint=key.fingerprint() if key else "",
        parts=tuple(parts),
    )


def _pack(stage: Path, fresh: Path, contents: _Contents) -> None:
    kind = zipfile.ZIP_STORED if contents.is_encrypted else zipfile.ZIP_DEFLATED
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with (
        open(os.open(fresh, flags, 0o600), "w+b") as file,  # noqa: PTH123
        zipfile.ZipFile(file, "w", kind) as archive,
    ):
        archive.writestr(_CONTENTS, json.dumps(write(contents), indent=1))
        for part in contents.parts:
            archive.write(stage / part.name, part.name)
        archive.close()
        file.flush()
        os.fsync(file.fileno())


def read_backup(path: Path) -> BackupFacts:
    """Say what a backup is, without opening what is in it."""
    with _opened(path) as (_, contents):
        return BackupFacts(
            path,
            contents.made_at,
            contents.is_encrypted,
            contents.store_id,
            contents.fingerprint,
            {part.name: part.size for part in contents.parts},
        )


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, _Contents]]:
    if not path.exists():
        raise MissingFileError(f"{path.name}: not there")
    with translated(path):
        try:
            with zipfile.ZipFile(path) as archive:
                raw = json.loads(archive.read(_CONTENTS))
                if isinstance(raw, dict) and raw.get("version", 0) != VERSION:
                    raise NewerFileError(f"{path.name}: version {raw.get('version')}")
                contents = read(_Contents, raw)
                if not {part.name for part in contents.parts} <= _ALLOWED:
                    raise NotABackupError(f"{path.name}: holds foreign files")
                yield archive, contents
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as problem:
            raise NotABackupError(f"{path.name}: no backup") from problem


async def key_for(facts: BackupFacts, vault: Vault, code: str | None) -> Key | None:
    """Return the key of a backup: from the keyring, else from the recovery code.

    `vault` is that of `facts.store_id`. A key that came from paper is kept there.
    Raises `NeedsCodeError`, `WrongCodeError` or `BadCodeError`.
    """
    if not facts.is_encrypted:
        return None
    if code is None:
        with suppress(VaultError, ValueError):
            if (found := await vault.read_again("key")) is not None:
                secret = secret_of(found.get_secret_value())
                if fingerprint(secret) == facts.fingerprint:
                    return Key(secret)
        raise NeedsCodeError
    typed = secret_of(code)
    for secret in (typed, *near_misses(typed)):
        if fingerprint(secret) == facts.fingerprint:
            key = Key(secret)
            with suppress(VaultError):  # then the next start asks for the code again
                await vault.write("key", Secret(key.recovery_code()))
            return key
    raise WrongCodeError("not the code of this backup")


def restore(
    facts: BackupFacts,
    home: Path,
    key: Key | None,
    clock: Clock,
    newest: Mapping[Purpose, int] | None = None,
) -> tuple[Path, ...]:
    """Put a backup in the place of what is in the home; return what was kept aside.

    `newest` has the highest versions of the files that this program reads.
    """
    stage = home / _STAGE
    with translated(home / _STAGE):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(mode=0o700)
    try:
        _unpack(facts.path, stage)
        _check(stage, key, newest or {})
        with translated(home / _JOURNAL):
            sync_folder(stage)
            placed = {path.name for path in stage.iterdir()}
            suffix = _free_suffix(home, clock.now())
            journal = _Journal(
                suffix=suffix,
                placed=tuple(sorted(placed)),
                removed=tuple(sorted({*_ALLOWED, FILES["index"]} - placed)),
            )
            write_safely(home / _JOURNAL, json.dumps(write(journal)).encode())
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    finish_restore(home)
    return tuple(sorted(home.glob(f"*{suffix}")))


def _free_suffix(home: Path, at: datetime) -> str:
    suffix = stem = f".before-restore-{at:%Y%m%dT%H%M%SZ}"
    number = 1
    while any(home.glob(f"*{suffix}*")):
        number += 1
        suffix = f"{stem}-{number}"
    return suffix


def _unpack(path: Path, stage: Path) -> None:
    with _opened(path) as (archive, contents):
        for part in contents.parts:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with (
                archive.open(part.name) as packed,
                open(os.open(stage / part.name, flags, 0o600), "wb") as file,  # noqa: PTH123
            ):
                if _copy(packed, file, part.size) != part.sha256:
                    raise NotABackupError(f"{path.name}: was changed")
                file.flush()
                os.fsync(file.fileno())


def _copy(packed: IO[bytes], file: IO[bytes], size: int) -> str:
    """Copy no more than was announced, and return the digest of it."""
    digest = hashlib.sha256()
    left = size
    while chunk := packed.read(min(_CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            return ""
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest() if left == 0 else ""


def _check(stage: Path, key: Key | None, newest: Mapping[Purpose, int]) -> None:
    """Make sure that this program can work with every file before one is replaced."""
    for purpose in KEPT:
        path = stage / FILES[purpose]
        if path.exists():
            raw = key.for_file(purpose) if key else None
            check_database(path, raw)
            limit = newest.get(purpose)
            open_database(path, raw, read_only=True, newest_version=limit).close()
            for rest in ("-wal", "-shm"):
                path.with_name(path.name + rest).unlink(missing_ok=True)
    settings = stage / "settings.toml"
    if settings.exists():
        try:
            version = tomllib.loads(settings.read_text("utf-8")).get("version", 1)
        except ValueError as problem:
            raise BrokenFileError("settings.toml: damaged") from problem
        if not isinstance(version, int) or version > newest_version():
            raise NewerFileError(f"settings.toml: version {version}")
    if key is not None and not (stage / FINGERPRINTS).exists():
        raise WrongKeyError("the backup lacks its fingerprint")


def finish_restore(home: Path) -> bool:
    """Complete or drop a restore that was interrupted; call it before all else.

    Returns whether one was completed.
    """
    stage, journal_path = home / _STAGE, home / _JOURNAL
    with translated(journal_path):
        try:
            journal = read(_Journal, json.loads(journal_path.read_bytes()))
        except FileNotFoundError:
            shutil.rmtree(stage, ignore_errors=True)
            return False
        except ValueError as problem:
            raise BrokenFileError(f"{_JOURNAL}: damaged") from problem
        for name in journal.placed:
            if (stage / name).exists():  # else it is in its place already
                _move_aside(home, name, journal.suffix)
                (stage / name).rename(home / name)
        for name in journal.removed:
            _move_aside(home, name, journal.suffix)
        sync_folder(home)
        journal_path.unlink()
        shutil.rmtree(stage, ignore_errors=True)
        sync_folder(home)
    return True


def _move_aside(home: Path, name: str, suffix: str) -> None:
    """Rename the old file; each step may come a second time."""
    old, aside = home / name, home / f"{name}{suffix}"
    log = home / f"{name}-wal"
    if log.exists():  # first: a new file must never meet the old one's log
        log.rename(home / f"{aside.name}-wal")
    (home / f"{name}-shm").unlink(missing_ok=True)
    if old.exists() and not aside.exists():
        old.rename(aside)
