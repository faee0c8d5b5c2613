"""One call as we tell it: which own phones are in it, and what was said so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.records import (
    END_UNKNOWN,
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    PhoneEvent,
    Transfer,
)

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.phone.asterisk.exchange import Channel
    from connectors.phone.asterisk.lines import Party

SOURCE = "asterisk"
_SAME_STAY = timedelta(seconds=1)  # moving between bridges takes a moment


@dataclass(slots=True)
class OwnLeg:
    """The part of an own phone in a call; each stay in a bridge is told apart."""

    channel: str
    extension: str
    is_announced: bool = False
    is_declined: bool = False
    is_refused: bool = False  # busy before it could ring
    is_elsewhere: bool = False
    is_talking: bool = False
    is_held: bool = False
    stays: int = 0
    left_at: datetime | None = None
    is_leaving_told: bool = False

    @property
    def id(self) -> str:
        return self.channel if self.stays <= 1 else f"{self.channel}/{self.stays}"

    def refuse(self, *, has_rung: bool) -> None:
        """Note that the phone said no: the rep where it had rung, else the phone."""
        self.is_declined |= has_rung
        self.is_refused |= not has_rung


@dataclass(slots=True)
class ToldCall:
    """What we told of a call; every method appends the events it takes."""

    account: str
    session: str
    call: str  # the Linkedid whose channels keep it alive
    direction: Direction
    party: Party
    own_line: str | None
    queue: str | None = None
    is_consultation: bool = False  # lives as long as its own phones are in it
    legs: dict[str, OwnLeg] = field(default_factory=dict)
    is_dialled: bool = False
    is_answered: bool = False
    is_concluded: bool = False  # told as declined, elsewhere or voicemail
    is_ended: bool = False
    has_other_answer: bool = False
    hangup_by: HangupBy | None = None
    dial_result: CallResult | None = None
    out: list[PhoneEvent] = field(default_factory=list, repr=False)

    @property
    def is_missed(self) -> bool:
        """Return whether it rang here and nobody took it, as far as was told."""
        is_open = not self.is_answered and not self.is_dialled
        return is_open and not self.has_other_answer

    def is_part(self, channel: Channel) -> bool:
        """Return whether an own channel still rings, talks or waits here."""
        leg = self.legs[channel.id]
        is_between = leg.stays == 0 and (channel.is_up or not channel.is_dialled)
        return channel.is_ringing or leg.is_talking or is_between

    def leg(self, channel: str, extension: str) -> OwnLeg:
        return self.legs.setdefault(channel, OwnLeg(channel, extension))

    def announce(self, leg: OwnLeg, at: datetime, *, is_dialled: bool) -> None:
        """Tell that an own phone rings, or dials."""
        if leg.is_announced:
            return
        leg.is_announced = True
        self.has_other_answer = False
        self.hangup_by = None
        self.is_concluded = False
        self.is_dialled |= is_dialled
        kind = EventKind.DIALLING if is_dialled else EventKind.RINGING
        self._tell(kind, at, leg=leg.id, by=leg.extension)

    def answer(self, leg: OwnLeg, at: datetime) -> None:
        """Tell that an own phone is in conversation, if it was not."""
        if leg.is_talking:
            return
        leg.is_talking = leg.is_announced = True
        left_at, leg.left_at = leg.left_at, None
        if left_at and not leg.is_leaving_told and at - left_at < _SAME_STAY:
            return
        if left_at and not leg.is_leaving_told:
            self._tell(EventKind.TRANSFERRED, left_at, leg=leg.id, by=leg.extension)
        leg.is_leaving_told = False
        leg.stays += 1
        self.is_answered = True
        self.hangup_by = None
        self._tell(EventKind.ANSWERED, at, leg=leg.id, by=leg.extension)

    def leave(self, leg: OwnLeg, at: datetime) -> None:
        """Note that an own phone left; told when it turns out that others stayed."""
        if leg.is_talking:
            leg.is_talking = False
            leg.left_at = at

    def hold(self, leg: OwnLeg, at: datetime, *, is_held: bool) -> None:
        """Tell that an own phone holds the call, or goes on with it."""
        if leg.is_talking and leg.is_held != is_held:
            leg.is_held = is_held
            kind = EventKind.HELD if is_held else EventKind.RESUMED
            self._tell(kind, at, leg=leg.id, by=leg.extension)

    def transfer(self, leg: OwnLeg | None, transfer: Transfer) -> None:
        """Tell that an own phone handed the call on."""
        self.hangup_by = None
        if leg and leg.stays:
            leg.is_talking = False
            leg.left_at = leg.left_at or transfer.at
            leg.is_leaving_told = True
        self._tell(
            EventKind.TRANSFERRED,
            transfer.at,
            leg=leg.id if leg and leg.stays else None,
            by=transfer.from_,
            transfer=transfer,
        )

    def conclude(
        self, kind: EventKind, at: datetime, result: CallResult | None = None
    ) -> None:
        """Tell how it ended for the own phones, though others may go on."""
        self.is_concluded = True
        self._tell(kind, at, result=result, hangup_by=self.hangup_by)

    def end(self, at: datetime) -> None:
        """Tell the end, and with what result."""
        if self.is_ended:
            return
        self.is_ended = True
        for leg in self.legs.values():
            self._tell_leaving(leg, at)
        if self.is_answered:
            self._end(at, CallResult.ANSWERED)
        elif self.is_dialled:
            self._end(at, self._dialled_result())
        elif not self.is_concluded:
            self._tell_missed(at)

    def lose(self, at: datetime) -> None:
        """Tell that nobody knows how it went on."""
        if not self.is_ended:
            self.is_ended = True
            self._tell(EventKind.ENDED, at, reason=END_UNKNOWN)

    def _tell_leaving(self, leg: OwnLeg, at: datetime) -> None:
        if (
            leg.left_at
            and not leg.is_leaving_told
            and at - leg.left_at > _SAME_STAY / 2
        ):
            leg.is_leaving_told = True
            self._tell(EventKind.TRANSFERRED, leg.left_at, leg=leg.id, by=leg.extension)

    def _dialled_result(self) -> CallResult:
        is_own_choice = self.dial_result in (None, CallResult.NO_ANSWER)
        if is_own_choice and self.hangup_by is HangupBy.OWN:
            return CallResult.CANCELLED
        return self.dial_result or CallResult.NO_ANSWER

    def _tell_missed(self, at: datetime) -> None:
        legs = self.legs.values()
        if self.has_other_answer or any(leg.is_elsewhere for leg in legs):
            return self.conclude(EventKind.ELSEWHERE, at)
        result = None
        if any(leg.is_declined for leg in legs):
            result = CallResult.DECLINED
        elif legs and all(leg.is_refused for leg in legs):
            result = CallResult.BUSY
        return self.conclude(EventKind.MISSED, at, result)

    def _end(self, at: datetime, result: CallResult) -> None:
        self._tell(
            EventKind.ENDED,
            at,
            result=result,
            hangup_by=self.hangup_by or HangupBy.UNKNOWN,
        )

    def _tell(
        self,
        kind: EventKind,
        at: datetime,
        *,
        leg: str | None = None,
        by: str | None = None,
        transfer: Transfer | None = None,
        result: CallResult | None = None,
        hangup_by: HangupBy | None = None,
        reason: str | None = None,
    ) -> None:
        self.out.append(
            PhoneEvent(
                source=SOURCE,
                account=self.account,
                session=self.session,
                kind=kind,
                at=at,
                seen_at=at,
                leg=leg,
                direction=self.direction,
                number_raw=self.party.number_raw,
                number=self.party.number,
                extension=self.party.extension,
                name=self.party.name,
                own_line=self.own_line,
                queue=self.queue,
                reason=reason,
                by=by,
                transfer=transfer,
                result=result,
                hangup_by=hangup_by,
            )
        )
