"""CallDesk: takes what phones tell and keeps the calls that it makes."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.call import Call
from app.session import Stage, advance, lose
from connectors.records import EventKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from app.call_table import CallTable
    from connectors.records import PhoneEvent


@dataclass(frozen=True, slots=True)
class Taken:
    """What an event did to a call; `before` is None where it began one."""

    before: Call | None
    call: Call
    committed: Awaitable[None]

    @property
    def is_ended_now(self) -> bool:
        """Return whether this was the event that ended the call."""
        was_live = self.before is None or self.before.session.is_live
        return was_live and not self.call.session.is_live


RECENT = timedelta(hours=24)  # so long an ended call stays at hand for late events
_MOST_RECENT = 500
_BEGINS = (EventKind.RINGING, EventKind.DIALLING)
_BEGIN_NOTHING = (
    EventKind.HELD,
    EventKind.RESUMED,
    EventKind.TRANSFERRED,
    EventKind.RECORDING,
)
_CONCLUDES = (
    EventKind.ANSWERED,
    EventKind.MISSED,
    EventKind.ELSEWHERE,
    EventKind.VOICEMAIL,
)
_REUSED_AFTER = timedelta(seconds=2)
_CONCLUDED_ANEW_AFTER = timedelta(minutes=2)
_RINGS_ANEW_AFTER = timedelta(minutes=3)


class CallDesk:
    """Finds the call of each event, and keeps it on disk before it is answered.

    `identify` completes a call that just began; `published` is told every change at
    once, before the disk, and `stored` once lists that read the disk have it too.
    """

    def __init__(
        self,
        table: CallTable,
        *,
        has_unique_ids: Callable[[str], bool],
        identify: Callable[[Call], Call],
        published: Callable[[Call], object],
        stored: Callable[[Call], None],
    ) -> None:
        self._table = table
        self._has_unique_ids = has_unique_ids
        self._identify = identify
        self._published = published
        self._stored = stored
        self._calls: dict[str, Call] = {}
        self._ended: dict[str, None] = {}  # of those, in the order to forget them
        self._aliases: dict[tuple[str, str], str] = {}

    async def open(self, now: datetime) -> tuple[Call, ...]:
        """Take up the recent calls; return those that were going on when we stopped."""
        for call in await self._table.since(now - RECENT):
            self._keep(call)
        live = await self._table.live()
        for call in live:
            self._keep(call)
        self._aliases = await self._table.aliases_since(now - RECENT)
        return live

    def live(self) -> tuple[Call, ...]:
        """Return the calls that are going on."""
        return tuple(call for call in self._calls.values() if call.session.is_live)

    def unfinished(self, account: str) -> tuple[str, ...]:
        """Return the sessions of an account whose end nobody told."""
        return tuple(
            view.session
            for call in self._calls.values()
            for view in call.session.views
            if view.account == account and not call.session.end_known
        )

    async def get(self, key: str) -> Call | None:
        """Return a call, from memory or disk."""
        return self._calls.get(key) or await self._table.get(key)

    async def take(self, event: PhoneEvent) -> Taken | None:
        """Return what the event made of its call; None where it tells of no call.

        What changed is published before the disk is asked, so that no pop waits for
        it; `committed` is done once it is safe.
        """
        before = await self._call_of(event)
        if before is None and event.kind in _BEGIN_NOTHING:
            return None  # of a call that nobody told
        key = before.key if before else self._new_key(event)
        session = advance(before.session if before else None, event, key)
        if session is None:
            return None
        call = replace(before, session=session) if before else Call(session)
        if before is None:
            call = self._identify(call)
        elif not session.is_live and before.session.is_live:
            call = replace(call, first_wrap_up=call.wrap_up)
        alias = (event.account, event.session)
        is_new_alias = self._aliases.get(alias) != key
        self._aliases[alias] = key
        self._keep(call)
        if call != before:
            self._published(call)
        committed = self._table.put(call, alias if is_new_alias else None)
        return Taken(before, call, committed)

    def put_again(self, call: Call, event: PhoneEvent) -> Awaitable[None]:
        """Store a call as it is by now: the disk did not take it before."""
        latest = self._calls.get(call.key, call)
        return self._table.put(latest, (event.account, event.session))

    async def change(self, key: str, change: Callable[[Call], Call]) -> Call | None:
        """Change what the rep may change, publish it, and return once it is on disk."""
        before = await self.get(key)
        if before is None:
            return None
        call = change(self._calls.get(key, before))
        self._keep(call)
        self._published(call)
        await self._table.put(call)
        self._stored(call)
        return call

    async def lose_sight(self, key: str, at: datetime) -> Call | None:
        """End a live call that nobody will tell the end of."""
        return await self.change(key, lambda c: replace(c, session=lose(c.session, at)))

    def keep(self, call: Call) -> None:
        """Know a call that was stored by other means."""
        self._keep(call)
        self._published(call)

    async def _call_of(self, event: PhoneEvent) -> Call | None:
        key = self._aliases.get((event.account, event.session))
        if key is None and event.kind not in _BEGINS:
            key = await self._table.find_alias(event.account, event.session)
        if key is None:
            return self._same_call(event)
        call = await self.get(key)
        if call and self._is_another_call(call, event):
            return self._same_call(event)
        return call

    def _same_call(self, event: PhoneEvent) -> Call | None:
        """Return the call that another source sees and this event is about too."""
        if event.kind is EventKind.MESSAGE:
            return None
        for call in reversed(self._calls.values()):
            if call.session.overlaps(event):
                return call
        return None

    def _is_another_call(self, call: Call, event: PhoneEvent) -> bool:
        """Return whether a source that reuses its ids speaks of a new call."""
        if self._has_unique_ids(event.source):
            return False
        session = call.session
        end = session.ended_at or session.lost_at
        if event.kind in _BEGINS:
            if end:
                return event.at > end + _REUSED_AFTER
            is_ringing = session.stage in (Stage.RINGING, Stage.DIALLING)
            return is_ringing and event.at > session.started_at + _RINGS_ANEW_AFTER
        if event.kind in _CONCLUDES and end:
            return event.at > end + _CONCLUDED_ANEW_AFTER
        return False

    def _new_key(self, event: PhoneEvent) -> str:
        if not self._has_unique_ids(event.source):
            return uuid.uuid4().hex
        told = f"{event.account}|{event.session}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def _keep(self, call: Call) -> None:
        self._calls.pop(call.key, None)
        self._calls[call.key] = call
        self._ended.pop(call.key, None)
        if not call.session.is_live:
            self._ended[call.key] = None
        if len(self._calls) > _MOST_RECENT and self._ended:
            oldest = next(iter(self._ended))
            del self._ended[oldest], self._calls[oldest]
