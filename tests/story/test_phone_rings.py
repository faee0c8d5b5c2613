"""A real SIP call, from the ring to the record in the CRM."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.real.program import wait_until
from tests.servers.sip import BaresipPhone, is_installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.story.rep import Rep

pytestmark = [
    pytest.mark.real,
    pytest.mark.xdist_group("story-window"),
    pytest.mark.skipif(not is_installed(), reason="baresip is not installed"),
]
OLIVER = "+442079460958"
NAME = "Oliver Twist"
NOTE = "Wants a demo on Friday"
BARESIP = """
[wrap_up]
grace_s = 5

[[own_lines]]
value = "102"

[[phones]]
source = "hook"
account = "hook"

[[phones]]
source = "baresip"
account = "desk"

[phones.settings]
host = "127.0.0.1"
port = "{port}"
"""


@pytest.fixture
def phones(
    new_folder: Callable[[], Path],
) -> Iterator[tuple[BaresipPhone, BaresipPhone]]:
    """The rep's own phone, and that of Oliver who calls it."""
    folder = new_folder()
    own = BaresipPhone(folder / "own", "102")
    oliver = BaresipPhone(folder / "oliver", OLIVER, name=NAME)
    asyncio.run(own.start())
    asyncio.run(oliver.start())
    yield own, oliver
    asyncio.run(oliver.stop())
    asyncio.run(own.stop())


@pytest.fixture
def at_the_phone(rep: Rep, phones: tuple[BaresipPhone, BaresipPhone]) -> Rep:
    """A rep whose program follows the phone."""
    rep.write_settings(BARESIP.format(port=phones[0].control_port))
    rep.private |= {OLIVER, NAME, NOTE}
    rep.start_in_window()
    wait_until(lambda: "desk is up" in rep.log, "the phone is followed")
    return rep


def test_a_real_call_is_answered_noted_and_in_the_crm_once(
    at_the_phone: Rep, phones: tuple[BaresipPhone, BaresipPhone]
) -> None:
    rep, (_, oliver) = at_the_phone, phones

    asyncio.run(oliver.call(phones[0]))
    rep.wait_for_pop()
    rep.go_to_pop()
    rep.press("Return")  # the pop's first stop is Answer
    wait_until(lambda: rep.calls()[0]["talk_s"], "it is answered")
    rep.go_to_pop()
    rep.type(NOTE)
    asyncio.run(oliver.hang_up())
    wait_until(lambda: not rep.calls()[0]["is_live"], "the call ended")
    rep.press("ctrl+Return")
    records = rep.wait_until_logged()

    [record] = records
    assert (record["direction"], record["result"]) == ("inbound", "answered")
    assert (record["number_raw"], record["note"]) == (OLIVER, NOTE)
    assert rep.ask("outbox list")["entries"] == []
    assert len(rep.calls()) == 1


def test_a_real_call_that_nobody_answers_is_in_the_crm_as_missed_once(
    at_the_phone: Rep, phones: tuple[BaresipPhone, BaresipPhone]
) -> None:
    rep, (own, oliver) = at_the_phone, phones

    asyncio.run(oliver.call(own))
    rep.wait_for_pop()
    asyncio.run(oliver.hang_up())
    wait_until(lambda: not rep.calls()[0]["is_live"], "the caller gave up")
    records = rep.wait_until_logged()

    [record] = records
    assert (record["direction"], record["result"]) == ("inbound", "missed")
    assert (record["number_raw"], record["note"]) == (OLIVER, "")
    assert len(rep.calls()) == 1


def test_a_call_that_the_phone_and_a_hook_tell_is_one_record(
    at_the_phone: Rep, phones: tuple[BaresipPhone, BaresipPhone]
) -> None:
    rep, (own, oliver) = at_the_phone, phones

    asyncio.run(oliver.call(own))
    rep.wait_for_pop()
    rep.told("ringing", "hooked", from_=OLIVER, name=NAME)
    rep.wait_for_pop()
    asyncio.run(oliver.hang_up())
    rep.told("missed", "hooked")
    wait_until(lambda: not rep.calls()[0]["is_live"], "the caller gave up")
    records = rep.wait_until_logged()

    assert [record["result"] for record in records] == ["missed"]
    assert len(rep.calls()) == 1
