"""Events kept while nobody listened are told in order, once, with their own time."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app import hook
from app.ear import NotStoredError
from app.spool import Drained, Spool
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.records import HookCall


class Ear:
    """Takes what the spool tells; may be deaf or know no call."""

    def __init__(self) -> None:
        self.heard: list[HookCall] = []
        self.deaf_after = 1000
        self.unknown: set[str] = set()

    async def take(self, call: HookCall) -> str:
        if len(self.heard) >= self.deaf_after:
            raise NotStoredError
        if call.id in self.unknown:
            raise LookupError("No call of that id is open.")
        self.heard.append(call)
        return "key"


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def spool(tmp_path: Path, ear: Ear) -> Spool:
    return Spool(tmp_path, ear.take, FakeClock(datetime(2030, 1, 1, tzinfo=UTC)))


def left(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "spool").iterdir() if path.is_file())


async def test_kept_events_are_told_in_order_and_then_gone(
    tmp_path: Path, spool: Spool, ear: Ear
) -> None:
    for number in range(5):
        hook.keep(str(tmp_path), {"kind": "ringing", "id": str(number)})
        at = 1_795_382_632 + number
        newest = max((tmp_path / "spool").glob("*.jsonl"))
        newest.rename(newest.with_name(f"{at:020d}-{number}.jsonl"))

    drained = await spool.drain()

    assert [call.id for call in ear.heard] == ["0", "1", "2", "3", "4"]
    assert drained == Drained(told=5)
    assert left(tmp_path) == []
    assert await spool.drain() == Drained()


async def test_an_event_has_the_time_at_which_the_phone_called(
    tmp_path: Path, spool: Spool, ear: Ear
) -> None:
    before = datetime.now(UTC)  # the hook is a program of its own
    hook.keep(str(tmp_path), {"kind": "ringing"})
    hook.keep(
        str(tmp_path), {"kind": "ended", "at": "2026-11-22T22:00:00.5+01:00", "id": "1"}
    )

    await spool.drain()

    seen, told = sorted(ear.heard, key=lambda call: call.id or "")
    assert seen.at is not None
    assert abs((seen.at - before).total_seconds()) < 60
    assert told.at == datetime(2026, 11, 22, 21, 0, 0, 500_000, UTC)


async def test_nothing_is_deleted_before_it_is_on_disk(
    tmp_path: Path, spool: Spool, ear: Ear
) -> None:
    for number in range(4):
        hook.keep(str(tmp_path), {"kind": "ringing", "id": str(number)})
    ear.deaf_after = 2

    first = await spool.drain()
    waiting = left(tmp_path)
    ear.deaf_after = 1000
    second = await spool.drain()

    assert (first, second) == (Drained(told=2), Drained(told=2))
    assert len(waiting) == 2
    assert len({call.id for call in ear.heard}) == 4


async def test_an_event_of_no_call_is_not_told_for_ever(
    tmp_path: Path, spool: Spool, ear: Ear
) -> None:
    ear.unknown = {"9"}
    hook.keep(str(tmp_path), {"kind": "ended", "id": "9"})

    assert await spool.drain() == Drained(told=1)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"seen": 1795382632.5, "told": {"kind": "ring',
        b"\xff\xfe\x00",
        b"[]",
        b'{"seen": "x", "told": {"kind": "ringing"}}',
        b'{"seen": 1e300, "told": {"kind": "ringing"}}',
        b'{"seen": 1, "told": {"kind": "exploded"}}',
        b'{"seen": 1, "told": 5}',
        b'"' + b"x" * 300_000,
    ],
)
async def test_a_broken_file_is_set_aside_and_counted_and_the_others_told(
    tmp_path: Path, spool: Spool, ear: Ear, content: bytes
) -> None:
    folder = tmp_path / "spool"
    (folder / "00000000000000000001-1.jsonl").write_bytes(content)
    hook.keep(str(tmp_path), {"kind": "ringing", "id": "1"})

    assert await spool.drain() == Drained(told=1, aside=1)
    assert left(tmp_path) == []
    assert (folder / "aside" / "00000000000000000001-1.jsonl").read_bytes() == content


async def test_what_a_crashed_hook_left_half_written_is_set_aside(
    tmp_path: Path, spool: Spool
) -> None:
    part = tmp_path / "spool" / ".77-ab.part"
    part.write_text(json.dumps({"seen": 1})[:5])
    os.utime(part, (0, 0))

    assert await spool.drain() == Drained(aside=1)
    assert (tmp_path / "spool" / "aside" / "77-ab.part").exists()


async def test_a_hook_that_still_writes_is_left_alone(
    tmp_path: Path, spool: Spool
) -> None:
    part = tmp_path / "spool" / ".77-ab.part"
    part.write_text("{")
    soon = datetime(2030, 1, 1, tzinfo=UTC).timestamp()
    os.utime(part, (soon, soon))

    assert await spool.drain() == Drained()
    assert part.exists()
