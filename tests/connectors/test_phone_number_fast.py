"""The fast way to read a number never differs from the thorough one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from connectors.phone_number import fast_parse, parse, regions

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_261_122


def spellings(
    number: phonenumbers.PhoneNumber, home: str, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield (region, text) for one number: right, wrong and half right."""
    national = phonenumbers.national_significant_number(number)
    code = str(number.country_code)
    away = chance.choice(regions())
    for form in (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.INTERNATIONAL,
        PhoneNumberFormat.NATIONAL,
    ):
        yield home, phonenumbers.format_number(number, form)
        yield away, phonenumbers.format_number(number, form)
    yield away, phonenumbers.format_out_of_country_calling_number(number, away)
    for region in (home, away):
        for prefix in ("", "0", "1", code, f"00{code}", f"011{code}", f"+{code}(0)"):
            yield region, prefix + national
        yield region, national[:-1]
        yield region, national + "1"
        yield region, "".join(chance.choices("0123456789", k=chance.randint(1, 16)))
        yield region, "+" + "".join(chance.choices("0123456789", k=12))


@pytest.mark.parametrize("kind", range(11))
def test_fast_and_thorough_agree_in_every_region(kind: int) -> None:
    chance = random.Random(SEED + kind)
    differing = []
    for home in regions():
        number = phonenumbers.example_number_for_type(home, kind)
        if number is None:
            continue
        for region, raw in spellings(number, home, chance):
            fast, thorough = fast_parse(raw, region), parse(raw, region)
            if (fast and fast.e164) != (thorough and thorough.e164):
                differing.append((region, raw))

    assert differing == []


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("+49 30 901820", "DE", "+4930901820"),
        ("030/901820", "de", "+4930901820"),
        ("0049 30 901820", "DE", "+4930901820"),
        ("(415) 555-0100", "US", "+14155550100"),
        ("1-415-555-0100", "US", "+14155550100"),
        ("1-115-555-0100", "US", None),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("612345678", "ES", "+34612345678"),
        ("0061 2 5550 1234", "AU", "+61255501234"),
        ("0100000000", "EG", "+20100000000"),
        ("030 901820 x1", "DE", "+4930901820"),
        ("0000000000", "US", None),
        ("٠٣٠٩٠١٨٢٠", "DE", "+4930901820"),
        ("+000", "DE", None),
        ("+", "DE", None),
        ("100", "DE", None),
        ("1" * 40, "DE", None),
        ("+999 123456789", "DE", None),
        ("030 901820", "XX", None),
        ("+1 415 555 0100 0", "DE", None),
        ("+44 (0)20 7946 0958", "DE", "+442079460958"),
    ],
)
def test_the_fast_way_gives_way_where_it_takes_thought(
    raw: str, region: str, e164: str | None
) -> None:
    fast, thorough = fast_parse(raw, region), parse(raw, region)

    assert fast == thorough
    assert (fast.e164 if fast else None) == e164
