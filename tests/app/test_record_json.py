"""What is stored comes back as it was, also from a version that knew less or more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.call import Call
from app.record_json import from_json, to_json
from app.session import CallSession, Leg, SourceView
from app.snapshot import Reason
from app.wrap_up import WrapUp, log_for
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallLog,
    CallResult,
    Contact,
    ContactRef,
    Direction,
    HangupBy,
    NewContact,
    PhoneEntry,
    Transfer,
    TransferKind,
)

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
TIMES = st.none() | st.integers(0, 10**6).map(lambda s: NOW + timedelta(seconds=s))
TEXTS = st.none() | st.text(max_size=20)
NUMBER = PhoneNumber("+442079460958")
VIEWS = st.builds(
    SourceView,
    source=st.text(max_size=5),
    account=st.text(max_size=5),
    session=st.text(max_size=5),
    first_at=st.just(NOW),
    rang_at=TIMES,
    is_dialled=st.booleans(),
    direction=st.none() | st.sampled_from(Direction),
    number=st.sampled_from([None, NUMBER]),
    number_raw=TEXTS,
    name=TEXTS,
    legs=st.lists(st.builds(Leg, st.text(max_size=3), TIMES, TIMES, TEXTS)).map(tuple),
    ended_at=TIMES,
    told=st.none() | st.sampled_from(CallResult),
    hangup_by=st.none() | st.sampled_from(HangupBy),
    transfers=st.lists(
        st.builds(Transfer, st.sampled_from(TransferKind), TEXTS, TEXTS, st.just(NOW)),
        max_size=2,
    ).map(tuple),
)
CONTACT = Contact(
    "crm", "1", "Amara", phones=(PhoneEntry("020 7946 0958", NUMBER),), emails=("a@b",)
)
CALLS = st.builds(
    Call,
    session=st.lists(VIEWS, min_size=1, max_size=2).map(
        lambda views: CallSession("key", tuple(views))
    ),
    contact=st.sampled_from([None, CONTACT]),
    wrap_up=st.builds(
        WrapUp,
        note=st.text(max_size=50),
        disposition=TEXTS,
        follow_up_on=st.none() | st.just(date(2026, 11, 25)),
        related=st.none() | st.just(ContactRef("crm", "2")),
    ),
    saves_at=TIMES,
    is_saved=st.booleans(),
    dropped=st.none() | st.sampled_from(Reason),
)


@given(CALLS)
def test_every_call_comes_back_as_it_was(call: Call) -> None:
    assert from_json(Call, to_json(call)) == call
    assert from_json(CallLog, to_json(log_for(call))) == log_for(call)


def test_what_is_at_its_default_takes_no_room() -> None:
    view = SourceView("pbx", "pbx", "7", NOW)

    told = json.loads(to_json(Call(CallSession("key", (view,)))))

    assert set(told["session"]["views"][0]) == {
        "source",
        "account",
        "session",
        "first_at",
    }
    assert "contact" not in told


def test_fields_of_a_later_version_are_left_out() -> None:
    new = NewContact("Amara", NUMBER, "020 7946 0958")
    raw = json.loads(to_json(new)) | {"mood": "fine"}

    assert from_json(NewContact, json.dumps(raw)) == new


def test_text_stays_readable_and_whole() -> None:
    new = replace(NewContact("Zoë 🎈 \u202e", None, None), company="Å & Söner")

    assert "Zoë 🎈" in to_json(new)
    assert from_json(NewContact, to_json(new)) == new
