"""A small HTTP server on 127.0.0.1 for hooks, the command line and sign-ins.

It trusts nobody: only this machine can reach it, a page in a browser is turned away
by its `Host`, `Origin` or `Sec-Fetch-Site`, and every connection has limits of size,
time and rate. One request per connection. This file owns h11.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, unquote

import h11

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from connectors.contract import Clock

_CHUNK = 16 * 1024
_MOST_FIELDS = 32
_LINGER_BYTES = 1024 * 1024  # lets a refused sender read why, without taking all


@dataclass(frozen=True, slots=True)
class Request:
    """One request that passed the door. Prints without its words."""

    method: str
    path: str
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


Route: TypeAlias = "Callable[[Request], Awaitable[Reply]]"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one side may ask for.

    `per_s` requests go through on average and `burst` at once, counted apart for
    each client that `client_of` tells apart.
    """

    connections: int = 256
    header_bytes: int = 16 * 1024
    body_bytes: int = 64 * 1024
    request_s: float = 10.0
    answer_s: float = 30.0
    linger_s: float = 1.0
    per_s: float = 100.0
    burst: int = 200


@dataclass(slots=True)
class _Bucket:
    """Tokens that refill with time: a burst passes, a flood is slowed."""

    left: float
    at_s: float


class Loopback:
    """Serves routes on a free port of 127.0.0.1 until it is closed.

    A route is looked up by (method, path); one whose path ends in `/` gets all that
    lies below. A sign-in's redirect comes from a foreign page, so its owner allows
    that; everything else is turned away with 403 before its body is read.
    """

    def __init__(
        self,
        routes: Mapping[tuple[str, str], Route],
        clock: Clock,
        *,
        limits: Limits | None = None,
        origins: frozenset[str] = frozenset(),
        allows_foreign_pages: bool = False,
        client_of: Callable[[Request], str] = lambda _: "",
    ) -> None:
        self._routes = routes
        self._clock = clock
        self._limits = limits or Limits()
        self._origins = origins
        self._allows_foreign_pages = allows_foreign_pages
        self._client_of = client_of
        self._buckets: dict[str, _Bucket] = {}
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[object]] = set()
        self.port = 0

    async def open(self, port: int = 0) -> int:
        """Listen, on a free port unless one is given, and return the port."""
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", port, limit=_CHUNK, backlog=1024
        )
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self.port

    async def close(self) -> None:
        """Stop listening, end what is under way, and wait for it."""
        if self._server is None:
            return
        self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._server = None

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None  # a stream's callback always runs in a task
        self._open.add(task)
        wire = _Wire(reader, writer, self._limits)
        try:
            if len(self._open) <= 2 * self._limits.connections:
                await wire.send(await self._reply_to(wire))
                async with asyncio.timeout(self._limits.linger_s):
                    await wire.linger()
        except (OSError, TimeoutError, asyncio.CancelledError, h11.LocalProtocolError):
            pass  # gone, too slow, or we close: nobody is there to be told
        finally:
            self._open.discard(task)
            wire.close()

    async def _reply_to(self, wire: _Wire) -> Reply:
        if len(self._open) > self._limits.connections:
            return refusal(503, "Too many connections.", retry_after_s=1)
        try:
            async with asyncio.timeout(self._limits.request_s):
                head = await wire.read_head()
                refused = self._turned_away(head) or self._slowed(head)
                if refused:
                    return refused
                body = await wire.read_body()
        except h11.RemoteProtocolError as problem:
            return refusal(problem.error_status_hint, "This is no HTTP.")
        except _TooLargeError as problem:
            return refusal(problem.status, "Too large.")
        request = Request(head.method, head.path, head.query, head.headers, body)
        async with asyncio.timeout(self._limits.answer_s):
            return await self._route(request)

    async def _route(self, request: Request) -> Reply:
        methods = set()
        for (method, path), route in self._routes.items():
            below = path.endswith("/") and request.path.startswith(path)
            if request.path == path or below:
                if method == request.method:
                    return await route(request)
                methods.add(method)
        if methods:
            allowed = ", ".join(sorted(methods))
            return refusal(405, f"Use {allowed} here.", ("Allow", allowed))
        return refusal(404, "There is nothing here.")

    def _turned_away(self, head: Request) -> Reply | None:
        host = head.headers.get("host", "").lower()
        if host not in {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}:
            return refusal(403, "Foreign Host.")
        origin = head.headers.get("origin")
        if origin is not None and origin not in self._origins:
            return refusal(403, "Foreign Origin.")
        site = head.headers.get("sec-fetch-site", "none")
        if site not in {"none", "same-origin"} and not self._allows_foreign_pages:
            return refusal(403, "Foreign page.")
        return None

    def _slowed(self, head: Request) -> Reply | None:
        now_s = self._clock.monotonic_s()
        limits = self._limits
        bucket = self._buckets.setdefault(
            self._client_of(head), _Bucket(limits.burst, now_s)
        )
        refilled = bucket.left + (now_s - bucket.at_s) * limits.per_s
        bucket.left, bucket.at_s = min(limits.burst, refilled), now_s
        if bucket.left < 1:
            return refusal(429, "Too many requests.", retry_after_s=1)
        bucket.left -= 1
        return None


