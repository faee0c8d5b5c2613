"""`switchhook listen`: what a phone source tells, and the calls that it makes of it.

One JSON document per line. A call is told once, when it is over and nothing more is to
be expected; at the end those that go on are told with their end unknown.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from app.session import CallSession, advance, lose
from connectors.contract import Acknowledges
from connectors.records import EventKind, PhoneEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.contract import Clock, PhoneSource
    from connectors.records import SourceStatus, Transfer

SETTLE_S = 1.0  # late news, like an answer elsewhere, comes within that
_MOST_TOLD = 1000
_REUSED_AFTER = timedelta(seconds=2)
_BEGINS = {EventKind.RINGING, EventKind.DIALLING}


@dataclass(slots=True)
class _Heard:
    """One call as far as it was told, and whether it was printed."""

    call: CallSession
    ended_s: float | None = None  # monotonic time at which its end was seen
    is_printed: bool = False


class Listening:
    """Prints what one source tells; `print_line` gets JSON, `note` words for people."""

    def __init__(
        self,
        source: PhoneSource,
        clock: Clock,
        *,
        has_unique_ids: bool,
        print_line: Callable[[str], None],
        note: Callable[[str], None],
    ) -> None:
        self._source = source
        self._clock = clock
        self._has_unique_ids = has_unique_ids
        self._print_line = print_line
        self._note = note
        self._heard: OrderedDict[str, _Heard] = OrderedDict()
        self._lag = timedelta()  # of the source's clock behind ours
        self._settling = asyncio.Event()

    async def follow(self) -> None:
        """Print events and finished calls until the source ends."""
        async for told in self._source.events():
            if isinstance(told, PhoneEvent):
                self._take(told)
            else:
                self._note(_status_words(told))

    async def settle(self) -> None:
        """Print calls a moment after they ended, for ever."""
        while True:
            await self._settling.wait()
            self._settling.clear()
            while waiting := [
                heard.ended_s
                for heard in self._heard.values()
                if heard.ended_s is not None and not heard.is_printed
            ]:
                due_s = min(waiting) + SETTLE_S - self._clock.monotonic_s()
                if due_s > 0:
                    await self._clock.sleep(due_s)
                self._print_settled(self._clock.monotonic_s() - SETTLE_S)

    def finish(self) -> None:
        """Print what was not printed yet: finished calls, then those that go on."""
        self._print_settled(self._clock.monotonic_s())
        until = self._clock.now() - self._lag
        for heard in self._heard.values():
            if not heard.is_printed:
                heard.is_printed = True
                self._print(call_line(lose(heard.call, until)))

    def _take(self, event: PhoneEvent) -> None:
        self._print(event_line(event))
        self._lag = event.seen_at - event.at
        heard = self._heard.get(event.session)
        if heard and self._is_another_call(heard.call, event):
            self._print_settled(self._clock.monotonic_s())
            heard = None
        call = advance(heard.call if heard else None, event, event.session)
        if isinstance(self._source, Acknowledges):
            if call is None and event.kind is not EventKind.MESSAGE:
                self._source.refuse(event)
            else:
                self._source.acknowledge(event, event.session)
        if call is None:
            return
        if heard is None:
            heard = self._heard[event.session] = _Heard(call)
            self._forget()
        heard.call = call
        if call.is_live:
            heard.ended_s = None
        elif heard.ended_s is None:
            heard.ended_s = self._clock.monotonic_s()
            self._settling.set()

    def _is_another_call(self, call: CallSession, event: PhoneEvent) -> bool:
        if self._has_unique_ids or event.kind not in _BEGINS or call.is_live:
            return False
        return call.ended_at is None or event.at > call.ended_at + _REUSED_AFTER

    def _print_settled(self, until_s: float) -> None:
        for heard in self._heard.values():
            is_due = heard.ended_s is not None and heard.ended_s <= until_s
            if is_due and not heard.is_printed:
                heard.is_printed = True
                self._print(call_line(heard.call))

    def _forget(self) -> None:
        printed = [key for key, heard in self._heard.items() if heard.is_printed]
        for key in printed[: max(0, len(self._heard) - _MOST_TOLD)]:
            del self._heard[key]

    def _print(self, told: dict[str, object]) -> None:
        self._print_line(json.dumps(told, ensure_ascii=False))


def event_line(event: PhoneEvent) -> dict[str, object]:
    """Return an event as `listen` prints it."""
    return {
        "v": 1,
        "type": "event",
        "source": event.source,
        "kind": event.kind.value,
        "session": event.session,
        "leg": event.leg,
        "at": time_text(event.at),
        "direction": event.direction.value if event.direction else None,
        "number": event.number.e164 if event.number else None,
        "number_raw": event.number_raw,
        "extension": event.extension,
        "name": event.name,
        "own_line": event.own_line,
        "queue": event.queue,
        "reason": event.reason,
    }


def call_line(call: CallSession) -> dict[str, object]:
    """Return a call as `listen` prints it."""
    return {
        "v": 1,
        "type": "call",
        "source": call.source,
        "session": call.session,
        "direction": call.direction.value,
        "number": call.number.e164 if call.number else None,
        "number_raw": call.number_raw,
        "extension": call.extension,
        "name": call.name,
        "own_line": call.own_line,
        "result": call.result.value if call.result else None,
        "answered_by": list(call.answered_by),
        "started_at": time_text(call.started_at),
        "answered_at": time_text(call.answered_at),
        "ended_at": time_text(call.ended_at),
        "end_known": call.end_known,
        "ring_s": round(call.ring_s, 3),
        "talk_s": round(call.talk_s(), 3),
        "hangup_by": call.hangup_by.value,
        "queue": call.queue,
        "transfers": [_transfer(transfer) for transfer in call.transfers],
    }


def time_text(at: datetime | None) -> str | None:
    """Return a time as text in UTC with milliseconds, like 2026-11-22T21:23:52.398Z."""
    if at is None:
        return None
    told = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return told.removesuffix("+00:00") + "Z"


def _transfer(transfer: Transfer) -> dict[str, object]:
    return {
        "kind": transfer.kind.value,
        "from": transfer.from_,
        "to": transfer.to,
        "at": time_text(transfer.at),
    }


def _status_words(status: SourceStatus) -> str:
    if status.is_up:
        return f"{status.source} is up"
    return f"{status.source} is down" + (f": {status.reason}" if status.reason else "")
