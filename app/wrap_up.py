"""What a finished call becomes in a CRM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from connectors.records import ContactRef


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What the rep adds to a call: note, outcome, follow-up, related contact."""

    note: str = field(default="", repr=False)
    disposition: str | None = None  # a Disposition.id
    follow_up_on: date | None = None
    related: ContactRef | None = None
