"""What wiring puts together: a companion that knows where its ear is."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.request import urlopen

from app.instance import acquire
from app.vault import Vault
from app.wiring import running
from tests.fakes.clock import FakeClock
from tests.fakes.system_keyring import FakeKeyring

if TYPE_CHECKING:
    from pathlib import Path


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
