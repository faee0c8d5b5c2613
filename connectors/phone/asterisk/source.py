"""A PBX as a phone source: stays connected, tells calls, dials and hangs up."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from typing import TYPE_CHECKING

from connectors.errors import (
    ConnectorError,
    GoneError,
    RejectedError,
    SignInError,
    UnreachableError,
    UnsupportedError,
)
from connectors.phone.asterisk.calls import Calls
from connectors.phone.asterisk.link import Address, Link, UntrustedError, open_link
from connectors.phone.asterisk.told_call import SOURCE
from connectors.phone_number import dial_string
from connectors.records import PhoneEvent, SourceStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from connectors.contract import PhoneSetup
    from connectors.phone.asterisk.wire import Message

log = logging.getLogger(__name__)

UNREACHABLE = "The phone system cannot be reached."
SIGN_IN_REFUSED = "The phone system refused the sign-in."
UNTRUSTED = "The certificate of the phone system is not trusted."
SHUT_DOWN = "The phone system is shutting down."
LOST = "The connection to the phone system ended."

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
REFUSED_WAIT_S = 60.0  # a wrong secret does not become right, and admins lock out
LONGEST_REFUSED_WAIT_S = 600.0
STEADY_S = 30.0  # a connection that lived so long was a good one
GRACE_S = 20.0  # open calls wait so long for the connection to come back
PING_EVERY_S = 20.0
PING_DEADLINE_S = 10.0
LIST_DEADLINE_S = 5.0
RING_OWN_PHONE_MS = "30000"
_CHANNEL = re.compile(r"[^/\s][^\r\n\0]*")
_TRUE = frozenset({"true", "1", "yes", "on"})


class AsteriskSource:
    """Tells the calls of the own lines of an Asterisk; a `PhoneSource`."""

    def __init__(self, setup: PhoneSetup) -> None:
        self._setup = setup
        self._clock = setup.clock
        self._address = _address(setup.settings)
        self._calls = Calls(setup.account, setup.own_lines, setup.region)
        self._told: asyncio.Queue[PhoneEvent | SourceStatus | None] = asyncio.Queue()
        self._link: Link | None = None
        self._list_id = ""
        self._has_calls_in_doubt = False
        self._lost_at_s: float | None = None
        self._is_up: bool | None = None
        self._reason: str | None = None
        self._is_closed = False
        self._running: asyncio.Task[object] | None = None

    async def events(self) -> AsyncIterator[PhoneEvent | SourceStatus]:
        """Yield what happens on the own lines, until the source is closed."""
        self._setup.spawn(f"asterisk {self._setup.account}", self._stay_connected())
        while (told := await self._told.get()) is not None:
            yield told

    async def answer(self, session: str) -> None:
        raise UnsupportedError("a manager interface cannot answer a phone")

    async def decline(self, session: str) -> None:
        """Stop the ringing of the own phones, as if the rep had declined there."""
        channels = [c for c in self._calls.own_channels(session) if not c.is_up]
        for channel in channels:
            self._calls.mark_declined(session, channel)
        await self._hang_up([c.name for c in channels], cause="21")

    async def hang_up(self, session: str) -> None:
        channels = self._calls.own_channels(session)
        self._calls.mark_hung_up(session)
        await self._hang_up([c.name for c in channels], cause="16")

    async def dial(self, number: str, own_line: str | None) -> str | None:
        """Ring the own phone, then the number; return the session of that call."""
        target = dial_string(number, self._setup.region)
        if target is None:
            raise RejectedError("not a number that can be dialled", field="number")
        extensions = self._calls.extensions
        extension = own_line if own_line in extensions else None
        extension = extension or next(iter(extensions), None)
        if extension is None:
            raise UnsupportedError("dialling needs an own extension")
        device, context = self._phone(extension)
        session = f"switchhook-{uuid.uuid4().hex}"
        self._calls.expect(session, extension, target)
        try:
            await self._ask(
                "Originate",
                {
                    "Channel": device,
                    "Context": context,
                    "Exten": target,
                    "Priority": "1",
                    "CallerID": f"<{target}>",
                    "Timeout": RING_OWN_PHONE_MS,
                    "Async": "true",
                    "ChannelId": session,  # becomes its Linkedid
                },
                session,
            )
        except ConnectorError:
            self._calls.unexpect(session)
            raise
        return session

    async def list_calls(self, since: datetime) -> tuple[PhoneEvent, ...]:
        raise UnsupportedError("a manager interface tells no past calls")

    async def close(self) -> None:
        """Hang up the line and end `events()`."""
        self._is_closed = True
        if self._running:
            self._running.cancel()
        self._told.put_nowait(None)

    # -- asking ----------------------------------------------------------------

    async def _ask(
        self, action: str, fields: Mapping[str, str], action_id: str | None = None
    ) -> Message:
        if self._link is None:
            raise UnreachableError("not connected")
        return await self._link.ask(action, fields, action_id)

    async def _hang_up(self, channels: list[str], cause: str) -> None:
        # a name that begins with a slash would be a pattern for all channels
        safe = [name for name in channels if _CHANNEL.fullmatch(name)]
        if not safe:
            raise GoneError("no own phone is in that call")
        for name in safe:
            await self._ask("Hangup", {"Channel": name, "Cause": cause})

    def _phone(self, extension: str) -> tuple[str, str]:
        """Return what rings the own phone, and the context it dials in."""
        settings = self._setup.settings
        context = settings.get("context", "").strip()
        if seen := self._calls.phone_of(extension):
            device, seen_context = seen
            return device.dial_string, context or seen_context
        technology = settings.get("technology", "").strip() or "PJSIP"
        return f"{technology}/{extension}", context or "from-internal"

    # -- staying connected -----------------------------------------------------

    async def _stay_connected(self) -> None:
        wait_s, refused_wait_s = FIRST_WAIT_S, REFUSED_WAIT_S
        self._running = asyncio.current_task()
        try:
            while not self._is_closed:
                began_s = self._clock.monotonic_s()
                reason = await self._connect_once()
                self._tell_down(reason)
                if self._clock.monotonic_s() - began_s >= STEADY_S:
                    wait_s, refused_wait_s = FIRST_WAIT_S, REFUSED_WAIT_S
                if reason in (SIGN_IN_REFUSED, UNTRUSTED):
                    await self._wait(refused_wait_s)
                    refused_wait_s = min(2 * refused_wait_s, LONGEST_REFUSED_WAIT_S)
                else:
                    await self._wait(wait_s)
                    wait_s = min(2 * wait_s, LONGEST_WAIT_S)
        finally:
            self._told.put_nowait(None)

    async def _connect_once(self) -> str:
        """Live through one connection; return why it ended or never was."""
        try:
            link = await open_link(self._address)
        except (SignInError, RejectedError):  # or a line break in name or secret
            return SIGN_IN_REFUSED
        except UntrustedError:
            return UNTRUSTED
        except ConnectorError:
            return UNREACHABLE
        self._link = link
        try:
            self._tell_up()
            await self._ask_for_channels(link)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read_on(link))
                group.create_task(self._keep_alive(link))
        except* UnreachableError:
            log.debug("the connection ended")
        finally:
            self._link = None
            await link.close()
            self._calls.lose_sight()
            if self._lost_at_s is None:
                self._lost_at_s = self._clock.monotonic_s()
        return LOST

    async def _ask_for_channels(self, link: Link) -> None:
        """Ask which calls are up: some began before us, some end while we are away."""
        self._list_id = link.next_id()
        self._has_calls_in_doubt = True
        await link.send("CoreShowChannels", {"ActionID": self._list_id})

    async def _read_on(self, link: Link) -> None:
        while True:
            for message in await link.read():
                self._take(message)

    def _take(self, message: Message) -> None:
        now = self._clock.now()
        self._tell(self._calls.take(message, now))
        match message.event:
            case "CoreShowChannelsComplete":
                self._settle()
            case "Shutdown":
                self._tell(self._calls.give_up(now))
                self._tell_down(SHUT_DOWN)

    def _settle(self) -> None:
        if self._has_calls_in_doubt:
            self._has_calls_in_doubt = False
            self._lost_at_s = None
            self._tell(self._calls.settle(self._clock.now()))

    async def _keep_alive(self, link: Link) -> None:
        await self._clock.sleep(LIST_DEADLINE_S)
        self._settle()  # an account without write rights gets no list
        while True:
            await self._clock.sleep(PING_EVERY_S)
            heard_count = link.heard_count
            await link.send("Ping", {"ActionID": link.next_id()})
            await self._clock.sleep(PING_DEADLINE_S)
            if link.heard_count == heard_count:
                raise UnreachableError("silence")
            self._tell_up()

    async def _wait(self, delay_s: float) -> None:
        """Wait before the next attempt; open calls are given up in the meantime."""
        if self._lost_at_s is not None:
            waited_s = self._clock.monotonic_s() - self._lost_at_s
            if waited_s + delay_s >= GRACE_S:
                first_s = max(0.0, GRACE_S - waited_s)
                await self._clock.sleep(first_s)
                delay_s -= first_s
                self._lost_at_s = None
                self._tell(self._calls.give_up(self._clock.now()))
        await self._clock.sleep(delay_s)

    # -- telling ---------------------------------------------------------------

    def _tell(self, events: list[PhoneEvent]) -> None:
        for event in events:
            self._told.put_nowait(event)

    def _tell_up(self) -> None:
        if self._is_up:
            return
        self._is_up, self._reason = True, None
        log.info("connected to the phone system")
        self._tell_status(is_up=True)

    def _tell_down(self, reason: str) -> None:
        """Tell it once; again only when there is something else to do about it."""
        needs_rep = reason in (SIGN_IN_REFUSED, UNTRUSTED)
        is_news = self._is_up is not False or (needs_rep and reason != self._reason)
        if is_news:
            self._is_up, self._reason = False, reason
            log.info("the phone system is away: %s", reason)
            self._tell_status(is_up=False, reason=reason)

    def _tell_status(self, *, is_up: bool, reason: str | None = None) -> None:
        account, now = self._setup.account, self._clock.now()
        self._told.put_nowait(SourceStatus(SOURCE, account, is_up, now, reason))


def build(setup: PhoneSetup) -> AsteriskSource:
    """Build the source; raises RejectedError for a setting that cannot be."""
    return AsteriskSource(setup)


def _address(settings: Mapping[str, str]) -> Address:
    has_tls = settings.get("tls", "").strip().lower() in _TRUE
    port = settings.get("port", "").strip() or ("5039" if has_tls else "5038")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise RejectedError("not a port", field="port")
    host = settings.get("host", "").strip()
    if not host:
        raise RejectedError("the address lacks", field="host")
    return Address(
        host,
        int(port),
        settings.get("username", ""),
        settings.get("secret", ""),
        has_tls,
        settings.get("ca_file", "").strip() or None,
    )
