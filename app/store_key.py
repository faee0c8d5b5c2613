"""The key of a home's files: made once, kept in the keyring, recovered from paper.

What holds whatever happens: an encrypted file without its key never leads to an empty
new file, nor to files in the clear. It stays until the key is back, or until the rep
says that it may be set aside.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.recovery_code import (
    SECRET_BYTES,
    BadCodeError,
    code_of,
    near_misses,
    secret_of,
)
from app.vault import Secret, Vault, VaultError, VaultState
from connectors.database import (
    FINGERPRINTS,
    BrokenFileError,
    WrongKeyError,
    fingerprint,
    has_content,
    is_in_the_clear,
    known_fingerprints,
    open_database,
    rekey,
    translated,
)
from connectors.disk import set_aside, write_safely

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract import Clock

Purpose: TypeAlias = Literal["store", "index", "local-crm"]
FILES: dict[Purpose, str] = {
    "store": "store.db",
    "index": "index.db",
    "local-crm": "local-crm.db",
}
STORE_ID = "store-id"
_ENTRY = "key"  # in the vault


class Key:
    """The master secret of one home. Prints masked."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise ValueError("a master secret has 20 bytes")
        self._secret = secret

    @classmethod
    def new(cls) -> Key:
        return cls(secrets.token_bytes(SECRET_BYTES))

    def for_file(self, purpose: Purpose) -> bytes:
        """Derive the 32-byte key of one file; one key tells nothing of another."""
        return hashlib.blake2b(
            key=self._secret,
            digest_size=32,
            person=b"switchhook-key-1",
            salt=purpose.encode(),
        ).digest()

    def recovery_code(self) -> str:
        """Return the code that the rep writes down."""
        return code_of(self._secret)

    def fingerprint(self) -> str:
        return fingerprint(self._secret)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Key):
            return NotImplemented
        return secrets.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self._secret)

    def __repr__(self) -> str:
        return "Key(…)"


@dataclass(frozen=True, slots=True)
class Ready:
    """The key is here.

    `in_the_clear` are files that still wait for `encrypt_files`. `is_kept` is False
    where the keyring could not take the key: it will be asked for again.
    """

    key: Key
    in_the_clear: tuple[Path, ...] = ()
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class NewStore:
    """A first start: the key was made and the rep should write down its code."""

    key: Key
    recovery_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clear:
    """No keyring that can be used: files in the clear, and no sign-in to a CRM.

    `can_encrypt` is True once a keyring has appeared: offer `encrypt`.
    """

    state: VaultState
    can_encrypt: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """The key cannot be read now: locked, away or slow. Until then all stays shut."""

    state: VaultState


@dataclass(frozen=True, slots=True)
class KeyLost:
    """The files are encrypted and the keyring was emptied: ask for the code."""


@dataclass(frozen=True, slots=True)
class WrongKey:
    """The keyring has a key, but not that of these files: ask for the code."""


KeyOutcome: TypeAlias = Ready | NewStore | Clear | Locked | KeyLost | WrongKey


class WrongCodeError(Exception):
    """A well-formed recovery code, but not that of these files."""


def store_id(home: Path) -> str:
    """Return the id under which the keyring knows this home; made on first use."""
    path = home / STORE_ID
    with translated(path):
        try:
            found = path.read_text("ascii", errors="replace").strip()
        except FileNotFoundError:
            found = ""
        if not re.fullmatch(r"[0-9a-f]{32}", found):
            found = secrets.token_hex(16)
            write_safely(path, f"{found}\n".encode())
        return found


def encrypted_files(home: Path) -> tuple[Path, ...]:
    """Return the files that cannot be read without a key."""
    paths = (home / name for name in FILES.values())
    return tuple(p for p in paths if has_content(p) and not is_in_the_clear(p))


def clear_files(home: Path) -> tuple[Path, ...]:
    """Return the files that anyone with the disk can read."""
    paths = (home / name for name in FILES.values())
    return tuple(p for p in paths if has_content(p) and is_in_the_clear(p))


async def open_key(home: Path, vault: Vault) -> KeyOutcome:
    """Find the key of a home, or make it on the first start."""
    encrypted = encrypted_files(home)
    in_the_clear = clear_files(home)
    try:
        found = await vault.read_again(_ENTRY)
        if found is not None:
            return _checked(home, Key(secret_of(found.get_secret_value())), vault)
        if encrypted:
            vault.tell_reset()
            return KeyLost()
        if in_the_clear:
            return Clear(vault.state, can_encrypt=True)
        key = Key.new()
        await _keep(home, vault, key)
    except BadCodeError:
        return WrongKey()
    except VaultError as problem:
        return _without_keyring(problem, vault, encrypted, in_the_clear)
    return NewStore(key, key.recovery_code())


