"""The calls in `store.db`, and what sources call them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.call import Call
from app.entry_table import entries_of
from app.record_json import from_json, to_json
from app.snapshot import CallFilter
from connectors.name_key import fold

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    import apsw

    from app.commit_thread import CommitThread
    from app.entry import Entry
    from connectors.database_thread import DatabaseThread
    from connectors.records import ContactRef

Value = Any  # what SQLite can bind
Row = tuple[Any, ...]
_PUT_CALL = (
    "INSERT INTO calls (key, started_at, is_live, party, contact, name, record)"
    " VALUES (:key, :started_at, :is_live, :party, :contact, :name, :record)"
    " ON CONFLICT (key) DO UPDATE SET started_at = excluded.started_at,"
    " is_live = excluded.is_live, party = excluded.party,"
    " contact = excluded.contact, name = excluded.name, record = excluded.record"
)


class CallTable:
    """Calls on disk. Every write is committed when its method returns."""

    def __init__(
        self, reader: DatabaseThread, searcher: DatabaseThread, writer: CommitThread
    ) -> None:
        self._reader = reader
        self._searcher = searcher
        self._writer = writer

    def put(
        self, call: Call, alias: tuple[str, str] | None = None
    ) -> asyncio.Future[None]:
        """Keep a call as it is now, and what a source calls it.

        Queued at once, so that puts stay in order; the future is done once committed.
        """

        def put(connection: apsw.Connection) -> None:
            put_call(connection, call)
            if alias:
                connection.execute(
                    "INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)",
                    (*alias, call.key),
                )

        return self._writer.submit(put)

    async def get(self, key: str) -> Call | None:
        """Return one call with its draft, or None."""
        rows = await self._read(
            "SELECT record FROM calls WHERE key = ?",
            (key,),
        )
        return next((from_json(Call, record) for (record,) in rows), None)

    async def live(self) -> tuple[Call, ...]:
        """Return the calls that were going on when they were last told."""
        rows = await self._read(
            "SELECT record FROM calls WHERE is_live",
        )
        return tuple(from_json(Call, record) for (record,) in rows)

    async def since(self, since: datetime) -> tuple[Call, ...]:
        """Return the calls that began after `since`, oldest first."""
        rows = await self._read(
            "SELECT record FROM calls WHERE started_at >= ? ORDER BY started_at",
            (since.timestamp(),),
        )
        return tuple(from_json(Call, record) for (record,) in rows)

    async def without_entry(self) -> tuple[Call, ...]:
        """Return ended calls that never reached the outbox: a crash came between."""
        rows = await self._read(
            "SELECT record FROM calls WHERE NOT is_live AND log_state IS NULL",
        )
        return tuple(from_json(Call, record) for (record,) in rows)

    async def logged_since(
        self, since: datetime
    ) -> tuple[tuple[Call, tuple[Entry, ...]], ...]:
        """Return ended calls that began after `since` and reached the outbox."""

        def read(
            connection: apsw.Connection,
        ) -> tuple[tuple[Call, tuple[Entry, ...]], ...]:
            rows = connection.execute(
                "SELECT record FROM calls WHERE started_at >= ? AND NOT is_live"
                " AND log_state IS NOT NULL",
                (since.timestamp(),),
            ).fetchall()
            calls = [from_json(Call, str(record)) for (record,) in rows]
            return tuple((call, entries_of(connection, call.key)) for call in calls)

        return await self._reader.run(read)

    async def past(
        self, party: str | None, contact: ContactRef | None, limit: int
    ) -> tuple[Call, ...]:
        """Return the last calls with a number or a contact, newest first."""
        rows = await self._read(
            "SELECT record FROM (SELECT key, record, started_at FROM calls"
            " WHERE party = ?1 UNION SELECT key, record, started_at FROM calls"
            " WHERE contact = ?2)"
            " ORDER BY started_at DESC LIMIT ?3",
            (party, _ref_text(contact), limit),
        )
        return tuple(from_json(Call, record) for (record,) in rows)

    async def last_called(
        self, refs: Iterable[ContactRef]
    ) -> dict[ContactRef, datetime]:
        """Return when each of some contacts was last in a call."""
        wanted = tuple(refs)

        def read(connection: apsw.Connection) -> dict[ContactRef, datetime]:
            found = {}
            for ref in wanted:
                value = connection.execute(
                    "SELECT max(started_at) FROM calls WHERE contact = ?",
                    (_ref_text(ref),),
                ).fetchone()
                if value and value[0]:
                    found[ref] = _time(value[0])
            return found

        return await self._reader.run(read)

    async def page(
        self,
        shown: CallFilter,
        text: str,
        before: tuple[datetime, str] | None,
        limit: int,
    ) -> tuple[tuple[tuple[Call, tuple[Entry, ...]], ...], int]:
        """Return a page of calls with their entries, newest first, and how many.

        Only the first page counts them all; the others tell 0.
        """
        where, values = _where(shown, text)

        def read(
            connection: apsw.Connection,
        ) -> tuple[tuple[tuple[Call, tuple[Entry, ...]], ...], int]:
            total = None
            if before is None:
                total = connection.execute(
                    f"SELECT count(*) FROM calls WHERE {where}", values
                ).fetchone()
            page, bound = where, dict(values)
            if before:
                page += " AND (started_at, key) < (:at, :key)"
                bound |= {"at": before[0].timestamp(), "key": before[1]}
            rows = connection.execute(
                "SELECT record FROM calls"
                f" WHERE {page} ORDER BY started_at DESC, key DESC LIMIT :limit",
                bound | {"limit": limit},
            ).fetchall()
            calls = [from_json(Call, str(row[0])) for row in rows]
            return (
                tuple((call, entries_of(connection, call.key)) for call in calls),
                total[0] if total else 0,
            )

        return await self._searcher.run(read)

    async def last(self, limit: int) -> tuple[tuple[Call, tuple[Entry, ...]], ...]:
        """Return the newest calls with their entries."""

        def read(
            connection: apsw.Connection,
        ) -> tuple[tuple[Call, tuple[Entry, ...]], ...]:
            rows = connection.execute(
                "SELECT record FROM calls ORDER BY started_at DESC, key DESC LIMIT ?",
                (limit,),
            ).fetchall()
            calls = [from_json(Call, str(row[0])) for row in rows]
            return tuple((call, entries_of(connection, call.key)) for call in calls)

        return await self._reader.run(read)

    async def count(self, shown: CallFilter) -> int:
        """Return how many calls a filter shows."""
        where, values = _where(shown, "")
        rows = await self._read(f"SELECT count(*) FROM calls WHERE {where}", values)
        return int(rows[0][0])

    async def aliases_since(self, since: datetime) -> dict[tuple[str, str], str]:
        """Return what sources call the calls that began after `since`."""
        rows = await self._read(
            "SELECT account, session, key FROM aliases JOIN calls USING (key)"
            " WHERE started_at >= ?",
            (since.timestamp(),),
        )
        return {(account, session): key for account, session, key in rows}

    async def find_alias(self, account: str, session: str) -> str | None:
        """Return the key of the call that a source calls so."""
        rows = await self._read(
            "SELECT key FROM aliases WHERE account = ? AND session = ?",
            (account, session),
        )
        return rows[0][0] if rows else None

    async def _read(
        self, sql: str, values: tuple[Value, ...] | dict[str, Value] = ()
    ) -> list[Row]:
        return await self._reader.run(
            lambda connection: connection.execute(sql, values).fetchall()
        )


def put_call(connection: apsw.Connection, call: Call) -> None:
    """Write the row of a call within the caller's transaction."""
    session = call.session
    contact = call.contact
    words = (
        contact.name if contact else session.name,
        contact.company if contact else None,
        call.party or session.number_raw,
        call.wrap_up.note,
    )
    row = {
        "key": call.key,
        "started_at": session.started_at.timestamp(),
        "is_live": session.is_live,
        "party": call.party,
        "contact": _ref_text(contact.ref if contact else None),
        "name": fold(" ".join(word for word in words if word)),
        "record": to_json(call),
    }
    connection.execute(_PUT_CALL, row)


def _where(shown: CallFilter, text: str) -> tuple[str, dict[str, Value]]:
    match shown:
        case CallFilter.NEEDS_YOU:
            where = "log_state = 'parked'"
        case CallFilter.UNLOGGED:
            where = "(log_state IS NULL OR log_state NOT IN ('done', 'dropped'))"
        case CallFilter.ALL:
            where = "1"
    values: dict[str, Value] = {}
    for index, word in enumerate(fold(text).split()):
        where += f" AND instr(name, :word{index})"
        values[f"word{index}"] = word
    return where, values


def _ref_text(ref: ContactRef | None) -> str | None:
    return f"{ref.connection} {ref.id}" if ref else None


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
