"""The file that an import fills beside the others, and how it is copied over.

Several processes each fill a part, sorted and ready to copy; nothing of it is visible
until the files that hold the contacts say so. Rows are copied in steps of milliseconds,
in the order of the tree they go to, so that few pages are touched.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from connectors.database import open_database
from connectors.rows import Connection, one_row, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SERIES = 1_000_000_000  # ids of one import: its number times this, plus the row
BLOCK_ROWS = 512  # rows that one part reads before the next part's turn
STEP_S = 0.006  # how long a step may hold a writer
Steps = Generator[None, None, None]

_SCHEMA = """
CREATE TABLE rows(
    n INTEGER PRIMARY KEY, line_no INTEGER NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, company TEXT, title TEXT,
    phones TEXT NOT NULL, emails TEXT NOT NULL, note TEXT NOT NULL,
    source_key INTEGER NOT NULL, content_hash INTEGER NOT NULL,
    name_key TEXT NOT NULL, line TEXT NOT NULL);
CREATE TABLE rejected(line INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE found_numbers(e164 INTEGER NOT NULL, n INTEGER NOT NULL);
CREATE TABLE extensions(
    extension TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(extension, n)
) WITHOUT ROWID;
CREATE TABLE numbers(
    e164 INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(e164, n)) WITHOUT ROWID;
CREATE TABLE names(
    name_key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(name_key, n)
) WITHOUT ROWID;
CREATE TABLE keys(source_key INTEGER PRIMARY KEY, n INTEGER NOT NULL);
"""
_SORT = """
INSERT OR IGNORE INTO keys SELECT source_key, n FROM rows ORDER BY source_key, n;
INSERT INTO rejected SELECT r.line_no, 'double' FROM rows r JOIN keys k
    USING (source_key) WHERE k.n <> r.n;
CREATE TABLE doubles AS SELECT r.n FROM rows r JOIN keys k USING (source_key)
    WHERE k.n <> r.n AND (SELECT count(*) FROM rows) <> (SELECT count(*) FROM keys);
DELETE FROM rows WHERE n IN (SELECT n FROM doubles);
DELETE FROM found_numbers WHERE n IN (SELECT n FROM doubles);
DELETE FROM extensions WHERE n IN (SELECT n FROM doubles);
INSERT OR IGNORE INTO numbers SELECT e164, n FROM found_numbers ORDER BY e164, n;
INSERT INTO names SELECT name_key, n FROM rows ORDER BY name_key, n;
DROP TABLE found_numbers;
"""
_WHOLE = frozenset({"e164", "source_key"})  # columns of integers
_INSERT_ROW = f"INSERT INTO rows VALUES({','.join('?' * 13)})"
_INSERT_NUMBER = "INSERT INTO found_numbers VALUES(?, ?)"
_INSERT_EXTENSION = "INSERT OR IGNORE INTO extensions VALUES(?, ?)"
_INSERT_REJECTED = "INSERT INTO rejected VALUES(?, ?)"


class Part:
    """One process's share of an import, being filled.

    Fill the lists, `flush` them now and then, and `finish`; a part that was not
    finished is thrown away, so it needs no journal.
    """

    def __init__(self, path: Path, key: bytes | None) -> None:
        self.rows: list[tuple[object, ...]] = []
        self.numbers: list[tuple[int, int]] = []
        self.extensions: list[tuple[str, int]] = []
        self._rejected: list[tuple[int, str]] = []
        self._connection = open_database(path, key, synchronous="NORMAL")
        self._connection.pragma("journal_mode", "off")
        self._connection.pragma("synchronous", "OFF")
        self._connection.pragma("cache_size", -32_768)
        self._connection.execute(_SCHEMA)
        self._connection.execute("BEGIN")

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def reject(self, line: int, reason: str) -> None:
        """Note a line that was left out."""
        self._rejected.append((line, reason))

    def flush(self) -> None:
        """Hand what was collected to the file."""
        self._connection.executemany(_INSERT_ROW, self.rows)
        self._connection.executemany(_INSERT_NUMBER, self.numbers)
        self._connection.executemany(_INSERT_EXTENSION, self.extensions)
        self._connection.executemany(_INSERT_REJECTED, self._rejected)
        for filled in (self.rows, self.numbers, self.extensions, self._rejected):
            filled.clear()

    def finish(self) -> None:
        """Sort everything for copying; repeated contacts are rejected."""
        self.flush()
        self._connection.execute(_SORT)
        self._connection.execute("COMMIT")


def list_rejected(
    parts: Sequence[Path], key: bytes | None
) -> Iterator[tuple[int, str]]:
    """Yield the lines that the parts rejected, in the order of the file."""
    with closing(open_database(parts[0], key)) as connection:
        connection.pragma("journal_mode", "off")
        with attached(connection, parts[1:], key) as names:
            every = " UNION ALL ".join(
                f"SELECT line, reason FROM {name}.rejected" for name in ("main", *names)
            )
            yield from connection.execute(f"{every} ORDER BY line")


@contextmanager
def attached(
    connection: Connection, parts: Sequence[Path], key: bytes | None
) -> Iterator[tuple[str, ...]]:
    """Attach the parts for reading, and give the names they have meanwhile."""
    names: list[str] = []
    try:
        for part in parts:
            name = f"part{len(names)}"
            secret = f"raw:{key.hex()}" if key else ""
            connection.execute(f"ATTACH ? AS {name} KEY ?", (str(part), secret))
            names.append(name)
        yield tuple(names)
    finally:
        for name in names:
            connection.execute(f"DETACH {name}")


class Pace:
    """Finds how many rows fit into a step of so many seconds."""

    def __init__(self, rows: int = BLOCK_ROWS, step_s: float = STEP_S) -> None:
        self.rows = rows
        self._step_s = step_s

    @contextmanager
    def step(self) -> Iterator[None]:
        """Time what is inside and aim the next step at its time."""
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        if took > self._step_s:
            self.rows = max(64, int(self.rows * 0.7))
        elif took < self._step_s / 2:
            self.rows = min(8 * BLOCK_ROWS, int(self.rows * 1.3) + 1)


def copy_rows(
    connection: Connection,
    parts: Sequence[str],
    insert: Callable[[str], str],
    offset: int,
    tell: Callable[[int], None],
    *,
    step_s: float = STEP_S,
) -> Steps:
    """Copy rows in the order of the file; `insert` gives the statement for a part.

    The statement reads `n > :low AND n <= :high` of its part.
    """
    statements = [insert(part) for part in parts]
    last = max(
        connection.execute(f"SELECT coalesce(max(n), 0) FROM {part}.rows").get
        for part in parts
    )
    low = 0
    pace = Pace(step_s=step_s)
    while low < last:
        with pace.step(), transaction(connection):
            high = min(low + pace.rows, last)
            start = low
            while start < high:
                block = (start + 1) // BLOCK_ROWS
                end = min(high, (block + 1) * BLOCK_ROWS - 1)
                connection.execute(
                    statements[block % len(parts)],
                    {"low": start, "high": end, "offset": offset},
                )
                start = end
        tell(high - low)
        low = high
        yield


def copy_sorted(
    connection: Connection,
    parts: Sequence[str],
    source: tuple[str, str],
    insert: Callable[[str], str],
    offset: int,
) -> Steps:
    """Copy (value, n) pairs in the order of their values.

    `source` names table and column; the statement reads
    `(value, n) > (:low, :low_n) AND (value, n) <= (:high, :high_n)` of its part.
    """
    table, column = source
    statements = [insert(part) for part in parts]
    # parts take turns, so any of them tells how the values of all are spread
    filled = (part for part in parts if _has_rows(connection, part, table))
    guide = next(filled, parts[0])
    ahead = (
        f"SELECT {column}, n FROM {guide}.{table}"
        f" WHERE ({column}, n) > (?, ?) ORDER BY {column}, n LIMIT 1 OFFSET ?"
    )
    low: tuple[object, int] = (-(1 << 63) if column in _WHOLE else "", -1)
    highest: tuple[object, int] = (b"", 0)  # above every text and every number
    pace = Pace()
    while low != highest:
        with pace.step(), transaction(connection):
            per_part = max(1, pace.rows // len(parts))
            found = one_row(connection, ahead, (*low, per_part))
            high = (found[0], found[1]) if found else highest
            bounds = {
                "low": low[0],
                "low_n": low[1],
                "high": high[0],
                "high_n": high[1],
                "offset": offset,
            }
            for statement in statements:
                connection.execute(statement, bounds)
        low = high
        yield


def new_rows_only(connection: Connection, part: str) -> str:
    """Return the condition that leaves out what is planned otherwise; "" if nothing.

    A plan lies in the first part: rows that are known already, or stand there twice.
    """
    if one_row(connection, f"SELECT 1 FROM {part}.plan LIMIT 1"):
        return f"AND n NOT IN (SELECT n FROM {part}.plan)"
    return ""


def between(column: str) -> str:
    """Return the condition that `copy_sorted` asks of a statement."""
    return f"({column}, n) > (:low, :low_n) AND ({column}, n) <= (:high, :high_n)"


def _has_rows(connection: Connection, part: str, table: str) -> bool:
    return one_row(connection, f"SELECT 1 FROM {part}.{table} LIMIT 1") is not None
