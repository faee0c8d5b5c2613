"""Events that hooks kept while no companion ran: told in order, deleted once on disk.

Each file is one event (app/hook.py writes it whole and renames it). What cannot be
read is set aside and counted, never told twice and never thrown away.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.ear import NotStoredError
from app.folders import spool
from app.hook_form import HookFormError, read_form
from connectors.disk import sync_folder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from connectors.contract import Clock
    from connectors.records import HookCall

log = logging.getLogger(__name__)
_LOOK_EVERY_S = 10.0
_PART_S = 60.0  # a hook that still writes its file is done long before
_MOST_BYTES = 256 * 1024


class _BrokenFileError(Exception):
    """A file of the spool cannot be read."""


@dataclass(frozen=True, slots=True)
class Drained:
    """What came of the spool: events told, and files set aside."""

    told: int = 0
    aside: int = 0


class Spool:
    """The events of one home that wait to be told to `take`."""

    def __init__(
        self, home: Path, take: Callable[[HookCall], Awaitable[str]], clock: Clock
    ) -> None:
        self._folder = spool(home)
        self._take = take
        self._clock = clock

    async def keep_draining(self) -> None:
        """Drain now and whenever hooks had to keep something while we run."""
        while True:
            await self.drain()
            await self._clock.sleep(_LOOK_EVERY_S)

    async def drain(self) -> Drained:
        """Tell what waits, oldest first, and stop where one cannot be stored."""
        told = aside = 0
        for path in sorted(self._folder.glob("*.jsonl")):
            try:
                await self._tell(path)
            except NotStoredError:
                log.info("Kept events wait: they cannot be stored now")
                break
            except _BrokenFileError:
                self._set_aside(path)
                aside += 1
                continue
            told += 1
            path.unlink()
        if told:
            sync_folder(self._folder)
        aside += self._set_parts_aside()
        if told or aside:
            log.info("%d kept events told, %d files set aside", told, aside)
        return Drained(told, aside)

    async def _tell(self, path: Path) -> None:
        call = _read(path)
        try:
            await self._take(call)
        except LookupError:  # it belongs to no call, as it would have when told
            log.info("A kept event belongs to no call")

    def _set_parts_aside(self) -> int:
        count = 0
        now = self._clock.now().timestamp()
        for path in self._folder.glob(".*.part"):
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > _PART_S:
                    self._set_aside(path)
                    count += 1
        return count

    def _set_aside(self, path: Path) -> None:
        folder = self._folder / "aside"
        folder.mkdir(mode=0o700, exist_ok=True)
        path.replace(folder / path.name.lstrip("."))


def _read(path: Path) -> HookCall:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _BrokenFileError
        kept = json.loads(path.read_bytes())
        seen_at = datetime.fromtimestamp(float(kept["seen"]), UTC)
        call = read_form(kept["told"])
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, OverflowError, HookFormError):
        raise _BrokenFileError from None
    return call if call.at else replace(call, at=seen_at)
