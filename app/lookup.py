"""Who a number belongs to: the index at once, the CRMs side by side, each in time."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.phone_number import PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.connection import Connection
    from app.contact_index import ContactIndex
    from connectors.records import Contact

log = logging.getLogger(__name__)

DEADLINE_S = 3.0  # after it a CRM is too late for the pop


class Lookup:
    """Answers who calls: microseconds from the index, later what the CRMs add."""

    def __init__(self, index: ContactIndex, connections: Iterable[Connection]) -> None:
        self._index = index
        self._connections = [c for c in connections if c.has("find_contact")]
        self._asked: dict[tuple[str, str], asyncio.Future[tuple[Contact, ...]]] = {}

    @property
    def asked_names(self) -> tuple[str, ...]:
        """Return the names of the CRMs that `ask` asks."""
        return tuple(connection.name for connection in self._connections)

    def known(self, party: str | None) -> tuple[Contact, ...]:
        """Return what the index knows of an E.164 number or an extension, now."""
        if party is None:
            return ()
        if party.startswith("+"):
            return self._index.find(PhoneNumber(party))
        return self._index.find_extension(party)

    async def ask(
        self, party: str, told: Callable[[str, tuple[Contact, ...]], None]
    ) -> None:
        """Ask every CRM; `told` gets each answer, with the CRM's name, as it comes.

        A CRM that fails or takes too long answers with nothing. Questions that are
        already under way are not asked again.
        """
        async with asyncio.TaskGroup() as group:
            for connection in self._connections:
                group.create_task(self._ask_one(connection, party, told))

    async def _ask_one(
        self,
        connection: Connection,
        party: str,
        told: Callable[[str, tuple[Contact, ...]], None],
    ) -> None:
        question = (connection.id, party)
        if answer := self._asked.get(question):
            told(connection.name, await asyncio.shield(answer))
            return
        answer = asyncio.get_running_loop().create_future()
        self._asked[question] = answer
        contacts: tuple[Contact, ...] = ()
        try:
            contacts = await self._found(connection, party)
        finally:
            del self._asked[question]
            answer.set_result(contacts)
        told(connection.name, contacts)

    async def _found(self, connection: Connection, party: str) -> tuple[Contact, ...]:
        number = PhoneNumber(party)
        try:
            async with asyncio.timeout(DEADLINE_S):
                found = await connection.connector.find_contact(
                    number, is_extension=not party.startswith("+")
                )
        except (TimeoutError, ConnectorError) as problem:
            log.info("%s found nobody: %s", connection.id, type(problem).__name__)
            return ()
        return found.contacts
