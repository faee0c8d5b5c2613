"""The loopback server, driven with raw sockets as an enemy would."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.clock import SystemClock
from connectors.loopback import Limits, Loopback, Reply, Request, refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime


class StillClock(SystemClock):
    """Time that stands, so that no token comes back during a test."""

    def monotonic_s(self) -> float:
        return 0.0

    def now(self) -> datetime:
        raise NotImplementedError


class Echo:
    """A route that tells what it got."""

    def __init__(self) -> None:
        self.seen: list[Request] = []

    async def __call__(self, request: Request) -> Reply:
        self.seen.append(request)
        return Reply(body=request.body)


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def server(echo: Echo) -> AsyncIterator[Loopback]:
    loopback = Loopback(
        {("POST", "/echo"): echo, ("GET", "/below/"): echo},
        StillClock(),
        limits=Limits(
            connections=20, body_bytes=1000, request_s=5, linger_s=0.2, burst=50
        ),
        origins=frozenset({"http://127.0.0.1:1"}),
    )
    await loopback.open()
    yield loopback
    await loopback.close()


def post(
    server: Loopback, body: bytes = b"hi", *lines: str, host: str | None = None
) -> bytes:
    head = [
        "POST /echo HTTP/1.1",
        f"Host: {host or f'127.0.0.1:{server.port}'}",
        f"Content-Length: {len(body)}",
        *lines,
        "",
        "",
    ]
    return "\r\n".join(head).encode() + body


async def exchange(server: Loopback, *pieces: bytes) -> tuple[int, str]:
    """Send pieces one after the other; return the status and all that came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        if len(pieces) > 1:
            await asyncio.sleep(0)
    reply = b""
    try:
        while chunk := await reader.read(65536):
            reply += chunk
    except ConnectionError:
        pass
    finally:
        writer.close()
    return int(reply.split(b" ")[1]) if reply else 0, reply.decode("utf-8", "replace")


async def test_a_request_is_understood_however_its_bytes_are_cut(echo: Echo) -> None:
    server = Loopback({("POST", "/echo"): echo}, StillClock())
    await server.open()
    body = '{"kind": "ringing", "name": "Zoë"}'
    whole = post(server, body.encode())

    for cut in range(1, len(whole)):
        status, reply = await exchange(server, whole[:cut], whole[cut:])
        assert status == 200, cut
        assert reply.endswith(body)
    status, reply = await exchange(server, *(bytes([byte]) for byte in whole))
    await server.close()

    assert status == 200
    assert reply.endswith(body)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (post, 200),
        (lambda s: post(s, host=f"localhost:{s.port}"), 200),
        (lambda s: post(s, host="example.com"), 403),
        (lambda s: post(s, host=f"example.com:{s.port}"), 403),
        (lambda s: post(s, host="127.0.0.1"), 403),
        (lambda s: post(s, b"", "Origin: https://example.com"), 403),
        (lambda s: post(s, b"", "Origin: null"), 403),
        (lambda s: post(s, b"", "Origin: http://127.0.0.1:1"), 200),
        (lambda s: post(s, b"", "Sec-Fetch-Site: cross-site"), 403),
        (lambda s: post(s, b"", "Sec-Fetch-Site: same-site"), 403),
        (lambda s: post(s, b"", "Sec-Fetch-Site: none"), 200),
        (lambda s: post(s).replace(b"POST /echo", b"GET /echo"), 405),
        (lambda s: post(s).replace(b"/echo", b"/other"), 404),
        (lambda s: post(s).replace(b"POST /echo", b"GET /below/x"), 200),
        (lambda s: post(s).replace(b"/echo", b"/echo?" + b"&" * 99), 414),
        (lambda s: post(s, b"", "X: " + "x" * 20_000), 431),
        (lambda s: b"\x16\x03\x01 this is no HTTP\r\n\r\n", 400),
        (lambda s: b"POST /echo HTTP/1.1\r\n\r\n", 400),
        (lambda s: post(s, b"x" * 1000), 200),
        (lambda s: post(s, b"x" * 1001), 413),
        (lambda s: post(s).replace(b"Length: 2", b"Length: 99999999999999"), 413),
    ],
)
async def test_only_what_this_machine_may_ask_passes(
    server: Loopback, change: Callable[[Loopback], bytes], status: int
) -> None:
    got, reply = await exchange(server, change(server))

    assert got == status
    assert "access-control" not in reply.lower()


async def test_ten_megabytes_are_refused_without_being_read(
    server: Loopback, echo: Echo
) -> None:
    head = post(server, b"").replace(b"Length: 0", b"Length: 10485760")
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    writer.write(head)
    reply = await reader.read(65536)
    sent = 0
    try:
        while sent < 10 * 1024 * 1024:
            writer.write(b"x" * 65536)
            await writer.drain()
            sent += 65536
    except ConnectionError:
        pass
    writer.close()

    assert b" 413 " in reply
    assert sent < 10 * 1024 * 1024
    assert echo.seen == []


async def test_a_chunked_body_is_refused_once_it_is_too_large(
    server: Loopback, echo: Echo
) -> None:
    head = post(server, b"").replace(
        b"Content-Length: 0", b"Transfer-Encoding: chunked"
    )
    chunk = b"1f4\r\n" + b"x" * 500 + b"\r\n"

    fine, _ = await exchange(server, head, chunk, chunk, b"0\r\n\r\n")
    large, _ = await exchange(server, head, chunk, chunk, chunk, b"0\r\n\r\n")

    assert (fine, large) == (200, 413)
    assert len(echo.seen) == 1


async def test_who_says_nothing_is_let_go(echo: Echo) -> None:
    server = Loopback(
        {("POST", "/echo"): echo}, StillClock(), limits=Limits(request_s=0.05)
    )
    await server.open()

    status, reply = await exchange(server, b"POST /echo HT")
    await server.close()

    assert (status, reply) == (0, "")


async def test_a_flood_is_slowed_per_client_and_the_rest_is_answered(
    echo: Echo,
) -> None:
    server = Loopback(
        {("POST", "/echo"): echo},
        StillClock(),
        limits=Limits(burst=30),
        client_of=lambda request: request.headers.get("authorization", ""),
    )
    await server.open()

    replies = [await exchange(server, post(server)) for _ in range(40)]
    known, _ = await exchange(server, post(server, b"hi", "Authorization: x"))
    await server.close()

    assert [status for status, _ in replies] == [200] * 30 + [429] * 10
    assert "retry-after: 1" in replies[-1][1].lower()
    assert known == 200
    assert len(echo.seen) == 31


async def test_more_connections_than_allowed_are_told_to_come_later(
    server: Loopback,
) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(20)]

    status, _ = await exchange(server, post(server))
    for _, writer in idle:
        writer.close()

    assert status == 503


async def test_closing_ends_what_is_under_way() -> None:
    entered = asyncio.Event()

    async def for_ever(request: Request) -> Reply:
        entered.set()
        await asyncio.Event().wait()
        return refusal(500, "never")

    server = Loopback({("POST", "/echo"): for_ever}, StillClock())
    await server.open()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(post(server))
    await entered.wait()

    await server.close()

    assert await reader.read() == b""
    writer.close()
    with pytest.raises(OSError, match=r"refused|failed"):
        await asyncio.open_connection("127.0.0.1", server.port)


async def test_a_request_prints_without_its_words() -> None:
    request = Request("GET", "/", {"token": "secret"}, {"x": "secret"}, b"secret")

    assert "secret" not in repr(request)
