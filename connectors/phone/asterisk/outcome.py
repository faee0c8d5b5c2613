"""How calls come out: who answered, refused, hung up, or was never rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.records import CallResult, Direction, EventKind, HangupBy

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.phone.asterisk.call_book import CallBook
    from connectors.phone.asterisk.exchange import Channel, Exchange
    from connectors.phone.asterisk.house import House
    from connectors.phone.asterisk.lines import OwnLines
    from connectors.phone.asterisk.told_call import ToldCall
    from connectors.phone.asterisk.wire import Message

_BUSY = "17"
_REJECTED = "21"
_VOICEMAIL = frozenset({"voicemail", "minivmrecord"})
_RINGERS = frozenset({"dial", "queue"})
_DIAL_RESULTS = {
    "BUSY": CallResult.BUSY,
    "CANCEL": CallResult.CANCELLED,
    "NOANSWER": CallResult.NO_ANSWER,
    "CHANUNAVAIL": CallResult.FAILED,
    "CONGESTION": CallResult.FAILED,
}
# What the network says when it did not reach anybody (Q.850).
_FAILURES = frozenset(
    {
        *("1", "2", "3", "5", "6", "22", "25", "27", "28", "29", "34", "38"),
        *("41", "42", "44", "47", "50", "58", "88", "102"),
    }
)


class Outcomes:
    """Notes what decides the result of a call, and tells of those never rung."""

    def __init__(
        self, book: CallBook, exchange: Exchange, house: House, lines: OwnLines
    ) -> None:
        self._book = book
        self._exchange = exchange
        self._house = house
        self._lines = lines

    def note(
        self,
        message: Message,
        subject: Channel | None,
        dest: Channel | None,
        at: datetime,
    ) -> None:
        """Take in what an event says of how its call will come out."""
        match message.event:
            case "DialBegin" if dest:
                for told in self._book.with_channel(dest):
                    told.dial_result = None
            case "DialEnd" if dest:
                self._note_dial_end(dest, message.get("dialstatus"))
            case "BridgeEnter" if subject:
                self._note_answer(subject)
            case "HangupRequest" if subject:
                self._note_hang_up(subject, message)
            case "SoftHangupRequest" if subject:
                for told in self._book.with_channel(subject):
                    told.hangup_by = told.hangup_by or HangupBy.SYSTEM
            case "QueueCallerJoin" if subject:
                facts = self._book.facts(subject.call)
                facts.queue = message.get("queue") or facts.queue
            case "Newexten" if subject:
                application = message.get("application")
                arguments = message.get("appdata")
                self._note_step(subject.call, subject, application, arguments, at)
            case "Cdr":
                self._note_cdr(message, at)

    def note_gone(self, channel: Channel, at: datetime) -> None:
        """Take in why a channel hung up."""
        self._note_refusal(channel, channel.cause)
        if not channel.is_up and not channel.is_dialled:
            self._tell_failed(channel, at)

    def tell_unrung(self, call: str, at: datetime) -> None:
        """Tell of a call for an own line that rang no own phone: offline, say."""
        facts = self._book.facts(call)
        caller = facts.caller
        if caller is None:
            return
        if not (facts.is_for_own_number or facts.has_tried_own):
            return
        if self._book.find(call) or self._book.find_ended(call):
            return
        told = self._book.open(
            call,
            call,
            Direction.INBOUND,
            self._lines.outside([caller.number, caller.first_number], caller.person),
            self._lines.line(caller.exten) or next(iter(self._lines.extensions), None),
        )
        told.has_other_answer = facts.has_answer
        if facts.has_voicemail and not facts.has_answer:
            told.conclude(EventKind.VOICEMAIL, at)
        told.end(at)

    def _note_dial_end(self, dest: Channel, status: str) -> None:
        if status == "ANSWER":
            self._note_answer(dest)
        for told in self._book.with_channel(dest):
            leg = told.legs.get(dest.id)
            if leg and not dest.is_originated:
                if status == "BUSY":
                    leg.refuse(has_rung=dest.has_rung)
            elif told.dial_result in (None, CallResult.NO_ANSWER):
                told.dial_result = _DIAL_RESULTS.get(status, told.dial_result)

    def _note_answer(self, channel: Channel) -> None:
        """Note that a phone which is not ours took a call that rings ours too."""
        is_ours = self._house.own_extension(channel) is not None
        if is_ours or channel.device.is_local or not channel.is_dialled:
            return
        for told in self._book.all():
            if told.call == channel.call and not told.is_consultation:
                told.has_other_answer = True
        self._book.facts(channel.call).has_answer = True

    def _note_hang_up(self, channel: Channel, message: Message) -> None:
        cause = message.get("cause")
        told_calls = self._book.with_channel(channel)
        for told in told_calls:
            leg = told.legs.get(channel.id)
            if leg:
                told.hangup_by = told.hangup_by or HangupBy.OWN
                if channel.is_ringing and cause in (_BUSY, _REJECTED):
                    leg.refuse(has_rung=channel.has_rung)
            elif told.is_dialled or channel.is_up or not channel.is_dialled:
                told.hangup_by = told.hangup_by or HangupBy.REMOTE
        if not told_calls:  # who fetched the call came with another Linkedid
            for other in self._exchange.bridged_with(channel):
                for told in self._book.with_channel(other):
                    told.hangup_by = told.hangup_by or HangupBy.REMOTE
        self._note_refusal(channel, cause, message.get("techcause"))

    def _note_refusal(self, channel: Channel, cause: str, sip: str = "") -> None:
        """Note why a phone that we dialled did not answer."""
        if channel.is_up or not channel.is_dialled:
            return
        result = None
        if cause == _BUSY:
            result = CallResult.BUSY
        elif cause in _FAILURES or (cause == _REJECTED and sip == "403"):
            result = CallResult.FAILED
        elif cause == _REJECTED:
            result = CallResult.DECLINED
        if result is None:
            return
        for told in self._book.with_channel(channel):
            is_open = told.dial_result in (None, CallResult.NO_ANSWER)
            if is_open and channel.id not in told.legs:
                told.dial_result = result

    def _note_step(
        self,
        call: str,
        channel: Channel | None,
        application: str,
        arguments: str,
        at: datetime,
    ) -> None:
        """Note a step of the dialplan: whom it means to ring, where it records."""
        facts = self._book.facts(call)
        name = application.lower()
        if name == "queue" and facts.queue is None:
            facts.queue = arguments.partition(",")[0].strip() or None
        if channel is None or not self._speaks_for_outside(channel):
            return
        if name in _RINGERS and self._lines.names_own_device(arguments):
            if not facts.has_tried_own:
                facts.has_answer = False  # whoever answered before handed it on
            facts.has_tried_own = True
        if name in _VOICEMAIL:
            facts.has_voicemail = True
            facts.has_tried_own |= self._lines.is_own_mailbox(arguments)
            for told in self._book.all():
                if told.call == call:
                    self._tell_voicemail(told, at)

    def _speaks_for_outside(self, channel: Channel) -> bool:
        if not channel.device.is_local:
            return self._house.is_outside(channel)
        others = self._exchange.around(channel)
        return any(self._house.is_outside(other) for other in others)

    def _tell_voicemail(self, told: ToldCall, at: datetime) -> None:
        if told.is_missed and not told.is_concluded and not told.is_consultation:
            told.conclude(EventKind.VOICEMAIL, at)

    def _note_cdr(self, message: Message, at: datetime) -> None:
        """Take in what an account sees that is told no dialplan steps."""
        application = message.get("lastapplication")
        channel = self._exchange.find(message.get("uniqueid"))
        if channel is None:
            channel = self._exchange.find_gone(message.get("uniqueid"))
        if channel is None or not application:
            return
        call = channel.call
        self._note_step(call, channel, application, message.get("lastdata"), at)
        if self._exchange.in_call(call):
            return
        told = self._book.find_ended(call)
        if told is None:
            self.tell_unrung(call, at)
        elif application.lower() in _VOICEMAIL and told.is_missed:
            told.conclude(EventKind.VOICEMAIL, at)
            self._book.reopen(told)

    def _tell_failed(self, channel: Channel, at: datetime) -> None:
        """Tell of a number that an own phone dialled and the PBX never rang."""
        extension = self._house.own_extension(channel)
        if extension is None or channel.has_dialled or self._book.find(channel.call):
            return
        if self._lines.number(channel.exten) is None:
            return
        told = self._book.open(
            channel.call,
            channel.call,
            Direction.OUTBOUND,
            self._lines.outside([channel.exten]),
            self._lines.line(channel.number) or extension,
        )
        told.announce(told.leg(channel.id, extension), at, is_dialled=True)
        is_busy = channel.cause == _BUSY
        told.dial_result = CallResult.BUSY if is_busy else CallResult.FAILED
