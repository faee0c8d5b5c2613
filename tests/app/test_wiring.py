"""What wiring puts together: a companion that knows where its ear is."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from app import hook
from app.instance import acquire
from app.settings import SettingError
from app.snapshot import CallFilter, ManualCall
from app.vault import Vault
from app.wiring import running
from connectors.records import CallResult, Direction
from tests.fakes.clock import FakeClock
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from app.companion import Companion


async def test_the_address_of_the_hook_tells_of_a_call(home: Path) -> None:
    system = FakeKeyring()
    instance = acquire(home)
    assert instance is not None

    def vault_for(store_id: str) -> Vault:
        return Vault(store_id, choose=system.choose)

    async with running(
        home, instance, None, clock=FakeClock(), vault_for=vault_for
    ) as companion:
        address = companion.hook_address()
        assert address is not None
        assert address.endswith((home / "hook-token").read_text())

        def open_it() -> object:
            with urlopen(f"{address}&from=+442079460958") as reply:
                return json.load(reply)

        told = await asyncio.to_thread(open_it)

        (live,) = companion.live_calls()
        assert told == {"key": live.call.key}
        assert live.call.number is not None
        assert live.call.number.e164 == "+442079460958"
        assert companion.ignored_numbers() == ()


class Office:
    """Opens one home as a companion or for a command."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._system = FakeKeyring()

    def opened(self, *, is_command: bool) -> AbstractAsyncContextManager[Companion]:
        instance = acquire(self._home)
        assert instance is not None

        def vault_for(store_id: str) -> Vault:
            return Vault(store_id, choose=self._system.choose)

        return running(
            self._home, instance, None, vault_for=vault_for, is_command=is_command
        )


async def test_a_command_leaves_what_goes_on_and_what_was_kept(home: Path) -> None:
    office = Office(home)
    async with office.opened(is_command=False) as companion:
        address = companion.hook_address()
        assert address is not None
        await asyncio.to_thread(lambda: urlopen(f"{address}&from=100").close())
    hook.keep(str(home), {"kind": "ringing", "from": "+14155550100", "id": "7"})

    async with office.opened(is_command=True) as companion:
        (listed,) = (await companion.list_calls(CallFilter.ALL)).rows
        assert await companion.list_outbox() == ()
        assert companion.hook_address() is None

    assert listed.is_live
    assert len(list((home / "spool").glob("*.jsonl"))) == 1


async def test_a_command_delivers_the_call_that_it_logs(home: Path) -> None:
    office = Office(home)
    manual = ManualCall(
        direction=Direction.OUTBOUND,
        number_raw="+14155550100",
        contact=None,
        started_at=datetime(2024, 5, 6, 7, tzinfo=UTC),
        talk_s=60,
        result=CallResult.ANSWERED,
    )
    async with office.opened(is_command=True) as companion:
        key = await companion.log_call(manual)

        assert await companion.list_outbox() == ()
        assert await companion.read_record(key) is not None


async def test_a_region_that_is_none_is_refused(home: Path) -> None:
    async with Office(home).opened(is_command=True) as companion:
        with pytest.raises(SettingError, match="country"):
            await companion.change_setting("region", "XX")
        await companion.change_setting("region", "DE")

        assert companion.settings.last is not None
        assert companion.settings.last.settings.region == "DE"
