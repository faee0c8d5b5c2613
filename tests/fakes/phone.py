"""A phone that rings when a test says so."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.manifest import PhoneManifest
from connectors.phone_number import read_party
from connectors.records import (
    Direction,
    EventKind,
    PhoneAbility,
    PhoneEvent,
    SourceStatus,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from connectors.contract import Clock


class FakePhone:
    """A `PhoneSource` whose events are told by the test."""

    def __init__(
        self, clock: Clock, source: str = "fake", *, unique: bool = True
    ) -> None:
        self.manifest = PhoneManifest(
            id=source,
            name=source.title(),
            abilities=(PhoneAbility.ANSWER, PhoneAbility.HANG_UP, PhoneAbility.DIAL),
            has_unique_ids=unique,
        )
        self.told: list[tuple[str, str]] = []
        self._clock = clock
        self._events: asyncio.Queue[PhoneEvent | SourceStatus | None] = asyncio.Queue()
        self._sessions = 0

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        while event := await self._events.get():
            yield event

    def tell(
        self, kind: EventKind, session: str, number: str | None = None, **more: object
    ) -> PhoneEvent:
        """Tell an event; `number` is as a phone would tell it."""
        party = read_party(number, "GB")
        source = self.manifest.id
        now = self._clock.now()
        event = PhoneEvent(
            source,
            source,
            session,
            kind,
            now,
            now,
            number_raw=number,
            number=party.number,
            extension=party.extension,
        )
        event = replace(event, **more)  # type: ignore[arg-type]
        self._events.put_nowait(event)
        return event

    def ring(self, number: str | None, **more: object) -> str:
        """Ring; return the session."""
        self._sessions += 1
        session = f"call-{self._sessions}"
        more.setdefault("direction", Direction.INBOUND)
        self.tell(EventKind.RINGING, session, number, **more)
        return session

    def go_down(self, reason: str = "gone") -> None:
        self._status(is_up=False, reason=reason)

    def come_back(self) -> None:
        self._status(is_up=True, reason=None)

    def _status(self, *, is_up: bool, reason: str | None) -> None:
        source = self.manifest.id
        at = self._clock.now()
        self._events.put_nowait(SourceStatus(source, source, is_up, at, reason))

    async def answer(self, session: str) -> None:
        self.told.append(("answer", session))

    async def decline(self, session: str) -> None:
        self.told.append(("decline", session))

    async def hang_up(self, session: str) -> None:
        self.told.append(("hang-up", session))

    async def dial(self, number: str, own_line: str | None) -> str | None:
        self.told.append(("dial", number))
        return None

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        return ()

    async def close(self) -> None:
        self._events.put_nowait(None)
