"""A far side that speaks the manager interface: strict at sign-in, faulty on demand."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

USERNAME, SECRET = "rep", "s3cret"
_CHALLENGE = "850412319"

Action = dict[str, str]


@dataclass
class FakeAmi:
    """One PBX. `say` tells all who are signed in; `actions` are what they asked."""

    channels: list[Action] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    replies: dict[str, Action] = field(default_factory=dict)
    knows_challenge: bool = True
    lists_channels: bool = True
    answers_pings: bool = True
    tls: ssl.SSLContext | None = None
    port: int = 0
    signed_in: int = 0  # how often somebody signed in
    refused: int = 0
    _server: asyncio.Server | None = None
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Vanish, as a killed process does."""
        if self._server:
            self._server.close()
            self.cut()
            await self._server.wait_closed()
            self._server = None

    def cut(self) -> None:
        """Break every connection."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def say(self, text: bytes, chunk: int = 0) -> None:
        """Send raw bytes to all who are signed in, in pieces of `chunk`."""
        for writer in self._writers:
            for start in range(0, len(text), chunk or len(text)):
                writer.write(text[start : start + (chunk or len(text))])
                await writer.drain()

    def asked(self, action: str) -> list[Action]:
        """Return the actions of that name."""
        return [asked for asked in self.actions if asked["action"] == action]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds`; fails after five seconds."""
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 - what it waits for is the far side's
                await asyncio.sleep(0.005)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        is_signed_in = False
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                text = await reader.readuntil(b"\r\n\r\n")
                self.raw += text
                action = _read(text)
                self.actions.append(action)
                name = action["action"]
                if name == "Login":
                    if not self._is_right(action):
                        self.refused += 1
                        reply = {"response": "Error"}
                        reply["message"] = "Authentication failed"
                        _answer(writer, action, reply)
                        break
                    is_signed_in = True
                    self.signed_in += 1
                    self._writers.append(writer)
                    message = "Authentication accepted"
                    _answer(writer, action, {"response": "Success", "message": message})
                elif name == "Challenge" and self.knows_challenge:
                    reply = {"response": "Success", "challenge": _CHALLENGE}
                    _answer(writer, action, reply)
                elif not is_signed_in:
                    reply = {"response": "Error", "message": "Permission denied"}
                    _answer(writer, action, reply)
                else:
                    self._answer_action(writer, action)
        if writer in self._writers:
            self._writers.remove(writer)
        writer.close()

    def _answer_action(self, writer: asyncio.StreamWriter, action: Action) -> None:
        name = action["action"]
        if name == "Ping" and not self.answers_pings:
            return
        reply = self.replies.get(name, {"response": "Success", "message": "ok"})
        _answer(writer, action, reply)
        if name == "CoreShowChannels" and self.lists_channels:
            for channel in self.channels:
                _answer(writer, action, {"event": "CoreShowChannel", **channel})
            complete = {"event": "CoreShowChannelsComplete", "eventlist": "Complete"}
            _answer(writer, action, complete)

    def _is_right(self, action: Action) -> bool:
        if action.get("username") != USERNAME:
            return False
        if action.get("authtype") == "MD5":
            key = hashlib.md5((_CHALLENGE + SECRET).encode()).hexdigest()
            return action.get("key") == key
        return action.get("secret") == SECRET


def _read(text: bytes) -> Action:
    lines = text.decode().removesuffix("\r\n\r\n").split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    keys = [key.lower() for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a header came twice: {keys}"
    return {key.lower(): value for key, value in pairs}


def _answer(writer: asyncio.StreamWriter, action: Action, reply: Action) -> None:
    lines = [f"{key.capitalize()}: {value}" for key, value in reply.items()]
    if "actionid" in action:
        lines.insert(1, f"ActionID: {action['actionid']}")
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
