"""One call as it is kept: what the phone told and what the rep made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.wrap_up import WrapUp

if TYPE_CHECKING:
    from datetime import datetime

    from app.session import CallSession
    from connectors.records import Contact


@dataclass(frozen=True, slots=True)
class Call:
    """A row of the store. `first_wrap_up` is what stood when the call ended.

    `saves_at` is when an ended call goes out by itself; `is_saved` that it may go now.
    `needs_choice`: several contacts match and the rep has chosen none.
    """

    session: CallSession
    contact: Contact | None = None
    wrap_up: WrapUp = field(default_factory=WrapUp)
    first_wrap_up: WrapUp = field(default_factory=WrapUp)
    saves_at: datetime | None = None
    is_saved: bool = False
    is_private: bool = False
    is_ignored: bool = False
    is_manual: bool = False
    needs_choice: bool = False

    @property
    def key(self) -> str:
        """Return the key of the call, which never changes."""
        return self.session.key
