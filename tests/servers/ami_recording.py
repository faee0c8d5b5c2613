"""Recordings of a real PBX, and the truth of what happened in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.session import CallSession, advance
from connectors.phone.asterisk.calls import Calls
from connectors.phone.asterisk.wire import Message, MessageReader
from connectors.records import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.records import PhoneEvent

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "traces" / "asterisk22"
RECORDINGS = sorted(path.stem for path in FOLDER.glob("*.ami"))
BEGIN = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
TALK_TOLERANCE_S = 0.5

Telling = tuple[datetime, Message]
Truth = dict[str, Any]


@dataclass(frozen=True)
class Recording:
    """The bytes of one recording and when each packet came."""

    name: str
    raw: bytes
    packets: tuple[tuple[int, int, float], ...]  # begin, end, seconds

    @classmethod
    def load(cls, name: str) -> Recording:
        raw = (FOLDER / f"{name}.ami").read_bytes()
        lines = (FOLDER / f"{name}.ts.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        packets = ((r["off"], r["off"] + r["len"], r["t"]) for r in rows)
        return cls(name, raw, tuple(packets))

    def pieces(self, cuts: Iterable[int]) -> Iterator[tuple[datetime, bytes]]:
        """Yield the bytes cut anew, each piece with the time of its last byte."""
        begin = 0
        packets = iter(self.packets)
        packet = next(packets)
        for end in (*sorted(set(cuts) - {0, len(self.raw)}), len(self.raw)):
            while end > packet[1]:
                packet = next(packets)
            yield BEGIN + timedelta(seconds=packet[2]), self.raw[begin:end]
            begin = end

    def tellings(self) -> list[Telling]:
        reader = MessageReader()
        cuts = [end for _, end, _ in self.packets]
        return [
            (at, message)
            for at, piece in self.pieces(cuts)
            for message in reader.feed(piece)
        ]


def truths(name: str) -> list[Truth]:
    text = (FOLDER / f"{name}.truth.json").read_text("utf-8")
    cases: list[Truth] = json.loads(text)
    return cases


def tell(tellings: Iterable[Telling], own: Iterable[str]) -> list[PhoneEvent]:
    calls = Calls("office", own, "US")
    return [event for at, message in tellings for event in calls.take(message, at)]


def fold(events: Iterable[PhoneEvent]) -> list[CallSession]:
    """Return the calls that the events add up to, in the order they began."""
    calls: dict[str, CallSession] = {}
    for event in events:
        call = advance(calls.get(event.session), event, key=event.session)
        if call:
            calls[event.session] = call
    return list(calls.values())


def differences(
    calls: list[CallSession], truth: Truth, region: str = "US"
) -> list[str]:
    """Return where the calls differ from what really happened."""
    wanted = truth["calls"]
    names_internal = any(want["direction"] == Direction.INTERNAL for want in wanted)
    if not names_internal:
        calls = [call for call in calls if call.direction is not Direction.INTERNAL]
    if len(calls) != len(wanted):
        return [f"{len(calls)} calls instead of {len(wanted)}"]
    found = []
    for call, want in zip(calls, wanted, strict=True):
        for key, value in want.items():
            got = _value(call, key)
            if not _is_right(key, got, value):
                found.append(f"{key}: {got!r} instead of {value!r}")
        if call.is_live:
            found.append("still live")
    return found


def _value(call: CallSession, key: str) -> Any:
    match key:
        case "number":
            return call.number.e164 if call.number else None
        case "talk_s":
            return call.talk_s()
        case "answered_by":
            return list(call.answered_by)
        case "transfers":
            return [
                {"kind": t.kind, "from": t.from_, "to": t.to} for t in call.transfers
            ]
    return getattr(call, key)


def _is_right(key: str, got: Any, want: Any) -> bool:
    match key:
        case "talk_s":
            return bool(abs(got - want) <= TALK_TOLERANCE_S)
        case "transfers":
            return len(got) == len(want) and all(
                one.items() <= other.items()
                for one, other in zip(want, got, strict=True)
            )
        case "answered_by":
            return bool(got == want)
    return got in want if isinstance(want, list) else got == want
