"""The local CRM: the contract's interfaces over `local-crm.db`."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from connectors.crm.local import appointments, bulk, contacts, logs, schema
from connectors.database import (
    BusyFileError,
    DatabaseError,
    DiskFailedError,
    DiskFullError,
    open_database,
    translated,
)
from connectors.database_thread import DatabaseThread
from connectors.errors import GoneError, RejectedError, UnreachableError
from connectors.records import (
    AppointmentStatus,
    ContactContext,
    LogRef,
    Matches,
    UserInfo,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    import apsw

    from connectors.contact_card import ContactCard
    from connectors.contract import CrmSetup
    from connectors.phone_number import PhoneNumber
    from connectors.records import (
        Appointment,
        CallLog,
        CallLogState,
        Changes,
        Contact,
        Counts,
        Disposition,
        MessageLog,
        NewContact,
    )

FILE = "local-crm.db"
ACTIVITIES = 3
CHECKPOINT_EVERY_S = 0.25  # while an import writes
T = TypeVar("T")


def build(setup: CrmSetup) -> LocalCrm:
    """Open the local CRM in its folder.

    Raises DatabaseError where the file or its key are not right.
    """
    return LocalCrm(setup)


class LocalCrm:
    """A CRM in one encrypted file; every write is on disk when it returns."""

    def __init__(self, setup: CrmSetup) -> None:
        self._connection = setup.connection
        self._clock = setup.clock
        self._key = setup.key
        self._path = setup.folder / FILE
        newest = len(schema.STEPS)
        writing = open_database(self._path, setup.key, newest_version=newest)
        try:
            with translated(self._path):
                schema.bring_up_to_date(writing)
                writing.pragma("cache_size", -16_384)
        except BaseException:
            writing.close()
            raise
        reading = open_database(self._path, setup.key, read_only=True)
        self._writer = DatabaseThread("local-crm-writer", writing)
        self._reader = DatabaseThread("local-crm-reader", reading)

    async def close(self) -> None:
        """Finish what is being written and close the file."""
        await self._reader.close()
        await self._writer.close()

    async def get_user_info(self) -> UserInfo:
        return UserInfo(id="local", name="")

    async def find_contact(
        self, number: PhoneNumber, *, is_extension: bool = False
    ) -> Matches:
        """Return who has this number; an extension stands where E.164 would."""
        if is_extension:
            wanted = number.extension or number.e164.lstrip("+")
            find = partial(contacts.find_by_extension, extension=wanted)
        else:
            find = partial(contacts.find_by_number, number=number)
        return self._matches(await self._read(find))

    async def find_contact_with_name(self, text: str) -> Matches:
        return self._matches(
            await self._read(partial(contacts.find_by_name, text=text))
        )

    async def create_contact(self, contact: NewContact) -> Contact:
        if not (contact.name.strip() or contact.number or contact.number_raw):
            raise RejectedError("a contact needs a name or a number", field="name")
        id_ = await self._write(partial(contacts.create, new=contact))
        rows = await self._read(partial(contacts.read, ids=(id_,)))
        return contacts.to_contact(self._connection, rows[0])

    async def create_call_log(self, log: CallLog) -> LogRef:
        def put(db: apsw.Connection) -> int:
            return logs.put_call(db, log, self._own_id(db, log.contact))

        return LogRef(str(await self._write(put)))

    async def update_call_log(self, ref: LogRef, log: CallLog) -> LogRef:
        def put(db: apsw.Connection) -> None:
            logs.update_call(db, ref, log, self._own_id(db, log.contact))

        await self._write(put)
        return LogRef(ref.crm_id)

    async def get_call_log(self, ref: LogRef) -> CallLogState:
        return await self._read(partial(logs.read_call, ref=ref))

    async def find_call_log(self, log: CallLog) -> LogRef | None:
        id_ = await self._read(partial(logs.find_call, key=log.key))
        return LogRef(str(id_)) if id_ is not None else None

    async def list_dispositions(self) -> tuple[Disposition, ...]:
        return await self._read(logs.list_dispositions)

    async def create_message_log(self, log: MessageLog) -> LogRef:
        def put(db: apsw.Connection) -> int:
            return logs.put_messages(db, log, self._own_id(db, log.contact))

        return LogRef(str(await self._write(put)))

    async def update_message_log(self, ref: LogRef, log: MessageLog) -> LogRef:
        def put(db: apsw.Connection) -> None:
            logs.update_messages(db, ref, log, self._own_id(db, log.contact))

        await self._write(put)
        return LogRef(ref.crm_id)

    async def list_appointments(
        self, start: datetime, end: datetime
    ) -> tuple[Appointment, ...]:
        return await self._read(
            lambda db: appointments.list_between(db, self._connection, start, end)
        )

    async def create_appointment(self, appointment: Appointment) -> Appointment:
        return await self._put_appointment(appointment, appointments.create)

    async def update_appointment(self, appointment: Appointment) -> Appointment:
        return await self._put_appointment(appointment, appointments.update)

    async def refresh_appointment(self, appointment: Appointment) -> Appointment:
        return await self._read(partial(appointments.refresh, appointment=appointment))

    async def cancel_appointment(self, appointment: Appointment) -> Appointment:
        """Set the status; the record stays."""
        return await self._put_appointment(
            appointment,
            partial(appointments.set_status, status=AppointmentStatus.CANCELLED),
        )

    async def confirm_appointment(self, appointment: Appointment) -> Appointment:
        return await self._put_appointment(
            appointment,
            partial(appointments.set_status, status=AppointmentStatus.CONFIRMED),
        )

    async def get_contact_context(self, contact: Contact) -> ContactContext:
        now = self._clock.now()

        def read(db: apsw.Connection) -> ContactContext:
            id_ = self._own_id(db, contact)
            if id_ is None:
                return ContactContext()
            return ContactContext(
                activities=logs.list_activities(db, id_, ACTIVITIES),
                next_appointment=appointments.next_of(
                    db, self._connection, contact.id, now
                ),
            )

        return await self._read(read)

    async def list_changes(self, cursor: str | None) -> Changes:
        return await self._read(
            lambda db: contacts.list_changes(db, self._connection, cursor)
        )

    async def count_entities(self) -> Counts:
        return await self._read(contacts.count)

    async def list_cards(
        self, after: int = 0, limit: int = 500
    ) -> tuple[int, list[ContactCard]]:
        """Return the next contacts for an export and where to go on (0: the end)."""
        return await self._read(lambda db: contacts.list_cards(db, after, limit))

    async def read_contacts(self, ids: Sequence[int]) -> tuple[Contact, ...]:
        """Return contacts by their ids, those that are there."""
        rows = await self._read(partial(contacts.read, ids=ids))
        return tuple(contacts.to_contact(self._connection, row) for row in rows)

    async def begin_import(self) -> int:
        """Open an import: a number that names it until it is committed or not."""
        return await self._write(bulk.begin)

    async def plan_import(self, parts: Sequence[Path]) -> tuple[int, int]:
        """Compare the parts with the CRM: how many are the same, how many changed."""
        async with self._spare_connection() as spare:
            return await spare.run(lambda db: bulk.plan(db, parts, self._key))

    async def add_batch(
        self, no: int, parts: Sequence[Path], tell: Callable[[int], None]
    ) -> None:
        """Copy the planned parts in, unseen; `tell` gets rows done, in a thread."""
        staged = asyncio.Event()

        async def stage() -> None:
            try:
                await self._write_steps(
                    lambda db: bulk.without_waiting(
                        db, bulk.stage(db, no, parts, self._key, tell)
                    )
                )
            finally:
                staged.set()

        try:
            async with self._spare_connection() as spare, asyncio.TaskGroup() as group:
                group.create_task(stage())
                while not staged.is_set():
                    await spare.run(bulk.checkpoint)
                    with suppress(TimeoutError):
                        async with asyncio.timeout(CHECKPOINT_EVERY_S):
                            await staged.wait()
                await spare.run(bulk.checkpoint)  # else the next call logged does it
        except ExceptionGroup as problems:
            raise problems.exceptions[0] from problems

    async def commit_import(self, no: int) -> None:
        """Show all of an import at once."""
        await self._write(partial(bulk.commit, no=no))

    async def settle_import(self, no: int, parts: Sequence[Path]) -> list[int]:
        """Do what a committed import leaves to do; return ids that changed."""
        return await self._write_steps(lambda db: bulk.settle(db, no, parts, self._key))

    async def discard_import(self, no: int) -> None:
        """Remove an import that was not committed."""
        await self._write_steps(partial(bulk.discard, no=no))

    async def list_open_imports(self) -> list[tuple[int, str]]:
        """Return imports that a kill left: number and state."""
        return await self._read(bulk.list_open)

    def _matches(self, rows: list[contacts.Row]) -> Matches:
        found = tuple(contacts.to_contact(self._connection, row) for row in rows)
        return Matches(found)

    def _own_id(self, db: apsw.Connection, contact: Contact | None) -> int | None:
        """Return the id of a contact of this CRM; other CRMs' contacts have none."""
        if contact is None or contact.connection != self._connection:
            return None
        if contact.id.isdecimal() and contacts.read(db, (int(contact.id),)):
            return int(contact.id)
        raise GoneError("no such contact")

    async def _put_appointment(
        self,
        appointment: Appointment,
        put: Callable[[apsw.Connection, Appointment], int],
    ) -> Appointment:
        def work(db: apsw.Connection) -> Appointment:
            return appointments.read(db, self._connection, put(db, appointment))

        return await self._write(work)

    async def _read(self, work: Callable[[apsw.Connection], T]) -> T:
        with _as_connector_error(self._path):
            return await self._reader.run(work)

    async def _write(self, work: Callable[[apsw.Connection], T]) -> T:
        with _as_connector_error(self._path):
            return await self._writer.run(work)

    async def _write_steps(
        self, steps: Callable[[apsw.Connection], Generator[None, None, T]]
    ) -> T:
        with _as_connector_error(self._path):
            return await self._writer.run_steps(steps)

    @asynccontextmanager
    async def _spare_connection(self) -> AsyncIterator[DatabaseThread]:
        with _as_connector_error(self._path):
            spare = DatabaseThread(
                "local-crm-import", open_database(self._path, self._key)
            )
            try:
                yield spare
            finally:
                await spare.close()


@contextmanager
def _as_connector_error(path: Path) -> Iterator[None]:
    """What the disk may yet allow is tried again; what it will not is shown."""
    try:
        with translated(path):
            yield
    except (BusyFileError, DiskFullError, DiskFailedError) as problem:
        raise UnreachableError(str(problem)) from problem
    except DatabaseError as problem:
        raise RejectedError(str(problem)) from problem
