"""What becomes of calls in the CRMs: when they go, where to, and what stops them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.call_row import log_state
from app.desk import RECENT
from app.outbox import NEW_CONTACT
from app.record_json import from_json
from app.snapshot import EntryKind, EntryState, Reason
from app.wrap_up import log_for
from connectors.records import CallLog, Contact, LogRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.call import Call
    from app.card import Cards
    from app.connection import Connection
    from app.desk import CallDesk
    from app.entry import Entry
    from app.outbox import Outbox
    from app.settings import Settings
    from app.store import Store
    from app.wrap_up import WrapUp
    from connectors.contract import Clock
    from connectors.records import Disposition, MessageLog, NewContact

LOCAL = "local"
_LOOK_EVERY_S = 0.02


class Logbook:
    """Wants the log of every ended call, with time for a note, where it belongs.

    The first connection is where calls go that belong nowhere else.
    """

    def __init__(
        self,
        *,
        store: Store,
        outbox: Outbox,
        desk: CallDesk,
        cards: Cards,
        connections: Mapping[str, Connection],
        clock: Clock,
        settings: Callable[[], Settings],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._desk = desk
        self._cards = cards
        self._connections = connections
        self._clock = clock
        self._settings = settings
        self._dispositions: dict[str, tuple[Disposition, ...]] = {}

    async def open(self) -> None:
        """Put into the outbox what a crash kept from it, then deliver."""
        calls = self._store.calls
        for call in await calls.without_entry():
            await self.want(call)
        for call, entries in await calls.logged_since(self._clock.now() - RECENT):
            if is_behind(call, entries, self.connection_of(call.contact)):
                await self.want(call)
        await self._outbox.start()

    async def deliver(self, key: str) -> None:
        """Deliver to the CRM on this machine until the entries of a call are there."""
        local = [c.id for c in self._connections.values() if c.manifest.id == LOCAL]
        if not local:
            return
        await self._outbox.start(only=local[0])
        while any(
            entry.connection == local[0]
            and entry.state in (EntryState.WAITING, EntryState.SENDING)
            for entry in await self._store.entries.of_call(key)
        ):
            await self._clock.sleep(_LOOK_EVERY_S)

    async def end(self, key: str) -> None:
        """Put an ended call into the outbox, with time for a note."""
        grace = timedelta(seconds=self._settings().wrap_up.grace_s)
        saves_at = self._clock.now() + grace
        call = await self._desk.change(key, lambda c: replace(c, saves_at=saves_at))
        if call:
            await self.want(call)

    async def want(self, call: Call) -> None:
        """Want the log of an ended call, as it stands now, in its CRM."""
        now = self._clock.now()
        waits = not call.is_saved and call.saves_at and call.saves_at > now
        state, reason = EntryState.WAITING, Reason.NOTE if waits else None
        if call.dropped:
            state, reason = EntryState.DROPPED, call.dropped
        elif call.needs_choice:
            state, reason = EntryState.PARKED, Reason.NEEDS_CONTACT
        await self._outbox.put_call(
            call,
            self.connection_of(call.contact),
            not_before=call.saves_at if waits and call.saves_at else now,
            reason=reason,
            state=state,
        )

    async def write(self, key: str, wrap_up: WrapUp | None, *, is_saved: bool) -> None:
        """Keep what the rep wrote (None: what stands); the grace starts anew.

        With `is_saved` an ended call goes to its CRM now.
        """
        grace = timedelta(seconds=self._settings().wrap_up.grace_s)
        now = self._clock.now()

        def written(call: Call) -> Call:
            is_ended = not call.session.is_live
            return replace(
                call,
                wrap_up=call.wrap_up if wrap_up is None else wrap_up,
                is_saved=is_saved and is_ended,
                saves_at=now + grace if is_ended else None,
            )

        call = await self._desk.change(key, written)
        if call and not call.session.is_live:
            await self.want(call)

    async def undo(self, key: str) -> None:
        """Bring back what stood when the call ended."""
        if call := await self._desk.get(key):
            await self.write(key, call.first_wrap_up, is_saved=False)

    async def hold(self, key: str) -> None:
        """Give the rep a whole grace again."""
        await self.write(key, None, is_saved=False)

    async def drop(
        self, key: str, *, on: bool, reason: Reason = Reason.DISCARDED
    ) -> None:
        """Log the call nowhere, or after all."""
        dropped = reason if on else None
        call = await self._desk.change(key, lambda c: replace(c, dropped=dropped))
        if call and not call.session.is_live:
            await self.want(call)

    def connection_of(self, contact: Contact | None) -> str:
        if contact and contact.connection in self._connections:
            return contact.connection
        return next(iter(self._connections))

    async def show_entry(self, entry: Entry) -> None:
        if entry.kind is EntryKind.CALL:
            entries = await self._store.entries.of_call(entry.key)
            logs = tuple(log_state(each, self.connection_name) for each in entries)
            call = await self._desk.get(entry.key)
            was_sent = entry.state in (EntryState.SENDING, EntryState.DONE)
            if call and was_sent and not call.is_saved:
                await self._desk.change(entry.key, lambda c: replace(c, is_saved=True))
            self._cards.add(entry.key, logs=logs)

    async def load_dispositions(self) -> None:
        for connection in self._connections.values():
            if connection.has("list_dispositions"):
                listed = await connection.connector.list_dispositions()
                self._dispositions[connection.id] = listed
        self._cards.dispositions = self._dispositions.get(self.connection_of(None), ())

    def label(self, disposition: str | None) -> str | None:
        """Return the words of an outcome."""
        for listed in self._dispositions.values():
            for one in listed:
                if one.id == disposition:
                    return one.label
        return disposition

    def connection_name(self, connection_id: str) -> str:
        """Return what the rep calls a connection."""
        connection = self._connections.get(connection_id)
        return connection.name if connection else connection_id

    async def put_contact(self, call: Call, new: NewContact, connection: str) -> None:
        """Want a new contact before the log of the call."""
        await self._outbox.put_contact(call, new, connection)

    async def put_messages(self, messages: MessageLog) -> None:
        """Want a day's messages with one contact, where that CRM keeps messages."""
        connection = self.connection_of(messages.contact)
        if self._connections[connection].has("create_message_log"):
            await self._outbox.put_messages(messages, connection)

    async def drop_others(self, key: str, contact: Contact | None) -> None:
        """The call goes to that contact's CRM: no other one gets it any more."""
        await self._outbox.drop_others(key, self.connection_of(contact))

    async def read_record(self, key: str) -> object:
        """Return the log of a call as its CRM holds it now, or None."""
        for entry in await self._store.entries.of_call(key):
            connection = self._connections.get(entry.connection)
            if entry.crm_id and connection and connection.has("get_call_log"):
                held = await connection.connector.get_call_log(LogRef(entry.crm_id))
                return held.raw
        return None

    async def retry(self, key: str, connection: str | None) -> None:
        """Try now what waits or is parked."""
        await self._outbox.retry(key, connection)


def is_behind(call: Call, entries: Iterable[Entry], connection: str) -> bool:
    """Return whether a kill kept what became of a call from its entry.

    Only what people decide or phones tell counts: the words of a newer version of the
    program are no reason to write a record anew.
    """
    for entry in entries:
        if entry.kind is EntryKind.CALL and entry.connection == connection:
            if call.dropped:
                return entry.is_open and entry.crm_id is None
            return _facts(log_for(call)) != _facts(from_json(CallLog, entry.wanted))
    return False


def _facts(call_log: CallLog) -> CallLog:
    """Return what is told of the call alone: no words of ours, no copied contact."""
    contact = call_log.contact
    is_made = contact is not None and not contact.id.startswith(NEW_CONTACT)
    whom = Contact(contact.connection, contact.id, "") if contact and is_made else None
    return replace(call_log, subject="", body="", contact=whom)
