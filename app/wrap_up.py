"""What a finished call becomes in a CRM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app import log_body
from connectors.records import CallLog

if TYPE_CHECKING:
    from datetime import date

    from app.call import Call
    from connectors.records import ContactRef


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What the rep adds to a call: note, outcome, follow-up, related contact.

    `related_name` is the name of `related` as it was chosen, for the screen alone.
    """

    note: str = field(default="", repr=False)
    disposition: str | None = None  # a Disposition.id
    follow_up_on: date | None = None
    related: ContactRef | None = None
    related_name: str = field(default="", repr=False)


def log_for(call: Call) -> CallLog:
    """Return what a CRM shall hold of a call, as it stands now."""
    session = call.session
    return CallLog(
        key=call.key,
        contact=call.contact,
        direction=session.direction,
        result=session.result,
        number=session.number,
        number_raw=session.number_raw or session.extension,
        started_at=session.started_at,
        talk_s=round(session.talk_s()),
        subject=log_body.subject(call),
        body=log_body.plain(call),
        note=call.wrap_up.note,
        disposition=call.wrap_up.disposition,
        follow_up_on=call.wrap_up.follow_up_on,
        related=call.wrap_up.related,
        recording_url=session.recording_url,
        queue=session.queue,
        own_line=session.own_line,
        ended_at=session.ended_at,
    )
