"""An entry goes from state to state and loses nothing on the way."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entry import (
    FIRST_DELAY_S,
    LONGEST_DELAY_S,
    Entry,
    begin,
    delay_s,
    drop,
    fail,
    interrupted,
    park,
    retry,
    settle,
    want,
)
from app.snapshot import EntryKind, EntryState, Reason
from connectors.errors import (
    ConflictError,
    ConnectorError,
    GoneError,
    NotAllowedError,
    RejectedError,
    SignInError,
    ThrottledError,
    UnreachableError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SETTLE_S = 5.0


def entry(state: EntryState = EntryState.WAITING, **more: object) -> Entry:
    made = Entry("k", "crm", EntryKind.CALL, "a", state, NOW, NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class World:
    """One entry, a worker, a rep and a CRM that creates as often as it is asked.

    The CRM finds a record `SETTLE_S` after it was made. The process may die at any
    time, and only what was put into `self.entry` is left then.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.entry: Entry | None = None
        self.sent: Entry | None = None  # what the worker holds while it asks
        self.records: list[tuple[datetime, str]] = []
        self.wants = 0
        self.is_dropped = False

    def live(self, lots: random.Random) -> str:
        """Do one thing that can happen now, and check what must always hold."""
        happenings: list[Callable[[], None]] = [
            lambda: self._pass_time(lots.choice((0.5, 4.0, 60.0))),
            lambda: self._want(lots.choice((0.0, 0.0, 60.0)), lots.random() < 0.3),
        ]
        if self.entry:
            happenings += [self._want_nowhere, self._retry, self._discard]
            is_due = self.entry.not_before <= self.now
            if self.sent is None and self.entry.state is EntryState.WAITING and is_due:
                happenings += [self._send] * 4
        if self.sent:
            happenings += [
                lambda: self._ask(arrives=True, is_answered=True),
                lambda: self._ask(arrives=True, is_answered=False),
                lambda: self._ask(arrives=False, is_answered=False),
                lambda: self._break_off(arrives=lots.random() < 0.5),
                lambda: self._die(arrives=lots.random() < 0.5),
            ]
        lots.choice(happenings)()
        self._check()
        return f"{self.entry and self.entry.state}, {len(self.records)} records"

    def come_to_rest(self) -> None:
        """Left alone with a CRM that answers, what is wanted is one record."""
        while self.entry and self.entry.is_open:
            self._retry()
            self.now = max(self.now, self.entry.not_before)
            if self.sent is None:
                self._send()
            self._ask(arrives=True, is_answered=True)
            self._check()
        if self.entry and self.entry.state is EntryState.DONE:
            assert [wanted for _, wanted in self.records] == [str(self.wants)]

    def _check(self) -> None:
        entry = self.entry
        assert len(self.records) <= 1
        if entry is None:
            return
        assert entry.wanted == str(self.wants)
        if entry.state is EntryState.DONE:
            assert entry.delivered_revision == entry.revision
            assert [wanted for _, wanted in self.records] == [entry.wanted]
        if entry.state is EntryState.SENDING:
            assert self.sent is not None
        if self.is_dropped:
            assert entry.state is EntryState.DROPPED

    def _keep(self, changed: Entry) -> None:
        assert self.entry is None or changed.revision >= self.entry.revision
        self.entry = changed

    def _pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _want(self, wait_s: float, is_same: bool) -> None:
        self.wants += not is_same
        due = self.now + timedelta(seconds=wait_s)
        new = entry(wanted=str(self.wants), not_before=due, changed_at=self.now)
        self._keep(want(self.entry, new, SETTLE_S))
        self.is_dropped = False

    def _want_nowhere(self) -> None:
        new = entry(
            EntryState.DROPPED,
            wanted=str(self.wants),
            changed_at=self.now,
            reason=Reason.PRIVATE,
        )
        changed = want(self.entry, new, SETTLE_S)
        self._keep(changed)
        self.is_dropped = changed.crm_id is None

    def _discard(self) -> None:
        assert self.entry
        changed = drop(self.entry, Reason.DISCARDED, self.now)
        self._keep(changed)
        self.is_dropped = changed.state is EntryState.DROPPED

    def _retry(self) -> None:
        assert self.entry
        self._keep(retry(self.entry, self.now, SETTLE_S))

    def _send(self) -> None:
        assert self.entry
        self._keep(begin(self.entry, self.now))
        self.sent = self.entry

    def _ask(self, *, arrives: bool, is_answered: bool) -> None:
        """Do what the worker does: find, create or update."""
        sent = self._take_sent(arrives=arrives, at=self.now)
        assert self.entry
        if arrives and is_answered:
            self._keep(settle(self.entry, sent.revision, "1", self.now))
        else:
            error = UnreachableError("no answer", is_delivery_unknown=arrives)
            self._keep(fail(self.entry, error, self.now, 0.5, SETTLE_S))

    def _break_off(self, *, arrives: bool) -> None:
        """Meet a bug of ours in the middle of a request."""
        self._take_sent(arrives=arrives, at=self.now)
        assert self.entry
        self._keep(park(self.entry, Reason.BUG, self.now))

    def _die(self, *, arrives: bool) -> None:
        """Be killed, perhaps after the CRM stored; another process begins."""
        assert self.entry
        is_sending = self.entry.state is EntryState.SENDING
        # a request that was dropped minutes before the kill arrived then or never
        self._take_sent(
            arrives=arrives, at=self.now if is_sending else self.entry.changed_at
        )
        if is_sending:
            self._keep(interrupted(self.entry, self.now, SETTLE_S))

    def _take_sent(self, *, arrives: bool, at: datetime) -> Entry:
        assert self.sent
        sent, self.sent = self.sent, None
        crm_id = sent.crm_id or (self._found() if sent.is_unknown else None)
        if arrives and crm_id:
            self.records[0] = (self.records[0][0], sent.wanted)
        elif arrives:
            self.records.append((at, sent.wanted))
        return sent

    def _found(self) -> str | None:
        found_until = self.now - timedelta(seconds=SETTLE_S)
        return "1" if any(at <= found_until for at, _ in self.records) else None


