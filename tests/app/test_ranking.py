"""The right contact comes first, and nobody is chosen who may be the wrong one."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from app.ranking import rank, sole
from app.snapshot import MatchReason
from connectors.phone_number import PhoneNumber
from connectors.records import Contact

NUMBER = PhoneNumber("+442079460958")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMARA = Contact("crm", "1", "Amara Okafor")
BEN = Contact("crm", "2", "ben Whitcombe")
FIRM = Contact("crm", "3", "Aardvark Ltd", kind="company")
HIDDEN = Contact("crm", "4", "Aaron Hidden", is_number_verified=False)
ALL = (AMARA, BEN, FIRM, HIDDEN)


def test_chosen_before_called_before_the_rest_in_whatever_order_they_come() -> None:
    zoe = Contact("crm", "5", "Zoë Last")
    called = {zoe.ref: NOW}
    for contacts in itertools.permutations((*ALL, zoe)):
        matches = rank(contacts, number=NUMBER, chosen=BEN.ref, last_called=called)

        assert [match.contact for match in matches] == [BEN, zoe, AMARA, FIRM, HIDDEN]
        assert [match.reason for match in matches] == [
            MatchReason.CHOSEN,
            MatchReason.LAST_CALLED,
            MatchReason.SAME_NUMBER,
            MatchReason.COMPANY_NUMBER,
            MatchReason.UNVERIFIED,
        ]
        assert matches[1].last_called_at == NOW


def test_a_contact_comes_once_however_often_it_is_found() -> None:
    assert len(rank((AMARA, AMARA, BEN), number=NUMBER)) == 2


def test_an_internal_call_matches_by_extension() -> None:
    (match,) = rank([AMARA], number=None)

    assert match.reason is MatchReason.EXTENSION


def test_the_only_match_is_who_it_is() -> None:
    assert sole(rank([AMARA], number=NUMBER)) == AMARA
    assert sole(rank([AMARA, BEN], number=NUMBER, chosen=BEN.ref)) == BEN


def test_nobody_is_taken_where_the_rep_must_choose() -> None:
    assert sole(()) is None
    assert sole(rank([AMARA, BEN], number=NUMBER)) is None
    assert sole(rank([HIDDEN], number=NUMBER)) is None
