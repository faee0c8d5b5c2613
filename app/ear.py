"""The ear for hooks: a loopback server that puts what they tell on a queue.

Everything needs the token of the home, which only the rep's own programs can read. An
event is answered once it is on disk, never before.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from typing import TYPE_CHECKING

from app.hook_form import HookFormError, read_json, read_query
from app.instance import TOKEN_FILE, last_port
from connectors.contract import HookPost
from connectors.loopback import Limits, Loopback, Reply, Request, Route, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract import Clock
    from connectors.records import HookCall

_EVENT_S = 5.0  # a softphone may wait ten seconds for its hook
_LIMITS = Limits(answer_s=3600.0)  # an import may take its time


class NotStoredError(Exception):
    """An event could not be stored in time; the hook keeps it."""


class Ear:
    """Hears events on 127.0.0.1 for one home, from whoever has its token.

    `also` are further routes, for who has more to answer.
    """

    def __init__(
        self,
        home: Path,
        inbox: asyncio.Queue[HookPost | None],
        clock: Clock,
        also: Mapping[tuple[str, str], Route] | None = None,
    ) -> None:
        self._home = home
        self._inbox = inbox
        self._token = b""
        self._loopback = Loopback(
            {
                ("GET", "/v1/health"): self._health,
                ("POST", "/v1/event"): self._event,
                ("GET", "/v1/event/"): self._event_by_url,
                **(also or {}),
            },
            clock,
            limits=_LIMITS,
            client_of=lambda request: (
                "ours" if self._is_ours(request, may_be_in_url=True) else ""
            ),
        )

    @property
    def port(self) -> int:
        return self._loopback.port

    async def open(self) -> int:
        """Listen on the last port if it is free, else on any; return the port."""
        self._token = read_token(self._home)
        try:
            return await self._loopback.open(last_port(self._home) or 0)
        except OSError:
            return await self._loopback.open()

    async def close(self) -> None:
        await self._loopback.close()

    def event_url(self, kind: str) -> str:
        """Return the address for softphones that can only open one. It is secret."""
        token = self._token.decode()
        return f"http://127.0.0.1:{self.port}/v1/event/{kind}?token={token}"

    @property
    def token(self) -> str:
        return self._token.decode()

    async def take(self, call: HookCall, deadline_s: float = _EVENT_S) -> str:
        """Return our key of the call once the event is on disk.

        Raises NotStoredError after the deadline, LookupError where it is of no call.
        """
        stored: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self._inbox.put(HookPost(call, stored))
        try:
            async with asyncio.timeout(deadline_s):
                return await stored
        except TimeoutError:
            raise NotStoredError from None

    async def _health(self, request: Request) -> Reply:
        return self.refused(request) or json_reply({"ok": True})

    async def _event(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        try:
            call = read_json(request.body)
        except HookFormError as problem:
            return refusal(422, str(problem))
        return await self.stored(call)

    async def _event_by_url(self, request: Request) -> Reply:
        if refused := self.refused(request, may_be_in_url=True):
            return refused
        kind = request.path.removeprefix("/v1/event/")
        try:
            call = read_query(kind, request.query)
        except HookFormError as problem:
            return refusal(422, str(problem))
        return await self.stored(call)

    async def stored(self, call: HookCall) -> Reply:
        """Take an event and answer its teller."""
        try:
            return json_reply({"key": await self.take(call)})
        except LookupError as problem:
            return refusal(404, str(problem.args[0]))
        except NotStoredError:
            return refusal(503, "Not stored in time.", retry_after_s=1)

    def refused(self, request: Request, *, may_be_in_url: bool = False) -> Reply | None:
        """Return the refusal of who has no token, else None."""
        if self._is_ours(request, may_be_in_url=may_be_in_url):
            return None
        return refusal(401, "A token is needed.", ("WWW-Authenticate", "Bearer"))

    def _is_ours(self, request: Request, *, may_be_in_url: bool = False) -> bool:
        scheme, _, told = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            told = request.query.get("token", "") if may_be_in_url else ""
        return bool(self._token) and secrets.compare_digest(
            told.strip().encode(), self._token
        )


def read_token(home: Path) -> bytes:
    """Return the token of a home; make one where there is none."""
    path = home / TOKEN_FILE
    try:
        path.chmod(0o600)
        if token := path.read_bytes().strip():
            return token
        path.unlink()
    except FileNotFoundError:
        pass
    token = secrets.token_urlsafe(32).encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor, no path
        file.write(token)
        os.fsync(file.fileno())
    return token


def json_reply(told: object) -> Reply:
    """Return an answer in JSON."""
    return Reply(body=json.dumps(told, ensure_ascii=False).encode())
