"""The key of a home, in every state of keyring and files that a start can meet."""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recovery_code import ALPHABET, BadCodeError, code_of, near_misses, secret_of
from app.store_key import (
    FILES,
    Clear,
    Key,
    KeyLost,
    Locked,
    NewStore,
    Ready,
    WrongCodeError,
    WrongKey,
    encrypt,
    encrypt_files,
    encrypted_files,
    open_key,
    recover,
    set_files_aside,
    store_id,
)
from app.vault import Vault, VaultState
from connectors.database import is_in_the_clear, open_database
from tests.fakes.clock import FakeClock
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def system() -> FakeKeyring:
    return FakeKeyring()


def vault_of(home: Path, system: FakeKeyring) -> Vault:
    """Return the vault as a new start of the program sees it."""
    return Vault(store_id(home), choose=system.choose, wait_s=0.2)


def write_all(home: Path, key: Key | None) -> None:
    for purpose, name in FILES.items():
        raw = key.for_file(purpose) if key else None
        with closing(open_database(home / name, raw)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS fruit(name)")
            connection.execute("INSERT INTO fruit VALUES('tangerine')")


def read_all(home: Path, key: Key | None) -> int:
    total = 0
    for purpose, name in FILES.items():
        raw = key.for_file(purpose) if key else None
        with closing(open_database(home / name, raw)) as connection:
            total += connection.execute("SELECT count(*) FROM fruit").get
    return total


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def modes(home: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in home.iterdir()}


async def new_home(home: Path, system: FakeKeyring) -> NewStore:
    made = await open_key(home, vault_of(home, system))
    assert isinstance(made, NewStore)
    write_all(home, made.key)
    return made


async def test_a_first_start_makes_a_key_that_every_later_start_finds(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)

    later = await open_key(tmp_path, vault_of(tmp_path, system))

    assert later == Ready(made.key)
    assert read_all(tmp_path, made.key) == 3
    assert made.recovery_code == made.key.recovery_code()


async def test_only_the_rep_can_read_what_lies_beside_the_files(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)

    assert modes(tmp_path) == {0o600}
    text = "".join(
        (tmp_path / name).read_text() for name in ("store-id", "key-fingerprint")
    )
    assert made.recovery_code.replace("-", "") not in text.replace("-", "")
    assert made.key.for_file("store").hex() not in text


async def test_two_homes_do_not_share_a_key(
    tmp_path: Path, system: FakeKeyring
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = await new_home(tmp_path / "a", system)
    second = await new_home(tmp_path / "b", system)

    assert first.key != second.key
    found = await open_key(tmp_path / "a", vault_of(tmp_path / "a", system))
    assert found == Ready(first.key)


def test_each_file_has_its_own_key() -> None:
    key = Key.new()

    assert len({key.for_file(purpose) for purpose in FILES}) == 3
    assert len(key.for_file("store")) == 32


async def test_without_a_keyring_a_new_home_is_in_the_clear(
    tmp_path: Path, system: FakeKeyring
) -> None:
    system.is_there = False

    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Clear(
        VaultState.ABSENT
    )


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        ("locked", VaultState.LOCKED),
        ("away", VaultState.ABSENT),
        ("slow", VaultState.TIMED_OUT),
    ],
)
async def test_encrypted_files_wait_for_the_keyring(
    tmp_path: Path, system: FakeKeyring, trouble: str, state: VaultState
) -> None:
    made = await new_home(tmp_path, system)
    before = contents(tmp_path)
    system.is_locked = trouble == "locked"
    system.is_there = trouble != "away"
    if trouble == "slow":
        system.hang()

    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Locked(state)
    assert contents(tmp_path) == before

    system.gate.set()
    system.is_locked, system.is_there = False, True
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Ready(made.key)


async def test_a_locked_keyring_at_the_first_start_makes_nothing(
    tmp_path: Path, system: FakeKeyring
) -> None:
    system.is_locked = True
    vault = vault_of(tmp_path, system)

    assert await open_key(tmp_path, vault) == Locked(VaultState.LOCKED)

    await vault.unlock()
    assert isinstance(await open_key(tmp_path, vault), NewStore)


async def test_a_keyring_that_was_reset_asks_for_the_code(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)
    system.entries.clear()
    vault = vault_of(tmp_path, system)

    assert await open_key(tmp_path, vault) == KeyLost()
    assert vault.state == "reset"

    typed = made.recovery_code.lower().replace("-", " ").replace("0", "o")
    assert await recover(tmp_path, vault, typed) == Ready(made.key)
    assert vault.state == "ready"
    assert read_all(tmp_path, made.key) == 3
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Ready(made.key)


async def test_a_code_opens_the_files_where_no_keyring_takes_it(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)
    system.is_there = False

    recovered = await recover(tmp_path, vault_of(tmp_path, system), made.recovery_code)

    assert recovered == Ready(made.key, is_kept=False)


async def test_a_code_with_one_slip_is_read_all_the_same(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)
    first = made.recovery_code[0]
    slip = ("A" if first != "A" else "B") + made.recovery_code[1:]

    recovered = await recover(tmp_path, vault_of(tmp_path, system), slip)

    assert recovered.key == made.key


async def test_another_code_changes_nothing(
    tmp_path: Path, system: FakeKeyring
) -> None:
    await new_home(tmp_path, system)
    system.entries.clear()
    before = contents(tmp_path)

    with pytest.raises(WrongCodeError):
        await recover(tmp_path, vault_of(tmp_path, system), Key.new().recovery_code())

    assert contents(tmp_path) == before
    assert system.entries == {}