def refusal(
    status: int,
    text: str,
    *headers: tuple[str, str],
    retry_after_s: int | None = None,
) -> Reply:
    """Return a refusal that says in plain words what was wrong."""
    if retry_after_s is not None:
        headers = (*headers, ("Retry-After", str(retry_after_s)))
    return Reply(status, text.encode(), "text/plain; charset=utf-8", headers)


class _TooLargeError(Exception):
    """A part of a request is larger than allowed; `status` tells which."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__()
        self.status = status


class _Wire:
    """One connection: bytes in, one request, one reply."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        limits: Limits,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._http = h11.Connection(
            h11.SERVER, max_incomplete_event_size=limits.header_bytes
        )
        self._length: int | None = None

    async def read_head(self) -> Request:
        """Return the request without its body; raise OSError if nobody asks."""
        event = await self._next()
        if not isinstance(event, h11.Request):
            raise ConnectionResetError
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in event.headers
        }
        size = sum(len(name) + len(value) for name, value in event.headers)
        if size + len(event.target) > self._limits.header_bytes:
            raise _TooLargeError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        path, _, query = event.target.decode("latin-1").partition("?")
        if query.count("&") > _MOST_FIELDS:
            raise _TooLargeError(HTTPStatus.REQUEST_URI_TOO_LONG)
        length = headers.get("content-length", "0")
        self._length = int(length) if length.isdigit() else None
        return Request(
            event.method.decode("latin-1"),
            unquote(path),
            dict(parse_qsl(query, keep_blank_values=True)),
            headers,
        )

    async def read_body(self) -> bytes:
        """Return the body; raise _TooLargeError before it is read, if it says so."""
        most = self._limits.body_bytes
        if self._length is None or self._length > most:
            raise _TooLargeError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[])
            self._writer.write(self._http.send(go_on))
        body = bytearray()
        while isinstance(event := await self._next(), h11.Data):
            body += event.data
            if len(body) > most:
                raise _TooLargeError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not isinstance(event, h11.EndOfMessage):
            raise ConnectionResetError
        return bytes(body)

    async def send(self, reply: Reply) -> None:
        """Send the only reply of this connection."""
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        headers = [
            ("Content-Type", reply.kind),
            ("Content-Length", str(len(reply.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Connection", "close"),
            *reply.headers,
        ]
        reason = HTTPStatus(reply.status).phrase
        events: tuple[h11.Event, ...] = (
            h11.Response(status_code=reply.status, headers=headers, reason=reason),
            h11.Data(reply.body),
            h11.EndOfMessage(),
        )
        for event in events:
            self._writer.write(self._http.send(event) or b"")
        await self._writer.drain()
        if self._writer.can_write_eof():
            self._writer.write_eof()

    async def linger(self) -> None:
        """Let the other side read the reply: closing on unread bytes would drop it."""
        dropped = 0
        while dropped < _LINGER_BYTES and (chunk := await self._reader.read(_CHUNK)):
            dropped += len(chunk)

    def close(self) -> None:
        """Let go of the connection; bytes that nobody reads are dropped."""
        self._writer.close()
        if self._writer.transport.get_write_buffer_size():
            self._writer.transport.abort()

    async def _next(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await self._reader.read(_CHUNK))
        return event
