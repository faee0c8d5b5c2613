"""A PBX to write calls for: says what an Asterisk says, as messages with times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from connectors.phone.asterisk.wire import Message
from tests.servers.ami_recording import BEGIN, Telling

CALLER, DID = "+442079460958", "+14155550100"


@dataclass(eq=False)
class Line:
    """One channel of the scripted PBX."""

    id: str
    name: str
    call: str
    number: str
    person: str
    context: str
    exten: str
    state: str = "Down"
    connected: str = ""
    bridge: str | None = None


@dataclass
class PbxScript:
    """Every method is one thing that happens; `told` is what a client hears of it."""

    told: list[Telling] = field(default_factory=list)
    now_s: float = 0.0
    _ids: count[int] = field(default_factory=lambda: count(1))

    def wait(self, seconds: float) -> None:
        self.now_s += seconds

    def say(self, event: str, **fields: str) -> None:
        at = BEGIN + timedelta(seconds=self.now_s)
        told = {key: (value,) for key, value in fields.items()}
        self.told.append((at, Message({"event": (event,), **told})))

    def arrives(
        self,
        device: str = "PJSIP/trunk",
        number: str = CALLER,
        exten: str = DID,
        context: str = "from-trunk",
        person: str = "",
    ) -> Line:
        """Somebody calls the PBX: a trunk, or a phone of the house."""
        line = self._line(device, number, None, context, exten, person=person)
        line.state = "Ring"
        self.say("Newchannel", **_of(line))
        return line

    def phone_dials(self, extension: str, exten: str) -> Line:
        return self.arrives(f"PJSIP/{extension}", extension, exten, "internal")

    def dials(
        self,
        dialler: Line | None,
        device: str,
        number: str = "",
        context: str = "internal",
        call: str | None = None,
    ) -> Line:
        """A Dial rings a device, for a channel or for nobody."""
        number = number or device.partition("/")[2].partition("@")[0]
        call = call or (dialler.call if dialler else None)
        line = self._line(device, number, call, context, "s")
        line.connected = dialler.number if dialler else ""
        self.say("Newchannel", **_of(line))
        begin = {**_of(line, "dest"), "dialstring": device.partition("/")[2]}
        self.say("DialBegin", **(_of(dialler) if dialler else {}), **begin)
        self._state(line, "Ringing")
        return line

    def calls_through(self, dialler: Line, device: str = "PJSIP/trunk") -> Line:
        """An own phone's call leaves over a trunk."""
        return self.dials(dialler, device, dialler.exten, "from-trunk")

    def hop(self, exten: str, call: str | None) -> tuple[Line, Line]:
        """A local channel: both halves."""
        name = f"Local/{exten}@internal-{next(self._ids):08x}"
        halves = []
        for half in (";1", ";2"):
            line = self._line(name, "", call, "internal", exten, suffix=half)
            call = call or line.id
            line.call = call
            self.say("Newchannel", **_of(line))
            halves.append(line)
        return halves[0], halves[1]

    def rings_hop(self, dialler: Line | None, half: Line) -> None:
        begin = {**_of(half, "dest"), "dialstring": half.exten}
        self.say("DialBegin", **(_of(dialler) if dialler else {}), **begin)

    def ends_dial(self, dialler: Line | None, line: Line, status: str) -> None:
        end = {**_of(line, "dest"), "dialstatus": status}
        self.say("DialEnd", **(_of(dialler) if dialler else {}), **end)

    def answers(self, dialler: Line | None, line: Line) -> None:
        self._state(line, "Up")
        self.ends_dial(dialler, line, "ANSWER")
        if dialler:
            self._state(dialler, "Up")

    def joins(self, bridge: str, *lines: Line, technology: str = "simple") -> None:
        for line in lines:
            self.parts(line)
            line.bridge = bridge
            fields = {"bridgeuniqueid": bridge, "bridgetechnology": technology}
            self.say("BridgeEnter", **fields, **_of(line))

    def parts(self, *lines: Line) -> None:
        for line in lines:
            if line.bridge:
                self.say("BridgeLeave", bridgeuniqueid=line.bridge, **_of(line))
                line.bridge = None

    def requests_hang_up(self, line: Line, cause: str = "16") -> None:
        self.say("HangupRequest", cause=cause, **_of(line))

    def hangs_up(self, line: Line, cause: str = "16") -> None:
        self.parts(line)
        self.say("Hangup", cause=cause, **_of(line))

    def ends(self, first: Line, *others: Line) -> None:
        """One hangs up, and so end the others."""
        self.requests_hang_up(first)
        for line in (first, *others):
            self.hangs_up(line)

    def steps(self, line: Line, application: str, arguments: str = "") -> None:
        fields = {"application": application, "appdata": arguments}
        self.say("Newexten", **fields, **_of(line))

    def writes_cdr(self, line: Line, application: str, arguments: str) -> None:
        fields = {"lastapplication": application, "lastdata": arguments}
        self.say("Cdr", channel=line.name, uniqueid=line.id, **fields)

    def talk(self, caller: Line, phone: Line, bridge: str, seconds: float) -> None:
        """The phone rings for a second, is answered, and both talk."""
        self.wait(1)
        self.answers(caller, phone)
        self.joins(bridge, phone, caller)
        self.wait(seconds)

    def _line(
        self,
        device: str,
        number: str,
        call: str | None,
        context: str,
        exten: str,
        *,
        person: str = "",
        suffix: str = "",
    ) -> Line:
        serial = next(self._ids)
        line_id = f"1795390000.{serial}"
        name = f"{device}{suffix}" if suffix else f"{device}-{serial:08x}"
        return Line(line_id, name, call or line_id, number, person, context, exten)

    def _state(self, line: Line, state: str) -> None:
        line.state = state
        self.say("Newstate", **_of(line))


def _of(line: Line, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}channel": line.name,
        f"{prefix}channelstatedesc": line.state,
        f"{prefix}calleridnum": line.number or "<unknown>",
        f"{prefix}calleridname": line.person or "<unknown>",
        f"{prefix}connectedlinenum": line.connected or "<unknown>",
        f"{prefix}context": line.context,
        f"{prefix}exten": line.exten,
        f"{prefix}uniqueid": line.id,
        f"{prefix}linkedid": line.call,
    }
