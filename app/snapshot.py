"""What the companion shows: frozen snapshots that the window draws and forgets.

A snapshot is whole, so that drawing it twice is harmless and a late window needs the
last one alone. Words are no part of it: `ui/wording.py` turns codes into sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.wrap_up import WrapUp

if TYPE_CHECKING:
    from datetime import datetime

    from app.session import CallSession
    from connectors.records import (
        Appointment,
        CallResult,
        Contact,
        Direction,
        Disposition,
        PhoneAbility,
    )


class EntryKind(StrEnum):
    """What an outbox entry is about."""

    CONTACT = "contact"
    CALL = "call"
    MESSAGE = "message"
    APPOINTMENT = "appointment"


class EntryState(StrEnum):
    """Where an outbox entry stands, as stored."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    SIGNED_OUT = "signed-out"
    PARKED = "parked"
    DROPPED = "dropped"


class Reason(StrEnum):
    """Why an entry waits, is parked or was dropped."""

    NOTE = "note"  # waits: the rep may still write
    EARLIER = "earlier"  # waits: behind an earlier entry of the call
    UNREACHABLE = "unreachable"  # waits: backing off
    THROTTLED = "throttled"  # waits: the CRM asked for it
    LOOKING = "looking"  # waits: to see whether the CRM has it already
    SIGN_IN = "sign-in"
    REJECTED = "rejected"  # parked: the CRM refused a value
    NOT_ALLOWED = "not-allowed"
    GONE = "gone"
    CONFLICT = "conflict"
    UNSUPPORTED = "unsupported"
    UNSETTLED = "unsettled"  # parked: may be there already, nobody can tell
    NEEDS_CONTACT = "needs-contact"  # parked: choose whom to log it to
    BUG = "bug"  # parked: our fault
    DISCARDED = "discarded"  # dropped by the rep
    PRIVATE = "private"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class LogState:
    """The log of one call in one CRM. `until` is when it will be tried (again)."""

    connection: str
    connection_name: str
    state: EntryState
    reason: Reason | None = None
    detail: str | None = None  # the field or permission that the CRM named
    until: datetime | None = None
    attempt: int = 0
    changed_at: datetime | None = None
    log_url: str | None = field(default=None, repr=False)


class MatchReason(StrEnum):
    """Why a contact is offered for a number, strongest first."""

    CHOSEN = "chosen"  # the rep chose it for this number before
    OPEN_APPOINTMENT = "open-appointment"
    LAST_CALLED = "last-called"
    SAME_NUMBER = "same-number"
    COMPANY_NUMBER = "company-number"
    EXTENSION = "extension"
    UNVERIFIED = "unverified"  # matched by the CRM, which hides the number


@dataclass(frozen=True, slots=True)
class Match:
    """One contact that a call may be with, and why."""

    contact: Contact
    reason: MatchReason
    last_called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastCall:
    """An earlier call with the same person or number, for the facts of the pop."""

    key: str
    at: datetime
    direction: Direction
    result: CallResult | None
    disposition: str | None = None  # label
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallSnapshot:
    """One call as the pop and the wrap-up form draw it.

    `contact` is whom it is logged to. With several `matches` and no `contact` the rep
    is asked. `looking_in` names the connections still being asked. `saves_at` is when
    an ended call goes out by itself. `shows_pop` is False where settings, do not
    disturb or quiet hours keep it quiet. `line_label` is the rep's name for the line.
    """

    call: CallSession
    contact: Contact | None = None
    matches: tuple[Match, ...] = ()
    looking_in: tuple[str, ...] = ()
    wrap_up: WrapUp = field(default_factory=WrapUp)
    dispositions: tuple[Disposition, ...] = ()
    last_calls: tuple[PastCall, ...] = ()
    next_appointment: Appointment | None = None
    deals: tuple[str, ...] = field(default=(), repr=False)
    abilities: frozenset[PhoneAbility] = frozenset()
    logs: tuple[LogState, ...] = ()
    saves_at: datetime | None = None
    line_label: str | None = None
    is_private: bool = False
    is_ignored: bool = False
    hides_name: bool = False  # others see this screen
    is_choice_remembered: bool = False
    is_saved: bool = False  # the rep saved, or the grace ended
    needs_choice: bool = False  # several match: it goes out once the rep chose
    shows_pop: bool = True


