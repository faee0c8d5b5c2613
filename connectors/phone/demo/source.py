"""Plays calls from a script as if a phone told them, and obeys the rep meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from connectors.errors import GoneError, RejectedError
from connectors.phone.demo.script import Script, Step, load_script
from connectors.phone_number import read_party
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    SourceStatus,
    Transfer,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from connectors.contract import PhoneSetup

SOURCE = "demo"
ANSWERS_AFTER_S = 4.0  # whoever is dialled takes the call
TALKS_FOR_S = 60.0

_OUTBOUND = {EventKind.DIALLING}
_CONCLUSIONS = {
    EventKind.MISSED: CallResult.MISSED,
    EventKind.ELSEWHERE: CallResult.ANSWERED_ELSEWHERE,
    EventKind.VOICEMAIL: CallResult.VOICEMAIL,
}
_AFTERWARDS = {EventKind.RECORDING, EventKind.MESSAGE}  # told of ended calls too


@dataclass(slots=True)
class _PlayedCall:
    """One call that is being played: who it is, and how far it got."""

    session: str
    first: Step
    is_answered: bool = False
    is_closed: bool = False


def build(setup: PhoneSetup) -> DemoSource:
    """Build a demo phone.

    Raises RejectedError where the script of the settings is none.
    """
    text = setup.settings.get("script", "")
    return DemoSource(setup, load_script(text) if text else None)


class DemoSource:
    """Plays scripts. What the rep does in a call beats what the script still wants."""

    def __init__(self, setup: PhoneSetup, script: Script | None) -> None:
        self._setup = setup
        self._first_script = script
        self._told: asyncio.Queue[PhoneEvent | SourceStatus | None] = asyncio.Queue()
        self._calls: dict[str, _PlayedCall] = {}
        self._serial = count(1)
        self._is_closed = False

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        """Yield what the scripts tell, until `close`."""
        now = self._setup.clock.now()
        yield SourceStatus(SOURCE, self._setup.account, True, now)  # noqa: FBT003
        if self._first_script is not None:
            self._start(self._first_script)
        while not self._is_closed and (told := await self._told.get()) is not None:
            yield told

    def play(self, script: str) -> tuple[str, ...]:
        """Start a script (its name, or JSON) and return the sessions of its calls.

        Raises RejectedError where it is no script.
        """
        return self._start(load_script(script))

    async def answer(self, session: str) -> None:
        """Take a call that rings."""
        call = self._live(session)
        if call.is_answered:
            raise RejectedError("the call is answered already")
        self._answer(call)

    async def decline(self, session: str) -> None:
        """Refuse a call that rings."""
        call = self._live(session)
        if call.is_answered:
            raise RejectedError("the call is answered already")
        self._end(call, CallResult.DECLINED, HangupBy.OWN)

    async def hang_up(self, session: str) -> None:
        """End a call, answered or not."""
        call = self._live(session)
        if call.is_answered:
            result = CallResult.ANSWERED
        elif call.first.kind in _OUTBOUND:
            result = CallResult.CANCELLED
        else:
            result = CallResult.DECLINED
        self._end(call, result, HangupBy.OWN)

    async def dial(self, number: str, own_line: str | None) -> str | None:
        """Call somebody, who takes the call after a while."""
        steps = (
            Step(kind=EventKind.DIALLING, number=number, own_line=own_line),
            Step(kind=EventKind.ANSWERED, after_s=ANSWERS_AFTER_S, by=own_line),
            Step(
                kind=EventKind.ENDED,
                after_s=TALKS_FOR_S,
                result=CallResult.ANSWERED,
                hangup_by=HangupBy.REMOTE,
            ),
        )
        return self._start(Script(steps=steps))[0]

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        """Return nothing: a demo phone was never off."""
        return ()

    async def close(self) -> None:
        """End the stream; scripts that still play tell nothing more."""
        self._is_closed = True
        self._told.put_nowait(None)

    def _start(self, script: Script) -> tuple[str, ...]:
        now = self._setup.clock.now()
        calls = {}
        for name in script.calls:
            first = next(step for step in script.steps if step.call == name)
            session = f"{now:%Y%m%dT%H%M%S.%f}-{next(self._serial)}"
            calls[name] = self._calls[session] = _PlayedCall(session, first)
        self._setup.spawn(
            f"demo script {self._setup.account}", self._play(script, calls)
        )
        return tuple(call.session for call in calls.values())

    async def _play(self, script: Script, calls: dict[str, _PlayedCall]) -> None:
        for step in script.steps:
            if step.after_s:
                await self._setup.clock.sleep(step.after_s)
            if self._is_closed:
                return
            self._take(step, calls[step.call])

    def _take(self, step: Step, call: _PlayedCall) -> None:
        """Tell a step, unless what the rep did has overtaken it."""
        if call.is_closed and step.kind not in _AFTERWARDS:
            return
        if step.kind in _CONCLUSIONS:
            if not call.is_answered:
                self._close(call)
                self._tell(call, step, result=_CONCLUSIONS[step.kind])
        elif step.kind is EventKind.ANSWERED:
            if not call.is_answered:
                self._answer(call, step)
        elif step.kind is EventKind.ENDED:
            self._close(call)
            result = CallResult.ANSWERED if call.is_answered else step.result
            self._tell(call, step, result=result)
        else:
            self._tell(call, step, result=step.result)

    def _answer(self, call: _PlayedCall, step: Step | None = None) -> None:
        call.is_answered = True
        self._tell(call, step or Step(kind=EventKind.ANSWERED))

    def _end(self, call: _PlayedCall, result: CallResult, by: HangupBy) -> None:
        self._close(call)
        self._tell(call, Step(kind=EventKind.ENDED, hangup_by=by), result=result)

    def _close(self, call: _PlayedCall) -> None:
        call.is_closed = True
        self._calls.pop(call.session, None)

    def _live(self, session: str) -> _PlayedCall:
        call = self._calls.get(session)
        if call is None:
            raise GoneError("no such call")
        return call

    def _own_line(self, call: _PlayedCall) -> str | None:
        own_lines = self._setup.own_lines
        return call.first.own_line or (own_lines[0] if own_lines else None)

    def _tell(
        self, call: _PlayedCall, step: Step, result: CallResult | None = None
    ) -> None:
        now = self._setup.clock.now()
        first, own_line = call.first, self._own_line(call)
        party = read_party(first.number, self._setup.region)
        event = PhoneEvent(
            source=SOURCE,
            account=self._setup.account,
            session=call.session,
            kind=step.kind,
            at=now,
            seen_at=now,
            direction=_direction(first, is_internal=party.extension is not None),
            number_raw=first.number,
            number=party.number,
            extension=party.extension,
            name=first.name,
            own_line=own_line,
            queue=first.queue,
            by=(step.by or own_line) if step.kind is EventKind.ANSWERED else step.by,
            transfer=_transfer(step, own_line, now),
            result=result,
            hangup_by=step.hangup_by,
            url=step.url,
            text=step.text,
        )
        self._told.put_nowait(event)


def _direction(first: Step, *, is_internal: bool) -> Direction:
    if first.direction is not None:
        return first.direction
    if is_internal:
        return Direction.INTERNAL
    return Direction.OUTBOUND if first.kind in _OUTBOUND else Direction.INBOUND


def _transfer(step: Step, own_line: str | None, at: datetime) -> Transfer | None:
    if step.transfer is None:
        return None
    return Transfer(step.transfer.kind, step.by or own_line, step.transfer.to, at)
