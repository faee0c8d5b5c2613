"""Runs `switchhook restore`: puts a backup in the place of a home's files."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from app.backup import NeedsCodeError, key_for, read_backup, restore
from app.clock import SystemClock
from app.command import CommandError, Exit
from app.instance import acquire
from app.recovery_code import BadCodeError
from app.store_key import WrongCodeError
from app.vault import Vault
from connectors.database import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.store_key import Key


def run_restore(home: Path, path: Path, code_from: str | None) -> Mapping[str, object]:
    """Restore while no companion runs; say what was kept aside.

    `code_from` is `@-` to read the recovery code from standard input. Raises
    CommandError.
    """
    instance = acquire(home)
    if instance is None:
        text = "A companion runs. Quit it first: its files are in use."
        raise CommandError(text, Exit.RUNNING)
    try:
        return _restore(home, path, code_from)
    except (DatabaseError, OSError) as problem:
        raise CommandError(str(problem)) from problem
    finally:
        instance.release()


def _restore(home: Path, path: Path, code_from: str | None) -> Mapping[str, object]:
    code = sys.stdin.readline().strip() if code_from else None
    facts = read_backup(path)
    try:
        key: Key | None = asyncio.run(key_for(facts, Vault(facts.store_id), code))
    except NeedsCodeError:
        text = "The keyring does not have the key of this backup: give --code @-"
        raise CommandError(text, Exit.LOCKED) from None
    except (BadCodeError, WrongCodeError) as problem:
        text = f"That is not the recovery code: {problem}"
        raise CommandError(text, Exit.LOCKED) from None
    aside = restore(facts, home, key, SystemClock())
    return {"made_at": facts.made_at, "kept_aside": [str(path) for path in aside]}
