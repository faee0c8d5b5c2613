"""baresip's calls, and what each of its notices means in our words (no I/O).

The names of events differ from version to version: 1.0 tells an own call first when
the far phone rings, later ones at once; 1.0 tells no hold and no reason of a cancel.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connectors.phone_number import DialledParty, read_party
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    Transfer,
    TransferKind,
)

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.phone.baresip.notice import Notice

SOURCE = "baresip"
END_UNKNOWN = "end-unknown"

_DIALLING = {"CALL_OUTGOING", "CALL_RINGING", "CALL_PROGRESS"}
_ANSWERED = {"CALL_ANSWERED", "CALL_ESTABLISHED"}
_TRANSFER = {"TRANSFER", "CALL_TRANSFER"}
_HOLD = {"CALL_HOLD": EventKind.HELD, "CALL_RESUME": EventKind.RESUMED}
_BY_OWN = ("Connection reset by user", "Rejected by user", "User-Agent deleted")
_BY_REMOTE = "Connection reset by peer"
_HANDED_ON = "Call transfered"  # sic
_ELSEWHERE = re.compile(r"elsewhere|;\s*cause\s*=\s*200\b", re.IGNORECASE)
_STATUS = re.compile(r"([3-6]\d\d)\b")
_BY_STATUS = {
    "408": CallResult.NO_ANSWER,
    "480": CallResult.NO_ANSWER,
    "486": CallResult.BUSY,
    "487": CallResult.CANCELLED,
    "600": CallResult.BUSY,
    "603": CallResult.DECLINED,
}
_USER = re.compile(r"(?:.*<)?\s*(?:sips?:)?([^@;>]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """One call that baresip told of and has not closed."""

    id: str
    aor: str
    is_incoming: bool
    peer: str = field(repr=False)
    party: DialledParty
    name: str | None = field(default=None, repr=False)
    is_answered: bool = False

    @property
    def own_line(self) -> str:
        return user_of(self.aor)


class CallBook:
    """Keeps the open calls and turns notices into events."""

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region
        self._open: dict[str, OpenCall] = {}
        self._offered: deque[tuple[str, str]] = deque(maxlen=16)

    @property
    def open_calls(self) -> tuple[OpenCall, ...]:
        return tuple(self._open.values())

    def find(self, call_id: str) -> OpenCall | None:
        """Return that open call, or None."""
        return self._open.get(call_id)

    def read(self, notice: Notice, at: datetime) -> list[PhoneEvent]:
        """Return what a notice tells of its call; nothing for what we need not know."""
        call = self._open.get(notice.id or "")
        kind = notice.type
        if notice.id is None:
            if kind == "CALL_LOCAL_SDP" and not notice.is_incoming:
                self._offered.append((notice.aor, notice.peer))
            return []
        if kind == "CALL_CLOSED":
            return self._close(call, notice, at)
        starts = kind == "CALL_INCOMING" or kind in _DIALLING or kind in _ANSWERED
        events = []
        if call is None and starts:
            call = self._begin(notice)
            if not (call.is_incoming and kind in _ANSWERED):
                began = EventKind.RINGING if call.is_incoming else EventKind.DIALLING
                events.append(self._event(call, began, at))
        if call is None:
            return []
        if kind in _ANSWERED and not call.is_answered:
            call = self._open[call.id] = replace(call, is_answered=True)
            event = self._event(call, EventKind.ANSWERED, at)
            events.append(replace(event, by=call.own_line))
        elif kind in _HOLD:
            events.append(self._event(call, _HOLD[kind], at))
        elif kind in _TRANSFER:
            handed = _party_text(call.party, call.peer)
            events.append(self._transferred(call, handed, user_of(notice.param), at))
        return events

    def lose(self, call: OpenCall, at: datetime) -> PhoneEvent:
        """Close a call of which baresip knows nothing more."""
        self._open.pop(call.id, None)
        event = self._event(call, EventKind.ENDED, at)
        return replace(event, reason=END_UNKNOWN)

    def _begin(self, notice: Notice) -> OpenCall:
        call = OpenCall(
            id=notice.id or "",
            aor=notice.aor,
            is_incoming=notice.is_incoming,
            peer=notice.peer,
            party=read_party(notice.peer, self._region),
            name=notice.name,
        )
        self._open[call.id] = call
        if (notice.aor, notice.peer) in self._offered:
            self._offered.remove((notice.aor, notice.peer))
        return call

    def _close(
        self, call: OpenCall | None, notice: Notice, at: datetime
    ) -> list[PhoneEvent]:
        events = []
        if call is None and (notice.aor, notice.peer) in self._offered:
            # 1.0 told no more than that of an own call that never rang
            call = self._begin(notice)
            events.append(self._event(call, EventKind.DIALLING, at))
        if call is None:  # began before we listened: only who knows it may close it
            end = PhoneEvent(
                SOURCE, self._account, notice.id or "", EventKind.ENDED, at, at
            )
            return [replace(end, hangup_by=_hangup_by(notice.param))]
        self._open.pop(call.id, None)
        if notice.param == _HANDED_ON:
            events.append(self._transferred(call, call.own_line, None, at))
        result = _result(call, notice.param)
        kind = {
            CallResult.MISSED: EventKind.MISSED,
            CallResult.ANSWERED_ELSEWHERE: EventKind.ELSEWHERE,
        }.get(result, EventKind.ENDED)
        event = self._event(call, kind, at)
        events.append(
            replace(
                event,
                result=result,
                hangup_by=_hangup_by(notice.param),
                reason=notice.param or None,
            )
        )
        return events

    def _transferred(
        self, call: OpenCall, from_: str | None, to: str | None, at: datetime
    ) -> PhoneEvent:
        event = self._event(call, EventKind.TRANSFERRED, at)
        return replace(event, transfer=Transfer(TransferKind.BLIND, from_, to, at))

    def _event(self, call: OpenCall, kind: EventKind, at: datetime) -> PhoneEvent:
        outer = Direction.INBOUND if call.is_incoming else Direction.OUTBOUND
        return PhoneEvent(
            source=SOURCE,
            account=self._account,
            session=call.id,
            kind=kind,
            at=at,
            seen_at=at,
            direction=Direction.INTERNAL if call.party.extension else outer,
            number_raw=user_of(call.peer) or None,
            number=call.party.number,
            extension=call.party.extension,
            name=call.name,
            own_line=call.own_line or None,
        )


def user_of(uri: str) -> str:
    """Return who a SIP address names: "102" of "sip:102@pbx.example;user=phone"."""
    user = _USER.match(uri)
    return user[1] if user and "@" in uri else ""


def _party_text(party: DialledParty, peer: str) -> str | None:
    return party.extension or user_of(peer) or None


def _result(call: OpenCall, reason: str) -> CallResult:
    if call.is_answered:
        return CallResult.ANSWERED
    is_own = reason.startswith(_BY_OWN)
    if call.is_incoming:
        if _ELSEWHERE.search(reason):
            return CallResult.ANSWERED_ELSEWHERE
        return CallResult.DECLINED if is_own else CallResult.MISSED
    if is_own:
        return CallResult.CANCELLED
    if reason == "Local timeout":
        return CallResult.NO_ANSWER
    status = _STATUS.match(reason)
    return _BY_STATUS.get(status[1] if status else "", CallResult.FAILED)


def _hangup_by(reason: str) -> HangupBy:
    if reason.startswith((*_BY_OWN, _HANDED_ON)):
        return HangupBy.OWN
    if reason.startswith(_BY_REMOTE) or not reason or _STATUS.match(reason):
        return HangupBy.REMOTE
    return HangupBy.SYSTEM
