"""The listener on a real socket, with the hook source behind it."""

from __future__ import annotations

import asyncio
import json
import stat
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from app.ear import NotStoredError
from app.hook_form import read_form
from app.instance import acquire
from app.snapshot import LinkKind, LinkRequest
from connectors.records import EventKind
from tests.fakes.house import House, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(tmp_path) as house:
        yield house


RINGING = {"kind": "ringing", "from": "+1 415 555 0100", "id": "7"}


async def test_an_event_is_answered_with_its_key_once_stored(house: House) -> None:
    status, reply = await house.post("/v1/event", RINGING)

    [event] = house.desk.events
    assert status == 200
    assert json.loads(reply) == {"key": f"key of {event.session}"}
    assert event.kind is EventKind.RINGING
    assert event.number is not None
    assert event.number.e164 == "+14155550100"


async def test_the_token_lies_in_a_file_for_the_rep_alone(house: House) -> None:
    mode = stat.S_IMODE((house.home / "hook-token").stat().st_mode)

    assert mode == 0o600
    assert len(house.token) >= 32


@pytest.mark.parametrize("token", ["", "wrong", "Bearer", "é"])
async def test_a_hook_without_the_right_token_is_refused(
    house: House, token: str
) -> None:
    for path in ("/v1/event", "/v1/show", "/v1/pop", "/v1/dial", "/v1/command"):
        status, reply = await house.post(path, RINGING, token=token)
        assert status == 401
        assert house.token not in reply
    assert (await house.post("/v1/open-link", {"url": "tel:1"}, token=token))[0] == 401
    assert (await house.get(f"/v1/health?token={house.token}"))[0] == 401
    assert (await house.get(f"/v1/event/ringing?token={quote(token)}"))[0] == 401

    assert house.desk.events == []
    assert house.companion.asked == []


async def test_a_foreign_host_or_page_is_refused_even_with_the_token(
    house: House,
) -> None:
    bearer = f"Authorization: Bearer {house.token}"
    port = house.listener.port

    for lines in (
        ("Host: evil.example",),
        (f"Host: evil.example:{port}",),
        (f"Host: 127.0.0.1:{port}", "Origin: https://evil.example"),
        (f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}"),
        (f"Host: 127.0.0.1:{port}", "Sec-Fetch-Site: cross-site"),
    ):
        body = json.dumps(RINGING).encode()
        status, _ = await house.exchange(
            "POST /v1/event HTTP/1.1", body, bearer, *lines
        )
        assert status == 403

    assert house.desk.events == []


async def test_an_unknown_kind_is_told_which_ones_there_are(house: House) -> None:
    status, reply = await house.post("/v1/event", {"kind": "exploded"})

    assert status == 422
    for kind in EventKind:
        assert kind.value in reply
    assert "exploded" not in reply


@pytest.mark.parametrize(
    ("told", "word"),
    [
        (b"{", "JSON"),
        (b"[1]", "object"),
        (b"[" * 60_000, "JSON"),
        ({"from": "1"}, "needed"),
        ({"kind": "ringing", "frmo": "1"}, "frmo"),
        ({"kind": "ringing", "direction": "sideways"}, "outbound"),
        ({"kind": "ringing", "at": "yesterday"}, "zone"),
        ({"kind": "ringing", "at": "2026-11-22T10:00:00"}, "zone"),
        ({"kind": "recording", "url": "file:///etc/passwd"}, "web address"),
        ({"kind": "ringing", "from": {"a": 1}}, "from"),
    ],
)
async def test_what_no_phone_can_mean_is_refused_with_a_reason(
    house: House, told: object, word: str
) -> None:
    status, reply = await house.post("/v1/event", told)

    assert status == 422
    assert word in reply
    assert house.desk.events == []


async def test_an_event_for_an_unknown_call_is_refused_at_once_with_words(
    house: House,
) -> None:
    by_desk, text = await house.post("/v1/event", {"kind": "ended", "id": "9"})
    by_source, other = await house.post("/v1/event", {"kind": "ended"})
    fine, _ = await house.post("/v1/event", RINGING)

    assert (by_source, by_desk, fine) == (404, 404, 200)
    assert "No call" in text
    assert "No call" in other


async def test_a_hostile_name_becomes_one_short_plain_line(house: House) -> None:
    name = "<img src=x onerror=alert(1)>\u202eevil\x00\x1b[2J\r\nX: y" + "A" * 10_000

    status, _ = await house.post("/v1/event", {**RINGING, "name": name})

    [event] = house.desk.events
    assert status == 200
    assert event.name is not None
    assert event.name.startswith("<img src=x onerror=alert(1)>evil[2J X: yAAA")
    assert len(event.name) == 200
    assert "evil" not in repr(event)


