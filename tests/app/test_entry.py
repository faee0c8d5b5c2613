"""An entry goes from state to state and loses nothing on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

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

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SETTLE_S = 5.0


def entry(state: EntryState = EntryState.WAITING, **more: object) -> Entry:
    made = Entry("k", "crm", EntryKind.CALL, "a", state, NOW, NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class World(RuleBasedStateMachine):
    """One entry, a worker, a rep and a CRM that creates as often as it is asked.

    The CRM finds a record `SETTLE_S` after it was made. The process may die at any
    time, and only what was put into `self.entry` is left then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.entry: Entry | None = None
        self.sent: Entry | None = None  # what the worker holds while it asks
        self.records: list[tuple[datetime, str]] = []
        self.wants = 0
        self.revision = 0
        self.is_dropped = False

    def _keep(self, changed: Entry) -> None:
        assert changed.revision >= self.revision
        self.revision = changed.revision
        self.entry = changed

    @rule(seconds=st.sampled_from([0.5, 4.0, 60.0]))
    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(wait_s=st.sampled_from([0.0, 60.0]), is_same=st.booleans())
    def want_something(self, wait_s: float, is_same: bool) -> None:
        self.wants += not is_same
        due = self.now + timedelta(seconds=wait_s)
        new = entry(wanted=str(self.wants), not_before=due, changed_at=self.now)
        self._keep(want(self.entry, new, SETTLE_S))
        self.is_dropped = False

    @precondition(lambda self: self.entry is not None)
    @rule()
    def want_it_nowhere(self) -> None:
        assert self.entry is not None
        new = entry(
            EntryState.DROPPED,
            wanted=self.entry.wanted,
            changed_at=self.now,
            reason=Reason.PRIVATE,
        )
        self._keep(want(self.entry, new, SETTLE_S))
        self.is_dropped = self.entry.crm_id is None

    @precondition(
        lambda self: (
            self.entry is not None
            and self.sent is None
            and self.entry.state is EntryState.WAITING
            and self.entry.not_before <= self.now
        )
    )
    @rule()
    def send(self) -> None:
        assert self.entry is not None
        self._keep(begin(self.entry, self.now))
        self.sent = self.entry

    @precondition(lambda self: self.sent is not None)
    @rule(
        arrives=st.booleans(),
        is_answered=st.booleans(),
    )
    def ask_the_crm(self, arrives: bool, is_answered: bool) -> None:
        """Do what the worker does: find, create or update."""
        assert self.sent is not None
        assert self.entry is not None
        sent, self.sent = self.sent, None
        crm_id = sent.crm_id or (self._find() if sent.is_unknown else None)
        if arrives and crm_id is None:
            self.records.append((self.now, sent.wanted))
            crm_id = "1"
        elif arrives:
            made_at, _ = self.records[0]
            self.records[0] = (made_at, sent.wanted)
        if arrives and is_answered:
            self._keep(settle(self.entry, sent.revision, "1", self.now))
            return
        error = UnreachableError("no answer", is_delivery_unknown=arrives)
        self._keep(fail(self.entry, error, self.now, 0.5, SETTLE_S))

    def _find(self) -> str | None:
        found_until = self.now - timedelta(seconds=SETTLE_S)
        return "1" if any(at <= found_until for at, _ in self.records) else None

    @precondition(lambda self: self.sent is not None)
    @rule(arrives=st.booleans())
    def break_off(self, arrives: bool) -> None:
        """A bug of ours in the middle of a request."""
        assert self.sent is not None
        assert self.entry is not None
        sent, self.sent = self.sent, None
        is_first = sent.crm_id is None and not (sent.is_unknown and self._find())
        if arrives and is_first:
            self.records.append((self.now, sent.wanted))
        self._keep(park(self.entry, Reason.BUG, self.now))

    @precondition(lambda self: self.entry is not None)
    @rule(arrives=st.booleans())
    def die(self, arrives: bool) -> None:
        """The process is killed, perhaps after the CRM stored; another one begins."""
        assert self.entry is not None
        sent, self.sent = self.sent, None
        is_first = (
            sent and sent.crm_id is None and not (sent.is_unknown and self._find())
        )
        if sent and arrives and is_first:
            self.records.append((self.now, sent.wanted))
        if self.entry.state is EntryState.SENDING:
            self._keep(interrupted(self.entry, self.now, SETTLE_S))

    @precondition(lambda self: self.entry is not None)
    @rule()
    def retry_it(self) -> None:
        assert self.entry is not None
        self._keep(retry(self.entry, self.now, SETTLE_S))

    @precondition(lambda self: self.entry is not None)
    @rule()
    def discard_it(self) -> None:
        assert self.entry is not None
        self._keep(drop(self.entry, Reason.DISCARDED, self.now))
        self.is_dropped = self.entry.state is EntryState.DROPPED

    @invariant()
    def there_is_at_most_one_record(self) -> None:
        assert len(self.records) <= 1

    @invariant()
    def done_means_delivered(self) -> None:
        if self.entry and self.entry.state is EntryState.DONE:
            assert self.entry.delivered_revision == self.entry.revision
            assert self.entry.crm_id == "1"
            assert [wanted for _, wanted in self.records] == [self.entry.wanted]

    @invariant()
    def what_was_dropped_stays_dropped_until_it_is_wanted_again(self) -> None:
        if self.entry and self.is_dropped:
            assert self.entry.state is EntryState.DROPPED

    @invariant()
    def what_is_wanted_is_kept(self) -> None:
        if self.entry:
            assert self.entry.wanted == str(self.wants)
            assert self.entry.is_open or self.entry.state in (
                EntryState.DONE,
                EntryState.DROPPED,
            )

    @invariant()
    def sending_has_a_worker(self) -> None:
        if self.entry and self.entry.state is EntryState.SENDING:
            assert self.sent is not None

    def teardown(self) -> None:
        """Left alone with a CRM that answers, everything wanted is one record."""
        if self.entry is None or self.is_dropped:
            return
        for _ in range(10):
            if self.entry.state in (EntryState.DONE, EntryState.DROPPED):
                break
            self.retry_it()
            self.now = max(self.now, self.entry.not_before)
            if self.sent is None:
                self.send()
            self.ask_the_crm(arrives=True, is_answered=True)
        if self.entry.state is EntryState.DONE:
            assert [wanted for _, wanted in self.records] == [str(self.wants)]
        else:
            assert self.entry.state is EntryState.DROPPED


TestEntryInAnyWorld = World.TestCase


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
