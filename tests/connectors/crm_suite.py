"""One suite for every CRM connector: the contract, as tests.

A connector's test file subclasses `CrmSuite`, gives it the fixtures `crm` (a connected
connector) and `manifest`, and may add its own tests.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from connectors.errors import GoneError
from connectors.phone_number import PhoneNumber
from connectors.records import (
    Appointment,
    AppointmentStatus,
    CallLog,
    CallResult,
    Contact,
    ContactRef,
    Direction,
    LogRef,
    Message,
    MessageLog,
    NewContact,
)

if TYPE_CHECKING:
    from connectors.manifest import CrmManifest

AT = datetime(2026, 11, 20, 14, 5, 30, 250_000, tzinfo=UTC)
HARBOUR = PhoneNumber("+442079460958")
NOBODY = PhoneNumber("+442079460999")
HOSTILE = (
    "quotes ' \" ` and \\ back",
    "$& $1 ${jndi} %s {0} {{path}}",
    "<b onclick=x>&amp; <script>",
    "line one\nline two\r\n\ttab",
    "emoji 👩🏽‍💻 🇩🇪 and \u202eright to left\u202c שלום مرحبا",
    "'; DROP TABLE contacts; -- \" OR 1=1",
    "=cmd|' /C calc'!A0",
    "ﬁ ligature, ñ composed and n\u0303 apart",
    "x" * 32_000 + "é end",
)
PUBLISHED = frozenset(
    {
        *("get_auth_type", "get_oauth_info", "get_basic_auth", "get_user_info"),
        *("refresh_user_info", "un_authorize", "find_contact"),
        *("find_contact_with_name", "create_contact", "create_call_log"),
        *("update_call_log", "get_call_log", "get_log_format_type"),
        *("upsert_call_disposition", "create_message_log", "update_message_log"),
        *("get_license_status", "get_user_list", "list_appointments"),
        *("create_appointment", "update_appointment", "refresh_appointment"),
        *("cancel_appointment", "confirm_appointment", "auth_validation"),
        *("check_and_refresh_access_token", "get_overriding_oauth_option"),
        *("get_server_logging_settings", "update_server_logging_settings"),
        *("post_save_user_info", "find_call_log", "list_dispositions"),
        *("get_contact_context", "list_changes", "count_entities", "contact_url"),
        *("log_url", "list_mail", "get_thread", "send_mail", "set_mail_read", "star"),
        *("archive", "folder_counts", "match_address", "list_documents"),
        *("upload_document", "confirm_upload", "download_document"),
        *("archive_document", "delete_document"),
    }
)


def a_call(key: str = "call-1", contact: Contact | None = None) -> CallLog:
    return CallLog(
        key=key,
        contact=contact,
        direction=Direction.INBOUND,
        result=CallResult.ANSWERED,
        number=HARBOUR,
        number_raw="020 7946 0958",
        started_at=AT,
        ended_at=AT + timedelta(seconds=372),
        talk_s=360,
        subject="Incoming call",
        note="Wants the quarter review",
    )


def an_appointment(*links: ContactRef) -> Appointment:
    return Appointment(
        connection="crm-1",
        id="",
        title="Quarter review",
        start=AT + timedelta(days=6),
        end=AT + timedelta(days=6, hours=1),
        zone="Europe/London",
        attendees=("amara@harbour.example",),
        links=links,
    )


class CrmSuite:
    """What holds for every CRM; interfaces that a manifest lacks are not asked."""

    crm: Any
    manifest: CrmManifest

    @pytest.fixture(autouse=True)
    def _connected(self, crm: Any, manifest: CrmManifest) -> None:
        self.crm = crm
        self.manifest = manifest

    def needs(self, *interfaces: str) -> None:
        """Leave a test that asks for what this CRM does not have."""
        for interface in interfaces:
            if not self.manifest.has(interface):
                pytest.skip(f"{self.manifest.id} has no {interface}")

    async def amara(self) -> Contact:
        created = await self.crm.create_contact(
            NewContact(
                name="Amara Okafor",
                number=HARBOUR,
                number_raw="020 7946 0958",
                company="Harbour & Lyle",
                title="Head of Purchasing",
                key="contact-1",
            )
        )
        assert isinstance(created, Contact)
        return created

    def test_the_manifest_names_exactly_the_interfaces_that_exist(self) -> None:
        present = {name for name in PUBLISHED if hasattr(self.crm, name)}

        assert present == set(self.manifest.interfaces) & PUBLISHED
        assert set(self.manifest.interfaces) <= PUBLISHED

    def test_every_interface_is_awaited(self) -> None:
        plain = {"contact_url", "log_url"}

        for name in set(self.manifest.interfaces) - plain:
            assert inspect.iscoroutinefunction(getattr(self.crm, name)), name

    async def test_it_says_who_is_signed_in(self) -> None:
        self.needs("get_user_info")

        assert (await self.crm.get_user_info()).id not in {"", "0"}

    async def test_a_number_finds_who_owns_it_and_no_one_else(self) -> None:
        self.needs("find_contact", "create_contact")
        amara = await self.amara()

        found = await self.crm.find_contact(HARBOUR)
        nobody = await self.crm.find_contact(NOBODY)

        assert [contact.ref for contact in found.contacts] == [amara.ref]
        for contact in found.contacts:
            numbers = {phone.number for phone in contact.phones}
            assert not contact.is_number_verified or HARBOUR in numbers
        assert nobody.contacts == ()

    async def test_looking_up_creates_nothing(self) -> None:
        self.needs("find_contact", "count_entities")
        before = await self.crm.count_entities()

        await self.crm.find_contact(NOBODY)

        assert await self.crm.count_entities() == before

    async def test_a_created_contact_has_an_id_and_is_created_once(self) -> None:
        self.needs("create_contact", "find_contact")
        first = await self.amara()
        second = await self.amara()

        assert first.id.strip() not in {"", "0", "None"}
        assert first.ref == second.ref
        assert len((await self.crm.find_contact(HARBOUR)).contacts) == 1

    async def test_two_people_may_share_a_number(self) -> None:
        self.needs("create_contact", "find_contact")
        await self.amara()
        await self.crm.create_contact(
            NewContact(name="Priya Raman", number=HARBOUR, key="contact-2")
        )

        found = await self.crm.find_contact(HARBOUR)

        assert {c.name for c in found.contacts} == {"Amara Okafor", "Priya Raman"}

    async def test_a_name_keeps_every_word(self) -> None:
        self.needs("create_contact", "find_contact_with_name")
        name = "Wilhelmina van der Featherstonehaugh-Okonkwo y Nuñez"
        await self.crm.create_contact(NewContact(name=name, number=NOBODY, key="long"))

        found = await self.crm.find_contact_with_name("wilhelmina van")

        assert [contact.name for contact in found.contacts] == [name]

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_name_is_searched_for_as_text(self, text: str) -> None:
        self.needs("create_contact", "find_contact_with_name")
        await self.amara()

        found = await self.crm.find_contact_with_name(text[:200])

        assert found.contacts == ()

    async def test_a_call_is_logged_once_per_key(self) -> None:
        self.needs("create_call_log", "find_call_log")
        first = await self.crm.create_call_log(a_call())
        second = await self.crm.create_call_log(a_call())
        other = await self.crm.create_call_log(a_call("call-2"))

        assert first.crm_id.strip() not in {"", "0", "None"}
        assert first.crm_id == second.crm_id != other.crm_id

    async def test_a_delivery_that_is_unknown_can_be_settled(self) -> None:
        self.needs("create_call_log", "find_call_log")
        before = await self.crm.find_call_log(a_call())
        ref = await self.crm.create_call_log(a_call())

        assert before is None
        assert (await self.crm.find_call_log(a_call())).crm_id == ref.crm_id
        assert await self.crm.find_call_log(a_call("call-2")) is None

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_note_survives_the_round_trip(self, text: str) -> None:
        self.needs("create_call_log", "get_call_log")
        ref = await self.crm.create_call_log(replace(a_call(), note=text))

        assert (await self.crm.get_call_log(ref)).note == text

    async def test_an_update_changes_the_same_record(self) -> None:
        self.needs("create_call_log", "update_call_log", "get_call_log")
        amara = await self.amara()
        ref = await self.crm.create_call_log(a_call(contact=amara))
        chosen = (await self.crm.list_dispositions())[0].id
        later = replace(
            a_call(contact=amara),
            note="Sent the offer",
            disposition=chosen,
            follow_up_on=date(2026, 11, 25),
            related=amara.ref,
        )

        updated = await self.crm.update_call_log(ref, later)

        state = await self.crm.get_call_log(ref)
        assert updated.crm_id == ref.crm_id
        assert (state.note, state.disposition) == ("Sent the offer", chosen)

    async def test_a_note_and_an_outcome_can_be_cleared(self) -> None:
        self.needs("create_call_log", "update_call_log", "get_call_log")
        chosen = (await self.crm.list_dispositions())[0].id
        ref = await self.crm.create_call_log(replace(a_call(), disposition=chosen))

        await self.crm.update_call_log(ref, replace(a_call(), note=""))

        state = await self.crm.get_call_log(ref)
        assert (state.note, state.disposition) == ("", None)

    @pytest.mark.parametrize("crm_id", ["999999", "", "nonsense"])
    async def test_a_log_that_is_gone_says_so(self, crm_id: str) -> None:
        self.needs("get_call_log", "update_call_log")

        with pytest.raises(GoneError):
            await self.crm.get_call_log(LogRef(crm_id))
        with pytest.raises(GoneError):
            await self.crm.update_call_log(LogRef(crm_id), a_call())

    async def test_a_call_without_number_or_contact_is_logged(self) -> None:
        self.needs("create_call_log", "get_call_log")
        withheld = replace(a_call(), number=None, number_raw=None, result=None)

        ref = await self.crm.create_call_log(withheld)

        assert (await self.crm.get_call_log(ref)).subject == "Incoming call"

    async def test_outcomes_have_ids_of_their_own(self) -> None:
        self.needs("list_dispositions")
        outcomes = await self.crm.list_dispositions()

        assert len({outcome.id for outcome in outcomes}) == len(outcomes) > 0
        assert all(outcome.id and outcome.label for outcome in outcomes)

    async def test_a_days_messages_are_one_record_and_no_id_comes_twice(self) -> None:
        self.needs("create_message_log", "update_message_log")
        first = Message("m1", AT, Direction.INBOUND, HOSTILE[4])
        second = Message("m2", AT, Direction.OUTBOUND, "Yes, Thursday")
        log = MessageLog("day-1", None, HARBOUR, None, AT.date(), (first,))

        ref = await self.crm.create_message_log(log)
        again = await self.crm.create_message_log(log)
        updated = await self.crm.update_message_log(
            ref, replace(log, messages=(first, second))
        )

        assert ref.crm_id == again.crm_id == updated.crm_id

    async def test_an_appointment_keeps_its_zone_and_links(self) -> None:
        self.needs("create_appointment", "list_appointments")
        amara = await self.amara()
        created = await self.crm.create_appointment(an_appointment(amara.ref))

        listed = await self.crm.list_appointments(AT, AT + timedelta(days=30))

        assert created.id not in {"", "0"}
        assert listed == (created,)
        assert listed[0].zone == "Europe/London"
        assert listed[0].links == (amara.ref,)

    async def test_appointments_are_listed_to_the_last(self) -> None:
        self.needs("create_appointment", "list_appointments")
        for day in range(120):
            await self.crm.create_appointment(
                replace(
                    an_appointment(),
                    start=AT + timedelta(days=day),
                    end=AT + timedelta(days=day, hours=1),
                )
            )

        listed = await self.crm.list_appointments(AT, AT + timedelta(days=200))

        assert len(listed) == 120
        assert [a.start for a in listed] == sorted(a.start for a in listed)

    async def test_an_appointment_can_be_confirmed_moved_and_cancelled(self) -> None:
        self.needs("update_appointment", "cancel_appointment", "refresh_appointment")
        created = await self.crm.create_appointment(an_appointment())
        moved = await self.crm.update_appointment(
            replace(created, start=AT, end=AT + timedelta(hours=2))
        )
        cancelled = await self.crm.cancel_appointment(moved)

        assert (moved.id, moved.start) == (created.id, AT)
        assert cancelled.status is AppointmentStatus.CANCELLED
        assert await self.crm.refresh_appointment(created) == cancelled

    async def test_the_context_tells_last_calls_and_what_comes_next(self) -> None:
        self.needs("get_contact_context", "create_call_log", "create_appointment")
        amara = await self.amara()
        await self.crm.create_call_log(a_call(contact=amara))
        appointment = await self.crm.create_appointment(an_appointment(amara.ref))

        context = await self.crm.get_contact_context(amara)

        assert len(context.activities) == 1
        assert context.next_appointment == appointment

    async def test_changes_are_told_to_the_last_page_and_then_only_news(self) -> None:
        self.needs("list_changes", "create_contact")
        for number in range(1_203):
            await self.crm.create_contact(
                NewContact(name=f"Contact {number}", key=f"c{number}")
            )

        seen, cursor = await self._changes_since(None)
        await self.crm.create_contact(NewContact(name="One more", key="more"))
        news, _ = await self._changes_since(cursor)

        assert len(seen) == len(set(seen)) == 1_203
        assert news == ["One more"]

    async def _changes_since(self, cursor: str | None) -> tuple[list[str], str]:
        names: list[str] = []
        while True:
            changes = await self.crm.list_changes(cursor)
            names += [contact.name for contact in changes.contacts]
            cursor = changes.next_cursor
            if not changes.has_more:
                assert cursor is not None
                return names, cursor

    async def test_entities_are_counted(self) -> None:
        self.needs("count_entities", "create_contact")
        await self.amara()

        counts = await self.crm.count_entities()

        assert (counts.accounts, counts.people) == (1, 1)
