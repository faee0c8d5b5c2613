"""Calls that nobody makes: drawn once before the first real one, out of sight.

The first card otherwise waits for fonts, icons, styles and the number library; a
rehearsal moves that to a moment when nobody waits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.session import CallSession, Leg, SourceView
from app.snapshot import CallSnapshot, Match, MatchReason, PastCall
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Contact,
    Direction,
    Disposition,
    PhoneAbility,
)

if TYPE_CHECKING:
    from datetime import datetime

_LETTERS = "Abcdefghijklm Nopqrstuvwxyz"
_NUMBER = "+14155550100"  # of a range that is never given out


def rehearsal(now: datetime) -> tuple[CallSnapshot, ...]:
    """Return one call of each face that a card has."""
    view = SourceView(
        "rehearsal",
        "rehearsal",
        "rehearsal",
        now,
        rang_at=now,
        direction=Direction.INBOUND,
        number=PhoneNumber(_NUMBER),
        number_raw=_NUMBER,
    )
    contact = Contact("none", "none", _LETTERS, company=_LETTERS, title=_LETTERS)
    match = Match(contact, MatchReason.SAME_NUMBER, now)
    past = PastCall("", now, Direction.INBOUND, CallResult.ANSWERED, _LETTERS)
    outcomes = tuple(Disposition(str(n), f"{_LETTERS[:9]} {n}") for n in range(6))
    can = frozenset({PhoneAbility.ANSWER, PhoneAbility.DECLINE, PhoneAbility.HANG_UP})
    ringing = CallSnapshot(
        CallSession("rehearsal", (view,)),
        contact=contact,
        matches=(match,),
        last_calls=(past,),
        deals=(_LETTERS,),
        dispositions=outcomes,
        abilities=can,
        line_label=_LETTERS,
    )
    unknown = replace(ringing, contact=None, matches=())
    several = replace(ringing, contact=None, matches=(match,) * 5)
    slow = replace(unknown, looking_in=(_LETTERS,))
    answered = replace(view, legs=(Leg("", answered_at=now),))
    talking = replace(ringing, call=CallSession("rehearsal", (answered,)))
    over = replace(answered, ended_at=now)
    ended = replace(
        ringing,
        call=CallSession("rehearsal", (over,)),
        saves_at=now + timedelta(minutes=1),
    )
    saved = replace(ended, is_saved=True)
    return ringing, unknown, slow, several, talking, ended, saved
