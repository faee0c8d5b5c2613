"""vCards of every version are read, and ours come back as they were."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from app import vcard
from app.contact_file import Reason
from app.contact_import import preview
from connectors.contact_card import ContactCard
from tests.app.test_csv_file import CARDS

if TYPE_CHECKING:
    from pathlib import Path


def read(text: str) -> list[ContactCard | Reason]:
    blocks = vcard.read_blocks(io.StringIO(text, newline=""))
    return [b if isinstance(b, Reason) else vcard.make_card(b) for _, b in blocks]


APPLE = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Okafor;Amara;Ngozi;Dr.;\r\n"
    "FN:Dr. Amara Ngozi Okafor\r\nORG:Harbour & Lyle;Purchasing\r\n"
    "TITLE:Head of Purchasing\r\n"
    "EMAIL;type=INTERNET;type=WORK;type=pref:amara@harbour.example\r\n"
    "TEL;type=WORK;type=VOICE;type=pref:+44 20 7946 0958\r\n"
    "item1.TEL:020 7946 0959\r\nitem1.X-ABLabel:Desk\r\n"
    "TEL;type=CELL;type=VOICE:+44 7700 900123\r\n"
    "NOTE:First line\\nsecond\\, with a comma\\; and more that goes on and\r\n"
    "  on\r\nUID:abc-1\r\nEND:VCARD\r\n"
)
OLD = (
    "BEGIN:VCARD\nVERSION:2.1\n"
    "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gr=F6=DFe;J=FCrgen\n"
    "TEL;WORK;VOICE:030 23125 660\nTEL;CELL:0170 1234567\n"
    "NOTE;ENCODING=QUOTED-PRINTABLE:One=0D=0Atwo is long=\n and goes on\n"
    "END:VCARD\n"
)
NEW = (
    "begin:vcard\nversion:4.0\nkind:org\nfn:Nordlicht Optik\norg:Nordlicht Optik\n"
    'TEL;VALUE=uri;TYPE="voice,work";PREF=1:tel:+49-30-23125-660;ext=12\n'
    "END:VCARD\n"
)


def test_version_3_is_read() -> None:
    assert read(APPLE) == [
        ContactCard(
            name="Dr. Amara Ngozi Okafor",
            company="Harbour & Lyle Purchasing",
            title="Head of Purchasing",
            phones=(
                ("+44 20 7946 0958", "work"),
                ("020 7946 0959", ""),
                ("+44 7700 900123", "mobile"),
            ),
            emails=("amara@harbour.example",),
            note="First line\nsecond, with a comma; and more that goes on and on",
            uid="abc-1",
        )
    ]


def test_version_2_is_read() -> None:
    [card] = read(OLD)

    assert isinstance(card, ContactCard)
    assert card.name == "Jürgen Größe"
    assert card.phones == (("030 23125 660", "work"), ("0170 1234567", "mobile"))
    assert card.note == "One\ntwo is long and goes on"


def test_version_4_is_read() -> None:
    [card] = read(NEW)

    assert isinstance(card, ContactCard)
    assert (card.kind, card.name) == ("company", "Nordlicht Optik")
    assert card.phones[0][0] == "+49-30-23125-660;ext=12"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BEGIN:VCARD\nFN:Cut off\n", [Reason.UNPARSABLE]),
        ("BEGIN:VCARD\nBEGIN:VCARD\nFN:A\nEND:VCARD\n", [Reason.UNPARSABLE, "A"]),
        ("BEGIN:VCARD\nFN:A\x00\nEND:VCARD\n", [Reason.BINARY]),
        (f"BEGIN:VCARD\nNOTE:{'x' * 3_000_000}\nEND:VCARD\n", [Reason.TOO_LONG]),
        ("noise\nBEGIN:VCARD\nno colon\nFN:A\nEND:VCARD\nnoise\n", ["A"]),
    ],
    ids=["cut-off", "nested", "nul", "huge", "noise"],
)
def test_a_broken_card_costs_itself_only(text: str, found: list[object]) -> None:
    read_back = [c.name if isinstance(c, ContactCard) else c for c in read(text)]

    assert read_back == found


def test_lines_of_ours_are_short_enough_for_anyone() -> None:
    text = vcard.write_cards([ContactCard("Ünï👩🏽‍💻" * 80, note="x," * 900)])

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_preview_shows_the_first_contacts(tmp_path: Path) -> None:
    path = tmp_path / "c.vcf"
    path.write_text(APPLE + OLD + NEW)

    found = preview(path)

    assert found.estimated_count == 3
    assert [card.name for card in found.cards][2] == "Nordlicht Optik"


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(card=CARDS)
def test_any_contact_survives_the_way_through_a_card(
    version: str, card: ContactCard
) -> None:
    assert read(vcard.write_cards([card], version)) == [card]
