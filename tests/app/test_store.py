"""What was answered is on disk, and a disk that refuses loses nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.call import Call
from app.commit_thread import CommitThread
from app.entry import Entry
from app.schema import STEPS, bring_up_to_date
from app.session import CallSession, SourceView
from app.snapshot import CallFilter, EntryKind, EntryState, Step, StepKind
from app.store import Store
from app.wrap_up import WrapUp
from connectors.database import (
    BrokenFileError,
    NewerFileError,
    ReadOnlyFolderError,
    WrongKeyError,
    open_database,
)
from connectors.phone_number import PhoneNumber
from connectors.records import Contact, ContactRef, Direction, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMARA = Contact("crm", "1", "Amara Okafor")


def call(number: int, **changes: object) -> Call:
    at = NOW + timedelta(minutes=number)
    view = SourceView(
        *("pbx", "pbx", str(number), at),
        rang_at=at,
        ended_at=at + timedelta(seconds=9),
        number=PhoneNumber(f"+4420794600{number:02d}"),
    )
    made = Call(CallSession(f"key-{number:03d}", (view,)))
    return replace(made, **changes)  # type: ignore[arg-type]


def entry(number: int, state: EntryState) -> Entry:
    return Entry(f"key-{number:03d}", "crm", EntryKind.CALL, "{}", state, NOW, NOW)


async def enter(store: Store, number: int, state: EntryState) -> None:
    new = entry(number, state)
    await store.entries.put((new.key, "crm", EntryKind.CALL), lambda _: new)


async def test_calls_come_back_after_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", KEY)
    await store.calls.put(call(1, contact=AMARA), ("pbx", "1"))
    await store.calls.put(call(2, wrap_up=WrapUp("Hello")), ("pbx", "2"))
    await store.close()

    store = Store(tmp_path / "store.db", KEY)
    found = await store.calls.get("key-002")
    key = await store.calls.find_alias("pbx", "1")
    aliases = await store.calls.aliases_since(NOW)
    left = await store.calls.without_entry()
    called = await store.calls.last_called([AMARA.ref, ContactRef("crm", "2")])
    past = await store.calls.past("+442079460002", AMARA.ref, 5)
    nobody = await store.calls.get("key-009"), await store.calls.find_alias("x", "1")
    await store.close()

    assert found == call(2, wrap_up=WrapUp("Hello"))
    assert key == "key-001"
    assert aliases == {("pbx", "1"): "key-001", ("pbx", "2"): "key-002"}
    assert [one.key for one in left] == ["key-001", "key-002"]
    assert called == {AMARA.ref: NOW + timedelta(minutes=1)}
    assert [one.key for one in past] == ["key-002", "key-001"]
    assert nobody == (None, None)


async def test_the_list_is_paged_and_filtered(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", KEY)
    for number in range(5):
        await store.calls.put(call(number, contact=AMARA if number == 3 else None))
    await enter(store, 0, EntryState.DONE)
    await enter(store, 1, EntryState.PARKED)
    await enter(store, 2, EntryState.DROPPED)

    async def keys(
        shown: CallFilter, text: str = "", before: tuple[datetime, str] | None = None
    ) -> tuple[list[str], int]:
        page, total = await store.calls.page(shown, text, before, 2)
        return [one.key for one, _ in page], total

    first = await keys(CallFilter.ALL)
    second = await keys(CallFilter.ALL, before=(NOW + timedelta(minutes=3), "key-003"))
    needing = await keys(CallFilter.NEEDS_YOU)
    unlogged = await keys(CallFilter.UNLOGGED)
    found = await keys(CallFilter.ALL, "amara OKA")
    counts = [await store.calls.count(shown) for shown in CallFilter]
    await store.close()

    assert first == (["key-004", "key-003"], 5)
    assert second[0] == ["key-002", "key-001"]
    assert needing == (["key-001"], 1)
    assert unlogged == (["key-004", "key-003"], 3)
    assert found == (["key-003"], 1)
    assert counts == [1, 3, 5]


async def test_what_the_rep_decided_is_remembered(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", KEY)
    await store.put_choice("+1", AMARA.ref)
    await store.put_choice("+2", AMARA.ref)
    await store.put_choice("+2", None)
    await store.put_ignored("+3", on=True)
    await store.put_ignored("+3", on=True)
    await store.put_ignored("+4", on=True)
    await store.put_ignored("+4", on=False)
    late, early = (
        Message(id_, NOW + timedelta(seconds=s), Direction.INBOUND, "Hi")
        for id_, s in (("b", 9), ("a", 1))
    )
    for message in (late, early, late):
        kept = await store.put_message("pbx", "day", message)
    choices, ignored = await store.choices(), await store.ignored()
    await store.close()

    assert choices == {"+1": AMARA.ref}
    assert ignored == {"+3"}
    assert kept == (early, late)


async def test_the_timeline_is_told_once_per_change(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", KEY)
    identity = ("key-001", "crm", EntryKind.CALL)
    step = Step(StepKind.QUEUED, NOW, "crm")
    done = entry(1, EntryState.DONE)
    await store.entries.put(identity, lambda _: done, step=step)
    await store.entries.put(identity, lambda old: old or done, step=step)
    await store.entries.add_step("key-001", Step(StepKind.SAVED, NOW))

    steps = await store.entries.steps("key-001")
    await store.close()

    assert [one.kind for one in steps] == [StepKind.QUEUED, StepKind.SAVED]


async def test_entries_of_a_call_go_in_order_and_others_do_not_wait(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "store.db", KEY)
    contact = replace(entry(1, EntryState.WAITING), kind=EntryKind.CONTACT)
    later = NOW + timedelta(hours=1)
    await store.entries.put(
        ("key-001", "crm", EntryKind.CONTACT),
        lambda _: replace(contact, not_before=later),
    )
    await enter(store, 1, EntryState.WAITING)
    await enter(store, 2, EntryState.WAITING)

    def begin(one: Entry) -> Entry:
        return replace(one, state=EntryState.SENDING)

    first = await store.entries.claim("crm", NOW, begin)
    second = await store.entries.claim("crm", NOW, begin)
    due = await store.entries.next_time("crm")
    counts = await store.entries.count_open()
    await store.close()

    assert first is not None
    assert first.key == "key-002"
    assert second is None
    assert due == later
    assert counts == {
        ("crm", EntryState.SENDING): 1,
        ("crm", EntryState.WAITING): 2,
    }


async def test_a_job_that_fails_undoes_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = open_database(path, KEY)
    bring_up_to_date(connection)
    thread = CommitThread(connection, path)

    def ignore(party: str) -> asyncio.Future[object]:
        sql = "INSERT INTO ignored VALUES (?)"
        return thread.submit(lambda db: db.execute(sql, (party,)) and None)

    def fail_half_way(db: object) -> None:
        db.execute("INSERT INTO ignored VALUES ('half')")  # type: ignore[attr-defined]
        raise ValueError("a bug")

    # one loop turn: all of them gather in one commit
    results = await asyncio.gather(
        ignore("a"),
        thread.submit(fail_half_way),
        ignore("b"),
        ignore("a"),  # there already
        ignore("c"),
        return_exceptions=True,
    )
    kept = await thread.run(
        lambda db: [row[0] for row in db.execute("SELECT party FROM ignored")]
    )
    await thread.close()

    assert [isinstance(one, BaseException) for one in results] == [
        False,
        True,
        False,
        True,
        False,
    ]
    assert sorted(kept) == ["a", "b", "c"]


async def test_what_is_answered_is_in_the_file_for_another_reader(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.db"
    store = Store(path, KEY)
    other = open_database(path, KEY, read_only=True)

    for number in range(20):
        await store.calls.put(call(number))
        rows = other.execute("SELECT count(*) FROM calls").fetchone()
        assert rows == (number + 1,)

    other.close()
    await store.close()


async def test_an_answer_survives_who_waited_for_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db", KEY)
    waiting = asyncio.ensure_future(store.put_ignored("+1", on=True))
    await asyncio.sleep(0)
    waiting.cancel()

    ignored = await store.ignored()
    while not ignored:
        ignored = await store.ignored()
    await store.close()

    assert ignored == {"+1"}


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = open_database(path, KEY)
    connection.pragma("user_version", len(STEPS) + 1)
    connection.close()
    before = path.read_bytes()

    with pytest.raises(NewerFileError):
        Store(path, KEY)

    assert path.read_bytes() == before


async def test_another_key_opens_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store(path, KEY)
    await store.put_ignored("+1", on=True)
    await store.close()

    with pytest.raises((WrongKeyError, BrokenFileError)):
        Store(path, bytes(32))

    store = Store(path, KEY)
    assert await store.ignored() == {"+1"}
    await store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows folders have no modes")
def test_a_folder_that_cannot_be_written_is_told_as_such(home: Path) -> None:
    home.chmod(0o555)
    try:
        with as_nobody(), pytest.raises(ReadOnlyFolderError):
            Store(home / "store.db", KEY)
    finally:
        home.chmod(0o700)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody without rights where we are root, who may write everywhere."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    yield
    os.seteuid(own)


def test_a_place_that_is_no_folder_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ReadOnlyFolderError):
        Store(tmp_path / "file" / "store.db", KEY)


_FULL_DISK = """
import asyncio, json, resource, signal, sys
from pathlib import Path
from app.store import Store
from connectors.database import DatabaseError
from tests.app.test_store import KEY

async def main(path):
    store = Store(path, KEY)
    await store.put_ignored("before", on=True)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = path.with_name(path.name + "-wal").stat().st_size + 20_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    kept, errors = [], set()
    for at in range(60):
        party = f"{at}-" + "x" * 2000
        try:
            await store.put_ignored(party, on=True)
        except DatabaseError as problem:
            errors.add(type(problem).__name__)
        else:
            kept.append(party)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    await store.put_ignored("after", on=True)
    await store.close()
    store = Store(path, KEY)
    ignored = await store.ignored()
    await store.close()
    print(json.dumps({
        "errors": sorted(errors),
        "is_whole": ignored == {"before", "after", *kept},
        "kept": len(kept),
    }))

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file size limit")
def test_a_full_disk_is_told_loses_nothing_and_goes_on_once_there_is_room(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path / "store.db")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )

    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["errors"] == ["DiskFullError"]
    assert told["is_whole"]
    assert told["kept"] < 60
