"""Notification daemons: real ones, and one that remembers what it was told."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.wrappers import unwrap_msg

from tests.real.bus import DRIVER
from tests.real.program import Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

    from tests.real.bus import Bus
    from tests.real.desktop import Desktop

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CLOSED_BY_REP = 2
CLOSED_BY_CALL = 3
DUNST_SETTINGS = """
[global]
mouse_left_click = do_action, close_current
origin = top-right
offset = 10x10
timeout = 60
"""


@dataclass(frozen=True, slots=True)
class Notification:
    """What one call of Notify asked for."""

    number: int
    app: str
    replaces: int
    icon: str
    title: str
    body: str
    actions: dict[str, str]
    hints: dict[str, object] = field(default_factory=dict)
    timeout_ms: int = -1


class NotificationRecorder:
    """Owns org.freedesktop.Notifications on a bus: keeps what it is told to show.

    It can press an action or close a notification, as a rep would. `capabilities` is
    what it says that it can; without "actions" it is a daemon that shows no buttons.
    """

    def __init__(
        self, bus: Bus, capabilities: tuple[str, ...] = ("body", "actions")
    ) -> None:
        self.shown: list[Notification] = []
        self.closed: list[int] = []
        self._capabilities = list(capabilities)
        self._sent: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._is_ending = threading.Event()
        self._connection = bus.connect()
        taken = new_method_call(DRIVER, "RequestName", "su", (NAME, 4))
        (self._name_reply,) = self._connection.send_and_get_reply(taken).body
        self._thread = threading.Thread(target=self._serve, name="notifications")
        self._thread.start()

    @property
    def owns_the_name(self) -> bool:
        return bool(self._name_reply == 1)

    def wait_for(self, title: str) -> Notification:
        """Wait for a notification titled so; return the last one."""

        def found() -> list[Notification]:
            return [shown for shown in self.shown if title in shown.title]

        return wait_until(found, f"a notification titled {title!r}")[-1]

    def press(self, notification: Notification, action: str) -> None:
        """Press an action of it; the daemon closes it then, as real ones do."""
        self._emit("ActionInvoked", "us", (notification.number, action))
        self.close(notification)

    def close(self, notification: Notification, reason: int = CLOSED_BY_REP) -> None:
        """Close it as the rep does, or for another of the published reasons."""
        self._emit("NotificationClosed", "uu", (notification.number, reason))

    def _emit(self, signal: str, signature: str, body: tuple[object, ...]) -> None:
        source = DBusAddress(PATH, interface=NAME)
        self._sent.put(new_signal(source, signal, signature, body))

    def _serve(self) -> None:
        while not self._is_ending.is_set():
            while not self._sent.empty():
                self._connection.send(self._sent.get())
            try:
                message = self._connection.receive(timeout=0.02)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._connection.send(self._answer(message))

    def _answer(self, call: Message) -> Message:
        answers: dict[str, Callable[[Message], Message]] = {
            "Notify": self._notify,
            "CloseNotification": self._close,
            "GetCapabilities": lambda m: new_method_return(
                m, "as", (self._capabilities,)
            ),
            "GetServerInformation": lambda m: new_method_return(
                m, "ssss", ("recorder", "tests", "1", "1.2")
            ),
        }
        member = call.header.fields.get(HeaderFields.member, "")
        if member not in answers:
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
        return answers[member](call)

    def _notify(self, call: Message) -> Message:
        app, replaces, icon, title, body, actions, hints, timeout_ms = call.body
        number = replaces or len(self.shown) + 1
        self.shown.append(
            Notification(
                number,
                app,
                replaces,
                icon,
                title,
                body,
                dict(zip(actions[::2], actions[1::2], strict=True)),
                {name: value for name, (_, value) in hints.items()},
                timeout_ms,
            )
        )
        return new_method_return(call, "u", (number,))

    def _close(self, call: Message) -> Message:
        (number,) = call.body
        self.closed.append(number)
        self._emit("NotificationClosed", "uu", (number, CLOSED_BY_CALL))
        return new_method_return(call)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_ending.set()
        self._thread.join()
        self._connection.close()


def start_dunst(desktop: Desktop, folder: Path) -> Program:
    """Start dunst: it draws no buttons; a left click takes the only action."""
    settings = folder / "dunstrc"
    settings.write_text(DUNST_SETTINGS)
    daemon = desktop.start("dunst", "-config", str(settings))
    desktop.bus.wait_for_name(NAME)
    return daemon


def start_notification_daemon(desktop: Desktop) -> Program:
    """Start GNOME's plain daemon, which draws a button for each action."""
    daemon = desktop.start("/usr/lib/notification-daemon/notification-daemon")
    desktop.bus.wait_for_name(NAME)
    return daemon


def notify(
    connection: DBusConnection, title: str, body: str, actions: dict[str, str]
) -> int:
    """Ask whoever shows notifications on this bus to show one; return its number."""
    words = [word for pair in actions.items() for word in pair]
    call = new_method_call(
        DBusAddress(PATH, bus_name=NAME, interface=NAME),
        "Notify",
        "susssasa{sv}i",
        ("tests", 0, "", title, body, words, {}, 60_000),
    )
    reply = unwrap_msg(connection.send_and_get_reply(call))
    return int(reply[0])
