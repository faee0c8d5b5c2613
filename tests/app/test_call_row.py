"""Rows and timelines say what is stored, the gravest first."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.call import Call
from app.call_row import call_row, entry_row, gravest, log_state, past_call, timeline
from app.entry import Entry
from app.session import CallSession, Leg, SourceView
from app.snapshot import EntryKind, EntryState, Reason, Step, StepKind
from app.wrap_up import WrapUp
from connectors.phone_number import PhoneNumber
from connectors.records import Contact, Direction, Transfer, TransferKind

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMARA = Contact("crm", "1", "Amara Okafor", company="Harbour & Lyle")
VIEW = SourceView(
    *("pbx", "pbx", "7", NOW),
    rang_at=NOW,
    direction=Direction.INBOUND,
    name="told name",
    number=PhoneNumber("+442079460958"),
    number_raw="020 7946 0958",
    legs=(Leg("", NOW + timedelta(seconds=2)),),
)


def call(**changes: object) -> Call:
    view = replace(VIEW, **changes)  # type: ignore[arg-type]
    return Call(CallSession("key", (view,)), wrap_up=WrapUp("Hello", "1"))


def entry(state: EntryState, connection: str = "crm") -> Entry:
    until = NOW + timedelta(seconds=9)
    return Entry("key", connection, EntryKind.CALL, "{}", state, until, NOW)


def name(connection: str) -> str:
    return connection.upper()


def label(disposition: str | None) -> str | None:
    return f"label {disposition}" if disposition else None


def test_the_gravest_log_speaks_for_the_call() -> None:
    order = [
        EntryState.PARKED,
        EntryState.SIGNED_OUT,
        EntryState.SENDING,
        EntryState.WAITING,
        EntryState.DONE,
        EntryState.DROPPED,
    ]
    for graver, lesser in itertools.combinations(order, 2):
        shown = gravest([entry(lesser), entry(graver)], name)
        assert shown is not None
        assert shown.state is graver
    assert gravest([], name) is None


def test_only_what_waits_says_until_when() -> None:
    waiting = log_state(entry(EntryState.WAITING), name)

    assert waiting.until == NOW + timedelta(seconds=9)
    assert waiting.connection_name == "CRM"
    assert log_state(entry(EntryState.DONE), name).until is None


def test_a_row_names_the_contact_before_what_the_phone_told() -> None:
    told = call_row(call(), None, label, NOW + timedelta(seconds=12))
    known = call_row(
        replace(call(), contact=AMARA, dropped=Reason.PRIVATE), None, label, NOW
    )

    assert (told.name, told.company, told.number) == (
        "told name",
        None,
        "+442079460958",
    )
    assert (told.ring_s, told.talk_s, told.is_live) == (2.0, 10.0, True)
    assert (told.disposition, told.note, told.is_private) == ("label 1", "Hello", False)
    assert (known.name, known.company, known.is_private) == (
        "Amara Okafor",
        "Harbour & Lyle",
        True,
    )


def test_a_row_shows_a_number_that_could_not_be_read_as_told() -> None:
    row = call_row(call(number=None), None, label, NOW)

    assert row.number == "020 7946 0958"


def test_an_entry_without_its_call_still_has_a_row() -> None:
    alone = entry_row(entry(EntryState.WAITING), None, name)
    told = entry_row(entry(EntryState.WAITING), call(), name)
    known = entry_row(
        entry(EntryState.WAITING), replace(call(number=None), contact=AMARA), name
    )

    assert (alone.name, alone.number, alone.at) == (None, None, NOW)
    assert (told.name, told.number) == ("told name", "+442079460958")
    assert (known.name, known.number) == ("Amara Okafor", None)


def test_an_earlier_call_is_a_fact_for_the_pop() -> None:
    past = past_call(call(ended_at=NOW + timedelta(seconds=5)), label)

    assert (past.key, past.at, past.disposition, past.note) == (
        "key",
        NOW,
        "label 1",
        "Hello",
    )


def test_the_timeline_tells_the_call_and_then_its_record() -> None:
    moved = Transfer(TransferKind.BLIND, "100", "101", NOW + timedelta(seconds=4))
    ended = call(ended_at=NOW + timedelta(seconds=6), transfers=(moved,))
    queued = Step(StepKind.QUEUED, NOW + timedelta(seconds=7))

    told = timeline(ended, [queued])

    assert [step.kind for step in told] == [
        StepKind.RANG,
        StepKind.ANSWERED,
        StepKind.TRANSFERRED,
        StepKind.ENDED,
        StepKind.QUEUED,
    ]
    assert told[2].detail == "101"


def test_a_dialled_call_nobody_answered_has_a_short_timeline() -> None:
    (only,) = timeline(call(is_dialled=True, legs=()), [])

    assert only.kind is StepKind.DIALLED
