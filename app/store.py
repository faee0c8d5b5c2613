"""What must survive: `store.db`, with its calls, its outbox and the rep's choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.call_table import CallTable
from app.commit_thread import CommitThread
from app.entry_table import EntryTable
from app.record_json import from_json, to_json
from app.schema import STEPS, bring_up_to_date
from connectors.database import open_database
from connectors.database_thread import DatabaseThread
from connectors.records import ContactRef, Message

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

Value = Any  # what SQLite can bind
Row = tuple[Any, ...]


class Store:
    """The rep's calls on disk. Every write is committed when its method returns."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        """Open or create the file. Raises the errors of connectors/database.py."""

        connection = open_database(path, key, newest_version=len(STEPS))
        bring_up_to_date(connection)
        self._writer = CommitThread(connection, path)
        self._reader, self._searcher = (
            DatabaseThread(name, open_database(path, key, read_only=True))
            for name in ("store-reader", "store-searcher")
        )
        self.calls = CallTable(self._reader, self._searcher, self._writer)
        self.entries = EntryTable(self._reader, self._writer)

    async def close(self) -> None:
        """Finish what was given and close the file."""
        await self._searcher.close()
        await self._reader.close()
        await self._writer.close()

    async def choices(self) -> dict[str, ContactRef]:
        """Return the contacts chosen for numbers and extensions."""
        rows = await self._read("SELECT party, connection, contact_id FROM choices")
        return {party: ContactRef(*rest) for party, *rest in rows}

    async def put_choice(self, party: str, ref: ContactRef | None) -> None:
        """Remember which contact a number belongs to; None forgets it."""
        if ref is None:
            await self._write("DELETE FROM choices WHERE party = ?", (party,))
        else:
            row = (party, ref.connection, ref.id)
            await self._write("INSERT OR REPLACE INTO choices VALUES (?, ?, ?)", row)

    async def ignored(self) -> frozenset[str]:
        """Return the numbers that are no leads."""
        rows = await self._read("SELECT party FROM ignored")
        return frozenset(party for (party,) in rows)

    async def put_ignored(self, party: str, *, on: bool) -> None:
        """Ignore a number from now on, or no longer."""
        sql = "INSERT OR IGNORE INTO ignored VALUES (?)"
        await self._write(
            sql if on else "DELETE FROM ignored WHERE party = ?", (party,)
        )

    async def put_message(
        self, account: str, log_key: str, message: Message
    ) -> tuple[Message, ...]:
        """Keep a message once and return all of its log, oldest first."""

        def put(connection: apsw.Connection) -> tuple[Message, ...]:
            connection.execute(
                "INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?)",
                (
                    *(account, message.id, log_key),
                    *(message.at.timestamp(), to_json(message)),
                ),
            )
            rows = connection.execute(
                "SELECT record FROM messages WHERE log_key = ? ORDER BY at, id",
                (log_key,),
            )
            return tuple(from_json(Message, record) for (record,) in rows)

        return await self._writer.run(put)

    async def _read(
        self, sql: str, values: tuple[Value, ...] | dict[str, Value] = ()
    ) -> list[Row]:
        return await self._reader.run(
            lambda connection: connection.execute(sql, values).fetchall()
        )

    async def _write(self, sql: str, values: tuple[Value, ...] = ()) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._writer.run(write)
