"""How a call and its log are listed: rows, states and timelines (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.snapshot import (
    CallRow,
    EntryRow,
    EntryState,
    LogState,
    PastCall,
    Reason,
    Step,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from app.call import Call
    from app.entry import Entry

    Label = Callable[[str | None], str | None]
    Name = Callable[[str], str]

# The gravest state of a call's logs is the one that its row shows.
_GRAVITY = (
    EntryState.PARKED,
    EntryState.SIGNED_OUT,
    EntryState.SENDING,
    EntryState.WAITING,
    EntryState.DONE,
    EntryState.DROPPED,
)


def log_state(entry: Entry, name: Name) -> LogState:
    """Return what the rep is told of an entry."""
    # one that was dropped after it was logged is in the CRM all the same
    is_there = entry.state is EntryState.DROPPED and entry.crm_id is not None
    return LogState(
        connection=entry.connection,
        connection_name=name(entry.connection),
        state=EntryState.DONE if is_there else entry.state,
        reason=entry.reason,
        detail=entry.detail,
        until=entry.not_before if entry.state is EntryState.WAITING else None,
        attempt=entry.attempt,
        changed_at=entry.changed_at,
    )


def gravest(entries: Iterable[Entry], name: Name) -> LogState | None:
    """Return the state that speaks for a call with several logs."""
    ordered = sorted(entries, key=lambda entry: _GRAVITY.index(entry.state))
    return log_state(ordered[0], name) if ordered else None


def call_row(call: Call, log: LogState | None, label: Label, now: datetime) -> CallRow:
    """Return one row of the list of calls."""
    session = call.session
    contact = call.contact
    is_private = call.dropped is Reason.PRIVATE
    return CallRow(
        key=call.key,
        started_at=session.started_at,
        direction=session.direction,
        result=session.result,
        is_live=session.is_live,
        name=contact.name if contact else session.name,
        company=contact.company if contact else None,
        number=session.number.e164 if session.number else session.number_raw,
        extension=session.extension,
        disposition=label(call.wrap_up.disposition),
        note=call.wrap_up.note,
        ring_s=session.ring_s,
        talk_s=session.talk_s(now),
        log=log,
        is_private=is_private,
    )


def entry_row(entry: Entry, call: Call | None, name: Name) -> EntryRow:
    """Return one row of what waits to be sent."""
    session = call.session if call else None
    contact = call.contact if call else None
    told = session.name if session else None
    number = session.number if session else None
    return EntryRow(
        key=entry.key,
        kind=entry.kind,
        log=log_state(entry, name),
        name=contact.name if contact else told,
        number=number.e164 if number else None,
        at=session.started_at if session else entry.changed_at,
        revision=entry.revision,
    )


def past_call(call: Call, label: Label) -> PastCall:
    """Return an earlier call as a fact for the pop."""
    return PastCall(
        key=call.key,
        at=call.session.started_at,
        direction=call.session.direction,
        result=call.session.result,
        disposition=label(call.wrap_up.disposition),
        note=call.wrap_up.note,
    )


def timeline(call: Call, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return what happened to a call and then to its record, oldest first."""
    session = call.session
    began = StepKind.DIALLED if session.is_dialled else StepKind.RANG
    told = [Step(began, session.started_at)]
    if session.answered_at:
        told.append(Step(StepKind.ANSWERED, session.answered_at))
    told += [
        Step(StepKind.TRANSFERRED, transfer.at, detail=transfer.to)
        for transfer in session.transfers
    ]
    if session.ended_at:
        told.append(Step(StepKind.ENDED, session.ended_at))
    return tuple(sorted((*told, *steps), key=lambda step: step.at))
