"""A keyring in memory that can be locked, taken away, emptied and slow."""

from __future__ import annotations

import threading

from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError


class FakeKeyring:
    """Give its `choose` to a vault. `prompts` counts how often the user was asked."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.is_there = True
        self.is_locked = False
        self.user_unlocks = True
        self.prompts = 0
        self.questions = 0
        self.longest: int | None = None
        self.gate = threading.Event()
        self.gate.set()
        self._may_prompt = False

    def choose(self, may_prompt: bool) -> FakeKeyring:
        self._may_prompt = may_prompt
        return self

    def hang(self) -> None:
        """Answer nothing until `gate` is set."""
        self.gate.clear()

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        if self.longest is not None and len(password) > self.longest:
            raise OSError(1783, "The stub received bad data")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if (service, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[service, username]

    def _open(self) -> None:
        self.questions += 1
        self.gate.wait(20)
        if not self.is_there:
            raise NoKeyringError
        if self.is_locked and self._may_prompt:
            self.prompts += 1
            self.is_locked = not self.user_unlocks
        if self.is_locked:
            raise KeyringLocked
