"""The local CRM keeps the contract, and what it holds survives."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import connectors.crm.local
from connectors.contract import CrmSetup
from connectors.crm.local.connector import FILE, LocalCrm, build
from connectors.database import NewerFileError, WrongKeyError, open_database
from connectors.errors import GoneError, RejectedError
from connectors.manifest import CrmManifest, load_crm
from connectors.phone_number import PhoneNumber
from connectors.records import Contact, Direction, Message, MessageLog, NewContact
from tests.connectors.crm_suite import AT, HARBOUR, CrmSuite, a_call
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KEY = bytes(range(32))


class NoTokens:
    """The local CRM has no secrets of its own."""

    async def read(self, name: str) -> str | None:
        raise AssertionError(name)

    async def write(self, name: str, secret: str) -> None:
        raise AssertionError(name)

    async def delete(self, name: str) -> None:
        raise AssertionError(name)


def a_setup(folder: Path, key: bytes | None = KEY) -> CrmSetup:
    return CrmSetup("crm-1", {}, folder, key, "GB", FakeClock(), NoTokens())


@pytest.fixture
async def crm(tmp_path: Path) -> AsyncIterator[LocalCrm]:
    opened = build(a_setup(tmp_path))
    yield opened
    await opened.close()


@pytest.fixture
def manifest() -> CrmManifest:
    folder = Path(connectors.crm.local.__file__).parent
    return load_crm(folder / "manifest.toml")


class TestLocalCrm(CrmSuite):
    """The suite of every CRM."""


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    crm = build(a_setup(tmp_path))
    amara = await crm.create_contact(NewContact("Amara Okafor", HARBOUR, key="k"))
    ref = await crm.create_call_log(a_call(contact=amara))
    await crm.close()

    crm = build(a_setup(tmp_path))

    assert (await crm.find_contact(HARBOUR)).contacts == (amara,)
    assert (await crm.find_call_log(a_call())) == ref
    await crm.close()


async def test_the_file_says_nothing_without_its_key(tmp_path: Path) -> None:
    crm = build(a_setup(tmp_path))
    await crm.create_contact(NewContact("Amara Okafor", HARBOUR))
    await crm.close()

    assert b"Amara" not in (tmp_path / FILE).read_bytes()
    with pytest.raises(WrongKeyError):
        build(a_setup(tmp_path, bytes(32)))
    (tmp_path / "key-fingerprint").write_text("0" * 32)
    with pytest.raises(WrongKeyError):
        build(a_setup(tmp_path, None))


async def test_in_the_clear_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    crm = build(a_setup(tmp_path, None))
    await crm.close()

    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with open_database(tmp_path / FILE, KEY) as later:
        later.pragma("user_version", 99)
    later.close()

    with pytest.raises(NewerFileError):
        build(a_setup(tmp_path))


async def test_an_extension_finds_its_owner_and_is_no_number(crm: LocalCrm) -> None:
    await crm.create_contact(NewContact("Front desk", number_raw="204", key="desk"))

    found = await crm.find_contact(PhoneNumber("+204", "204"), is_extension=True)

    assert [contact.name for contact in found.contacts] == ["Front desk"]
    assert (await crm.find_contact(PhoneNumber("+204"))).contacts == ()


async def test_a_contact_needs_a_name_or_a_number(crm: LocalCrm) -> None:
    with pytest.raises(RejectedError):
        await crm.create_contact(NewContact("  "))


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Søren Sørensen", "sorensen"),
        ("Søren Sørensen", "SØR"),
        ("José Nuñez", "jose nun"),
        ("Eleanor Whitcombe", "whit"),
        ("Łukasz Weiß", "lukasz weiss"),
    ],
)
async def test_names_are_found_without_their_accents(
    crm: LocalCrm, stored: str, typed: str
) -> None:
    await crm.create_contact(NewContact(stored))

    found = await crm.find_contact_with_name(typed)

    assert [contact.name for contact in found.contacts] == [stored]


async def test_another_crms_contact_is_not_taken_for_one_of_ours(crm: LocalCrm) -> None:
    await crm.create_contact(NewContact("Amara Okafor", HARBOUR))
    ref = await crm.create_call_log(a_call(contact=Contact("crm-2", "1", "Other")))

    state = await crm.get_call_log(ref)

    assert isinstance(state.raw, dict)
    assert state.raw["contact"] is None
    with pytest.raises(GoneError):
        await crm.create_call_log(a_call("k2", Contact("crm-1", "77", "Gone")))


async def test_the_record_of_a_call_holds_all_that_was_logged(crm: LocalCrm) -> None:
    amara = await crm.create_contact(NewContact("Amara Okafor", HARBOUR))
    ref = await crm.create_call_log(
        replace(a_call(contact=amara), queue="Sales", own_line="100")
    )

    raw = (await crm.get_call_log(ref)).raw

    assert isinstance(raw, dict)
    assert raw["number"] == "+442079460958"
    assert raw["contact"] == amara.id
    assert raw["started_at"] == AT.isoformat()
    assert (raw["talk_s"], raw["queue"], raw["own_line"]) == (360, "Sales", "100")


async def test_messages_of_a_day_that_is_gone_say_so(crm: LocalCrm) -> None:
    message = Message("m1", AT, Direction.INBOUND, "Hello")
    log = MessageLog("day-1", None, HARBOUR, None, AT.date(), (message,))
    ref = await crm.create_message_log(log)

    with pytest.raises(GoneError):
        await crm.update_message_log(replace(ref, crm_id="12"), log)


async def test_many_writers_at_once_make_one_record_per_key(crm: LocalCrm) -> None:
    refs = await asyncio.gather(
        *(crm.create_call_log(a_call(f"key-{n % 10}")) for n in range(200))
    )

    assert len({ref.crm_id for ref in refs}) == 10
