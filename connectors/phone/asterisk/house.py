"""Who belongs to the house: own phones, colleagues' phones, and the outside.

A manager interface never says so. It shows in the names of channels, in the context
in which they enter the dialplan, and in the numbers they come with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.phone.asterisk.lines import is_extension, known

if TYPE_CHECKING:
    from connectors.phone.asterisk.exchange import Channel
    from connectors.phone.asterisk.lines import OwnLines


class House:
    """Tells own phones, colleagues and the outside apart; learns from what it sees."""

    def __init__(self, lines: OwnLines) -> None:
        self._lines = lines
        self._contexts: set[str] = set()  # where phones enter the dialplan
        self._learnt: dict[str, str] = {}  # channel id → extension

    def greet_new(self, channel: Channel) -> None:
        """Learn what the PBX calls an own phone: it begins with its own extension.

        Not from who calls in: they say what they like.
        """
        if not channel.is_calling:
            self._lines.learn(channel.device, channel.first_number)

    def greet(self, channel: Channel) -> None:
        """Learn where own phones enter the dialplan."""
        if self.own_extension(channel) and channel.context:
            self._contexts.add(channel.context)

    def learn_own(self, channel: Channel) -> None:
        """Take a channel as an own phone, since it is on an own number."""
        if not channel.device.is_local:
            self._learnt[channel.id] = channel.device.endpoint

    def forget(self, channel: Channel) -> None:
        self._learnt.pop(channel.id, None)

    def own_extension(self, channel: Channel) -> str | None:
        """Return the own extension that `channel` is, or None if it is not ours."""
        own = self._lines.extension_of(channel.device)
        return own or self._learnt.get(channel.id)

    def is_outside(self, channel: Channel) -> bool:
        """Return whether `channel` leads out of the house."""
        if channel.device.is_local or self.own_extension(channel):
            return False
        text = channel.first_number
        shares_context = channel.context in self._contexts
        if is_extension(channel.device.endpoint):
            # a phone; a trunk named by digits comes from elsewhere and with a number
            is_foreign = bool(self._contexts) and not shares_context
            return is_foreign and bool(known(text)) and not is_extension(text)
        if self._lines.number(text) is not None:
            return True
        if shares_context:
            return not any(char.isdigit() for char in text) and not is_extension(
                channel.exten
            )
        return bool(self._contexts) or not is_extension(text)
