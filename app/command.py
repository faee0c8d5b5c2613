"""What the command line may ask of a companion, and how a command ends.

Every start of the program passes here: it imports next to nothing.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from app.snapshot import CallFilter, CallPage, EntryRow, LinkRequest, ManualCall
    from connectors.records import Contact, Disposition


class Exit(IntEnum):
    """The exit codes of every command (docs/command-line.md)."""

    FINE = 0
    FAILED = 1
    USAGE = 2
    NOT_RUNNING = 3
    LOCKED = 4
    RUNNING = 5
    NO_SCREEN = 6


class CommandError(Exception):
    """A command cannot be done; the text is for whoever typed it."""

    def __init__(self, text: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(text)
        self.exit = code


class Commands(Protocol):
    """What commands need of a companion.

    `show_window`, `show_pop` and `ask_for` return False where there is no window or
    nothing to show. Reports are frozen records that `plain` can turn into JSON.
    """

    async def show_window(self) -> bool: ...

    async def show_pop(self) -> bool: ...

    async def ask_for(self, link: LinkRequest) -> bool:
        """Ask the rep whether to do what a link wants."""

    async def dial(self, number: str, own_line: str | None = None) -> None: ...

    async def ready(self) -> None:
        """Return once the files are open, or it is known why they stay shut."""

    async def list_calls(
        self,
        shown: CallFilter,
        text: str = "",
        before: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> CallPage: ...

    def can_be_called(self, number: str) -> bool:
        """Return whether a text means a number or an extension."""

    async def outcomes(self) -> tuple[Disposition, ...]:
        """Return the outcomes that a call without a contact may have in its CRM."""

    async def log_call(self, manual: ManualCall) -> str: ...

    async def list_outbox(self) -> tuple[EntryRow, ...]: ...

    async def search_contacts(
        self, text: str, limit: int = 20
    ) -> tuple[Contact, ...]: ...

    async def import_contacts(self, path: Path) -> object: ...

    async def export_contacts(self, path: Path) -> object: ...

    async def backup(self, path: Path) -> object: ...

    async def doctor(self) -> object: ...