async def test_a_key_of_another_store_is_told_as_such(
    tmp_path: Path, system: FakeKeyring
) -> None:
    await new_home(tmp_path, system)
    (entry,) = system.entries
    system.entries[entry] = Key.new().recovery_code()

    assert await open_key(tmp_path, vault_of(tmp_path, system)) == WrongKey()

    system.entries[entry] = "no code at all"
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == WrongKey()


async def test_lost_small_files_are_made_again(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)

    (tmp_path / "key-fingerprint").unlink()
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Ready(made.key)
    assert (tmp_path / "key-fingerprint").exists()

    (tmp_path / "key-fingerprint").unlink()
    (tmp_path / "store-id").unlink()
    vault = vault_of(tmp_path, system)
    assert await open_key(tmp_path, vault) == KeyLost()
    with pytest.raises(WrongCodeError):
        await recover(tmp_path, vault, Key.new().recovery_code())
    assert (await recover(tmp_path, vault, made.recovery_code)).key == made.key


async def test_a_home_in_the_clear_is_encrypted_once_a_keyring_appears(
    tmp_path: Path, system: FakeKeyring
) -> None:
    system.is_there = False
    await open_key(tmp_path, vault_of(tmp_path, system))
    write_all(tmp_path, None)
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Clear(
        VaultState.ABSENT
    )

    system.is_there = True
    vault = vault_of(tmp_path, system)
    assert await open_key(tmp_path, vault) == Clear(VaultState.READY, can_encrypt=True)
    made = await encrypt(tmp_path, vault)

    assert len(encrypted_files(tmp_path)) == 3
    assert read_all(tmp_path, made.key) == 3
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Ready(made.key)


async def test_a_home_that_was_half_encrypted_is_finished(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)
    (tmp_path / "index.db").unlink()
    with closing(open_database(tmp_path / "index.db", None)) as connection:
        connection.execute("CREATE TABLE fruit(name)")

    found = await open_key(tmp_path, vault_of(tmp_path, system))

    assert found == Ready(made.key, in_the_clear=(tmp_path / "index.db",))
    encrypt_files(tmp_path, made.key)
    assert not is_in_the_clear(tmp_path / "index.db")
    assert await open_key(tmp_path, vault_of(tmp_path, system)) == Ready(made.key)


async def test_files_are_set_aside_only_when_the_rep_says_so(
    tmp_path: Path, system: FakeKeyring
) -> None:
    made = await new_home(tmp_path, system)
    content = (tmp_path / "store.db").read_bytes()
    system.entries.clear()

    moved = set_files_aside(tmp_path, FakeClock())

    assert {path.name for path in moved} == set(contents(tmp_path))
    assert (tmp_path / "store.db.without-key-20261122T090000Z").read_bytes() == content
    again = await open_key(tmp_path, vault_of(tmp_path, system))
    assert isinstance(again, NewStore)
    assert again.key != made.key


async def test_changes_not_yet_in_the_file_go_aside_with_it(
    tmp_path: Path, system: FakeKeyring
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    key = (await new_home(home, system)).key.for_file("store")
    with closing(open_database(home / "store.db", key)) as connection:
        connection.execute("INSERT INTO fruit VALUES('fig')")
        shutil.copytree(home, tmp_path / "killed")

    set_files_aside(tmp_path / "killed", FakeClock())

    aside = tmp_path / "killed" / "store.db.without-key-20261122T090000Z"
    with closing(open_database(aside, key)) as connection:
        assert connection.execute("SELECT count(*) FROM fruit").get == 2


@given(st.binary(min_size=20, max_size=20))
def test_every_secret_has_a_code_that_reads_back(secret: bytes) -> None:
    code = code_of(secret)

    assert secret_of(code) == secret
    assert [len(group) for group in code.split("-")] == [4] * 8
    assert set(code) <= set(ALPHABET) | {"-"}


@pytest.mark.parametrize(
    "typed",
    [
        "7KQF-2MXA-9TRD-W4HE-C6NB-P3VJ-8YKS-5GHT",
        "7KQF-2MXA-9TRD-W4HE C6NB-P3VJ-8YKS-5GHT",
        " 7kqf2mxa9trdw4hec6nbp3vj8yks5ght\n",
        "7KQF–2MXA—9TRD W4HE.C6NB.P3VJ.8YKS.5GHT",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert code_of(secret_of(typed)) == "7KQF-2MXA-9TRD-W4HE-C6NB-P3VJ-8YKS-5GHT"


def test_letters_that_look_like_digits_are_those() -> None:
    assert secret_of("O" * 16 + "Il" * 8) == secret_of("0" * 16 + "1" * 16)


@pytest.mark.parametrize("typed", ["", "7KQF", "U" * 32, "0" * 33, "passwört" * 4])
def test_what_is_no_code_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(BadCodeError) as problem:
        secret_of(typed)

    assert not typed or typed not in str(problem.value)


def test_near_misses_are_one_slip_away() -> None:
    secret = secrets.token_bytes(20)
    code = code_of(secret).replace("-", "")

    for miss in near_misses(secret):
        other = code_of(miss).replace("-", "")
        places = [at for at in range(32) if other[at] != code[at]]
        is_swap = len(places) == 2 and sorted(code) == sorted(other)
        assert len(places) <= 1 or is_swap


def test_keys_are_not_printed() -> None:
    key = Key.new()
    printed = repr([key, Ready(key), NewStore(key, key.recovery_code())])

    assert key.recovery_code() not in printed
    assert key.for_file("store").hex() not in printed
