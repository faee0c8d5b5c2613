"""One entry of the outbox, and how it goes from state to state (pure).

An entry is the state that is wanted for a key in a connection, not a command: what to
ask the CRM for is derived from it. Nothing here reads a clock or a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.snapshot import EntryKind, EntryState, Reason
from connectors.errors import (
    ConflictError,
    ConnectorError,
    GoneError,
    NotAllowedError,
    RejectedError,
    Remedy,
    ThrottledError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DELAY_S = 2.0
LONGEST_DELAY_S = 15 * 60.0

_WHY_PARKED: Mapping[type[ConnectorError], Reason] = {
    RejectedError: Reason.REJECTED,
    NotAllowedError: Reason.NOT_ALLOWED,
    GoneError: Reason.GONE,
    ConflictError: Reason.CONFLICT,
    UnsupportedError: Reason.UNSUPPORTED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The state that is wanted for a key in a connection, and how far it has come.

    `wanted` is the record as JSON. `is_unknown`: a delivery began and nobody knows how
    it ended. `crm_id` is the ledger: which record of the CRM this became.
    """

    key: str
    connection: str
    kind: EntryKind
    wanted: str = field(repr=False)
    state: EntryState
    not_before: datetime
    changed_at: datetime
    revision: int = 1
    delivered_revision: int = 0
    crm_id: str | None = None
    is_unknown: bool = False
    attempt: int = 0
    reason: Reason | None = None
    detail: str | None = None
    id: int = 0  # given by the table; keeps the order per call

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done for it."""
        return self.state not in (EntryState.DONE, EntryState.DROPPED)


def want(old: Entry | None, new: Entry, settle_s: float = 0.0) -> Entry:
    """Return `old` with what is wanted now; a delivery under way stays under way.

    Wanting again what the CRM already has changes nothing; wanting something else
    raises the revision and forgets earlier failures. What may have arrived still
    waits `settle_s`, after which the CRM can find it.
    """
    if old is None:
        return new
    is_same = old.wanted == new.wanted
    if is_same and old.state is EntryState.DONE:
        return old
    if new.state is EntryState.DROPPED and old.crm_id:
        # what is in the CRM stays there; nothing more goes there
        keeps = old.state in (EntryState.DONE, EntryState.SENDING)
        return old if keeps else drop(old, new.reason, new.changed_at)
    if new.state is EntryState.DROPPED and old.state is EntryState.SENDING:
        old = drop(old, new.reason, new.changed_at)
    if is_same and old.state is EntryState.SENDING:
        return old
    revision = old.revision if is_same else old.revision + 1
    is_sending = old.state is EntryState.SENDING
    is_signed_out = old.state is EntryState.SIGNED_OUT
    keeps = is_sending or (is_signed_out and new.state is EntryState.WAITING)
    return replace(
        old,
        wanted=new.wanted,
        revision=revision,
        state=old.state if keeps else new.state,
        not_before=max(new.not_before, _findable_at(old, settle_s)),
        reason=old.reason if is_signed_out and keeps else new.reason,
        detail=None,
        attempt=0,
        changed_at=new.changed_at,
    )


def begin(entry: Entry, now: datetime) -> Entry:
    """Return the entry as a request for it goes out."""
    return replace(
        entry,
        state=EntryState.SENDING,
        attempt=entry.attempt + 1,
        reason=None,
        detail=None,
        changed_at=now,
    )


def settle(entry: Entry, revision: int, crm_id: str, now: datetime) -> Entry:
    """Return the entry after the CRM took `revision`; a newer one goes out next."""
    is_done = revision >= entry.revision
    if entry.state is EntryState.SENDING:
        state = EntryState.DONE if is_done else EntryState.WAITING
    else:  # dropped or parked meanwhile: the rep's word stands
        state = entry.state
    return replace(
        entry,
        state=state,
        delivered_revision=revision,
        crm_id=crm_id,
        is_unknown=False,
        attempt=0,
        reason=entry.reason if state is not EntryState.DONE else None,
        detail=None,
        changed_at=now,
    )


def fail(
    entry: Entry, error: ConnectorError, now: datetime, jitter: float, settle_s: float
) -> Entry:
    """Return the entry after a refusal: the error says what becomes of it.

    `jitter` is between 0 and 1. After an unknown delivery it waits at least `settle_s`,
    the time after which the CRM can find what it may have stored.
    """
    is_unknown = entry.is_unknown or error.is_delivery_unknown
    if entry.state is not EntryState.SENDING:  # dropped meanwhile: that stands
        return replace(entry, is_unknown=is_unknown, changed_at=now)
    failed = replace(
        entry,
        is_unknown=is_unknown,
        changed_at=now,
        detail=error.field or error.permission,
    )
    if error.remedy is Remedy.SIGN_IN:
        return replace(failed, state=EntryState.SIGNED_OUT, reason=Reason.SIGN_IN)
    if error.remedy is Remedy.PARK:
        reason = _WHY_PARKED.get(type(error), Reason.BUG)
        return replace(failed, state=EntryState.PARKED, reason=reason)
    wait_s = delay_s(entry.attempt, jitter, error.retry_after_s)
    if is_unknown:
        wait_s = max(wait_s, settle_s)
    is_throttled = isinstance(error, ThrottledError)
    return replace(
        failed,
        state=EntryState.WAITING,
        reason=Reason.THROTTLED if is_throttled else Reason.UNREACHABLE,
        not_before=now + timedelta(seconds=wait_s),
    )


def park(entry: Entry, reason: Reason, now: datetime) -> Entry:
    """Return the entry as one that needs the rep, unless that ended meanwhile.

    One that was being sent may have arrived all the same.
    """
    if not entry.is_open:
        return entry
    return replace(
        entry,
        state=EntryState.PARKED,
        reason=reason,
        is_unknown=entry.is_unknown or entry.state is EntryState.SENDING,
        changed_at=now,
    )


def retry(entry: Entry, now: datetime, settle_s: float = 0.0) -> Entry:
    """Return the entry as one that goes out at once; done and dropped ones stay.

    What may have arrived first waits until the CRM can find it.
    """
    if not entry.is_open or entry.state is EntryState.SENDING:
        return entry
    return replace(
        entry,
        state=EntryState.WAITING,
        not_before=max(now, _findable_at(entry, settle_s)),
        attempt=0,
        reason=None,
        detail=None,
        changed_at=now,
    )


def drop(entry: Entry, reason: Reason | None, now: datetime) -> Entry:
    """Return the entry as one that goes nowhere; what is in the CRM stays there.

    What was being sent may still arrive: wanted again, it is looked for first.
    """
    if entry.state is EntryState.DONE:
        return entry
    return replace(
        entry,
        state=EntryState.DROPPED,
        reason=reason,
        is_unknown=entry.is_unknown or entry.state is EntryState.SENDING,
        changed_at=now,
    )


def interrupted(entry: Entry, now: datetime, settle_s: float) -> Entry:
    """Return an entry that was being sent when we stopped: it may have arrived."""
    return replace(
        entry,
        state=EntryState.WAITING,
        is_unknown=True,
        reason=Reason.LOOKING,
        not_before=now + timedelta(seconds=settle_s),
        changed_at=now,
    )


def _findable_at(entry: Entry, settle_s: float) -> datetime:
    """Return from when on the CRM can find what may have arrived there."""
    return entry.changed_at + timedelta(seconds=settle_s if entry.is_unknown else 0.0)


def delay_s(attempt: int, jitter: float, retry_after_s: float | None = None) -> float:
    """Return how long to wait after so many tries; the CRM's own wait is honoured."""
    grown_s = FIRST_DELAY_S * 2.0 ** min(max(attempt, 1) - 1, 20)
    own_s = min(LONGEST_DELAY_S, grown_s) * (0.75 + 0.5 * jitter)
    return max(own_s, retry_after_s or 0.0)
