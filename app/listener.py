"""The ear of the running companion: hooks, the command line, a second start, links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.command import CommandError
from app.ear import Ear, json_reply
from app.link import LinkError, read_link
from connectors.loopback import refusal
from connectors.records import HookCall

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping
    from pathlib import Path

    from app.command import Commands
    from connectors.contract import Clock, HookPost
    from connectors.loopback import Reply, Request


class Listener(Ear):
    """Hears hooks, and passes on what the outside asks of the companion."""

    def __init__(
        self,
        home: Path,
        inbox: asyncio.Queue[HookPost | None],
        companion: Commands,
        clock: Clock,
    ) -> None:
        routes = {
            ("POST", "/v1/show"): self._show,
            ("POST", "/v1/pop"): self._pop,
            ("POST", "/v1/dial"): self._dial,
            ("POST", "/v1/command"): self._command,
            ("POST", "/v1/open-link"): self._open_link,
        }
        super().__init__(home, inbox, clock, routes)
        self._companion = companion

    async def _show(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        return json_reply({"shown": await self._companion.show_window()})

    async def _pop(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        return json_reply({"shown": await self._companion.show_pop()})

    async def _dial(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        number = _field(request.body, "number")
        if number is None:
            return refusal(422, "A number is needed.")
        return await self._done("dial", {"number": number})

    async def _command(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        asked = _object(request.body)
        name, args = asked.get("command"), asked.get("args", {})
        if not isinstance(name, str) or not isinstance(args, dict):
            return refusal(422, "A command and its args are needed.")
        return await self._done(name, args)

    async def _done(self, name: str, args: Mapping[str, object]) -> Reply:
        # its parser is large, and most days no command comes
        from app.command_run import run_command  # noqa: PLC0415

        try:
            output = await run_command(self._companion, name, args)
        except CommandError as problem:
            return json_reply({"exit": int(problem.exit), "text": str(problem)})
        return json_reply({"exit": 0, "output": output})

    async def _open_link(self, request: Request) -> Reply:
        if refused := self.refused(request):
            return refused
        url = _field(request.body, "url")
        if url is None:
            return refusal(422, "A url is needed.")
        try:
            asked = read_link(url, self.token)
        except LinkError as problem:
            return refusal(422, str(problem))
        if isinstance(asked, HookCall):
            return await self.stored(asked)
        return json_reply({"shown": await self._companion.ask_for(asked)})


def _object(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _field(body: bytes, name: str) -> str | None:
    value = _object(body).get(name)
    return value if isinstance(value, str) and value else None
