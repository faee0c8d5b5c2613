"""Reads rows of a database whose columns the statement beside it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw


def all_rows(db: apsw.Connection, sql: str, values: Any = ()) -> list[Any]:
    """Return every row, so that no statement stays open."""
    return db.execute(sql, values).fetchall()


def one_row(db: apsw.Connection, sql: str, values: Any = ()) -> Any:
    """Return the first row, or None."""
    return db.execute(sql, values).fetchone()
