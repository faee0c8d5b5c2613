"""One connection to a manager interface: sign-in, questions and answers, the end.

Time-outs of the far side are real ones; waiting between them is the clock's.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.errors import (
    ConnectorError,
    GoneError,
    NotAllowedError,
    RejectedError,
    SignInError,
    UnreachableError,
)
from connectors.phone.asterisk.wire import Message, MessageReader, write

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT_DEADLINE_S = 10
SIGN_IN_DEADLINE_S = 15  # a refusal is held back for more than a second
ANSWER_DEADLINE_S = 5
_CHUNK_BYTES = 65_536
# All that is needed; variables and dialplan steps would double the traffic.
_EVENT_CLASSES = "system,call,cdr,agent"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the PBX is and who we are there."""

    host: str
    port: int
    username: str
    secret: str = field(repr=False)
    has_tls: bool = False
    ca_file: str | None = None


class UntrustedError(UnreachableError):
    """Whoever answers there cannot prove to be the phone system."""


class Link:
    """A signed-in connection; `open_link` makes one."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._messages = MessageReader()
        self._early: list[Message] = []
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self._last_id = 0
        self.heard_count = 0  # grows with every packet

    async def sign_in(self, address: Address) -> None:
        """Sign in; where nothing is encrypted, without sending the secret itself.

        Raises SignInError if the account or its secret is refused.
        """
        fields = {"Username": address.username, "Secret": address.secret}
        if not address.has_tls:
            reply = await self._ask_early("Challenge", {"AuthType": "MD5"})
            if challenge := reply.get("challenge"):
                digest = hashlib.md5(usedforsecurity=False)
                digest.update((challenge + address.secret).encode())
                fields = {"Username": address.username, "AuthType": "MD5"}
                fields["Key"] = digest.hexdigest()
        reply = await self._ask_early("Login", {**fields, "Events": _EVENT_CLASSES})
        if reply.response != "Success":
            raise SignInError("the phone system refused the account or its secret")

    async def read(self) -> list[Message]:
        """Return the next messages; answers go to who asked.

        Raises UnreachableError when the connection ends.
        """
        if self._early:
            messages, self._early = self._early, []
        else:
            messages = await self._read()
        return [message for message in messages if not self._is_answer(message)]

    async def ask(
        self, action: str, fields: Mapping[str, str], action_id: str | None = None
    ) -> Message:
        """Send an action and return its answer, while someone else reads.

        Raises the ConnectorError that a refusal means.
        """
        action_id = action_id or self.next_id()
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[action_id] = answer
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                await self.send(action, {"ActionID": action_id, **fields})
                reply = await answer
        except TimeoutError:
            text = "the phone system did not answer"
            raise UnreachableError(text, is_delivery_unknown=True) from None
        finally:
            self._waiting.pop(action_id, None)
        if reply.response == "Error":
            raise _error_for(reply.get("message"))
        return reply

    async def send(self, action: str, fields: Mapping[str, str]) -> None:
        """Send an action whose answer nobody waits for."""
        request = write(action, fields)
        try:
            self._writer.write(request)
            await self._writer.drain()
        except OSError as problem:
            raise UnreachableError("the connection broke") from problem

    def next_id(self) -> str:
        self._last_id += 1
        return f"switchhook-{self._last_id}"

    async def close(self) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(UnreachableError("the connection ended"))
        self._writer.close()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()

    def _is_answer(self, message: Message) -> bool:
        if not message.response or message.event:
            return False
        answer = self._waiting.get(message.action_id)
        if answer and not answer.done():
            answer.set_result(message)
        return True

    async def _ask_early(self, action: str, fields: Mapping[str, str]) -> Message:
        """Ask while nobody else reads; what comes besides is kept for `read`."""
        action_id = self.next_id()
        await self.send(action, {"ActionID": action_id, **fields})
        while True:
            messages = await self._read()
            for index, message in enumerate(messages):
                is_ours = message.action_id in ("", action_id)
                if message.response and not message.event and is_ours:
                    self._early += messages[index + 1 :]
                    return message
                self._early.append(message)

    async def _read(self) -> list[Message]:
        try:
            chunk = await self._reader.read(_CHUNK_BYTES)
        except OSError as problem:
            raise UnreachableError("the connection broke") from problem
        if not chunk:
            raise UnreachableError("the phone system closed the connection")
        self.heard_count += 1
        return self._messages.feed(chunk)


async def open_link(address: Address) -> Link:
    """Connect and sign in.

    Raises SignInError if refused, UntrustedError, or else UnreachableError.
    """
    try:
        async with asyncio.timeout(CONNECT_DEADLINE_S):
            tls = await asyncio.to_thread(_tls, address)  # reads files
            reader, writer = await asyncio.open_connection(
                address.host, address.port, ssl=tls
            )
    except ssl.SSLCertVerificationError as problem:
        raise UntrustedError("the certificate is not trusted") from problem
    except (OSError, TimeoutError) as problem:
        raise UnreachableError("no connection to the phone system") from problem
    link = Link(reader, writer)
    is_signed_in = False
    try:
        async with asyncio.timeout(SIGN_IN_DEADLINE_S):
            await link.sign_in(address)
        is_signed_in = True
    except TimeoutError as problem:
        raise UnreachableError("the phone system did not answer") from problem
    finally:
        if not is_signed_in:
            await link.close()
    return link


def _tls(address: Address) -> ssl.SSLContext | None:
    if not address.has_tls:
        return None
    return ssl.create_default_context(cafile=address.ca_file)


def _error_for(text: str) -> ConnectorError:
    """Translate a refusal; its text may hold a number, so it stays out."""
    words = text.lower()
    if "permission" in words:
        return NotAllowedError("write permission lacks", permission="call, originate")
    if "no such channel" in words or "not found" in words:
        return GoneError("no such channel")
    return RejectedError("the phone system refused")
