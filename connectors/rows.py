"""Reads rows of a database whose columns the statement beside it tells."""

from __future__ import annotations

from typing import Any

import apsw

Connection = apsw.Connection


def all_rows(db: Connection, sql: str, values: Any = ()) -> list[Any]:
    """Return every row, so that no statement stays open."""
    return db.execute(sql, values).fetchall()


def one_row(db: Connection, sql: str, values: Any = ()) -> Any:
    """Return the first row, or None."""
    return db.execute(sql, values).fetchone()
