"""Files with and without a key, and what is said when one cannot be opened."""

from __future__ import annotations

import errno
import os
import secrets
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import apsw
import pytest

from connectors.database import (
    FINGERPRINTS,
    BrokenFileError,
    BusyFileError,
    DatabaseError,
    DiskFailedError,
    DiskFullError,
    MissingFileError,
    NewerFileError,
    NotEncryptedError,
    ReadOnlyFolderError,
    WrongKeyError,
    backup_into,
    check_database,
    fingerprint,
    is_in_the_clear,
    open_database,
    rekey,
    translated,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY = secrets.token_bytes(32)
OTHER_KEY = secrets.token_bytes(32)
WORD = "tangerine"


def make(path: Path, key: bytes | None, rows: int = 1) -> None:
    with closing(open_database(path, key)) as connection, connection:
        connection.execute("CREATE TABLE fruit(name)")
        connection.executemany("INSERT INTO fruit VALUES(?)", [(WORD,)] * rows)


def words(path: Path, key: bytes | None) -> int:
    with closing(open_database(path, key)) as connection:
        count = connection.execute("SELECT count(*) FROM fruit").get
        assert isinstance(count, int)
        return count


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200:4000] = secrets.token_bytes(3800)
    path.write_bytes(content)


@pytest.mark.parametrize("key", [KEY, None], ids=["with a key", "in the clear"])
def test_what_was_written_is_there_after_reopening(
    tmp_path: Path, key: bytes | None
) -> None:
    make(tmp_path / "a.db", key)

    assert words(tmp_path / "a.db", key) == 1


def test_only_the_rep_can_read_the_files(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "a.db", KEY)) as connection:
        connection.execute("CREATE TABLE fruit(name)")

        modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}

    assert modes == {0o600}


def test_nothing_of_an_encrypted_file_can_be_read(tmp_path: Path) -> None:
    make(tmp_path / "a.db", KEY)

    assert WORD.encode() not in (tmp_path / "a.db").read_bytes()
    assert not is_in_the_clear(tmp_path / "a.db")


@pytest.mark.parametrize("key", [OTHER_KEY, None], ids=["another key", "no key"])
def test_a_file_is_not_opened_without_its_key(
    tmp_path: Path, key: bytes | None
) -> None:
    (tmp_path / FINGERPRINTS).write_text(f"fruit {fingerprint(KEY)}\n")
    make(tmp_path / "a.db", KEY)
    before = (tmp_path / "a.db").read_bytes()

    with pytest.raises(WrongKeyError):
        open_database(tmp_path / "a.db", key)

    assert (tmp_path / "a.db").read_bytes() == before


def test_a_broken_file_is_told_from_a_wrong_key(tmp_path: Path) -> None:
    (tmp_path / FINGERPRINTS).write_text(f"fruit {fingerprint(KEY)}\n")
    make(tmp_path / "a.db", KEY)
    spoil(tmp_path / "a.db")

    with pytest.raises(BrokenFileError):
        open_database(tmp_path / "a.db", KEY)


def test_a_file_full_of_noise_is_broken_where_no_key_exists(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(secrets.token_bytes(9000))

    with pytest.raises(BrokenFileError):
        open_database(tmp_path / "a.db", None)


def test_a_file_in_the_clear_is_named_as_such(tmp_path: Path) -> None:
    make(tmp_path / "a.db", None)

    with pytest.raises(NotEncryptedError):
        open_database(tmp_path / "a.db", KEY)


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "a.db", KEY)) as connection:
        connection.pragma("user_version", 9)

    with pytest.raises(NewerFileError):
        open_database(tmp_path / "a.db", KEY, newest_version=8)
    open_database(tmp_path / "a.db", KEY, newest_version=9).close()


