"""Made-up calls in every state that the pop shows; for tests and for pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.session import CallSession, Leg, SourceView
from app.snapshot import (
    CallSnapshot,
    EntryState,
    LogState,
    Match,
    MatchReason,
    PastCall,
)
from app.wrap_up import WrapUp
from connectors.phone_number import PhoneNumber
from connectors.records import (
    Appointment,
    CallResult,
    Contact,
    Direction,
    Disposition,
    PhoneAbility,
)

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ALL = frozenset({PhoneAbility.ANSWER, PhoneAbility.DECLINE, PhoneAbility.HANG_UP})
OUTCOMES = tuple(
    Disposition(label.lower().replace(" ", "-"), label)
    for label in ("Interested", "Call back", "Not now", "Left message", "Wrong number")
)
AMARA = Contact(
    "hub", "1", "Amara Okafor", company="Harbour & Lyle", title="Head of Purchasing"
)
NOTE = (
    "Likes the rugged model. Needs a quote for 40 scanners with chargers, "
    "delivery before 15 Dec."
)


def now() -> datetime:
    return NOW


def session(
    key: str = "a",
    number: str | None = "+442079460958",
    *,
    rang_s_ago: float = 0,
    **facts: Any,
) -> CallSession:
    rang_at = NOW - timedelta(seconds=rang_s_ago)
    view = SourceView(
        "demo",
        "demo",
        key,
        rang_at,
        rang_at=rang_at,
        direction=Direction.INBOUND,
        number=PhoneNumber(number) if number else None,
        number_raw=number,
    )
    return CallSession(key, (replace(view, **facts),))


def ringing(key: str = "a", **changes: Any) -> CallSnapshot:
    """One match, three facts."""
    made = CallSnapshot(
        session(key),
        contact=AMARA,
        matches=(Match(AMARA, MatchReason.SAME_NUMBER),),
        dispositions=OUTCOMES,
        last_calls=(
            PastCall(
                "z",
                NOW - timedelta(days=4),
                Direction.INBOUND,
                CallResult.ANSWERED,
                "Interested, wants a quote",
            ),
        ),
        next_appointment=Appointment(
            "hub",
            "7",
            "Demo with Priya",
            NOW + timedelta(days=2, hours=-4, minutes=-5),
            NOW + timedelta(days=2),
        ),
        deals=("Warehouse scanners · £18,400, proposal sent",),
        abilities=ALL,
        line_label="Sales line",
    )
    return replace(made, **changes)


def slow(key: str = "a") -> CallSnapshot:
    return CallSnapshot(
        session(key, "+442079460312"), looking_in=("HubSpot",), line_label="Sales line"
    )


def unknown(key: str = "a", **changes: Any) -> CallSnapshot:
    made = CallSnapshot(
        session(key, "+14155550142"),
        abilities=ALL,
        line_label="Sales line",
        dispositions=OUTCOMES,
    )
    return replace(made, **changes)


def several(key: str = "a", count: int = 6) -> CallSnapshot:
    people = (
        ("Jonas Feldhaus", "Kiehl Logistik", MatchReason.LAST_CALLED, 4),
        ("Mira Tannert", "Kiehl Logistik", MatchReason.SAME_NUMBER, None),
        ("Kiehl Logistik", "Switchboard", MatchReason.COMPANY_NUMBER, None),
        ("Ewa Brandys", "Spedition Oderwald", MatchReason.OPEN_APPOINTMENT, 40),
        ("Ole Brinkmann", "Kiehl Logistik", MatchReason.SAME_NUMBER, None),
        ("Sanne Vogt", "Kiehl Logistik", MatchReason.UNVERIFIED, None),
    )
    matches = tuple(
        Match(
            Contact("hub", str(at), name, company=company),
            reason,
            NOW - timedelta(days=days) if days else None,
        )
        for at, (name, company, reason, days) in enumerate(people[:count])
    )
    return CallSnapshot(
        session(key, "+493023125700"),
        matches=matches,
        abilities=ALL,
        line_label="Sales line",
        dispositions=OUTCOMES,
    )


def talking(key: str = "a", for_s: float = 252, **changes: Any) -> CallSnapshot:
    answered_at = NOW - timedelta(seconds=for_s)
    legs = (Leg("", answered_at=answered_at),)
    call = session(key, rang_s_ago=for_s + 5, legs=legs)
    wrap_up = WrapUp(note=NOTE, disposition="interested")
    return ringing(key, call=call, wrap_up=wrap_up, **changes)


def ended(key: str = "a", **changes: Any) -> CallSnapshot:
    answered_at = NOW - timedelta(seconds=412)
    legs = (Leg("", answered_at=answered_at),)
    ended_at = NOW - timedelta(seconds=20)
    call = session(key, rang_s_ago=420, legs=legs, ended_at=ended_at)
    wrap_up = WrapUp(NOTE, "interested", date(2026, 11, 27))
    saves_at = NOW + timedelta(seconds=40)
    made = ringing(key, call=call, wrap_up=wrap_up, saves_at=saves_at)
    return replace(made, **changes)


def saved(key: str = "a") -> CallSnapshot:
    log = LogState("hub", "HubSpot", EntryState.DONE)
    return ended(key, is_saved=True, saves_at=None, logs=(log,))


def missed(key: str = "a", **changes: Any) -> CallSnapshot:
    call = session(key, rang_s_ago=20, ended_at=NOW)
    saves_at = NOW + timedelta(seconds=60)
    return replace(ringing(key, call=call, saves_at=saves_at), **changes)


def withheld(key: str = "a") -> CallSnapshot:
    return CallSnapshot(session(key, None), abilities=ALL, line_label="Sales line")


def private(key: str = "a") -> CallSnapshot:
    return ringing(key, is_private=True)


def second(key: str = "b") -> CallSnapshot:
    tomas = Contact(
        "hub",
        "2",
        "Tomás Villanueva",
        company="Brightwater Clinics",
        title="Operations",
    )
    return ringing(key, call=session(key, "+14155550177"), contact=tomas)


def german(key: str = "a") -> CallSnapshot:
    contact = Contact(
        "hub",
        "3",
        "Dr. Anneliese-Theodora Schulze-Wiesenfelde",
        company="Norddeutsche Landmaschinenersatzteil-Vertriebsgesellschaft mbH",
        title="Leiterin Beschaffungswesen",
    )
    past = PastCall(
        "z",
        NOW - timedelta(days=4),
        Direction.INBOUND,
        CallResult.ANSWERED,
        "Rückruf vereinbart",
    )
    soon = Appointment("hub", "7", "Vertragsbesprechung", NOW + timedelta(days=2), NOW)
    deal = "Rahmenvertrag Ersatzteile · 148.000 €, Verhandlung läuft noch"
    return ringing(
        key,
        call=session(key, "+493023125418"),
        contact=contact,
        last_calls=(past,),
        deals=(deal,),
        next_appointment=soon,
        line_label="Vertrieb Nord",
    )


def hostile(key: str = "a") -> CallSnapshot:
    name = "<b>Eve</b><img src=x>\u202egnp.exe\u202c\x00" + "A" * 10_000
    return unknown(
        key, call=session(key, "+14155550142", name=name), line_label="\u202eline\n2"
    )