@pytest.mark.parametrize("seeds", [range(at, at + 500) for at in range(0, 4000, 500)])
def test_whatever_happens_an_entry_is_one_record_and_nothing_is_lost(
    seeds: range,
) -> None:
    for seed in seeds:
        world, lots = World(), random.Random(seed)
        story = []
        try:
            for _ in range(30):
                story.append(world.live(lots))
            world.come_to_rest()
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}: {' → '.join(story)}") from problem


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (SignInError("401"), EntryState.SIGNED_OUT, Reason.SIGN_IN),
        (NotAllowedError("403"), EntryState.PARKED, Reason.NOT_ALLOWED),
        (GoneError("404"), EntryState.PARKED, Reason.GONE),
        (ConflictError("409"), EntryState.PARKED, Reason.CONFLICT),
        (RejectedError("422"), EntryState.PARKED, Reason.REJECTED),
        (UnsupportedError("no"), EntryState.PARKED, Reason.UNSUPPORTED),
        (ThrottledError("429"), EntryState.WAITING, Reason.THROTTLED),
        (UnreachableError("503"), EntryState.WAITING, Reason.UNREACHABLE),
    ],
)
def test_the_error_says_what_becomes_of_the_entry(
    error: ConnectorError, state: EntryState, reason: Reason
) -> None:
    failed = fail(begin(entry(), NOW), error, later(1), 0.5, SETTLE_S)

    assert (failed.state, failed.reason) == (state, reason)
    assert failed.attempt == 1


def test_an_unknown_delivery_waits_until_the_crm_can_find_it() -> None:
    error = UnreachableError("no answer", is_delivery_unknown=True)

    failed = fail(begin(entry(), NOW), error, NOW, 0.0, settle_s=30.0)

    assert failed.is_unknown
    assert failed.not_before == later(30)


