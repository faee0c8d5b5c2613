"""The local index of contacts: who has this number, and who is called like this.

It is a cache of every connection's contacts. A number is looked up on the loop's own
thread, since that takes microseconds; searches have a thread that reads, and all
writing has a thread that writes.
"""

from __future__ import annotations

import logging
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app import index_rows, index_schema, index_search
from connectors.contact_row import emails_from_text, number_key, phones_from_text
from connectors.database import (
    BrokenFileError,
    NewerFileError,
    NotEncryptedError,
    WrongKeyError,
    open_database,
    translated,
)
from connectors.database_thread import DatabaseThread
from connectors.records import Contact
from connectors.rows import all_rows
from connectors.staged_contacts import SERIES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from pathlib import Path

    from connectors.phone_number import PhoneNumber
    from connectors.rows import Connection

log = logging.getLogger(__name__)
T = TypeVar("T")
_HERE_KIB = 12_288  # the inner pages of a million contacts stay in memory
_FED = 1  # application_id once every connection was read; a kill may come before
PUT_ROWS = 100  # contacts of one transaction, so that the next one waits little
_COLUMNS = "c.id, crm_id, kind, name, company, title, phones, emails, url"
_BY_NUMBER = (
    f"SELECT {_COLUMNS} FROM numbers n JOIN contacts c ON c.id = n.contact"
    " WHERE n.e164 = ?"
)
_BY_EXTENSION = (
    f"SELECT {_COLUMNS} FROM extensions e JOIN contacts c ON c.id = e.contact"
    " WHERE e.extension = ?"
)
_BY_ID = f"SELECT {_COLUMNS} FROM contacts c WHERE c.id = ?"
_PAGE = (
    f"SELECT {_COLUMNS}, n.name_key FROM names n JOIN contacts c ON c.id = n.contact"
    " WHERE (n.name_key, n.contact) > (?, ?) ORDER BY n.name_key, n.contact LIMIT ?"
)
_Row = tuple[int, str, str, str, str | None, str | None, str, str, str | None]


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Contacts in the order of their names; `after` asks for the next page."""

    contacts: tuple[Contact, ...]
    after: str | None


class ContactIndex:
    """Contacts of every connection, found by number in microseconds."""

    def __init__(self, path: Path, key: bytes | None, *, was_rebuilt: bool) -> None:
        self.was_rebuilt = was_rebuilt
        self._path = path
        writing = open_database(path, key, synchronous="NORMAL")
        with translated(path):
            index_schema.bring_up_to_date(writing)
            self._shown = index_rows.shown_generations(writing)
            writing.pragma("cache_size", -32_768)
        self._here = open_database(path, key, read_only=True)
        self._here.pragma("cache_size", -_HERE_KIB)
        searching = open_database(path, key, read_only=True)
        searching.pragma("cache_size", -32_768)
        self._writer = DatabaseThread("index-writer", writing)
        self._reader = DatabaseThread("index-reader", searching)

    @classmethod
    def open(cls, path: Path, key: bytes | None) -> ContactIndex:
        """Open the index; one that cannot be read is set aside and begun anew.

        `was_rebuilt` tells that every connection must be read again from its start.
        """
        was_there = False
        try:
            with closing(
                open_database(
                    path, key, synchronous="NORMAL", newest_version=index_schema.VERSION
                )
            ) as found:
                was_there = found.pragma("application_id") == _FED
        except (WrongKeyError, BrokenFileError, NewerFileError) as problem:
            log.warning("The index is built anew: %s", type(problem).__name__)
            _set_aside(path, is_readable=isinstance(problem, NotEncryptedError))
        return cls(path, key, was_rebuilt=not was_there)

    async def tell_fed(self) -> None:
        """Note that every connection was read; until then a start reads them anew."""
        with translated(self._path):
            await self._writer.run(lambda db: db.pragma("application_id", _FED))
        self.was_rebuilt = False

    async def close(self) -> None:
        """Finish what is being written and close the file."""
        self._here.close()
        await self._reader.close()
        await self._writer.close()

    def find(self, number: PhoneNumber) -> tuple[Contact, ...]:
        """Return who has this number."""
        return self._contacts(
            all_rows(self._here, _BY_NUMBER, (number_key(number.e164),))
        )

    def find_extension(self, extension: str) -> tuple[Contact, ...]:
        """Return who has this internal number."""
        return self._contacts(all_rows(self._here, _BY_EXTENSION, (extension,)))

    async def search(self, text: str, limit: int = 20) -> tuple[Contact, ...]:
        """Return whom a text may mean: beginnings of names first, then the rest."""
        shown = frozenset(self._shown)

        def find(db: Connection) -> list[_Row]:
            ids = index_search.find_ids(db, text, limit, shown)
            return [row for id_ in ids for row in all_rows(db, _BY_ID, (id_,))]

        with translated(self._path):
            rows = await self._reader.run(find)
        return self._contacts(rows)

    async def list_page(
        self, after_name: str | None, limit: int, text: str = ""
    ) -> ContactPage:
        """Return contacts by name, those after `after_name` (a page's `after`).

        With a text: the best `limit` matches, as one page.
        """
        if text.strip():
            return ContactPage(await self.search(text, limit), None)
        key, _, id_ = (after_name or "\x1f-1").rpartition("\x1f")
        start = (key, int(id_))
        found: list[_Row] = []
        while len(found) < limit:
            with translated(self._path):
                rows = await self._reader.run(
                    partial(all_rows, sql=_PAGE, values=(*start, limit))
                )
            for *row, name_key in rows:
                start = (name_key, row[0])
                if row[0] // SERIES in self._shown:
                    found.append(tuple(row))
                    if len(found) == limit:
                        break
            if len(rows) < limit:
                break
        is_end = len(found) < limit
        after = None if is_end else f"{start[0]}\x1f{start[1]}"
        return ContactPage(self._contacts(found), after)

    def count(self) -> int:
        """Return how many contacts there are."""
        found = all_rows(
            self._here,
            "SELECT coalesce(sum(size), 0) FROM generations WHERE state = 'shown'",
        )
        return int(found[0][0])

    async def put(self, contacts: Iterable[Contact]) -> None:
        """Write contacts; they are found once this returns."""
        waiting = list(contacts)
        for start in range(0, len(waiting), PUT_ROWS):
            some = waiting[start : start + PUT_ROWS]
            await self._write(partial(index_rows.put, contacts=some))

    async def forget(self, connection: str, ids: Sequence[str]) -> None:
        """Take contacts out that are gone."""
        for start in range(0, len(ids), PUT_ROWS):
            some = ids[start : start + PUT_ROWS]
            await self._write(
                partial(index_rows.forget, connection=connection, ids=some)
            )

    async def forget_connection(self, connection: str) -> None:
        """Make all of a connection vanish at once, then remove it."""
        await self._write(partial(index_rows.hide_connection, connection=connection))
        await self.sweep()

    async def stage_import(
        self,
        connection: str,
        import_no: int,
        parts: Sequence[Path],
        key: bytes | None,
        tell: Callable[[int], None],
    ) -> None:
        """Copy an import in, unseen; `tell` gets rows done, in a thread.

        `key` is that of the parts, which is not ours.
        """
        await self._in_steps(
            lambda db: index_rows.stage(
                db, connection, import_no, parts=parts, key=key, tell=tell
            )
        )

    async def show_import(self, import_no: int) -> bool:
        """Show a staged import at once; return whether it was there."""
        return await self._write(partial(index_rows.show_import, import_no=import_no))

    async def drop_import(self, import_no: int) -> None:
        """Give up an import that was not shown."""
        await self._write(partial(index_rows.drop_import, import_no=import_no))
        await self.sweep()

    async def sweep(self) -> None:
        """Remove what is not shown any more."""
        await self._in_steps(index_rows.sweep)

    async def tidy(self) -> None:
        """Make searches faster after much was written; may be cancelled at any time."""
        await self._in_steps(index_rows.tidy)

    async def _in_steps(
        self, steps: Callable[[Connection], Generator[None, None, T]]
    ) -> T:
        with translated(self._path):
            return await self._writer.run_steps(steps)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        def write(db: Connection) -> tuple[T, dict[int, str]]:
            return work(db), index_rows.shown_generations(db)

        with translated(self._path):
            result, self._shown = await self._writer.run(write)
        return result

    def _contacts(self, rows: Iterable[_Row]) -> tuple[Contact, ...]:
        shown = self._shown
        return tuple(
            Contact(
                connection=connection,
                id=crm_id,
                name=name,
                kind=kind,
                company=company,
                title=title,
                phones=phones_from_text(phones),
                emails=emails_from_text(emails),
                url=url,
            )
            for id_, crm_id, kind, name, company, title, phones, emails, url in rows
            if (connection := shown.get(id_ // SERIES)) is not None
        )


def _set_aside(path: Path, *, is_readable: bool) -> None:
    """Keep what cannot be read; a copy that anyone could read is removed."""
    aside = path.with_name(f"{path.name}.aside")
    if is_readable:
        path.unlink()
    else:
        path.replace(aside)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()
