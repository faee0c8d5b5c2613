"""Which call a channel of an own phone is in, and who is on the other side.

An outside channel makes the call: its Linkedid is the session, for a colleague's
phone that fetches, picks up or takes over the call too. Two phones of the house make
an internal call; one within a call from outside is a consultation, a call of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.phone.asterisk.lines import Party, is_extension
from connectors.records import Direction

if TYPE_CHECKING:
    from connectors.phone.asterisk.call_book import CallBook
    from connectors.phone.asterisk.exchange import Channel, Exchange
    from connectors.phone.asterisk.house import House
    from connectors.phone.asterisk.lines import OwnLines
    from connectors.phone.asterisk.told_call import ToldCall


class Placement:
    """Finds the told call of an own channel, or begins one."""

    def __init__(
        self, book: CallBook, exchange: Exchange, house: House, lines: OwnLines
    ) -> None:
        self._book = book
        self._exchange = exchange
        self._house = house
        self._lines = lines

    def place(self, channel: Channel, others: list[Channel]) -> ToldCall:
        """Return the call that an own `channel` is in, given whom it reaches."""
        outside = [c for c in others if self._house.is_outside(c)]
        current = next((told for told, _ in self._book.legs_of(channel.id)), None)
        if not outside:
            return current or self._place_inside(channel, others)
        if current and current.direction is not Direction.INTERNAL:
            known_calls = [self._book.find(c.call) for c in outside]
            if current in known_calls:
                return current
        far = outside[0]
        told = self._book.find(far.call)
        session = far.call
        if told and told.direction is Direction.INTERNAL:
            session = far.id  # the house talked before somebody from outside came
            told = self._book.find(session)
        if told is None or told.is_ended:
            told = self._open_outside(session, far, channel)
        return told

    def party(self, channel: Channel, others: list[Channel]) -> Party:
        """Return who is on the other side of an own channel."""
        for other in others:
            if self._house.is_outside(other):
                return self._party_outside(other, channel)
        if others:
            return self._party_inside(channel, others[0])
        number, person = channel.connected_number, channel.connected_person
        if is_extension(number):
            return Party(None, number, number, person or None)
        return self._lines.outside([number], person)

    def _place_inside(self, channel: Channel, others: list[Channel]) -> ToldCall:
        told = self._book.find(channel.call)
        has_outside = any(
            self._house.is_outside(c) for c in self._exchange.in_call(channel.call)
        )
        is_taken = told is not None and told.direction is not Direction.INTERNAL
        is_consultation = has_outside or is_taken
        session = channel.id if is_consultation else channel.call
        if told := self._book.find(session):
            return told
        party = self.party(channel, others)
        is_inside = bool(others) or party.extension is not None
        return self._book.open(
            session,
            channel.call,
            Direction.INTERNAL if is_inside else Direction.INBOUND,
            party,
            self._house.own_extension(channel),
            is_consultation=is_consultation,
        )

    def _open_outside(self, session: str, far: Channel, channel: Channel) -> ToldCall:
        is_ours = not channel.is_dialled or self._exchange.is_for_nobody(channel)
        is_outbound = far.is_dialled and is_ours
        own_line = None
        if is_outbound:
            own_line = self._lines.line(channel.number)
        elif not far.is_dialled:
            own_line = self._lines.line(far.exten)
        return self._book.open(
            session,
            far.call,
            Direction.OUTBOUND if is_outbound else Direction.INBOUND,
            self._party_outside(far, channel),
            own_line or self._house.own_extension(channel),
        )

    def _party_outside(self, far: Channel, channel: Channel) -> Party:
        if not far.is_dialled:
            return self._lines.outside([far.number, far.first_number], far.person)
        if dialled := self._book.dialled.get(channel.call):
            return dialled.party
        is_rung = channel.is_dialled and not channel.is_originated
        target = far.dial_string.partition("@")[0].rpartition("/")[2]
        texts = ["" if is_rung else channel.exten, target, far.number, far.first_number]
        return self._lines.outside(texts)

    def _party_inside(self, channel: Channel, other: Channel) -> Party:
        texts = [other.first_number, other.number]
        party = self._lines.inside(other.device, texts, other.person)
        dialled = channel.exten
        if channel.is_dialled or not is_extension(dialled):
            return party
        name = party.name if dialled == party.extension else None  # a ring group
        return Party(None, dialled, dialled, name)
