"""Who a call is with: known at once, completed beside the call, decided by the rep."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.call_row import past_call
from app.outbox import NEW_CONTACT
from app.ranking import rank, sole
from app.snapshot import Reason
from connectors.errors import ConnectorError
from connectors.phone_number import parse
from connectors.records import Contact, ContactContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.call import Call
    from app.card import Cards
    from app.connection import Connection
    from app.contact_index import ContactIndex
    from app.desk import CallDesk
    from app.logbook import Logbook
    from app.lookup import Lookup
    from app.settings import Settings
    from app.store import Store
    from connectors.records import ContactRef, NewContact

FACTS = 3


class Callers:
    """Finds and remembers whom calls are with; the card shows it, the log gets it."""

    def __init__(
        self,
        *,
        store: Store,
        index: ContactIndex,
        lookup: Lookup,
        desk: CallDesk,
        cards: Cards,
        logbook: Logbook,
        connections: Mapping[str, Connection],
        settings: Callable[[], Settings],
    ) -> None:
        self._store = store
        self._index = index
        self._lookup = lookup
        self._desk = desk
        self._cards = cards
        self._logbook = logbook
        self._connections = connections
        self._settings = settings
        self._choices: dict[str, ContactRef] = {}
        self._ignored: frozenset[str] = frozenset()

    async def open(self) -> None:
        """Read what the rep decided before."""
        self._choices = await self._store.choices()
        self._ignored = await self._store.ignored()

    def identify(self, call: Call) -> Call:
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

    async def complete(self, key: str) -> None:
        """Add to the card, after the pop is up, what the disk and the CRMs know."""
        call = await self._desk.get(key)
        if call is None:
            return
        await self.add_facts(call)
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
            await self.add_facts(changed)
            if not changed.session.is_live:
                await self._logbook.want(changed)

    async def ask_names(self, text: str) -> tuple[Contact, ...]:
        """Ask the CRMs for a name, where the index does not know them all."""
        found: list[Contact] = []
        for connection in self._connections.values():
            if connection.has("find_contact_with_name"):
                with suppress(ConnectorError):
                    matches = await connection.connector.find_contact_with_name(text)
                    found.extend(matches.contacts)
        return tuple(found)

    async def add_facts(self, call: Call) -> None:
        contact = call.contact
        past = await self._store.calls.past(
            call.party, contact.ref if contact else None, FACTS + 1
        )
        facts = [
            past_call(other, self._logbook.label) for other in past if other != call
        ]
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

    async def choose(
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
            await self._logbook.want(call)
            await self._logbook.drop_others(key, contact)
        await self.add_facts(call)

    async def forget(self, key: str) -> None:
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

    async def create(self, key: str, new: NewContact) -> None:
        """Want a new contact for the call; its log waits until the CRM made it."""
        call = await self._desk.get(key)
        if call is None:
            return
        connection = self._logbook.connection_of(None)
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
        await self._logbook.put_contact(call, new, connection)
        if not call.session.is_live:
            await self._logbook.want(call)

    async def ignore(self, key: str, *, on: bool) -> None:
        call = await self._desk.get(key)
        if call and call.party:
            await self._store.put_ignored(call.party, on=on)
            self._ignored = await self._store.ignored()
            await self._logbook.drop(key, on=on, reason=Reason.IGNORED)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Return the numbers and extensions that are not leads."""
        return tuple(sorted(self._ignored))

    async def mind(self, party: str) -> None:
        """Treat a number like any other again, from the next call on."""
        await self._store.put_ignored(party, on=False)
        self._ignored = await self._store.ignored()

    async def know(self, key: str, contact: Contact) -> None:
        await self._index.put([contact])

        def made(call: Call) -> Call:
            is_wanted = call.contact and call.contact.id.startswith(NEW_CONTACT)
            return replace(call, contact=contact) if is_wanted else call

        await self._desk.change(key, made)

    def _own(self) -> frozenset[str]:
        settings = self._settings()
        own = {line.value for line in settings.own_lines}
        numbers = (parse(value, settings.region) for value in own)
        return frozenset(own | {number.e164 for number in numbers if number})
