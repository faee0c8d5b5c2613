"""The rep's phone sources at work: what they tell, their state, what they can do."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.snapshot import SourceSnapshot
from connectors.errors import UnsupportedError
from connectors.records import PhoneAbility, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.tasks import Tasks
    from connectors.contract import PhoneSource
    from connectors.manifest import PhoneManifest
    from connectors.records import PhoneEvent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """One phone source under the account that names it."""

    account: str
    manifest: PhoneManifest
    phone: PhoneSource
    lines: tuple[str, ...] = ()

    def can(self, ability: PhoneAbility) -> bool:
        """Return whether this phone can be told so."""
        return ability in self.manifest.abilities


class Sources:
    """Listens to every source; `take` gets the events, in the order they are told."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        take: Callable[[Source, PhoneEvent], Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        self._tasks = tasks
        self._take = take
        self._changed = changed
        self._sources: dict[str, Source] = {}
        self._states: dict[str, SourceSnapshot] = {}

    def snapshots(self) -> tuple[SourceSnapshot, ...]:
        """Return every source and its state, as they were added."""
        return tuple(self._states.values())

    def add(self, source: Source) -> None:
        """Listen to a source from now on; it reconnects by itself."""
        self._sources[source.account] = source
        self._states[source.account] = SourceSnapshot(
            id=source.manifest.id,
            account=source.account,
            name=source.manifest.name,
            is_up=None,
            abilities=frozenset(source.manifest.abilities),
            lines=source.lines,
        )
        self._changed()
        self._tasks.start(f"source {source.account}", self._listen(source))

    async def remove(self, account: str) -> None:
        """Let go of a source."""
        source = self._sources.pop(account, None)
        self._states.pop(account, None)
        if source:
            await source.phone.close()
        self._changed()

    async def close(self) -> None:
        """Let go of all."""
        for account in tuple(self._sources):
            await self.remove(account)

    def get(self, account: str) -> Source:
        """Return a source. Raises UnsupportedError where it is no longer there."""
        try:
            return self._sources[account]
        except KeyError:
            raise UnsupportedError("that phone is gone") from None

    def has_unique_ids(self, source_id: str) -> bool:
        """Return whether the ids of such sources are unique for ever."""
        for source in self._sources.values():
            if source.manifest.id == source_id:
                return source.manifest.has_unique_ids
        return False

    def abilities(self, account: str) -> frozenset[PhoneAbility]:
        """Return what the phone of a call can be told."""
        source = self._sources.get(account)
        return frozenset(source.manifest.abilities) if source else frozenset()

    def who_can(self, ability: PhoneAbility) -> Source:
        """Return a source that is up and can do that; the first one added wins.

        Raises UnsupportedError where none can.
        """
        able = [source for source in self._sources.values() if source.can(ability)]
        up = [source for source in able if self._states[source.account].is_up]
        if not able:
            raise UnsupportedError("no phone can do that")
        return (up or able)[0]

    async def _listen(self, source: Source) -> None:
        async for told in source.phone.events():
            if isinstance(told, SourceStatus):
                self._note(source, told)
            else:
                await self._take(source, told)

    def _note(self, source: Source, status: SourceStatus) -> None:
        state = self._states.get(source.account)
        if state is None or self._sources.get(source.account) is not source:
            return  # one that was let go says goodbye
        log.info("%s is %s", source.account, "up" if status.is_up else "down")
        self._states[source.account] = replace(
            state, is_up=status.is_up, since=status.at, reason=status.reason
        )
        self._changed()
