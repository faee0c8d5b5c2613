"""Native notifications with actions: the first choice where windows place themselves.

QtDBus cannot call `Notify`, so this speaks D-Bus through jeepney. A bus or a daemon
that is away costs nothing but the notification: nothing here raises.
"""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

import resources
from ui.notice import Notice, body_of, notice_of
from ui.pop_view import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime
    from typing import Protocol

    from jeepney import Message
    from jeepney.io.asyncio import DBusRouter

    from app.snapshot import CallSnapshot

    class Spawn(Protocol):
        """Starts a named piece of background work that ends with the app."""

        def __call__(
            self, name: str, work: Coroutine[object, object, None]
        ) -> None: ...


log = logging.getLogger(__name__)
_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_REPLY_S = 3.0  # some daemons draw before they answer
_DEFAULT = "default"  # a click on the body; xfce4-notifyd ignores it


class Notifier(QObject):
    """Shows one notification for each call and tells which action was chosen."""

    answered = Signal(str)
    declined = Signal(str)
    hung_up = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        spawn: Spawn,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._spawn = spawn
        self._now = now
        self._wanted: dict[str, Notice | None] = {}
        self._shown: dict[str, Notice] = {}
        self._ids: dict[str, int] = {}
        self._has_work = asyncio.Event()
        self._is_started = False
        self._can: frozenset[str] = frozenset()

    def show_call(self, snapshot: CallSnapshot) -> None:
        """Show a call, change what is shown of it, or take it away."""
        self.show_notice(snapshot.call.key, notice_of(snapshot, self._now()))

    def show_notice(self, key: str, notice: Notice | None) -> None:
        """Show a notice under a key of the caller's; None takes it away."""
        if notice == self._shown.get(key) and key not in self._wanted:
            return
        self._wanted[key] = notice
        self._has_work.set()
        if not self._is_started:
            self._is_started = True
            self._spawn("notifications", self._run())

    async def _run(self) -> None:
        """Connect when there is something to show, and again when the bus was away."""
        while True:
            await self._has_work.wait()
            if not await self._serve():
                self._wanted.clear()
                self._has_work.clear()
            elif self._wanted:
                self._has_work.set()
            self._forget_shown()

    async def _serve(self) -> bool:
        """Speak to the bus until it goes; return False if it was not there."""
        try:
            from jeepney.io.asyncio import open_dbus_router  # noqa: PLC0415 - 20 ms
            from jeepney.io.common import RouterClosed  # noqa: PLC0415
            from jeepney.wrappers import DBusErrorResponse  # noqa: PLC0415
        except ImportError:
            return False
        away = (OSError, EOFError, KeyError, RuntimeError, ValueError)
        is_there = False
        try:
            async with open_dbus_router("SESSION") as router:
                self._can = await self._capabilities(router)
                is_there = True
                async with asyncio.TaskGroup() as both:
                    listening = both.create_task(self._listen(router))
                    try:
                        await self._send_all(router)
                    finally:
                        listening.cancel()
        except (RouterClosed, DBusErrorResponse, *away) as problem:
            log.info("No notifications: %s", type(problem).__name__)
        except ExceptionGroup as problems:
            _, others = problems.split((RouterClosed, DBusErrorResponse, *away))
            if others is not None:
                raise
            log.info("Notifications ended: the bus went away")
        return is_there

    async def _capabilities(self, router: DBusRouter) -> frozenset[str]:
        (words,) = await _call(router, "GetCapabilities")
        return frozenset(words)

    async def _send_all(self, router: DBusRouter) -> None:
        from jeepney.wrappers import DBusErrorResponse  # noqa: PLC0415 - see _serve

        while True:
            await self._has_work.wait()
            self._has_work.clear()
            while self._wanted:
                key = next(iter(self._wanted))
                notice = self._wanted[key]
                try:
                    await self._send(router, key, notice)
                except (DBusErrorResponse, TimeoutError) as problem:
                    # this one is lost; the bus itself is fine
                    log.info("No notification: %s", type(problem).__name__)
                if self._wanted.get(key) is notice:
                    del self._wanted[key]

    async def _send(self, router: DBusRouter, key: str, notice: Notice | None) -> None:
        if notice is None:
            self._shown.pop(key, None)
            number = self._ids.pop(key, None)
            if number is not None:
                await _call(router, "CloseNotification", "u", (number,))
            return
        words: list[str] = []
        if "actions" in self._can:
            for act, label in notice.actions:
                words += [str(act), label]
            words += [_DEFAULT, dict(notice.actions).get(Act.OPEN, "")]
        hints: dict[str, tuple[str, object]] = {
            "urgency": ("y", notice.urgency),
            "desktop-entry": ("s", "switchhook"),
        }
        if notice.category:
            hints["category"] = ("s", notice.category)
        body = body_of(notice, markup="body-markup" in self._can)
        told = (
            "Switchhook",
            self._ids.get(key, 0),
            resources.path("icons", "app-icon.svg").as_uri(),
            notice.title,
            body,
            words,
            hints,
            notice.expires_ms,
        )
        (number,) = await _call(router, "Notify", "susssasa{sv}i", told)
        self._ids[key] = number
        self._shown[key] = notice

    async def _listen(self, router: DBusRouter) -> None:
        from jeepney import MatchRule, message_bus  # noqa: PLC0415 - see _serve
        from jeepney.io.asyncio import Proxy  # noqa: PLC0415 - see _serve

        # no sender: signals come from the daemon's own name, not the well-known one
        rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
        await Proxy(message_bus, router).AddMatch(rule)
        said: asyncio.Queue[Message] = asyncio.Queue()
        with router.filter(rule, queue=said):
            while True:
                message = await said.get()
                self._hear(message)

    def _hear(self, message: Message) -> None:
        from jeepney import HeaderFields  # noqa: PLC0415 - see _serve

        member = message.header.fields.get(HeaderFields.member)
        number, *rest = message.body
        key = next((key for key, id_ in self._ids.items() if id_ == number), None)
        if key is None:
            return
        if member == "ActivationToken":
            # Qt hands it to the compositor when a window is raised next
            os.environ["XDG_ACTIVATION_TOKEN"] = str(rest[0])
        elif member == "ActionInvoked":
            told = {
                Act.ANSWER: self.answered,
                Act.DECLINE: self.declined,
                Act.HANG_UP: self.hung_up,
            }
            told.get(rest[0], self.opened).emit(key)
        elif member == "NotificationClosed":
            del self._ids[key]

    def _forget_shown(self) -> None:
        self._ids.clear()
        self._shown.clear()


async def _call(
    router: DBusRouter, method: str, signature: str = "", body: tuple[object, ...] = ()
) -> tuple[Any, ...]:
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415 - see _serve
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415 - see _serve

    address = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    message = new_method_call(address, method, signature or None, body)
    async with asyncio.timeout(_REPLY_S):
        reply = await router.send_and_get_reply(message)
    return tuple(unwrap_msg(reply))
