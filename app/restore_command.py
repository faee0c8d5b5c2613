"""Runs `switchhook restore`: puts a backup in the place of a home's files."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from app.backup import NeedsCodeError, key_for, read_backup, restore
from app.clock import SystemClock
from app.command import CommandError, Exit
from app.instance import acquire
from app.problem_words import words_of
from app.recovery_code import BadCodeError
from app.store_key import WrongCodeError
from app.vault import Vault, VaultError
from connectors.database import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.backup import BackupFacts
    from app.store_key import Key

_NOT_KEPT = (
    "The keyring did not keep the key: the recovery code will be asked for at the start"
)


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
        raise CommandError(words_of(problem)) from problem
    finally:
        instance.release()


def _restore(home: Path, path: Path, code_from: str | None) -> Mapping[str, object]:
    code = sys.stdin.readline().strip() if code_from else None
    facts = read_backup(path)
    try:
        key, is_kept = asyncio.run(_key_of(facts, code))
    except NeedsCodeError:
        text = "The keyring does not have the key of this backup: give --code @-"
        raise CommandError(text, Exit.LOCKED) from None
    except (BadCodeError, WrongCodeError) as problem:
        text = f"That is not the recovery code: {problem}"
        raise CommandError(text, Exit.LOCKED) from None
    aside = restore(facts, home, key, SystemClock())
    if not is_kept:
        sys.stderr.write(f"switchhook: {_NOT_KEPT}\n")
    return {"made_at": facts.made_at, "kept_aside": [str(path) for path in aside]}


async def _key_of(facts: BackupFacts, code: str | None) -> tuple[Key | None, bool]:
    """Return the key of a backup, and whether the keyring has it for the next start."""
    vault = Vault(facts.store_id)
    key = await key_for(facts, vault, code)
    if key is None:
        return None, True
    try:
        return key, await vault.read_again("key") is not None
    except VaultError:
        return key, False
