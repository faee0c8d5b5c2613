"""A listener with its hook source and a desk behind it, on a real socket."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.clock import SystemClock
from app.command import CommandError, Exit
from app.listener import Listener
from app.snapshot import CallPage
from connectors.contract import PhoneSetup
from connectors.phone.hook.source import build
from connectors.records import Contact, Disposition, EventKind, PhoneEvent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from app.snapshot import CallFilter, EntryRow, LinkRequest, ManualCall
    from connectors.phone.hook.source import HookSource


ANNA = Contact("local", "1", "Anna Åberg", company="Åberg AB")


class FakeCompanion:
    """Notes what it was asked for, and has one of everything."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    async def ready(self) -> None:
        pass

    async def show_window(self) -> bool:
        self.asked.append("window")
        return True

    async def show_pop(self) -> bool:
        self.asked.append("pop")
        return False

    async def ask_for(self, link: LinkRequest) -> bool:
        self.asked.append(link)
        return True

    async def dial(self, number: str, own_line: str | None = None) -> None:
        self.asked.append(("dial", number))

    async def list_calls(
        self,
        shown: CallFilter,
        text: str = "",
        before: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> CallPage:
        self.asked.append(("calls", shown, text, limit))
        return CallPage((), None, 0)

    def can_be_called(self, number: str) -> bool:
        return any(char.isdigit() for char in number)

    async def outcomes(self) -> tuple[Disposition, ...]:
        return (Disposition("sold", "Sold"), Disposition("later", "Call later"))

    async def log_call(self, manual: ManualCall) -> str:
        self.asked.append(manual)
        return "a-key"

    async def list_outbox(self) -> tuple[EntryRow, ...]:
        return ()

    async def search_contacts(self, text: str, limit: int = 20) -> tuple[Contact, ...]:
        return (ANNA,) if text in ANNA.name else ()

    async def import_contacts(self, path: Path) -> object:
        if path.name == "missing.csv":
            raise FileNotFoundError(2, "No such file", str(path))
        return {"imported": 1, "rejected": []}

    async def export_contacts(self, path: Path) -> object:
        return {"exported": 1, "path": path}

    async def backup(self, path: Path) -> object:
        raise CommandError("The keyring is locked.", Exit.LOCKED)

    async def doctor(self) -> object:
        return {"state": "fine"}


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
