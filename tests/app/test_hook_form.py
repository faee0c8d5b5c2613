"""What hooks say is judged once, at the border."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.hook_form import (
    HookFormError,
    clean,
    clean_lines,
    read_form,
    read_json,
    read_query,
)
from connectors.records import Direction, EventKind


@pytest.mark.parametrize(
    ("told", "direction"),
    [
        ("inbound", Direction.INBOUND),
        ("Incoming", Direction.INBOUND),
        (" OUT ", Direction.OUTBOUND),
        ("internal", Direction.INTERNAL),
        ("", None),
    ],
)
def test_the_words_of_softphones_for_a_direction_are_known(
    told: str, direction: Direction | None
) -> None:
    assert read_form({"kind": "ringing", "direction": told}).direction is direction


def test_a_number_may_come_without_quotes() -> None:
    assert read_json(b'{"kind": "RINGING", "from": 5550100}').from_ == "5550100"


def test_a_plus_that_an_address_took_for_a_space_is_a_plus() -> None:
    query = {"from": " 442079460958", "name": " Oliver", "token": "x"}

    call = read_query("ringing", query)

    assert (call.from_, call.name) == ("+442079460958", "Oliver")


def test_what_is_empty_is_not_told() -> None:
    told = {"kind": "ringing", "from": " ", "name": "\x00", "text": "\n", "url": ""}

    call = read_form(told)

    assert (call.from_, call.name, call.text, call.url) == (None, None, None, None)


def test_the_text_of_a_message_keeps_its_lines_and_its_script() -> None:
    text = "Hi 👩‍💻,\r\n\tשלום\x07\u202e\n\n" + "x" * 20_000

    kept = clean_lines(text)

    assert kept.startswith("Hi 👩‍💻,\n שלום\n\nxxx")
    assert len(kept) == 10_000


@given(st.text(max_size=500))
@settings(max_examples=200, deadline=None)
def test_a_cleaned_line_is_one_line_that_can_be_written(text: str) -> None:
    line = clean(text)

    assert clean(line) == line
    assert len(line) <= 200
    assert line.encode("utf-8").decode("utf-8") == line
    assert not any(ord(char) < 32 or char in "\u202e\u2028\x7f" for char in line)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_an_event_or_refused(body: bytes) -> None:
    with suppress(HookFormError):
        assert read_json(body).kind in EventKind


def test_what_was_told_prints_without_the_caller() -> None:
    call = read_form({"kind": "ringing", "from": "5550100", "name": "Anna"})

    assert "5550100" not in repr(call)
    assert "Anna" not in repr(call)


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-22T21:23:52.398Z",
        "2026-11-22T22:23:52.398+01:00",
        "2026-11-22 21:23:52.398+00:00",
        1795382632.398,
        1795382632398,
        "1795382632.398",
    ],
)
def test_a_time_is_read_as_scripts_write_it(told: object) -> None:
    at = read_form({"kind": "ringing", "at": told}).at

    assert at == datetime(2026, 11, 22, 21, 23, 52, 398000, UTC)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "A kind is needed: ringing, "),
        ({"kind": "singing"}, "Unknown kind. Allowed: ringing, "),
        ({"kind": None}, "Unknown kind. "),
        ({"kind": ["ringing"]}, "Unknown kind. "),
        ({"kind": "ended", "direction": "up"}, "Unknown direction. Allowed: inbound"),
        ({"kind": "ended", "direction": 1}, "Unknown direction. "),
        ({"kind": "ended", "from_": "1"}, "Unknown field 'from_'. Allowed: kind, num"),
        ({"kind": "ended", "a\u202eb": "1"}, "Unknown field 'ab'. "),
        ({"kind": "ended", "number": True}, "`number`: must be a text."),
        ({"kind": "ended", "name": ["Anna"]}, "`name`: must be a text."),
        ({"kind": "ended", "url": "file:///etc"}, "`url`: must be a web address."),
        ({"kind": "ended", "at": "2026-11-22T21:23:52"}, "`at` must be a time with "),
        ({"kind": "ended", "at": "soon"}, "`at` must be a time with its zone"),
        ({"kind": "ended", "at": ""}, "`at` must be a time with its zone"),
        ({"kind": "ended", "at": True}, "`at` must be a time with its zone"),
        ({"kind": "ended", "at": 1e300}, "`at` must be a time with its zone"),
        ({"kind": "ended", "at": float("nan")}, "`at` must be a time with its zone"),
        ({"kind": "ended", "at": "0001-01-01T00:00:00+10:00"}, "`at` must be a time"),
    ],
)
def test_what_no_phone_can_mean_is_refused_with_what_is_allowed(
    told: dict[str, object], says: str
) -> None:
    with pytest.raises(HookFormError) as problem:
        read_form(told)

    assert str(problem.value).startswith(says)
