"""What lies in `index.db`. It is a cache: another version means building it anew.

A contact's id is its generation times `SERIES` plus a number of its own. A generation
is what one connection brought at once: its single contacts, or one import. Only shown
generations count, so that a million contacts appear and vanish with one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.rows import transaction

if TYPE_CHECKING:
    from connectors.rows import Connection

VERSION = 1
_SCHEMA = """
CREATE TABLE generations(
    no INTEGER PRIMARY KEY,
    connection TEXT NOT NULL,
    import_no INTEGER,
    state TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0);
CREATE TABLE contacts(
    id INTEGER PRIMARY KEY,
    crm_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    company TEXT,
    title TEXT,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    url TEXT,
    name_key TEXT NOT NULL);
CREATE TABLE refs(
    crm_id TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY(crm_id, contact)
) WITHOUT ROWID;
CREATE TABLE numbers(
    e164 INTEGER NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY(e164, contact)
) WITHOUT ROWID;
CREATE TABLE extensions(
    extension TEXT NOT NULL, contact INTEGER NOT NULL,
    PRIMARY KEY(extension, contact)) WITHOUT ROWID;
CREATE TABLE names(
    name_key TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY(name_key, contact)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE lines USING fts5(
    line, content='', contentless_delete=1, tokenize='trigram case_sensitive 1');
INSERT INTO lines(lines, rank) VALUES('automerge', 16), ('crisismerge', 32);
"""


def bring_up_to_date(db: Connection) -> None:
    """Make the tables of an empty file, all or none."""
    with transaction(db):
        if db.pragma("user_version") == 0:
            db.execute(_SCHEMA)
            db.pragma("user_version", VERSION)
