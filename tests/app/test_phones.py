"""Plugging chosen phones in: with their secrets, and without disturbing each other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.phones import Phones
from app.settings import OwnLine, PhoneChoice
from app.vault import Vault
from tests.fakes.office import SETTINGS, Office, opened
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.settings import Settings


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as office:
        yield office


class Desk:
    """Phones on an office, with settings that a test may change."""

    def __init__(self, office: Office, *choices: PhoneChoice) -> None:
        self.settings: Settings = replace(SETTINGS, phones=choices)
        self.told: list[tuple[str, str]] = []
        vault = Vault("0" * 32, choose=FakeKeyring().choose)
        self.phones = Phones(
            inbox=asyncio.Queue(),
            vault=lambda: vault,
            settings=lambda: self.settings,
            clock=office.clock,
            tasks=office.tasks,
            cannot=lambda code, name: self.told.append((code, name)),
        )


async def test_a_phone_that_cannot_start_is_told_and_disturbs_no_other(
    office: Office,
) -> None:
    broken = PhoneChoice("demo", "demo", settings={"script": "no such script"})
    unknown = PhoneChoice("carrier-pigeon", "pigeon")
    desk = Desk(office, unknown, broken, PhoneChoice("hook", "hook"))

    await desk.phones.plug_in_all(office.journey)
    await office.settle()

    assert desk.told == [
        ("phone-unknown", "carrier-pigeon"),
        ("phone-settings", "Demo phone"),
    ]
    states = {one.account: one.is_up for one in office.journey.sources.snapshots()}
    assert states["hook"] is True
    assert "pigeon" not in states


async def test_a_phone_that_is_plugged_in_again_knows_the_lines_of_now(
    office: Office,
) -> None:
    desk = Desk(office, PhoneChoice("hook", "hook"))
    await desk.phones.plug_in_all(office.journey)
    desk.settings = replace(desk.settings, own_lines=(OwnLine("100"),))

    await desk.phones.plug_in_all(office.journey)
    await office.settle()

    (hook,) = (s for s in office.journey.sources.snapshots() if s.account == "hook")
    assert hook.lines == ("100",)
    assert hook.is_up


async def test_a_test_call_rings_the_whole_way(office: Office) -> None:
    desk = Desk(office)

    await desk.phones.play(office.journey, "missed")
    await office.pass_time(minutes=5)

    (log,) = office.crm.calls
    assert log.number is not None
