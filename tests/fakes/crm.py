"""A CRM in memory that goes offline, forgets to answer and refuses when told to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError, UnreachableError
from connectors.manifest import CrmManifest
from connectors.records import (
    CallLog,
    CallLogState,
    Contact,
    ContactContext,
    Disposition,
    LogRef,
    Matches,
    MessageLog,
    NewContact,
    PhoneEntry,
)

if TYPE_CHECKING:
    from connectors.phone_number import PhoneNumber

INTERFACES = (
    "find_contact",
    "find_contact_with_name",
    "create_contact",
    "create_call_log",
    "update_call_log",
    "get_call_log",
    "find_call_log",
    "list_dispositions",
    "get_contact_context",
    "create_message_log",
    "update_message_log",
)


@dataclass(frozen=True)
class Record:
    """A call as this CRM holds it."""

    id: str
    log: CallLog


class FakeCrm:
    """Answers like a CRM; `calls` is what a colleague would see there."""

    def __init__(self, connection: str = "crm", *, can_find: bool = True) -> None:
        interfaces = tuple(
            name for name in INTERFACES if can_find or name != "find_call_log"
        )
        self.manifest = CrmManifest(
            id="fake", name="Fake CRM", interfaces=interfaces, find_consistency_s=5
        )
        self.connection = connection
        self.records: dict[str, Record] = {}
        self.contacts: list[Contact] = []
        self.messages: dict[str, MessageLog] = {}
        self.context = ContactContext()
        self.writes: list[str] = []
        self._problem: ConnectorError | None = None
        self._loses_reply = False

    @property
    def calls(self) -> list[CallLog]:
        return [record.log for record in self.records.values()]

    def go_offline(self) -> None:
        self.refuse(UnreachableError("offline"))

    def refuse(self, problem: ConnectorError) -> None:
        """Answer everything with that error until `come_back`."""
        self._problem = problem

    def come_back(self, *, lose_first_reply: bool = False) -> None:
        self._problem = None
        self._loses_reply = lose_first_reply

    def knows(self, name: str, number: PhoneNumber, **more: object) -> Contact:
        """Have a contact."""
        contact = Contact(
            self.connection,
            f"c{len(self.contacts) + 1}",
            name,
            phones=(PhoneEntry(number.e164, number),),
            **more,  # type: ignore[arg-type]
        )
        self.contacts.append(contact)
        return contact

    def _answer(self, what: str) -> None:
        self.writes.append(what)
        if self._problem:
            raise self._problem

    def _lose(self) -> None:
        if self._loses_reply:
            self._loses_reply = False
            raise UnreachableError("no answer", is_delivery_unknown=True)

    async def find_contact(
        self, number: PhoneNumber, *, is_extension: bool = False
    ) -> Matches:
        if self._problem:
            raise self._problem
        return Matches(
            tuple(c for c in self.contacts if number in {p.number for p in c.phones})
        )

    async def find_contact_with_name(self, text: str) -> Matches:
        return Matches(tuple(c for c in self.contacts if text in c.name))

    async def create_contact(self, contact: NewContact) -> Contact:
        self._answer("create contact")
        number = contact.number
        entries = (PhoneEntry(number.e164, number),) if number else ()
        made = Contact(
            self.connection,
            f"c{len(self.contacts) + 1}",
            contact.name,
            company=contact.company,
            phones=entries,
        )
        self.contacts.append(made)
        self._lose()
        return made

    async def create_call_log(self, log: CallLog) -> LogRef:
        self._answer("create")
        record = Record(f"r{len(self.records) + 1}", log)
        self.records[record.id] = record
        self._lose()
        return LogRef(record.id)

    async def update_call_log(self, ref: LogRef, log: CallLog) -> LogRef:
        self._answer("update")
        self.records[ref.crm_id] = replace(self.records[ref.crm_id], log=log)
        self._lose()
        return ref

    async def get_call_log(self, ref: LogRef) -> CallLogState:
        log = self.records[ref.crm_id].log
        return CallLogState(log.subject, log.note, log.body, log.disposition)

    async def find_call_log(self, log: CallLog) -> LogRef | None:
        self._answer("find")
        for record in self.records.values():
            if record.log.key == log.key:
                return LogRef(record.id)
        return None

    async def list_dispositions(self) -> tuple[Disposition, ...]:
        return (Disposition("1", "Interested"), Disposition("2", "Call back"))

    async def get_contact_context(self, contact: Contact) -> ContactContext:
        return self.context

    async def create_message_log(self, log: MessageLog) -> LogRef:
        self._answer("create messages")
        self.messages[log.key] = log
        return LogRef(log.key)

    async def update_message_log(self, ref: LogRef, log: MessageLog) -> LogRef:
        self._answer("update messages")
        self.messages[ref.crm_id] = log
        return ref

    async def close(self) -> None:
        pass