def test_the_wait_that_a_crm_asks_for_is_kept() -> None:
    error = ThrottledError("429", retry_after_s=90)

    failed = fail(begin(entry(), NOW), error, NOW, 0.5, SETTLE_S)

    assert failed.not_before == later(90)


def test_a_note_typed_after_an_unknown_delivery_does_not_send_it_too_early() -> None:
    error = UnreachableError("no answer", is_delivery_unknown=True)
    failed = fail(begin(entry(), NOW), error, NOW, 0.0, settle_s=30.0)

    wanted = want(failed, entry(wanted="b", not_before=later(1)), 30.0)

    assert wanted.not_before == later(30)
    assert retry(failed, later(1), 30.0).not_before == later(30)


def test_a_delivery_under_way_stays_under_way_when_more_is_wanted() -> None:
    sending = begin(entry(), NOW)

    wanted = want(sending, entry(wanted="b"))
    settled = settle(wanted, sending.revision, "7", later(1))

    assert (wanted.state, wanted.revision) == (EntryState.SENDING, 2)
    assert (settled.state, settled.delivered_revision) == (EntryState.WAITING, 1)
    assert settled.crm_id == "7"


def test_wanting_the_same_again_changes_nothing_once_it_is_there() -> None:
    done = settle(begin(entry(), NOW), 1, "7", NOW)

    assert want(done, entry(not_before=later(60))) == done
    assert want(done, entry(EntryState.DROPPED, wanted="b")) == done


def test_private_holds_for_a_request_that_fails_later() -> None:
    sending = begin(entry(), NOW)
    nowhere = entry(EntryState.DROPPED, reason=Reason.PRIVATE)

    dropped = want(sending, nowhere)
    failed = fail(dropped, UnreachableError("503"), later(1), 0.5, SETTLE_S)

    assert (failed.state, failed.reason) == (EntryState.DROPPED, Reason.PRIVATE)
    assert failed.is_unknown


def test_what_waits_for_a_sign_in_goes_on_waiting() -> None:
    out = entry(EntryState.SIGNED_OUT, reason=Reason.SIGN_IN)

    wanted = want(out, entry(wanted="b"))

    assert (wanted.state, wanted.reason) == (EntryState.SIGNED_OUT, Reason.SIGN_IN)
    parked = want(out, entry(EntryState.PARKED, reason=Reason.NEEDS_CONTACT))
    assert (parked.state, parked.reason) == (EntryState.PARKED, Reason.NEEDS_CONTACT)


def test_what_was_dropped_while_sent_keeps_the_record_it_became() -> None:
    dropped = drop(begin(entry(), NOW), Reason.DISCARDED, NOW)

    settled = settle(dropped, 1, "7", later(1))

    assert settled.state is EntryState.DROPPED
    assert (settled.crm_id, settled.is_unknown) == ("7", False)


def test_done_and_dropped_ones_are_not_moved_by_retry_drop_or_park() -> None:
    done = settle(begin(entry(), NOW), 1, "7", NOW)
    dropped = drop(entry(), Reason.DISCARDED, NOW)

    assert retry(done, later(1)) == done
    assert drop(done, Reason.DISCARDED, later(1)) == done
    assert park(done, Reason.BUG, later(1)) == done
    assert retry(dropped, later(1)) == dropped
    assert retry(begin(entry(), NOW), later(1)) == begin(entry(), NOW)


@given(
    attempt=st.integers(0, 10_000),
    jitter=st.floats(0, 1),
    asked_s=st.none() | st.floats(0, 7200),
)
def test_waits_grow_within_bounds_and_honour_the_crm(
    attempt: int, jitter: float, asked_s: float | None
) -> None:
    wait_s = delay_s(attempt, jitter, asked_s)

    assert wait_s >= 0.75 * FIRST_DELAY_S
    assert wait_s >= (asked_s or 0)
    assert wait_s <= max(1.25 * LONGEST_DELAY_S, asked_s or 0)
    assert delay_s(attempt + 1, jitter) >= delay_s(attempt, jitter)
