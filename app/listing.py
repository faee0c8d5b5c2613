"""Calls, contacts and what waits, as lists and details show them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.call_row import call_row, entry_row, gravest, log_state, timeline
from app.snapshot import (
    CallDetail,
    CallFilter,
    CallPage,
    CallRow,
    ConnectionSnapshot,
    ConnectionState,
    EntryState,
    Status,
)
from connectors.phone_number import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from app.call import Call
    from app.callers import Callers
    from app.card import Cards
    from app.connection import Connection
    from app.contact_index import ContactIndex, ContactPage
    from app.desk import CallDesk
    from app.entry import Entry
    from app.logbook import Logbook
    from app.settings import Settings
    from app.snapshot import EntryRow
    from app.sources import Sources
    from app.store import Store
    from connectors.contract import Clock
    from connectors.records import Contact

LOCAL = "local"


class Listing:
    """Reads for the window; nothing here changes anything."""

    def __init__(
        self,
        *,
        store: Store,
        index: ContactIndex,
        desk: CallDesk,
        cards: Cards,
        callers: Callers,
        logbook: Logbook,
        sources: Sources,
        connections: Mapping[str, Connection],
        clock: Clock,
        settings: Callable[[], Settings],
    ) -> None:
        self._store = store
        self._index = index
        self._desk = desk
        self._cards = cards
        self._callers = callers
        self._logbook = logbook
        self._sources = sources
        self._connections = connections
        self._clock = clock
        self._settings = settings

    async def calls(
        self,
        shown: CallFilter,
        text: str = "",
        before: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> CallPage:
        """Return a page of calls, newest first."""
        rows, total = await self._store.calls.page(shown, text, before, limit)
        listed = tuple(self._row(*row) for row in rows)
        last = (listed[-1].started_at, listed[-1].key) if len(rows) == limit else None
        return CallPage(listed, last, total)

    async def call(self, key: str) -> CallDetail | None:
        """Return everything that is known of a call."""
        call = await self._desk.get(key)
        if call is None:
            return None
        entries = await self._store.entries.of_call(key)
        steps = await self._store.entries.steps(key)
        named = (
            replace(
                step,
                connection_name=self._logbook.connection_name(step.connection_name),
            )
            if step.connection_name
            else step
            for step in steps
        )
        if self._cards.get(key) is None:
            self._cards.prepare(key, call)
            await self._callers.add_facts(call)
        logs = tuple(
            log_state(entry, self._logbook.connection_name) for entry in entries
        )
        snapshot = replace(self._cards.snapshot(call), logs=logs)
        return CallDetail(snapshot, timeline(call, named))

    async def outbox(self) -> tuple[EntryRow, ...]:
        """Return what waits to be sent, and why."""
        entries = await self._store.entries.all_open()
        return tuple(
            [
                entry_row(
                    entry,
                    await self._desk.get(entry.key),
                    self._logbook.connection_name,
                )
                for entry in entries
            ]
        )

    async def contacts(self, text: str, limit: int = 20) -> tuple[Contact, ...]:
        """Return contacts by name as one types, or by number."""
        number = parse(text, self._settings().region)
        found = self._index.find(number) if number else ()
        more = await self._index.search(text, limit)
        if self._index.was_rebuilt:  # and is not filled yet
            more = (*more, *await self._callers.ask_names(text))
        unique = {contact.ref: contact for contact in (*found, *more)}
        return tuple(unique.values())[:limit]

    async def calls_with(self, contact: Contact, limit: int) -> tuple[CallRow, ...]:
        """Return the last calls with a contact, newest first."""
        calls = await self._store.calls.past(None, contact.ref, limit)
        entries = self._store.entries
        return tuple([self._row(c, await entries.of_call(c.key)) for c in calls])

    def _row(self, call: Call, entries: tuple[Entry, ...]) -> CallRow:
        log = gravest(entries, self._logbook.connection_name)
        return call_row(call, log, self._logbook.label, self._clock.now())

    async def contact_page(
        self, text: str, after: str | None, limit: int
    ) -> ContactPage:
        """Return a page of contacts in the order of their names."""
        return await self._index.list_page(after, limit, text)

    async def status(self) -> Status:
        """Return the state in short."""
        counts = await self._store.entries.count_open()
        soonest = await self._store.entries.soonest()
        last = await self._store.calls.last(3)
        people = self._index.count()
        own = self._settings().own_lines
        labels = {line.value: line.label for line in own if line.label}

        def count(*states: EntryState, of: str | None = None) -> int:
            return sum(
                number
                for (connection, state), number in counts.items()
                if state in states and of in (None, connection)
            )

        return Status(
            needs_you=count(EntryState.PARKED),
            unlogged=await self._store.calls.count(CallFilter.UNLOGGED),
            waiting=count(EntryState.WAITING),
            sending=count(EntryState.SENDING),
            next_try_at=soonest.not_before if soonest else None,
            waits_for=soonest.reason if soonest else None,
            waits_for_connection=self._logbook.connection_name(soonest.connection)
            if soonest
            else None,
            sources=tuple(
                replace(one, lines=tuple(labels.get(line, line) for line in one.lines))
                for one in self._sources.snapshots()
            ),
            connections=tuple(
                ConnectionSnapshot(
                    id=connection.id,
                    connector=connection.manifest.id,
                    name=connection.name,
                    state=ConnectionState.SIGNED_OUT
                    if count(EntryState.SIGNED_OUT, of=connection.id)
                    else ConnectionState.CONNECTED,
                    contacts=people if connection.manifest.id == LOCAL else 0,
                    waiting=count(EntryState.WAITING, of=connection.id),
                )
                for connection in self._connections.values()
            ),
            last_calls=tuple(self._row(*one) for one in last),
            do_not_disturb=self._settings().pop.do_not_disturb,
        )
