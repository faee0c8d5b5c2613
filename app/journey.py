"""The journey of a call: from what a phone tells to the record in a CRM."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.call import Call
from app.callers import Callers
from app.card import Cards
from app.desk import CallDesk
from app.listing import Listing
from app.logbook import Logbook
from app.lookup import Lookup
from app.manual_call import events_of
from app.outbox import Outbox
from app.ranking import rank, sole
from app.session import Stage, advance
from app.sources import Source, Sources
from connectors.contract import Acknowledges
from connectors.database import DatabaseError
from connectors.errors import UnsupportedError
from connectors.phone_number import read_party
from connectors.records import (
    Contact,
    Direction,
    EventKind,
    Message,
    MessageLog,
    PhoneAbility,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from app.connection import Connection
    from app.contact_index import ContactIndex
    from app.desk import Taken
    from app.entry import Entry
    from app.settings import Settings
    from app.snapshot import CallSnapshot, ManualCall
    from app.store import Store
    from app.tasks import Tasks
    from connectors.contract import Clock
    from connectors.records import PhoneEvent

RING_LIMIT = timedelta(minutes=5)  # no phone rings longer: its end was not told
TALK_LIMIT = timedelta(hours=12)
STORE_AGAIN_S = 3.0  # a disk that was full may have room by then


@dataclass(frozen=True, slots=True)
class Files:
    """What a journey needs opened: the rep's files and CRMs."""

    store: Store
    index: ContactIndex
    connections: Mapping[str, Connection]

    async def close(self) -> None:
        """Close HTTP, then the files."""
        for connection in self.connections.values():
            await connection.connector.close()
        await self.index.close()
        await self.store.close()


