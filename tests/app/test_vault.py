"""The vault keeps secrets whatever the keyring does, and never waits for ever."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import jeepney
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
import secretstorage.exceptions

from app.vault import (
    LockedVaultError,
    NoVaultError,
    RefusedVaultError,
    Secret,
    SlowVaultError,
    Vault,
    VaultError,
    VaultState,
    error_for,
    is_trusted,
)
from tests.fakes.system_keyring import FakeKeyring

TOKEN = Secret("t0ken")


@pytest.fixture
def system() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def vault(system: FakeKeyring) -> Vault:
    return Vault("home-1", choose=system.choose)


async def test_a_secret_is_kept_and_forgotten(
    vault: Vault, system: FakeKeyring
) -> None:
    assert await vault.read("token") is None

    await vault.write("token", TOKEN)
    later = Vault("home-1", choose=system.choose)
    assert await later.read("token") == TOKEN

    await vault.delete("token")
    await vault.delete("token")
    assert await vault.read("token") is None
    assert system.entries == {}


async def test_another_home_has_its_own_secrets(
    vault: Vault, system: FakeKeyring
) -> None:
    other = Vault("home-2", choose=system.choose)
    await vault.write("token", TOKEN)
    await other.write("token", Secret("other"))

    assert await vault.read_again("token") == TOKEN


async def test_what_was_read_once_is_answered_from_memory(
    vault: Vault, system: FakeKeyring
) -> None:
    await vault.write("token", TOKEN)
    asked = system.questions
    system.is_there = False

    assert await vault.read("token") == TOKEN
    assert system.questions == asked


async def test_connections_have_their_own_tokens(vault: Vault) -> None:
    sales, support = vault.tokens("sales"), vault.tokens("support")

    await sales.write("access", "a")
    await support.write("access", "b")

    assert await sales.read("access") == "a"
    await sales.delete("access")
    assert await sales.read("access") is None
    assert await support.read("access") == "b"


@pytest.mark.parametrize("length", [0, 1, 39, 40, 41, 400, 4001])
async def test_a_secret_too_long_for_the_system_is_kept_in_parts(
    system: FakeKeyring, length: int
) -> None:
    system.longest = 80
    secret = Secret("ä" * length)
    vault = Vault("home-1", choose=system.choose, longest=40)

    await vault.write("token", Secret("x" * 300))
    await vault.write("token", secret)

    assert await vault.read_again("token") == secret
    await vault.delete("token")
    assert system.entries == {}


async def test_a_secret_that_looks_like_our_own_marks_is_kept(vault: Vault) -> None:
    secret = Secret("switchhook-parts:1:x:y")

    await vault.write("token", secret)

    assert await vault.read_again("token") == secret


async def test_an_incomplete_secret_is_none(system: FakeKeyring) -> None:
    vault = Vault("home-1", choose=system.choose, longest=40)
    await vault.write("token", Secret("x" * 100))
    part = next(name for name in system.entries if name[1].endswith(".1"))

    system.entries[part] = "y" * 40

    assert await vault.read_again("token") is None


async def test_a_locked_keyring_is_told_and_not_prompted_for(
    system: FakeKeyring,
) -> None:
    states: list[VaultState] = []
    vault = Vault("home-1", choose=system.choose, on_state=states.append)
    system.is_locked = True

    with pytest.raises(LockedVaultError):
        await vault.read("token")
    assert await vault.recheck() is VaultState.LOCKED
    assert system.prompts == 0

    assert await vault.unlock() is VaultState.READY
    assert system.prompts == 1
    assert states == [VaultState.LOCKED, VaultState.READY]


async def test_a_user_who_does_not_unlock_is_not_asked_twice(
    vault: Vault, system: FakeKeyring
) -> None:
    system.is_locked = True
    system.user_unlocks = False

    assert await vault.unlock() is VaultState.LOCKED
    assert system.prompts == 1


async def test_a_keyring_that_comes_later_is_found(
    vault: Vault, system: FakeKeyring
) -> None:
    system.is_there = False
    with pytest.raises(NoVaultError):
        await vault.read("token")
    assert vault.state is VaultState.ABSENT

    system.is_there = True

    assert await vault.recheck() is VaultState.READY
    await vault.write("token", TOKEN)


async def test_a_keyring_that_hangs_is_given_up_and_its_late_answer_noticed(
    system: FakeKeyring,
) -> None:
    states: list[VaultState] = []
    vault = Vault("home-1", choose=system.choose, wait_s=0.05, on_state=states.append)
    system.hang()

    with pytest.raises(SlowVaultError):
        await vault.read("token")
    asked = system.questions
    with pytest.raises(SlowVaultError):  # at once, and without a second question
        await vault.read("other")
    assert system.questions == asked
    assert vault.state is VaultState.TIMED_OUT

    system.gate.set()

    assert await vault.unlock() is VaultState.READY
    assert states == [VaultState.TIMED_OUT, VaultState.READY]
    await vault.write("token", TOKEN)


async def test_questions_are_asked_one_at_a_time(
    vault: Vault, system: FakeKeyring
) -> None:
    await asyncio.gather(*(vault.read(str(number)) for number in range(10)))

    assert system.questions == 10


def test_a_keyring_that_hangs_does_not_keep_the_program_from_ending() -> None:
    program = (
        "import asyncio\n"
        "from app.vault import Vault, SlowVaultError\n"
        "from tests.fakes.system_keyring import FakeKeyring\n"
        "system = FakeKeyring()\n"
        "system.hang()\n"
        "async def main():\n"
        "    try: await Vault('h', choose=system.choose, wait_s=0.05).read('x')\n"
        "    except SlowVaultError: print('slow')\n"
        "asyncio.run(main())\n"
    )

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=15,  # the hanging call would take 20
    )

    assert (done.stdout, done.stderr) == ("slow\n", "")


async def test_a_reset_holds_until_the_key_is_there_again(
    vault: Vault, system: FakeKeyring
) -> None:
    await vault.read("key")
    vault.tell_reset()
    assert await vault.recheck() is VaultState.RESET

    vault.tell_restored()
    assert vault.state is VaultState.READY


class UnknownError(Exception):
    """No error of a keyring: a bug of ours."""


DBUS_ERROR = jeepney.DBusErrorResponse(
    jeepney.new_error(
        jeepney.new_method_call(jeepney.DBusAddress("/", bus_name="org.x"), "Get"),
        "org.x.Failed",
    )
)


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        (keyring.errors.KeyringLocked("x"), LockedVaultError),
        (secretstorage.exceptions.LockedException("x"), LockedVaultError),
        (secretstorage.exceptions.PromptDismissedException("x"), LockedVaultError),
        (keyring.errors.NoKeyringError("x"), NoVaultError),
        (keyring.errors.InitError("x"), NoVaultError),
        (
            secretstorage.exceptions.SecretServiceNotAvailableException("x"),
            NoVaultError,
        ),
        (ModuleNotFoundError("x"), NoVaultError),
        (ConnectionRefusedError("x"), NoVaultError),
        (EOFError("x"), NoVaultError),
        (keyring.errors.PasswordSetError("x"), RefusedVaultError),
        (keyring.errors.PasswordDeleteError("x"), RefusedVaultError),
        (secretstorage.exceptions.ItemNotFoundException("x"), RefusedVaultError),
        (DBUS_ERROR, RefusedVaultError),
        (SlowVaultError("x"), SlowVaultError),
        (UnknownError("x"), UnknownError),
    ],
)
def test_every_foreign_error_has_one_of_ours(
    problem: Exception, ours: type[Exception]
) -> None:
    translated = error_for(problem)

    assert type(translated) is ours
    assert not isinstance(translated, VaultError) or "secret" not in str(translated)


@pytest.mark.parametrize(
    "backend",
    [
        keyring.backends.fail.Keyring(),  # type: ignore[no-untyped-call]
        keyring.backends.null.Keyring(),  # type: ignore[no-untyped-call]
        type("PlaintextKeyring", (FakeKeyring,), {"__module__": "keyrings.file"})(),
        type("EncryptedKeyring", (FakeKeyring,), {"__module__": "keyrings.alt.file"})(),
    ],
)
def test_a_keyring_that_keeps_no_secrets_is_refused(backend: FakeKeyring) -> None:
    assert not is_trusted(backend)
    assert is_trusted(FakeKeyring())


@pytest.mark.parametrize("name", ["null", "fail"])
async def test_a_chosen_keyring_that_keeps_no_secrets_is_none(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = keyring.get_keyring()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{name}.Keyring")

    with pytest.raises(NoVaultError):
        await Vault("home-1").write("token", TOKEN)

    keyring.set_keyring(before)


async def test_secrets_are_never_printed(vault: Vault) -> None:
    await vault.write("token", TOKEN)

    assert "t0ken" not in f"{TOKEN} {TOKEN!r} {[TOKEN]} {vars(vault)}"
