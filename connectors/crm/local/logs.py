"""The calls and messages of the local CRM: plain functions of a connection."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.contact_row import number_key
from connectors.errors import GoneError
from connectors.records import CallLogState, Disposition
from connectors.rows import one_row, transaction

if TYPE_CHECKING:
    import apsw

    from connectors.records import CallLog, LogRef, MessageLog

_COLUMNS = (
    "key",
    "contact",
    "direction",
    "result",
    "e164",
    "number_raw",
    "started_at",
    "ended_at",
    "talk_s",
    "subject",
    "body",
    "note",
    "disposition",
    "follow_up_on",
    "related_connection",
    "related_id",
    "recording_url",
    "queue",
    "own_line",
)
_UPSERT = (
    f"INSERT INTO calls({', '.join(_COLUMNS)}) VALUES({', '.join('?' * len(_COLUMNS))})"
    " ON CONFLICT(key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    + " RETURNING id"
)
_UPDATE = (
    f"UPDATE calls SET {', '.join(f'{name} = ?' for name in _COLUMNS[1:])} WHERE id = ?"
)


def to_micros(at: datetime) -> int:
    """Return a time as whole microseconds, which sort and compare exactly."""
    whole = at.astimezone(UTC)
    return int(whole.timestamp()) * 1_000_000 + whole.microsecond


def from_micros(micros: int) -> datetime:
    """Return the time that `to_micros` was given."""
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def _values(log: CallLog, contact: int | None) -> tuple[object, ...]:
    return (
        log.key,
        contact,
        log.direction.value,
        log.result.value if log.result else None,
        number_key(log.number.e164) if log.number else None,
        log.number_raw,
        to_micros(log.started_at),
        to_micros(log.ended_at) if log.ended_at else None,
        log.talk_s,
        log.subject,
        log.body,
        log.note,
        log.disposition,
        log.follow_up_on.isoformat() if log.follow_up_on else None,
        log.related.connection if log.related else None,
        log.related.id if log.related else None,
        log.recording_url,
        log.queue,
        log.own_line,
    )


def put_call(db: apsw.Connection, log: CallLog, contact: int | None) -> int:
    """Write a call once per key; the same key again brings the record up to date."""
    with transaction(db):
        id_: int = db.execute(_UPSERT, _values(log, contact)).get
    return id_


def update_call(
    db: apsw.Connection, ref: LogRef, log: CallLog, contact: int | None
) -> None:
    """Bring a record up to date; its key stays."""
    with transaction(db):
        db.execute(_UPDATE, (*_values(log, contact)[1:], _row_id(ref)))
        if db.changes() == 0:
            raise GoneError("no such call")


def find_call(db: apsw.Connection, key: str) -> int | None:
    """Return the record of a key, if there is one."""
    id_: int | None = db.execute("SELECT id FROM calls WHERE key = ?", (key,)).get
    return id_


def read_call(db: apsw.Connection, ref: LogRef) -> CallLogState:
    """Return a call as it stands; `raw` holds every field of the record."""
    found = one_row(
        db, f"SELECT {', '.join(_COLUMNS)} FROM calls WHERE id = ?", (_row_id(ref),)
    )
    if found is None:
        raise GoneError("no such call")
    fields = dict(zip(_COLUMNS, found, strict=True))
    for name in ("started_at", "ended_at"):
        if fields[name] is not None:
            fields[name] = from_micros(fields[name]).isoformat()
    e164, contact = fields.pop("e164"), fields.pop("contact")
    fields["number"] = f"+{e164}" if e164 is not None else None
    fields["contact"] = str(contact) if contact is not None else None
    return CallLogState(
        subject=fields["subject"],
        note=fields["note"],
        body=fields["body"],
        disposition=fields["disposition"],
        raw={"id": ref.crm_id, **fields},
    )


def put_messages(db: apsw.Connection, log: MessageLog, contact: int | None) -> int:
    """Write a day's messages once per key; a message id never twice."""
    e164 = number_key(log.number.e164) if log.number else None
    with transaction(db):
        id_: int = db.execute(
            "INSERT INTO message_logs(key, contact, e164, number_raw, day)"
            " VALUES(?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET"
            " contact = excluded.contact, e164 = excluded.e164,"
            " number_raw = excluded.number_raw, day = excluded.day RETURNING id",
            (log.key, contact, e164, log.number_raw, log.day.isoformat()),
        ).get
        _put_texts(db, id_, log)
    return id_


def update_messages(
    db: apsw.Connection, ref: LogRef, log: MessageLog, contact: int | None
) -> None:
    """Bring a day's messages up to date."""
    e164 = number_key(log.number.e164) if log.number else None
    id_ = _row_id(ref)
    with transaction(db):
        db.execute(
            "UPDATE message_logs SET contact = ?, e164 = ?, number_raw = ?, day = ?"
            " WHERE id = ?",
            (contact, e164, log.number_raw, log.day.isoformat(), id_),
        )
        if db.changes() == 0:
            raise GoneError("no such messages")
        _put_texts(db, id_, log)


def _put_texts(db: apsw.Connection, id_: int, log: MessageLog) -> None:
    db.executemany(
        "INSERT INTO messages(log, id, sent_at, direction, text) VALUES(?, ?, ?, ?, ?)"
        " ON CONFLICT(log, id) DO UPDATE SET text = excluded.text",
        [(id_, m.id, to_micros(m.at), m.direction.value, m.text) for m in log.messages],
    )


def list_dispositions(db: apsw.Connection) -> tuple[Disposition, ...]:
    """Return the outcomes in the order in which they are shown."""
    found = db.execute("SELECT id, label FROM dispositions ORDER BY position, id")
    return tuple(Disposition(id_, label) for id_, label in found)


def list_activities(db: apsw.Connection, contact: int, limit: int) -> tuple[str, ...]:
    """Return what was last done with a contact, newest first, one line each."""
    found = db.execute(
        "SELECT c.started_at, c.subject, c.note, d.label FROM calls c"
        " LEFT JOIN dispositions d ON d.id = c.disposition"
        " WHERE c.contact = ? ORDER BY c.started_at DESC LIMIT ?",
        (contact, limit),
    )
    lines = []
    for started_at, subject, note, label in found:
        first = next((line for line in note.splitlines() if line.strip()), "")
        what = label or first.strip() or subject
        lines.append(f"{what} · {from_micros(started_at).date().isoformat()}")
    return tuple(lines)


def _row_id(ref: LogRef) -> int:
    if not ref.crm_id.isdecimal():
        raise GoneError("no such record")
    return int(ref.crm_id)
