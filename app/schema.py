"""The tables of `store.db`, brought forward in numbered steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw

_TO_1 = """
CREATE TABLE calls (
    key TEXT PRIMARY KEY,
    started_at REAL NOT NULL,
    is_live INTEGER NOT NULL,
    party TEXT,                 -- E.164, else extension; NULL: withheld
    contact TEXT,               -- 'connection id' of the chosen contact
    name TEXT,                  -- what a search finds: folded by the reader
    log_state TEXT,             -- the gravest state of its logs; NULL: none yet
    record TEXT NOT NULL        -- the call as JSON
) WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (started_at, key);
CREATE INDEX calls_by_party ON calls (party, started_at);
CREATE INDEX calls_by_contact ON calls (contact, started_at);
CREATE INDEX calls_live ON calls (key) WHERE is_live;
CREATE INDEX calls_unlogged ON calls (started_at, key)
    WHERE log_state IS NULL OR log_state NOT IN ('done', 'dropped');
CREATE INDEX calls_needing ON calls (started_at, key) WHERE log_state = 'parked';

CREATE TABLE aliases (          -- what sources call a call
    account TEXT NOT NULL,
    session TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, session)
) WITHOUT ROWID;
CREATE INDEX aliases_by_key ON aliases (key);

CREATE TABLE outbox (           -- the state that is wanted; a done row is the ledger
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    connection TEXT NOT NULL,
    kind TEXT NOT NULL,
    wanted TEXT NOT NULL,
    revision INTEGER NOT NULL,
    delivered_revision INTEGER NOT NULL DEFAULT 0,
    crm_id TEXT,
    state TEXT NOT NULL,
    is_unknown INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    detail TEXT,
    changed_at REAL NOT NULL,
    UNIQUE (key, connection, kind)
);
CREATE INDEX outbox_due ON outbox (connection, not_before)
    WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_soonest ON outbox (not_before) WHERE state = 'waiting';
CREATE INDEX outbox_open ON outbox (state) WHERE state NOT IN ('done', 'dropped');

CREATE TABLE steps (            -- what happened to a call and its record
    key TEXT NOT NULL,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    connection TEXT,
    reason TEXT,
    detail TEXT
);
CREATE INDEX steps_by_key ON steps (key, at);

CREATE TABLE choices (          -- which contact the rep chose for a number
    party TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    contact_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE ignored (party TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE messages (
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    log_key TEXT NOT NULL,
    at REAL NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;
CREATE INDEX messages_by_log ON messages (log_key, at);
"""

STEPS: tuple[str, ...] = (_TO_1,)  # never edited once released


def bring_up_to_date(connection: apsw.Connection) -> None:
    """Run the steps this file has not seen yet, each with its version at once."""
    seen = connection.pragma("user_version")
    for version, step in enumerate(STEPS[seen:], seen + 1):
        with connection:
            connection.execute(step)
            connection.pragma("user_version", version)
