"""The ear of the running companion: hooks, the command line, a second start, links.

Everything needs the token of the home, which only the rep's own programs can read. An
event is answered once it is on disk, never before.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from typing import TYPE_CHECKING

from app.command import CommandError, run_command
from app.hook_form import HookFormError, read_form, read_json
from app.instance import TOKEN_FILE, last_port
from app.link import LinkError, read_link
from connectors.contract import HookPost
from connectors.loopback import Limits, Loopback, Reply, Request, refusal
from connectors.records import HookCall

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.command import Commands
    from connectors.contract import Clock

_EVENT_S = 5.0  # a softphone may wait ten seconds for its hook
_LIMITS = Limits(answer_s=3600.0)  # an import may take its time


class NotStoredError(Exception):
    """An event could not be stored in time; the hook keeps it."""


class Listener:
    """Answers on 127.0.0.1 for one home, to whoever has its token."""

    def __init__(
        self,
        home: Path,
        inbox: asyncio.Queue[HookPost | None],
        companion: Commands,
        clock: Clock,
    ) -> None:
        self._home = home
        self._inbox = inbox
        self._companion = companion
        self._clock = clock
        self._token = b""
        self._loopback = Loopback(
            {
                ("GET", "/v1/health"): self._health,
                ("POST", "/v1/event"): self._event,
                ("GET", "/v1/event/"): self._event_by_url,
                ("POST", "/v1/show"): self._show,
                ("POST", "/v1/pop"): self._pop,
                ("POST", "/v1/dial"): self._dial,
                ("POST", "/v1/command"): self._command,
                ("POST", "/v1/open-link"): self._open_link,
            },
            clock,
            limits=_LIMITS,
            client_of=lambda request: "ours" if self._is_ours(request) else "",
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
        return self._refused(request) or _json({"ok": True})

    async def _event(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        try:
            call = read_json(request.body)
        except HookFormError as problem:
            return refusal(422, str(problem))
        return await self._stored(call)

    async def _event_by_url(self, request: Request) -> Reply:
        if refused := self._refused(request, may_be_in_url=True):
            return refused
        told: dict[str, object] = dict(request.query)
        told.pop("token", None)
        told["kind"] = request.path.removeprefix("/v1/event/")
        try:
            call = read_form(told)
        except HookFormError as problem:
            return refusal(422, str(problem))
        return await self._stored(call)

    async def _stored(self, call: HookCall) -> Reply:
        try:
            return _json({"key": await self.take(call)})
        except LookupError as problem:
            return refusal(404, str(problem.args[0]))
        except NotStoredError:
            return refusal(503, "Not stored in time.", retry_after_s=1)

    async def _show(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        return _json({"shown": await self._companion.show_window()})

    async def _pop(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        return _json({"shown": await self._companion.show_pop()})

    async def _dial(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        number = _field(request.body, "number")
        if number is None:
            return refusal(422, "A number is needed.")
        return await self._done("dial", {"number": number})

    async def _command(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        asked = _object(request.body)
        name, args = asked.get("command"), asked.get("args", {})
        if not isinstance(name, str) or not isinstance(args, dict):
            return refusal(422, "A command and its args are needed.")
        return await self._done(name, args)

    async def _done(self, name: str, args: Mapping[str, object]) -> Reply:
        try:
            output = await run_command(self._companion, name, args)
        except CommandError as problem:
            return _json({"exit": int(problem.exit), "text": str(problem)})
        return _json({"exit": 0, "output": output})

    async def _open_link(self, request: Request) -> Reply:
        if refused := self._refused(request):
            return refused
        url = _field(request.body, "url")
        if url is None:
            return refusal(422, "A url is needed.")
        try:
            asked = read_link(url, self._token.decode())
        except LinkError as problem:
            return refusal(422, str(problem))
        if isinstance(asked, HookCall):
            return await self._stored(asked)
        return _json({"shown": await self._companion.ask_for(asked)})

    def _refused(
        self, request: Request, *, may_be_in_url: bool = False
    ) -> Reply | None:
        if self._is_ours(request, may_be_in_url=may_be_in_url):
            return None
        return refusal(401, "A token is needed.", ("WWW-Authenticate", "Bearer"))

    def _is_ours(self, request: Request, *, may_be_in_url: bool = True) -> bool:
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


def _json(told: object) -> Reply:
    return Reply(body=json.dumps(told, ensure_ascii=False).encode())


def _object(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _field(body: bytes, name: str) -> str | None:
    value = _object(body).get(name)
    return value if isinstance(value, str) and value else None
