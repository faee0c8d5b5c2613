"""One call as it is kept: what the phone told and what the rep made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.wrap_up import WrapUp

if TYPE_CHECKING:
    from datetime import datetime

    from app.session import CallSession
    from app.snapshot import Reason
    from connectors.records import Contact


@dataclass(frozen=True, slots=True)
class Call:
    """A row of the store: the facts and what the rep made of them, as typed.

    `first_wrap_up` is what stood when the call ended. `saves_at` is when an ended call
    goes out by itself. `dropped` says why it goes to no CRM. `needs_choice`: several
    contacts match and the rep has chosen none. `is_chosen`: the rep said who it is.
    """

    session: CallSession
    contact: Contact | None = None
    wrap_up: WrapUp = field(default_factory=WrapUp)
    first_wrap_up: WrapUp = field(default_factory=WrapUp)
    saves_at: datetime | None = None
    is_saved: bool = False
    is_chosen: bool = False
    needs_choice: bool = False
    dropped: Reason | None = None

    @property
    def key(self) -> str:
        """Return the key of the call, which never changes."""
        return self.session.key

    @property
    def party(self) -> str | None:
        """Return the other side as one text: E.164, else extension; None: withheld."""
        number = self.session.number
        return number.e164 if number else self.session.extension
