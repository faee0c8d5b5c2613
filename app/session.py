"""One call as a value, and its only transition function.

A call is the set of facts that its phone sources told. `advance` adds one event to
the facts; everything else (stage, result, times) is derived from them. So the order,
the repetition and the delay of events change nothing: late news only completes what
is known. Two sources that see one call each have a view of their own in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

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
    from collections.abc import Iterable
    from datetime import datetime

    from connectors.phone_number import PhoneNumber

_T = TypeVar("_T")
SKEW = timedelta(seconds=2)  # clocks and wires of two sources differ

_STARTS = {
    EventKind.RINGING,
    EventKind.DIALLING,
    EventKind.ANSWERED,
    EventKind.MISSED,
    EventKind.ELSEWHERE,
    EventKind.VOICEMAIL,
}
# What was told beats what is concluded; an own answer beats everything.
_RANK = (
    CallResult.DECLINED,
    CallResult.ANSWERED_ELSEWHERE,
    CallResult.VOICEMAIL,
    CallResult.BUSY,
    CallResult.CANCELLED,
    CallResult.FAILED,
    CallResult.NO_ANSWER,
    CallResult.MISSED,
)


class Stage(StrEnum):
    """Where a call stands."""

    RINGING = "ringing"
    DIALLING = "dialling"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Leg:
    """The stay of one own phone in a call."""

    id: str
    answered_at: datetime | None = None
    left_at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """What one session of one source told of a call: facts, merged in any order."""

    source: str
    account: str
    session: str
    first_at: datetime
    last_at: datetime | None = None  # of what it told but for having lost sight
    rang_at: datetime | None = None
    rang_again_at: datetime | None = None  # the last ring
    is_dialled: bool = False
    direction: Direction | None = None
    number_raw: str | None = field(default=None, repr=False)
    number: PhoneNumber | None = None
    extension: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    own_line: str | None = field(default=None, repr=False)
    queue: str | None = None
    legs: tuple[Leg, ...] = ()
    held_at: datetime | None = None
    resumed_at: datetime | None = None
    ended_at: datetime | None = None
    lost_at: datetime | None = None
    told: CallResult | None = None
    told_at: datetime | None = None
    hangup_by: HangupBy | None = None
    transfers: tuple[Transfer, ...] = ()
    recording_url: str | None = field(default=None, repr=False)
    voicemail_url: str | None = field(default=None, repr=False)

    @property
    def answered_at(self) -> datetime | None:
        """Return when the first own phone answered."""
        return _earliest(leg.answered_at for leg in self.legs)

    @property
    def closed_at(self) -> datetime | None:
        """Return when this source saw the call end, or None while it goes on."""
        if self.answered_at:
            return self.ended_at
        return _earliest((self.ended_at, None if self._rings_anew else self.told_at))

    @property
    def is_lost(self) -> bool:
        """Return whether it lost sight of the call and never saw it again."""
        return self.lost_at is not None and (
            self.last_at is None or self.last_at <= self.lost_at
        )

    @property
    def _rings_anew(self) -> bool:
        """Return whether a call that went elsewhere came back to an own phone.

        A ring that only arrives late or twice is close to what was concluded.
        """
        if self.told_at is None or self.rang_again_at is None:
            return False
        return self.rang_again_at > self.told_at + SKEW

    def talk_s(self, until: datetime | None) -> float:
        """Return how long own phones talked, open legs counted until `until`."""
        lost_at = self.lost_at if self.is_lost else None
        end = self.ended_at or lost_at or until
        total_s, covered = 0.0, None
        answered = (leg for leg in self.legs if leg.answered_at)
        for leg in sorted(answered, key=lambda leg: leg.answered_at or self.first_at):
            left_at = _earliest((leg.left_at, end))
            # phones that talk at once count once
            begin = _latest(covered, leg.answered_at or self.first_at)
            if left_at and left_at > begin:
                total_s += (left_at - begin).total_seconds()
                covered = left_at
        return total_s


@dataclass(frozen=True, slots=True)
class CallSession:
    """One call, as all its sources together tell it. `key` is ours, for ever."""

    key: str
    views: tuple[SourceView, ...]

    @property
    def main(self) -> SourceView:
        """Return the view that speaks for the call: an answered one before others."""
        return next((v for v in self.views if v.answered_at), self.views[0])

    @property
    def source(self) -> str:
        return self.main.source

    @property
    def account(self) -> str:
        return self.main.account

    @property
    def session(self) -> str:
        return self.main.session

    @property
    def direction(self) -> Direction:
        told = _first(view.direction for view in self.views)
        if told:
            return told
        return Direction.OUTBOUND if self.is_dialled else Direction.INBOUND

    @property
    def is_dialled(self) -> bool:
        """Return whether an own phone started the call."""
        return any(view.is_dialled for view in self.views)

    @property
    def number(self) -> PhoneNumber | None:
        return _first(view.number for view in self.views)

    @property
    def number_raw(self) -> str | None:
        return _first(view.number_raw for view in self.views)

    @property
    def extension(self) -> str | None:
        return _first(view.extension for view in self.views)

    @property
    def name(self) -> str | None:
        """Return the caller's name as the phone told it: foreign, maybe hostile."""
        return _first(view.name for view in self.views)

    @property
    def own_line(self) -> str | None:
        return _first(view.own_line for view in self.views)

    @property
    def queue(self) -> str | None:
        return _first(view.queue for view in self.views)

    @property
    def is_withheld(self) -> bool:
        return self.number is None and self.extension is None

    @property
    def started_at(self) -> datetime:
        return min(view.rang_at or view.first_at for view in self.views)

    @property
    def answered_at(self) -> datetime | None:
        return _earliest(view.answered_at for view in self.views)

    @property
    def ended_at(self) -> datetime | None:
        """Return when the call ended, or None while it goes on or if nobody saw it.

        Who answered decides; where nobody did, the first source that saw the end.
        """
        return _earliest(view.closed_at for view in self._deciding)

    @property
    def _deciding(self) -> tuple[SourceView, ...]:
        answered = tuple(view for view in self.views if view.answered_at)
        return answered or self.views

    @property
    def lost_at(self) -> datetime | None:
        """Return when we lost sight of a call whose end nobody told."""
        lost = [view.lost_at for view in self._deciding if view.is_lost]
        if self.ended_at or len(lost) < len(self._deciding):
            return None
        return max(at for at in lost if at)

    @property
    def is_live(self) -> bool:
        return self.stage is not Stage.ENDED

    @property
    def end_known(self) -> bool:
        return self.ended_at is not None

    @property
    def stage(self) -> Stage:
        if self.ended_at or self.lost_at:
            return Stage.ENDED
        if self.answered_at is None:
            return Stage.DIALLING if self.is_dialled else Stage.RINGING
        view = self.main
        if view.held_at and (not view.resumed_at or view.resumed_at < view.held_at):
            return Stage.HELD
        return Stage.TALKING

    @property
    def result(self) -> CallResult | None:
        """Return how the call went, or None while nobody can know."""
        if self.answered_at:
            return CallResult.ANSWERED
        told = {view.told for view in self.views if view.told}
        for result in _RANK:
            if result in told:
                return result
        if not self.ended_at:
            return None
        if not self.is_dialled:
            return CallResult.MISSED
        if self.hangup_by is HangupBy.OWN:
            return CallResult.CANCELLED
        return CallResult.NO_ANSWER

    @property
    def answered_by(self) -> tuple[str, ...]:
        """Return the own extensions that talked, in the order they answered."""
        legs = [leg for leg in self.main.legs if leg.by and leg.answered_at]
        legs.sort(key=lambda leg: (leg.answered_at is None, leg.answered_at, leg.id))
        return tuple(dict.fromkeys(leg.by for leg in legs if leg.by))

    @property
    def hangup_by(self) -> HangupBy:
        told = _first(view.hangup_by for view in self.views)
        return told or HangupBy.UNKNOWN

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        return self.main.transfers

    @property
    def recording_url(self) -> str | None:
        return _first(view.recording_url for view in self.views)

    @property
    def voicemail_url(self) -> str | None:
        return _first(view.voicemail_url for view in self.views)

    @property
    def ring_s(self) -> float:
        """Return how long it rang before it was answered or ended."""
        until = self.answered_at or self.ended_at or self.lost_at or self.started_at
        return max(0.0, (until - self.started_at).total_seconds())

    def talk_s(self, until: datetime | None = None) -> float:
        """Return how long own phones talked; `until` counts a call that goes on."""
        return max(view.talk_s(until) for view in self.views)

    def view_of(self, account: str, session: str) -> SourceView | None:
        """Return what that session of that source account told."""
        for view in self.views:
            if (view.account, view.session) == (account, session):
                return view
        return None

    def overlaps(self, event: PhoneEvent) -> bool:
        """Return whether `event`, of another source, may be about this very call.

        Same number or both withheld, same direction, same own line where both tell it
        in the same terms, and within the time of the call; a source that has a view
        already speaks of another call.
        """
        if any(view.account == event.account for view in self.views):
            return False
        end = self.ended_at or self.lost_at
        return (
            _party(self.number, self.extension) == _party(event.number, event.extension)
            and self.direction is _direction(event)
            and _may_be_one_line(self.own_line, event.own_line)
            and event.at >= self.started_at - SKEW
            and (end is None or event.at <= end)
        )


