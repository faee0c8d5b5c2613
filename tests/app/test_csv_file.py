"""CSV files of many makers are understood, and ours run nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import csv_file
from app.contact_file import ContactFileError, FileProblem, Reason, clean
from app.contact_import import preview
from app.csv_columns import Field, guess_columns, guess_without_header, is_header
from connectors.contact_card import ContactCard

if TYPE_CHECKING:
    from pathlib import Path

OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
    "Business Street,Business Fax,Business Phone,Business Phone 2,Home Phone,"
    "Mobile Phone,Company Main Phone,E-mail Address,E-mail 2 Address,Notes"
)
GERMAN = (
    "Anrede;Vorname;Weitere Vornamen;Nachname;Firma;Position;"
    "Telefon geschäftlich;Telefon privat;Mobiltelefon;E-Mail-Adresse;Notizen"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Name Prefix,Organization Name,"
    "Organization Title,Notes,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
    "Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"
)


def fields(header: str, delimiter: str = ",") -> dict[str, tuple[str, str]]:
    columns = guess_columns(header.split(delimiter))
    return {c.header: (c.field.value, c.label) for c in columns}


def test_outlooks_columns_are_known() -> None:
    found = fields(OUTLOOK)

    assert found["Title"] == ("prefix", "")
    assert found["Job Title"] == ("title", "")
    assert found["Business Phone 2"] == ("phone", "work")
    assert found["Company Main Phone"] == ("phone", "main")
    assert found["E-mail 2 Address"] == ("email", "")
    assert found["Business Street"] == ("skip", "")


def test_german_columns_are_known() -> None:
    found = fields(GERMAN, ";")

    assert [field for field, _ in found.values()] == [
        *("prefix", "first", "middle", "last", "company", "title"),
        *("phone", "phone", "phone", "email", "note"),
    ]
    assert found["Mobiltelefon"] == ("phone", "mobile")


def test_googles_columns_are_known_and_its_labels_read() -> None:
    columns = guess_columns(GOOGLE.split(","))
    cells = (
        "Amara||Okafor|Dr.|Harbour & Lyle|Head|Hi|* Work|a@x.example ::: b@x.example"
        "|Mobile|+44 20 7946 0958 ::: 020 7946 0959||"
    )
    row = cells.split("|")

    card = csv_file.make_card(row, columns)

    assert card == ContactCard(
        name="Dr. Amara Okafor",
        company="Harbour & Lyle",
        title="Head",
        phones=(("+44 20 7946 0958", "Mobile"), ("020 7946 0959", "Mobile")),
        emails=("a@x.example", "b@x.example"),
        note="Hi",
    )


def test_a_title_is_a_job_where_no_other_column_is() -> None:
    assert fields("Name,Title,Phone")["Title"] == ("title", "")


def test_columns_without_a_header_are_judged_by_what_they_hold() -> None:
    rows = [
        ["Amara Okafor", "Harbour & Lyle", "+44 20 7946 0958", "a@x.example"],
        ["Jonas Brandt", "Nordlicht Optik", "030 23125 660", ""],
    ]

    assert not is_header(rows[0])
    assert [column.field for column in guess_without_header(rows)] == [
        *(Field.NAME, Field.COMPANY, Field.PHONE, Field.EMAIL)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_divides_the_columns_is_found(delimiter: str) -> None:
    rows = ["Name,Phone,Notes", 'Amara,1,"one, two; three"', "Jonas,2,"]
    text = "\n".join(row.replace(",", delimiter) for row in rows)

    assert csv_file.guess_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("cp1252", b""),
    ],
)
def test_every_usual_encoding_is_read(
    tmp_path: Path, encoding: str, mark: bytes
) -> None:
    path = tmp_path / "contacts.csv"
    text = "Name;Telefon;Notizen\r\nJürgen Größe;030 23125 660;„Grüße“\r\n"
    path.write_bytes(mark + text.encode(encoding))

    found = preview(path)

    assert found.cards[0].name == "Jürgen Größe"
    assert found.cards[0].note == "„Grüße“"
    assert found.delimiter == ";"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"\xef\xbb\xbf\r\n\r\n", FileProblem.EMPTY),
        (bytes(range(256)) * 64, FileProblem.BINARY),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 999, FileProblem.BINARY),
        (b"Colour,Size\nred,9\n", FileProblem.NO_CONTACTS),
    ],
    ids=["empty", "only-a-mark", "bytes", "picture", "other-table"],
)
def test_what_holds_no_contacts_says_why(
    tmp_path: Path, content: bytes, problem: FileProblem
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)
    with pytest.raises(ContactFileError) as found:
        preview(path)

    assert found.value.problem is problem


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContactFileError) as found:
        preview(tmp_path / "none.csv")

    assert found.value.problem is FileProblem.UNREADABLE


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd", "-2+3|x", "@SUM(A1)", "\tx", "'quoted", "'=x", "''", "-", "+"],
)
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    written = csv_file.guarded(cell)

    assert written[0] == "'"
    assert csv_file.unguarded(written) == cell


@pytest.mark.parametrize("cell", ["+44 20 7946 0958", "'t Hooft", "plain", ""])
def test_numbers_and_plain_text_stay_as_they_are(cell: str) -> None:
    assert csv_file.guarded(cell) == cell
    assert csv_file.unguarded(cell) == cell


def test_a_row_wider_than_its_header_is_refused() -> None:
    columns = guess_columns(["Name", "Phone"])

    assert csv_file.make_card(["A", "1", "", ""], columns) != Reason.UNPARSABLE
    assert csv_file.make_card(["A", "1", "x"], columns) is Reason.UNPARSABLE


def test_a_huge_field_costs_its_own_row_only(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(f"Name,Phone\nBig,{'9' * 10_000_000}\nAmara,020 7946 0958\n")

    rows = list(csv_file.read_rows(path, "utf-8", ","))

    assert rows[1] == (2, Reason.TOO_LONG)
    assert rows[-1][1] == ["Amara", "020 7946 0958"]


TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60).map(clean)
LABEL = st.sampled_from(["", "work", "mobile", "Direct line", "Büro"])
CARDS = st.builds(
    ContactCard,
    name=TEXT.filter(bool),
    kind=st.sampled_from(["contact", "lead"]),
    company=TEXT,
    title=TEXT,
    phones=st.lists(
        st.tuples(TEXT.filter(lambda t: t and ":::" not in t), LABEL),
        max_size=8,
        unique=True,
    ).map(tuple),
    emails=st.lists(
        TEXT.filter(lambda t: t and ":::" not in t), max_size=3, unique=True
    ).map(tuple),
    note=TEXT | st.just("long " * 6_500 + "end"),
    uid=TEXT,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cards=st.lists(CARDS, min_size=1, max_size=4))
def test_any_contact_survives_the_way_through_a_file(cards: list[ContactCard]) -> None:
    text = csv_file.header() + csv_file.write_cards(cards)

    header, *rows = csv.reader(io.StringIO(text, newline=""))

    columns = guess_columns(header)
    read_back = [tuple(csv_file.make_card(row, columns)) for row in rows]
    assert read_back == [tuple(card) for card in cards]
