"""Opens SQLite files with or without a key, and says in our words what is wrong.

This is the one place that opens a file with apsw, so that store, index and local CRM
share pragmas, modes and errors.

DatabaseError
├── WrongKeyError         the file is fine, but this is not its key
│   └── NotEncryptedError a key was given for a file in the clear
├── BrokenFileError       the key is right (or none is needed), the content is not
├── NewerFileError        a later version of the program wrote it
├── DiskFullError         nothing more can be written
├── MissingFileError      there is no such file
├── ReadOnlyFolderError   the file or its folder cannot be opened for writing
├── BusyFileError         another program holds it
└── DiskFailedError       the disk gave an error

A wrong key and a broken file look the same to SQLite. What tells them apart is the
fingerprint file beside them, which lists the keys that belong to the folder.
Texts name a file without its folder, since that holds the rep's login name.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

import apsw

from connectors.disk import sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FINGERPRINTS = "key-fingerprint"
KEY_BYTES = 32
BUSY_WAIT_MS = 5_000
_PLAIN_HEADER = b"SQLite format 3\x00"
_NO_ROOM = frozenset(
    (
        apsw.SQLITE_IOERR_WRITE,
        apsw.SQLITE_IOERR_SHMSIZE,
        apsw.SQLITE_IOERR_TRUNCATE,
        apsw.SQLITE_IOERR_FSYNC,
        apsw.SQLITE_IOERR_DIR_FSYNC,
    )
)


class DatabaseError(Exception):
    """A database file could not be opened, read or written."""


class WrongKeyError(DatabaseError):
    """The file belongs to another key, or needs one."""


class NotEncryptedError(WrongKeyError):
    """A key was given for a file that lies in the clear."""


class BrokenFileError(DatabaseError):
    """The content of the file is damaged."""


class NewerFileError(DatabaseError):
    """A later version of the program wrote this file."""


class DiskFullError(DatabaseError):
    """Nothing more can be written."""


class MissingFileError(DatabaseError):
    """There is no such file, and it was not to be made."""


class ReadOnlyFolderError(DatabaseError):
    """The file or its folder cannot be opened for writing."""


class BusyFileError(DatabaseError):
    """Another program holds the file."""


class DiskFailedError(DatabaseError):
    """The disk gave an error while reading or writing."""


def fingerprint(key: bytes) -> str:
    """Return what may be written down about a key: nothing can be made from it."""
    return blake2b(key, digest_size=16, person=b"switchhook-print").hexdigest()


def is_in_the_clear(path: Path) -> bool:
    """Whether the file can be read without any key; absent and empty ones are not."""
    with translated(path), path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER


def has_content(path: Path) -> bool:
    """Whether there is a file with something in it."""
    with translated(path):
        try:
            return path.stat().st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Turn what SQLite and the system say about a file into our errors."""
    name = path.name if path else "file"
    try:
        yield
    except apsw.FullError as problem:
        raise DiskFullError(f"{name}: no room") from problem
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError) as problem:
        raise ReadOnlyFolderError(f"{name}: not writable") from problem
    except (apsw.BusyError, apsw.LockedError) as problem:
        raise BusyFileError(f"{name}: in use") from problem
    except (apsw.NotADBError, apsw.CorruptError) as problem:
        raise BrokenFileError(f"{name}: damaged") from problem
    except apsw.IOError as problem:
        if getattr(problem, "extendedresult", 0) in _NO_ROOM:
            raise DiskFullError(f"{name}: cannot be written") from problem
        raise DiskFailedError(f"{name}: disk error") from problem
    except OSError as problem:
        raise error_of_system(problem, name) from problem


def error_of_system(problem: OSError, name: str) -> DatabaseError:
    """Translate an error of the operating system about a file."""
    import errno  # noqa: PLC0415  # only where something failed

    if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFullError(f"{name}: no room")
    if problem.errno in {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EISDIR,
    }:
        return ReadOnlyFolderError(f"{name}: not writable")
    return DiskFailedError(f"{name}: disk error")


