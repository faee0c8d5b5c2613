"""Frozen records that cross the border between us, phones and CRMs.

Times are aware UTC, durations whole seconds unless the name says otherwise, and
everything that names a person prints masked: ask for a field to see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from connectors.phone_number import PhoneNumber


END_UNKNOWN = "end-unknown"  # reason of an `ended` that only says: we lost sight


class Direction(StrEnum):
    """Which way a call goes, seen from the rep's own lines."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class EventKind(StrEnum):
    """What a phone can tell: a closed list, the same words in hooks."""

    RINGING = "ringing"
    DIALLING = "dialling"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    MISSED = "missed"
    ELSEWHERE = "elsewhere"
    VOICEMAIL = "voicemail"
    RECORDING = "recording"
    MESSAGE = "message"


class CallResult(StrEnum):
    """How a finished call went."""

    ANSWERED = "answered"
    MISSED = "missed"
    ANSWERED_ELSEWHERE = "answered-elsewhere"
    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    CANCELLED = "cancelled"
    FAILED = "failed"
    VOICEMAIL = "voicemail"


class HangupBy(StrEnum):
    """Who ended a call."""

    OWN = "own"
    REMOTE = "remote"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class TransferKind(StrEnum):
    """How a call was handed on."""

    BLIND = "blind"
    ATTENDED = "attended"
    PARK = "park"


class PhoneAbility(StrEnum):
    """What a phone can be told; a manifest names them."""

    ANSWER = "answer"
    DECLINE = "decline"
    HANG_UP = "hang-up"
    DIAL = "dial"
    LIST_CALLS = "list-calls"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One hand-over of a call from one extension to another."""

    kind: TransferKind
    from_: str | None
    to: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """One thing that a phone told us, as it told it.

    `session` is the source's id of the call, `leg` its id of the own phone's part in
    it. `number_raw` is the number as told, `number` what it was parsed to, `extension`
    the other side's extension where it is internal. `at` is the source's time (where
    the source tells none: when it was seen). `by` is the own extension that answered,
    transferred or left. `result` and `hangup_by` come with ends. `url` comes with a
    recording or a voicemail, `text` with a message.
    """

    source: str
    account: str
    session: str
    kind: EventKind
    at: datetime
    seen_at: datetime
    leg: str | None = None
    direction: Direction | None = None
    number_raw: str | None = field(default=None, repr=False)
    number: PhoneNumber | None = None
    extension: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    own_line: str | None = field(default=None, repr=False)
    queue: str | None = None
    reason: str | None = None
    by: str | None = None
    transfer: Transfer | None = None
    result: CallResult | None = None
    hangup_by: HangupBy | None = None
    url: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HookCall:
    """One call of a hook: what a softphone or a script told, parsed but not judged.

    `number` is the other side whichever way the call goes; `from_` and `to` are the
    two ends as a phone system tells them. `at` is the caller's own time. `nonce` names
    this telling: the same one told twice is one.
    """

    kind: EventKind
    number: str | None = field(default=None, repr=False)
    from_: str | None = field(default=None, repr=False)
    to: str | None = field(default=None, repr=False)
    id: str | None = None
    name: str | None = field(default=None, repr=False)
    direction: Direction | None = None
    line: str | None = field(default=None, repr=False)
    queue: str | None = None
    reason: str | None = None
    url: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    at: datetime | None = None
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A phone source went down or came back; told once each, among the events."""

    source: str
    account: str
    is_up: bool
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """One number of a contact: `raw` as the CRM holds it, `number` as parsed."""

    raw: str
    number: PhoneNumber | None = None
    label: str | None = None  # "mobile", "work", …


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or company as a CRM knows it. Prints without the person.

    `connection` is the id of our connection, `id` the CRM's own; together they are
    the contact's identity (`ref`). `kind` is the CRM's type in lower case (contact,
    lead, company). `other` holds named further fields in the CRM's order.
    """

    connection: str
    id: str
    name: str = field(repr=False)
    kind: str = "contact"
    company: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    phones: tuple[PhoneEntry, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    url: str | None = field(default=None, repr=False)
    is_number_verified: bool = True  # False: matched by the CRM, number not shown

    @property
    def ref(self) -> ContactRef:
        """Return the identity that is safe to print and to store."""
        return ContactRef(self.connection, self.id)


@dataclass(frozen=True, slots=True)
class ContactRef:
    """Which contact, in which connection."""

    connection: str
    id: str


@dataclass(frozen=True, slots=True)
class NewContact:
    """What a rep gives to create a contact."""

    name: str = field(repr=False)
    number: PhoneNumber | None = None
    number_raw: str | None = field(default=None, repr=False)
    kind: str = "contact"
    company: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    key: str | None = None  # makes creating repeat-safe


class MessageKind(StrEnum):
    """How a message from the far side is shown."""

    SUCCESS = "success"
    WARNING = "warning"
    INFO = "info"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ReturnMessage:
    """What a CRM wants the rep to read after an operation."""

    message: str
    kind: MessageKind = MessageKind.INFO
    ttl_ms: int = 3000
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """Who a number or a name may belong to, best first as the source tells it."""

    contacts: tuple[Contact, ...] = ()
    message: ReturnMessage | None = None


@dataclass(frozen=True, slots=True)
class Disposition:
    """One outcome of the CRM's own list; `id` is what the CRM stores."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class CallLog:
    """One call as it goes to a CRM. Putting the same key again updates it."""

    key: str
    contact: Contact | None
    direction: Direction
    result: CallResult | None
    number: PhoneNumber | None
    number_raw: str | None = field(repr=False)
    started_at: datetime
    talk_s: int = 0
    subject: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    disposition: str | None = None  # a Disposition.id
    follow_up_on: date | None = None
    related: ContactRef | None = None
    recording_url: str | None = field(default=None, repr=False)
    queue: str | None = None
    own_line: str | None = field(default=None, repr=False)
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogRef:
    """Where a log lies in a CRM."""

    crm_id: str
    message: ReturnMessage | None = None


