"""Stories of one call on its way from the phone to the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.snapshot import CallFilter, EntryState, ManualCall, Reason
from app.wrap_up import WrapUp
from connectors.errors import RejectedError
from connectors.phone_number import PhoneNumber
from connectors.records import (
    CallResult,
    Direction,
    EventKind,
    HangupBy,
    NewContact,
)
from tests.fakes.clock import FakeClock
from tests.fakes.crm import FakeCrm
from tests.fakes.office import Office, opened
from tests.fakes.phone import FakePhone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

AMARA = PhoneNumber("+442079460958")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as office:
        yield office


async def _one_call(office: Office, number: str | None = "020 7946 0958") -> str:
    session, key = await office.ring(number)
    await office.clock.pass_time(seconds=2)
    await office.hear(EventKind.ANSWERED, session)
    await office.clock.pass_time(seconds=5)
    await office.hear(EventKind.ENDED, session, hangup_by=HangupBy.REMOTE)
    return key


async def test_a_call_is_logged_once_with_its_note(office: Office) -> None:
    amara = office.crm.knows("Amara Okafor", AMARA, company="Harbour & Lyle")
    await office.index.put([amara])

    key = await _one_call(office)
    await office.save(key, WrapUp("Wants a demo", "1"))
    await office.pass_time(minutes=2)

    (log,) = office.crm.calls
    assert (log.note, log.disposition) == ("Wants a demo", "1")
    assert (log.contact, log.talk_s) == (amara, 5)
    assert log.result is CallResult.ANSWERED


async def test_the_first_card_has_the_name_already(office: Office) -> None:
    amara = office.crm.knows("Amara Okafor", AMARA)
    await office.index.put([amara])

    office.phone.ring("+442079460958")
    await office.settle()

    first = office.cards[0]
    assert first.contact == amara
    assert first.call.number == AMARA


async def test_a_caller_that_only_the_crm_knows_appears_on_the_same_card(
    office: Office,
) -> None:
    amara = office.crm.knows("Amara Okafor", AMARA)

    _, key = await office.ring("+442079460958")

    assert office.cards[0].contact is None
    assert office.cards[0].looking_in == ("Fake CRM",)
    assert office.cards[-1].contact == amara
    assert office.cards[-1].looking_in == ()
    assert {card.call.key for card in office.cards} == {key}


async def test_the_call_logs_itself_when_the_grace_ends(office: Office) -> None:
    await _one_call(office)
    await office.pass_time(seconds=50)
    assert office.crm.calls == []

    await office.pass_time(seconds=15)

    assert len(office.crm.calls) == 1


async def test_typing_gives_a_whole_grace_again(office: Office) -> None:
    key = await _one_call(office)
    await office.pass_time(seconds=50)
    await office.type(key, WrapUp("Half a sen"))
    await office.pass_time(seconds=50)
    assert office.crm.calls == []

    await office.pass_time(seconds=15)

    assert [log.note for log in office.crm.calls] == ["Half a sen"]


async def test_a_call_saved_offline_reaches_the_crm_once(office: Office) -> None:
    office.crm.go_offline()
    key = await _one_call(office)

    await office.save(key, WrapUp("Wants a demo"))
    await office.pass_time(minutes=1)
    office.crm.come_back(lose_first_reply=True)
    await office.pass_time(minutes=30)

    assert [log.note for log in office.crm.calls] == ["Wants a demo"]
    assert (await office.listing.outbox()) == ()


async def test_an_unknown_delivery_is_parked_where_the_crm_cannot_tell(
    tmp_path: Path,
) -> None:
    crm = FakeCrm(can_find=False)
    async with opened(tmp_path, crm=crm) as office:
        crm.come_back(lose_first_reply=True)
        key = await _one_call(office)
        await office.save(key, WrapUp("Once"))
        await office.pass_time(minutes=30)

        assert len(crm.calls) == 1
        (row,) = await office.listing.outbox()
        assert (row.log.state, row.log.reason) == (
            EntryState.PARKED,
            Reason.UNSETTLED,
        )


async def test_a_note_edited_after_the_log_edits_the_same_record(
    office: Office,
) -> None:
    key = await _one_call(office)
    await office.save(key, WrapUp("First"))
    await office.pass_time(seconds=1)

    await office.save(key, WrapUp("Second"))
    await office.pass_time(seconds=1)

    assert [log.note for log in office.crm.calls] == ["Second"]
    assert office.crm.writes == ["create", "update"]


async def test_a_refused_call_needs_the_rep_and_goes_when_retried(
    office: Office,
) -> None:
    office.crm.refuse(RejectedError("bad", field="call type"))
    key = await _one_call(office)
    await office.save(key, WrapUp("Note"))
    await office.pass_time(minutes=1)
    (row,) = await office.listing.outbox()
    assert (row.log.reason, row.log.detail) == (Reason.REJECTED, "call type")
    assert (await office.listing.calls(CallFilter.NEEDS_YOU)).total == 1

    office.crm.come_back()
    await office.logbook.retry(key, None)
    await office.pass_time(seconds=1)

    assert [log.note for log in office.crm.calls] == ["Note"]


async def test_two_phones_that_see_one_call_make_one_record(office: Office) -> None:
    desk_phone = FakePhone(office.clock, "desk")
    office.plug_in(desk_phone)

    session = office.phone.ring("+442079460958")
    desk_phone.ring("020 7946 0958")
    await office.settle()
    office.phone.tell(EventKind.ANSWERED, session)
    desk_phone.tell(EventKind.ELSEWHERE, "call-1")
    await office.clock.pass_time(seconds=9)
    await office.settle()
    assert office.cards[-1].call.is_live
    office.phone.tell(EventKind.ENDED, session)
    await office.pass_time(minutes=2)

    (log,) = office.crm.calls
    assert (log.result, log.talk_s) == (CallResult.ANSWERED, 9)


async def test_two_calls_of_one_phone_from_one_number_stay_two(office: Office) -> None:
    first = office.phone.ring("+442079460958")
    second = office.phone.ring("+442079460958")
    office.phone.tell(EventKind.ENDED, first)
    office.phone.tell(EventKind.ENDED, second)
    await office.pass_time(minutes=2)

    assert len(office.crm.calls) == 2


async def test_of_several_matches_the_rep_is_asked_and_remembered(
    office: Office,
) -> None:
    jonas = office.crm.knows("Jonas Feldhaus", AMARA)
    mira = office.crm.knows("Mira Tannert", AMARA)
    await office.index.put([jonas, mira])

    key = await _one_call(office)
    await office.pass_time(minutes=2)
    assert office.crm.calls == []
    (row,) = await office.listing.outbox()
    assert row.log.reason is Reason.NEEDS_CONTACT
    assert office.cards[-1].needs_choice
    await office.callers.choose(key, mira)
    await office.pass_time(minutes=2)
    assert [log.contact for log in office.crm.calls] == [mira]

    await office.ring("+442079460958")
    assert office.cards[-1].contact == mira
    assert office.cards[-1].is_choice_remembered


async def test_a_choice_can_be_forgotten(office: Office) -> None:
    jonas = office.crm.knows("Jonas Feldhaus", AMARA)
    mira = office.crm.knows("Mira Tannert", AMARA)
    await office.index.put([jonas, mira])
    _, key = await office.ring("+442079460958")
    await office.callers.choose(key, mira)

    await office.callers.forget(key)
    await office.settle()

    assert office.cards[-1].contact is None
    assert not office.cards[-1].is_choice_remembered
    assert len(office.cards[-1].matches) == 2


async def test_a_new_contact_is_made_before_the_call_that_needs_it(
    office: Office,
) -> None:
    _, key = await office.ring("+442079460958")
    await office.callers.create(key, NewContact("Amara Okafor"))
    assert office.cards[-1].contact is not None
    office.phone.tell(EventKind.ENDED, "call-1")
    await office.pass_time(minutes=2)

    (log,) = office.crm.calls
    assert log.contact is not None
    assert log.contact.id == office.crm.contacts[0].id
    await office.ring("+442079460958")
    assert office.cards[-1].contact == office.crm.contacts[0]


async def test_a_number_that_is_no_lead_is_not_logged(office: Office) -> None:
    _, key = await office.ring("+442079460958")
    await office.callers.ignore(key, on=True)
    office.phone.tell(EventKind.ENDED, "call-1")
    await office.pass_time(minutes=2)
    session, _ = await office.ring("+442079460958")
    assert not office.cards[-1].shows_pop
    office.phone.tell(EventKind.ENDED, session)
    await office.pass_time(minutes=2)

    assert office.crm.calls == []


async def test_numbers_that_are_no_leads_are_known_and_can_be_minded_again(
    office: Office,
) -> None:
    session, key = await office.ring("+442079460958")
    await office.callers.ignore(key, on=True)
    office.phone.tell(EventKind.ENDED, session)
    assert office.callers.ignored == ("+442079460958",)

    await office.callers.mind("+442079460958")
    session, _ = await office.ring("+442079460958")
    office.phone.tell(EventKind.ENDED, session)
    await office.pass_time(minutes=2)

    assert list(office.callers.ignored) == []
    assert office.cards[-1].shows_pop
    assert len(office.crm.calls) == 1


async def test_a_discarded_call_stays_discarded_until_it_is_taken_back(
    office: Office,
) -> None:
    key = await _one_call(office)
    await office.logbook.drop(key, on=True)
    await office.type(key, WrapUp("still typing"))
    await office.pass_time(minutes=3)
    assert office.crm.calls == []

    await office.logbook.drop(key, on=False)
    await office.pass_time(minutes=3)

    assert [log.note for log in office.crm.calls] == ["still typing"]


async def test_an_open_call_survives_a_crash_and_its_late_end_is_told(
    tmp_path: Path,
) -> None:
    clock, crm = FakeClock(), FakeCrm()
    async with opened(tmp_path, clock, crm) as office:
        session, key = await office.ring("+442079460958")
        await office.hear(EventKind.ANSWERED, session)
        await office.type(key, WrapUp("On disk as typed"))
    async with opened(tmp_path, clock, crm) as office:
        await office.pass_time(minutes=2)
        assert [log.note for log in crm.calls] == ["On disk as typed"]
        assert crm.calls[0].ended_at is None

        office.phone.tell(EventKind.ENDED, session)
        await office.pass_time(minutes=2)

        (log,) = crm.calls
        assert log.ended_at is not None


async def test_a_call_on_another_phone_is_logged_by_hand(office: Office) -> None:
    manual = ManualCall(
        Direction.OUTBOUND,
        "020 7946 0958",
        None,
        office.clock.now(),
        90,
        CallResult.ANSWERED,
        WrapUp("By hand"),
    )
    await office.journey.log_call(manual)
    await office.pass_time(seconds=1)

    (log,) = office.crm.calls
    assert (log.note, log.talk_s, log.direction) == ("By hand", 90, Direction.OUTBOUND)
    assert log.number == AMARA


async def test_messages_of_a_day_become_one_record(office: Office) -> None:
    for session, text in (("m1", "Hello"), ("m2", "Again"), ("m1", "Hello")):
        office.phone.tell(EventKind.MESSAGE, session, "+442079460958", text=text)
    await office.pass_time(seconds=5)

    (log,) = office.crm.messages.values()
    assert [message.text for message in log.messages] == ["Hello", "Again"]


async def test_a_withheld_number_is_a_call_like_any_other(office: Office) -> None:
    await _one_call(office, "anonymous")
    await office.pass_time(minutes=2)

    (log,) = office.crm.calls
    assert log.number is None
    assert log.contact is None


async def test_a_note_typed_after_the_log_does_not_follow_a_call_made_private(
    office: Office,
) -> None:
    key = await _one_call(office)
    await office.save(key, WrapUp("In the CRM"))
    await office.pass_time(seconds=1)
    await office.type(key, WrapUp("For me alone"))

    await office.logbook.drop(key, on=True, reason=Reason.PRIVATE)
    await office.pass_time(minutes=5)

    assert [log.note for log in office.crm.calls] == ["In the CRM"]
    detail = await office.listing.call(key)
    assert detail is not None
    assert [log.state for log in detail.snapshot.logs] == [EntryState.DONE]


async def test_what_is_told_of_an_unknown_call_begins_none(office: Office) -> None:
    for kind in (EventKind.HELD, EventKind.TRANSFERRED, EventKind.RECORDING):
        office.phone.tell(kind, "never told", "+442079460958")
    await office.pass_time(minutes=10)

    assert office.cards == []
    assert office.crm.calls == []