def test_a_file_that_is_not_there_is_not_made_to_read_it(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        open_database(tmp_path / "a.db", KEY, read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_gives_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ReadOnlyFolderError) as problem:
        open_database(tmp_path / "file" / "a.db", KEY)

    assert str(tmp_path) not in str(problem.value)


FILL_UP = """
import resource, signal, sys
from pathlib import Path
from connectors.database import DiskFullError, open_database, translated

path = Path(sys.argv[1])
connection = open_database(path, None)
connection.execute("CREATE TABLE IF NOT EXISTS fruit(name)")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
stored = 0
try:
    while stored < 1000:
        with translated(path):
            connection.execute("INSERT INTO fruit VALUES(zeroblob(5000))")
        stored += 1
except DiskFullError:
    print(stored)
"""


def test_a_full_disk_gives_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"

    done = subprocess.run(
        [sys.executable, "-c", FILL_UP, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )

    stored = int(done.stdout)
    assert 0 < stored < 1000
    assert words(path, None) == stored
    check_database(path, None)


def test_a_read_only_folder_gives_a_clear_error(tmp_path: Path) -> None:
    make(tmp_path / "a.db", None)
    for folder in tmp_path.parents[:-2]:
        folder.chmod(0o755)
    tmp_path.chmod(0o555)
    (tmp_path / "a.db").chmod(0o444)
    reader = os.fork()
    if reader == 0:
        if os.geteuid() == 0:  # modes do not hold root back
            os.setuid(65534)
        try:
            open_database(tmp_path / "a.db", None)
        except ReadOnlyFolderError:
            os._exit(0)
        except DatabaseError:
            os._exit(2)
        os._exit(3)

    _, status = os.waitpid(reader, 0)
    tmp_path.chmod(0o755)

    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        (apsw.FullError(), DiskFullError),
        (apsw.ReadOnlyError(), ReadOnlyFolderError),
        (apsw.CantOpenError(), ReadOnlyFolderError),
        (apsw.PermissionsError(), ReadOnlyFolderError),
        (apsw.BusyError(), BusyFileError),
        (apsw.LockedError(), BusyFileError),
        (apsw.NotADBError(), BrokenFileError),
        (apsw.CorruptError(), BrokenFileError),
        (apsw.IOError(), DiskFailedError),
        (OSError(errno.ENOSPC, ""), DiskFullError),
        (OSError(errno.EDQUOT, ""), DiskFullError),
        (OSError(errno.EFBIG, ""), DiskFullError),
        (OSError(errno.EACCES, ""), ReadOnlyFolderError),
        (OSError(errno.EROFS, ""), ReadOnlyFolderError),
        (OSError(errno.EIO, ""), DiskFailedError),
    ],
)
def test_every_foreign_error_has_one_of_ours(
    problem: Exception, ours: type[DatabaseError]
) -> None:
    with pytest.raises(DatabaseError) as translation, translated():
        raise problem

    assert type(translation.value) is ours


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, KEY), (KEY, OTHER_KEY), (KEY, None)],
    ids=["first key", "another key", "no key"],
)
def test_a_file_changes_its_key_and_keeps_its_content(
    tmp_path: Path, old: bytes | None, new: bytes | None
) -> None:
    make(tmp_path / "a.db", old, rows=20)

    rekey(tmp_path / "a.db", old, new)

    assert words(tmp_path / "a.db", new) == 20
    assert (WORD.encode() in (tmp_path / "a.db").read_bytes()) == (new is None)
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    with pytest.raises((WrongKeyError, BrokenFileError)):
        open_database(tmp_path / "a.db", old)


def test_a_half_done_change_of_key_is_begun_again(tmp_path: Path) -> None:
    make(tmp_path / "a.db", None)
    (tmp_path / "a.db.rekey").write_bytes(b"half")

    rekey(tmp_path / "a.db", None, KEY)

    assert words(tmp_path / "a.db", KEY) == 1


REKEY = """
import sys
from pathlib import Path
from connectors.database import rekey

print("go", flush=True)
rekey(Path(sys.argv[1]), None, bytes.fromhex(sys.argv[2]))
"""


@pytest.mark.parametrize("part", range(6))
def test_a_kill_while_the_key_changes_leaves_the_old_or_the_new_file(
    tmp_path: Path, part: int
) -> None:
    path = tmp_path / "a.db"
    make(path, None, rows=100_000)
    size = path.stat().st_size
    child = subprocess.Popen(
        [sys.executable, "-c", REKEY, str(path), KEY.hex()], stdout=subprocess.PIPE
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        copy = path.with_name("a.db.rekey")
        while child.poll() is None and path.exists():
            if copy.exists() and copy.stat().st_size >= size * part / 5:
                break
        child.kill()

    key = None if is_in_the_clear(path) else KEY
    assert words(path, key) == 100_000
    check_database(path, key)


def test_a_file_in_use_is_not_rekeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.database.BUSY_WAIT_MS", 10)
    make(tmp_path / "a.db", None)

    with closing(open_database(tmp_path / "a.db", None)) as user:
        user.execute("INSERT INTO fruit VALUES('fig')")
        with pytest.raises(BusyFileError):
            rekey(tmp_path / "a.db", None, KEY)

    assert words(tmp_path / "a.db", None) == 2


def test_a_backup_of_a_file_in_use_is_whole_and_keeps_the_key(tmp_path: Path) -> None:
    make(tmp_path / "a.db", KEY)
    with closing(open_database(tmp_path / "a.db", KEY)) as user:
        user.execute("INSERT INTO fruit VALUES('fig')")

        backup_into(tmp_path / "a.db", KEY, tmp_path / "copy.db")

    assert words(tmp_path / "copy.db", KEY) == 2
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises((WrongKeyError, BrokenFileError)):
        open_database(tmp_path / "copy.db", OTHER_KEY)


def test_damage_deep_in_a_file_is_found(tmp_path: Path) -> None:
    make(tmp_path / "a.db", KEY, rows=5000)
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[len(content) // 2 + 50] ^= 0xFF
    (tmp_path / "a.db").write_bytes(content)
    (tmp_path / FINGERPRINTS).write_text(f"fruit {fingerprint(KEY)}\n")

    with pytest.raises(BrokenFileError):
        check_database(tmp_path / "a.db", KEY)