def advance(
    call: CallSession | None, event: PhoneEvent, key: str = ""
) -> CallSession | None:
    """Return the call after `event`, or None if it tells of no call.

    With `call` None a new call of that `key` begins, if `event` can begin one. An
    event of a source that has no view yet adds one: the sources see one call.
    """
    if event.kind is EventKind.MESSAGE:
        return call
    if call is None:
        if event.kind not in _STARTS and not (event.number_raw or event.extension):
            return None
        return CallSession(key, (_told(_new_view(event), event),))
    view = call.view_of(event.account, event.session)
    if view is None:
        return replace(call, views=(*call.views, _told(_new_view(event), event)))
    views = tuple(_told(v, event) if v is view else v for v in call.views)
    return replace(call, views=views)


def lose(call: CallSession, at: datetime) -> CallSession:
    """Return a live call as one whose end nobody saw; sources may still tell it."""
    if not call.is_live:
        return call
    views = (v if v.ended_at else replace(v, lost_at=at) for v in call.views)
    return replace(call, views=tuple(views))


def _new_view(event: PhoneEvent) -> SourceView:
    return SourceView(event.source, event.account, event.session, event.at)


def _told(view: SourceView, event: PhoneEvent) -> SourceView:  # noqa: PLR0911
    view = replace(
        view,
        first_at=min(view.first_at, event.at),
        last_at=view.last_at
        if event.reason == END_UNKNOWN
        else _latest(view.last_at, event.at),
        direction=view.direction or event.direction,
        number_raw=view.number_raw or event.number_raw,
        number=view.number or event.number,
        extension=view.extension or event.extension,
        name=view.name or event.name,
        own_line=view.own_line or event.own_line,
        queue=view.queue or event.queue,
        hangup_by=view.hangup_by or event.hangup_by,
        told=_stronger(view.told, event.result),
    )
    at = event.at
    match event.kind:
        case EventKind.RINGING:
            rang_at = _earliest((view.rang_at, at))
            again_at = _latest(view.rang_again_at, at)
            return replace(view, rang_at=rang_at, rang_again_at=again_at)
        case EventKind.DIALLING:
            rang_at = _earliest((view.rang_at, at))
            return replace(view, rang_at=rang_at, is_dialled=True)
        case EventKind.ANSWERED:
            return replace(view, legs=_answered(view.legs, event))
        case EventKind.HELD:
            return replace(view, held_at=_latest(view.held_at, at))
        case EventKind.RESUMED:
            return replace(view, resumed_at=_latest(view.resumed_at, at))
        case EventKind.TRANSFERRED:
            return _transferred(view, event)
        case EventKind.ENDED if event.reason == END_UNKNOWN:
            return replace(view, lost_at=_latest(view.lost_at, at))
        case EventKind.ENDED:
            return replace(view, ended_at=_earliest((view.ended_at, at)))
        case EventKind.MISSED:
            return _concluded(view, CallResult.MISSED, at)
        case EventKind.ELSEWHERE:
            return _concluded(view, CallResult.ANSWERED_ELSEWHERE, at)
        case EventKind.VOICEMAIL:
            view = replace(view, voicemail_url=view.voicemail_url or event.url)
            return _concluded(view, CallResult.VOICEMAIL, at)
        case _:  # a recording: a message is no part of a call
            return replace(view, recording_url=event.url or view.recording_url)


