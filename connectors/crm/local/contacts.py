"""The contacts of the local CRM: plain functions of a connection.

Contacts of an import lie in a series of ids of its own (`SERIES`), and count only once
their import is committed; `shown` is the set of series that do.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from connectors.contact_card import ContactCard
from connectors.contact_row import (
    content_hash,
    emails_from_text,
    emails_to_text,
    extension_of,
    number_key,
    phones_from_text,
    phones_to_text,
    source_key,
)
from connectors.name_key import fold, name_key
from connectors.records import Changes, Contact, Counts, PhoneEntry
from connectors.rows import all_rows, one_row, transaction
from connectors.staged_contacts import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from connectors.phone_number import PhoneNumber
    from connectors.records import NewContact

COLUMNS = "id, kind, name, company, title, phones, emails"
Row = tuple[int, str, str, str | None, str | None, str, str]
FOUND_BY_NAME = 20
SCANNED_FOR_NAME = 20_000  # names looked through for a word in their middle
CHANGES_PAGE = 500


def shown_series(db: apsw.Connection) -> frozenset[int]:
    """Return the series whose contacts count: single ones and committed imports."""
    found = db.execute("SELECT no FROM imports WHERE state IN ('committed', 'done')")
    return frozenset({0} | {no for (no,) in found})


def to_contact(connection: str, row: Row) -> Contact:
    """Make the record that crosses the border."""
    id_, kind, name, company, title, phones, emails = row
    return Contact(
        connection=connection,
        id=str(id_),
        name=name,
        kind=kind,
        company=company,
        title=title,
        phones=phones_from_text(phones),
        emails=emails_from_text(emails),
    )


def read(db: apsw.Connection, ids: Iterable[int]) -> list[Row]:
    """Return the rows of contacts that count, in the order asked for."""
    shown = shown_series(db)
    rows = []
    for id_ in ids:
        if id_ // SERIES in shown:
            found = one_row(db, f"SELECT {COLUMNS} FROM contacts WHERE id = ?", (id_,))
            if found:
                rows.append(found)
    return rows


def find_by_number(db: apsw.Connection, number: PhoneNumber) -> list[Row]:
    """Return who has this very number."""
    found = all_rows(
        db, "SELECT contact FROM numbers WHERE e164 = ?", (number_key(number.e164),)
    )
    return read(db, (id_ for (id_,) in found))


def find_by_extension(db: apsw.Connection, extension: str) -> list[Row]:
    """Return who has this internal number."""
    found = all_rows(
        db, "SELECT contact FROM extensions WHERE extension = ?", (extension,)
    )
    return read(db, (id_ for (id_,) in found))


def find_by_name(db: apsw.Connection, text: str) -> list[Row]:
    """Return who is called like this: beginnings of names first, then middles.

    Middles are looked for in a bounded number of names; the index finds them all.
    """
    wanted = fold(text)
    if not wanted:
        return []
    shown = shown_series(db)
    found: dict[int, None] = {}
    beginnings = db.execute(
        "SELECT contact FROM names WHERE name_key >= ? AND name_key < ?"
        " ORDER BY name_key",
        (wanted, wanted + "\U0010ffff"),
    )
    for (id_,) in beginnings:
        if id_ // SERIES in shown:
            found[id_] = None
        if len(found) == FOUND_BY_NAME:
            return read(db, found)
    middles = db.execute(
        "SELECT contact FROM (SELECT contact, name_key FROM names LIMIT ?)"
        " WHERE ' ' || name_key LIKE ? ESCAPE '\\'",
        (SCANNED_FOR_NAME, f"% {wanted}%"),
    )
    for (id_,) in middles:
        if id_ // SERIES in shown:
            found[id_] = None
        if len(found) == FOUND_BY_NAME:
            break
    return read(db, found)


def next_revision(db: apsw.Connection) -> int:
    """Count one change."""
    revision: int = db.execute(
        "UPDATE revisions SET last = last + 1 RETURNING last"
    ).get
    return revision


def create(db: apsw.Connection, new: NewContact) -> int:
    """Add a contact once per key; return its id."""
    with transaction(db):
        if new.key is not None:
            known = db.execute(
                "SELECT id FROM contacts WHERE create_key = ?", (new.key,)
            ).get
            if known is not None:
                return int(known)
        raw = new.number_raw or (new.number.e164 if new.number else None)
        phones = (PhoneEntry(raw, new.number),) if raw else ()
        card = Stored(
            kind=new.kind,
            name=new.name.strip() or new.company or raw or "",
            company=new.company or None,
            title=new.title or None,
            phones=phones,
            emails=(new.email,) if new.email else (),
            note="",
        )
        created = insert(db, card, new.key)
    return created


class Stored:
    """A contact about to be written, with all that is derived from it."""

    def __init__(
        self,
        *,
        kind: str,
        name: str,
        company: str | None,
        title: str | None,
        phones: tuple[PhoneEntry, ...],
        emails: tuple[str, ...],
        note: str,
    ) -> None:
        self.kind, self.name, self.note = kind, name, note
        self.company, self.title = company, title
        self.phones, self.emails = phones_to_text(phones), emails_to_text(emails)
        self.numbers = {number_key(p.number.e164) for p in phones if p.number}
        self.extensions = {
            extension
            for p in phones
            if p.number is None and (extension := extension_of(p.raw))
        }
        self.name_key = name_key(name)
        number = next((p.number.e164 for p in phones if p.number), None)
        self.source_key = source_key(
            name, number, emails[0] if emails else None, company
        )
        self.hash = content_hash(
            kind, name, company, title, self.phones, self.emails, note
        )


def insert(db: apsw.Connection, stored: Stored, create_key: str | None) -> int:
    """Add one contact inside a transaction; return its id."""
    key = stored.source_key
    if one_row(db, "SELECT 1 FROM source_keys WHERE source_key = ?", (key,)):
        key = secrets.randbits(63)  # another of the same name and number: its own key
    id_: int = db.execute(
        "SELECT coalesce(max(id), 0) + 1 FROM contacts WHERE id < ?", (SERIES,)
    ).get
    db.execute(
        "INSERT INTO contacts(id, kind, name, company, title, phones, emails, note,"
        " source_key, content_hash, name_key, create_key, revision)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            id_,
            stored.kind,
            stored.name,
            stored.company,
            stored.title,
            stored.phones,
            stored.emails,
            stored.note,
            key,
            stored.hash,
            stored.name_key,
            create_key,
            next_revision(db),
        ),
    )
    db.execute("INSERT INTO source_keys VALUES(?, ?)", (key, id_))
    _put_found_by(db, id_, stored)
    return id_


def replace(db: apsw.Connection, id_: int, stored: Stored) -> None:
    """Write a contact anew inside a transaction; it keeps id and source key."""
    old_phones, old_name = one_row(
        db, "SELECT phones, name_key FROM contacts WHERE id = ?", (id_,)
    )
    for entry in phones_from_text(old_phones):
        if entry.number:
            db.execute(
                "DELETE FROM numbers WHERE e164 = ? AND contact = ?",
                (number_key(entry.number.e164), id_),
            )
        db.execute(
            "DELETE FROM extensions WHERE extension = ? AND contact = ?",
            (entry.raw.strip(), id_),
        )
    db.execute("DELETE FROM names WHERE name_key = ? AND contact = ?", (old_name, id_))
    db.execute(
        "UPDATE contacts SET kind = ?, name = ?, company = ?, title = ?, phones = ?,"
        " emails = ?, note = ?, content_hash = ?, name_key = ?, revision = ?"
        " WHERE id = ?",
        (
            stored.kind,
            stored.name,
            stored.company,
            stored.title,
            stored.phones,
            stored.emails,
            stored.note,
            stored.hash,
            stored.name_key,
            next_revision(db),
            id_,
        ),
    )
    _put_found_by(db, id_, stored)


def _put_found_by(db: apsw.Connection, id_: int, stored: Stored) -> None:
    db.execute("INSERT OR IGNORE INTO names VALUES(?, ?)", (stored.name_key, id_))
    db.executemany(
        "INSERT OR IGNORE INTO numbers VALUES(?, ?)",
        [(e164, id_) for e164 in stored.numbers],
    )
    db.executemany(
        "INSERT OR IGNORE INTO extensions VALUES(?, ?)",
        [(extension, id_) for extension in stored.extensions],
    )
    if stored.company:
        db.execute("INSERT OR IGNORE INTO companies(name) VALUES(?)", (stored.company,))


def list_changes(db: apsw.Connection, connection: str, cursor: str | None) -> Changes:
    """Return a page of what changed since a cursor, oldest change first.

    A cursor is "revision:id", both of the last contact told. All contacts of an import
    share the revision at which it was committed.
    """
    revision, after = (int(part) for part in (cursor or "0:0").split(":"))
    single = all_rows(
        db,
        "SELECT revision, id FROM contacts WHERE (revision, id) > (?, ?)"
        " AND revision > 0 AND id / ? IN"
        " (SELECT 0 UNION SELECT no FROM imports WHERE state <> 'staging')"
        " ORDER BY revision, id LIMIT ?",
        (revision, after, SERIES, CHANGES_PAGE + 1),
    )
    whole = one_row(
        db,
        "SELECT no, revision FROM imports WHERE state <> 'staging' AND (revision > ?"
        " OR (revision = ? AND ? < (no + 1) * ?)) ORDER BY revision LIMIT 1",
        (revision, revision, after, SERIES),
    )
    if whole and (not single or whole[1] <= single[0][0]):
        no, revision_of_all = whole
        start = max(no * SERIES, after if revision_of_all == revision else 0)
        found = all_rows(
            db,
            f"SELECT {COLUMNS} FROM contacts WHERE id > ? AND id < ?"
            " ORDER BY id LIMIT ?",
            (start, (no + 1) * SERIES, CHANGES_PAGE),
        )
        last = found[-1][0] if len(found) == CHANGES_PAGE else (no + 1) * SERIES
        return _page(connection, found, f"{revision_of_all}:{last}", has_more=True)
    if whole:
        single = [pair for pair in single if pair[0] < whole[1]]
    page = single[:CHANGES_PAGE]
    rows = read(db, (id_ for _, id_ in page))
    last_seen = f"{page[-1][0]}:{page[-1][1]}" if page else f"{revision}:{after}"
    has_more = len(single) > CHANGES_PAGE or whole is not None
    return _page(connection, rows, last_seen, has_more=has_more)


def _page(connection: str, rows: list[Row], cursor: str, *, has_more: bool) -> Changes:
    contacts = tuple(to_contact(connection, row) for row in rows)
    return Changes(contacts, (), cursor, has_more)


def list_cards(
    db: apsw.Connection, after: int, limit: int
) -> tuple[int, list[ContactCard]]:
    """Return the next contacts for an export, and the id to go on after (0: end)."""
    shown = shown_series(db)
    cards = []
    last = 0
    found = db.execute(
        f"SELECT {COLUMNS}, note, source_key FROM contacts WHERE id > ?"
        " ORDER BY id LIMIT ?",
        (after, limit),
    )
    for id_, kind, name, company, title, phones, emails, note, key in found:
        last = id_
        if id_ // SERIES not in shown:
            continue
        card = ContactCard(
            name=name,
            kind=kind,
            company=company or "",
            title=title or "",
            phones=tuple((p.raw, p.label or "") for p in phones_from_text(phones)),
            emails=emails_from_text(emails),
            note=note,
            uid=f"switchhook:{key & 0xFFFF_FFFF_FFFF_FFFF:016x}",
        )
        cards.append(card)
    return last, cards


def count(db: apsw.Connection) -> Counts:
    """Count companies and people."""
    companies: int = db.execute("SELECT count(*) FROM companies").get
    people = 0
    for no in shown_series(db):
        people += db.execute(
            "SELECT count(*) FROM contacts WHERE id BETWEEN ? AND ?"
            " AND kind <> 'company'",
            (no * SERIES, (no + 1) * SERIES - 1),
        ).get
    return Counts(accounts=companies, people=people, opportunities=0)
