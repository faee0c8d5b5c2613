"""A CRM on disk that survives our death, is slow, and sometimes forgets to answer.

It takes a log twice if it is asked twice, and finds what it stored only a little later.
So whoever creates blindly, or looks too early, makes a double that a count sees.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from connectors.errors import UnreachableError
from connectors.manifest import CrmManifest
from connectors.records import LogRef

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.records import CallLog

FOUND_AFTER_S = 0.3
_FORGETS = 0.1  # of its answers
_SLOWEST_S = 0.03
_TABLE = (
    "CREATE TABLE IF NOT EXISTS calls("
    "id INTEGER PRIMARY KEY, key TEXT NOT NULL, note TEXT NOT NULL, at REAL NOT NULL)"
)
MANIFEST = CrmManifest(
    id="far",
    name="Far CRM",
    interfaces=("create_call_log", "update_call_log", "find_call_log"),
    find_consistency_s=FOUND_AFTER_S + 0.1,
)


class FarCrm:
    """The three interfaces that logging a call needs."""

    def __init__(self, path: Path, seed: int) -> None:
        self._lots = random.Random(seed)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute(_TABLE)

    async def create_call_log(self, log: CallLog) -> LogRef:
        await self._travel()
        row = self._db.execute(
            "INSERT INTO calls(key, note, at) VALUES(?, ?, ?) RETURNING id",
            (log.key, log.note, time.time()),
        ).fetchone()
        await self._answer()
        return LogRef(str(row[0]))

    async def update_call_log(self, ref: LogRef, log: CallLog) -> LogRef:
        await self._travel()
        self._db.execute(
            "UPDATE calls SET note = ? WHERE id = ?", (log.note, int(ref.crm_id))
        )
        await self._answer()
        return ref

    async def find_call_log(self, log: CallLog) -> LogRef | None:
        await self._travel()
        row = self._db.execute(
            "SELECT id FROM calls WHERE key = ? AND at <= ?",
            (log.key, time.time() - FOUND_AFTER_S),
        ).fetchone()
        await self._travel()
        return LogRef(str(row[0])) if row else None

    async def close(self) -> None:
        self._db.close()

    async def _travel(self) -> None:
        await asyncio.sleep(self._lots.uniform(0, _SLOWEST_S))

    async def _answer(self) -> None:
        await self._travel()
        if self._lots.random() < _FORGETS:
            raise UnreachableError("no answer", is_delivery_unknown=True)


def records(path: Path) -> list[tuple[str, str]]:
    """Return key and note of every record that a colleague would see."""
    with closing(sqlite3.connect(path)) as db:
        return list(db.execute("SELECT key, note FROM calls"))
