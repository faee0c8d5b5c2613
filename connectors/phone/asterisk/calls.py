"""From what a PBX tells to what happens on the own phones: messages to phone events.

Pure but for its memory: no clock, no network. After each message every own channel is
looked at again: whom it rings, is rung by or hears decides which call it is in. So
queues, hunt groups, pick-up, parking and transfers need no rules of their own, and the
order in which a PBX tells things matters little. The pop is told with `DialBegin`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.phone.asterisk.call_book import CallBook, DialledCall
from connectors.phone.asterisk.exchange import Channel, Exchange
from connectors.phone.asterisk.hand_over import HandOvers
from connectors.phone.asterisk.house import House
from connectors.phone.asterisk.lines import Device, OwnLines, Party, is_extension
from connectors.phone.asterisk.outcome import Outcomes
from connectors.phone.asterisk.placement import Placement
from connectors.records import CallResult, Direction, EventKind, HangupBy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from connectors.phone.asterisk.told_call import ToldCall
    from connectors.phone.asterisk.wire import Message
    from connectors.records import PhoneEvent

_ORIGINATE_RESULTS = {"3": CallResult.NO_ANSWER, "5": CallResult.BUSY}


class Calls:
    """The calls of the own lines, as `take` makes them of messages."""

    def __init__(self, account: str, own_lines: Iterable[str], region: str) -> None:
        self._lines = OwnLines(own_lines, region)
        self._house = House(self._lines)
        self._exchange = Exchange()
        self._book = CallBook(account)
        self._hand_overs = HandOvers(self._book, self._exchange, self._lines)
        self._outcomes = Outcomes(self._book, self._exchange, self._house, self._lines)
        self._placement = Placement(
            self._book, self._exchange, self._house, self._lines
        )
        self._own: dict[str, Channel] = {}
        self._lost: list[ToldCall] = []
        self._devices: dict[str, tuple[Device, str]] = {}

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the own extensions, as typed."""
        return self._lines.extensions

    def take(self, message: Message, at: datetime) -> list[PhoneEvent]:
        """Take a message in; return what it means for the own lines."""
        event = message.event
        if not event:
            return []
        subject, dest = self._exchange.apply(message)
        if subject and event == "Newchannel":
            self._house.greet_new(subject)
        for channel in (subject, dest):
            if channel and not channel.is_gone:
                self._meet(channel)
        if dest and event == "DialBegin":
            self._learn_own(subject, dest)
        self._note(event, message, subject, dest, at)
        if event != "CoreShowChannel":
            self._review(at)
        if event == "Hangup" and subject:
            self._part(subject, at)
        return list(self._book.collect())

    def lose_sight(self) -> None:
        """Note that the connection broke: everything may change unseen."""
        self._lost = list(self._book.all())
        self._exchange.forget()
        self._own.clear()
        self._hand_overs.forget()

    def settle(self, at: datetime) -> list[PhoneEvent]:
        """Compare with the list of channels after a loss; end what is not in it."""
        self._exchange.infer_diallers()
        for told in self._lost:
            is_up = self._exchange.in_call(told.call) or any(
                self._exchange.find(channel) for channel in told.legs
            )
            if not is_up:
                told.lose(at)
        self._lost = []
        self._review(at)
        return list(self._book.collect())

    def give_up(self, at: datetime) -> list[PhoneEvent]:
        """End every open call, since nobody knows how it goes on."""
        for told in self._book.all():
            told.lose(at)
        self._lost = []
        return list(self._book.collect())

    def expect(self, session: str, own_extension: str, number: str) -> None:
        """Know that the call of that session is one the rep asked for."""
        is_inside = is_extension(number) and not self._lines.number(number)
        party = Party(None, number, number) if is_inside else None
        party = party or self._lines.outside([number])
        self._book.dialled[session] = DialledCall(session, own_extension, party)

    def unexpect(self, session: str) -> None:
        self._book.dialled.pop(session, None)

    def own_channels(self, session: str) -> list[Channel]:
        """Return the channels of own phones in a call."""
        told = self._book.find(session)
        found = (self._exchange.find(leg) for leg in told.legs) if told else ()
        return [channel for channel in found if channel and channel.id in self._own]

    def mark_hung_up(self, session: str) -> None:
        """Know that the hang-up which the PBX will tell is the rep's."""
        if told := self._book.find(session):
            told.hangup_by = HangupBy.OWN

    def mark_declined(self, session: str, channel: Channel) -> None:
        """Know that the rep declined, though the PBX will only tell of a hang-up."""
        told = self._book.find(session)
        if told and channel.id in told.legs:
            told.legs[channel.id].is_declined = True
            told.hangup_by = HangupBy.OWN

    def phone_of(self, extension: str) -> tuple[Device, str] | None:
        """Return how the PBX calls that own phone, and its context, once seen."""
        return self._devices.get(extension)

    # -- taking in -----------------------------------------------------------

    def _meet(self, channel: Channel) -> None:
        self._house.greet(channel)
        if extension := self._house.own_extension(channel):
            self._own[channel.id] = channel
            if channel.context:
                self._devices[extension] = (channel.device, channel.context)
        else:
            self._own.pop(channel.id, None)  # the name changed hands: a pick-up
        if not channel.is_dialled and self._house.is_outside(channel):
            facts = self._book.facts(channel.call)
            if facts.caller is None:
                facts.caller = channel
                facts.is_for_own_number = self._lines.has_number(channel.exten)

    def _learn_own(self, dialler: Channel | None, dest: Channel) -> None:
        """Take phones for the rep's that ring for, or call with, an own number.

        Only where the rep named numbers and no extension.
        """
        if not self._lines.has_numbers_only:
            return
        facts = self._book.facts(dest.call)
        if facts.is_for_own_number and not self._house.is_outside(dest):
            self._house.learn_own(dest)
            self._meet(dest)
        if dialler is None or dialler.is_dialled or facts.caller is dialler:
            return
        if self._lines.has_number(dialler.number):
            self._house.learn_own(dialler)
            self._meet(dialler)

    def _note(
        self,
        event: str,
        message: Message,
        subject: Channel | None,
        dest: Channel | None,
        at: datetime,
    ) -> None:
        match event:
            case "BlindTransfer":
                self._hand_overs.note_blind(message, at)
            case "AttendedTransfer":
                self._hand_overs.note_attended(message, at)
            case "ParkedCall":
                self._hand_overs.note_parking(message, at)
            case "OriginateResponse":
                self._note_originate(message, at)
            case "Hold" | "Unhold" if subject:
                for told, leg in self._book.legs_of(subject.id):
                    told.hold(leg, at, is_held=event == "Hold")
            case _:
                self._outcomes.note(message, subject, dest, at)
        if subject:
            self._hand_overs.settle(event, subject)

    def _note_originate(self, message: Message, at: datetime) -> None:
        """Tell of a call that the rep asked for and that came to nothing."""
        dialled = self._book.dialled.get(message.action_id)
        if dialled is None or message.response != "Failure":
            return
        self._book.dialled.pop(dialled.session)
        told = self._book.find(dialled.session)
        if told is None and self._book.find_ended(dialled.session):
            return
        told = told or self._tell_dialled(dialled, at)
        reason = message.get("reason")
        told.dial_result = _ORIGINATE_RESULTS.get(reason, CallResult.FAILED)
        if not self._exchange.in_call(told.call):
            told.end(at)

    def _tell_dialled(self, dialled: DialledCall, at: datetime) -> ToldCall:
        is_inside = dialled.party.extension is not None
        told = self._book.open(
            dialled.session,
            dialled.session,
            Direction.INTERNAL if is_inside else Direction.OUTBOUND,
            dialled.party,
            dialled.own_extension,
        )
        leg = told.leg(dialled.session, dialled.own_extension)
        told.announce(leg, at, is_dialled=True)
        return told

    # -- looking at the own phones ---------------------------------------------

    def _review(self, at: datetime) -> None:
        for channel in tuple(self._own.values()):
            extension = self._house.own_extension(channel)
            if extension is None:
                continue
            heard = self._exchange.bridged_with(channel) if channel.bridge else []
            if heard:
                self._review_talk(channel, extension, heard, at)
            elif channel.bridge is None:
                self._leave(channel, at)
                self._review_alone(channel, extension, at)
            else:
                self._stay(channel, at)
        for told in self._book.all():
            self._review_told(told, at)

    def _review_talk(
        self, channel: Channel, extension: str, heard: list[Channel], at: datetime
    ) -> None:
        told = self._placement.place(channel, heard)
        for other, leg in self._book.legs_of(channel.id):
            if other is not told:
                other.leave(leg, at)
        is_among_own = told.direction is Direction.INTERNAL and all(
            self._house.own_extension(c) for c in heard
        )
        if channel.is_dialled or not is_among_own:  # there the called phone speaks
            told.answer(told.leg(channel.id, extension), at)

    def _review_alone(self, channel: Channel, extension: str, at: datetime) -> None:
        if channel.is_ringing and not channel.is_up:
            self._review_ringing(channel, extension, at)
        elif channel.has_dialled:
            self._review_dialling(channel, extension, at)

    def _review_ringing(self, channel: Channel, extension: str, at: datetime) -> None:
        if any(leg.is_announced for _, leg in self._book.legs_of(channel.id)):
            return
        if self._exchange.is_for_nobody(channel):
            self._announce_click_to_call(channel, extension, at)
            return
        told = self._placement.place(channel, self._exchange.around(channel))
        told.announce(told.leg(channel.id, extension), at, is_dialled=False)

    def _review_dialling(self, channel: Channel, extension: str, at: datetime) -> None:
        others = [c for c in self._exchange.around(channel) if c.is_ringing]
        if not others:
            return
        told = self._placement.place(channel, others)
        leg = told.leg(channel.id, extension)
        if leg.stays == 0:  # else a consultation within the call
            told.announce(leg, at, is_dialled=True)

    def _announce_click_to_call(
        self, channel: Channel, extension: str, at: datetime
    ) -> None:
        """Tell at once whom a click calls, where the PBX says it already."""
        if self._book.find(channel.call):
            return
        if dialled := self._book.dialled.get(channel.id):
            self._tell_dialled(dialled, at)
            return
        texts = [channel.connected_number, channel.number]
        number = next((text for text in texts if self._lines.number(text)), None)
        if number is None or self._lines.has_number(number):
            return  # told when the other side is dialled
        party = self._lines.outside([number])
        told = self._book.open(
            channel.call, channel.call, Direction.OUTBOUND, party, extension
        )
        told.announce(told.leg(channel.id, extension), at, is_dialled=True)

    def _stay(self, channel: Channel, at: datetime) -> None:
        """Go on talking in another bridge, where nobody may be heard yet."""
        for told, leg in self._book.legs_of(channel.id):
            if leg.left_at and not leg.is_leaving_told and not told.is_consultation:
                told.answer(leg, at)

    def _leave(self, channel: Channel, at: datetime) -> None:
        for told, leg in self._book.legs_of(channel.id):
            told.leave(leg, at)

    def _review_told(self, told: ToldCall, at: datetime) -> None:
        phones = [c for leg in told.legs if (c := self._own.get(leg))]
        if told.direction is Direction.INTERNAL:
            is_left = not any(told.is_part(phone) for phone in phones)
            have_gone_on = all(self._talks_beside(told, phone) for phone in phones)
            if told.legs and is_left and (told.is_consultation or have_gone_on):
                told.end(at)
            return
        is_open = not told.is_answered and not told.is_dialled
        if phones or not told.legs or told.is_concluded or not is_open:
            return
        legs = told.legs.values()
        if told.has_other_answer or any(leg.is_elsewhere for leg in legs):
            told.conclude(EventKind.ELSEWHERE, at)
        elif told.queue is None and any(leg.is_declined for leg in legs):
            # a queue asks the same phone again
            told.conclude(EventKind.MISSED, at, CallResult.DECLINED)

    def _talks_beside(self, told: ToldCall, channel: Channel) -> bool:
        legs = self._book.legs_of(channel.id)
        return any(leg.is_talking and other is not told for other, leg in legs)

    # -- parting ---------------------------------------------------------------

    def _part(self, channel: Channel, at: datetime) -> None:
        """Take leave of a channel that hung up, and of its call with the last one."""
        for _, leg in self._book.legs_of(channel.id):
            leg.is_elsewhere |= channel.cause == "26"
        self._leave(channel, at)
        self._own.pop(channel.id, None)
        self._outcomes.note_gone(channel, at)
        self._house.forget(channel)
        self._review(at)
        if any(not c.device.is_local for c in self._exchange.in_call(channel.call)):
            return
        for told in self._book.all():
            if told.call == channel.call:
                self._hand_overs.settle_all(told)
                told.end(at)
        self._outcomes.tell_unrung(channel.call, at)
        self._book.dialled.pop(channel.call, None)
