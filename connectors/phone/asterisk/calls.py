"""From what a PBX tells to what happens on the own phones: messages to phone events.

Pure but for its memory: no clock, no network. After each message every own channel is
looked at again: whom it rings, is rung by or hears decides which call it is in. So
queues, hunt groups, pick-up, parking and transfers need no rules of their own, and the
order in which a PBX tells things matters little. The pop is told with `DialBegin`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.phone.asterisk.exchange import Channel, Exchange
from connectors.phone.asterisk.house import House
from connectors.phone.asterisk.lines import (
    Device,
    OwnLines,
    Party,
    is_extension,
    known,
)
from connectors.phone.asterisk.told_call import OwnLeg, ToldCall
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    Transfer,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from connectors.phone.asterisk.wire import Message

_MAX_FACTS = 5_000
_MAX_ENDED = 500
_REFUSALS = frozenset({"17", "21"})  # user busy, call rejected
_VOICEMAIL = frozenset({"voicemail", "minivmrecord"})
_RINGERS = frozenset({"dial", "queue"})
_DIAL_RESULTS = {
    "BUSY": CallResult.BUSY,
    "CANCEL": CallResult.CANCELLED,
    "NOANSWER": CallResult.NO_ANSWER,
    "CHANUNAVAIL": CallResult.FAILED,
    "CONGESTION": CallResult.FAILED,
}
_ORIGINATE_RESULTS = {
    "3": CallResult.NO_ANSWER,
    "5": CallResult.BUSY,
}


@dataclass(slots=True)
class _Facts:
    """What is known of a call beyond its channels, whether ours or not."""

    queue: str | None = None
    caller: Channel | None = None
    is_for_own_number: bool = False
    has_tried_own: bool = False
    has_voicemail: bool = False
    has_answer: bool = False


@dataclass(slots=True)
class _HandOver:
    """A blind transfer whose end decides what it was: parking begins like one."""

    told: ToldCall
    leg: OwnLeg
    to: str | None
    at: datetime
    transferee: str


@dataclass(frozen=True, slots=True)
class _Dialled:
    """A call that we asked for."""

    session: str
    own_extension: str
    party: Party = field(repr=False)


class Calls:
    """The calls of the own lines, as `take` makes them of messages."""

    def __init__(self, account: str, own_lines: Iterable[str], region: str) -> None:
        self._account = account
        self._lines = OwnLines(own_lines, region)
        self._house = House(self._lines)
        self._exchange = Exchange()
        self._facts: dict[str, _Facts] = {}
        self._told: dict[str, ToldCall] = {}
        self._own: dict[str, Channel] = {}
        self._hand_overs: list[_HandOver] = []
        self._dialled: dict[str, _Dialled] = {}
        self._lost: dict[str, ToldCall] = {}
        self._ended: OrderedDict[str, ToldCall] = OrderedDict()
        self._devices: dict[str, tuple[Device, str]] = {}

    def take(self, message: Message, at: datetime) -> list[PhoneEvent]:
        """Take a message in; return what it means for the own lines."""
        event = message.event
        if not event:
            return []
        subject, dest = self._exchange.apply(message)
        for channel in (subject, dest):
            if channel:
                self._meet(channel)
        self._note(event, message, subject, dest, at)
        if event != "CoreShowChannel":
            self._review(at)
        if event == "Hangup" and subject:
            self._part(subject, at)
        return self._collect()

    def lose_sight(self) -> None:
        """Note that the connection broke: everything may change unseen."""
        self._lost |= {
            told.session: told for told in self._told.values() if not told.is_ended
        }
        self._exchange.forget()
        self._own.clear()
        self._facts.clear()
        self._hand_overs.clear()

    def settle(self, at: datetime) -> list[PhoneEvent]:
        """Compare with the list of channels after a loss; end what is not in it."""
        self._exchange.infer_diallers()
        for told in self._lost.values():
            is_up = self._exchange.in_call(told.call) or any(
                self._exchange.find(channel) for channel in told.legs
            )
            if not is_up:
                self._drop_told(told, at)
        self._lost.clear()
        self._review(at)
        return self._collect()

    def give_up(self, at: datetime) -> list[PhoneEvent]:
        """End every open call whose fate nobody knows."""
        for told in tuple(self._told.values()):
            self._drop_told(told, at)
        self._lost.clear()
        return self._collect()

    def expect(self, session: str, own_extension: str, number: str) -> None:
        """Know that the call of that session is one we dial."""
        party = self._party_of_dialled(number)
        self._dialled[session] = _Dialled(session, own_extension, party)

    def unexpect(self, session: str) -> None:
        self._dialled.pop(session, None)

    def own_channels(self, session: str) -> list[Channel]:
        """Return the channels of own phones in a call."""
        told = self._told.get(session)
        found = (self._exchange.find(leg) for leg in told.legs) if told else ()
        return [channel for channel in found if channel]

    def mark_hung_up(self, session: str) -> None:
        """Know that a hang-up the PBX will report is the rep's."""
        if told := self._told.get(session):
            told.hangup_by = HangupBy.OWN

    def mark_declined(self, session: str, channel: str) -> None:
        """Know that the rep declined, though the PBX will only tell of a hang-up."""
        told = self._told.get(session)
        if told and channel in told.legs:
            told.legs[channel].is_declined = True
            told.hangup_by = HangupBy.OWN

    def phone_of(self, extension: str) -> tuple[Device, str] | None:
        """Return how the PBX calls that own phone, and its context, once seen."""
        return self._devices.get(extension)

    # -- taking in -----------------------------------------------------------

    def _meet(self, channel: Channel) -> None:
        if channel.is_gone:
            return
        self._house.greet(channel)
        if extension := self._house.own_extension(channel):
            self._own[channel.id] = channel
            if channel.context:
                self._devices[extension] = (channel.device, channel.context)
        else:
            self._own.pop(channel.id, None)  # its name changed hands: a pick-up
        facts = self._facts.setdefault(channel.call, _Facts())
        is_caller = not channel.is_dialled and not channel.device.is_local
        if facts.caller is None and is_caller and self._house.is_outside(channel):
            facts.caller = channel
            facts.is_for_own_number = self._lines.has_number(channel.exten)

    def _note(
        self,
        event: str,
        message: Message,
        subject: Channel | None,
        dest: Channel | None,
        at: datetime,
    ) -> None:
        match event:
            case "DialBegin" if dest:
                self._note_ringing(subject, dest)
            case "DialEnd" if dest:
                self._note_dial_end(dest, message.get("dialstatus"))
            case "BridgeEnter" if subject:
                self._note_answer(subject)
            case "HangupRequest" if subject:
                self._note_hang_up(subject, message.get("cause"))
            case "SoftHangupRequest" if subject:
                for told in self._told_with(subject):
                    told.hangup_by = told.hangup_by or HangupBy.SYSTEM
            case "Hold" | "Unhold" if subject:
                for told, leg in self._own_legs(subject):
                    if leg.is_talking:
                        told.hold(leg, at, is_held=event == "Hold")
            case "QueueCallerJoin" if subject:
                self._facts[subject.call].queue = message.get("queue") or None
            case "Newexten" if subject:
                self._note_application(
                    subject.call,
                    subject,
                    message.get("application"),
                    message.get("appdata"),
                    at,
                )
            case "Cdr":
                self._note_cdr(message, at)
            case "BlindTransfer":
                self._note_blind_transfer(message, at)
            case "AttendedTransfer":
                self._note_attended_transfer(message, at)
            case "ParkedCall":
                self._note_parking(message, at)
            case "OriginateResponse":
                self._note_originate(message, at)
        if subject:
            self._settle_hand_overs(event, subject)

    def _note_ringing(self, dialler: Channel | None, dest: Channel) -> None:
        if not self._lines.has_numbers_only:
            return
        facts = self._facts.get(dest.call)
        if facts and facts.is_for_own_number and not self._house.is_outside(dest):
            self._house.learn_own(dest)
            self._meet(dest)
        if dialler and not dialler.is_dialled and self._is_own_caller(dialler):
            self._house.learn_own(dialler)
            self._meet(dialler)

    def _is_own_caller(self, channel: Channel) -> bool:
        facts = self._facts.get(channel.call)
        is_from_outside = facts is not None and facts.caller is channel
        return not is_from_outside and self._lines.has_number(channel.number)

    def _note_dial_end(self, dest: Channel, status: str) -> None:
        if status == "ANSWER":
            self._note_answer(dest)
        for told in self._told_with(dest):
            leg = told.legs.get(dest.id)
            if leg and status == "BUSY":
                leg.is_declined |= dest.has_rung
                leg.is_refused |= not dest.has_rung
            elif leg is None or dest.is_originated:
                told.dial_result = _DIAL_RESULTS.get(status, told.dial_result)

    def _note_answer(self, channel: Channel) -> None:
        """Note that a phone which is not ours took a call that rings ours too."""
        is_ours = self._house.own_extension(channel) is not None
        if is_ours or channel.device.is_local or not channel.is_dialled:
            return
        for told in self._told.values():
            if told.call == channel.call and not told.is_consultation:
                told.has_other_answer = True
        if facts := self._facts.get(channel.call):
            facts.has_answer = True

    def _note_hang_up(self, channel: Channel, cause: str) -> None:
        for told in self._told_with(channel):
            leg = told.legs.get(channel.id)
            if leg:
                told.hangup_by = told.hangup_by or HangupBy.OWN
                if channel.is_ringing and not channel.is_up and cause in _REFUSALS:
                    leg.is_declined |= channel.has_rung
                    leg.is_refused |= not channel.has_rung
            elif told.is_dialled or channel.is_up or not channel.is_dialled:
                told.hangup_by = told.hangup_by or HangupBy.REMOTE

    def _note_application(
        self,
        call: str,
        channel: Channel | None,
        application: str,
        arguments: str,
        at: datetime,
    ) -> None:
        facts = self._facts.setdefault(call, _Facts())
        name = application.lower()
        if name == "queue":
            facts.queue = facts.queue or arguments.partition(",")[0].strip() or None
        is_by_own = channel is not None and channel.id in self._own
        if name in _RINGERS and not is_by_own:
            facts.has_tried_own |= self._lines.names_own_device(arguments)
        if name in _VOICEMAIL and not is_by_own:
            facts.has_voicemail = True
            facts.has_tried_own |= self._lines.is_own_mailbox(arguments)
            for told in tuple(self._told.values()):
                if told.call == call:
                    self._tell_voicemail(told, at)

    def _tell_voicemail(self, told: ToldCall, at: datetime) -> None:
        is_ours = not told.is_answered and not told.is_dialled
        if is_ours and not told.is_concluded and not told.is_consultation:
            told.conclude(EventKind.VOICEMAIL, at)

    def _note_cdr(self, message: Message, at: datetime) -> None:
        channel_id = message.get("uniqueid")
        channel = self._exchange.find(channel_id)
        call = channel.call if channel else self._exchange.call_of_gone(channel_id)
        application = message.get("lastapplication")
        if call is None or not application:
            return
        if call not in self._facts:
            return
        arguments = message.get("lastdata")
        self._note_application(call, channel, application, arguments, at)
        if not self._exchange.in_call(call):
            self._note_late_cdr(call, application, at)

    def _note_late_cdr(self, call: str, application: str, at: datetime) -> None:
        """Tell what only a Cdr said, and it came after the end."""
        if (told := self._ended.get(call)) is None:
            self._tell_unrung(call, at)
        elif application.lower() in _VOICEMAIL and told.is_missed:
            told.conclude(EventKind.VOICEMAIL, at)
            self._told[call] = told

    def _note_blind_transfer(self, message: Message, at: datetime) -> None:
        transferee = message.get("transfereeuniqueid")
        for told, leg in self._legs_of(message.get("transfereruniqueid")):
            if message.get("result") in ("", "Success"):
                to = known(message.get("extension")) or None
                hand_over = _HandOver(told, leg, to, at, transferee)
                self._hand_overs.append(hand_over)

    def _settle_hand_overs(self, event: str, subject: Channel) -> None:
        """Tell a blind transfer, once it is clear that it is no parking."""
        is_telling = event in ("DialBegin", "BridgeEnter", "Hangup")
        for hand_over in tuple(self._hand_overs):
            if is_telling and subject.id in (hand_over.transferee, ""):
                self._hand_over(hand_over, TransferKind.BLIND, hand_over.to)

    def _hand_over(
        self, hand_over: _HandOver, kind: TransferKind, to: str | None
    ) -> None:
        self._hand_overs.remove(hand_over)
        target = self._lines.line(to or "") or to
        transfer = Transfer(kind, hand_over.leg.extension, target, hand_over.at)
        hand_over.told.transfer(hand_over.leg, transfer)

    def _note_parking(self, message: Message, at: datetime) -> None:
        parkee = message.get("parkeeuniqueid")
        space = known(message.get("parkingspace")) or None
        for hand_over in tuple(self._hand_overs):
            if hand_over.transferee == parkee:
                self._hand_over(hand_over, TransferKind.PARK, space)
                return
        parker = message.get("parkerdialstring").rpartition("/")[2].casefold()
        channel = self._exchange.find(parkee)
        for told in self._told_with(channel) if channel else ():
            legs = [x for x in told.legs.values() if x.extension.casefold() == parker]
            if legs and parkee not in told.legs:
                transfer = Transfer(TransferKind.PARK, legs[-1].extension, space, at)
                told.transfer(legs[-1], transfer)

    def _note_attended_transfer(self, message: Message, at: datetime) -> None:
        if message.get("result") not in ("", "Success"):
            return
        first = list(self._legs_of(message.get("origtransfereruniqueid")))
        second = list(self._legs_of(message.get("secondtransfereruniqueid")))
        targets = ("transfertarget", "secondtransferer")
        is_first = any(told.direction is not Direction.INTERNAL for told, _ in first)
        if second and not is_first:  # the consultation came first, then the customer
            first, targets = second, ("transferee", "origtransferer")
        for told, leg in first[:1]:
            to = self._transfer_target(message, *targets)
            transfer = Transfer(TransferKind.ATTENDED, leg.extension, to, at)
            told.transfer(leg, transfer)

    def _transfer_target(self, message: Message, party: str, own: str) -> str | None:
        texts = [
            message.get(f"{party}calleridnum"),
            message.get(f"{own}connectedlinenum"),
            message.get(f"{party}exten"),
        ]
        text = next((text for text in texts if known(text)), "")
        return self._lines.line(text) or text or None

    def _note_originate(self, message: Message, at: datetime) -> None:
        """Tell of a call that we asked for and that came to nothing."""
        dialled = self._dialled.pop(message.action_id, None)
        if dialled is None or message.response != "Failure":
            return
        told = self._told.get(dialled.session)
        if told is None:
            told = self._tell_dialled(dialled, at)
        reason = message.get("reason")
        told.dial_result = _ORIGINATE_RESULTS.get(reason, CallResult.FAILED)
        if not self._exchange.in_call(told.call):
            self._end_told(told, at)

    def _tell_dialled(self, dialled: _Dialled, at: datetime) -> ToldCall:
        told = ToldCall(
            self._account,
            dialled.session,
            dialled.session,
            Direction.INTERNAL if dialled.party.extension else Direction.OUTBOUND,
            dialled.party,
            dialled.own_extension,
        )
        self._told[told.session] = told
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
                continue
            if channel.bridge is None:
                self._leave_all(channel, at)
            else:
                self._stay(channel, at)
            if channel.is_ringing and channel.is_dialled and not channel.is_up:
                self._review_ringing(channel, extension, at)
            elif channel.has_dialled and not channel.bridge:
                self._review_dialling(channel, extension, at)
        for told in tuple(self._told.values()):
            self._review_told(told, at)

    def _review_talk(
        self, channel: Channel, extension: str, heard: list[Channel], at: datetime
    ) -> None:
        told = self._told_for(channel, extension, heard)
        for other, leg in self._own_legs(channel):
            if other is not told:
                other.leave(leg, at)
        are_all_own = all(self._house.own_extension(c) for c in heard)
        if (
            are_all_own
            and not channel.is_dialled
            and told.direction is Direction.INTERNAL
        ):
            return  # the called phone speaks for a call between own phones
        told.answer(told.leg(channel.id, extension), at)

    def _review_ringing(self, channel: Channel, extension: str, at: datetime) -> None:
        if self._is_announced(channel):
            return
        if self._exchange.is_for_nobody(channel):
            self._announce_click_to_call(channel, extension, at)
            return
        others = self._exchange.around(channel)
        told = self._told_for(channel, extension, others)
        told.announce(told.leg(channel.id, extension), at, is_dialled=False)

    def _review_dialling(self, channel: Channel, extension: str, at: datetime) -> None:
        others = [c for c in self._exchange.around(channel) if c.is_ringing]
        if not others:
            return
        told = self._told_for(channel, extension, others)
        leg = told.leg(channel.id, extension)
        if told.is_answered and leg.stays:
            return  # a consultation within a call
        told.announce(leg, at, is_dialled=True)
        if told.party == Party():
            party = self._party(channel, others)
            if party != Party():
                told.tell_party(party, at)

    def _announce_click_to_call(
        self, channel: Channel, extension: str, at: datetime
    ) -> None:
        """Tell at once whom a click calls, where the PBX says it already."""
        told = self._told.get(channel.call)
        dialled = self._dialled.get(channel.id)
        if told is None and dialled:
            self._tell_dialled(dialled, at)
        elif told is None:
            texts = [channel.connected_number, channel.number]
            number = next((text for text in texts if self._lines.number(text)), None)
            if number is None or self._lines.has_number(number):
                return  # told when the other side is dialled
            told = ToldCall(
                self._account,
                channel.call,
                channel.call,
                Direction.OUTBOUND,
                self._lines.outside([number]),
                extension,
            )
            self._told[told.session] = told
            told.announce(told.leg(channel.id, extension), at, is_dialled=True)

    def _review_told(self, told: ToldCall, at: datetime) -> None:
        if told.is_ended:
            return
        if told.is_consultation:
            phones = (self._exchange.find(leg) for leg in told.legs)
            if not any(phone and self._is_in(told, phone) for phone in phones):
                self._end_told(told, at)
            return
        if told.is_answered or told.is_dialled or told.is_concluded or not told.legs:
            return
        channels = [self._exchange.find(leg) for leg in told.legs]
        if any(channels):
            return  # it rings, or is about to be heard
        legs = told.legs.values()
        if told.has_other_answer or any(leg.is_elsewhere for leg in legs):
            told.conclude(EventKind.ELSEWHERE, at)
        elif any(leg.is_declined for leg in legs):
            told.conclude(EventKind.MISSED, at, CallResult.DECLINED)

    def _is_in(self, told: ToldCall, channel: Channel) -> bool:
        leg = told.legs[channel.id]
        return (
            channel.is_ringing or leg.is_talking or (leg.stays == 0 and channel.is_up)
        )

    # -- which call is it ------------------------------------------------------

    def _told_for(
        self, channel: Channel, extension: str, others: list[Channel]
    ) -> ToldCall:
        """Return the call that `channel` is in, given whom it reaches."""
        outside = [c for c in others if self._house.is_outside(c)]
        current = next((told for told, _ in self._own_legs(channel)), None)
        if not outside:
            if current:
                return current
            return self._told_inside(channel, extension, others)
        known_calls = [self._told.get(c.call) for c in outside]
        if current and not current.is_consultation and current in known_calls:
            return current
        far = outside[0]
        session = far.call
        told = self._told.get(session)
        if told and told.direction is Direction.INTERNAL:
            session = far.id
            told = self._told.get(session)
        if told is None or told.is_ended:
            told = self._tell_outside(session, far, channel, extension)
        return told

    def _told_inside(
        self, channel: Channel, extension: str, others: list[Channel]
    ) -> ToldCall:
        told = self._told.get(channel.call)
        has_outside = any(
            self._house.is_outside(c) for c in self._exchange.in_call(channel.call)
        )
        is_taken = told is not None and told.direction is not Direction.INTERNAL
        is_consultation = has_outside or is_taken
        session = channel.id if is_consultation else channel.call
        told = self._told.get(session)
        if told is None:
            party = self._party(channel, others)
            is_inside = bool(others) or party.extension is not None
            told = ToldCall(
                self._account,
                session,
                channel.call,
                Direction.INTERNAL if is_inside else Direction.INBOUND,
                party,
                extension,
                self._queue(channel.call),
                is_consultation=is_consultation,
            )
            self._told[session] = told
        return told

    def _tell_outside(
        self, session: str, far: Channel, channel: Channel, extension: str
    ) -> ToldCall:
        is_outbound = far.is_dialled and (
            not channel.is_dialled or self._exchange.is_for_nobody(channel)
        )
        line = channel.number if is_outbound else far.exten
        own_line = self._lines.line(line)
        if far.is_dialled and not is_outbound:
            own_line = None
        told = ToldCall(
            self._account,
            session,
            far.call,
            Direction.OUTBOUND if is_outbound else Direction.INBOUND,
            self._party_outside(far, channel),
            own_line or extension,
            self._queue(far.call),
        )
        self._told[session] = told
        return told

    def _party(self, channel: Channel, others: list[Channel]) -> Party:
        for other in others:
            if self._house.is_outside(other):
                return self._party_outside(other, channel)
        for other in others:
            texts = [other.first_number, other.number]
            return self._lines.inside(other.device, texts, other.person)
        number, person = channel.connected_number, channel.connected_person
        if is_extension(number):
            return Party(None, number, number, person or None)
        return self._lines.outside([number], person)

    def _party_outside(self, far: Channel, channel: Channel) -> Party:
        if not far.is_dialled:
            return self._lines.outside([far.number, far.first_number], far.person)
        if dialled := self._dialled.get(channel.call):
            return dialled.party
        target = far.dial_string.partition("@")[0].rpartition("/")[2]
        exten = (
            "" if channel.is_dialled and not channel.is_originated else channel.exten
        )
        texts = [exten, target, far.number, far.first_number]
        return self._lines.outside(texts)

    def _party_of_dialled(self, number: str) -> Party:
        if is_extension(number) and not self._lines.number(number):
            return Party(None, number, number)
        return self._lines.outside([number])

    def _queue(self, call: str) -> str | None:
        facts = self._facts.get(call)
        return facts.queue if facts else None

    # -- parting ---------------------------------------------------------------

    def _part(self, channel: Channel, at: datetime) -> None:
        """Take leave of a channel that hung up, and of its call with the last one."""
        for told, leg in self._own_legs(channel):
            told.leave(leg, at)
            leg.is_elsewhere |= channel.cause == "26"
        self._own.pop(channel.id, None)
        if not channel.is_up and not channel.is_dialled:
            self._tell_failed(channel, at)
        self._house.forget(channel)
        self._review(at)
        if any(not c.device.is_local for c in self._exchange.in_call(channel.call)):
            return
        for told in tuple(self._told.values()):
            if told.call == channel.call and not told.is_ended:
                self._end_told(told, at)
        self._tell_unrung(channel.call, at)
        if facts := self._facts.pop(channel.call, None):
            self._facts[channel.call] = facts  # the newest: a Cdr may still come
        while len(self._facts) > _MAX_FACTS:
            del self._facts[next(iter(self._facts))]

    def _tell_failed(self, channel: Channel, at: datetime) -> None:
        """Tell of a number that an own phone dialled and the PBX never rang."""
        extension = self._house.own_extension(channel)
        if extension is None or channel.has_dialled or channel.call in self._told:
            return
        if self._lines.number(channel.exten) is None:
            return
        told = ToldCall(
            self._account,
            channel.call,
            channel.call,
            Direction.OUTBOUND,
            self._lines.outside([channel.exten]),
            self._lines.line(channel.number) or extension,
        )
        self._told[told.session] = told
        told.announce(told.leg(channel.id, extension), at, is_dialled=True)
        told.dial_result = (
            CallResult.BUSY if channel.cause == "17" else CallResult.FAILED
        )

    def _tell_unrung(self, call: str, at: datetime) -> None:
        """Tell of a call for an own line that rang no own phone: offline, say."""
        facts = self._facts.get(call)
        if facts is None or facts.caller is None:
            return
        if call in self._told or call in self._ended:
            return
        if not (facts.is_for_own_number or facts.has_tried_own):
            return
        caller = facts.caller
        told = ToldCall(
            self._account,
            call,
            call,
            Direction.INBOUND,
            self._lines.outside([caller.number, caller.first_number], caller.person),
            self._lines.line(caller.exten) or next(iter(self._lines.extensions), None),
            facts.queue,
        )
        self._told[call] = told
        told.has_other_answer = facts.has_answer
        if facts.has_voicemail and not facts.has_answer:
            told.conclude(EventKind.VOICEMAIL, at)
        self._end_told(told, at)

    def _end_told(self, told: ToldCall, at: datetime) -> None:
        for hand_over in tuple(self._hand_overs):
            if hand_over.told is told:
                self._hand_over(hand_over, TransferKind.BLIND, hand_over.to)
        told.end(at)

    def _drop_told(self, told: ToldCall, at: datetime) -> None:
        told.lose(at)

    def _leave_all(self, channel: Channel, at: datetime) -> None:
        for told, leg in self._own_legs(channel):
            told.leave(leg, at)

    def _stay(self, channel: Channel, at: datetime) -> None:
        """Go on talking in another bridge, where nobody may be heard yet."""
        for told, leg in self._own_legs(channel):
            if leg.left_at and not leg.is_leaving_told and not told.is_consultation:
                told.answer(leg, at)

    def _is_announced(self, channel: Channel) -> bool:
        return any(leg.is_announced for _, leg in self._own_legs(channel))

    def _own_legs(self, channel: Channel) -> Iterator[tuple[ToldCall, OwnLeg]]:
        return self._legs_of(channel.id)

    def _legs_of(self, channel_id: str) -> Iterator[tuple[ToldCall, OwnLeg]]:
        legs = [
            (told, told.legs[channel_id])
            for told in self._told.values()
            if channel_id in told.legs and not told.is_ended
        ]
        legs.sort(key=lambda pair: not pair[1].is_talking)
        return iter(legs)

    def _told_with(self, channel: Channel) -> list[ToldCall]:
        """Return the open calls in which `channel` has a part."""
        return [
            told
            for told in self._told.values()
            if not told.is_ended
            and (
                channel.id in told.legs
                if told.is_consultation
                else channel.call == told.call or channel.id in told.legs
            )
        ]

    def _collect(self) -> list[PhoneEvent]:
        out: list[PhoneEvent] = []
        for session, told in tuple(self._told.items()):
            out += told.out
            told.out.clear()
            if told.is_ended:
                del self._told[session]
                self._ended[session] = told
        while len(self._ended) > _MAX_ENDED:
            self._ended.popitem(last=False)
        return out
