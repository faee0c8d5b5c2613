"""The outbox in `store.db`: entries and what happened to them.

A row that is done stays: it is the ledger of which record of a CRM a call became.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.entry import Entry
from app.snapshot import EntryKind, EntryState, Reason, Step, StepKind

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

    from app.commit_thread import CommitThread
    from connectors.database_thread import DatabaseThread

    Change = Callable[[Entry | None], Entry]
    Also = Callable[[apsw.Connection], None]

Row = tuple[Any, ...]
_COLUMNS = (
    "id, key, connection, kind, wanted, state, not_before, changed_at, revision,"
    " delivered_revision, crm_id, is_unknown, attempt, reason, detail"
)
_PUT = f"INSERT OR REPLACE INTO outbox ({_COLUMNS}) VALUES ({', '.join('?' * 15)})"
_NOTHING_EARLIER = (
    "NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.key = o.key AND e.id < o.id"
    " AND e.connection = o.connection AND e.state NOT IN ('done', 'dropped'))"
)
# The row of a call shows the gravest state of its logs.
_SHOW_LOG_STATE = """
UPDATE calls SET log_state = (
    SELECT state FROM outbox WHERE key = ?1 ORDER BY CASE state
        WHEN 'parked' THEN 0 WHEN 'signed-out' THEN 1 WHEN 'sending' THEN 2
        WHEN 'waiting' THEN 3 WHEN 'done' THEN 4 ELSE 5 END LIMIT 1)
WHERE key = ?1
"""


class EntryTable:
    """Entries on disk. Every write is committed when its method returns."""

    def __init__(self, reader: DatabaseThread, writer: CommitThread) -> None:
        self._reader = reader
        self._writer = writer

    async def put(
        self,
        identity: tuple[str, str, EntryKind],
        change: Change,
        *,
        step: Step | None = None,
        also: Also | None = None,
    ) -> Entry:
        """Replace the entry of (key, connection, kind) by what `change` makes of it.

        Read, changed and written in one commit, together with `also` and with `step`,
        which the timeline gets where the entry did change.
        """

        def put(connection: apsw.Connection) -> Entry:
            if also:
                also(connection)
            old = _entry_of(connection, identity)
            new = change(old)
            if new == old:
                return new
            connection.execute(_PUT, _row(new))
            key = identity[0]
            if step:
                _add_step(connection, key, step)
            connection.execute(_SHOW_LOG_STATE, (key,))
            stored = _entry_of(connection, identity)
            return stored or new

        return await self._writer.run(put)

    async def claim(
        self, connection_id: str, now: datetime, begin: Callable[[Entry], Entry]
    ) -> Entry | None:
        """Return what to deliver next, begun; in order per call; None: nothing is due.

        That it was begun is on disk before anybody asks the CRM.
        """

        def claim(connection: apsw.Connection) -> Entry | None:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM outbox AS o WHERE connection = ?"
                f" AND state = 'waiting' AND not_before <= ? AND {_NOTHING_EARLIER}"
                " ORDER BY not_before, id LIMIT 1",
                (connection_id, now.timestamp()),
            ).fetchone()
            if row is None:
                return None
            entry = begin(_entry(row))
            connection.execute(_PUT, _row(entry))
            connection.execute(_SHOW_LOG_STATE, (entry.key,))
            return entry

        return await self._writer.run(claim)

    async def next_time(self, connection_id: str) -> datetime | None:
        """Return when the next entry that waits for nothing else may go."""
        rows = await self._read(
            "SELECT not_before FROM outbox AS o WHERE connection = ?"
            f" AND state = 'waiting' AND {_NOTHING_EARLIER}"
            " ORDER BY not_before LIMIT 1",
            (connection_id,),
        )
        return _time(rows[0][0]) if rows else None

    async def of_call(self, key: str) -> tuple[Entry, ...]:
        """Return the entries of a call, oldest first."""
        return await self._reader.run(lambda connection: entries_of(connection, key))

    async def all_open(self) -> tuple[Entry, ...]:
        """Return every entry that is neither done nor dropped, oldest first."""
        rows = await self._read(
            f"SELECT {_COLUMNS} FROM outbox"
            " WHERE state NOT IN ('done', 'dropped') ORDER BY id"
        )
        return tuple(_entry(row) for row in rows)

    async def count_open(self) -> dict[tuple[str, EntryState], int]:
        """Return how many entries are open, per connection and state."""
        rows = await self._read(
            "SELECT connection, state, count(*) FROM outbox"
            " WHERE state NOT IN ('done', 'dropped') GROUP BY 1, 2"
        )
        return {(name, EntryState(state)): count for name, state, count in rows}

    async def soonest(self) -> Entry | None:
        """Return the waiting entry that goes out next."""
        rows = await self._read(
            f"SELECT {_COLUMNS} FROM outbox WHERE state = 'waiting'"
            " ORDER BY not_before LIMIT 1"
        )
        return next((_entry(row) for row in rows), None)

    async def steps(self, key: str) -> tuple[Step, ...]:
        """Return what happened to the record of a call, oldest first."""
        rows = await self._read(
            "SELECT kind, at, connection, reason, detail FROM steps WHERE key = ?"
            " ORDER BY at, rowid",
            (key,),
        )
        return tuple(
            Step(
                StepKind(kind),
                _time(at),
                connection,
                Reason(reason) if reason else None,
                detail,
            )
            for kind, at, connection, reason, detail in rows
        )

    async def add_step(self, key: str, step: Step) -> None:
        """Tell the timeline of a call something that is no delivery."""
        await self._writer.run(lambda connection: _add_step(connection, key, step))

    async def _read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Row]:
        # The writer's connection: a worker must see its own last commit, in order.
        return await self._writer.run(
            lambda connection: connection.execute(sql, values).fetchall()
        )


def entries_of(connection: apsw.Connection, key: str) -> tuple[Entry, ...]:
    """Return the entries of a call within the caller's transaction."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE key = ? ORDER BY id", (key,)
    )
    return tuple(_entry(row) for row in rows)


def _entry_of(
    connection: apsw.Connection, identity: tuple[str, str, EntryKind]
) -> Entry | None:
    key, name, kind = identity
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE key = ? AND connection = ? AND kind = ?",
        (key, name, kind.value),
    ).fetchone()
    return _entry(row) if row else None


def _entry(row: Row) -> Entry:
    return Entry(
        id=row[0],
        key=row[1],
        connection=row[2],
        kind=EntryKind(row[3]),
        wanted=row[4],
        state=EntryState(row[5]),
        not_before=_time(row[6]),
        changed_at=_time(row[7]),
        revision=row[8],
        delivered_revision=row[9],
        crm_id=row[10],
        is_unknown=bool(row[11]),
        attempt=row[12],
        reason=Reason(row[13]) if row[13] else None,
        detail=row[14],
    )


def _row(entry: Entry) -> Row:
    return (
        *(entry.id or None, entry.key, entry.connection, entry.kind.value),
        *(entry.wanted, entry.state.value, entry.not_before.timestamp()),
        *(entry.changed_at.timestamp(), entry.revision, entry.delivered_revision),
        *(entry.crm_id, entry.is_unknown, entry.attempt),
        *(entry.reason.value if entry.reason else None, entry.detail),
    )


def _add_step(connection: apsw.Connection, key: str, step: Step) -> None:
    reason = step.reason.value if step.reason else None
    connection.execute(
        "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(key, step.at.timestamp(), step.kind.value),
            *(step.connection_name, reason, step.detail),
        ),
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
