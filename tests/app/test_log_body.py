"""What a CRM gets of a call: every known fact once, and nothing that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import log_body
from app.call import Call
from app.session import CallSession, Leg, SourceView
from app.wrap_up import WrapUp, log_for
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Contact,
    ContactRef,
    Direction,
    Transfer,
    TransferKind,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMARA = Contact("crm", "1", "Amara Okafor")
VIEW = SourceView(
    *("pbx", "pbx", "7", NOW),
    rang_at=NOW,
    direction=Direction.INBOUND,
    number=PhoneNumber("+442079460958"),
    number_raw="020 7946 0958",
    legs=(Leg("", NOW + timedelta(seconds=2)),),
    ended_at=NOW + timedelta(seconds=92),
)


def call(**changes: object) -> Call:
    view = replace(VIEW, **changes)  # type: ignore[arg-type]
    return Call(CallSession("key", (view,)))


def test_the_body_has_a_line_for_every_known_fact() -> None:
    full = call(
        queue="Sales",
        recording_url="https://pbx.example/1.wav",
        voicemail_url="https://pbx.example/2.wav",
        transfers=(
            Transfer(TransferKind.BLIND, "100", "101", NOW),
            Transfer(TransferKind.ATTENDED, "101", None, NOW),
        ),
    )
    full = replace(
        full, contact=AMARA, wrap_up=WrapUp("Wants a demo", None, date(2026, 11, 25))
    )

    assert log_body.plain(full) == (
        "- Note: Wants a demo\n"
        "- Summary: Inbound call from Amara Okafor\n"
        "- Contact Number: +442079460958\n"
        "- Date/Time: 2026-11-22 09:00:00 UTC\n"
        "- Duration: 90 seconds\n"
        "- Result: Answered\n"
        "- Queue: Sales\n"
        "- Follow-up: 2026-11-25\n"
        "- Call recording link: https://pbx.example/1.wav\n"
        "- Voicemail link: https://pbx.example/2.wav\n"
        "- Transfer: blind to 101\n"
        "- Transfer: attended to unknown"
    )


def test_what_is_not_known_has_no_line() -> None:
    bare = call(number=None, number_raw=None, legs=(), ended_at=None)

    assert log_body.plain(bare) == (
        "- Summary: Inbound call from a withheld number\n"
        "- Date/Time: 2026-11-22 09:00:00 UTC\n"
        "- Duration: at least 0 seconds (end unknown)\n"
        "- Result: Unknown"
    )


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, "Inbound call from +442079460958"),
        ({"direction": Direction.OUTBOUND}, "Outbound call to +442079460958"),
        (
            {"direction": Direction.INTERNAL, "number": None, "extension": "102"},
            "Internal call with 102",
        ),
    ],
)
def test_the_subject_names_the_call(changes: dict[str, object], subject: str) -> None:
    assert log_body.subject(call(**changes)) == subject


@pytest.mark.parametrize("result", CallResult)
def test_every_result_has_words(result: CallResult) -> None:
    told = {"legs": ()} if result is not CallResult.ANSWERED else {}

    body = log_body.plain(call(told=result, **told))

    assert "- Result: " in body
    assert "Unknown" not in body


@given(st.text(max_size=200))
def test_a_note_arrives_as_it_was_typed(note: str) -> None:
    log = log_for(replace(call(), wrap_up=WrapUp(note)))

    assert log.note == note
    assert not note or f"- Note: {note}" in log.body


def test_the_log_has_what_was_told_and_decided() -> None:
    related = ContactRef("crm", "9")
    wrap_up = WrapUp("Wants a demo", "call-back", date(2026, 11, 25), related)
    kept = replace(call(own_line="100", queue="Sales"), contact=AMARA, wrap_up=wrap_up)

    log = log_for(kept)

    assert (log.key, log.contact, log.result) == ("key", AMARA, CallResult.ANSWERED)
    assert (log.talk_s, log.started_at) == (90, NOW)
    assert log.ended_at == VIEW.ended_at
    assert (log.note, log.disposition) == ("Wants a demo", "call-back")
    assert (log.follow_up_on, log.related) == (date(2026, 11, 25), related)
    assert (log.own_line, log.queue, log.number_raw) == (
        "100",
        "Sales",
        "020 7946 0958",
    )
    assert log.subject == log_body.subject(kept)


def test_an_extension_stands_in_for_the_number() -> None:
    assert log_for(call(number_raw=None, extension="102")).number_raw == "102"
