"""Opens the rep's files and CRMs with their key, and closes what was half open."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from app.connection import Connection
from app.contact_index import ContactIndex
from app.journey import Files
from app.store import Store
from app.store_key import FILES
from connectors.contract import CrmSetup
from connectors.registry import crm_connector, crm_manifests

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import CrmChoice, Settings
    from app.store_key import Key
    from app.vault import Vault
    from connectors.contract import Clock

LOCAL = "local"


async def open_files(
    home: Path, key: Key | None, settings: Settings, vault: Vault, clock: Clock
) -> Files:
    """Open store, index and every CRM that may be used.

    Without a key files lie in the clear and only the local CRM is served. Raises the
    errors of connectors/database.py; then nothing stays open.
    """
    async with AsyncExitStack() as opened:
        store = Store(home / FILES["store"], key.for_file("store") if key else None)
        opened.push_async_callback(store.close)
        index_key = key.for_file("index") if key else None
        index = ContactIndex.open(home / FILES["index"], index_key)
        opened.push_async_callback(index.close)
        connections = {}
        for choice in settings.crms:
            is_local = choice.connector == LOCAL
            if choice.is_enabled and (key or is_local):
                setup = CrmSetup(
                    connection=choice.id,
                    settings=choice.settings,
                    folder=home,
                    key=key.for_file("local-crm") if key else None,
                    region=settings.region,
                    clock=clock,
                    tokens=vault.tokens(choice.id),
                )
                connection = _connection(choice, setup)
                connections[choice.id] = connection
                opened.push_async_callback(connection.connector.close)
        files = Files(store, index, connections)
        opened.pop_all()
    return files


async def feed_index(files: Files) -> None:
    """Read into the index what CRMs changed; from the start where it is new."""
    for connection in files.connections.values():
        if not connection.has("list_changes"):
            continue
        cursor = None
        while files.index.was_rebuilt:
            changes = await connection.connector.list_changes(cursor)
            await files.index.put(changes.contacts)
            await files.index.forget(connection.id, changes.gone_ids)
            cursor = changes.next_cursor
            if not changes.has_more:
                break
            await asyncio.sleep(0)
    if files.index.was_rebuilt:
        await files.index.tell_fed()


def _connection(choice: CrmChoice, setup: CrmSetup) -> Connection:
    manifest = crm_manifests()[choice.connector]
    connector = crm_connector(choice.connector, setup)
    return Connection(choice.id, choice.name or manifest.name, manifest, connector)
