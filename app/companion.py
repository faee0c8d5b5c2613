"""The one door for the window: intents, feeds, and the life of all background work."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.call import Call
from app.call_row import call_row, entry_row, gravest, log_state, past_call, timeline
from app.card import Cards
from app.desk import CallDesk
from app.feed import Feed
from app.lookup import Lookup
from app.manual_call import events_of
from app.outbox import NEW_CONTACT, Outbox
from app.ranking import rank, sole
from app.session import Stage, advance
from app.snapshot import (
    CallDetail,
    CallFilter,
    CallPage,
    CallSnapshot,
    ConnectionSnapshot,
    ConnectionState,
    EntryKind,
    EntryState,
    Problem,
    Reason,
    Status,
)
from app.sources import Source, Sources
from connectors.contract import Acknowledges
from connectors.errors import ConnectorError, UnsupportedError
from connectors.phone_number import parse, read_party
from connectors.records import (
    Contact,
    ContactContext,
    Direction,
    EventKind,
    Message,
    MessageLog,
    NewContact,
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
    from app.snapshot import EntryRow, ManualCall
    from app.store import Store
    from app.tasks import Tasks
    from app.wrap_up import WrapUp
    from connectors.contract import Clock
    from connectors.records import ContactRef, Disposition, PhoneEvent

RING_LIMIT = timedelta(minutes=5)  # no phone rings longer: its end was not told
TALK_LIMIT = timedelta(hours=12)
FACTS = 3


class Companion:
    """Everything that the window may see (feeds) and want (intents).

    An intent returns once what it changed is on disk, and never waits for a CRM.
    """

    def __init__(
        self,
        *,
        store: Store,
        index: ContactIndex,
        connections: Mapping[str, Connection],
        settings: Settings,
        clock: Clock,
        tasks: Tasks,
        jitter: Callable[[], float],
        local_time: Callable[[datetime], datetime],
        on_error: Callable[[str, BaseException], None],
    ) -> None:
        """Wire the parts; the first of `connections` is where calls go by default."""
        self.calls: Feed[CallSnapshot] = Feed(on_error)
        self.status: Feed[Status] = Feed(on_error)
        self.list_changed: Feed[str] = Feed(on_error)
        self.settings: Feed[Settings] = Feed(on_error)
        self.settings.publish(settings)
        self._store = store
        self._index = index
        self._connections = connections
        self._clock = clock
        self._tasks = tasks
        self.sources = Sources(tasks, take=self.take, changed=self._refresh)
        self._cards = Cards(
            self.sources,
            settings=self._settings,
            now=clock.now,
            local_time=local_time,
            publish=self.calls.publish,
        )
        self._desk = CallDesk(
            store.calls,
            has_unique_ids=self.sources.has_unique_ids,
            identify=self._identify,
            published=self._published,
        )
        self._lookup = Lookup(index, connections.values())
        self._outbox = Outbox(
            store,
            clock,
            tasks,
            jitter=jitter,
            changed=self._entry_changed,
            created=self._contact_created,
        )
        self._choices: dict[str, ContactRef] = {}
        self._ignored: frozenset[str] = frozenset()
        self._problems: tuple[Problem, ...] = ()
        self._dispositions: dict[str, tuple[Disposition, ...]] = {}
        self._is_refreshing = False

    # Life

    async def start(self) -> None:
        """Take up what an earlier run left, then deliver."""
        self._choices = await self._store.choices()
        self._ignored = await self._store.ignored()
        now = self._clock.now()
        for call in await self._desk.open(now):
            await self._desk.lose_sight(call.key, now)
        for call in await self._store.calls.without_entry():
            await self._want(call)
        await self._outbox.start(self._connections)
        self._tasks.start("load outcomes", self._load_dispositions())
        self._refresh()

    async def stop(self) -> None:
        """Stop tasks, close HTTP, close the store, in that order."""
        await self.sources.close()
        await self._tasks.stop()
        for connection in self._connections.values():
            await connection.connector.close()
        await self._index.close()
        await self._store.close()

    # From the phones

    async def take(self, source: Source, event: PhoneEvent) -> None:
        """Take what a phone tells; the pop shows it before the disk has it."""
        if event.kind is EventKind.MESSAGE:
            key = await self._take_message(event)
            _acknowledge(source, event, key)
            return
        taken = await self._desk.take(event)
        if taken is None:
            _acknowledge(source, event, None)
            return
        key = taken.call.key
        if taken.before is None:
            self._tasks.start("look up a caller", self._complete(key))
            self._tasks.start("watch a call", self._watch(key))
        self._tasks.start("store a call", self._stored(source, event, taken))

    async def _stored(self, source: Source, event: PhoneEvent, taken: Taken) -> None:
        await taken.committed
        call = taken.call
        if taken.is_ended_now:
            await self._end(call.key)
        elif call != taken.before and not call.session.is_live:
            await self._want(call)
        _acknowledge(source, event, call.key)

    async def _end(self, key: str) -> None:
        """Put an ended call into the outbox, with time for a note."""
        grace = timedelta(seconds=self._settings().wrap_up.grace_s)
        saves_at = self._clock.now() + grace
        call = await self._desk.change(key, lambda c: replace(c, saves_at=saves_at))
        if call:
            await self._want(call)

    async def _watch(self, key: str) -> None:
        """Lose sight of a call whose phone never tells its end."""
        for limit, stages in (
            (RING_LIMIT, (Stage.RINGING, Stage.DIALLING)),
            (TALK_LIMIT, (Stage.TALKING, Stage.HELD)),
        ):
            await self._clock.sleep(limit.total_seconds())
            call = await self._desk.get(key)
            if call and call.session.stage in stages:
                await self._desk.lose_sight(key, self._clock.now())
                await self._end(key)
                return

    async def _take_message(self, event: PhoneEvent) -> str:
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
        messages = await self._store.put_message(event.account, log_key, message)
        wanted = MessageLog(
            log_key, contact, event.number, event.number_raw, day, messages
        )
        connection = self._connection_of(contact)
        if self._connections[connection].has("create_message_log"):
            await self._outbox.put_messages(wanted, connection)
        return log_key

    # Who it is

    def _identify(self, call: Call) -> Call:
        """Complete a call that just began with what is known at once."""
        party = call.party
        matches = rank(
            () if party in self._own() else self._lookup.known(party),
            number=call.session.number,
            chosen=self._choices.get(party or ""),
        )
        contact = sole(matches)
        is_ignored = party is not None and party in self._ignored
        self._cards.prepare(
            call.key,
            call,
            matches=matches,
            looking_in=self._lookup.asked_names if party else (),
            is_choice_remembered=party in self._choices,
        )
        return replace(
            call,
            contact=contact,
            needs_choice=contact is None and len(matches) > 1,
            dropped=Reason.IGNORED if is_ignored else None,
        )

    async def _complete(self, key: str) -> None:
        """Add to the card, after the pop is up, what the disk and the CRMs know."""
        call = await self._desk.get(key)
        if call is None:
            return
        await self._add_facts(call)
        party = call.party
        if party is None or party in self._own():
            self._cards.add(key, looking_in=())
            return
        found: list[Contact] = []
        left = list(self._lookup.asked_names)

        def told(name: str, contacts: tuple[Contact, ...]) -> None:
            left.remove(name)
            found.extend(contacts)
            self._cards.add(key, looking_in=tuple(left))

        await self._lookup.ask(party, told)
        known = self._lookup.known(party)
        news = [contact for contact in found if contact not in known]
        if news:
            await self._index.put(news)
        await self._rank_anew(key, (*found, *known))

    async def _rank_anew(self, key: str, contacts: tuple[Contact, ...]) -> None:
        call = await self._desk.get(key)
        if call is None:
            return
        refs = [contact.ref for contact in contacts]
        matches = rank(
            contacts,
            number=call.session.number,
            chosen=self._choices.get(call.party or ""),
            last_called=await self._store.calls.last_called(refs),
        )
        self._cards.add(key, matches=matches)
        contact = sole(matches)
        needs_choice = contact is None and len(matches) > 1

        def identified(call: Call) -> Call:
            if call.is_chosen or (call.contact and contact is None):
                return call
            return replace(call, contact=contact, needs_choice=needs_choice)

        changed = await self._desk.change(key, identified)
        if changed and changed != call:
            await self._add_facts(changed)
            if not changed.session.is_live:
                await self._want(changed)

    async def _add_facts(self, call: Call) -> None:
        contact = call.contact
        past = await self._store.calls.past(
            call.party, contact.ref if contact else None, FACTS + 1
        )
        facts = [past_call(other, self.label) for other in past if other != call]
        others = tuple(fact for fact in facts if fact.key != call.key)[:FACTS]
        context = await self._context(contact) if contact else ContactContext()
        self._cards.add(
            call.key,
            last_calls=others,
            next_appointment=context.next_appointment,
            deals=context.deals,
        )

    async def _context(self, contact: Contact) -> ContactContext:
        connection = self._connections.get(contact.connection)
        if connection is None or not connection.has("get_contact_context"):
            return ContactContext()
        try:
            return await connection.connector.get_contact_context(contact)
        except ConnectorError:
            return ContactContext()

    # Into the CRM

    async def _want(self, call: Call) -> None:
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
            self._connection_of(call.contact),
            not_before=call.saves_at if waits and call.saves_at else now,
            reason=reason,
            state=state,
        )

    def _connection_of(self, contact: Contact | None) -> str:
        if contact and contact.connection in self._connections:
            return contact.connection
        return next(iter(self._connections))

    def _entry_changed(self, entry: Entry) -> None:
        self._tasks.start("show an entry", self._show_entry(entry))

    async def _show_entry(self, entry: Entry) -> None:
        if entry.kind is EntryKind.CALL:
            entries = await self._store.entries.of_call(entry.key)
            logs = tuple(log_state(each, self.connection_name) for each in entries)
            call = await self._desk.get(entry.key)
            was_sent = entry.state in (EntryState.SENDING, EntryState.DONE)
            if call and was_sent and not call.is_saved:
                await self._desk.change(entry.key, lambda c: replace(c, is_saved=True))
            self._cards.add(entry.key, logs=logs)
        self.list_changed.publish(entry.key)
        self._refresh()

    def _contact_created(self, key: str, contact: Contact) -> None:
        self._tasks.start("know a new contact", self._know(key, contact))

    async def _know(self, key: str, contact: Contact) -> None:
        await self._index.put([contact])

        def made(call: Call) -> Call:
            is_wanted = call.contact and call.contact.id.startswith(NEW_CONTACT)
            return replace(call, contact=contact) if is_wanted else call

        await self._desk.change(key, made)

    # Intents: a call

    def live_calls(self) -> tuple[CallSnapshot, ...]:
        """Return the cards that a window opened now should show."""
        return self._cards.live()

    async def save_draft(self, key: str, wrap_up: WrapUp) -> None:
        """Keep what the rep types; an ended call waits a whole grace again."""
        await self._write(key, wrap_up, is_saved=False)

    async def wrap_up(self, key: str, wrap_up: WrapUp) -> None:
        """Save: the call goes to its CRM now; a live one when it ends."""
        await self._write(key, wrap_up, is_saved=True)

    async def undo_wrap_up(self, key: str) -> None:
        """Bring back what stood when the call ended; the same record is edited."""
        if call := await self._desk.get(key):
            await self._write(key, call.first_wrap_up, is_saved=False)

    async def hold_grace(self, key: str) -> None:
        """Give the rep a whole grace again."""
        if call := await self._desk.get(key):
            await self._write(key, call.wrap_up, is_saved=False)

    async def _write(self, key: str, wrap_up: WrapUp, *, is_saved: bool) -> None:
        grace = timedelta(seconds=self._settings().wrap_up.grace_s)
        now = self._clock.now()

        def written(call: Call) -> Call:
            is_ended = not call.session.is_live
            return replace(
                call,
                wrap_up=wrap_up,
                is_saved=is_saved and is_ended,
                saves_at=now + grace if is_ended else None,
            )

        call = await self._desk.change(key, written)
        if call and not call.session.is_live:
            await self._want(call)

    async def choose_contact(
        self, key: str, contact: Contact | None, *, remember: bool = True
    ) -> None:
        """Log the call to that contact, and next time too; None: to nobody."""

        def chosen(call: Call) -> Call:
            return replace(call, contact=contact, is_chosen=True, needs_choice=False)

        call = await self._desk.change(key, chosen)
        if call is None:
            return
        if call.party and remember:
            await self._remember(call.party, contact.ref if contact else None)
            self._cards.add(key, is_choice_remembered=contact is not None)
        if not call.session.is_live:
            await self._want(call)
            await self._outbox.drop_others(key, self._connection_of(contact))
        await self._add_facts(call)

    async def forget_choice(self, key: str) -> None:
        """Ask again whom the number belongs to, now and next time."""
        call = await self._desk.get(key)
        if call is None or call.party is None:
            return
        await self._remember(call.party, None)
        self._cards.add(key, is_choice_remembered=False)
        await self._desk.change(
            key, lambda c: replace(c, is_chosen=False, contact=None)
        )
        await self._rank_anew(key, self._lookup.known(call.party))

    async def _remember(self, party: str, ref: ContactRef | None) -> None:
        await self._store.put_choice(party, ref)
        self._choices = await self._store.choices()

    async def create_contact(self, key: str, new: NewContact) -> None:
        """Want a new contact for the call; its log waits until the CRM made it."""
        call = await self._desk.get(key)
        if call is None:
            return
        connection = self._connection_of(None)
        new = replace(
            new,
            key=key,
            number=new.number or call.session.number,
            number_raw=new.number_raw or call.session.number_raw,
        )
        contact = Contact(
            connection,
            NEW_CONTACT + key,
            new.name,
            company=new.company,
            title=new.title,
        )
        call = await self._desk.change(
            key,
            lambda c: replace(c, contact=contact, is_chosen=True, needs_choice=False),
        )
        if call is None:
            return
        await self._outbox.put_contact(call, new, connection)
        if not call.session.is_live:
            await self._want(call)

    async def ignore_number(self, key: str) -> None:
        """Never pop up or log this number again: not a lead."""
        await self._ignore(key, on=True)

    async def unignore_number(self, key: str) -> None:
        """Treat this number like any other again."""
        await self._ignore(key, on=False)

    async def _ignore(self, key: str, *, on: bool) -> None:
        call = await self._desk.get(key)
        if call and call.party:
            await self._store.put_ignored(call.party, on=on)
            self._ignored = await self._store.ignored()
            await self._drop(key, Reason.IGNORED if on else None)

    async def set_private(self, key: str, *, on: bool) -> None:
        """Leave no trace of the call in a CRM."""
        await self._drop(key, Reason.PRIVATE if on else None)

    async def discard(self, key: str) -> None:
        """Log the call nowhere; `undo_discard` takes it back."""
        await self._drop(key, Reason.DISCARDED)

    async def undo_discard(self, key: str) -> None:
        """Log the call after all."""
        await self._drop(key, None)

    async def _drop(self, key: str, reason: Reason | None) -> None:
        call = await self._desk.change(key, lambda c: replace(c, dropped=reason))
        if call and not call.session.is_live:
            await self._want(call)

    async def retry(self, key: str, connection: str | None = None) -> None:
        """Try now what waits or is parked."""
        await self._outbox.retry(key, connection)

    # Intents: the phone

    async def answer(self, key: str) -> None:
        """Tell the phone to answer. Raises ConnectorError."""
        source, session = await self._phone_of(key, PhoneAbility.ANSWER)
        await source.phone.answer(session)

    async def decline(self, key: str) -> None:
        """Tell the phone to decline. Raises ConnectorError."""
        source, session = await self._phone_of(key, PhoneAbility.DECLINE)
        await source.phone.decline(session)

    async def hang_up(self, key: str) -> None:
        """Tell the phone to hang up. Raises ConnectorError."""
        source, session = await self._phone_of(key, PhoneAbility.HANG_UP)
        await source.phone.hang_up(session)

    async def dial(self, number: str, own_line: str | None = None) -> None:
        """Dial with the first phone that can. Raises ConnectorError."""
        source = self.sources.who_can(PhoneAbility.DIAL)
        await source.phone.dial(number, own_line)

    async def call_back(self, key: str) -> None:
        """Dial the other side of a call. Raises ConnectorError."""
        call = await self._desk.get(key)
        if call is None or call.party is None:
            raise UnsupportedError("no number to dial")
        await self.dial(call.party)

    async def _phone_of(self, key: str, ability: PhoneAbility) -> tuple[Source, str]:
        call = await self._desk.get(key)
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
            call = self._identify(call)
        self._desk.keep(call)
        await self._want(call)
        return key

    # Lists

    async def list_calls(
        self,
        shown: CallFilter,
        text: str = "",
        before: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> CallPage:
        """Return a page of calls, newest first."""
        rows, total = await self._store.calls.page(shown, text, before, limit)
        now = self._clock.now()
        listed = tuple(
            call_row(call, gravest(entries, self.connection_name), self.label, now)
            for call, entries in rows
        )
        last = (listed[-1].started_at, listed[-1].key) if len(rows) == limit else None
        return CallPage(listed, last, total)

    async def get_call(self, key: str) -> CallDetail | None:
        """Return everything that is known of a call."""
        call = await self._desk.get(key)
        if call is None:
            return None
        entries = await self._store.entries.of_call(key)
        steps = await self._store.entries.steps(key)
        named = (
            replace(step, connection_name=self.connection_name(step.connection_name))
            if step.connection_name
            else step
            for step in steps
        )
        if self._cards.get(key) is None:
            self._cards.prepare(key, call)
            await self._add_facts(call)
        logs = tuple(log_state(entry, self.connection_name) for entry in entries)
        snapshot = replace(self._cards.snapshot(call), logs=logs)
        return CallDetail(snapshot, timeline(call, named))

    async def list_outbox(self) -> tuple[EntryRow, ...]:
        """Return what waits to be sent, and why."""
        entries = await self._store.entries.all_open()
        return tuple(
            [
                entry_row(entry, await self._desk.get(entry.key), self.connection_name)
                for entry in entries
            ]
        )

    async def search_contacts(self, text: str, limit: int = 20) -> tuple[Contact, ...]:
        """Return contacts by name as one types, or by number."""
        number = parse(text, self._settings().region)
        found = self._index.find(number) if number else ()
        more = await self._index.search(text, limit)
        unique = {contact.ref: contact for contact in (*found, *more)}
        return tuple(unique.values())[:limit]

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

    # State

    def _settings(self) -> Settings:
        settings = self.settings.last
        assert settings is not None
        return settings

    def _own(self) -> frozenset[str]:
        settings = self._settings()
        own = {line.value for line in settings.own_lines}
        numbers = (parse(value, settings.region) for value in own)
        return frozenset(own | {number.e164 for number in numbers if number})

    def _published(self, call: Call) -> None:
        self._cards.show(call)
        self.list_changed.publish(call.key)

    async def _load_dispositions(self) -> None:
        for connection in self._connections.values():
            if connection.has("list_dispositions"):
                listed = await connection.connector.list_dispositions()
                self._dispositions[connection.id] = listed
        self._cards.dispositions = self._dispositions.get(self._connection_of(None), ())

    def _refresh(self) -> None:
        """Publish the state in short, soon and once for many changes."""
        if not self._is_refreshing:
            self._is_refreshing = True
            self._tasks.start("refresh the state", self._publish_status())

    async def _publish_status(self) -> None:
        self._is_refreshing = False
        counts = await self._store.entries.count_open()
        page = await self.list_calls(CallFilter.ALL, limit=3)

        def count(*states: EntryState, of: str | None = None) -> int:
            return sum(
                number
                for (connection, state), number in counts.items()
                if state in states and of in (None, connection)
            )

        self.status.publish(
            Status(
                needs_you=count(EntryState.PARKED),
                unlogged=await self._store.calls.count(CallFilter.UNLOGGED),
                waiting=count(EntryState.WAITING),
                sending=count(EntryState.SENDING),
                sources=self.sources.snapshots(),
                connections=tuple(
                    ConnectionSnapshot(
                        id=connection.id,
                        connector=connection.manifest.id,
                        name=connection.name,
                        state=ConnectionState.SIGNED_OUT
                        if count(EntryState.SIGNED_OUT, of=connection.id)
                        else ConnectionState.CONNECTED,
                        waiting=count(EntryState.WAITING, of=connection.id),
                    )
                    for connection in self._connections.values()
                ),
                last_calls=page.rows,
                do_not_disturb=self._settings().pop.do_not_disturb,
                problems=self._problems,
            )
        )


def _acknowledge(source: Source, event: PhoneEvent, key: str | None) -> None:
    """Answer whoever waits until the event is on disk."""
    phone: object = source.phone
    if isinstance(phone, Acknowledges):
        if key is None:
            phone.refuse(event)
        else:
            phone.acknowledge(event, key)
