"""What is done to a rep's files as a whole: import, export, backup, examination."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from app.backup import backup
from app.contact_export import export_contacts
from app.contact_import import (
    BulkContacts,
    ContactImport,
    ImportPreview,
    ImportProgress,
    ImportReport,
    preview,
)
from app.opening import LOCAL
from connectors.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.connection import Connection
    from app.contact_export import ListsCards
    from app.journey import Files
    from app.store_key import Key
    from connectors.contract import Clock


class Upkeep:
    """Works on open files while calls go on."""

    def __init__(self, home: Path, files: Files, key: Key | None, clock: Clock) -> None:
        self._home = home
        self._files = files
        self._key = key
        self._clock = clock

    async def recover(self, region: str) -> None:
        """End imports that a kill interrupted."""
        if self._local:
            await self._import(region).recover()

    async def import_contacts(
        self,
        plan: ImportPreview | Path,
        region: str,
        on_progress: Callable[[ImportProgress], None],
        rejected_path: Path | None = None,
    ) -> ImportReport:
        """Take a file into the local CRM; cancelling leaves nothing behind."""
        if not isinstance(plan, ImportPreview):
            plan = await asyncio.to_thread(preview, plan)
        return await self._import(region).run(plan, on_progress, rejected_path)

    async def export_contacts(self, path: Path) -> int:
        """Write all contacts of the local CRM to a .csv or .vcf file; how many."""
        return await export_contacts(cast("ListsCards", self._crm()), path)

    async def backup(self, path: Path) -> None:
        """Write everything that cannot be made again into one file."""
        await asyncio.to_thread(backup, self._home, self._key, path, self._clock)

    @property
    def _local(self) -> Connection | None:
        for connection in self._files.connections.values():
            if connection.manifest.id == LOCAL:
                return connection
        return None

    def _crm(self) -> object:
        local = self._local
        if local is None:
            raise UnsupportedError("there is no local CRM")
        return local.connector

    def _import(self, region: str) -> ContactImport:
        local = self._local
        return ContactImport(
            cast("BulkContacts", self._crm()),
            self._files.index,
            connection=local.id if local else LOCAL,
            folder=self._home,
            key=self._key.for_file("local-crm") if self._key else None,
            region=region,
        )
