"""The calls we know: what is told of them, and facts of calls not told yet."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.phone.asterisk.told_call import OwnLeg, ToldCall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.phone.asterisk.exchange import Channel
    from connectors.phone.asterisk.lines import Party
    from connectors.records import Direction, PhoneEvent

_MAX_FACTS = 5_000
_MAX_ENDED = 500


@dataclass(slots=True)
class CallFacts:
    """What is known of a call beyond its channels, whether ours or not."""

    queue: str | None = None
    caller: Channel | None = None  # from outside
    is_for_own_number: bool = False
    has_tried_own: bool = False  # the dialplan meant to ring an own phone
    has_voicemail: bool = False
    has_answer: bool = False


@dataclass(frozen=True, slots=True)
class DialledCall:
    """A call that the rep asked for."""

    session: str
    own_extension: str
    party: Party = field(repr=False)


class CallBook:
    """Keeps what was told of each call, and hands out the events it took."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._told: dict[str, ToldCall] = {}
        self._ended: OrderedDict[str, ToldCall] = OrderedDict()
        self._facts: OrderedDict[str, CallFacts] = OrderedDict()
        self.dialled: dict[str, DialledCall] = {}

    def facts(self, call: str) -> CallFacts:
        """Return the facts of a call; the oldest are forgotten one day."""
        facts = self._facts.setdefault(call, CallFacts())
        self._facts.move_to_end(call)
        while len(self._facts) > _MAX_FACTS:
            self._facts.popitem(last=False)
        return facts

    def open(
        self,
        session: str,
        call: str,
        direction: Direction,
        party: Party,
        own_line: str | None,
        *,
        is_consultation: bool = False,
    ) -> ToldCall:
        """Begin to tell a call."""
        told = ToldCall(
            self._account,
            session,
            call,
            direction,
            party,
            own_line,
            self.facts(call).queue,
            is_consultation,
        )
        self._told[session] = told
        return told

    def find(self, session: str) -> ToldCall | None:
        """Return an open call."""
        return self._told.get(session)

    def find_ended(self, session: str) -> ToldCall | None:
        return self._ended.get(session)

    def reopen(self, told: ToldCall) -> None:
        """Have something to add to a call that ended."""
        self._told[told.session] = told

    def all(self) -> tuple[ToldCall, ...]:
        """Return the open calls."""
        return tuple(told for told in self._told.values() if not told.is_ended)

    def legs_of(self, channel_id: str) -> list[tuple[ToldCall, OwnLeg]]:
        """Return the open calls of an own phone's channel, where it talks first."""
        legs = [
            (told, told.legs[channel_id])
            for told in self.all()
            if channel_id in told.legs
        ]
        return sorted(legs, key=lambda pair: not pair[1].is_talking)

    def with_channel(self, channel: Channel) -> list[ToldCall]:
        """Return the open calls in which a channel, of whomever, has a part."""
        return [
            told
            for told in self.all()
            if channel.id in told.legs
            or (channel.call == told.call and not told.is_consultation)
        ]

    def collect(self) -> Iterator[PhoneEvent]:
        """Yield the new events, and put ended calls aside."""
        for session, told in tuple(self._told.items()):
            yield from told.out
            told.out.clear()
            if told.is_ended:
                del self._told[session]
                self._ended[session] = told
                while len(self._ended) > _MAX_ENDED:
                    self._ended.popitem(last=False)
