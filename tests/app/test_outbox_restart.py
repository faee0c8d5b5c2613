"""What a kill between two commits leaves behind is put right at the next start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.snapshot import EntryState, Reason
from app.wrap_up import WrapUp
from connectors.records import EventKind
from tests.fakes.clock import FakeClock
from tests.fakes.crm import FakeCrm
from tests.fakes.office import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.call import Call


async def _ended_and_killed(
    folder: Path,
    clock: FakeClock,
    crm: FakeCrm,
    *,
    saved: str,
    left_behind: Callable[[Call], Call],
) -> str:
    """End a call, then commit a change of it as if killed before the outbox had it."""
    async with opened(folder, clock, crm) as office:
        session, key = await office.ring("020 7946 0958")
        await office.hear(EventKind.ANSWERED, session)
        await office.hear(EventKind.ENDED, session)
        if saved:
            await office.save(key, WrapUp(saved))
            await office.pass_time(seconds=2)
        call = await office.store.calls.get(key)
        assert call is not None
        await office.store.calls.put(left_behind(call))
    return key


def _with_note(call: Call) -> Call:
    return replace(call, wrap_up=WrapUp("Wants a demo"))


async def test_a_note_that_was_committed_alone_reaches_the_record(
    tmp_path: Path,
) -> None:
    clock, crm = FakeClock(), FakeCrm()
    await _ended_and_killed(tmp_path, clock, crm, saved="Wants", left_behind=_with_note)
    assert [log.note for log in crm.calls] == ["Wants"]

    async with opened(tmp_path, clock, crm) as office:
        await office.pass_time(minutes=2)

    assert [log.note for log in crm.calls] == ["Wants a demo"]


async def test_a_call_made_private_just_before_the_kill_goes_nowhere(
    tmp_path: Path,
) -> None:
    clock, crm = FakeClock(), FakeCrm()
    key = await _ended_and_killed(
        tmp_path,
        clock,
        crm,
        saved="",
        left_behind=lambda call: replace(call, dropped=Reason.PRIVATE),
    )

    async with opened(tmp_path, clock, crm) as office:
        await office.pass_time(minutes=5)
        (entry,) = await office.store.entries.of_call(key)

    assert crm.calls == []
    assert (entry.state, entry.reason) == (EntryState.DROPPED, Reason.PRIVATE)


async def test_a_record_that_has_everything_is_left_alone(tmp_path: Path) -> None:
    clock, crm = FakeClock(), FakeCrm()
    await _ended_and_killed(
        tmp_path, clock, crm, saved="Wants a demo", left_behind=lambda call: call
    )
    writes = list(crm.writes)

    async with opened(tmp_path, clock, crm) as office:
        await office.pass_time(minutes=5)

    assert crm.writes == writes