async def test_ten_megabytes_are_refused(house: House) -> None:
    port = house.listener.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /v1/event HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {house.token}\r\nContent-Length: 10485760\r\n\r\n"
    )
    writer.write(head.encode())

    reply = await reader.read()
    writer.close()

    assert b" 413 " in reply
    assert house.desk.events == []


async def test_a_flood_loses_nothing_that_was_answered_and_the_loop_goes_on(
    house: House,
) -> None:
    gate = asyncio.Semaphore(50)
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    async def ring(number: int) -> int:
        async with gate:
            told = {**RINGING, "id": f"flood {number}"}
            return (await house.post("/v1/event", told))[0]

    async with asyncio.TaskGroup() as tasks:
        beating = tasks.create_task(beat())
        answers = await asyncio.gather(*(ring(number) for number in range(1000)))
        beating.cancel()

    fine = {f"flood {n}" for n, status in enumerate(answers) if status == 200}
    stored = {event.session for event in house.desk.events}
    assert set(answers) <= {200, 429}
    assert len(fine) >= 200
    assert fine == stored
    assert beats >= 1000 / 50  # the loop came round between every batch


async def test_strangers_who_flood_do_not_slow_the_reps_own_hook(house: House) -> None:
    for _ in range(400):
        status, _ = await house.post("/v1/event", RINGING, token="wrong")
        if status == 429:
            break

    assert status == 429
    assert (await house.post("/v1/event", RINGING))[0] == 200


async def test_an_event_that_is_not_stored_in_time_is_not_answered_as_if(
    house: House,
) -> None:
    house.desk.is_slow = True

    with pytest.raises(NotStoredError):
        await house.listener.take(read_form(RINGING), deadline_s=0.01)


async def test_the_same_telling_twice_is_one_event_with_one_key(house: House) -> None:
    told = {**RINGING, "nonce": "a1"}

    first = await house.post("/v1/event", told)
    again = await house.post("/v1/event", told)

    assert first == again
    assert len(house.desk.events) == 1


async def test_a_softphone_that_only_opens_addresses_is_heard(house: House) -> None:
    url = house.listener.event_url("ringing")
    path = url.partition(f":{house.listener.port}")[2]

    status, _ = await house.get(f"{path}&from=%2B14155550100&id=8&name=Zo%C3%AB%20X")
    unknown, text = await house.get(path.replace("ringing", "boom"))

    [event] = house.desk.events
    assert (status, unknown) == (200, 422)
    assert (event.name, event.number_raw) == ("Zoë X", "+14155550100")
    assert "ringing" in text


async def test_the_companion_does_what_the_outside_asks(house: House) -> None:
    shown = await house.post("/v1/show", {})
    pop = await house.post("/v1/pop", {})
    dialled = await house.post("/v1/dial", {"number": "+14155550100"})
    found = await house.post(
        "/v1/command", {"command": "contacts find", "args": {"text": "Anna"}}
    )
    locked = await house.post(
        "/v1/command", {"command": "backup", "args": {"path": "/tmp/x"}}
    )
    wrong = await house.post(
        "/v1/command", {"command": "calls list", "args": {"limit": 0}}
    )
    unknown = await house.post("/v1/command", {"command": "explode"})
    bad = await house.post("/v1/command", {"args": []})

    assert (json.loads(shown[1]), json.loads(pop[1])) == (
        {"shown": True},
        {"shown": False},
    )
    assert json.loads(dialled[1]) == {"exit": 0, "output": {"dialled": True}}
    assert json.loads(found[1])["output"]["contacts"][0]["name"] == "Anna Åberg"
    assert json.loads(locked[1]) == {"exit": 4, "text": "The keyring is locked."}
    assert json.loads(wrong[1])["exit"] == json.loads(unknown[1])["exit"] == 2
    assert bad[0] == 422
    assert house.companion.asked == ["window", "pop", ("dial", "+14155550100")]


async def test_a_link_only_asks_and_tells_events_with_the_token_alone(
    house: House,
) -> None:
    event = "switchhook://event/ringing?from=%2B14155550100&token="

    asked, _ = await house.post("/v1/open-link", {"url": "tel:+1-415-555-0100"})
    wrong, _ = await house.post("/v1/open-link", {"url": event + "x"})
    right, _ = await house.post("/v1/open-link", {"url": event + house.token})
    none, _ = await house.post("/v1/open-link", {"url": "https://example.com"})

    assert (asked, wrong, right, none) == (200, 422, 200, 422)
    assert house.companion.asked == [LinkRequest(LinkKind.DIAL, "+1-415-555-0100")]
    assert len(house.desk.events) == 1


async def test_the_port_stays_so_that_addresses_in_softphones_stay_good(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as house:
        port = house.listener.port
        instance = acquire(tmp_path)
        assert instance is not None
        instance.announce(port)
        instance.release()

    async with opened(tmp_path) as house:
        assert house.listener.port == port
        async with opened(tmp_path) as other:
            assert other.listener.port != port