@dataclass(frozen=True, slots=True)
class CallLogState:
    """A call log as the CRM holds it now; the rep may have edited it there."""

    subject: str = field(repr=False)
    note: str = field(repr=False)
    body: str = field(repr=False)
    disposition: str | None
    raw: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One text message of a message log."""

    id: str
    at: datetime
    direction: Direction
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageLog:
    """All messages with one contact on one day, logged as one record."""

    key: str
    contact: Contact | None
    number: PhoneNumber | None
    number_raw: str | None = field(repr=False)
    day: date
    messages: tuple[Message, ...] = field(repr=False)


class AppointmentStatus(StrEnum):
    """Where an appointment stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. `zone` is its IANA zone; `change_mark` the CRM's revision."""

    connection: str
    id: str
    title: str = field(repr=False)
    start: datetime
    end: datetime
    zone: str = "UTC"
    is_all_day: bool = False
    description: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    status: AppointmentStatus = AppointmentStatus.PLANNED
    attendees: tuple[str, ...] = field(default=(), repr=False)
    links: tuple[ContactRef, ...] = ()
    change_mark: str | None = None


@dataclass(frozen=True, slots=True)
class ContactContext:
    """What a rep wants to know of a caller, once the pop is up."""

    deals: tuple[str, ...] = field(default=(), repr=False)
    activities: tuple[str, ...] = field(default=(), repr=False)
    next_appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class UserInfo:
    """Who is signed in."""

    id: str
    name: str = field(repr=False)
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a CRM since a cursor: the index is fed from it."""

    contacts: tuple[Contact, ...]
    gone_ids: tuple[str, ...]
    next_cursor: str
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a CRM holds."""

    accounts: int
    people: int
    opportunities: int
