"""The Linux keyring without surprise prompts, and without the weight of `keyring`.

`keyring`'s own back-end asks the user to unlock whenever it is read, and would do so
in the middle of a call. This one asks only when it is told that it may. Entries are
those of `keyring`: each finds what the other keeps.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import secretstorage
from secretstorage.exceptions import (
    ItemNotFoundException,
    SecretServiceNotAvailableException,
)

from app.vault import LockedVaultError, RefusedVaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

_APPLICATION = "Python keyring library"  # as `keyring` marks what it keeps


class NoCollectionError(LockedVaultError):
    """Secrets could be kept, but a place for them asks for a password first."""


class QuietKeyring:
    """A back-end that raises LockedVaultError where it would have to prompt."""

    def __init__(self, *, may_prompt: bool) -> None:
        self._may_prompt = may_prompt

    def get_password(self, service: str, username: str) -> str | None:
        try:
            collection = self._collection()
        except NoCollectionError:
            return None  # where nothing is kept, this is not either
        with closing(collection.connection):
            for item in _items(collection, service, username):
                return item.get_secret().decode()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        collection = self._collection()
        attributes = _attributes(service, username) | {"application": _APPLICATION}
        label = f"Password for '{username}' on '{service}'"
        with closing(collection.connection):
            collection.create_item(label, attributes, password.encode(), replace=True)

    def delete_password(self, service: str, username: str) -> None:
        collection = self._collection()
        with closing(collection.connection):
            for item in _items(collection, service, username):
                item.delete()
                return
        raise RefusedVaultError("the keyring has no such entry")

    def _collection(self) -> secretstorage.Collection:
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
                raise LockedVaultError("the keyring is locked")
        except BaseException:
            bus.close()
            raise
        return collection


def _items(
    collection: secretstorage.Collection, service: str, username: str
) -> Iterator[secretstorage.Item]:
    for item in collection.search_items(_attributes(service, username)):
        if item.is_locked():
            raise LockedVaultError("an entry of the keyring is locked")
        yield item


def _attributes(service: str, username: str) -> dict[str, str]:
    return {"service": service, "username": username}
