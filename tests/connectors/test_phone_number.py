"""What people and phones write, and what it must mean."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from connectors.phone_number import (
    DialledParty,
    PhoneNumber,
    country,
    country_name,
    dial_string,
    display,
    is_same,
    parse,
    read_party,
    regions,
    warm_up,
)

LONDON = PhoneNumber("+442079460958")
BERLIN = PhoneNumber("+4930901820")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "0",
        "000000000",
        "5",
        "-",
        "+",
        "++",
        "anonymous",
        "Anonymous",
        "unknown",
        "<unknown>",
        "restricted",
        "private",
        "withheld",
        "unavailable",
        "sip:anonymous@anonymous.invalid",
        '"Anonymous" <sip:anonymous@anonymous.invalid>',
        "sip:oliver@example.com",
        "sip:oliver4930901820@example.com",
        "sip:pbx.example",
        "sip:",
        "tel:",
        "<<<>>>",
        "12#",
        "12a",
        "+49",
        "+49 12",
        "+999 123456789",
        "+0 30 901820",
        "Agent007",
        "x100",
        "*21*01712345678#",
        "\0\0\0",
        "\u202e\u202d",
        "\ud800",
        "9" * 10_000,
        "x" * 10_000,
        "(" * 10_000,
        "+" * 10_000,
        "Oliver " * 2_000,
        "<b>" * 4_000,
        "%00%0d%0a",
        "١" * 300,
    ],
)
@pytest.mark.parametrize("region", ["DE", "US", "XX", ""])
def test_what_names_nobody_is_neither_number_nor_extension(
    raw: str | None, region: str
) -> None:
    assert read_party(raw, region) == DialledParty()


@pytest.mark.parametrize(
    ("raw", "region", "extension"),
    [
        ("12", "DE", "12"),
        ("100", "US", "100"),
        ("1001", "DE", "1001"),
        ("123456", "DE", "123456"),
        ("030123", "DE", "030123"),
        ("110", "DE", "110"),
        ("112", "GB", "112"),
        ("911", "US", "911"),
        ("04800", "NO", "04800"),
        ("1234", "FO", "1234"),
        ("123456", "FO", "123456"),  # six digits, yet no number there
        ("12345", "XX", "12345"),
        ("sip:1001@pbx.example", "DE", "1001"),
        ("1001@pbx.example:5060", "DE", "1001"),
        ('"Desk" <sip:1001@pbx.example>', "DE", "1001"),
        ("tel:7042;phone-context=pbx.example", "DE", "7042"),
        ("ext. 100", "DE", "100"),
        ("Ext 100", "US", "100"),
        ("١٠٠", "EG", "100"),
        ("*97", "DE", "*97"),
        ("**1", "DE", "**1"),
        ("*#06#", "DE", "*#06#"),
        ("#21#", "DE", "#21#"),
    ],
)
def test_short_numbers_are_extensions(raw: str, region: str, extension: str) -> None:
    assert read_party(raw, region) == DialledParty(extension=extension)


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("201234", "FO", "+298201234"),
        ("22 12 34", "LU", "+352221234"),
        ("030 901820", "de", "+4930901820"),
        ("+4930901820", "XX", "+4930901820"),
        ("0044 20 7946 0958", "XX", "+442079460958"),
        ("sip:bob:secret@example.com", "DE", None),
        ("sip:4930901820:secret@example.com", "DE", "+4930901820"),
        ("tel:%2B4930901820", "US", "+4930901820"),
        ("tel:7946-0958;phone-context=+4420", "DE", "+442079460958"),
        ("tel:+442079460958;phone-context=+49", "DE", "+442079460958"),
        ("callto://+442079460958", "DE", "+442079460958"),
        ("555-1234", "US", None),
        ("tel:863-1234", "US", None),
        ("0800 33 0 TAXI", "DE", "+498003308294"),
        ("1300 FLOWER", "AU", "+611300356937"),
        ("030 12345678 HOME", "DE", "+493012345678"),
        ("030 901820 ask for Oliver", "DE", "+4930901820"),
        ("0999 1234567 office", "GB", "+449991234567"),  # possible, never handed out
        ("030 12345678, 040 87654321", "DE", "+493012345678"),
        ("030 12345678 / 040 87654321", "DE", "+493012345678"),
        ("1-800-FLOWERS / 212 555 0123", "US", "+18003569377"),
        ("1701 Flowery Lane", "DE", None),
        ("+34 (0)912 345 678", "DE", "+34912345678"),
        ("1712345678", "DE", "+491712345678"),  # a spreadsheet ate its zero
        ("15123456789", "DE", "+4915123456789"),  # and here, though Texas fits too
        ("442079460958", "DE", "+442079460958"),
        ("491712345678", "DE", "+491712345678"),
        ("442079460958", "US", "+442079460958"),
        ("5551234567", "US", "+15551234567"),
        ("99999999999", "US", None),
        ("0061 2 5550 1234", "AU", "+61255501234"),
        ("#31#0171 2345678", "DE", "+491712345678"),
        ("*67 (212) 555-0123", "US", "+12125550123"),
        ("\u202a+49 30 901820\u202c", "DE", "+4930901820"),
        ("\0+49\t30\n901820", "DE", "+4930901820"),
        ("+49 30 − 901820", "DE", "+4930901820"),
        ("０３－１２３４－５６７８", "JP", "+81312345678"),
        ("٠٢ ٢٣٤٥ ٦٧٨٩", "EG", "+20223456789"),
        ("+49 30 901820" + " " * 10_000, "DE", "+4930901820"),
    ],
)
def test_a_number_is_read_as_people_mean_it(
    raw: str, region: str, e164: str | None
) -> None:
    number = parse(raw, region)

    assert (number.e164 if number else None) == e164


@pytest.mark.parametrize(
    ("raw", "extension"),
    [
        ("+44 20 7946 0958", None),
        ("+44 20 7946 0958 x12", "12"),
        ("+44 20 7946 0958 ext. 12", "12"),
        ("+44 20 7946 0958 #12", "12"),
        ("+44 20 7946 0958,,12#", "12"),
        ("+442079460958;ext=12", "12"),
        ("tel:+44-20-7946-0958;ext=12;isub=5", "12"),
        ('sip:+442079460958;ext="12"@pbx.example;user=phone', "12"),
        ("020 7946 0958 Durchwahl 12", "12"),
        ("020 7946 0958 (DW 12)", "12"),
        ("020 7946 0958; 020 7946 0001", None),
    ],
)
def test_an_extension_is_kept_and_changes_nothing(
    raw: str, extension: str | None
) -> None:
    number = parse(raw, "GB")

    assert number is not None
    assert number == LONDON
    assert number.e164 == LONDON.e164
    assert number.extension == extension
    assert hash(number) == hash(LONDON)


def test_extensions_never_match_each_other() -> None:
    assert not is_same("100", "100", "DE")
    assert is_same("020 7946 0958 x1", "+44 20 7946 0958 x2", "GB")


@pytest.mark.parametrize(
    ("raw", "region", "dialled"),
    [
        ("020 7946 0958", "GB", "+442079460958"),
        ("020 7946 0958 x12", "GB", "+442079460958"),
        ("sip:1001@pbx.example", "GB", "1001"),
        ("*97", "GB", "*97"),
        ("112", "DE", "112"),
        ("0", "DE", "0"),
        ("555-1234", "US", "5551234"),  # the exchange knows its own area
        ("#31#0171 2345678", "DE", "#31#+491712345678"),
        ("#31#+++++++", "DE", None),
        ("*21*01712345678#", "DE", None),
        ("0000000000", "DE", None),
        ("+49", "DE", None),
        ("", "DE", None),
        ("anonymous", "DE", None),
        ("020 7946 0958\r\nX: y", "GB", "+442079460958"),
        ("sip:020 7946 0958@evil;x=\r\n", "GB", "+442079460958"),
    ],
)
def test_only_what_a_phone_may_dial_is_sent_to_it(
    raw: str, region: str, dialled: str | None
) -> None:
    assert dial_string(raw, region) == dialled


def test_a_number_is_shown_as_the_world_writes_it() -> None:
    assert display(LONDON) == "+44 20 7946 0958"
    assert display(PhoneNumber("+442079460958", "12")) == "+44 20 7946 0958 x12"
    assert display(PhoneNumber("+999123")) == "+999123"


@pytest.mark.parametrize(
    ("e164", "code", "english", "german"),
    [
        ("+442079460958", "GB", "United Kingdom", "Vereinigtes Königreich"),
        ("+4930901820", "DE", "Germany", "Deutschland"),
        ("+14165550199", "CA", "Canada", "Kanada"),
        ("+15555550123", "US", "United States", "Vereinigte Staaten"),
        ("+80012345678", "001", "International", "International"),
        ("+999123", "001", "International", "International"),
    ],
)
def test_a_number_names_its_country(
    e164: str, code: str, english: str, german: str
) -> None:
    assert country(PhoneNumber(e164)) == code
    assert country_name(code, "en_GB") == english
    assert country_name(code, "de_AT") == german


def test_every_region_has_a_name_in_both_languages() -> None:
    nameless = [
        code
        for code in regions()
        if code in {country_name(code, "en"), country_name(code, "de")}
    ]

    assert len(regions()) > 200
    assert nameless == []
    assert country_name("zz", "de") == "zz"
    assert country_name("de", "fr") == "Germany"


def test_a_number_prints_masked() -> None:
    assert f"{LONDON} {LONDON!r}" == "…58 …58"
    assert "2079" not in repr(read_party("+442079460958", "DE"))
    assert "1001" not in repr(read_party("1001", "DE"))


def test_a_number_travels_to_a_child_process_whole() -> None:
    number = PhoneNumber("+442079460958", "12")

    copied = pickle.loads(pickle.dumps(number))

    assert copied == number
    assert copied.extension == "12"


def test_the_library_loads_on_the_first_question_and_not_before() -> None:
    program = (
        "import sys; import connectors.phone_number as numbers\n"
        "assert 'phonenumbers' not in sys.modules\n"
        "numbers.warm_up('de')\n"
        "assert 'phonenumbers.data.region_DE' in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True)


def test_warming_up_for_no_region_is_harmless() -> None:
    warm_up("XX")

    assert parse("+4930901820", "XX") == BERLIN


def test_warming_up_changes_no_answer() -> None:
    warm_up("gb")

    assert parse("020 7946 0958", "GB") == LONDON
