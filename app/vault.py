"""The secrets of one home, in the system's keyring and nowhere else.

A keyring may be locked, away, waiting for the user or suddenly empty. So every call
runs in a thread with a time-out, no call but `unlock` brings up a prompt, and what was
read once is answered from memory.

VaultError
├── LockedVaultError    the user has to unlock it
├── NoVaultError        there is none that can be trusted
├── SlowVaultError      it has not answered yet, perhaps a prompt is open
└── RefusedVaultError   it is there and did not do it
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = "switchhook"
WAIT_S = 10.0
PROMPT_WAIT_S = 120.0  # someone has to find and type a password
WINDOWS_CHARS = 600  # of its 1,280 UTF-16 units, where a character may need two
_PARTS = "switchhook-parts:"
_T = TypeVar("_T")


class VaultState(StrEnum):
    """What the rep can be told of the keyring."""

    UNKNOWN = "unknown"  # not asked yet
    READY = "ready"
    LOCKED = "locked"
    ABSENT = "absent"
    TIMED_OUT = "timed-out"
    RESET = "reset"  # it works, but the key of our files is gone


class VaultError(Exception):
    """The keyring did not do what it was asked. No text holds a secret."""

    state = VaultState.UNKNOWN


class LockedVaultError(VaultError):
    """The user has to unlock the keyring."""

    state = VaultState.LOCKED


class NoVaultError(VaultError):
    """There is no keyring, or none that can be trusted."""

    state = VaultState.ABSENT


class SlowVaultError(VaultError):
    """The keyring has not answered in time."""

    state = VaultState.TIMED_OUT


class RefusedVaultError(VaultError):
    """The keyring is there and did not do it."""

    state = VaultState.READY


class Secret:
    """A text that prints masked; ask for it on purpose."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return secrets.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)


