"""The manager interface's text: any cut, any garbage, no line too many."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import RejectedError
from connectors.phone.asterisk.lines import (
    Device,
    OwnLines,
    is_extension,
    local_twin,
    read_device,
)
from connectors.phone.asterisk.wire import (
    MAX_LINE_BYTES,
    MAX_LINES,
    MessageReader,
    write,
)

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
LINE = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"Event: Hangup", b"Key: value", b": ", b":", b"\xff\xfe: \xc3"]),
)
STREAM = st.lists(
    st.tuples(LINE, st.sampled_from([b"\n", b"\r\n", b"\r\n\r\n"])), max_size=30
).map(lambda lines: b"".join(line + end for line, end in lines))


@given(stream=STREAM, cuts=st.lists(st.integers(0, 1500), max_size=12))
def test_any_cut_gives_the_same_messages_and_garbage_never_raises(
    stream: bytes, cuts: list[int]
) -> None:
    whole = MessageReader().feed(stream)
    reader = MessageReader()
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    pieces = [stream[a:b] for a, b in pairwise(edges)]

    assert [m for piece in pieces for m in reader.feed(piece)] == whole


@given(st.integers(-3, 3), st.sampled_from([b"\n", b"\r\n"]), st.integers(1, 5000))
def test_a_line_at_its_limit_is_cut_the_same_way_everywhere(
    over: int, end: bytes, step: int
) -> None:
    line = b"Name: " + b"x" * (MAX_LINE_BYTES - 6 + over) + end
    stream = BANNER + b"Event: A" + end + line + b"Last: 1" + end + end
    reader = MessageReader()

    pieces = [stream[i : i + step] for i in range(0, len(stream), step)]
    messages = [m for piece in pieces for m in reader.feed(piece)]

    assert messages == MessageReader().feed(stream)
    assert len(messages[0].get("name")) == MAX_LINE_BYTES - 6 + min(0, over)
    assert messages[0].get("last") == "1"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_banner_is_no_part_of_the_first_message(end: bytes) -> None:
    text = end.join([BANNER.strip(), b"Response: Success", b"ActionID: 1", b"", b""])

    (message,) = MessageReader().feed(text)

    assert message.response == "Success"
    assert message.action_id == "1"
    assert set(message.fields) == {"response", "actionid"}


def test_repeated_keys_keep_every_value() -> None:
    text = b"Event: X\r\nVariable: A=1\r\nVariable: B=2\r\nEMPTY:\r\n\r\n\r\n"

    (message,) = MessageReader().feed(text)

    assert message.all("variable") == ("A=1", "B=2")
    assert message.get("variable") == "A=1"
    assert message.all("empty") == ("",)
    assert message.get("absent") == ""


def test_a_message_without_end_takes_no_more_than_its_limit() -> None:
    reader = MessageReader()
    for number in range(MAX_LINES * 3):
        assert reader.feed(f"Key{number}: v\r\n".encode()) == []
    (message,) = reader.feed(b"\r\n")

    assert len(message.fields) == MAX_LINES


def test_a_line_without_end_is_not_kept() -> None:
    reader = MessageReader()
    for _ in range(200):
        assert reader.feed(b"x" * 65_536) == []

    (message,) = reader.feed(b"\r\nEvent: Next\r\n\r\n")

    assert message.event == "Next"


def test_broken_text_is_read_with_replacements() -> None:
    (message,) = MessageReader().feed(b"CallerIDName: Zo\xc3\xab \xff\r\n\r\n")

    assert message.get("calleridname") == "Zoë \ufffd"


def test_an_action_is_lines_with_an_end() -> None:
    text = write("Ping", {"ActionID": "7"})

    assert text == b"Action: Ping\r\nActionID: 7\r\n\r\n"


@pytest.mark.parametrize(
    "value", ['"x\r\nVariable: A=B\r\n" <1>', "a\nb", "a\rb", "a\0b"]
)
def test_a_value_cannot_become_a_header(value: str) -> None:
    with pytest.raises(RejectedError) as problem:
        write("Originate", {"CallerID": value})

    assert problem.value.field == "CallerID"
    assert "Variable" not in str(problem.value)


@pytest.mark.parametrize(
    ("name", "device"),
    [
        ("PJSIP/100-00000016", Device("PJSIP", "100")),
        ("SIP/my-carrier-eu-0000a1b2", Device("SIP", "my-carrier-eu")),
        ("IAX2/trunk-1234", Device("IAX2", "trunk")),
        ("DAHDI/i1/02079460958-3", Device("DAHDI", "i1/02079460958")),
        ("DAHDI/4-1", Device("DAHDI", "4")),
        ("SCCP/100@phone-0001", Device("SCCP", "100")),
        (
            "Local/101@internal-00000000;1",
            Device("Local", "101@internal-00000000;1", is_local=True),
        ),
        ("odd", Device("", "odd")),
        ("", Device("", "")),
    ],
)
def test_a_channel_name_tells_its_device(name: str, device: Device) -> None:
    assert read_device(name) == device


def test_halves_of_a_local_channel_know_each_other() -> None:
    assert local_twin("Local/1@c-00;1") == "Local/1@c-00;2"
    assert local_twin("Local/1@c-00;2") == "Local/1@c-00;1"


def test_extensions_are_short() -> None:
    assert [is_extension(text) for text in ("10", "123456")] == [True, True]
    assert not any(is_extension(text) for text in ("1", "1234567", "*97", "+44", ""))


@pytest.mark.parametrize(
    ("arguments", "is_own"),
    [
        ("PJSIP/100,8,tT", True),
        ("PJSIP/101&PJSIP/100", True),
        ("SIP/100", True),
        ("Local/100@from-queue/n", True),
        ("PJSIP/100/sip:100@10.0.0.1:5060,20", True),
        ("PJSIP/+442079460100@trunk", False),
        ("PJSIP/1000", False),
        ("", False),
    ],
)
def test_a_dial_names_whom_it_rings(arguments: str, *, is_own: bool) -> None:
    assert OwnLines(["100"], "US").names_own_device(arguments) is is_own


@given(st.text(max_size=60))
def test_no_text_of_a_pbx_raises(text: str) -> None:
    lines = OwnLines(["100", "+14155550100", text], "DE")

    device = read_device(text)
    lines.extension_of(device)
    lines.names_own_device(text)
    lines.is_own_mailbox(text)
    lines.outside([text], text)
    lines.inside(device, [text], text)
    local_twin(text)
