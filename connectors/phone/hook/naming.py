"""Which call a hook speaks of: softphones reuse their ids, and some have none.

A session's name is the phone's id (or, without one, a fingerprint of the number) and
the time it was first told: "7@1795382632398". So a reused id never meets an old call.
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
_LATE = timedelta(seconds=5)  # hooks are processes of their own: they overtake
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

    def takes(self, kind: EventKind, at: datetime, *, has_id: bool) -> bool:
        """Return whether a telling of `kind` at that time is about this call."""
        if at - self.last_at > _LONGEST:
            return False
        if self.ended_at is not None:
            return self._takes_after_end(kind, at - self.ended_at, has_id=has_id)
        if kind in _STARTS and not has_id:
            return at - self.last_at <= _RING_WINDOW
        return True

    def _takes_after_end(
        self, kind: EventKind, since: timedelta, *, has_id: bool
    ) -> bool:
        if kind in _STARTS:
            # an id tells a late ring from a new call; a number cannot
            return has_id and since <= _LATE
        if kind is EventKind.ANSWERED:
            return since <= _LATE
        return since <= _AFTERMATH


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
        elif parties or kind in _STARTS:
            key = self._of_party(kind, at, parties or ("",))
        else:
            key = self._only_open(at)
        call = self._calls.get(key)
        if call is None or not call.takes(kind, at, has_id=bool(id_)):
            if kind not in _MAY_BE_FIRST:
                raise LookupError("No call of that id or number is open.")
            call = NamedCall(_session(key, at), at, at)
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
            name, _, at_ms = session.rpartition("@")
            if not name or not at_ms.isdigit() or len(at_ms) > 14:
                continue
            at = datetime.fromtimestamp(int(at_ms) / 1000, UTC)
            key = name if name.startswith("~") else f"#{name}"
            self._calls[key] = NamedCall(session, at, at)

    def _of_party(self, kind: EventKind, at: datetime, parties: tuple[str, ...]) -> str:
        keys = [f"~{_fingerprint(party)}" for party in parties]
        for key in keys:
            call = self._calls.get(key)
            if call is not None and call.takes(kind, at, has_id=False):
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


def _session(key: str, at: datetime) -> str:
    return f"{key.removeprefix('#')}@{int(at.timestamp() * 1000)}"


def _fingerprint(party: str) -> str:
    return hashlib.sha256(party.encode()).hexdigest()[:12]
