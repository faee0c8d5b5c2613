"""The contracts of CRMs and phones, and what a connector is given.

A connector implements the interfaces its manifest names and no others; which ones a
connection has is read from the manifest, never by calling. A connector gets time,
tasks and token storage as the protocols below and imports nothing of `app`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from connectors.phone_number import PhoneNumber
    from connectors.records import (
        Appointment,
        CallLog,
        CallLogState,
        Changes,
        Contact,
        ContactContext,
        Counts,
        Disposition,
        HookCall,
        LogRef,
        Matches,
        MessageLog,
        NewContact,
        PhoneEvent,
        SourceStatus,
        UserInfo,
    )


class Clock(Protocol):
    """Time as a connector may know it; tests give one that they move."""

    def now(self) -> datetime:
        """Return the current time, aware UTC."""

    def monotonic_s(self) -> float:
        """Return seconds that only grow."""

    async def sleep(self, delay_s: float) -> None:
        """Wait so long."""


class TokenStore(Protocol):
    """The secrets of one connection, in the system's keyring."""

    async def read(self, name: str) -> str | None: ...

    async def write(self, name: str, secret: str) -> None: ...

    async def delete(self, name: str) -> None: ...


class Spawn(Protocol):
    """Starts a named piece of background work that ends with the companion."""

    def __call__(self, name: str, work: Coroutine[object, object, None]) -> None: ...


@dataclass(frozen=True, slots=True)
class PhoneSetup:
    """What a phone source is built from.

    `account` names this source among several of one kind. `settings` has the values
    of the manifest's settings, secrets included. `own_lines` are the rep's extensions
    and numbers as typed; `region` is the default region for numbers ("DE").
    """

    account: str
    settings: Mapping[str, str]
    own_lines: tuple[str, ...]
    region: str
    clock: Clock
    spawn: Spawn


@dataclass(frozen=True, slots=True)
class CrmSetup:
    """What a CRM connector is built from; `key` is the 32-byte key of local files."""

    connection: str
    settings: Mapping[str, str]
    folder: Path
    key: bytes | None
    region: str
    clock: Clock
    tokens: TokenStore


class PhoneSource(Protocol):
    """A phone that tells what happens, and may be told."""

    def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        """Yield for ever; reconnect alone; tell down and up once each."""

    async def answer(self, session: str) -> None: ...

    async def decline(self, session: str) -> None: ...

    async def hang_up(self, session: str) -> None: ...

    async def dial(self, number: str, own_line: str | None) -> str | None:
        """Start a call and return its session, or None where it is told later."""

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        """Return the events of finished calls, with the sessions of `events()`."""

    async def close(self) -> None:
        """Let go of everything; `events()` ends."""


@dataclass(frozen=True, slots=True)
class HookPost:
    """A hook's call on its way; `stored` gets our key of the call once it is on disk.

    `stored` fails with LookupError where the event belongs to no call.
    """

    call: HookCall
    stored: asyncio.Future[str]


@runtime_checkable
class Acknowledges(Protocol):
    """A phone source whose teller waits until the event is on disk.

    `inbox` is where the listener puts what hooks tell, None to end. Who consumes
    `events()` says of each that it is stored under a key, or that it is of no call.
    """

    inbox: asyncio.Queue[HookPost | None]

    def acknowledge(self, event: PhoneEvent, key: str) -> None: ...

    def refuse(self, event: PhoneEvent) -> None: ...

    def remember(self, sessions: Iterable[str]) -> None:
        """Take up sessions of an earlier run, whose ends nobody told yet."""


class Connector(Protocol):
    """A CRM. Every method is an interface of the contract, under its own name.

    A connector has those that its manifest names. All raise `ConnectorError` alone.
    """

    async def get_user_info(self) -> UserInfo: ...

    async def find_contact(
        self, number: PhoneNumber, *, is_extension: bool = False
    ) -> Matches: ...

    async def find_contact_with_name(self, text: str) -> Matches: ...

    async def create_contact(self, contact: NewContact) -> Contact: ...

    async def create_call_log(self, log: CallLog) -> LogRef: ...

    async def update_call_log(self, ref: LogRef, log: CallLog) -> LogRef: ...

    async def get_call_log(self, ref: LogRef) -> CallLogState: ...

    async def find_call_log(self, log: CallLog) -> LogRef | None: ...

    async def upsert_call_disposition(
        self, ref: LogRef, disposition: Disposition
    ) -> LogRef: ...

    async def create_message_log(self, log: MessageLog) -> LogRef: ...

    async def update_message_log(self, ref: LogRef, log: MessageLog) -> LogRef: ...

    async def list_dispositions(self) -> tuple[Disposition, ...]: ...

    async def get_contact_context(self, contact: Contact) -> ContactContext: ...

    async def list_appointments(
        self, start: datetime, end: datetime
    ) -> tuple[Appointment, ...]: ...

    async def create_appointment(self, appointment: Appointment) -> Appointment: ...

    async def list_changes(self, cursor: str | None) -> Changes: ...

    async def count_entities(self) -> Counts: ...

    async def close(self) -> None: ...
