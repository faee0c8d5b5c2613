"""Phone numbers: parse, compare, display. They print masked."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True, order=True)
class PhoneNumber:
    """A phone number in E.164 form. Prints masked; ask for `e164` on purpose."""

    e164: str
    extension: str | None = None  # of `;ext=` or "x12": not part of the identity

    def __str__(self) -> str:
        return f"…{self.e164[-2:]}"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class DialledParty:
    """What a phone's text for the other side means: at most one of the two is set.

    Both None: withheld, unknown or unparsable.
    """

    number: PhoneNumber | None = None
    extension: str | None = None


def parse(raw: str, region: str) -> PhoneNumber | None:
    """Return the number that `raw` means in `region` ("DE"), or None if it is none."""
    try:
        parsed = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    return PhoneNumber(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    )


def read_party(raw: str | None, region: str) -> DialledParty:
    """Read what a phone tells of the other side: a number, an extension or neither."""
    number = parse(raw, region) if raw else None
    return DialledParty(number=number)
