"""What baresip's notices mean: as recorded from 1.0, and as later versions say it."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.phone.baresip.call_book import CallBook, user_of
from connectors.phone.baresip.netstring import (
    MAX_BYTES,
    NetstringError,
    NetstringReader,
    encode,
)
from connectors.phone.baresip.notice import Notice, Reply, read_message
from connectors.phone_number import PhoneNumber
from connectors.records import CallResult, Direction, EventKind, HangupBy, PhoneEvent

RECORDING = Path(__file__).with_name("baresip_1_0.tsv")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
INCOMING, OUTGOING = "incoming", "outgoing"


def recorded(scene: str, phone: str) -> bytes:
    """Return the bytes that a phone (A calls, B is called) sent in a scene."""
    lines = (line.split("\t", 2) for line in RECORDING.read_text("utf-8").splitlines())
    payloads = [line[2] for line in lines if line[:2] == [scene, phone]]
    return b"".join(encode(payload.encode()) for payload in payloads)


def replay(stream: bytes, cut: int) -> list[PhoneEvent]:
    book, strings, told = CallBook("desk", "DE"), NetstringReader(), []
    for start in range(0, len(stream), cut):
        for payload in strings.feed(stream[start : start + cut]):
            message = read_message(payload)
            if isinstance(message, Notice):
                told += book.read(message, NOW)
    assert book.open_calls == ()
    return told


def notice(
    type_: str, direction: str = INCOMING, param: str = "", **more: str
) -> Notice:
    message = read_message(
        json.dumps(
            {
                "event": True,
                "type": type_,
                "class": "call",
                "accountaor": "sip:102@pbx.example",
                "direction": direction,
                "peeruri": "sip:+442079460958@pbx.example",
                "id": "a1",
                "param": param,
            }
            | more
        ).encode()
    )
    assert isinstance(message, Notice)
    return message


def told(*notices: Notice) -> list[PhoneEvent]:
    book = CallBook("desk", "DE")
    return [event for one in notices for event in book.read(one, NOW)]


def kinds(events: list[PhoneEvent]) -> list[EventKind]:
    return [event.kind for event in events]


RING, DIAL = EventKind.RINGING, EventKind.DIALLING
TALK, END, MISS = EventKind.ANSWERED, EventKind.ENDED, EventKind.MISSED


@pytest.mark.parametrize("cut", [1, 2, 3, 7, 100, 1_000_000])
@pytest.mark.parametrize(
    ("scene", "phone", "expected", "end"),
    [
        ("answer, hang up by callee", "A", [DIAL, TALK, END], "answered remote"),
        ("answer, hang up by callee", "B", [RING, TALK, END], "answered own"),
        ("caller hangs up", "A", [DIAL, TALK, END], "answered own"),
        ("caller hangs up", "B", [RING, TALK, END], "answered remote"),
        ("cancel", "A", [DIAL, END], "cancelled own"),
        ("cancel", "B", [RING, MISS], "missed remote"),
        ("decline", "A", [DIAL, END], "busy remote"),
        ("decline", "B", [RING, END], "declined own"),
    ],
)
def test_a_recorded_call_is_told_at_any_packet_cut(
    scene: str, phone: str, expected: list[EventKind], end: str, cut: int
) -> None:
    events = replay(recorded(scene, phone), cut)

    assert kinds(events) == expected
    assert len({event.session for event in events}) == 1
    assert f"{events[-1].result} {events[-1].hangup_by}" == end
    assert events[0].direction is Direction.INTERNAL
    assert events[0].extension == ("102" if phone == "A" else "101")
    assert events[0].own_line == ("101" if phone == "A" else "102")


def test_own_calls_that_never_rang_are_told_all_the_same() -> None:
    events = replay(recorded("refused", "A"), 64)

    assert kinds(events) == [DIAL, END] * 4
    assert [event.result for event in events[1::2]] == [
        CallResult.FAILED,  # nobody of that name
        CallResult.CANCELLED,  # no answer at all, then hung up
        CallResult.FAILED,
        CallResult.FAILED,
    ]
    assert events[-1].number == PhoneNumber("+4930901820")
    assert events[-1].direction is Direction.OUTBOUND


def test_later_versions_name_an_own_call_at_once() -> None:
    events = told(
        notice("CALL_LOCAL_SDP", OUTGOING, "offer"),
        notice("CALL_OUTGOING", OUTGOING),
        notice("CALL_RINGING", OUTGOING),
        notice("CALL_PROGRESS", OUTGOING),
        notice("CALL_ANSWERED", OUTGOING),
        notice("CALL_ESTABLISHED", OUTGOING),
        notice("CALL_HOLD", OUTGOING),
        notice("CALL_RESUME", OUTGOING),
        notice("CALL_CLOSED", OUTGOING, "Connection reset by peer"),
    )

    assert kinds(events) == [DIAL, TALK, EventKind.HELD, EventKind.RESUMED, END]
    assert events[1].by == "102"
    assert events[-1].number == PhoneNumber("+442079460958")


@pytest.mark.parametrize(
    ("reason", "kind", "result", "by"),
    [
        ("Connection reset by peer", MISS, "missed", "remote"),
        ("Connection reset by user", END, "declined", "own"),
        ("Rejected by user", END, "declined", "own"),
        ("Local timeout", MISS, "missed", "system"),
        ("rtp stream error", MISS, "missed", "system"),
        ("", MISS, "missed", "remote"),
        (
            'Connection reset by peer,SIP;cause=200;text="Call completed elsewhere"',
            EventKind.ELSEWHERE,
            "answered-elsewhere",
            "remote",
        ),
        (
            "Connection reset by peer,SIP ;cause=200",
            EventKind.ELSEWHERE,
            "answered-elsewhere",
            "remote",
        ),
        ("Connection reset by peer,Q.850;cause=16", MISS, "missed", "remote"),
        ("Connection reset by peer,SIP;cause=2000", MISS, "missed", "remote"),
    ],
)
def test_a_call_that_we_did_not_take_ends_as_its_reason_tells(
    reason: str, kind: EventKind, result: str, by: str
) -> None:
    events = told(notice("CALL_INCOMING"), notice("CALL_CLOSED", param=reason))

    assert kinds(events) == [RING, kind]
    assert events[1].result == result
    assert events[1].hangup_by == by
    assert events[1].reason == (reason or None)


@pytest.mark.parametrize(
    ("reason", "result", "by"),
    [
        ("486 Busy Here", "busy", "remote"),
        ("600 Busy Everywhere", "busy", "remote"),
        ("603 Decline", "declined", "remote"),
        ("480 Temporarily Unavailable", "no-answer", "remote"),
        ("408 Request Timeout", "no-answer", "remote"),
        ("487 Request Terminated", "cancelled", "remote"),
        ("404 Not Found", "failed", "remote"),
        ("503 Service Unavailable", "failed", "remote"),
        ("Connection timed out [110]", "failed", "system"),
        ("Local timeout", "no-answer", "system"),
        ("Connection reset by user", "cancelled", "own"),
        ("Rejected by user", "cancelled", "own"),
    ],
)
def test_an_own_call_that_nobody_took_ends_as_its_reason_tells(
    reason: str, result: str, by: str
) -> None:
    events = told(
        notice("CALL_RINGING", OUTGOING), notice("CALL_CLOSED", OUTGOING, reason)
    )

    assert kinds(events) == [DIAL, END]
    assert events[1].result == result
    assert events[1].hangup_by == by


def test_a_call_handed_on_by_us_is_a_transfer_and_then_an_end() -> None:
    events = told(
        notice("CALL_INCOMING"),
        notice("CALL_ESTABLISHED"),
        notice("CALL_CLOSED", param="Call transfered"),
    )

    assert kinds(events) == [RING, TALK, EventKind.TRANSFERRED, END]
    assert events[2].transfer is not None
    assert events[2].transfer.from_ == "102"
    assert events[3].hangup_by is HangupBy.OWN
    assert events[3].result is CallResult.ANSWERED


@pytest.mark.parametrize("word", ["TRANSFER", "CALL_TRANSFER"])
def test_a_far_side_that_hands_us_on_is_a_transfer(word: str) -> None:
    events = told(
        notice("CALL_INCOMING"),
        notice("CALL_ESTABLISHED"),
        notice(word, param="<sip:103@pbx.example;user=phone>"),
    )

    assert kinds(events) == [RING, TALK, EventKind.TRANSFERRED]
    assert events[2].transfer is not None
    assert (events[2].transfer.from_, events[2].transfer.to) == ("+442079460958", "103")
    assert events[2].leg is None


def test_a_call_that_we_met_while_it_went_on_is_told_from_there() -> None:
    assert kinds(told(notice("CALL_ESTABLISHED"))) == [TALK]
    assert kinds(told(notice("CALL_ESTABLISHED", OUTGOING))) == [DIAL, TALK]
    (end,) = told(notice("CALL_CLOSED", param="Connection reset by peer"))
    assert (end.kind, end.result, end.number_raw) == (END, None, None)
    assert end.hangup_by is HangupBy.REMOTE


@pytest.mark.parametrize(
    "word",
    ["REGISTER_OK", "CALL_RTCP", "CALL_MENC", "VU_TX_REPORT", "CALL_HOLD", "TRANSFER"],
)
def test_what_tells_of_no_call_we_know_is_silent(word: str) -> None:
    assert told(notice(word)) == []


def test_repeated_notices_are_told_once() -> None:
    ringing, talking = notice("CALL_INCOMING"), notice("CALL_ESTABLISHED")

    assert kinds(told(ringing, ringing, talking, talking, ringing)) == [RING, TALK]


@pytest.mark.parametrize(
    ("peer", "number", "extension", "raw"),
    [
        ("sip:anonymous@anonymous.invalid", None, None, "anonymous"),
        ("sip:030901820@pbx.example;user=phone", "+4930901820", None, "030901820"),
        ("sip:101@pbx.example", None, "101", "101"),
        ("sip:pbx.example", None, None, None),
        ("", None, None, None),
        ("\0\u202e", None, None, None),
    ],
)
def test_the_other_side_is_read_from_its_address(
    peer: str, number: str | None, extension: str | None, raw: str | None
) -> None:
    (event,) = told(notice("CALL_INCOMING", peeruri=peer, peerdisplayname="<b>O"))

    assert (event.number and event.number.e164) == number
    assert event.extension == extension
    assert event.number_raw == raw
    assert event.name == "<b>O"
    assert event.direction is (Direction.INTERNAL if extension else Direction.INBOUND)


def test_a_lost_call_says_that_nobody_knows_its_end() -> None:
    book = CallBook("desk", "DE")
    book.read(notice("CALL_INCOMING"), NOW)
    (call,) = book.open_calls

    event = book.lose(call, NOW)

    assert (event.kind, event.reason, event.result) == (END, "end-unknown", None)
    assert book.open_calls == ()
    assert book.find("a1") is None


@pytest.mark.parametrize(
    ("uri", "user"),
    [
        ("sip:102@pbx.example", "102"),
        ("102@pbx.example", "102"),
        ('"Bob" <sips:102@pbx.example>;expires=5', "102"),
        ("sip:pbx.example", ""),
        ("", ""),
    ],
)
def test_an_address_names_a_user(uri: str, user: str) -> None:
    assert user_of(uri) == user


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"{}",
        b'{"event": 1}',
        b'{"event": true, "type": 7}',
        b'{"event": true, "type": "CALL_INCOMING", "id": {}}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_is_passed_over(payload: bytes) -> None:
    assert read_message(payload) is None


def test_text_that_is_no_utf_8_is_shown_as_well_as_can_be() -> None:
    message = read_message(b'{"response":true,"ok":true,"token":"1","data":"\xff"}')

    assert message == Reply("1", True, "�")  # noqa: FBT003


def test_netstrings_come_whole_however_they_are_cut() -> None:
    chance = random.Random(4444)
    messages = [b"x" * chance.choice([0, 1, 9, 10, 300]) for _ in range(200)]
    stream, got = b"".join(encode(message) for message in messages), []

    strings = NetstringReader()
    while stream:
        size = chance.randint(1, 40)
        got += strings.feed(stream[:size])
        stream = stream[size:]

    assert got == messages


@pytest.mark.parametrize(
    "stream",
    [
        b"hello",
        b"HTTP/1.1 400 Bad Request\r\n",
        b":,",
        b"-1:x,",
        b"3:abcd",
        b"12345678",
        b"%d:" % (MAX_BYTES + 1),
        b"\r\n",
    ],
)
def test_what_is_no_netstring_is_an_error(stream: bytes) -> None:
    with pytest.raises(NetstringError):
        NetstringReader().feed(stream)


def test_a_message_may_be_as_long_as_the_limit() -> None:
    assert NetstringReader().feed(encode(b"x" * MAX_BYTES)) == [b"x" * MAX_BYTES]
