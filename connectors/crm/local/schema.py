"""The numbered steps that make `local-crm.db` what today's code expects.

A step that was released is never edited; a new one is added behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.rows import transaction

if TYPE_CHECKING:
    import apsw

_TO_1 = """
CREATE TABLE contacts(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    company TEXT,
    title TEXT,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    source_key INTEGER NOT NULL,
    content_hash INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    create_key TEXT,
    revision INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX contacts_by_create_key ON contacts(create_key)
    WHERE create_key IS NOT NULL;
CREATE INDEX contacts_by_revision ON contacts(revision, id) WHERE revision > 0;
CREATE TABLE numbers(
    e164 INTEGER NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY(e164, contact)
) WITHOUT ROWID;
CREATE TABLE extensions(
    extension TEXT NOT NULL, contact INTEGER NOT NULL,
    PRIMARY KEY(extension, contact)) WITHOUT ROWID;
CREATE TABLE names(
    name_key TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY(name_key, contact)
) WITHOUT ROWID;
CREATE TABLE source_keys(
    source_key INTEGER NOT NULL, contact INTEGER NOT NULL,
    PRIMARY KEY(source_key, contact)) WITHOUT ROWID;
CREATE TABLE companies(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE imports(
    no INTEGER PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0);
CREATE TABLE revisions(id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);
INSERT INTO revisions VALUES(1, 0);
CREATE TABLE dispositions(
    id TEXT PRIMARY KEY, label TEXT NOT NULL, position INTEGER NOT NULL);
INSERT INTO dispositions VALUES
    ('interested', 'Interested', 1),
    ('call-back', 'Call back', 2),
    ('not-now', 'Not now', 3),
    ('left-message', 'Left message', 4),
    ('wrong-number', 'Wrong number', 5);
CREATE TABLE calls(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    contact INTEGER,
    direction TEXT NOT NULL,
    result TEXT,
    e164 INTEGER,
    number_raw TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    talk_s INTEGER NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    disposition TEXT,
    follow_up_on TEXT,
    related_connection TEXT,
    related_id TEXT,
    recording_url TEXT,
    queue TEXT,
    own_line TEXT);
CREATE INDEX calls_by_contact ON calls(contact, started_at);
CREATE TABLE message_logs(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    contact INTEGER,
    e164 INTEGER,
    number_raw TEXT,
    day TEXT NOT NULL);
CREATE INDEX message_logs_by_contact ON message_logs(contact, day);
CREATE TABLE messages(
    log INTEGER NOT NULL REFERENCES message_logs(id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    direction TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY(log, id)) WITHOUT ROWID;
CREATE TABLE appointments(
    id INTEGER PRIMARY KEY,
    create_key TEXT UNIQUE,
    title TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    zone TEXT NOT NULL,
    is_all_day INTEGER NOT NULL,
    description TEXT NOT NULL,
    location TEXT NOT NULL,
    status TEXT NOT NULL,
    attendees TEXT NOT NULL,
    change_mark INTEGER NOT NULL);
CREATE INDEX appointments_by_end ON appointments(end_at);
CREATE TABLE appointment_links(
    appointment INTEGER NOT NULL REFERENCES appointments(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    connection TEXT NOT NULL,
    contact TEXT NOT NULL,
    PRIMARY KEY(appointment, position)) WITHOUT ROWID;
CREATE INDEX appointment_links_by_contact ON appointment_links(contact, appointment);
"""
STEPS: tuple[str, ...] = (_TO_1,)


def bring_up_to_date(connection: apsw.Connection) -> None:
    """Run the steps that this file has not seen, all or none of them."""
    with transaction(connection):
        seen: int = connection.pragma("user_version")
        for step in STEPS[seen:]:
            connection.execute(step)
        connection.pragma("user_version", len(STEPS))