@dataclass(frozen=True, slots=True)
class CallRow:
    """One row of the list of calls."""

    key: str
    started_at: datetime
    direction: Direction
    result: CallResult | None
    is_live: bool
    name: str | None = field(repr=False)  # contact, else as the phone told it
    company: str | None = field(repr=False)
    number: str | None = field(repr=False)  # E.164, else as told; None: withheld
    extension: str | None = field(repr=False)
    disposition: str | None  # label
    note: str = field(repr=False)
    ring_s: float
    talk_s: float
    log: LogState | None  # the gravest of its logs; None: none yet
    is_private: bool = False


class CallFilter(StrEnum):
    """Which calls a list shows."""

    NEEDS_YOU = "needs-you"
    UNLOGGED = "unlogged"  # no `done` entry that is not dropped
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CallPage:
    """Some rows of the list, newest first. `before` of the next page, or None."""

    rows: tuple[CallRow, ...]
    before: tuple[datetime, str] | None
    total: int


class StepKind(StrEnum):
    """What happened to a call and its record, for the timeline of the detail."""

    RANG = "rang"
    DIALLED = "dialled"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    SAVED = "saved"
    QUEUED = "queued"
    SENT = "sent"
    LOGGED = "logged"
    UPDATED = "updated"
    WAITED = "waited"  # a try that failed and is tried again
    PARKED = "parked"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    kind: StepKind
    at: datetime
    connection_name: str | None = None
    reason: Reason | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class CallDetail:
    """One call with everything that is known of it."""

    snapshot: CallSnapshot
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the outbox that is not done: what waits and why."""

    key: str
    kind: EntryKind
    log: LogState
    name: str | None = field(repr=False)
    number: str | None = field(repr=False)
    at: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """One phone source and its state. `is_up` None: not yet known."""

    id: str
    account: str
    name: str
    is_up: bool | None
    since: datetime | None = None
    reason: str | None = None
    abilities: frozenset[PhoneAbility] = frozenset()
    lines: tuple[str, ...] = field(default=(), repr=False)


class ConnectionState(StrEnum):
    """Where a connection to a CRM stands."""

    CONNECTED = "connected"
    SIGNED_OUT = "signed-out"
    UNREACHABLE = "unreachable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ConnectionSnapshot:
    """One CRM and its state."""

    id: str
    connector: str
    name: str
    state: ConnectionState
    contacts: int = 0
    last_logged_at: datetime | None = None
    waiting: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The companion's state in short, for the tray, the rail and the foot of lists.

    The gravest first: source down, sign in, calls that need the rep. `next_try_at` and
    `waits_for` explain what waits to be sent.
    """

    needs_you: int = 0
    unlogged: int = 0
    waiting: int = 0
    sending: int = 0
    next_try_at: datetime | None = None
    waits_for: Reason | None = None
    waits_for_connection: str | None = None
    sources: tuple[SourceSnapshot, ...] = ()
    connections: tuple[ConnectionSnapshot, ...] = ()
    last_calls: tuple[CallRow, ...] = ()
    do_not_disturb: bool = False
    keyring: str = "ready"  # a VaultState
    problems: tuple[Problem, ...] = ()

    @property
    def sources_down(self) -> tuple[SourceSnapshot, ...]:
        return tuple(source for source in self.sources if source.is_up is False)

    @property
    def signed_out(self) -> tuple[ConnectionSnapshot, ...]:
        state = ConnectionState.SIGNED_OUT
        return tuple(item for item in self.connections if item.state is state)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the rep should know that belongs to no call. `code` finds its words.

    Codes: settings-broken, settings-newer, policy-broken, store-newer, store-broken,
    key-lost, keyring-locked, keyring-absent, keyring-reset, disk-full,
    folder-read-only, spool-damaged, bug.
    """

    code: str
    detail: str | None = None
    at: datetime | None = None


class LinkKind(StrEnum):
    """What a link or a command asks for, before the rep confirmed it."""

    SHOW = "show"
    DIAL = "dial"


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A link wants to show or dial a number: ask the rep first."""

    kind: LinkKind
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ManualCall:
    """A call that was made on another phone, as the rep tells it."""

    direction: Direction
    number_raw: str | None = field(repr=False)
    contact: Contact | None
    started_at: datetime
    talk_s: int
    result: CallResult
    wrap_up: WrapUp = field(default_factory=WrapUp)
