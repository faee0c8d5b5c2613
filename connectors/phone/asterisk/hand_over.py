"""Calls that an own phone hands on: blind, attended, or by parking them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.phone.asterisk.lines import known
from connectors.records import Direction, Transfer, TransferKind

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.phone.asterisk.call_book import CallBook
    from connectors.phone.asterisk.exchange import Channel, Exchange
    from connectors.phone.asterisk.lines import OwnLines
    from connectors.phone.asterisk.told_call import OwnLeg, ToldCall
    from connectors.phone.asterisk.wire import Message

_WENT_WELL = ("", "Success")


@dataclass(slots=True)
class _Pending:
    """A blind transfer whose end decides what it was: parking begins like one."""

    told: ToldCall
    leg: OwnLeg
    to: str | None
    at: datetime
    transferee: str


class HandOvers:
    """Tells the transfers that own phones make."""

    def __init__(self, book: CallBook, exchange: Exchange, lines: OwnLines) -> None:
        self._book = book
        self._exchange = exchange
        self._lines = lines
        self._pending: list[_Pending] = []

    def forget(self) -> None:
        self._pending.clear()

    def note_blind(self, message: Message, at: datetime) -> None:
        if message.get("result") not in _WENT_WELL:
            return
        transferee = message.get("transfereeuniqueid")
        to = known(message.get("extension")) or None
        for told, leg in self._book.legs_of(message.get("transfereruniqueid")):
            self._pending.append(_Pending(told, leg, to, at, transferee))

    def note_parking(self, message: Message, at: datetime) -> None:
        parkee = message.get("parkeeuniqueid")
        space = known(message.get("parkingspace")) or None
        pending = [p for p in self._pending if p.transferee == parkee]
        for one in pending:
            self._tell(one, TransferKind.PARK, space)
        channel = self._exchange.find(parkee)
        if pending or channel is None:
            return
        parker = message.get("parkerdialstring").rpartition("/")[2].casefold()
        for told in self._book.with_channel(channel):
            legs = [x for x in told.legs.values() if x.extension.casefold() == parker]
            if legs and parkee not in told.legs:
                leg = legs[-1]
                transfer = Transfer(TransferKind.PARK, leg.extension, space, at)
                told.transfer(leg, transfer)

    def note_attended(self, message: Message, at: datetime) -> None:
        if message.get("result") not in _WENT_WELL:
            return
        legs = self._book.legs_of(message.get("origtransfereruniqueid"))
        target = ("transfertarget", "secondtransferer")
        second = self._book.legs_of(message.get("secondtransfereruniqueid"))
        has_far_side = any(told.direction is not Direction.INTERNAL for told, _ in legs)
        if second and not has_far_side:  # the colleague was called before the customer
            legs, target = second, ("transferee", "origtransferer")
        for told, leg in legs[:1]:
            to = self._target(message, *target)
            told.transfer(leg, Transfer(TransferKind.ATTENDED, leg.extension, to, at))

    def settle(self, event: str, channel: Channel) -> None:
        """Tell a blind transfer once its caller goes on: then it was no parking."""
        goes_on = event in ("DialBegin", "Hangup") or (
            event == "BridgeEnter" and channel.bridge is not None
        )
        for pending in tuple(self._pending):
            if goes_on and channel.id == pending.transferee:
                self._tell(pending, TransferKind.BLIND, pending.to)

    def settle_all(self, told: ToldCall) -> None:
        """Tell what is left, since the call ends."""
        for pending in tuple(self._pending):
            if pending.told is told:
                self._tell(pending, TransferKind.BLIND, pending.to)

    def _tell(self, pending: _Pending, kind: TransferKind, to: str | None) -> None:
        self._pending.remove(pending)
        target = self._lines.line(to or "") or to
        leg = pending.leg
        pending.told.transfer(leg, Transfer(kind, leg.extension, target, pending.at))

    def _target(self, message: Message, party: str, own: str) -> str | None:
        texts = [
            message.get(f"{party}calleridnum"),
            message.get(f"{own}connectedlinenum"),
            message.get(f"{party}exten"),
        ]
        text = next((text for text in texts if known(text)), "")
        return self._lines.line(text) or text or None
