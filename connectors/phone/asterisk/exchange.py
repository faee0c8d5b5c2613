"""The PBX as its events show it: channels, who rings whom, who is in which bridge.

Knows every channel of the PBX, since a call reaches an own phone through channels of
others. A channel that hung up stays gone: its id never comes back.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.phone.asterisk.lines import Device, known, local_twin, read_device

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.phone.asterisk.wire import Message

_MAX_GONE = 10_000
_SHOWS_LIFE = frozenset(
    {"Newchannel", "Newstate", "DialBegin", "BridgeEnter", "CoreShowChannel"}
)
_HIDDEN = ("<ZOMBIE>", "<MASQ>")


@dataclass(slots=True, eq=False)
class Channel:
    """One end of a conversation: a phone, a trunk, or half of a local hop."""

    id: str
    name: str
    call: str  # the Linkedid it came with
    device: Device
    context: str = ""  # where it entered the dialplan
    exten: str = ""  # what was dialled there
    first_number: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    person: str = field(default="", repr=False)
    connected_number: str = field(default="", repr=False)
    connected_person: str = field(default="", repr=False)
    dial_string: str = field(default="", repr=False)
    is_calling: bool = False  # it called the PBX
    is_dialled: bool = False  # the PBX rings it
    is_originated: bool = False  # rung for nobody: click to call
    is_up: bool = False
    is_ringing: bool = False  # rung by a Dial that goes on
    has_rung: bool = False
    has_dialled: bool = False
    dialler: Channel | None = None  # who makes it ring now
    bridge: str | None = None
    is_gone: bool = False
    cause: str = ""


class Exchange:
    """Follows a PBX through its events."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}
        self._names: dict[str, Channel] = {}
        self._bridges: dict[str, dict[str, Channel]] = {}
        self._calls: dict[str, dict[str, Channel]] = {}
        self._gone: OrderedDict[str, Channel | None] = OrderedDict()
        self._former: dict[str, str] = {}

    def find(self, channel_id: str) -> Channel | None:
        return self._channels.get(channel_id)

    def channels(self) -> Iterator[Channel]:
        return iter(tuple(self._channels.values()))

    def in_call(self, call: str) -> tuple[Channel, ...]:
        """Return the channels of a call that are still there."""
        return tuple(self._calls.get(call, {}).values())

    def find_gone(self, channel_id: str) -> Channel | None:
        """Return a channel that hung up: its Cdr may come later."""
        return self._gone.get(channel_id)

    def forget(self) -> None:
        """Drop what may have changed unseen; calls keep their channels' ids."""
        self._former = {c.id: c.call for c in self._channels.values()}
        self._channels.clear()
        self._names.clear()
        self._bridges.clear()
        self._calls.clear()

    def apply(self, message: Message) -> tuple[Channel | None, Channel | None]:
        """Take an event in; return its channel and the channel it dials."""
        event = message.event
        subject = self._see(message, "", event)
        dest = self._see(message, "dest", event) if event.startswith("Dial") else None
        match event:
            case "Newchannel" | "Newstate" | "CoreShowChannel" if subject:
                self._set_state(subject, message)
            case "Rename":
                subject = self._rename(message)
            case "DialBegin" if dest:
                self._begin_dial(subject, dest, message)
            case "DialState" if dest:
                dest.has_rung |= message.get("dialstatus") == "RINGING"
            case "DialEnd" if dest:
                dest.dialler = None
                dest.is_ringing = False
            case "BridgeEnter" if subject:
                is_waiting = "holding" in message.get("bridgetechnology")
                self._move(
                    subject, None if is_waiting else message.get("bridgeuniqueid")
                )
            case "BridgeLeave" if subject:
                if subject.bridge == message.get("bridgeuniqueid"):
                    self._move(subject, None)
            case "Hangup" if subject:
                subject.cause = message.get("cause")
                self._drop(subject)
            case "Hangup":
                self._remember_gone(message.get("uniqueid"), None)
        return subject, dest

    def infer_diallers(self) -> None:
        """Guess who rings whom in a list of channels, which does not say."""
        for channel in self.channels():
            if channel.is_dialled and not channel.is_up and channel.dialler is None:
                others = self.in_call(channel.call)
                callers = [c for c in others if c.has_dialled and c is not channel]
                channel.dialler = callers[0] if callers else None
                channel.is_ringing = True

    def bridged_with(self, channel: Channel) -> list[Channel]:
        """Return the people whom `channel` can hear."""
        return self._reach(channel, self._voice_edges)

    def around(self, channel: Channel) -> list[Channel]:
        """Return the people `channel` talks to, rings or is rung by."""
        return self._reach(channel, self._all_edges)

    def is_for_nobody(self, channel: Channel) -> bool:
        """Return whether `channel` rings before the other side is dialled."""
        if channel.is_originated:
            return True
        twin = channel.dialler and self._twin(channel.dialler)
        return twin is not None and twin.is_originated

    def _reach(
        self, channel: Channel, edges: Callable[[Channel], Iterator[Channel]]
    ) -> list[Channel]:
        seen = {channel.id: channel}
        todo = [channel]
        while todo:
            for other in edges(todo.pop()):
                if other.id not in seen and not other.is_gone:
                    seen[other.id] = other
                    todo.append(other)
        return [c for c in seen.values() if c is not channel and not c.device.is_local]

    def _voice_edges(self, channel: Channel) -> Iterator[Channel]:
        if channel.bridge:
            yield from self._bridges.get(channel.bridge, {}).values()
        if twin := self._twin(channel):
            yield twin

    def _all_edges(self, channel: Channel) -> Iterator[Channel]:
        yield from self._voice_edges(channel)
        if channel.dialler:
            yield channel.dialler
        if channel.has_dialled:
            for other in self.in_call(channel.call):
                if other.dialler is channel:
                    yield other

    def _twin(self, channel: Channel) -> Channel | None:
        if not channel.device.is_local:
            return None
        return self._names.get(local_twin(channel.name))

    def _see(self, message: Message, prefix: str, event: str) -> Channel | None:
        channel_id = message.get(f"{prefix}uniqueid")
        if not channel_id or channel_id in self._gone:
            return None
        name = message.get(f"{prefix}channel")
        channel = self._channels.get(channel_id)
        if channel is None:
            if event not in _SHOWS_LIFE or not name:
                return None
            call = self._former.get(channel_id) or message.get(f"{prefix}linkedid")
            channel = Channel(channel_id, "", call or channel_id, Device("", ""))
            self._channels[channel_id] = channel
            self._calls.setdefault(channel.call, {})[channel_id] = channel
            channel.context = message.get(f"{prefix}context")
            channel.exten = message.get(f"{prefix}exten")
        if name and name != channel.name and not name.endswith(_HIDDEN):
            self._name(channel, name)
        if number := known(message.get(f"{prefix}calleridnum")):
            channel.number = number
            channel.first_number = channel.first_number or number
        if person := known(message.get(f"{prefix}calleridname")):
            channel.person = person
        if connected := known(message.get(f"{prefix}connectedlinenum")):
            channel.connected_number = connected
        if connected := known(message.get(f"{prefix}connectedlinename")):
            channel.connected_person = connected
        return channel

    def _name(self, channel: Channel, name: str) -> None:
        if self._names.get(channel.name) is channel:
            del self._names[channel.name]
        channel.name = name
        channel.device = read_device(name)
        self._names[name] = channel

    def _rename(self, message: Message) -> Channel | None:
        channel = self._channels.get(message.get("uniqueid"))
        name = message.get("newname")
        if channel and name and not name.endswith(_HIDDEN):
            self._name(channel, name)
        return channel

    def _set_state(self, channel: Channel, message: Message) -> None:
        state = message.get("channelstatedesc")
        channel.is_calling |= state == "Ring"
        channel.is_up |= state == "Up"
        channel.has_rung |= state == "Ringing"
        if message.event == "CoreShowChannel":
            application = message.get("application")
            channel.is_dialled |= application.startswith(("AppDial", "AppQueue"))
            channel.has_dialled |= application in ("Dial", "Queue")
            self._move(channel, message.get("bridgeid") or None)

    def _begin_dial(
        self, dialler: Channel | None, dest: Channel, message: Message
    ) -> None:
        dest.is_dialled = True
        dest.is_ringing = True
        dest.dial_string = message.get("dialstring")
        dest.dialler = dialler
        if dialler:
            dialler.has_dialled = True
        elif not message.get("channel"):
            dest.is_originated = True

    def _move(self, channel: Channel, bridge: str | None) -> None:
        if channel.bridge and channel.bridge != bridge:
            members = self._bridges.get(channel.bridge, {})
            members.pop(channel.id, None)
            if not members:
                self._bridges.pop(channel.bridge, None)
        channel.bridge = bridge
        if bridge:
            channel.dialler = None
            channel.is_ringing = False
            self._bridges.setdefault(bridge, {})[channel.id] = channel

    def _drop(self, channel: Channel) -> None:
        channel.is_gone = True
        channel.dialler = None
        channel.is_ringing = False
        self._move(channel, None)
        del self._channels[channel.id]
        if self._names.get(channel.name) is channel:
            del self._names[channel.name]
        members = self._calls.get(channel.call, {})
        members.pop(channel.id, None)
        if not members:
            self._calls.pop(channel.call, None)
        self._remember_gone(channel.id, channel)

    def _remember_gone(self, channel_id: str, channel: Channel | None) -> None:
        if not channel_id:
            return
        self._gone.setdefault(channel_id, channel)
        while len(self._gone) > _MAX_GONE:
            self._gone.popitem(last=False)
