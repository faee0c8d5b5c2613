"""A backup holds what cannot be made again, and a restore is all or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import closing
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from app.backup import (
    BackupFacts,
    NeedsCodeError,
    NotABackupError,
    backup,
    finish_restore,
    key_for,
    read_backup,
    restore,
)
from app.settings import Settings, save
from app.store_key import (
    FILES,
    Key,
    NewStore,
    Purpose,
    Ready,
    WrongCodeError,
    open_key,
    store_id,
)
from app.vault import Vault
from connectors.database import (
    BrokenFileError,
    DatabaseError,
    MissingFileError,
    NewerFileError,
    ReadOnlyFolderError,
    WrongKeyError,
    open_database,
)
from tests.fakes.clock import FakeClock
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLOCK = FakeClock()
ASIDE = ".before-restore-20261122T090000Z"


class Rep:
    """Someone with a home and a keyring, who writes and reads one word per file."""

    def __init__(self, home: Path, system: FakeKeyring | None = None) -> None:
        home.mkdir()
        self.home = home
        self.system = system or FakeKeyring()
        self.key: Key | None = None

    @property
    def vault(self) -> Vault:
        return Vault(store_id(self.home), choose=self.system.choose)

    async def start(self) -> NewStore | Ready:
        outcome = await open_key(self.home, self.vault)
        assert isinstance(outcome, NewStore | Ready)
        self.key = outcome.key
        return outcome

    def write(self, word: str) -> None:
        for purpose, name in FILES.items():
            raw = self.key.for_file(purpose) if self.key else None
            with closing(open_database(self.home / name, raw)) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS fruit(name)")
                connection.execute("DELETE FROM fruit")
                connection.execute("INSERT INTO fruit VALUES(?)", (word,))
        save(self.home / "settings.toml", Settings(region="FR", theme="dark"))

    def word(self, name: str = "store.db") -> str:
        (purpose,) = (one for one, file in FILES.items() if file == name)
        raw = self.key.for_file(purpose) if self.key else None
        with closing(open_database(self.home / name, raw)) as connection:
            return str(connection.execute("SELECT name FROM fruit").get)

    def names(self) -> set[str]:
        return {path.name for path in self.home.iterdir()}

    def contents(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.home.iterdir()}


@pytest.fixture
async def rep(tmp_path: Path) -> Rep:
    rep = Rep(tmp_path / "home")
    await rep.start()
    rep.write("plum")
    return rep


@pytest.fixture
def archive(rep: Rep, tmp_path: Path) -> Path:
    backup(rep.home, rep.key, tmp_path / "my.backup", CLOCK)
    return tmp_path / "my.backup"


def folder_of(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


async def test_a_restored_home_is_as_it_was(rep: Rep, archive: Path) -> None:
    rep.write("fig")

    facts = read_backup(archive)
    kept = restore(facts, rep.home, await key_for(facts, rep.vault, None), CLOCK)

    assert (rep.word("store.db"), rep.word("local-crm.db")) == ("plum", "plum")
    assert not (rep.home / "index.db").exists()  # made again from the CRMs
    assert {path.name for path in kept} >= {f"store.db{ASIDE}", f"index.db{ASIDE}"}
    assert await rep.start() == Ready(rep.key) if rep.key else False
    assert not rep.names() & {"restore.new", "restore.journal"}


async def test_what_was_there_before_can_still_be_opened(
    rep: Rep, archive: Path
) -> None:
    rep.write("fig")
    facts = read_backup(archive)

    restore(facts, rep.home, rep.key, CLOCK)
    restore(facts, rep.home, rep.key, CLOCK)

    assert rep.key is not None
    aside = rep.home / f"store.db{ASIDE}"
    with closing(open_database(aside, rep.key.for_file("store"))) as connection:
        assert connection.execute("SELECT name FROM fruit").get == "fig"
    assert (rep.home / f"store.db{ASIDE}-2").exists()


def test_a_backup_is_one_file_that_shows_nothing(rep: Rep, archive: Path) -> None:
    content = archive.read_bytes()

    assert folder_of(archive) == {"home", "my.backup"}
    assert archive.stat().st_mode & 0o777 == 0o600
    assert b"plum" not in content
    assert rep.key is not None
    assert rep.key.recovery_code().encode() not in content
    assert set(read_backup(archive).sizes) == {
        *("store.db", "local-crm.db", "settings.toml", "store-id", "key-fingerprint")
    }


def test_a_backup_is_made_while_the_files_are_in_use(rep: Rep, tmp_path: Path) -> None:
    assert rep.key is not None
    raw = rep.key.for_file("store")
    with closing(open_database(rep.home / "store.db", raw)) as connection:
        connection.execute("UPDATE fruit SET name='kiwi'")
        backup(rep.home, rep.key, tmp_path / "my.backup", CLOCK)

    restore(read_backup(tmp_path / "my.backup"), rep.home, rep.key, CLOCK)

    assert rep.word() == "kiwi"


async def test_another_machine_needs_the_recovery_code(
    rep: Rep, archive: Path, tmp_path: Path
) -> None:
    assert rep.key is not None
    other = Rep(tmp_path / "other")
    await other.start()
    other.write("fig")
    facts = read_backup(archive)
    vault = Vault(facts.store_id, choose=other.system.choose)

    with pytest.raises(NeedsCodeError):
        await key_for(facts, vault, None)
    with pytest.raises(WrongCodeError):
        await key_for(facts, vault, Key.new().recovery_code())
    assert other.word() == "fig"

    key = await key_for(facts, vault, rep.key.recovery_code().lower())
    restore(facts, other.home, key, CLOCK)

    assert await other.start() == Ready(rep.key)
    assert other.word() == "plum"


async def test_a_home_in_the_clear_has_a_backup_too(tmp_path: Path) -> None:
    rep = Rep(tmp_path / "home")
    rep.write("plum")
    backup(rep.home, None, tmp_path / "my.backup", CLOCK)
    rep.write("fig")

    facts = read_backup(tmp_path / "my.backup")
    restore(facts, rep.home, await key_for(facts, rep.vault, None), CLOCK)

    assert not facts.is_encrypted
    assert rep.word() == "plum"


def rewrite(archive: Path, name: str, content: bytes) -> None:
    """Replace one part of a backup, as someone who changes it would."""
    with zipfile.ZipFile(archive) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(archive, "w") as new:
        for one, part in (parts | {name: content}).items():
            new.writestr(one, part)


def cut(archive: Path) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])


def flip(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[3000] ^= 0xFF
    archive.write_bytes(content)


def swell(archive: Path) -> None:
    rewrite(archive, "store.db", b"\0" * 50_000_000)


CONTENTS_OF_A_LATER_VERSION = b'{"version": 2, "parts": []}'
FOREIGN = (
    b'{"version": 1, "made_at": "", "is_encrypted": false, "store_id": "", '
    b'"fingerprint": "", "parts": [{"name": "%s", "size": 1, "sha256": "%s"}]}'
    % (name, b"0" * 64)
    for name in (b"../evil", b"/etc/evil", b"index.db")
)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.write_bytes(b""), NotABackupError),
        (lambda path: path.write_bytes(b"hello" * 1000), NotABackupError),
        (cut, NotABackupError),
        (flip, NotABackupError),
        (swell, NotABackupError),
        (lambda path: rewrite(path, "store.db", b"other"), NotABackupError),
        (lambda path: rewrite(path, "contents.json", b"{}"), NewerFileError),
        (lambda path: rewrite(path, "contents.json", b"["), NotABackupError),
        (
            lambda path: rewrite(path, "contents.json", CONTENTS_OF_A_LATER_VERSION),
            NewerFileError,
        ),
        *(
            (partial(rewrite, name="contents.json", content=content), NotABackupError)
            for content in (*FOREIGN, b"[]", b'{"version": 1}')
        ),
        (lambda path: path.unlink(), MissingFileError),
    ],
)
def test_a_spoilt_backup_touches_nothing(
    rep: Rep, archive: Path, spoil: Callable[[Path], object], error: type[DatabaseError]
) -> None:
    facts = read_backup(archive)
    rep.write("fig")
    before = rep.contents()
    spoil(archive)

    with pytest.raises(error):
        restore(facts, rep.home, rep.key, CLOCK)

    assert rep.contents() == before


@pytest.mark.parametrize(
    ("whose", "newest", "error"),
    [
        ("another's", {}, WrongKeyError),
        ("nobody's", {}, WrongKeyError),
        ("own", {"store": 6}, NewerFileError),
    ],
)
def test_a_backup_that_this_program_cannot_open_touches_nothing(
    rep: Rep,
    tmp_path: Path,
    whose: str,
    newest: dict[Purpose, int],
    error: type[DatabaseError],
) -> None:
    assert rep.key is not None
    raw = rep.key.for_file("store")
    with closing(open_database(rep.home / "store.db", raw)) as connection:
        connection.pragma("user_version", 7)
    backup(rep.home, rep.key, tmp_path / "my.backup", CLOCK)
    before = rep.contents()

    with pytest.raises(error):
        restore(
            read_backup(tmp_path / "my.backup"),
            rep.home,
            {"own": rep.key, "another's": Key.new(), "nobody's": None}[whose],
            CLOCK,
            newest,
        )

    assert rep.contents() == before


def test_damage_that_was_backed_up_is_not_restored(
    rep: Rep, tmp_path: Path, archive: Path
) -> None:
    (rep.home / "settings.toml").write_text("region = [")
    backup(rep.home, rep.key, tmp_path / "my.backup", CLOCK)

    with pytest.raises(BrokenFileError):
        restore(read_backup(tmp_path / "my.backup"), rep.home, rep.key, CLOCK)


def is_killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that dies before its n-th rename or removal."""
    child = os.fork()
    if child == 0:
        seen = count(1)

        def watch(event: str, _: object) -> None:
            if event in {"os.rename", "os.remove", "os.rmdir"} and next(seen) == step:
                os._exit(9)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, 9}
    return code == 9


