"""The appointments of the local CRM: plain functions of a connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from connectors.crm.local.logs import from_micros, to_micros
from connectors.errors import ConflictError, GoneError, RejectedError
from connectors.records import Appointment, AppointmentStatus, ContactRef
from connectors.rows import all_rows, one_row, transaction

if TYPE_CHECKING:
    from datetime import datetime

    import apsw

_COLUMNS = (
    "id, title, start_at, end_at, zone, is_all_day, description, location, status,"
    " attendees, change_mark"
)


def create(db: apsw.Connection, appointment: Appointment) -> int:
    """Add an appointment; one that brings an id of its own is added once."""
    _check(appointment)
    create_key = appointment.id or None
    with transaction(db):
        if create_key is not None:
            known: int | None = db.execute(
                "SELECT id FROM appointments WHERE create_key = ?", (create_key,)
            ).get
            if known is not None:
                return known
        id_: int = db.execute(
            "INSERT INTO appointments(create_key, title, start_at, end_at, zone,"
            " is_all_day, description, location, status, attendees, change_mark)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) RETURNING id",
            (create_key, *_values(appointment)),
        ).get
        _put_links(db, id_, appointment)
    return id_


def update(db: apsw.Connection, appointment: Appointment) -> int:
    """Write an appointment anew, unless it changed since the rep saw it."""
    _check(appointment)
    id_ = _row_id(appointment)
    with transaction(db):
        mark = db.execute(
            "SELECT change_mark FROM appointments WHERE id = ?", (id_,)
        ).get
        if mark is None:
            raise GoneError("no such appointment")
        if appointment.change_mark not in {None, str(mark)}:
            raise ConflictError("the appointment changed meanwhile")
        db.execute(
            "UPDATE appointments SET title = ?, start_at = ?, end_at = ?, zone = ?,"
            " is_all_day = ?, description = ?, location = ?, status = ?,"
            " attendees = ?, change_mark = change_mark + 1 WHERE id = ?",
            (*_values(appointment), id_),
        )
        db.execute("DELETE FROM appointment_links WHERE appointment = ?", (id_,))
        _put_links(db, id_, appointment)
    return id_


def set_status(
    db: apsw.Connection, appointment: Appointment, status: AppointmentStatus
) -> int:
    """Confirm or cancel; doing it again changes nothing."""
    id_ = _row_id(appointment)
    with transaction(db):
        db.execute(
            "UPDATE appointments SET change_mark = change_mark + (status <> ?1),"
            " status = ?1 WHERE id = ?2",
            (status.value, id_),
        )
        if db.changes() == 0:
            raise GoneError("no such appointment")
    return id_


def read(db: apsw.Connection, connection: str, id_: int) -> Appointment:
    """Return one appointment."""
    found = one_row(db, f"SELECT {_COLUMNS} FROM appointments WHERE id = ?", (id_,))
    if found is None:
        raise GoneError("no such appointment")
    return _to_appointment(db, connection, found)


def refresh(db: apsw.Connection, appointment: Appointment) -> Appointment:
    """Return an appointment as it stands now."""
    return read(db, appointment.connection, _row_id(appointment))


def list_between(
    db: apsw.Connection, connection: str, start: datetime, end: datetime
) -> tuple[Appointment, ...]:
    """Return what touches the time from start to before end, earliest first."""
    found = all_rows(
        db,
        f"SELECT {_COLUMNS} FROM appointments WHERE end_at >= ?1 AND start_at < ?2"
        " AND (end_at > ?1 OR start_at = ?1) ORDER BY start_at, id",
        (to_micros(start), to_micros(end)),
    )
    return tuple(_to_appointment(db, connection, row) for row in found)


def next_of(
    db: apsw.Connection, connection: str, contact: str, now: datetime
) -> Appointment | None:
    """Return the next appointment with a contact."""
    found = one_row(
        db,
        f"SELECT {_COLUMNS} FROM appointments WHERE status <> 'cancelled'"
        " AND end_at > ? AND id IN (SELECT appointment FROM appointment_links"
        " WHERE contact = ? AND connection = ?) ORDER BY start_at, id LIMIT 1",
        (to_micros(now), contact, connection),
    )
    return _to_appointment(db, connection, found) if found else None


def _check(appointment: Appointment) -> None:
    if appointment.end < appointment.start:
        raise RejectedError("an appointment ends before it starts", field="end")


def _values(appointment: Appointment) -> tuple[object, ...]:
    return (
        appointment.title,
        to_micros(appointment.start),
        to_micros(appointment.end),
        appointment.zone,
        appointment.is_all_day,
        appointment.description,
        appointment.location,
        appointment.status.value,
        json.dumps(appointment.attendees, ensure_ascii=False),
    )


def _put_links(db: apsw.Connection, id_: int, appointment: Appointment) -> None:
    db.executemany(
        "INSERT INTO appointment_links VALUES(?, ?, ?, ?)",
        [
            (id_, position, link.connection, link.id)
            for position, link in enumerate(appointment.links)
        ],
    )


def _to_appointment(
    db: apsw.Connection,
    connection: str,
    row: tuple[int, str, int, int, str, int, str, str, str, str, int],
) -> Appointment:
    id_, title, start, end, zone, is_all_day, text, place, status, who, mark = row
    links = db.execute(
        "SELECT connection, contact FROM appointment_links WHERE appointment = ?"
        " ORDER BY position",
        (id_,),
    )
    return Appointment(
        connection=connection,
        id=str(id_),
        title=title,
        start=from_micros(start),
        end=from_micros(end),
        zone=zone,
        is_all_day=bool(is_all_day),
        description=text,
        location=place,
        status=AppointmentStatus(status),
        attendees=tuple(json.loads(who)),
        links=tuple(ContactRef(*link) for link in links),
        change_mark=str(mark),
    )


def _row_id(appointment: Appointment) -> int:
    if not appointment.id.isdecimal():
        raise GoneError("no such appointment")
    return int(appointment.id)
