"""Homes for figures: encrypted, filled the way a rep fills one, kept between runs.

A home of a million contacts takes minutes to fill, so it lies in `build/bench-cache`
under the hash of what it was made by and is used again.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import shutil
import sys
import time
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import settings, store_key
from app.clock import SystemClock
from app.instance import acquire
from app.opening import open_files
from app.vault import Vault
from app.wiring import running
from connectors.database import open_database
from tests.bench.figure import say
from tests.bench.make_contacts import write_csv

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.companion import Companion
    from app.journey import Files

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "bench-cache"
REGION = "GB"
LONG_GRACE_S = 3600  # calls of a figure stay out of the CRM
_MADE_BY = (
    "tests/bench/make_contacts.py",
    "app/index_schema.py",
    "connectors/contact_row.py",
    "connectors/name_key.py",
    "connectors/crm/local/schema.py",
)


class FileKeyring:
    """A keyring in a file, so that every program of a figure has the same key.

    Only made-up contacts are behind that key.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def _entries(self) -> dict[str, str]:
        with suppress(FileNotFoundError):
            entries: dict[str, str] = json.loads(self._path.read_text())
            return entries
        return {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        entries = self._entries() | {f"{service} {username}": password}
        self._path.write_text(json.dumps(entries))

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        entries.pop(f"{service} {username}", None)
        self._path.write_text(json.dumps(entries))


@asynccontextmanager
async def companion_of(home: Path) -> AsyncIterator[Companion]:
    """Run the companion of an encrypted home, its keyring beside it."""
    keyring = FileKeyring(home / "keyring.json")
    instance = acquire(home)
    if instance is None:
        raise RuntimeError(f"{home} is in use")

    def vault_for(store_id: str) -> Vault:
        return Vault(store_id, choose=lambda _: keyring)

    async with running(home, instance, None, vault_for=vault_for) as companion:
        yield companion


@asynccontextmanager
async def files_of(home: Path) -> AsyncIterator[Files]:
    """Open the files of a home that no companion runs on."""
    keyring = FileKeyring(home / "keyring.json")
    vault = Vault(store_key.store_id(home), choose=lambda _: keyring)
    found = await store_key.open_key(home, vault)
    if not isinstance(found, store_key.Ready):
        raise RuntimeError(f"{home} has no key")
    clock = SystemClock()
    loaded = settings.load(home / "settings.toml", None, clock)
    files = await open_files(home, found.key, loaded.settings, vault, clock)
    try:
        yield files
    finally:
        await files.close()


def local_logs_of(home: Path) -> list[tuple[str, str]]:
    """Return key and note of every call in the local CRM of a home at rest."""

    async def read() -> list[tuple[str, str]]:
        keyring = FileKeyring(home / "keyring.json")
        vault = Vault(store_key.store_id(home), choose=lambda _: keyring)
        found = await store_key.open_key(home, vault)
        if not isinstance(found, store_key.Ready):
            raise RuntimeError("the home has no key")
        path = home / store_key.FILES["local-crm"]
        key = store_key.file_key(path, found.key)
        with closing(open_database(path, key, read_only=True)) as database:
            return list(database.execute("SELECT key, note FROM calls"))

    return asyncio.run(read())


def make_home(home: Path, grace_s: int = LONG_GRACE_S) -> Path:
    """Make an empty home with the settings of the figures."""
    home.mkdir(parents=True, exist_ok=True)
    chosen = replace(settings.Settings(), region=REGION, is_set_up=True)
    wrap_up = replace(chosen.wrap_up, grace_s=grace_s)
    settings.save(home / "settings.toml", replace(chosen, wrap_up=wrap_up))
    return home


def cached_home(contacts: int) -> Path:
    """Return a home with so many contacts and no calls; made where it is missing."""
    home = CACHE / f"{_made_by()}-{contacts}"
    if not (home / "whole").exists():
        shutil.rmtree(home, ignore_errors=True)
        say(f"filling a home with {contacts:,} contacts, kept in {home}")
        asyncio.run(_fill(make_home(home), contacts))
        (home / "whole").touch()
    for path in (*home.glob("store.db*"), *home.glob("spool/*")):
        path.unlink()
    return home


async def _fill(home: Path, contacts: int) -> None:
    source = home / "contacts.csv"
    write_csv(source, contacts)
    began_s = time.monotonic()
    sys.setswitchinterval(0.0002)
    async with companion_of(home) as companion:
        report = await companion.import_contacts(source)
    source.unlink()
    took_s = time.monotonic() - began_s
    say(f"{report.added:,} contacts in {took_s:.0f} s")


def _made_by() -> str:
    digest = hashlib.sha256()
    for name in _MADE_BY:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--contacts", type=int, default=1_000_000)
    print(cached_home(words.parse_args().contacts))  # noqa: T201