def _concluded(view: SourceView, result: CallResult, at: datetime) -> SourceView:
    return replace(
        view,
        told=_stronger(view.told, result),
        told_at=_earliest((view.told_at, at)),
    )


def _answered(legs: tuple[Leg, ...], event: PhoneEvent) -> tuple[Leg, ...]:
    leg = _leg(legs, event)
    answered_at = _earliest((leg.answered_at, event.at))
    leg = replace(leg, answered_at=answered_at, by=leg.by or event.by)
    return _with_leg(legs, leg)


def _transferred(view: SourceView, event: PhoneEvent) -> SourceView:
    if event.leg is not None:  # that own phone left; others may stay
        leg = _leg(view.legs, event)
        leg = replace(leg, left_at=_earliest((leg.left_at, event.at)))
        view = replace(view, legs=_with_leg(view.legs, leg))
    if event.transfer is None or event.transfer in view.transfers:
        return view
    transfers = sorted((*view.transfers, event.transfer), key=lambda t: t.at)
    return replace(view, transfers=tuple(transfers))


def _leg(legs: tuple[Leg, ...], event: PhoneEvent) -> Leg:
    leg_id = event.leg or ""
    return next((leg for leg in legs if leg.id == leg_id), Leg(leg_id, by=event.by))


def _with_leg(legs: tuple[Leg, ...], leg: Leg) -> tuple[Leg, ...]:
    return (*(other for other in legs if other.id != leg.id), leg)


def _stronger(a: CallResult | None, b: CallResult | None) -> CallResult | None:
    told = [result for result in (a, b) if result in _RANK]
    return min(told, key=_RANK.index, default=None)


def _direction(event: PhoneEvent) -> Direction:
    if event.direction:
        return event.direction
    dialled = event.kind is EventKind.DIALLING
    return Direction.OUTBOUND if dialled else Direction.INBOUND


def _party(number: PhoneNumber | None, extension: str | None) -> str | None:
    return number.e164 if number else extension


def _may_be_one_line(a: str | None, b: str | None) -> bool:
    """Return False only for two lines told in the same terms that differ."""
    if not a or not b or a.startswith("+") != b.startswith("+"):
        return True
    return a == b


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((time for time in times if time), default=None)


def _latest(a: datetime | None, b: datetime) -> datetime:
    return max(a, b) if a else b


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value), None)
