"""Writes contacts into the index: plain functions of a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contact_row import (
    emails_to_text,
    extension_of,
    number_key,
    phones_from_text,
    phones_to_text,
)
from connectors.name_key import name_key, search_text
from connectors.rows import all_rows, one_row, transaction
from connectors.staged_contacts import (
    SERIES,
    Pace,
    attached,
    between,
    copy_rows,
    copy_sorted,
    new_rows_only,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from connectors.records import Contact
    from connectors.rows import Connection
    from connectors.staged_contacts import Steps

STEP_S = 0.015  # full-text rows written together cost half of those in small lots
_MERGED_PAGES = 50  # of one step
_WORTH_GOING_ON = 2  # changes of a merge that did something
SHOWN, STAGING, STAGED, GONE = "shown", "staging", "staged", "gone"


def shown_generations(db: Connection) -> dict[int, str]:
    """Return which generations count, and whose they are."""
    return dict(
        all_rows(db, "SELECT no, connection FROM generations WHERE state = 'shown'")
    )


def put(db: Connection, contacts: Sequence[Contact]) -> None:
    """Write contacts in one transaction; those that are known are replaced."""
    with transaction(db):
        for contact in contacts:
            id_ = _find_id(db, contact.connection, contact.id)
            if id_ is None:
                id_ = _new_id(db, contact.connection)
                _count(db, id_, 1)
            else:
                _take_out(db, id_)
            _put_in(db, id_, contact)


def forget(db: Connection, connection: str, ids: Sequence[str]) -> None:
    """Take contacts out in one transaction."""
    with transaction(db):
        for crm_id in ids:
            id_ = _find_id(db, connection, crm_id)
            if id_ is not None:
                _take_out(db, id_)
                _count(db, id_, -1)


def hide_connection(db: Connection, connection: str) -> None:
    """Make all contacts of a connection vanish at once; `sweep` removes them."""
    with transaction(db):
        db.execute(
            "UPDATE generations SET state = 'gone' WHERE connection = ?", (connection,)
        )


def tidy(db: Connection) -> Steps:
    """Join pieces of like size that writing left of the full-text index."""
    while True:
        before = db.total_changes()
        with transaction(db):
            db.execute(
                "INSERT INTO lines(lines, rank) VALUES('merge', ?)", (_MERGED_PAGES,)
            )
        if db.total_changes() - before < _WORTH_GOING_ON:
            return
        yield


def sweep(db: Connection) -> Steps:
    """Remove what is no longer shown and what a killed import left."""
    pace = Pace(64)
    gone = all_rows(db, "SELECT no FROM generations WHERE state = 'gone'")
    for (no,) in gone:
        while True:
            with pace.step(), transaction(db):
                found = all_rows(
                    db,
                    "SELECT id FROM contacts WHERE id >= ? AND id < ?"
                    " ORDER BY id DESC LIMIT ?",
                    (no * SERIES, (no + 1) * SERIES, max(8, pace.rows // 16)),
                )
                for (id_,) in found:
                    _take_out(db, id_)
            if not found:
                break
            yield
        with transaction(db):
            db.execute("DELETE FROM generations WHERE no = ?", (no,))


def stage(
    db: Connection,
    connection: str,
    import_no: int,
    *,
    parts: Sequence[Path],
    key: bytes | None,
    tell: Callable[[int], None],
) -> Generator[None, None, int]:
    """Copy the new contacts of an import in, unseen; return their generation."""
    with transaction(db):
        no = _open_generation(db, connection, import_no, STAGING)
    offset, crm_offset = no * SERIES, import_no * SERIES
    size = 0

    def count(rows: int) -> None:
        nonlocal size
        size += rows
        tell(rows)

    with attached(db, parts, key) as names:
        new = new_rows_only(db, names[0])

        def copy_contacts(part: str) -> str:
            rows = f"FROM {part}.rows WHERE n > :low AND n <= :high {new} ORDER BY n"
            return (
                "INSERT INTO main.contacts SELECT :offset + n,"
                f" CAST({crm_offset} + n AS TEXT), kind, name, company, title, phones,"
                f" emails, NULL, name_key {rows};"
                f"INSERT INTO main.refs SELECT CAST({crm_offset} + n AS TEXT),"
                f" :offset + n {rows};"
                f"INSERT INTO main.lines(rowid, line) SELECT :offset + n, line {rows}"
            )

        yield from copy_rows(db, names, copy_contacts, offset, count, step_s=STEP_S)
        for table, column in (
            ("numbers", "e164"),
            ("names", "name_key"),
            ("extensions", "extension"),
        ):

            def copy_pairs(part: str, table: str = table, column: str = column) -> str:
                return (
                    f"INSERT OR IGNORE INTO main.{table} SELECT {column}, :offset + n"
                    f" FROM {part}.{table} WHERE {between(column)} {new}"
                    f" ORDER BY {column}, n"
                )

            yield from copy_sorted(db, names, (table, column), copy_pairs, offset)
    with transaction(db):
        db.execute(
            "UPDATE generations SET state = 'staged', size = (SELECT count(*) FROM"
            " contacts WHERE id >= ? AND id < ?) WHERE no = ?",
            (offset, offset + SERIES, no),
        )
    return no


def show_import(db: Connection, import_no: int) -> bool:
    """Show all of a staged import at once; return whether it was there."""
    with transaction(db):
        db.execute(
            "UPDATE generations SET state = 'shown' WHERE import_no = ?"
            " AND state IN ('staged', 'shown')",
            (import_no,),
        )
        was_there = db.changes() > 0
    return was_there


def drop_import(db: Connection, import_no: int) -> None:
    """Give an import up that was not shown; `sweep` removes its rows."""
    with transaction(db):
        db.execute(
            "UPDATE generations SET state = 'gone' WHERE import_no = ?"
            " AND state <> 'shown'",
            (import_no,),
        )


def _find_id(db: Connection, connection: str, crm_id: str) -> int | None:
    found = one_row(
        db,
        "SELECT contact FROM refs WHERE crm_id = ? AND contact / ? IN"
        " (SELECT no FROM generations WHERE connection = ? AND state = 'shown')",
        (crm_id, SERIES, connection),
    )
    return found[0] if found else None


def _open_generation(
    db: Connection, connection: str, import_no: int | None, state: str
) -> int:
    found = one_row(
        db,
        "INSERT INTO generations(no, connection, import_no, state)"
        " SELECT coalesce(max(no), 0) + 1, ?, ?, ? FROM generations RETURNING no",
        (connection, import_no, state),
    )
    return int(found[0])


def _new_id(db: Connection, connection: str) -> int:
    found = one_row(
        db,
        "SELECT no FROM generations WHERE connection = ? AND import_no IS NULL"
        " AND state = 'shown'",
        (connection,),
    )
    no = found[0] if found else _open_generation(db, connection, None, SHOWN)
    last = one_row(
        db,
        "SELECT coalesce(max(id), ?) FROM contacts WHERE id < ? AND id >= ?",
        (no * SERIES, (no + 1) * SERIES, no * SERIES),
    )
    return int(last[0]) + 1


def _count(db: Connection, id_: int, more: int) -> None:
    db.execute(
        "UPDATE generations SET size = size + ? WHERE no = ?", (more, id_ // SERIES)
    )


def _put_in(db: Connection, id_: int, contact: Contact) -> None:
    key = name_key(contact.name)
    db.execute(
        "INSERT INTO contacts VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            id_,
            contact.id,
            contact.kind,
            contact.name,
            contact.company,
            contact.title,
            phones_to_text(contact.phones),
            emails_to_text(contact.emails),
            contact.url,
            key,
        ),
    )
    db.execute("INSERT INTO refs VALUES(?, ?)", (contact.id, id_))
    db.execute("INSERT INTO names VALUES(?, ?)", (key, id_))
    digits: dict[str, None] = {}
    for entry in contact.phones:
        if entry.number:
            digits[entry.number.e164[1:]] = None
            db.execute(
                "INSERT OR IGNORE INTO numbers VALUES(?, ?)",
                (number_key(entry.number.e164), id_),
            )
        elif extension := extension_of(entry.raw):
            digits[extension] = None
            db.execute(
                "INSERT OR IGNORE INTO extensions VALUES(?, ?)", (extension, id_)
            )
    db.execute(
        "INSERT INTO lines(rowid, line) VALUES(?, ?)",
        (id_, search_text(contact.name, contact.company, " ".join(digits))),
    )


def _take_out(db: Connection, id_: int) -> None:
    crm_id, phones, key = one_row(
        db, "SELECT crm_id, phones, name_key FROM contacts WHERE id = ?", (id_,)
    )
    for entry in phones_from_text(phones):
        if entry.number:
            db.execute(
                "DELETE FROM numbers WHERE e164 = ? AND contact = ?",
                (number_key(entry.number.e164), id_),
            )
        else:
            db.execute(
                "DELETE FROM extensions WHERE extension = ? AND contact = ?",
                (extension_of(entry.raw), id_),
            )
    db.execute("DELETE FROM names WHERE name_key = ? AND contact = ?", (key, id_))
    db.execute("DELETE FROM refs WHERE crm_id = ? AND contact = ?", (crm_id, id_))
    db.execute("DELETE FROM lines WHERE rowid = ?", (id_,))
    db.execute("DELETE FROM contacts WHERE id = ?", (id_,))
