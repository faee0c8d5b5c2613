"""Prints every call in the local CRM of a home, as the file on disk has it.

It is a program of its own, so that the key comes from the keyring of its environment
as it does for the app, and nothing of it stays in the process of the tests.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import closing
from pathlib import Path

from app.store_key import Ready, open_key, store_id
from app.vault import Vault
from connectors.database import open_database

COLUMNS = "key, direction, result, number_raw, e164, talk_s, note, disposition, body"


def main() -> int:
    """Read the home that the command line names."""
    home = Path(sys.argv[1])
    outcome = asyncio.run(open_key(home, Vault(store_id(home))))
    key = outcome.key.for_file("local-crm") if isinstance(outcome, Ready) else None
    with closing(open_database(home / "local-crm.db", key, read_only=True)) as db:
        rows = db.execute(f"SELECT {COLUMNS} FROM calls ORDER BY id").fetchall()
    names = COLUMNS.split(", ")
    json.dump([dict(zip(names, row, strict=True)) for row in rows], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
