"""Which call a hook speaks of: some softphones have no ids, only a number, or nothing.

With an id that is the session. Without one it is named after a fingerprint of the
number and the time it was first told, "~5c1a…@1795382632398", and what follows within
a time is about that call.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.records import Direction, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 1000
_RING_WINDOW = timedelta(seconds=30)  # a phone without ids rings again in that time
_LATE = timedelta(seconds=5)  # hooks are programs of their own: they overtake
_LONGEST = timedelta(hours=12)  # whose end was never told does not stay open for ever
_AFTERMATH = timedelta(minutes=10)  # recordings and voicemails come late
_STARTS = {EventKind.RINGING, EventKind.DIALLING}
_MAY_BE_FIRST = {*_STARTS, EventKind.ANSWERED, EventKind.MISSED, EventKind.ELSEWHERE}
_MAY_BE_FIRST |= {EventKind.VOICEMAIL, EventKind.RECORDING, EventKind.MESSAGE}
_CLOSES = {EventKind.ENDED, EventKind.MISSED, EventKind.ELSEWHERE}


@dataclass(frozen=True, slots=True)
class NamedCall:
    """One call as far as naming needs it. Only `session` and `direction` go on."""

    session: str
    first_at: datetime
    last_at: datetime
    direction: Direction | None = None
    ended_at: datetime | None = None

    def takes(self, kind: EventKind, at: datetime) -> bool:
        """Return whether a telling of `kind` at that time is about this call."""
        if at - self.last_at > _LONGEST:
            return False
        if self.ended_at is None:
            return kind not in _STARTS or at - self.last_at <= _RING_WINDOW
        if kind in _STARTS:
            return False  # the same number calls again
        window = _LATE if kind is EventKind.ANSWERED else _AFTERMATH
        return at - self.ended_at <= window


class SessionNaming:
    """Names the sessions of one hook source, and remembers the last thousand."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, NamedCall] = OrderedDict()

    def name(
        self,
        kind: EventKind,
        at: datetime,
        *,
        id_: str | None,
        parties: tuple[str, ...],
        direction: Direction | None,
    ) -> NamedCall:
        """Return the call that is spoken of, a new one if need be.

        `parties` are the ends that may be the other side, the likeliest first.
        Raises LookupError where the telling cannot be the first of a call and none
        that is open fits, or where several fit.
        """
        if id_:
            key = f"#{id_}"
            call = self._calls.get(key) or NamedCall(id_, at, at)
        else:
            key = self._key(kind, at, parties)
            known = self._calls.get(key)
            if known is not None and known.takes(kind, at):
                call = known
            elif kind in _MAY_BE_FIRST:
                call = NamedCall(f"{key}@{int(at.timestamp() * 1000)}", at, at)
            else:
                raise LookupError("No call of that number is open.")
        call = replace(
            call,
            last_at=max(call.last_at, at),
            direction=call.direction or direction,
            ended_at=call.ended_at or (at if kind in _CLOSES else None),
        )
        if kind is not EventKind.MESSAGE:
            self._calls[key] = call
            self._calls.move_to_end(key)
        while len(self._calls) > _MOST:
            self._calls.popitem(last=False)
        return call

    def remember(self, sessions: Iterable[str]) -> None:
        """Take up sessions of an earlier run that nobody saw the end of."""
        for session in sessions:
            key, _, at_ms = session.rpartition("@")
            if key.startswith("~") and at_ms.isdigit() and len(at_ms) < 15:
                at = datetime.fromtimestamp(int(at_ms) / 1000, UTC)
                self._calls[key] = NamedCall(session, at, at)

    def _key(self, kind: EventKind, at: datetime, parties: tuple[str, ...]) -> str:
        if not parties and kind not in _STARTS:
            return self._only_open(at)
        keys = [f"~{_fingerprint(party)}" for party in parties or ("",)]
        for key in keys:
            call = self._calls.get(key)
            if call is not None and call.takes(kind, at):
                return key
        return keys[0]

    def _only_open(self, at: datetime) -> str:
        """Return the key of the one call without an id that is open."""
        keys = [
            key
            for key, call in self._calls.items()
            if key.startswith("~")
            and call.ended_at is None
            and at - call.last_at <= _LONGEST
        ]
        if not keys:
            raise LookupError("No call is open: give the number or the id.")
        if len(keys) > 1:
            raise LookupError("Several calls are open: give the number or the id.")
        return keys[0]


def _fingerprint(party: str) -> str:
    return hashlib.sha256(party.encode()).hexdigest()[:12]
