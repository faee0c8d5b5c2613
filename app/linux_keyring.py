"""The Linux keyring without surprise prompts.

`keyring`'s own back-end asks the user to unlock whenever it is read, and would do so
in the middle of a call. This one asks only when it is told that it may.
"""

from __future__ import annotations

import secretstorage
from keyring.backends.SecretService import Keyring
from keyring.errors import KeyringLocked
from secretstorage.exceptions import (
    ItemNotFoundException,
    SecretServiceNotAvailableException,
)


class QuietKeyring(Keyring):
    """A back-end that raises `KeyringLocked` where it would have to prompt."""

    def __init__(self, *, may_prompt: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._may_prompt = may_prompt

    def get_preferred_collection(self) -> secretstorage.Collection:
        bus = secretstorage.dbus_init()
        try:
            if not secretstorage.check_service_availability(bus):
                raise SecretServiceNotAvailableException("no secrets service")
            try:
                collection = secretstorage.Collection(bus)
            except ItemNotFoundException:
                if not self._may_prompt:
                    raise NoCollectionError("no keyring was made yet") from None
                collection = secretstorage.create_collection(bus, "Default", "default")
            if collection.is_locked() and self._may_prompt:
                collection.unlock()
            if collection.is_locked():
                raise KeyringLocked("locked")
        except BaseException:
            bus.close()
            raise
        return collection

    def get_password(self, service: str, username: str) -> str | None:
        try:
            found: str | None = super().get_password(service, username)  # type: ignore[no-untyped-call]
        except NoCollectionError:
            return None  # where nothing is kept, this is not either
        return found


class NoCollectionError(KeyringLocked):
    """Secrets could be kept, but a place for them asks for a password first."""
