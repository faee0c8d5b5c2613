"""Which of several contacts comes first for a call, and why (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.snapshot import Match, MatchReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from connectors.phone_number import PhoneNumber
    from connectors.records import Contact, ContactRef

_ORDER = tuple(MatchReason)


def rank(
    contacts: Iterable[Contact],
    *,
    number: PhoneNumber | None,
    chosen: ContactRef | None = None,
    last_called: Mapping[ContactRef, datetime] | None = None,
) -> tuple[Match, ...]:
    """Return each contact once, best first: chosen before called before the rest.

    Persons come before companies, and equal ones keep the order of their names, so
    that the list never jumps between two calls.
    """
    called = last_called or {}
    unique = {contact.ref: contact for contact in contacts}
    matches = [
        Match(contact, _reason(contact, number, chosen, called), called.get(ref))
        for ref, contact in unique.items()
    ]
    return tuple(sorted(matches, key=_place))


def sole(matches: tuple[Match, ...]) -> Contact | None:
    """Return the contact that a call is with where nobody needs to be asked.

    That is the one chosen before, else the only match; never one whose number the CRM
    hides.
    """
    if not matches or matches[0].reason is MatchReason.UNVERIFIED:
        return None
    if matches[0].reason is MatchReason.CHOSEN or len(matches) == 1:
        return matches[0].contact
    return None


def _reason(
    contact: Contact,
    number: PhoneNumber | None,
    chosen: ContactRef | None,
    called: Mapping[ContactRef, datetime],
) -> MatchReason:
    if contact.ref == chosen:
        return MatchReason.CHOSEN
    if not contact.is_number_verified:
        return MatchReason.UNVERIFIED
    if contact.ref in called:
        return MatchReason.LAST_CALLED
    if number is None:
        return MatchReason.EXTENSION
    if contact.kind == "company":
        return MatchReason.COMPANY_NUMBER
    return MatchReason.SAME_NUMBER


def _place(match: Match) -> tuple[int, float, str, str]:
    called_at = match.last_called_at.timestamp() if match.last_called_at else 0.0
    name = match.contact.name.casefold()
    return (_ORDER.index(match.reason), -called_at, name, match.contact.id)
