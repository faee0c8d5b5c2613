"""Entries waiting for a CRM, and the worker that delivers them.

The wanted state is on disk before the CRM is asked, and so is that asking began. What
to ask for is derived: an unknown delivery is looked for first, without a record one is
created, with one it is updated. The error's remedy alone decides what follows.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.call_table import put_call
from app.entry import (
    Entry,
    begin,
    drop,
    fail,
    interrupted,
    park,
    retry,
    settle,
    want,
)
from app.record_json import from_json, to_json
from app.snapshot import EntryKind, EntryState, Reason, Step, StepKind
from app.wrap_up import log_for
from connectors.errors import ConnectorError, UnreachableError
from connectors.records import CallLog, Contact, LogRef, MessageLog, NewContact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from app.call import Call
    from app.connection import Connection
    from app.entry_table import Also
    from app.store import Store
    from app.tasks import Tasks
    from connectors.contract import Clock

log = logging.getLogger(__name__)

DELIVERY_DEADLINE_S = 120.0  # beyond any time-out of a connector: it hangs
RESTART_S = 10.0  # after a failure that is not the CRM's: a full disk
NEW_CONTACT = "new:"  # id of a contact that the CRM has not made yet


class UnsettledError(Exception):
    """A delivery may have arrived, and this CRM cannot tell."""


class Outbox:
    """Delivers what is wanted, once, in order per call, whatever happens between.

    `changed` is called with a call's key after every commit, `created` with a contact
    that a CRM made.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tasks: Tasks,
        connections: Mapping[str, Connection],
        *,
        jitter: Callable[[], float],
        changed: Callable[[Entry], None],
        created: Callable[[str, Contact], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._jitter = jitter
        self._changed = changed
        self._created = created
        self._connections = connections
        self._wake: dict[str, asyncio.Event] = {}

    async def start(self, only: str | None = None) -> None:
        """Take up what was interrupted, then deliver for ever, `only` to one CRM."""
        served = [c for c in self._connections.values() if only in (None, c.id)]
        for entry in await self._store.entries.all_open():
            is_ours = only in (None, entry.connection)
            if is_ours and entry.state is EntryState.SENDING:
                await self._interrupted(entry)
        for connection in served:
            self._wake[connection.id] = asyncio.Event()
            name, work = f"outbox {connection.id}", partial(self._work, connection)
            self._tasks.keep(name, work, RESTART_S)

    async def put_call(
        self,
        call: Call,
        connection_id: str,
        *,
        not_before: datetime,
        reason: Reason | None = None,
        state: EntryState = EntryState.WAITING,
    ) -> None:
        """Want the log of a call in a CRM; on disk, with the call, when this returns.

        `reason` tells why it does not go before `not_before`.
        """
        wanted = to_json(log_for(call))

        await self._want(
            Entry(
                key=call.key,
                connection=connection_id,
                kind=EntryKind.CALL,
                wanted=wanted,
                state=state,
                not_before=not_before,
                changed_at=self._clock.now(),
                reason=reason,
            ),
            lambda connection: put_call(connection, call),
        )

    async def put_contact(
        self, call: Call, new: NewContact, connection_id: str
    ) -> None:
        """Want a new contact before the call's log; the call row moves with it."""
        now = self._clock.now()
        await self._want(
            Entry(
                key=call.key,
                connection=connection_id,
                kind=EntryKind.CONTACT,
                wanted=to_json(new),
                state=EntryState.WAITING,
                not_before=now,
                changed_at=now,
            ),
            lambda connection: put_call(connection, call),
        )

    async def put_messages(self, messages: MessageLog, connection_id: str) -> None:
        """Want the messages of a day with one contact as one record."""
        now = self._clock.now()
        await self._want(
            Entry(
                key=messages.key,
                connection=connection_id,
                kind=EntryKind.MESSAGE,
                wanted=to_json(messages),
                state=EntryState.WAITING,
                not_before=now,
                changed_at=now,
            )
        )

    async def retry(self, key: str, connection_id: str | None = None) -> None:
        """Let what waits or is parked for a key go at once."""
        for entry in await self._store.entries.of_call(key):
            if connection_id in (None, entry.connection):
                await self._retry(entry)
                self.wake(entry.connection)

    async def discard(self, key: str, reason: Reason) -> None:
        """Let what is not in a CRM yet never get there."""
        now = self._clock.now()
        for entry in await self._store.entries.of_call(key):
            step = Step(StepKind.DROPPED, now, entry.connection, reason)
            await self._change(entry, lambda e: drop(e, reason, now), step)

    async def drop_others(self, key: str, connection_id: str) -> None:
        """A call goes to another CRM now: forget what waits for the former one."""
        now = self._clock.now()
        for entry in await self._store.entries.of_call(key):
            if entry.connection != connection_id and entry.is_open:
                await self._change(entry, lambda e: drop(e, Reason.DISCARDED, now))

    def wake(self, connection_id: str) -> None:
        """Let the worker of a connection look again."""
        if event := self._wake.get(connection_id):
            event.set()

    async def resume(self, connection_id: str) -> None:
        """After a sign-in: what waited for it goes out."""
        for entry in await self._store.entries.all_open():
            is_waiting = entry.state is EntryState.SIGNED_OUT
            if entry.connection == connection_id and is_waiting:
                await self._retry(entry)
        self.wake(connection_id)

    async def _retry(self, entry: Entry) -> None:
        now, settle_s = self._clock.now(), self._settle_s(entry.connection)
        await self._change(entry, lambda e: retry(e, now, settle_s))

    def _settle_s(self, connection_id: str) -> float:
        connection = self._connections.get(connection_id)
        return connection.manifest.find_consistency_s if connection else 0.0

    async def _want(self, new: Entry, also: Also | None = None) -> None:
        step = Step(StepKind.QUEUED, new.changed_at, new.connection, new.reason)
        settle_s = self._settle_s(new.connection)
        entry = await self._store.entries.put(
            (new.key, new.connection, new.kind),
            lambda old: want(old, new, settle_s),
            step=step,
            also=also,
        )
        self._changed(entry)
        self.wake(new.connection)

    async def _change(
        self,
        entry: Entry,
        change: Callable[[Entry], Entry],
        step: Step | None = None,
    ) -> None:
        changed = await self._store.entries.put(
            (entry.key, entry.connection, entry.kind),
            lambda old: change(old or entry),
            step=step,
        )
        self._changed(changed)

    async def _interrupted(self, entry: Entry) -> None:
        now, settle_s = self._clock.now(), self._settle_s(entry.connection)
        await self._change(entry, lambda e: interrupted(e, now, settle_s))

    async def _work(self, connection: Connection) -> None:
        """Deliver for ever; a disk that failed may have kept how one came out."""
        for entry in await self._store.entries.all_open():
            is_ours = entry.connection == connection.id
            if is_ours and entry.state is EntryState.SENDING:
                await self._interrupted(entry)
        await self._run(connection)

    async def _run(self, connection: Connection) -> None:
        wake = self._wake[connection.id]
        while True:
            wake.clear()
            now = self._clock.now()
            entry = await self._store.entries.claim(
                connection.id, now, lambda e: begin(e, self._clock.now())
            )
            if entry:
                self._changed(entry)
                await self._deliver(connection, entry)
                continue
            due = await self._store.entries.next_time(connection.id)
            if due is None:
                await wake.wait()
            else:
                wait_s = max(0.0, (due - self._clock.now()).total_seconds())
                await self._tasks.until(wake, self._clock.sleep(wait_s))

    async def _deliver(self, connection: Connection, entry: Entry) -> None:
        try:
            async with asyncio.timeout(DELIVERY_DEADLINE_S):
                crm_id, kind = await self._send(connection, entry)
        except ConnectorError as error:
            log.info("%s refused an entry: %s", connection.id, type(error).__name__)
            await self._failed(connection, entry, error)
        except TimeoutError:
            silence = UnreachableError("no answer", is_delivery_unknown=True)
            await self._failed(connection, entry, silence)
        except UnsettledError:
            await self._parked(entry, Reason.UNSETTLED)
        except Exception:  # a bug of ours: never repeat a write blindly
            log.exception("A delivery to %s failed", connection.id)
            await self._parked(entry, Reason.BUG)
        else:
            now = self._clock.now()
            await self._change(
                entry,
                lambda e: settle(e, entry.revision, crm_id, now),
                Step(kind, now, connection.id),
            )

    async def _failed(
        self, connection: Connection, entry: Entry, error: ConnectorError
    ) -> None:
        now, jitter = self._clock.now(), self._jitter()
        settle_s = connection.manifest.find_consistency_s
        failed = fail(entry, error, now, jitter, settle_s)
        is_waiting = failed.state is EntryState.WAITING
        kind = StepKind.WAITED if is_waiting else StepKind.PARKED
        step = Step(kind, now, connection.id, failed.reason, failed.detail)
        await self._change(entry, lambda e: fail(e, error, now, jitter, settle_s), step)

    async def _parked(self, entry: Entry, reason: Reason) -> None:
        now = self._clock.now()
        step = Step(StepKind.PARKED, now, entry.connection, reason)
        await self._change(entry, lambda e: park(e, reason, now), step)

    async def _send(self, connection: Connection, entry: Entry) -> tuple[str, StepKind]:
        match entry.kind:
            case EntryKind.CALL:
                return await self._send_call(connection, entry)
            case EntryKind.CONTACT:
                return await self._send_contact(connection, entry), StepKind.LOGGED
            case EntryKind.MESSAGE:
                return await self._send_messages(connection, entry)
            case EntryKind.APPOINTMENT:
                raise UnsettledError

    async def _send_call(
        self, connection: Connection, entry: Entry
    ) -> tuple[str, StepKind]:
        crm = connection.connector
        call_log = from_json(CallLog, entry.wanted)
        call_log = await self._with_made_contact(call_log, entry)
        ref = LogRef(entry.crm_id) if entry.crm_id else None
        if ref is None and entry.is_unknown:
            if not connection.has("find_call_log"):
                raise UnsettledError
            ref = await crm.find_call_log(call_log)
        if ref is None:
            return (await crm.create_call_log(call_log)).crm_id, StepKind.LOGGED
        kind = StepKind.UPDATED if entry.crm_id else StepKind.LOGGED
        return (await crm.update_call_log(ref, call_log)).crm_id, kind

    async def _with_made_contact(self, call_log: CallLog, entry: Entry) -> CallLog:
        """Put the contact that was made for this call where it was only wanted."""
        contact = call_log.contact
        if contact is None or not contact.id.startswith(NEW_CONTACT):
            return call_log
        for other in await self._store.entries.of_call(entry.key):
            is_made = other.kind is EntryKind.CONTACT and other.crm_id
            if is_made and other.connection == contact.connection:
                made = replace(contact, id=other.crm_id or "")
                return replace(call_log, contact=made)
        return replace(
            call_log, contact=None
        )  # dropped: the call is logged all the same

    async def _send_contact(self, connection: Connection, entry: Entry) -> str:
        new = from_json(NewContact, entry.wanted)
        if entry.is_unknown and new.number:
            found = await connection.connector.find_contact(new.number)
            for contact in found.contacts:
                if contact.name == new.name:
                    self._created(entry.key, contact)
                    return contact.id
        contact = await connection.connector.create_contact(new)
        self._created(entry.key, contact)
        return contact.id

    async def _send_messages(
        self, connection: Connection, entry: Entry
    ) -> tuple[str, StepKind]:
        crm = connection.connector
        messages = from_json(MessageLog, entry.wanted)
        if entry.crm_id:
            ref = await crm.update_message_log(LogRef(entry.crm_id), messages)
            return ref.crm_id, StepKind.UPDATED
        return (await crm.create_message_log(messages)).crm_id, StepKind.LOGGED