def _without_keyring(
    problem: VaultError,
    vault: Vault,
    encrypted: tuple[Path, ...],
    in_the_clear: tuple[Path, ...],
) -> KeyOutcome:
    state = vault.state
    if problem.state is VaultState.READY:  # it is there and refuses: of no use now
        state = VaultState.ABSENT
    if encrypted:
        return Locked(state)
    if in_the_clear or state is VaultState.ABSENT:
        return Clear(state)
    return Locked(state)


def _checked(home: Path, key: Key, vault: Vault) -> KeyOutcome:
    if not _belongs(home, key):
        return WrongKey()
    _write_fingerprints(home, key)
    vault.tell_restored()
    return Ready(key, in_the_clear=clear_files(home))


def _belongs(home: Path, key: Key) -> bool:
    """Whether the files are those of this key; without a fingerprint one is tried."""
    known = known_fingerprints(home)
    encrypted = encrypted_files(home)
    if known or not encrypted:
        return not encrypted or key.fingerprint() in known
    return any(_opens(path, key) for path in encrypted)


def _opens(path: Path, key: Key) -> bool:
    try:
        with closing(open_database(path, file_key(path, key), read_only=True)):
            return True
    except (WrongKeyError, BrokenFileError):
        return False


def file_key(path: Path, key: Key) -> bytes:
    """Return the key of one of our files, by its name."""
    (purpose,) = (one for one, name in FILES.items() if name == path.name)
    return key.for_file(purpose)


def _write_fingerprints(home: Path, key: Key) -> None:
    lines = [f"master {key.fingerprint()}"]
    lines += [f"{one} {fingerprint(key.for_file(one))}" for one in FILES]
    content = ("\n".join(lines) + "\n").encode()
    path = home / FINGERPRINTS
    with translated(path):
        if not path.exists() or path.read_bytes() != content:
            write_safely(path, content)


async def _keep(home: Path, vault: Vault, key: Key) -> None:
    """Put the key where it belongs, and make sure that it is there."""
    await vault.write(_ENTRY, Secret(key.recovery_code()))
    kept = await vault.read_again(_ENTRY)
    if kept is None or secret_of(kept.get_secret_value()) != secret_of(
        key.recovery_code()
    ):
        raise VaultError("the keyring did not keep the key")
    _write_fingerprints(home, key)
    vault.tell_restored()


async def recover(home: Path, vault: Vault, code: str) -> Ready:
    """Take the key from the rep's paper and put it into the keyring again.

    Raises `BadCodeError` where the text is no code, `WrongCodeError` where it is
    another's. A code with one slip is repaired.
    """
    typed = secret_of(code)
    candidates = [typed, *near_misses(typed)]
    known = known_fingerprints(home)
    if known:
        fitting = [one for one in candidates if fingerprint(one) in known]
    else:
        fitting = [typed] if _belongs(home, Key(typed)) else []
    if not fitting:
        raise WrongCodeError("not the code of these files")
    key = Key(fitting[0])
    is_kept = True
    try:
        await _keep(home, vault, key)
    except VaultError:
        is_kept = False
        _write_fingerprints(home, key)
    return Ready(key, in_the_clear=clear_files(home), is_kept=is_kept)


async def encrypt(home: Path, vault: Vault) -> NewStore:
    """Give a home in the clear its key and encrypt its files, which nobody has open.

    Killed in between, the next `open_key` is `Ready` and names what is left to do.
    """
    key = Key.new()
    await _keep(home, vault, key)
    encrypt_files(home, key)
    return NewStore(key, key.recovery_code())


def encrypt_files(home: Path, key: Key) -> None:
    """Encrypt what still lies in the clear."""
    for path in clear_files(home):
        rekey(path, None, file_key(path, key))


def set_files_aside(home: Path, clock: Clock) -> tuple[Path, ...]:
    """Rename encrypted files whose key is gone, since the rep said so.

    Their id and fingerprint go with them, so that the code still opens them one day;
    the next `store_id` is a new one.
    """
    moved = []
    for name in [*FILES.values(), FINGERPRINTS, STORE_ID]:
        path = home / name
        if not path.exists():
            continue
        with translated(path):
            target = set_aside(path, "without-key", clock.now())
            moved.append(target)
            log = home / f"{name}-wal"  # belongs to the file, by its name
            if log.exists():
                moved.append(log.rename(f"{target}-wal"))
            (home / f"{name}-shm").unlink(missing_ok=True)
    return tuple(moved)
