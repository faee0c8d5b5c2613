"""A listener with its hook source and a desk behind it, on a real socket."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.clock import SystemClock
from app.command import CommandError, Exit
from app.listener import Listener
from connectors.contract import PhoneSetup
from connectors.phone.hook.source import build
from connectors.records import EventKind, PhoneEvent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from app.snapshot import LinkRequest
    from connectors.phone.hook.source import HookSource


class FakeCompanion:
    """Notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    async def show_window(self) -> None:
        self.asked.append("window")

    async def show_pop(self) -> None:
        self.asked.append("pop")

    async def ask_for(self, link: LinkRequest) -> None:
        self.asked.append(link)

    async def run_command(self, name: str, args: Mapping[str, object]) -> object:
        if name == "unlock":
            raise CommandError("The keyring is locked.", Exit.LOCKED)
        self.asked.append((name, dict(args)))
        return {"done": name}


BEGINS = {EventKind.RINGING, EventKind.DIALLING}


class Desk:
    """Stores every event at once, but for those of calls that did not begin."""

    def __init__(self, source: HookSource) -> None:
        self.source = source
        self.events: list[PhoneEvent] = []
        self.sessions: set[str] = set()
        self.is_slow = False

    async def run(self) -> None:
        async for event in self.source.events():
            if not isinstance(event, PhoneEvent):
                continue
            if event.kind in BEGINS:
                self.sessions.add(event.session)
            if event.session not in self.sessions:
                self.source.refuse(event)
                continue
            self.events.append(event)
            if self.is_slow:
                continue
            self.source.acknowledge(event, f"key of {event.session}")


class House:
    """A listener, its source and a desk on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.companion = FakeCompanion()
        clock = SystemClock()
        setup = PhoneSetup("hook", {}, (), "US", clock, lambda _, work: work.close())
        self.source = build(setup)
        self.desk = Desk(self.source)
        self.listener = Listener(home, self.source.inbox, self.companion, clock)

    @property
    def token(self) -> str:
        return (self.home / "hook-token").read_text("ascii")

    async def post(
        self, path: str, told: object, *lines: str, token: str | None = None
    ) -> tuple[int, str]:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        bearer = self.token if token is None else token
        return await self.exchange(
            f"POST {path} HTTP/1.1",
            body,
            f"Host: 127.0.0.1:{self.listener.port}",
            *([f"Authorization: Bearer {bearer}"] if bearer else []),
            *lines,
        )

    async def get(self, path: str) -> tuple[int, str]:
        host = f"Host: localhost:{self.listener.port}"
        return await self.exchange(f"GET {path} HTTP/1.1", b"", host)

    async def exchange(self, start: str, body: bytes, *lines: str) -> tuple[int, str]:
        port = self.listener.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = [start, *lines, f"Content-Length: {len(body)}", "", ""]
        writer.write("\r\n".join(head).encode() + body)
        reply = (await reader.read()).decode()
        writer.close()
        return int(reply.split(" ")[1]), reply.partition("\r\n\r\n")[2]


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[House]:
    house = House(home)
    await house.listener.open()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(house.desk.run())
        yield house
        await house.listener.close()
        await house.source.close()
