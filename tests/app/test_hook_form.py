"""What hooks say is judged once, at the border."""

from __future__ import annotations

from contextlib import suppress

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
