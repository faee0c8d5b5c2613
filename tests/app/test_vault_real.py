"""The vault against a real gnome-keyring in every state that it can be in."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import secretstorage

from app.store_key import KeyLost, NewStore, Ready, open_key, recover, store_id
from app.vault import LockedVaultError, NoVaultError, Secret, Vault, VaultState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real.bus import Bus
    from tests.real.system_keyring import SystemKeyring

pytestmark = pytest.mark.real
TOKEN = Secret("t0ken")


@pytest.fixture
def system(
    system_keyring: SystemKeyring, monkeypatch: pytest.MonkeyPatch
) -> SystemKeyring:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", system_keyring.address)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    return system_keyring


async def test_secrets_survive_in_the_system(system: SystemKeyring) -> None:
    await Vault("home-1").write("token", TOKEN)
    await Vault("home-2").write("token", Secret("other"))

    vault = Vault("home-1")
    assert await vault.read("token") == TOKEN
    assert vault.state is VaultState.READY

    await vault.delete("token")
    assert await Vault("home-1").read("token") is None
    assert await Vault("home-2").read("token") == Secret("other")


async def test_a_long_secret_in_parts(system: SystemKeyring) -> None:
    secret = Secret("x" * 3000 + "ä")
    await Vault("home-1", longest=600).write("token", secret)

    assert await Vault("home-1").read("token") == secret


async def test_a_locked_keyring_and_its_unlocking(system: SystemKeyring) -> None:
    vault = Vault("home-1")
    await vault.write("token", TOKEN)
    system.lock()

    with pytest.raises(LockedVaultError):
        await vault.read_again("token")
    assert await vault.recheck() is VaultState.LOCKED

    system.unlock()

    assert await vault.recheck() is VaultState.READY
    assert await vault.read("token") == TOKEN


async def test_a_prompt_that_cannot_be_shown_leaves_it_locked(
    system: SystemKeyring,
) -> None:
    system.lock()

    assert await Vault("home-1").unlock() is VaultState.LOCKED


async def test_a_keyring_that_was_deleted_holds_nothing(system: SystemKeyring) -> None:
    vault = Vault("home-1")
    await vault.write("token", TOKEN)
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).delete()

    assert await vault.read_again("token") is None
    with pytest.raises(LockedVaultError):  # a new one would ask for its password
        await vault.write("token", TOKEN)


async def test_files_outlive_a_reset_of_the_keyring(
    system: SystemKeyring, tmp_path: Path
) -> None:
    made = await open_key(tmp_path, Vault(store_id(tmp_path)))
    assert isinstance(made, NewStore)
    (tmp_path / "store.db").write_bytes(b"an encrypted file")
    assert await open_key(tmp_path, Vault(store_id(tmp_path))) == Ready(made.key)
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).delete()

    vault = Vault(store_id(tmp_path))
    assert await open_key(tmp_path, vault) == KeyLost()
    recovered = await recover(tmp_path, vault, made.recovery_code)

    assert recovered == Ready(made.key, is_kept=False)  # a new keyring asks first


async def test_a_keyring_that_ended_is_away(system: SystemKeyring) -> None:
    vault = Vault("home-1")
    await vault.recheck()
    system.end_daemon()

    with pytest.raises(NoVaultError):
        await vault.read("token")
    assert vault.state is VaultState.ABSENT


async def test_a_bus_without_a_keyring(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)

    assert await Vault("home-1").recheck() is VaultState.ABSENT


@pytest.mark.parametrize("address", [None, "disabled:", "unix:path=/nowhere/bus"])
async def test_no_bus_at_all_and_a_keyring_that_comes_later(
    system_keyring: SystemKeyring, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    vault = Vault("home-1")
    with pytest.raises(NoVaultError):
        await vault.write("token", TOKEN)

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", system_keyring.address)

    assert await vault.recheck() is VaultState.READY
    await vault.write("token", TOKEN)