async def test_a_kill_at_any_step_leaves_all_old_or_all_new(
    rep: Rep, archive: Path, tmp_path: Path
) -> None:
    assert rep.key is not None
    rep.write("fig")
    (rep.home / "state.toml").write_text("is_tour_done = true\n")
    original = tmp_path / "original"
    shutil.copytree(rep.home, original)
    old, new, step = 0, 0, 0

    facts = read_backup(archive)
    while True:
        step += 1
        shutil.rmtree(rep.home)
        shutil.copytree(original, rep.home)
        if not is_killed_at(step, lambda: restore(facts, rep.home, rep.key, CLOCK)):
            break

        was_begun = finish_restore(rep.home)
        finish_restore(rep.home)

        words = {rep.word("store.db"), rep.word("local-crm.db")}
        has_index = (rep.home / "index.db").exists()
        assert (words, has_index) in [({"fig"}, True), ({"plum"}, False)]
        assert not rep.names() & {"restore.new", "restore.journal"}
        assert await rep.start() == Ready(rep.key)
        assert words == {"plum"} or not was_begun
        old, new = old + (words == {"fig"}), new + (words == {"plum"})

    assert old >= 3
    assert new >= 10


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"suffix": "/x"}'])
def test_a_broken_journal_is_told_and_kept(rep: Rep, content: bytes) -> None:
    (rep.home / "restore.journal").write_bytes(content)

    with pytest.raises(BrokenFileError):
        finish_restore(rep.home)

    assert rep.word() == "plum"


FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from app.backup import backup
from connectors.database import DiskFullError
from tests.fakes.clock import FakeClock

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    backup(Path(sys.argv[1]), None, Path(sys.argv[2]), FakeClock())
except DiskFullError:
    print("full")
"""


def test_a_full_disk_leaves_the_last_backup(tmp_path: Path) -> None:
    rep = Rep(tmp_path / "home")
    rep.write("plum" * 20_000)
    target = tmp_path / "my.backup"
    target.write_bytes(b"the last one")

    done = subprocess.run(
        [sys.executable, "-c", FILLS_THE_DISK, str(rep.home), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "full\n"
    assert target.read_bytes() == b"the last one"
    assert folder_of(target) == {"home", "my.backup"}


def test_a_folder_that_cannot_be_written_gives_a_clear_error(
    rep: Rep, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ReadOnlyFolderError):
        backup(rep.home, rep.key, tmp_path / "file" / "my.backup", CLOCK)


def test_facts_say_when_and_how_but_not_what(archive: Path) -> None:
    facts = read_backup(archive)

    assert facts == BackupFacts(
        archive,
        "2026-11-22T09:00:00+00:00",
        is_encrypted=True,
        store_id=facts.store_id,
        fingerprint=facts.fingerprint,
        sizes=facts.sizes,
    )
    assert len(facts.store_id) == 32
