"""A phone that speaks through hooks: every softphone that can start a program.

The listener puts what hooks tell on `inbox`; here it becomes phone events. Whoever
consumes them says which are on disk, and only then the hook gets its answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.errors import UnsupportedError
from connectors.phone.hook.naming import SessionNaming
from connectors.phone_number import is_withheld, read_party
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    PhoneEvent,
    SourceStatus,
    Transfer,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import datetime

    from connectors.contract import HookPost, PhoneSetup
    from connectors.records import HookCall

_MOST_NONCES = 2000
_SOURCE = "hook"
_RESULTS = {result.value: result for result in CallResult}


@dataclass(slots=True)
class _Telling:
    """One event on its way to the disk, and who waits for it."""

    event: PhoneEvent
    waiting: list[asyncio.Future[str]] = field(default_factory=list)
    key: str | None = None

    def settle(self) -> None:
        """Tell everybody who waits."""
        for stored in self.waiting:
            if stored.done():
                continue
            if self.key is None:
                stored.set_exception(LookupError("No call of that id is open."))
            else:
                stored.set_result(self.key)
        self.waiting.clear()


class HookSource:
    """Turns the calls of hooks into phone events; a `PhoneSource`.

    A telling that comes twice under one nonce is one event; both get the answer.
    """

    def __init__(
        self, setup: PhoneSetup, inbox: asyncio.Queue[HookPost | None]
    ) -> None:
        self.inbox = inbox
        self._setup = setup
        self._is_closed = False
        self._naming = SessionNaming()
        self._under_way: dict[PhoneEvent, _Telling] = {}
        self._told: OrderedDict[str, _Telling] = OrderedDict()

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        """Yield what hooks tell, until the source is closed."""
        account, clock = self._setup.account, self._setup.clock
        yield SourceStatus(_SOURCE, account, is_up=True, at=clock.now())
        while not self._is_closed:
            post = await self.inbox.get()
            # None wakes a source that was closed; one before it may have left it
            event = self._take(post) if post else None
            if event is not None:
                yield event

    def acknowledge(self, event: PhoneEvent, key: str) -> None:
        """Answer the hook that told `event`: it is on disk under `key`."""
        telling = self._under_way.pop(event, None)
        if telling is not None:
            telling.key = key
            telling.settle()

    def refuse(self, event: PhoneEvent) -> None:
        """Answer the hook that told `event`: it belongs to no call."""
        telling = self._under_way.pop(event, None)
        if telling is not None:
            self._told = OrderedDict(
                (n, t) for n, t in self._told.items() if t is not telling
            )
            telling.settle()

    def remember(self, sessions: Iterable[str]) -> None:
        """Take up sessions of an earlier run, so that their ends find them."""
        self._naming.remember(sessions)

    async def answer(self, session: str) -> None:
        raise UnsupportedError("a hook only tells")

    async def decline(self, session: str) -> None:
        raise UnsupportedError("a hook only tells")

    async def hang_up(self, session: str) -> None:
        raise UnsupportedError("a hook only tells")

    async def dial(self, number: str, own_line: str | None) -> str | None:
        raise UnsupportedError("a hook only tells")

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        return ()

    async def close(self) -> None:
        """Let `events()` end; what is told from now on waits for the next source."""
        self._is_closed = True
        await self.inbox.put(None)

    def _take(self, post: HookPost) -> PhoneEvent | None:
        nonce = post.call.nonce
        known = self._told.get(nonce) if nonce else None
        if known is not None:
            known.waiting.append(post.stored)
            if known.key is not None:
                known.settle()
            return None
        try:
            event = self._event(post.call)
        except LookupError as problem:
            if not post.stored.done():
                post.stored.set_exception(problem)
            return None
        twin = self._under_way.get(event)
        telling = twin or _Telling(event)
        telling.waiting.append(post.stored)
        self._under_way[event] = telling
        if nonce:
            self._told[nonce] = telling
            while len(self._told) > _MOST_NONCES:
                self._told.popitem(last=False)
        return None if twin else event

    def _event(self, call: HookCall) -> PhoneEvent:
        seen_at = self._setup.clock.now()
        at = call.at or seen_at
        told = call.direction or _direction_of(call.kind)
        likeliest = _other_side(call, told)
        ends = [likeliest, call.from_, call.to] if told is None else [likeliest]
        named = self._naming.name(
            call.kind,
            at,
            id_=call.id,
            parties=tuple(self._spell(end) for end in ends if end),
            direction=told,
        )
        far_end = _other_side(call, told or named.direction)
        other = None if is_withheld(far_end) else far_end
        party = read_party(other, self._setup.region)
        return PhoneEvent(
            _SOURCE,
            self._setup.account,
            named.session,
            call.kind,
            at,
            seen_at,
            direction=named.direction,
            number_raw=other,
            number=party.number,
            extension=party.extension,
            name=call.name,
            own_line=call.line or _own_side(call, far_end),
            transfer=_transfer(call, at),
            queue=call.queue,
            reason=call.reason,
            by=call.line if call.kind is EventKind.ANSWERED else None,
            result=_RESULTS.get(call.reason or ""),
            url=call.url,
            text=call.text,
        )

    def _spell(self, end: str) -> str:
        """Return one spelling of a number, however the phone wrote it."""
        party = read_party(end, self._setup.region)
        return party.number.e164 if party.number else party.extension or end


def build(setup: PhoneSetup) -> HookSource:
    """Make the source; its listener finds the queue at `inbox`."""
    return HookSource(setup, asyncio.Queue())


def _direction_of(kind: EventKind) -> Direction | None:
    match kind:
        case EventKind.RINGING | EventKind.MISSED | EventKind.ELSEWHERE:
            return Direction.INBOUND
        case EventKind.DIALLING:
            return Direction.OUTBOUND
    return None


def _other_side(call: HookCall, direction: Direction | None) -> str | None:
    """Return the far end. A dialled call whose phone tells one number dials that."""
    if call.number:
        return call.number
    if direction is Direction.OUTBOUND or call.kind is EventKind.DIALLING:
        return call.to or call.from_
    return call.from_


def _transfer(call: HookCall, at: datetime) -> Transfer | None:
    """Return the hand-over that a hook tells: `to` is where the call goes."""
    if call.kind is not EventKind.TRANSFERRED:
        return None
    kinds = {kind.value: kind for kind in TransferKind}
    kind = kinds.get(call.reason or "", TransferKind.BLIND)
    return Transfer(kind, call.line, call.to, at)


def _own_side(call: HookCall, other: str | None) -> str | None:
    """Return the near end, where both are told."""
    if call.kind is EventKind.TRANSFERRED:
        return None
    if call.number:
        return call.to if call.from_ is None else None
    ends = [end for end in (call.from_, call.to) if end and end != other]
    return ends[0] if len(ends) == 1 else None