def open_database(
    path: Path,
    key: bytes | None,
    *,
    synchronous: Literal["FULL", "NORMAL"] = "FULL",
    read_only: bool = False,
    newest_version: int | None = None,
) -> apsw.Connection:
    """Open or create a file in WAL mode; a wrong key never makes an empty one.

    `newest_version` is the highest `user_version` that the caller can read.
    """
    if key is not None and len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    with translated(path):
        if read_only and not path.exists():
            raise MissingFileError(f"{path.name}: not there")
        if not read_only:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        flags = (
            apsw.SQLITE_OPEN_READONLY
            if read_only
            else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        )
        connection = apsw.Connection(str(path), flags=flags)
    try:
        _set_up(connection, path, key, synchronous, read_only=read_only)
        version = connection.pragma("user_version")
        if newest_version is not None and version > newest_version:
            raise NewerFileError(f"{path.name}: version {version}")
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(
    connection: apsw.Connection,
    path: Path,
    key: bytes | None,
    synchronous: str,
    *,
    read_only: bool,
) -> None:
    try:
        with translated(path):
            connection.set_busy_timeout(BUSY_WAIT_MS)
            if key is not None:
                connection.pragma("key", f"raw:{key.hex()}")
            connection.pragma("schema_version")  # the first read checks the key
            if not read_only:
                connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", synchronous)
            connection.pragma("foreign_keys", 1)
    except BrokenFileError as problem:
        raise _why_unreadable(path, key) from problem


def _why_unreadable(path: Path, key: bytes | None) -> DatabaseError:
    """Tell a wrong key from a broken file."""
    if is_in_the_clear(path):
        if key is not None:
            return NotEncryptedError(f"{path.name}: lies in the clear")
        return BrokenFileError(f"{path.name}: damaged")
    known = known_fingerprints(path.parent)
    if key is None:
        if known:
            return WrongKeyError(f"{path.name}: needs a key")
        return BrokenFileError(f"{path.name}: damaged")
    if fingerprint(key) in known:
        return BrokenFileError(f"{path.name}: damaged")
    return WrongKeyError(f"{path.name}: not its key")


def known_fingerprints(folder: Path) -> frozenset[str]:
    """Return the fingerprints of the keys that belong to the files of a folder."""
    with suppress(FileNotFoundError):
        text = (folder / FINGERPRINTS).read_text("ascii", errors="replace")
        return frozenset(line.split()[-1] for line in text.splitlines() if line.strip())
    return frozenset()


def check_database(path: Path, key: bytes | None) -> None:
    """Read the whole file; raise where a page or an index is damaged."""
    with closing(open_database(path, key, read_only=True)) as connection:
        try:
            with translated(path):
                found = connection.pragma("integrity_check")
        except BrokenFileError:
            raise
        if found != "ok":
            raise BrokenFileError(f"{path.name}: damaged")


def backup_into(path: Path, key: bytes | None, target: Path) -> None:
    """Copy a file that may be in use; the copy has the same key and is on disk."""
    with closing(open_database(path, key, read_only=True)) as connection:
        _copy_into(connection, target)


def _copy_into(connection: apsw.Connection, target: Path) -> None:
    with translated(target):
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        connection.execute("VACUUM INTO ?", (str(target),))
        sync_file(target)


def rekey(path: Path, old: bytes | None, new: bytes | None) -> None:
    """Give a file another key, or its first, or none; a kill leaves it old or new.

    The work is done on a copy which then replaces the file: a file that is rekeyed in
    place would be lost where the process is killed between two of its pages.
    """
    copy = path.with_name(f"{path.name}.rekey")
    with translated(path):
        copy.unlink(missing_ok=True)
        with closing(open_database(path, old)) as connection:
            connection.pragma("journal_mode", "delete")  # all in the one file
            connection.pragma("locking_mode", "exclusive")
            connection.execute("BEGIN EXCLUSIVE")  # and no one else in it
            connection.execute("COMMIT")
            _copy_into(connection, copy)
            with closing(apsw.Connection(str(copy))) as fresh:
                if old is not None:
                    fresh.pragma("key", f"raw:{old.hex()}")
                fresh.pragma("rekey", f"raw:{new.hex()}" if new is not None else "")
            sync_file(copy)
            check_database(copy, new)
        copy.replace(path)
        sync_folder(path.parent)
