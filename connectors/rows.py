"""Reads rows and writes transactions without holding up other threads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from collections.abc import Iterator

Connection = apsw.Connection


def all_rows(db: Connection, sql: str, values: Any = ()) -> list[Any]:
    """Return every row, so that no statement stays open."""
    return db.execute(sql, values).fetchall()


def one_row(db: Connection, sql: str, values: Any = ()) -> Any:
    """Return the first row, or None."""
    return db.execute(sql, values).fetchone()


@contextmanager
def transaction(db: Connection, *, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Write all of what is inside or nothing.

    `with connection:` would do the same, but apsw keeps Python's lock while it commits:
    the window stood still for as long as the disk took (measured: 40 ms).
    """
    db.execute(begin)
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    try:
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
