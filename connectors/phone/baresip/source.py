"""A real SIP phone: follows baresip's calls and tells it what to do."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from itertools import count
from typing import TYPE_CHECKING

from connectors.errors import (
    ConnectorError,
    GoneError,
    RejectedError,
    UnreachableError,
    UnsupportedError,
)
from connectors.phone.baresip.call_book import SOURCE, CallBook, OpenCall, user_of
from connectors.phone.baresip.netstring import NetstringError, NetstringReader, encode
from connectors.phone.baresip.notice import Notice, Reply, read_message
from connectors.phone_number import is_same
from connectors.records import SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from connectors.contract import PhoneSetup
    from connectors.records import PhoneEvent

log = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
STEADY_AFTER_S = 10.0  # two companions on one baresip push each other out
REPLY_DEADLINE_S = 5.0
ANSWER_AGAIN_AFTER_S = 1.0
ANSWER_DEADLINE_S = 5.0
CONNECT_DEADLINE_S = 5.0
_READ_BYTES = 65_536
_DIALLABLE = re.compile(r"\+?[0-9*#]{1,32}")
_ACCOUNT = re.compile(r"sips?:[^\s<>;]+")
_CALL_ID = re.compile(r"call id: (\S+)")


def build(setup: PhoneSetup) -> BaresipSource:
    """Build the source of one baresip.

    Raises RejectedError where the port is none.
    """
    port = setup.settings.get("port") or "4444"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise RejectedError("the port is no number from 1 to 65535", field="port")
    return BaresipSource(setup, setup.settings.get("host") or "127.0.0.1", int(port))


class BaresipSource:
    """Keeps one connection to baresip and comes back when it breaks."""

    def __init__(self, setup: PhoneSetup, host: str, port: int) -> None:
        self._setup = setup
        self._host = host
        self._port = port
        self._book = CallBook(setup.account, setup.region)
        self._told: asyncio.Queue[PhoneEvent | SourceStatus | None] = asyncio.Queue()
        self._writer: asyncio.StreamWriter | None = None
        self._replies: dict[str, asyncio.Future[Reply]] = {}
        self._news: dict[str, asyncio.Event] = {}
        self._tokens = count(1)
        self._one_command = asyncio.Lock()
        self._is_up: bool | None = None
        self._is_started = False
        self._is_closed = False

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        """Yield what baresip tells until `close`, and when it goes and comes."""
        if not self._is_started:
            self._is_started = True
            self._setup.spawn(f"baresip {self._setup.account}", self._stay_connected())
        while not self._is_closed and (told := await self._told.get()) is not None:
            yield told

    async def answer(self, session: str) -> None:
        """Take a ringing call; returns once both sides are connected.

        While another call rings too, baresip 1.0 says yes to the first command and
        does nothing: it fails to hold that other one. Told again, it answers.
        """
        news = self._news[session] = asyncio.Event()
        try:
            await self._tell_about(session, "accept")
            if not await _happens(news, ANSWER_AGAIN_AFTER_S):
                await self._tell_about(session, "accept")
                if not await _happens(news, ANSWER_DEADLINE_S):
                    raise UnreachableError("the call was not connected")
        finally:
            self._news.pop(session, None)

    async def decline(self, session: str) -> None:
        """Refuse a ringing call; the caller hears that we are busy."""
        await self._tell_about(session, "hangup")

    async def hang_up(self, session: str) -> None:
        """End a call, ringing or not."""
        await self._tell_about(session, "hangup")

    async def dial(self, number: str, own_line: str | None) -> str | None:
        """Call a number; baresip from 1.1 on names the call at once.

        Raises RejectedError for what is no number to dial, or no own line.
        """
        if not _DIALLABLE.fullmatch(number):
            raise RejectedError("not a number to dial", field="number")
        async with self._one_command:
            if own_line:
                await self._choose_line(own_line)
            reply = await self._ask("dial", number.replace("#", "%23"))
        if not reply.is_ok:
            raise RejectedError("baresip did not dial", field="number")
        named = _CALL_ID.search(reply.text)
        return named[1] if named else None

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        """Raise: baresip keeps no finished calls."""
        raise UnsupportedError("baresip keeps no list of calls")

    async def close(self) -> None:
        """Let go of baresip; its calls go on."""
        self._is_closed = True
        self._drop_connection()
        self._told.put_nowait(None)

    async def _stay_connected(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._is_closed:
            began_s = self._setup.clock.monotonic_s()
            reason = await self._follow()
            if self._is_closed:
                return
            self._tell_status(is_up=False, reason=reason)
            if self._setup.clock.monotonic_s() - began_s >= STEADY_AFTER_S:
                wait_s = FIRST_WAIT_S
            await self._setup.clock.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def _follow(self) -> str:
        """Connect and listen as long as it lasts; return why it ended."""
        try:
            async with asyncio.timeout(CONNECT_DEADLINE_S):
                reader, self._writer = await asyncio.open_connection(
                    self._host, self._port
                )
        except ConnectionRefusedError:
            self._lose_all()  # nobody is there: its calls are gone with it
            return "not running"
        except (OSError, TimeoutError):
            return "not reachable"
        try:
            async with asyncio.TaskGroup() as both:
                # the calls are asked for while we already listen: no event is lost
                check = both.create_task(self._check_open_calls())
                reason = await self._listen(reader)
                check.cancel()
        finally:
            self._drop_connection()
        return reason

    async def _listen(self, reader: asyncio.StreamReader) -> str:
        strings = NetstringReader()
        self._tell_status(is_up=True)
        try:
            while received := await reader.read(_READ_BYTES):
                for payload in strings.feed(received):
                    self._take(read_message(payload))
        except NetstringError as problem:
            log.warning("What answers on baresip's port is not baresip: %s", problem)
            return "not baresip"
        except OSError:
            return "connection lost"
        return "connection lost"

    def _take(self, message: Notice | Reply | None) -> None:
        match message:
            case Notice():
                for event in self._book.read(message, self._setup.clock.now()):
                    self._told.put_nowait(event)
                    if event.session in self._news:
                        self._news[event.session].set()
            case Reply():
                waiting = self._replies.pop(message.token, None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(message)

    async def _check_open_calls(self) -> None:
        """After a break, close the calls that baresip does not know any more."""
        for call in self._book.open_calls:
            with contextlib.suppress(ConnectorError):
                async with self._one_command:
                    is_known = await self._select(call)
                if not is_known and self._book.find(call.id):
                    self._told.put_nowait(
                        self._book.lose(call, self._setup.clock.now())
                    )

    def _lose_all(self) -> None:
        for call in self._book.open_calls:
            self._told.put_nowait(self._book.lose(call, self._setup.clock.now()))

    async def _tell_about(self, session: str, command: str) -> None:
        call = self._book.find(session)
        if call is None:
            raise GoneError("baresip has no such call")
        async with self._one_command:
            if not await self._select(call):
                raise GoneError("baresip has no such call any more")
            # 1.0 takes the selected call, later versions the one that is named
            reply = await self._ask(command, call.id)
        if not reply.is_ok:
            raise RejectedError(f"baresip refused to {command}")

    async def _select(self, call: OpenCall) -> bool:
        """Make a call the current one; return whether baresip knows it."""
        await self._ask("uafind", call.aor)
        reply = await self._ask("callfind", call.id)
        return reply.is_ok and "not found" not in reply.text

    async def _choose_line(self, own_line: str) -> None:
        accounts = _ACCOUNT.findall((await self._ask("reginfo")).text)
        for account in accounts:
            user = user_of(account)
            if user == own_line or is_same(user, own_line, self._setup.region):
                await self._ask("uafind", account)
                return
        raise RejectedError("baresip has no such line", field="own_line")

    async def _ask(self, command: str, params: str | None = None) -> Reply:
        if self._writer is None:
            raise UnreachableError("baresip is not connected")
        if params is not None and not params.isprintable():
            raise RejectedError("a command holds control characters")
        token = f"sh{next(self._tokens)}"
        message = {"command": command, "token": token}
        if params is not None:
            message["params"] = params
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._replies[token] = waiting
        try:
            async with asyncio.timeout(REPLY_DEADLINE_S):
                self._writer.write(encode(json.dumps(message).encode()))
                await self._writer.drain()
                return await waiting
        except (TimeoutError, OSError) as problem:
            text = "baresip did not reply"
            raise UnreachableError(text, is_delivery_unknown=True) from problem
        finally:
            self._replies.pop(token, None)

    def _drop_connection(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for waiting in self._replies.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError())

    def _tell_status(self, *, is_up: bool, reason: str | None = None) -> None:
        if is_up is self._is_up:
            return
        self._is_up = is_up
        now = self._setup.clock.now()
        self._told.put_nowait(
            SourceStatus(SOURCE, self._setup.account, is_up, now, reason)
        )


async def _happens(news: asyncio.Event, deadline_s: float) -> bool:
    """Wait for news, but no longer than that; return whether there are any."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(deadline_s):
            await news.wait()
    return news.is_set()
