"""Calls that no recording holds, as an Asterisk tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.records import CallResult, Direction, EventKind, HangupBy
from tests.servers.ami_recording import fold, tell
from tests.servers.pbx_script import CALLER, DID, PbxScript

if TYPE_CHECKING:
    from app.session import CallSession


def told(pbx: PbxScript, *own: str) -> list[CallSession]:
    return fold(tell(pbx.told, own))


def outside(pbx: PbxScript, *own: str) -> list[CallSession]:
    return [c for c in told(pbx, *own) if c.direction is not Direction.INTERNAL]


def only(calls: list[CallSession]) -> CallSession:
    assert len(calls) == 1, [(str(c.direction), str(c.result)) for c in calls]
    return calls[0]


def test_a_caller_who_leaves_a_voicemail_was_answered_by_nobody() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.wait(8)
    pbx.ends_dial(trunk, phone, "NOANSWER")
    pbx.hangs_up(phone, "0")
    pbx.steps(trunk, "VoiceMail", "100@default,u")
    pbx.wait(4)
    pbx.ends(trunk)

    call = only(told(pbx, "100"))

    assert call.result is CallResult.VOICEMAIL
    assert call.answered_by == ()
    assert call.talk_s() == 0
    assert not call.is_live
    assert told(pbx, "101") == []


@pytest.mark.parametrize("is_late", [True, False])
def test_a_voicemail_shows_in_the_cdr_where_the_dialplan_is_not_told(
    *, is_late: bool
) -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.ends_dial(trunk, phone, "NOANSWER")
    pbx.hangs_up(phone, "0")
    pbx.wait(4)
    if is_late:
        pbx.ends(trunk)
    pbx.writes_cdr(trunk, "VoiceMail", "100@default,u")
    if not is_late:
        pbx.ends(trunk)

    assert only(told(pbx, "100")).result is CallResult.VOICEMAIL


def test_a_phone_that_is_away_still_misses_its_calls_by_the_cdr_alone() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    pbx.ends(trunk)
    pbx.writes_cdr(trunk, "Dial", "PJSIP/100&PJSIP/102,8,tT")

    call = only(told(pbx, "100"))

    assert call.result is CallResult.MISSED
    assert call.number is not None
    assert call.number.e164 == CALLER
    assert told(pbx, "101") == []


def test_a_caller_who_gives_up_in_a_queue_was_missed() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives(exten="+14155550120")
    trunk.state = "Up"
    pbx.say("QueueCallerJoin", queue="sales", uniqueid=trunk.id, channel=trunk.name)
    alice = pbx.dials(trunk, "PJSIP/100")
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.wait(4)
    pbx.requests_hang_up(trunk)
    for phone in (alice, bob, alice, bob):
        pbx.ends_dial(trunk, phone, "CANCEL")
    for line in (alice, bob, trunk):
        pbx.hangs_up(line, "0")

    for own in ("100", "101"):
        call = only(told(pbx, own))
        assert call.result is CallResult.MISSED
        assert call.queue == "sales"
        assert call.hangup_by is HangupBy.REMOTE
        assert call.talk_s() == 0


def test_a_queue_that_rings_again_makes_one_call() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    first = pbx.dials(trunk, "PJSIP/100")
    pbx.wait(5)
    pbx.ends_dial(trunk, first, "NOANSWER")
    pbx.hangs_up(first, "0")
    pbx.wait(3)
    second = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, second, "b1", 6)
    pbx.ends(second, trunk)

    call = only(told(pbx, "100"))

    assert call.result is CallResult.ANSWERED
    assert call.talk_s() == 6


def test_a_call_taken_by_a_member_behind_local_channels_is_ours() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    near, far = pbx.hop("100", trunk.call)
    pbx.rings_hop(trunk, near)
    phone = pbx.dials(far, "PJSIP/100")
    pbx.wait(1)
    pbx.answers(far, phone)
    pbx.joins("b1", phone, far)
    pbx.answers(trunk, near)
    pbx.joins("b2", near, trunk)
    pbx.wait(3)
    pbx.ends(trunk, near, far, phone)

    call = only(told(pbx, "100"))

    assert call.direction is Direction.INBOUND
    assert call.number is not None
    assert call.number.e164 == CALLER
    assert call.own_line == DID
    assert call.result is CallResult.ANSWERED
    assert call.talk_s() == 3
    assert call.hangup_by is HangupBy.REMOTE


def test_a_call_optimised_out_of_local_channels_goes_on() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    near, far = pbx.hop("100", trunk.call)
    pbx.rings_hop(trunk, near)
    phone = pbx.dials(far, "PJSIP/100")
    pbx.answers(far, phone)
    pbx.joins("b1", phone, far)
    pbx.answers(trunk, near)
    pbx.joins("b2", near, trunk)
    pbx.wait(2)
    pbx.parts(far)
    pbx.joins("b2", phone)
    for half in (near, far):
        pbx.hangs_up(half)
    pbx.wait(2)
    pbx.ends(phone, trunk)

    call = only(told(pbx, "100"))

    assert call.talk_s() == 4
    assert call.hangup_by is HangupBy.OWN


@pytest.mark.parametrize("is_blind_first", [True, False])
def test_a_parked_call_goes_on_with_whoever_fetches_it(*, is_blind_first: bool) -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 5)
    parking = {
        "parkeechannel": trunk.name,
        "parkeeuniqueid": trunk.id,
        "parkerdialstring": "PJSIP/100",
        "parkingspace": "701",
    }
    if is_blind_first:
        pbx.say(
            "BlindTransfer",
            result="Success",
            transfereruniqueid=alice.id,
            transfereeuniqueid=trunk.id,
            extension="700",
        )
    pbx.joins("lot", trunk, technology="holding_bridge")
    pbx.say("ParkedCall", **parking)
    pbx.hangs_up(alice)
    pbx.wait(10)
    bob = pbx.phone_dials("101", "701")
    pbx.parts(trunk)
    pbx.joins("b2", trunk, bob)
    pbx.wait(4)
    pbx.requests_hang_up(bob)
    pbx.hangs_up(trunk)
    pbx.hangs_up(bob)

    mine, his, ours = (
        only(outside(pbx, *own)) for own in (["100"], ["101"], ["100", "101"])
    )

    assert [(t.kind, t.from_, t.to) for t in mine.transfers] == [("park", "100", "701")]
    assert mine.talk_s() == 5
    assert mine.hangup_by is HangupBy.REMOTE
    assert his.number == mine.number
    assert his.direction is Direction.INBOUND
    assert his.answered_by == ("101",)
    assert his.talk_s() == 4
    assert his.hangup_by is HangupBy.OWN
    assert ours.answered_by == ("100", "101")
    assert ours.talk_s() == 9
    assert ours.session == mine.session == his.session


def test_a_colleague_who_picks_up_took_the_call_elsewhere() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.wait(2)
    bob = pbx.phone_dials("101", "*8")
    pbx.say("Pickup", channel=bob.name, uniqueid=bob.id, targetuniqueid=alice.id)
    renames = (
        (bob, f"{bob.name}<MASQ>"),
        (alice, bob.name),
        (bob, f"{alice.name}<ZOMBIE>"),
    )
    for line, name in renames:
        pbx.say("Rename", channel=line.name, newname=name, uniqueid=line.id)
        line.name = name
    pbx.hangs_up(bob)
    pbx.answers(trunk, alice)
    pbx.joins("b1", alice, trunk)
    pbx.wait(3)
    pbx.ends(trunk, alice)

    hers, his = (only(outside(pbx, own)) for own in ("100", "101"))

    assert hers.result is CallResult.ANSWERED_ELSEWHERE
    assert his.result is CallResult.ANSWERED
    assert his.answered_by == ("101",)
    assert his.number == hers.number
    assert his.talk_s() == 3


def test_a_transfer_made_on_the_phone_itself_keeps_both_calls_apart() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 4)
    asking = pbx.phone_dials("100", "101")
    bob = pbx.dials(asking, "PJSIP/101")
    pbx.talk(asking, bob, "b2", 3)
    pbx.parts(asking)
    pbx.joins("b2", trunk)
    pbx.say(
        "AttendedTransfer",
        result="Success",
        origtransfereruniqueid=alice.id,
        secondtransfereruniqueid=asking.id,
        transfertargetcalleridnum="101",
    )
    pbx.hangs_up(alice)
    pbx.hangs_up(asking)
    pbx.wait(6)
    pbx.requests_hang_up(bob)
    pbx.hangs_up(trunk)
    pbx.hangs_up(bob)

    hers, his, ours = (
        only(outside(pbx, *own)) for own in (["100"], ["101"], ["100", "101"])
    )

    assert [(t.kind, t.from_, t.to) for t in hers.transfers] == [
        ("attended", "100", "101")
    ]
    assert hers.answered_by == ("100",)
    assert his.number == hers.number
    assert his.answered_by == ("101",)
    assert his.talk_s() == 6
    assert ours.answered_by == ("100", "101")
    assert not any(call.is_live for call in told(pbx, "100", "101"))


def test_a_consultation_that_comes_to_nothing_is_no_call_from_outside() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 4)
    near, far = pbx.hop("101", trunk.call)
    pbx.joins("b2", near, alice)
    pbx.steps(far, "Dial", "PJSIP/101,20,tT")
    bob = pbx.dials(far, "PJSIP/101")
    pbx.wait(3)
    pbx.ends_dial(far, bob, "NOANSWER")
    for line in (bob, near, far):
        pbx.hangs_up(line)
    pbx.joins("b1", alice)
    pbx.wait(5)
    pbx.ends(trunk, alice)

    call = only(told(pbx, "101"))

    assert call.direction is Direction.INTERNAL
    assert call.extension == "100"
    assert call.result is CallResult.MISSED
    assert only(told(pbx, "100")).answered_by == ("100",)


def test_a_transfer_to_a_phone_that_does_not_answer_is_missed_there() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 4)
    pbx.say(
        "BlindTransfer",
        result="Success",
        transfereruniqueid=alice.id,
        transfereeuniqueid=trunk.id,
        extension="101",
    )
    pbx.hangs_up(alice)
    pbx.parts(trunk)
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.wait(6)
    pbx.requests_hang_up(trunk)
    pbx.ends_dial(trunk, bob, "CANCEL")
    pbx.hangs_up(bob, "127")
    pbx.hangs_up(trunk, "127")

    assert only(told(pbx, "101")).result is CallResult.MISSED
    assert only(told(pbx, "100")).talk_s() == 4


def test_an_own_call_that_a_colleague_gets_comes_in_for_the_colleague() -> None:
    pbx = PbxScript()
    alice = pbx.phone_dials("100", CALLER)
    trunk = pbx.calls_through(alice)
    pbx.talk(alice, trunk, "b1", 4)
    pbx.say(
        "BlindTransfer",
        result="Success",
        transfereruniqueid=alice.id,
        transfereeuniqueid=trunk.id,
        extension="101",
    )
    pbx.hangs_up(alice)
    pbx.parts(trunk)
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.talk(trunk, bob, "b2", 3)
    pbx.ends(bob, trunk)

    hers, his = (only(told(pbx, own)) for own in ("100", "101"))

    assert hers.direction is Direction.OUTBOUND
    assert [(t.kind, t.to) for t in hers.transfers] == [("blind", "101")]
    assert hers.talk_s() == 4
    assert his.direction is Direction.INBOUND
    assert his.number == hers.number
    assert his.own_line == "101"


@pytest.mark.parametrize(
    ("cause", "status", "result"),
    [
        ("17", "BUSY", CallResult.BUSY),
        ("1", "NOANSWER", CallResult.FAILED),
        ("34", "CONGESTION", CallResult.FAILED),
        ("3", "CHANUNAVAIL", CallResult.FAILED),
        ("21", "NOANSWER", CallResult.DECLINED),
        ("19", "NOANSWER", CallResult.NO_ANSWER),
    ],
)
def test_why_nobody_answered_an_own_call(
    cause: str, status: str, result: CallResult
) -> None:
    pbx = PbxScript()
    phone = pbx.phone_dials("100", CALLER)
    trunk = pbx.calls_through(phone)
    pbx.wait(2)
    pbx.requests_hang_up(trunk, cause)
    pbx.ends_dial(phone, trunk, status)
    pbx.hangs_up(trunk, cause)
    pbx.hangs_up(phone, cause)

    call = only(told(pbx, "100"))

    assert call.direction is Direction.OUTBOUND
    assert call.result is result


def test_a_second_trunk_may_reach_whom_the_first_did_not() -> None:
    pbx = PbxScript()
    phone = pbx.phone_dials("100", CALLER)
    first = pbx.calls_through(phone, "PJSIP/carrier-a")
    pbx.requests_hang_up(first, "34")
    pbx.ends_dial(phone, first, "CONGESTION")
    pbx.hangs_up(first, "34")
    second = pbx.calls_through(phone, "PJSIP/carrier-b")
    pbx.wait(9)
    pbx.ends_dial(phone, second, "NOANSWER")
    pbx.hangs_up(second, "0")
    pbx.hangs_up(phone, "0")

    assert only(told(pbx, "100")).result is CallResult.NO_ANSWER


def test_a_number_that_the_pbx_could_not_even_ring_failed() -> None:
    pbx = PbxScript()
    phone = pbx.phone_dials("100", CALLER)
    pbx.steps(phone, "Dial", f"PJSIP/{CALLER}@trunk")
    pbx.hangs_up(phone, "20")

    call = only(told(pbx, "100"))

    assert call.direction is Direction.OUTBOUND
    assert call.result is CallResult.FAILED
    assert told(pbx, "101") == []


@pytest.mark.parametrize("exten", ["*97", "701", "8001"])
def test_a_service_of_the_pbx_is_no_call(exten: str) -> None:
    pbx = PbxScript()
    phone = pbx.phone_dials("100", exten)
    pbx.wait(9)
    pbx.ends(phone)

    assert told(pbx, "100") == []


@pytest.mark.parametrize(
    ("number", "raw"), [("anonymous", None), ("", None), ("12345", "12345")]
)
def test_withheld_and_short_callers_come_from_outside(
    number: str, raw: str | None
) -> None:
    pbx = PbxScript()
    trunk = pbx.arrives(number=number, person="Anonymous")
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, phone, "b1", 2)
    pbx.ends(trunk, phone)

    call = only(told(pbx, "100"))

    assert call.direction is Direction.INBOUND
    assert (call.number, call.extension, call.number_raw) == (None, None, raw)
    assert call.result is CallResult.ANSWERED


@pytest.mark.parametrize(
    "person",
    [
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A0",
        "Zoë Müller-北京 👋",
        "\u202egnorw",
        "x" * 10_000,
    ],
)
def test_a_hostile_name_is_text(person: str) -> None:
    pbx = PbxScript()
    trunk = pbx.arrives(person=person)
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.ends(trunk, phone)

    assert only(told(pbx, "100")).name == person


def test_a_busy_phone_that_never_rang_did_not_decline() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    del pbx.told[-1]  # it never rang
    pbx.requests_hang_up(phone, "17")
    pbx.ends_dial(trunk, phone, "BUSY")
    pbx.hangs_up(phone, "17")
    pbx.ends(trunk)

    assert only(told(pbx, "100")).result is CallResult.BUSY


def test_declining_in_a_ring_group_leaves_it_to_the_colleague() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.wait(1)
    pbx.requests_hang_up(alice, "21")
    pbx.ends_dial(trunk, alice, "BUSY")
    pbx.hangs_up(alice, "21")
    until = len(pbx.told)
    pbx.talk(trunk, bob, "b1", 3)
    pbx.ends(trunk, bob)

    declined = only(fold(tell(pbx.told[:until], ["100"])))
    assert declined.result is CallResult.DECLINED
    assert not declined.is_live
    assert only(told(pbx, "100")).result is CallResult.DECLINED
    assert only(told(pbx, "100", "101")).result is CallResult.ANSWERED
    assert only(told(pbx, "100", "101")).hangup_by is HangupBy.REMOTE


def test_a_phone_of_a_hunt_that_a_colleague_ends_was_not_missed() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.wait(8)
    pbx.ends_dial(trunk, alice, "NOANSWER")
    pbx.hangs_up(alice, "0")
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.talk(trunk, bob, "b1", 3)
    pbx.ends(bob, trunk)

    assert only(told(pbx, "100")).result is CallResult.ANSWERED_ELSEWHERE


def test_a_click_to_call_that_knows_no_number_is_told_when_it_is_dialled() -> None:
    pbx = PbxScript()
    phone = pbx.dials(None, "PJSIP/100")
    assert told(pbx, "100") == []
    pbx.answers(None, phone)
    phone.exten = CALLER
    trunk = pbx.dials(phone, "PJSIP/trunk", CALLER, "from-trunk")
    pbx.talk(phone, trunk, "b1", 4)
    pbx.ends(trunk, phone)

    call = only(told(pbx, "100"))

    assert call.direction is Direction.OUTBOUND
    assert call.number is not None
    assert call.number.e164 == CALLER
    assert call.talk_s() == 4


def test_a_click_to_call_that_the_rep_does_not_take_is_over() -> None:
    pbx = PbxScript()
    phone = pbx.dials(None, "PJSIP/100", CALLER)
    pbx.wait(20)
    pbx.ends_dial(None, phone, "NOANSWER")
    pbx.hangs_up(phone, "0")

    call = only(told(pbx, "100"))

    assert call.direction is Direction.OUTBOUND
    assert call.result is CallResult.NO_ANSWER


def test_a_call_to_a_group_is_told_under_the_number_of_the_group() -> None:
    pbx = PbxScript()
    alice = pbx.phone_dials("100", "600")
    bob = pbx.dials(alice, "PJSIP/101")
    carol = pbx.dials(alice, "PJSIP/102")
    pbx.answers(alice, carol)
    pbx.ends_dial(alice, bob, "CANCEL")
    pbx.hangs_up(bob, "26")
    pbx.joins("b1", carol, alice)
    pbx.wait(2)
    pbx.ends(alice, carol)

    hers, bobs = (only(told(pbx, own)) for own in ("100", "101"))

    assert (hers.direction, hers.extension) == (Direction.INTERNAL, "600")
    assert hers.result is CallResult.ANSWERED
    assert (bobs.extension, bobs.result) == ("100", CallResult.ANSWERED_ELSEWHERE)


def test_hold_is_told_once_each_way() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, phone, "b1", 2)
    for event in ("Unhold", "Hold", "Hold", "Unhold"):
        pbx.say(event, channel=phone.name, uniqueid=phone.id)
    pbx.ends(trunk, phone)

    kinds = [event.kind for event in tell(pbx.told, ["100"])]

    assert kinds.count(EventKind.HELD) == kinds.count(EventKind.RESUMED) == 1


def test_events_of_a_channel_that_hung_up_mean_nothing() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.ends(trunk, phone)
    again = pbx.told[: len(pbx.told)]

    events = tell([*pbx.told, *again], ["100"])

    assert [event.kind for event in events] == [EventKind.RINGING, EventKind.MISSED]


def test_a_trunk_that_calls_itself_by_an_own_extension_is_not_ours() -> None:
    pbx = PbxScript()
    pbx.dials(pbx.arrives(), "PJSIP/100")  # so that the house is known
    liar = pbx.arrives(number="100", exten="+14155550101")
    bob = pbx.dials(liar, "PJSIP/101")
    pbx.talk(liar, bob, "b1", 2)
    pbx.ends(liar, bob)

    assert len(told(pbx, "100")) == 1


def test_a_transfer_to_a_phone_that_is_away_is_missed_there() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 4)
    pbx.hangs_up(alice)
    pbx.parts(trunk)
    pbx.steps(trunk, "Dial", "PJSIP/101,20,tT")
    pbx.hangs_up(trunk, "3")

    assert only(told(pbx, "101")).result is CallResult.MISSED
    assert told(pbx, "102") == []


def test_who_hung_up_is_asked_anew_each_time_it_rings() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    first = pbx.dials(trunk, "PJSIP/100")
    pbx.requests_hang_up(first, "19")
    pbx.ends_dial(trunk, first, "NOANSWER")
    pbx.hangs_up(first, "19")
    pbx.wait(3)
    second = pbx.dials(trunk, "PJSIP/100")
    pbx.ends(trunk, second)

    call = only(told(pbx, "100"))

    assert (call.result, call.hangup_by) == (CallResult.MISSED, HangupBy.REMOTE)


def test_a_colleague_who_declines_does_not_hang_up_the_call() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.requests_hang_up(bob, "17")
    pbx.ends_dial(trunk, bob, "BUSY")
    pbx.hangs_up(bob, "17")
    pbx.wait(8)
    pbx.ends_dial(trunk, alice, "NOANSWER")
    pbx.hangs_up(alice, "0")
    pbx.say("SoftHangupRequest", uniqueid=trunk.id, channel=trunk.name)
    pbx.hangs_up(trunk, "19")

    call = only(told(pbx, "100"))

    assert (call.result, call.hangup_by) == (CallResult.MISSED, HangupBy.SYSTEM)


def test_a_colleague_who_connects_us_to_the_outside_makes_two_calls() -> None:
    pbx = PbxScript()
    bob = pbx.phone_dials("101", "100")
    alice = pbx.dials(bob, "PJSIP/100")
    pbx.talk(bob, alice, "b1", 3)
    pbx.say(
        "BlindTransfer",
        result="Success",
        transfereruniqueid=bob.id,
        transfereeuniqueid=alice.id,
        extension=CALLER,
    )
    pbx.hangs_up(bob)
    pbx.parts(alice)
    trunk = pbx.dials(alice, "PJSIP/trunk", CALLER, "from-trunk")
    pbx.talk(alice, trunk, "b2", 5)
    pbx.ends(alice, trunk)

    inside, beyond = told(pbx, "100")

    assert (inside.direction, inside.extension) == (Direction.INTERNAL, "101")
    assert inside.talk_s() == 3
    assert beyond.number is not None
    assert beyond.number.e164 == CALLER
    assert beyond.talk_s() == 5
    assert not inside.is_live
    assert not beyond.is_live


def test_a_phone_that_moves_between_bridges_stays_in_the_call() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, alice, "b1", 4)
    near, _ = pbx.hop("101", trunk.call)
    pbx.joins("b2", alice, near)
    pbx.wait(6)
    pbx.joins("b1", alice)
    pbx.wait(2)
    pbx.ends(trunk, alice)

    events = tell(pbx.told, ["100"])

    assert [event.kind for event in events] == [
        EventKind.RINGING,
        EventKind.ANSWERED,
        EventKind.ENDED,
    ]
    assert only(fold(events)).talk_s() == 12


def test_an_own_number_that_others_answer_was_answered_elsewhere() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    bob = pbx.dials(trunk, "PJSIP/101")
    pbx.talk(trunk, bob, "b1", 4)
    pbx.ends(trunk, bob)

    call = only(told(pbx, "100", DID))

    assert call.result is CallResult.ANSWERED_ELSEWHERE
    assert told(pbx, "100") == []


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_queue_asks_again_whom_the_rep_declined(*, is_answered: bool) -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    pbx.say("QueueCallerJoin", queue="sales", uniqueid=trunk.id, channel=trunk.name)
    first = pbx.dials(trunk, "PJSIP/100")
    pbx.requests_hang_up(first, "17")
    pbx.ends_dial(trunk, first, "BUSY")
    pbx.hangs_up(first, "17")
    assert only(told(pbx, "100")).is_live
    pbx.wait(5)
    if is_answered:
        second = pbx.dials(trunk, "PJSIP/100")
        pbx.talk(trunk, second, "b1", 4)
        pbx.ends(trunk, second)
    else:
        pbx.ends(trunk)

    call = only(told(pbx, "100"))

    wanted = CallResult.ANSWERED if is_answered else CallResult.DECLINED
    assert call.result is wanted
    assert call.talk_s() == (4 if is_answered else 0)
    assert not call.is_live
