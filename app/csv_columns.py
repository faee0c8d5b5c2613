"""Guesses what the columns of a CSV file mean: English, German, Outlook, Google."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from connectors.name_key import fold

if TYPE_CHECKING:
    from collections.abc import Sequence


class Field(StrEnum):
    """What a column may hold."""

    SKIP = "skip"
    NAME = "name"
    PREFIX = "prefix"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    SUFFIX = "suffix"
    COMPANY = "company"
    TITLE = "title"
    PHONE = "phone"
    PHONE_LABEL = "phone-label"  # of the phone column behind it
    EMAIL = "email"
    NOTE = "note"
    UID = "uid"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header and what it is taken for."""

    header: str
    field: Field
    label: str = ""  # of a phone: "mobile", "work", …


_WORDS: dict[Field, str] = {
    Field.NAME: "name|full name|display name|contact name|contact|person|fn|"
    "vollstandiger name|anzeigename|kontakt|kontaktname|ansprechpartner|file as",
    Field.PREFIX: "name prefix|prefix|honorific prefix|salutation|anrede|titel|"
    "namensprafix",
    Field.FIRST: "first name|given name|firstname|first|vorname|rufname",
    Field.MIDDLE: "middle name|additional name|middlename|weitere vornamen|"
    "zweiter vorname|2 vorname|weiterer vorname",
    Field.LAST: "last name|family name|surname|lastname|last|nachname|familienname",
    Field.SUFFIX: "suffix|name suffix|honorific suffix|namenszusatz|namenssuffix",
    Field.COMPANY: "company|company name|organization|organisation|organization name|"
    "organisation name|account|account name|employer|firma|firmenname|unternehmen|"
    "organization 1 name",
    Field.TITLE: "job title|title|position|role|organization title|"
    "organization 1 title|funktion|berufsbezeichnung|jobtitel|stelle",
    Field.NOTE: "notes|note|comments|comment|remarks|notizen|notiz|bemerkung|"
    "bemerkungen|kommentar|anmerkungen",
    Field.UID: "uid|id|contact id|record id|external id|lead id|kontakt id|kontaktid",
    Field.KIND: "kind",
}
_PHONES: dict[str, str] = {
    "": "phone|telephone|tel|phone number|telephone number|number|telefon|"
    "telefonnummer|rufnummer|nummer|primary phone|phone value|haupttelefon",
    "work": "business phone|work phone|office phone|work|phone work|business|"
    "telefon geschaftlich|telefon buro|telefon dienstlich|geschaftlich|buro|"
    "telefon arbeit|direct|direct phone|durchwahl",
    "mobile": "mobile|mobile phone|mobile number|cell|cell phone|cellphone|"
    "phone mobile|handy|mobil|mobiltelefon|mobilnummer|mobilfunk|handynummer",
    "home": "home phone|phone home|home|private phone|telefon privat|privat|festnetz",
    "main": "company main phone|main phone|switchboard|hauptrufnummer|"
    "telefon firma|zentrale|hauptanschluss",
    "other": "other phone|weiteres telefon|anderes telefon|assistant s phone|"
    "telefon assistent|car phone|autotelefon|callback|ruckmeldung|pager|radio phone",
    "fax": "fax|business fax|home fax|other fax|fax geschaftlich|fax privat|telefax|"
    "weiteres fax|fax number|faxnummer",
}
_EMAILS = (
    "e mail|email|mail|e mail address|email address|e mail adresse|emailadresse|"
    "e mail value|email value"
)
_HEADERS: dict[str, tuple[Field, str]] = (
    {word: (field, "") for field, words in _WORDS.items() for word in words.split("|")}
    | {
        word: (Field.PHONE, label)
        for label, words in _PHONES.items()
        for word in words.split("|")
    }
    | dict.fromkeys(_EMAILS.split("|"), (Field.EMAIL, ""))
)
_COUNTED_LABEL = re.compile(r"phone \d+ (label|type)")
_COUNT = re.compile(r" ?\d+\b")
_PHONE_TEXT = re.compile(r"[+(]?[\d(][\d\s()/.\-–]{5,24}(?:\s?(?:x|ext\.?)\s?\d+)?")


def guess_columns(header: Sequence[str]) -> tuple[Column, ...]:
    """Return what each header means; a header that means nothing is skipped."""
    columns = [Column(text.strip(), *_guess(text)) for text in header]
    words = {fold(text) for text in header}
    if words & {"job title", "position", "organization title", "jobtitel"}:
        columns = [  # Outlook: "Title" is Dr. or Ms. where a job title stands beside
            Column(c.header, Field.PREFIX) if fold(c.header) == "title" else c
            for c in columns
        ]
    has_parts = any(c.field in {Field.FIRST, Field.LAST} for c in columns)
    seen: set[Field] = set()
    result = []
    for column in columns:
        field = column.field
        if field is Field.NAME and has_parts:
            field = Field.SKIP  # the parts say the same with fewer doubts
        elif field in seen and field not in {
            Field.PHONE,
            Field.PHONE_LABEL,
            Field.EMAIL,
            Field.NOTE,
        }:
            field = Field.SKIP
        seen.add(field)
        result.append(Column(column.header, field, column.label))
    return tuple(result)


def guess_without_header(rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Return what columns hold, judged by what stands in them."""
    width = max(len(row) for row in rows)
    fields = []
    for index in range(width):
        cells = [row[index].strip() for row in rows if index < len(row)]
        filled = [cell for cell in cells if cell] or [""]
        if sum("@" in cell for cell in filled) * 2 > len(filled):
            fields.append(Field.EMAIL)
        elif sum(is_phone(cell) for cell in filled) * 2 > len(filled):
            fields.append(Field.PHONE)
        elif Field.NAME not in fields:
            fields.append(Field.NAME)
        elif Field.COMPANY not in fields:
            fields.append(Field.COMPANY)
        else:
            fields.append(Field.SKIP)
    return tuple(Column(f"{n}", field) for n, field in enumerate(fields, 1))


def is_header(row: Sequence[str], others: Sequence[Sequence[str]] = ()) -> bool:
    """Whether a row names columns: it has words we know, or what others have lacks."""
    if _has_ways_to_reach(row):
        return False
    return any(_guess(cell)[0] is not Field.SKIP for cell in row) or any(
        map(_has_ways_to_reach, others)
    )


def _has_ways_to_reach(row: Sequence[str]) -> bool:
    return any(is_phone(cell.strip()) or "@" in cell for cell in row)


def is_phone(text: str) -> bool:
    """Whether a cell looks like a phone number."""
    return _PHONE_TEXT.fullmatch(text) is not None


def _guess(header: str) -> tuple[Field, str]:
    words = fold(header)
    if _COUNTED_LABEL.fullmatch(words):
        return Field.PHONE_LABEL, ""
    if words in _HEADERS:
        return _HEADERS[words]
    return _HEADERS.get(_COUNT.sub("", words), (Field.SKIP, ""))
