"""Rich sample snapshots: what a rep's day looks like, and what is too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.contact_file import FileKind, Rejected
from app.contact_file import Reason as Reason_
from app.contact_import import ImportPreview, ImportReport
from app.crash import CrashReport
from app.csv_columns import Column, Field
from app.doctor import Check, CheckStatus
from app.session import CallSession, Leg, SourceView
from app.settings import (
    Loaded,
    OwnLine,
    PhoneChoice,
    PopSettings,
    QuietHours,
    Settings,
)
from app.snapshot import (
    CallDetail,
    CallPage,
    CallRow,
    CallSnapshot,
    ConnectionSnapshot,
    ConnectionState,
    EntryState,
    LogState,
    Problem,
    Reason,
    SourceSnapshot,
    Status,
    Step,
    StepKind,
)
from app.wrap_up import WrapUp
from connectors.contact_card import ContactCard
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Contact,
    Direction,
    Disposition,
    PhoneAbility,
    PhoneEntry,
)
from connectors.registry import phone_manifests

if TYPE_CHECKING:
    from connectors.manifest import PhoneManifest

NOW = datetime(2026, 3, 12, 14, 32, tzinfo=UTC)
DISPOSITIONS = tuple(
    Disposition(str(place), label)
    for place, label in enumerate(
        ("Interested", "Call back", "Not now", "Left message", "Wrong number"), start=1
    )
)
LONG_NAME = "Wilhelmina Featherstonehaugh-Okonkwo Ltd"


def now() -> datetime:
    return NOW


def log_state(
    state: EntryState,
    reason: Reason | None = None,
    crm: str = "HubSpot",
    detail: str | None = None,
) -> LogState:
    return LogState(
        crm.lower(), crm, state, reason, detail, changed_at=NOW - timedelta(minutes=20)
    )


DONE = log_state(EntryState.DONE)
NEEDS = log_state(EntryState.PARKED, Reason.NEEDS_CONTACT, "Salesforce")
REFUSED = log_state(EntryState.PARKED, Reason.REJECTED, "Salesforce", "Call type")


def call_row(
    key: str,
    name: str | None,
    company: str | None = None,
    minutes: int = 0,
    *,
    direction: Direction = Direction.INBOUND,
    result: CallResult | None = CallResult.ANSWERED,
    disposition: str | None = None,
    log: LogState | None = DONE,
    number: str | None = "+442079460182",
    is_private: bool = False,
    is_live: bool = False,
) -> CallRow:
    return CallRow(
        key=key,
        started_at=NOW - timedelta(minutes=minutes),
        direction=direction,
        result=result,
        is_live=is_live,
        name=name,
        company=company,
        number=number,
        extension=None,
        disposition=disposition,
        note="",
        ring_s=18,
        talk_s=372,
        log=log,
        is_private=is_private,
    )


def day_rows() -> tuple[CallRow, ...]:
    out = Direction.OUTBOUND
    waiting = log_state(EntryState.WAITING, Reason.THROTTLED)
    return (
        call_row(
            "c1", "Eleanor Whitcombe", "Halden & Pryce", 27, disposition="Call back"
        ),
        call_row(
            "c2",
            "Jonas Brandt",
            "Nordlicht Optik",
            44,
            direction=out,
            disposition="Interested",
            log=waiting,
        ),
        call_row("c0", "Tomás Rivera Delgado", "Bright Harbor", 70, log=REFUSED),
        call_row(
            "c3",
            LONG_NAME,
            "Ashdown Estates",
            121,
            direction=out,
            disposition="Left message",
        ),
        call_row("c4", "Priya Raman", "Calder Foods", 158, direction=out, log=None),
        call_row(
            "c5",
            None,
            minutes=192,
            result=CallResult.MISSED,
            number="+493023125660",
            log=None,
        ),
        call_row(
            "c6", "Kenji Watanabe", "Orchard Robotics", 230, disposition="Not now"
        ),
        call_row("c7", "Ada Lovelace", None, 275, is_private=True),
        call_row(
            "c8", "Hannah Vogel", "Vogel & Partner", 1266, disposition="Call back"
        ),
        call_row("c9", "Aisha Bello-Kamara", "Kamara Textiles", 1312, direction=out),
        call_row("c10", None, minutes=1400, number=None, log=None),
    )


def needs_rows() -> tuple[CallRow, ...]:
    return tuple(row for row in day_rows() if row.log and row.log is REFUSED)


def page(rows: tuple[CallRow, ...]) -> CallPage:
    return CallPage(rows, None, len(rows))


HUBSPOT = ConnectionSnapshot(
    "hubspot",
    "hubspot",
    "HubSpot",
    ConnectionState.CONNECTED,
    52_604,
    NOW - timedelta(minutes=2),
)
SALESFORCE = ConnectionSnapshot(
    "salesforce",
    "salesforce",
    "Salesforce",
    ConnectionState.SIGNED_OUT,
    31_480,
    waiting=1,
)
LOCAL = ConnectionSnapshot(
    "local",
    "local",
    "Local CRM",
    ConnectionState.CONNECTED,
    214,
    NOW - timedelta(minutes=9),
)
BARESIP = SourceSnapshot(
    "baresip",
    "desk",
    "baresip",
    is_up=True,
    since=NOW - timedelta(hours=3),
    abilities=frozenset(PhoneAbility),
    lines=("Sales line",),
)
ASTERISK = SourceSnapshot(
    "asterisk",
    "pbx",
    "Asterisk",
    is_up=False,
    since=NOW - timedelta(minutes=12),
    reason="unreachable",
)
FINE = Status(
    needs_you=0,
    unlogged=2,
    sources=(BARESIP,),
    connections=(HUBSPOT, LOCAL),
    last_calls=day_rows()[:3],
)
BUSY = replace(
    FINE,
    needs_you=1,
    waiting=1,
    waits_for=Reason.THROTTLED,
    waits_for_connection="HubSpot",
    next_try_at=NOW + timedelta(seconds=20),
)


def contact(name: str = "Eleanor Whitcombe", id_: str = "1") -> Contact:
    number = PhoneNumber("+442079460182")
    return Contact(
        "hubspot",
        id_,
        name,
        company="Halden & Pryce",
        title="Head of Operations",
        phones=(
            PhoneEntry("+44 20 7946 0182", number, "work"),
            PhoneEntry("+44 7700 900123", PhoneNumber("+447700900123"), "mobile"),
        ),
        emails=("eleanor@example.com",),
        url="https://crm.example/contact/1",
    )


def call(key: str, minutes: int = 27) -> CallSession:
    start = NOW - timedelta(minutes=minutes)
    view = SourceView(
        "baresip",
        "desk",
        "s1",
        start,
        rang_at=start,
        direction=Direction.INBOUND,
        number=PhoneNumber("+442079460182"),
        number_raw="+442079460182",
        own_line="+442079460100",
        legs=(Leg("1", start + timedelta(seconds=6)),),
        ended_at=start + timedelta(seconds=378),
    )
    return CallSession(key, (view,))


def steps() -> tuple[Step, ...]:
    at = NOW - timedelta(minutes=27)
    return (
        Step(StepKind.RANG, at, detail="Sales line"),
        Step(StepKind.ANSWERED, at + timedelta(seconds=6)),
        Step(StepKind.ENDED, at + timedelta(minutes=6)),
        Step(StepKind.QUEUED, at + timedelta(minutes=6), "HubSpot", Reason.NOTE),
        Step(StepKind.SENT, at + timedelta(minutes=7), "HubSpot"),
        Step(StepKind.LOGGED, at + timedelta(minutes=7), "HubSpot"),
        Step(StepKind.UPDATED, at + timedelta(minutes=21), "HubSpot"),
    )


def snapshot(key: str = "c1") -> CallSnapshot:
    return CallSnapshot(
        call(key),
        contact=contact(),
        wrap_up=WrapUp(
            note="Wants the rollout in two steps, Leeds first. Send the revised plan "
            "and the site list. Call again on 19 March, once finance has read it.",
            disposition="2",
        ),
        dispositions=DISPOSITIONS,
        deals=("Warehouse rollout",),
        abilities=frozenset(PhoneAbility),
        logs=(DONE,),
        line_label="Sales line",
        is_saved=True,
    )


def detail(key: str = "c1") -> CallDetail:
    return CallDetail(snapshot(key), steps())


def needs_detail() -> CallDetail:
    base = snapshot("c0")
    who = contact("Tomás Rivera Delgado", "2")
    return CallDetail(replace(base, contact=who, logs=(DONE, REFUSED)), steps())


def people() -> tuple[Contact, ...]:
    return (
        contact(),
        contact(LONG_NAME, "3"),
        Contact(
            "local", "4", "Halden & Pryce", kind="company", phones=contact().phones
        ),
        contact("Jonas Brandt", "5"),
        contact("Priya Raman", "6"),
    )


HOOK = SourceSnapshot(
    "hook",
    "hook",
    "Softphone or script",
    is_up=True,
    since=NOW - timedelta(hours=2),
    lines=("Sales line", "+442079460100"),
)
TROUBLED = replace(
    BUSY,
    sources=(BARESIP, ASTERISK),
    connections=(HUBSPOT, SALESFORCE, LOCAL),
    problems=(Problem("disk-full"), Problem("keyring-locked")),
)
CRASH = CrashReport(
    "0123456789abcdef",
    "ValueError\n  app/outbox.py:120 _deliver\n  connectors/http.py:88 send\n",
)


def manifests() -> dict[str, PhoneManifest]:
    return dict(phone_manifests())


def loaded() -> Loaded:
    settings = Settings(
        region="GB",
        own_lines=(
            OwnLine("+442079460100", "Sales line"),
            OwnLine("100", "Extension"),
        ),
        phones=(PhoneChoice("baresip", "desk"),),
        pop=PopSettings(quiet_hours=QuietHours()),
        fixed=frozenset({"pop.corner"}),
    )
    return Loaded(settings)


def checks() -> tuple[Check, ...]:
    return (
        Check("versions", CheckStatus.FINE, "Switchhook 0.1.0, Python 3.11, Qt 6.11."),
        Check("files", CheckStatus.FINE, "store.db can be read and written."),
        Check(
            "keyring",
            CheckStatus.WARN,
            "The keyring is locked.",
            "Unlock it to see names and to log calls.",
        ),
        Check("tray", CheckStatus.FINE, "The desktop shows a tray."),
    )


def preview() -> ImportPreview:
    return ImportPreview(
        Path("address book.csv"),
        FileKind.CSV,
        "utf-8",
        ",",
        has_header=True,
        columns=(
            Column("First name", Field.FIRST),
            Column("Surname", Field.LAST),
            Column("Company", Field.COMPANY),
            Column("Mobile", Field.PHONE, "mobile"),
            Column("Shoe size", Field.SKIP),
        ),
        rows=(("Eleanor", "Whitcombe", "Halden & Pryce", "+44 7700 900123", "38"),),
        cards=(ContactCard("Eleanor Whitcombe"), ContactCard("Jonas Brandt")),
        estimated_count=48_210,
    )


def report() -> ImportReport:
    rejected = (
        Rejected(12, Reason_.NO_NAME_AND_NO_NUMBER),
        Rejected(4_711, Reason_.UNPARSABLE),
    )
    return ImportReport(48_105, 63, 40, 2, rejected)