class Journey:
    """Takes every event through desk, card, disk, lookup and outbox.

    `publish` gets the card of each call that changed, `listed` the key of each call
    whose row did, and `refresh` is called where the state in short may differ.
    """

    def __init__(
        self,
        files: Files,
        *,
        clock: Clock,
        tasks: Tasks,
        settings: Callable[[], Settings],
        jitter: Callable[[], float],
        local_time: Callable[[datetime], datetime],
        publish: Callable[[CallSnapshot], None],
        listed: Callable[[str], None],
        refresh: Callable[[], None],
    ) -> None:
        self._files = files
        self._clock = clock
        self._tasks = tasks
        self._settings = settings
        self._listed = listed
        self._refresh = refresh
        store, index, connections = files.store, files.index, files.connections
        self.sources = Sources(tasks, take=self.take, changed=refresh)
        self.cards = Cards(
            self.sources,
            settings=settings,
            now=clock.now,
            local_time=local_time,
            publish=publish,
        )
        self.desk = CallDesk(
            store.calls,
            has_unique_ids=self.sources.has_unique_ids,
            identify=self._identify,
            published=self.cards.show,
            stored=lambda call: listed(call.key),
        )
        self._lookup = Lookup(index, connections.values())
        outbox = Outbox(
            store,
            clock,
            tasks,
            connections,
            jitter=jitter,
            changed=self._entry_changed,
            created=self._contact_created,
        )
        self.logbook = Logbook(
            store=store,
            outbox=outbox,
            desk=self.desk,
            cards=self.cards,
            connections=connections,
            clock=clock,
            settings=settings,
        )
        self.callers = Callers(
            store=store,
            index=index,
            lookup=self._lookup,
            desk=self.desk,
            cards=self.cards,
            logbook=self.logbook,
            connections=connections,
            settings=settings,
        )
        self.listing = Listing(
            store=store,
            index=index,
            desk=self.desk,
            cards=self.cards,
            callers=self.callers,
            logbook=self.logbook,
            sources=self.sources,
            connections=connections,
            clock=clock,
            settings=settings,
        )

    async def start(self, *, is_command: bool = False) -> None:
        """Take up what an earlier run left, then deliver; a command does neither."""
        await self.callers.open()
        now = self._clock.now()
        live = await self.desk.open(now)
        if not is_command:
            for call in live:
                await self.desk.lose_sight(call.key, now)
            await self.logbook.open()
        self._tasks.start("load outcomes", self.logbook.load_dispositions())
        self._refresh()

    async def stop(self) -> None:
        """Close phones; the tasks are the companion's to stop, then the files."""
        await self.sources.close()

    async def take(self, source: Source, event: PhoneEvent) -> None:
        """Take what a phone tells; the pop shows it before the disk has it."""
        if event.kind is EventKind.MESSAGE:
            self._tasks.start("store a message", self._take_message(source, event))
            return
        taken = await self.desk.take(event)
        if taken is None:
            _acknowledge(source, event, None)
            return
        key = taken.call.key
        if taken.before is None:
            self._tasks.start("look up a caller", self.callers.complete(key))
            self._tasks.start("watch a call", self._watch(key))
        self._tasks.start("store a call", self._stored(source, event, taken))

    async def _stored(self, source: Source, event: PhoneEvent, taken: Taken) -> None:
        """See a call safe on disk; where the disk fails, until it works again."""
        key, committed, is_told = taken.call.key, taken.committed, False
        while True:
            try:
                await committed
                await self._conclude(taken)
                break
            except DatabaseError as problem:
                if not is_told:
                    self._tasks.tell("store a call", problem)
                    is_told = True
            await self._clock.sleep(STORE_AGAIN_S)
            committed = self.desk.put_again(taken.call, event)
        _acknowledge(source, event, key)

    async def _conclude(self, taken: Taken) -> None:
        self._listed(taken.call.key)
        if taken.is_ended_now:
            await self.logbook.end(taken.call.key)
        elif taken.call != taken.before and not taken.call.session.is_live:
            # as it is now: the rep may have typed meanwhile
            call = await self.desk.get(taken.call.key)
            await self.logbook.want(call or taken.call)

    async def _watch(self, key: str) -> None:
        """Lose sight of a call whose phone never tells its end."""
        for limit, stages in (
            (RING_LIMIT, (Stage.RINGING, Stage.DIALLING)),
            (TALK_LIMIT, (Stage.TALKING, Stage.HELD)),
        ):
            await self._clock.sleep(limit.total_seconds())
            call = await self.desk.get(key)
            if call and call.session.stage in stages:
                await self.desk.lose_sight(key, self._clock.now())
                await self.logbook.end(key)
                return

    async def _take_message(self, source: Source, event: PhoneEvent) -> None:
        day = event.at.date()
        party = event.number.e164 if event.number else event.number_raw or "withheld"
        log_key = f"{party}|{day.isoformat()}"
        contact = sole(rank(self._lookup.known(party), number=event.number))
        message = Message(
            event.session,
            event.at,
            event.direction or Direction.INBOUND,
            event.text or "",
        )
        messages = await self._files.store.put_message(event.account, log_key, message)
        wanted = MessageLog(
            log_key, contact, event.number, event.number_raw, day, messages
        )
        await self.logbook.put_messages(wanted)
        _acknowledge(source, event, log_key)

    def _identify(self, call: Call) -> Call:
        return self.callers.identify(call)

    def _entry_changed(self, entry: Entry) -> None:
        self._tasks.start("show an entry", self._show_entry(entry))

    async def _show_entry(self, entry: Entry) -> None:
        await self.logbook.show_entry(entry)
        self._listed(entry.key)
        self._refresh()

    def _contact_created(self, key: str, contact: Contact) -> None:
        self._tasks.start("know a new contact", self.callers.know(key, contact))

    async def phone_of(self, key: str, ability: PhoneAbility) -> tuple[Source, str]:
        call = await self.desk.get(key)
        for view in call.session.views if call else ():
            if ability in self.sources.abilities(view.account):
                return self.sources.get(view.account), view.session
        raise UnsupportedError("this phone cannot be told that")

    async def log_call(self, manual: ManualCall) -> str:
        """Log a call that was made on another phone; return its key."""
        key = uuid.uuid4().hex
        region = self._settings().region
        party = read_party(manual.number_raw, region)
        if party.number is None and party.extension is None and manual.contact:
            numbers = (entry.number for entry in manual.contact.phones)
            party = replace(party, number=next(filter(None, numbers), None))
        session = None
        for event in events_of(manual, key, party, self._clock.now()):
            session = advance(session, event, key)
        if session is None:
            raise ValueError("a call needs a number or a time")
        now = self._clock.now()
        call = Call(
            session,
            contact=manual.contact,
            wrap_up=manual.wrap_up,
            first_wrap_up=manual.wrap_up,
            saves_at=now,
            is_saved=True,
            is_chosen=manual.contact is not None,
        )
        if manual.contact is None:
            call = self.callers.identify(call)
        self.desk.keep(call)
        await self.logbook.want(call)
        return key


def _acknowledge(source: Source, event: PhoneEvent, key: str | None) -> None:
    """Answer whoever waits until the event is on disk."""
    phone: object = source.phone
    if isinstance(phone, Acknowledges):
        if key is None:
            phone.refuse(event)
        else:
            phone.acknowledge(event, key)
