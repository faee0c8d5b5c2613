"""State for the window: whole snapshots, to whoever listens, last one first."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
log = logging.getLogger(__name__)


class Feed(Generic[T]):
    """Carries snapshots up. A late listener gets the last one at once."""

    def __init__(self, on_error: Callable[[str, BaseException], None]) -> None:
        self._listeners: list[Callable[[T], object]] = []
        self._on_error = on_error
        self.last: T | None = None

    def publish(self, snapshot: T) -> None:
        """Give `snapshot` to every listener; one that fails disturbs no other."""
        self.last = snapshot
        for listener in tuple(self._listeners):
            self._give(listener, snapshot)

    def subscribe(self, listener: Callable[[T], object]) -> Callable[[], None]:
        """Listen until the returned function is called."""
        self._listeners.append(listener)
        if self.last is not None:
            self._give(listener, self.last)
        return lambda: self._listeners.remove(listener)

    def _give(self, listener: Callable[[T], object], snapshot: T) -> None:
        try:
            listener(snapshot)
        except Exception as problem:
            log.exception("A listener of a feed failed")
            self._on_error("show", problem)