class Backend(Protocol):
    """What we need of a keyring; `keyring`'s own back-ends are such."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


BackendChoice: TypeAlias = Callable[[bool], Backend]


class Vault:
    """The secrets of the home with this store id; two homes never share one.

    `on_state` hears of every change of `state`, in the event loop.
    """

    def __init__(
        self,
        store_id: str,
        *,
        choose: BackendChoice | None = None,
        wait_s: float = WAIT_S,
        prompt_wait_s: float = PROMPT_WAIT_S,
        longest: int | None = None,
        on_state: Callable[[VaultState], None] | None = None,
    ) -> None:
        self._store_id = store_id
        self._choose = choose or choose_backend
        self._wait_s = wait_s
        self._prompt_wait_s = prompt_wait_s
        self._longest = longest or (WINDOWS_CHARS if os.name == "nt" else None)
        self._on_state = on_state
        self._state = VaultState.UNKNOWN
        self._known: dict[str, Secret | None] = {}
        self._turn = asyncio.Lock()
        self._late: asyncio.Future[None] | None = None

    @property
    def state(self) -> VaultState:
        return self._state

    def tokens(self, connection: str) -> ConnectionTokens:
        """Return the store for the secrets of one connection to a CRM or a phone."""
        return ConnectionTokens(self, connection)

    async def read(self, name: str) -> Secret | None:
        """Return a secret, from memory where it was read or written before."""
        if name not in self._known:
            entry = self._entry(name)
            text = await self._ask(lambda keyring: _read_whole(keyring, entry))
            self._known[name] = Secret(text) if text is not None else None
        return self._known[name]

    async def read_again(self, name: str) -> Secret | None:
        """Return what the keyring holds now, whatever was read before."""
        self._known.pop(name, None)
        return await self.read(name)

    async def write(self, name: str, secret: Secret) -> None:
        """Keep a secret; when this returns, the keyring has it."""
        entry, text = self._entry(name), secret.get_secret_value()
        self._known.pop(name, None)
        await self._ask(
            lambda keyring: _write_whole(keyring, entry, text, self._longest)
        )
        self._known[name] = secret

    async def delete(self, name: str) -> None:
        """Forget a secret; that there was none is fine."""
        entry = self._entry(name)
        self._known.pop(name, None)
        await self._ask(lambda keyring: _delete_whole(keyring, entry))

    async def recheck(self) -> VaultState:
        """Look how the keyring is now, without any prompt."""
        entry = self._entry("probe")
        with suppress(VaultError):
            await self._ask(lambda keyring: keyring.get_password(SERVICE, entry))
        return self._state

    async def unlock(self) -> VaultState:
        """Let the system ask the user for the password, and wait for that."""
        entry = self._entry("probe")
        if self._late is not None and not self._late.done():  # a prompt is open
            with suppress(TimeoutError):
                async with asyncio.timeout(self._prompt_wait_s):
                    await asyncio.shield(self._late)
            return self._state
        with suppress(VaultError):
            await self._ask(
                lambda keyring: keyring.get_password(SERVICE, entry), may_prompt=True
            )
        return self._state

    def tell_reset(self) -> None:
        """The keyring works, but what must be in it is gone."""
        self._enter(VaultState.RESET)

    def _entry(self, name: str) -> str:
        return f"{self._store_id}/{name}"

    def _enter(self, state: VaultState) -> None:
        if state is self._state:
            return
        if self._state is VaultState.RESET and state is VaultState.READY:
            return  # until a key is there again: `write` says so
        self._state = state
        if self._on_state is not None:
            self._on_state(state)

    def tell_restored(self) -> None:
        """What was missing is in the keyring again."""
        if self._state is VaultState.RESET:
            self._state = VaultState.UNKNOWN
            self._enter(VaultState.READY)

    async def _ask(
        self, work: Callable[[Backend], _T], *, may_prompt: bool = False
    ) -> _T:
        async with self._turn:
            if self._late is not None and not self._late.done():
                raise SlowVaultError("the keyring still works on an earlier question")
            answer: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
            self._start(lambda: work(self._choose(may_prompt)), answer)
            wait_s = self._prompt_wait_s if may_prompt else self._wait_s
            try:
                async with asyncio.timeout(wait_s):
                    result = await asyncio.shield(answer)
            except TimeoutError as problem:
                self._await_late(answer)
                self._enter(VaultState.TIMED_OUT)
                raise SlowVaultError("the keyring did not answer in time") from problem
            except asyncio.CancelledError:
                self._await_late(answer)
                raise
            except VaultError as problem:
                self._enter(problem.state)
                raise
            self._enter(VaultState.READY)
            return result

    def _start(self, work: Callable[[], _T], answer: asyncio.Future[_T]) -> None:
        """Run the work in a thread that does not keep the program from ending."""
        loop = asyncio.get_running_loop()

        def tell(say: Callable[..., None], what: object) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(say, what)

        def run() -> None:
            try:
                result = work()
            except BaseException as problem:  # noqa: BLE001  # raised by who waits
                tell(answer.set_exception, error_for(problem))
            else:
                tell(answer.set_result, result)

        threading.Thread(target=run, name="keyring", daemon=True).start()

    def _await_late(self, answer: asyncio.Future[_T]) -> None:
        """Notice when a call that took too long comes to an end after all."""
        late: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def ended(done: asyncio.Future[_T]) -> None:
            problem = None if done.cancelled() else done.exception()
            if isinstance(problem, VaultError):
                self._enter(problem.state)
            else:
                self._enter(VaultState.READY)
            late.set_result(None)

        self._late = late
        answer.add_done_callback(ended)


class ConnectionTokens:
    """The secrets of one connection, as connectors know them."""

    def __init__(self, vault: Vault, connection: str) -> None:
        self._vault = vault
        self._connection = connection

    async def read(self, name: str) -> str | None:
        secret = await self._vault.read(self._name(name))
        return secret.get_secret_value() if secret is not None else None

    async def write(self, name: str, secret: str) -> None:
        await self._vault.write(self._name(name), Secret(secret))

    async def delete(self, name: str) -> None:
        await self._vault.delete(self._name(name))

    def _name(self, name: str) -> str:
        return f"connection/{self._connection}/{name}"


def _read_whole(keyring: Backend, entry: str) -> str | None:
    """Read a secret that may lie there in parts; an incomplete one is none."""
    head = keyring.get_password(SERVICE, entry)
    if head is None or not head.startswith(_PARTS):
        return head
    digest = head.split(":")[3]
    parts = [keyring.get_password(SERVICE, part) for part in _part_entries(entry, head)]
    text = "".join(part for part in parts if part is not None)
    is_whole = None not in parts and _digest(text) == digest
    return text if is_whole else None


def _write_whole(keyring: Backend, entry: str, text: str, longest: int | None) -> None:
    """Write a secret, in parts where it is too long.

    The parts have new names, and the head that names them comes last: a kill leaves
    the old secret or the new one.
    """
    old = keyring.get_password(SERVICE, entry)
    size = longest or max(len(text), 1)
    if len(text) <= size and not text.startswith(_PARTS):
        keyring.set_password(SERVICE, entry, text)
    else:
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        generation = secrets.token_hex(4)
        head = f"{_PARTS}{len(pieces)}:{generation}:{_digest(text)}"
        for name, piece in zip(_part_entries(entry, head), pieces, strict=True):
            keyring.set_password(SERVICE, name, piece)
        keyring.set_password(SERVICE, entry, head)
    _delete_parts(keyring, entry, old)


def _delete_whole(keyring: Backend, entry: str) -> None:
    head = keyring.get_password(SERVICE, entry)
    if head is not None:
        keyring.delete_password(SERVICE, entry)
        _delete_parts(keyring, entry, head)


def _delete_parts(keyring: Backend, entry: str, head: str | None) -> None:
    if head is not None and head.startswith(_PARTS):
        for part in _part_entries(entry, head):
            if keyring.get_password(SERVICE, part) is not None:
                keyring.delete_password(SERVICE, part)


def _part_entries(entry: str, head: str) -> Iterator[str]:
    _, count, generation, _ = head.split(":")
    return (f"{entry}#{generation}.{number}" for number in range(int(count)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def choose_backend(may_prompt: bool) -> Backend:
    """Return the keyring of this system, without the slow search for all there are."""
    chosen: Backend
    if "PYTHON_KEYRING_BACKEND" in os.environ or sys.platform != "linux":
        import keyring  # noqa: PLC0415  # slow to import

        keyring.core.init_backend()  # again: one may have come since the last time
        chosen = keyring.get_keyring()
    else:
        from app.session_bus import has_keyring  # noqa: PLC0415  # small, but not free

        if not has_keyring():
            raise NoVaultError("the session has no keyring")
        from app.linux_keyring import QuietKeyring  # noqa: PLC0415  # slow to import

        chosen = QuietKeyring(may_prompt=may_prompt)
    if not is_trusted(chosen):
        raise NoVaultError(f"{type(chosen).__module__} keeps no secrets")
    return chosen


def is_trusted(backend: Backend) -> bool:
    """Whether a back-end encrypts what it keeps, and keeps it."""
    name = f"{type(backend).__module__}.{type(backend).__qualname__}".lower()
    doubtful = (".fail.", ".null.", ".chainer.", "plaintext", "keyrings.alt.")
    return not any(word in name for word in doubtful)


def error_for(problem: BaseException) -> BaseException:
    """Translate what a keyring raises; what is none of its errors stays as it is."""
    if isinstance(problem, VaultError):
        return problem
    names = {kind.__name__ for kind in type(problem).__mro__}
    for foreign, ours in _TRANSLATIONS.items():
        if foreign in names:
            return ours(type(problem).__name__)
    if type(problem).__module__ == "pywintypes":
        return RefusedVaultError("the credential store gave an error")
    return problem


# By name: each system has its own of these, and none is imported before it is used.
# The first that fits holds, so the special ones come first.
_TRANSLATIONS: dict[str, type[VaultError]] = {
    "KeyringLocked": LockedVaultError,
    "LockedException": LockedVaultError,
    "PromptDismissedException": LockedVaultError,
    "NoKeyringError": NoVaultError,
    "SecretServiceNotAvailableException": NoVaultError,
    "InitError": NoVaultError,
    "KeyringError": RefusedVaultError,
    "SecretStorageException": RefusedVaultError,
    "DBusErrorResponse": RefusedVaultError,
    "ModuleNotFoundError": NoVaultError,
    "EOFError": NoVaultError,
    "OSError": NoVaultError,
}
