"""The index finds contacts by number, extension and name, whatever happens to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.contact_index import ContactIndex
from connectors.database import open_database
from connectors.phone_number import PhoneNumber
from connectors.records import Contact, PhoneEntry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

KEY = bytes(range(32))


def number(e164: str) -> PhoneEntry:
    return PhoneEntry(e164, PhoneNumber(e164), "work")


AMARA = Contact(
    connection="crm-1",
    id="1",
    name="Amara Okafor",
    company="Harbour & Lyle",
    title="Head of Purchasing",
    phones=(number("+442079460958"), PhoneEntry("204")),
    emails=("amara@harbour.example",),
    url="https://crm.example/1",
)
JONAS = Contact(
    "crm-1", "2", "Jonas Brandt", "lead", "Nordlicht Optik", None, (number("+49301"),)
)
SOREN = Contact("crm-2", "1", "Søren Sørensen", company="Müller Käse GmbH")
MUELLER = Contact("crm-2", "2", "Ulrike Mueller")


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[ContactIndex]:
    opened = ContactIndex.open(tmp_path / "index.db", KEY)
    await opened.put([AMARA, JONAS, SOREN, MUELLER])
    yield opened
    await opened.close()


def test_a_number_gives_the_whole_contact(index: ContactIndex) -> None:
    assert index.find(PhoneNumber("+442079460958")) == (AMARA,)
    assert index.find(PhoneNumber("+442079460959")) == ()


async def test_a_shared_number_gives_everyone(index: ContactIndex) -> None:
    colleague = replace(AMARA, connection="crm-2", id="9", name="Priya Raman")
    await index.put([colleague])

    assert set(index.find(PhoneNumber("+442079460958"))) == {AMARA, colleague}


def test_an_extension_gives_its_owner(index: ContactIndex) -> None:
    assert index.find_extension("204") == (AMARA,)
    assert index.find_extension("20") == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a", "Amara Okafor"),
        ("AM", "Amara Okafor"),
        ("oka", "Amara Okafor"),
        ("kafo", "Amara Okafor"),
        ("amara o", "Amara Okafor"),
        ("okafor amara", "Amara Okafor"),
        ("harb", "Amara Okafor"),
        ("amara harbour", "Amara Okafor"),
        ("sorensen", "Søren Sørensen"),
        ("sørensen", "Søren Sørensen"),
        ("soerensen", "Søren Sørensen"),
        ("mueller käse", "Søren Sørensen"),
        ("muller kase", "Søren Sørensen"),
        ("ulrike müller", "Ulrike Mueller"),
        ("+44 20 79", "Amara Okafor"),
        ("020 7946 0958", "Amara Okafor"),
        ("0958", "Amara Okafor"),
        ("204", "Amara Okafor"),
    ],
)
async def test_what_a_rep_types_finds_the_contact(
    index: ContactIndex, typed: str, found: str
) -> None:
    assert found in [contact.name for contact in await index.search(typed)]


@pytest.mark.parametrize(
    "typed", ["", " ", "zz", "okaforx", "amara x", '"', "* OR", "line:a", "\x00", "00"]
)
async def test_what_means_nobody_finds_nobody(index: ContactIndex, typed: str) -> None:
    assert await index.search(typed) == ()


async def test_beginnings_of_names_come_first_and_short_ones_before(
    index: ContactIndex,
) -> None:
    names = ["Brandtner AG", "Anna Brandt", "Brand", "Xbrandx"]
    await index.put(Contact("c", str(n), name) for n, name in enumerate(names))

    found = [contact.name for contact in await index.search("brand")]

    assert found == ["Brand", "Brandtner AG", "Anna Brandt", "Jonas Brandt", "Xbrandx"]


async def test_a_changed_contact_is_found_by_its_new_self_only(
    index: ContactIndex,
) -> None:
    moved = replace(AMARA, name="Amara Obi", phones=(number("+15550101"),))
    await index.put([moved])

    assert index.find(PhoneNumber("+442079460958")) == ()
    assert index.find_extension("204") == ()
    assert index.find(PhoneNumber("+15550101")) == (moved,)
    assert await index.search("okafor") == ()
    assert await index.search("obi") == (moved,)
    assert index.count() == 4


async def test_forgotten_contacts_are_gone_and_others_stay(index: ContactIndex) -> None:
    await index.forget("crm-1", ["1", "99"])

    assert await index.search("amara") == ()
    assert await index.search("sorensen") == (SOREN,)
    assert index.count() == 3


async def test_a_forgotten_connection_takes_its_contacts_along(
    index: ContactIndex,
) -> None:
    await index.forget_connection("crm-1")
    assert index.find(PhoneNumber("+442079460958")) == ()
    assert index.count() == 2

    await index.put([AMARA])
    assert index.find(PhoneNumber("+442079460958")) == (AMARA,)


async def test_the_list_goes_by_name_to_its_last_page(index: ContactIndex) -> None:
    await index.put(Contact("c", str(n), f"Same Name {n % 7}") for n in range(250))
    seen: list[str] = []
    after = None
    while True:
        page = await index.list_page(after, 40)
        seen += [contact.name for contact in page.contacts]
        after = page.after
        if after is None:
            break

    assert len(seen) == 254
    assert seen[:2] == ["Amara Okafor", "Jonas Brandt"]
    assert seen == sorted(seen, key=str.casefold)


async def test_the_list_narrows_to_a_text(index: ContactIndex) -> None:
    page = await index.list_page(None, 40, "okafor")

    assert page.contacts == (AMARA,)
    assert page.after is None


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    index = ContactIndex.open(tmp_path / "index.db", KEY)
    assert index.was_rebuilt
    await index.put([AMARA])
    await index.tell_fed()
    await index.close()

    index = ContactIndex.open(tmp_path / "index.db", KEY)

    assert not index.was_rebuilt
    assert index.find(PhoneNumber("+442079460958")) == (AMARA,)
    await index.close()


async def test_an_index_that_was_not_filled_to_its_end_is_filled_anew(
    tmp_path: Path,
) -> None:
    index = ContactIndex.open(tmp_path / "index.db", KEY)
    await index.put([AMARA])
    await index.close()

    index = ContactIndex.open(tmp_path / "index.db", KEY)

    assert index.was_rebuilt
    await index.close()


@pytest.mark.expected_warnings("The index is built anew")
@pytest.mark.parametrize("trouble", ["another key", "broken", "newer", "in the clear"])
async def test_an_index_that_cannot_be_read_is_begun_anew(
    tmp_path: Path, trouble: str
) -> None:
    path = tmp_path / "index.db"
    index = ContactIndex.open(path, None if trouble == "in the clear" else KEY)
    await index.put([AMARA])
    await index.close()
    if trouble == "broken":
        path.write_bytes(b"\x00garbage" * 4096)
    elif trouble == "newer":
        later = open_database(path, KEY)
        later.pragma("user_version", 99)
        later.close()

    index = ContactIndex.open(path, bytes(32) if trouble == "another key" else KEY)

    await index.put([JONAS])
    assert index.find(PhoneNumber("+49301")) == (JONAS,)
    await index.close()


async def test_many_puts_at_once_lose_nothing(index: ContactIndex) -> None:
    await asyncio.gather(
        *(index.put([Contact("c", str(n), f"Person {n}")]) for n in range(100))
    )

    assert index.count() == 104
