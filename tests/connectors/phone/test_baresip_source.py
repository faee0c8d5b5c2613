"""The baresip source against a far side that a test plays, good and bad."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.contract import PhoneSetup
from connectors.errors import (
    ConnectorError,
    GoneError,
    RejectedError,
    UnreachableError,
    UnsupportedError,
)
from connectors.manifest import load_phone
from connectors.phone.baresip import source as baresip
from connectors.phone.baresip.netstring import NetstringReader, encode
from connectors.records import EventKind, PhoneEvent, SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

DEADLINE_S = 20.0
RINGS = {
    "event": True,
    "type": "CALL_INCOMING",
    "accountaor": "sip:102@pbx.example",
    "direction": "incoming",
    "peeruri": "sip:+442079460958@pbx.example",
    "id": "a1",
}


class HastyClock:
    """Remembers how long it was asked to sleep, and does not."""

    def __init__(self) -> None:
        self.sleeps_s: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def monotonic_s(self) -> float:
        return 0.0

    async def sleep(self, delay_s: float) -> None:
        self.sleeps_s.append(delay_s)
        await asyncio.sleep(0.002)  # so that a far side can start meanwhile


class FarSide:
    """Plays baresip: keeps what it was asked and answers as `replies` says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.replies: dict[str, tuple[bool, str]] = {}
        self.greeting = b""
        self.hangs_up_on = ""
        self.accepts = 0
        self.connects_at = 1
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.drop()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def drop(self) -> None:
        """Break every connection."""
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    def tell(self, message: dict[str, object]) -> None:
        for writer in self._writers:
            writer.write(encode(json.dumps(message).encode()))

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.append(writer)
        writer.write(self.greeting)
        strings = NetstringReader()
        with contextlib.suppress(OSError):
            while received := await reader.read(4096):
                for payload in strings.feed(received):
                    self._take(json.loads(payload), writer)
        writer.close()

    def _take(self, asked: dict[str, str], writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        if asked["command"] == self.hangs_up_on:
            self.drop()
            return
        is_ok, text = self.replies.get(asked["command"], (True, ""))
        reply = {
            "response": True,
            "ok": is_ok,
            "data": text,
            "token": asked["token"],
        }
        writer.write(encode(json.dumps(reply).encode()))
        if asked["command"] == "accept" and is_ok:
            self.accepts += 1
            if self.accepts >= self.connects_at:
                self.tell(RINGS | {"type": "CALL_ESTABLISHED"})


class Desk:
    """A source, and all that it told."""

    def __init__(self, far: FarSide, group: asyncio.TaskGroup) -> None:
        self.clock = HastyClock()
        self._group = group
        setup = PhoneSetup(
            account="desk",
            settings={"port": str(far.port)},
            own_lines=("102",),
            region="DE",
            clock=self.clock,
            spawn=self._spawn,
        )
        self.source = baresip.build(setup)
        self.told: list[PhoneEvent | SourceStatus] = []
        group.create_task(self._listen())

    def _spawn(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._group.create_task(work, name=name)

    async def _listen(self) -> None:
        async for told in self.source.events():
            self.told.append(told)

    @property
    def states(self) -> list[tuple[bool, str | None]]:
        return [(t.is_up, t.reason) for t in self.told if isinstance(t, SourceStatus)]

    @property
    def events(self) -> list[PhoneEvent]:
        return [told for told in self.told if isinstance(told, PhoneEvent)]

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not is_so():  # noqa: ASYNC110 - sockets set no event
                await asyncio.sleep(0.002)


@pytest.fixture
async def far() -> AsyncIterator[FarSide]:
    far = FarSide()
    await far.start()
    yield far
    await far.stop()


@pytest.fixture
async def desk(far: FarSide) -> AsyncIterator[Desk]:
    async with asyncio.TaskGroup() as group:
        desk = Desk(far, group)
        yield desk
        await desk.source.close()


async def ring(desk: Desk, far: FarSide) -> str:
    await desk.until(lambda: bool(desk.states) and desk.states[-1][0])
    far.tell({**RINGS})
    await desk.until(lambda: bool(desk.events))
    return desk.events[-1].session


async def test_it_waits_longer_and_longer_and_says_once_that_it_is_down(
    far: FarSide, desk: Desk
) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    await far.stop()
    await desk.until(lambda: len(desk.clock.sleeps_s) >= 8)
    waits_s = desk.clock.sleeps_s[:8]
    await far.start()
    await desk.until(lambda: len(desk.states) == 3)

    assert waits_s == [1, 2, 4, 8, 16, 30, 30, 30]
    assert desk.states == [(True, None), (False, "connection lost"), (True, None)]


async def test_a_call_of_a_baresip_that_is_gone_is_closed(
    far: FarSide, desk: Desk
) -> None:
    session = await ring(desk, far)
    await far.stop()
    await desk.until(lambda: len(desk.events) == 2)

    assert desk.events[-1].session == session
    assert desk.events[-1].reason == "end-unknown"


async def test_a_call_that_it_still_knows_stays_open(far: FarSide, desk: Desk) -> None:
    await ring(desk, far)
    far.replies["callfind"] = (True, "setting current call: a1\n")
    far.drop()
    await desk.until(lambda: "callfind" in [asked["command"] for asked in far.asked])
    far.tell(RINGS | {"type": "CALL_ESTABLISHED"})
    await desk.until(lambda: len(desk.events) == 2)

    assert [event.kind for event in desk.events] == [
        EventKind.RINGING,
        EventKind.ANSWERED,
    ]


@pytest.mark.parametrize(
    "reply", [(True, "call not found (id=a1)\n"), (False, "command not found\n")]
)
async def test_a_call_that_it_forgot_is_closed(
    far: FarSide, desk: Desk, reply: tuple[bool, str]
) -> None:
    await ring(desk, far)
    far.replies["callfind"] = reply
    far.drop()
    await desk.until(lambda: len(desk.events) == 2)

    assert desk.events[-1].kind is EventKind.ENDED
    assert desk.events[-1].reason == "end-unknown"


@pytest.mark.expected_warnings("not baresip")
async def test_another_program_on_its_port_is_down_and_does_no_harm(
    far: FarSide, desk: Desk
) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    far.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    far.drop()
    await desk.until(lambda: (False, "not baresip") in desk.states[2:])

    assert desk.events == []


async def test_answering_names_the_call_and_selects_it_first(
    far: FarSide, desk: Desk
) -> None:
    session = await ring(desk, far)

    await desk.source.answer(session)
    await desk.source.hang_up(session)

    asked = [(one["command"], one["params"]) for one in far.asked]
    assert asked == [
        ("uafind", "sip:102@pbx.example"),
        ("callfind", "a1"),
        ("accept", "a1"),
        ("uafind", "sip:102@pbx.example"),
        ("callfind", "a1"),
        ("hangup", "a1"),
    ]
    assert len({one["token"] for one in far.asked}) == 6


async def test_answering_is_asked_again_where_nothing_happened(
    far: FarSide, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baresip, "ANSWER_AGAIN_AFTER_S", 0.01)
    monkeypatch.setattr(baresip, "ANSWER_DEADLINE_S", 0.01)
    session = await ring(desk, far)

    far.connects_at = 3
    with pytest.raises(UnreachableError):
        await desk.source.answer(session)
    monkeypatch.undo()
    await desk.source.answer(session)

    assert far.accepts == 3


async def test_what_baresip_will_not_do_is_an_error(far: FarSide, desk: Desk) -> None:
    session = await ring(desk, far)

    far.replies["accept"] = (False, "no")
    with pytest.raises(RejectedError):
        await desk.source.answer(session)
    far.replies["callfind"] = (True, "call not found (id=a1)\n")
    with pytest.raises(GoneError):
        await desk.source.decline(session)
    with pytest.raises(GoneError):
        await desk.source.hang_up("no-such-call")
    far.replies["dial"] = (False, "no")
    with pytest.raises(RejectedError):
        await desk.source.dial("112", None)
    with pytest.raises(UnsupportedError):
        await desk.source.list_calls(desk.clock.now())


async def test_dialling_from_a_line_gives_the_call_that_baresip_names(
    far: FarSide, desk: Desk
) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    far.replies["reginfo"] = (
        True,
        "\n--- User Agents (2) ---\n> sip:101@pbx.example      OK\n"
        "  sip:+4930901820@pbx.example   OK\n\n",
    )
    far.replies["dial"] = (True, "call uri: 112\ncall id: b2\n")

    assert await desk.source.dial("*97#", own_line="030 901820") == "b2"
    asked = [(one["command"], one.get("params")) for one in far.asked]
    assert asked == [
        ("reginfo", None),
        ("uafind", "sip:+4930901820@pbx.example"),
        ("dial", "*97%23"),
    ]


@pytest.mark.parametrize(
    "number",
    [
        "",
        "+",
        "112\r\nquit",
        "112\n",
        "sip:112@evil.example",
        "112 1",
        "12;x=y",
        "１１２",
        "quit",
        "+1" * 40,
    ],
)
async def test_only_numbers_are_dialled(far: FarSide, desk: Desk, number: str) -> None:
    await desk.until(lambda: desk.states == [(True, None)])

    with pytest.raises(RejectedError) as problem:
        await desk.source.dial(number, None)

    assert problem.value.field == "number"
    assert far.asked == []


async def test_a_call_whose_id_holds_control_characters_is_not_sent_back(
    far: FarSide, desk: Desk
) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    far.tell(RINGS | {"id": "a1\r\nquit"})
    await desk.until(lambda: bool(desk.events))

    with pytest.raises(RejectedError):
        await desk.source.answer(desk.events[0].session)
    assert "quit" not in json.dumps([one.get("params") for one in far.asked])
    far.drop()
    await desk.until(lambda: len(desk.states) == 3)
    assert desk.states[-1] == (True, None)


async def test_a_connection_lost_in_a_command_leaves_its_fate_open(
    far: FarSide, desk: Desk
) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    far.hangs_up_on = "dial"

    with pytest.raises(UnreachableError) as problem:
        await desk.source.dial("112", None)

    assert problem.value.is_delivery_unknown


async def test_nothing_is_sent_while_it_is_down(far: FarSide, desk: Desk) -> None:
    await desk.until(lambda: desk.states == [(True, None)])
    await far.stop()
    await desk.until(lambda: len(desk.states) == 2)

    with pytest.raises(ConnectorError) as problem:
        await desk.source.dial("112", None)

    assert not problem.value.is_delivery_unknown


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "4444 ", "４４４４"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    def never(name: str, work: Coroutine[object, object, None]) -> None:
        raise AssertionError(name)

    setup = PhoneSetup("desk", {"port": port}, (), "DE", HastyClock(), never)

    with pytest.raises(RejectedError) as problem:
        baresip.build(setup)

    assert problem.value.field == "port"


def test_its_manifest_is_sound() -> None:
    manifest = load_phone(Path(baresip.__file__).with_name("manifest.toml"))

    assert manifest.id == "baresip"
    assert manifest.has_unique_ids
    assert [setting.name for setting in manifest.settings] == ["host", "port"]
