"""What the texts of a PBX mean: channel names, own lines, the other side."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.phone_number import WITHHELD, read_party

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.phone_number import PhoneNumber

_UNKNOWN = frozenset({"", "<unknown>", "unknown"})
_WITHHELD = WITHHELD | {"asterisk"}
_SHORT = re.compile(r"\d{2,6}")
_CONTROLS = dict.fromkeys([*range(32), 127])


def known(text: str) -> str:
    """Return `text`, or nothing where it only says that nobody knows."""
    return "" if text.lower() in _UNKNOWN else text


def is_extension(text: str) -> bool:
    """Return whether `text` looks like what phones of one house are called."""
    return _SHORT.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Device:
    """Which phone or trunk a channel belongs to, from its name."""

    technology: str
    endpoint: str
    is_local: bool = False  # a hop inside the dialplan, nobody's phone

    @property
    def dial_string(self) -> str:
        return f"{self.technology}/{self.endpoint}"


def read_device(channel: str) -> Device:
    """Read a channel name: "PJSIP/100-00000016", "Local/101@internal-00000000;1"."""
    technology, slash, rest = channel.partition("/")
    if not slash:
        return Device("", channel)
    if technology.lower() == "local":
        return Device(technology, rest, is_local=True)
    endpoint = rest.rpartition("-")[0] or rest
    return Device(technology, endpoint.partition("@")[0])


def local_twin(channel: str) -> str:
    """Return the name of the other half of a local channel."""
    twins = {";1": ";2", ";2": ";1"}
    return channel[:-2] + twins.get(channel[-2:], "")


@dataclass(frozen=True, slots=True)
class Party:
    """The other side of a call, as told."""

    number: PhoneNumber | None = None
    number_raw: str | None = field(default=None, repr=False)
    extension: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)


class OwnLines:
    """The rep's extensions and numbers, and what in the PBX belongs to them.

    A line is typed as an extension ("100"), a number in any spelling, or the name of
    an endpoint ("alice", "PJSIP/alice") where that is not the extension.
    """

    def __init__(self, own_lines: Iterable[str], region: str) -> None:
        self._region = region
        self._endpoints: dict[str, str] = {}
        self._numbers: set[PhoneNumber] = set()
        for line in own_lines:
            text = line.strip()
            number = None if "/" in text else read_party(text, region).number
            if number is not None:
                self._numbers.add(number)
            elif text:
                self._endpoints[text.casefold()] = text.rpartition("/")[2]

    @property
    def extensions(self) -> tuple[str, ...]:
        return tuple(self._endpoints.values())

    @property
    def has_numbers_only(self) -> bool:
        """Return whether the phones themselves must be learnt from the numbers."""
        return bool(self._numbers) and not self._endpoints

    def extension_of(self, device: Device) -> str | None:
        """Return which own extension `device` is, or None if it is not ours."""
        if device.is_local:
            return None
        own = self._endpoints.get(device.endpoint.casefold())
        return own or self._endpoints.get(device.dial_string.casefold())

    def learn(self, device: Device, told_number: str) -> None:
        """Take `device` as ours where the PBX itself calls it by an own extension."""
        own = self._endpoints.get(told_number.casefold())
        is_named = not any(char.isdigit() for char in device.endpoint)
        if own and is_named and not device.is_local:
            self._endpoints[device.dial_string.casefold()] = own

    def has_number(self, text: str) -> bool:
        """Return whether `text` is one of the own numbers, however it is spelt."""
        number = self.number(text)
        return number is not None and number in self._numbers

    def names_own_device(self, dial_arguments: str) -> bool:
        """Return whether a Dial with these arguments would ring an own phone."""
        targets = dial_arguments.partition(",")[0].split("&")
        return any(self._is_own_target(target.strip()) for target in targets)

    def is_own_mailbox(self, voicemail_arguments: str) -> bool:
        boxes = voicemail_arguments.partition(",")[0].split("&")
        names = (box.partition("@")[0].strip().casefold() for box in boxes)
        return any(name in self._endpoints for name in names)

    def number(self, text: str) -> PhoneNumber | None:
        return read_party(text, self._region).number if known(text) else None

    def line(self, text: str) -> str | None:
        """Return `text` as an own line is told: E.164 for a number, else None."""
        number = self.number(text)
        return number.e164 if number else None

    def outside(self, texts: Iterable[str], name: str = "") -> Party:
        """Read who calls from outside; the first text that is a number wins."""
        told = [text for text in texts if known(text)]
        raw = next((text for text in told if self.number(text)), None)
        raw = raw or next((text for text in told if text.lower() not in _WITHHELD), "")
        return Party(self.number(raw), raw or None, None, _name(name, raw))

    def inside(self, device: Device, texts: Iterable[str], name: str = "") -> Party:
        """Read who calls from a phone of the house."""
        candidates = [device.endpoint, *texts]
        raw = next((text for text in candidates if is_extension(text)), "")
        raw = raw or next((known(text) for text in texts if known(text)), "")
        raw = raw or device.endpoint
        return Party(None, raw, raw, _name(name, raw))

    def _is_own_target(self, target: str) -> bool:
        technology, _, rest = target.partition("/")
        names = [part.partition("@")[0] for part in rest.split("/")]
        is_local = technology.lower() == "local"
        return any(
            self.extension_of(Device("" if is_local else technology, name))
            for name in names
        )


def _name(text: str, raw: str) -> str | None:
    name = known(text.translate(_CONTROLS).strip())
    if name == raw or name.lower() in _WITHHELD:
        return None
    return name or None
