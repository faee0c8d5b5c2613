"""Every recording of a real PBX gives the calls that really happened."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from connectors.phone.asterisk.wire import Message, MessageReader
from connectors.records import EventKind
from tests.servers.ami_recording import (
    RECORDINGS,
    Recording,
    Telling,
    differences,
    fold,
    tell,
    truths,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.ami_recording import Truth

    Change = Callable[[list[Telling]], list[Telling]]

pytestmark = pytest.mark.skipif(not RECORDINGS, reason="no ../shared beside us")

CASES = [
    pytest.param(name, truth, id=f"{name}-{'+'.join(truth['own'])}")
    for name in RECORDINGS
    for truth in truths(name)
]


@pytest.mark.parametrize(("name", "truth"), CASES)
def test_a_recording_tells_what_happened(name: str, truth: Truth) -> None:
    events = tell(Recording.load(name).tellings(), truth["own"])

    assert differences(fold(events), truth) == []


@pytest.mark.parametrize("name", RECORDINGS)
def test_no_cut_of_the_packets_changes_a_message(name: str) -> None:
    recording = Recording.load(name)
    size = len(recording.raw)
    whole = MessageReader().feed(recording.raw)
    dice = random.Random(name)

    for cuts in (
        range(size),
        range(0, size, 7),
        sorted(dice.sample(range(size), 200)),
    ):
        reader = MessageReader()
        pieces = recording.pieces(cuts)
        assert [m for _, piece in pieces for m in reader.feed(piece)] == whole


@pytest.mark.parametrize(("name", "truth"), CASES)
@pytest.mark.parametrize("size", [1, 7, 1460, 1_000_000])
def test_no_cut_of_the_packets_changes_a_call(
    name: str, truth: Truth, size: int
) -> None:
    recording = Recording.load(name)
    reader = MessageReader()
    cuts = range(0, len(recording.raw), size)
    is_timed = size < 1000
    tellings = [
        (at, message)
        for at, piece in recording.pieces(cuts)
        for message in reader.feed(piece)
    ]

    calls = fold(tell(tellings, truth["own"]))

    wanted = truth if is_timed else _without(truth, "talk_s")
    assert differences(calls, wanted) == []


@pytest.mark.parametrize("name", RECORDINGS)
def test_lines_that_nobody_here_owns_tell_nothing(name: str) -> None:
    assert tell(Recording.load(name).tellings(), ["102", "+14155550199"]) == []


def test_the_pop_is_told_with_the_first_dial_begin() -> None:
    for name in ("in_answered_callerhangup", "in_ringgroup", "in_queue_answered"):
        tellings = Recording.load(name).tellings()
        until = next(
            index
            for index, (_, message) in enumerate(tellings)
            if message.event == "DialBegin"
            and message.get("destchannel").startswith("PJSIP/100-")
        )

        assert tell(tellings[:until], ["100"]) == []
        ring = tell(tellings[: until + 1], ["100"])
        assert [event.kind for event in ring] == [EventKind.RINGING]
        assert ring[0].number is not None
        assert ring[0].number.e164 == "+442079460958"


# -- the same calls, told by another PBX ----------------------------------------


def _each_value(change: Callable[[str, str], str]) -> Change:
    def changed(tellings: list[Telling]) -> list[Telling]:
        return [
            (at, _message({k: tuple(change(k, v) for v in vs) for k, vs in f.items()}))
            for at, message in tellings
            for f in (message.fields,)
        ]

    return changed


def _message(fields: dict[str, tuple[str, ...]]) -> Message:
    return Message(fields)


def _replaced(pattern: str, text: str) -> Change:
    regex = re.compile(pattern)
    return _each_value(lambda _, value: regex.sub(text, value))


def _without_keys(*keys: str) -> Change:
    def changed(tellings: list[Telling]) -> list[Telling]:
        return [
            (at, Message({k: v for k, v in message.fields.items() if k not in keys}))
            for at, message in tellings
        ]

    return changed


def _only(keeps: Callable[[Message], bool]) -> Change:
    return lambda tellings: [telling for telling in tellings if keeps(telling[1])]


def _cdr_last(tellings: list[Telling]) -> list[Telling]:
    cdrs = [telling for telling in tellings if telling[1].event == "Cdr"]
    rest = [telling for telling in tellings if telling[1].event != "Cdr"]
    return rest + [(rest[-1][0], message) for _, message in cdrs]


def _cdr_before_hang_ups(tellings: list[Telling]) -> list[Telling]:
    """Move each Cdr before the first hang-up of its moment."""
    moved: list[Telling] = []
    for at, message in tellings:
        place = len(moved)
        while message.event == "Cdr" and place and _is_hang_up(moved[place - 1], at):
            place -= 1
        moved.insert(place, (at, message))
    return moved


def _is_hang_up(telling: Telling, at: object) -> bool:
    return telling[0] == at and telling[1].event in ("Hangup", "BridgeLeave")


def _with_noise(tellings: list[Telling]) -> list[Telling]:
    noise = Message({"event": ("TestEvent",), "state": ("A", "B"), "channel": ("x",)})
    rtcp = Message({"event": ("RTCPSent",), "uniqueid": ("",), "channel": ("",)})
    return [told for at, m in tellings for told in ((at, noise), (at, m), (at, rtcp))]


def _every_event_twice(tellings: list[Telling]) -> list[Telling]:
    return [told for telling in tellings for told in (telling, telling)]


def _is_of_class_call(message: Message) -> bool:
    return message.get("privilege") in ("call,all", "system,all", "")


def _is_not_of_dialplan(message: Message) -> bool:
    return message.get("privilege") != "dialplan,all"


def _swapped_causes(key: str, value: str) -> str:
    return {"0": "16", "127": "16"}.get(value, value) if key == "cause" else value


CHANGES: dict[str, Change] = {
    "SIP": _replaced(r"\bPJSIP/", "SIP/"),
    "IAX2": _replaced(r"\bPJSIP/", "IAX2/"),
    "other-ids": _replaced(r"\b17953(\d{5}\.\d+)", r"18101\1"),
    "system-name": _replaced(r"^(17953\d{5}\.\d+)$", r"pbx1-\1"),
    "FreePBX-contexts": _each_value(
        lambda _, v: {"internal": "from-internal", "from-trunk": "from-pstn"}.get(v, v)
    ),
    "one-context": _each_value(
        lambda _, v: "default" if v in ("internal", "from-trunk") else v
    ),
    "trunk-name": _replaced(r"\bPJSIP/trunk-", "PJSIP/my-carrier-eu-"),
    "no-TechCause": _without_keys("techcause"),
    "other-causes": _each_value(_swapped_causes),
    "Cdr-last": _cdr_last,
    "Cdr-early": _cdr_before_hang_ups,
    "no-dialplan": _only(_is_not_of_dialplan),
    "no-Cdr": _only(lambda message: message.event != "Cdr"),
    "noise": _with_noise,
    "only-class-call": _only(_is_of_class_call),
    "told-twice": _every_event_twice,
}


@pytest.mark.parametrize(("name", "truth"), CASES)
@pytest.mark.parametrize("change", CHANGES)
def test_another_pbx_tells_the_same_calls(name: str, truth: Truth, change: str) -> None:
    tellings = CHANGES[change](Recording.load(name).tellings())

    calls = fold(tell(tellings, truth["own"]))

    if change == "only-class-call":  # queues are told in a class of their own
        truth = _without(truth, "queue")
    assert differences(calls, truth) == []


@pytest.mark.parametrize(("name", "truth"), CASES)
def test_other_extensions_tell_the_same_calls(name: str, truth: Truth) -> None:
    moved = {"100": "2041", "101": "2042"}
    change = _replaced(r"(?<![\d.+-])(100|101)(?![\d.])", r"\1X")
    tellings = [
        (at, Message({k: tuple(_renamed(v, moved) for v in vs) for k, vs in f.items()}))
        for at, message in change(Recording.load(name).tellings())
        for f in (message.fields,)
    ]

    calls = fold(tell(tellings, [moved.get(line, line) for line in truth["own"]]))

    assert differences(calls, _moved(truth, moved)) == []


def _renamed(text: str, moved: dict[str, str]) -> str:
    return re.sub(r"(100|101)X", lambda match: moved[match[1]], text)


def _moved(truth: Truth, moved: dict[str, str]) -> Truth:
    calls = []
    for told in truth["calls"]:
        call = dict(told)
        for key in ("extension", "number"):
            if key in call:
                call[key] = moved.get(call[key], call[key])
        if "answered_by" in call:
            call["answered_by"] = [moved[line] for line in call["answered_by"]]
        if "transfers" in call:
            call["transfers"] = [
                {k: moved.get(v, v) for k, v in one.items()}
                for one in call["transfers"]
            ]
        calls.append(call)
    return {**truth, "calls": calls}


def _without(truth: Truth, *keys: str) -> Truth:
    calls = [{k: v for k, v in c.items() if k not in keys} for c in truth["calls"]]
    return {**truth, "calls": calls}


@pytest.mark.parametrize(
    ("name", "own", "answered_by"),
    [
        ("in_answered_callerhangup", "+1 (415) 555-0100", ("100",)),
        ("in_answered_callerhangup", "4155550100", ("100",)),
        ("in_answered_callerhangup", "PJSIP/100", ("100",)),
        ("in_ringgroup", "+14155550110", ("101",)),
        ("out_answered", "+14155550100", ("100",)),
    ],
)
def test_an_own_line_may_be_written_in_many_ways(
    name: str, own: str, answered_by: tuple[str, ...]
) -> None:
    calls = fold(tell(Recording.load(name).tellings(), [own]))

    assert [call.answered_by for call in calls] == [answered_by]


def test_an_endpoint_with_a_name_is_known_by_its_extension() -> None:
    change = _replaced(r"\bPJSIP/100-", "PJSIP/alice-")
    tellings = change(Recording.load("in_answered_callerhangup").tellings())

    for own in ("100", "alice", "PJSIP/alice"):
        calls = fold(tell(tellings, [own]))
        assert [str(call.result) for call in calls] == ["answered"]
