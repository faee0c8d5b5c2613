"""Contacts in CSV files: read as they come, written so that a spreadsheet is safe.

A cell that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a
line end) is written with an apostrophe before it, and so is one that begins with an
apostrophe; reading takes it away again. A plain phone number stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from app.contact_file import (
    ContactFileError,
    FileProblem,
    Reason,
    a_card,
    clean,
    read_lines,
)
from app.csv_columns import Column, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from connectors.contact_card import ContactCard

DELIMITERS = ",;\t|"
MAX_FIELD_CHARS = 262_144
SEVERAL = " ::: "  # how Google writes several values into one cell
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_RISKY = (*_FORMULAS, "'")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s()./-]*\d[\d\s()./-]*")
WRITTEN_PHONES = 5
_NAME_PARTS = (Field.PREFIX, Field.FIRST, Field.MIDDLE, Field.LAST, Field.SUFFIX)


def guess_delimiter(text: str) -> str:
    """Return what divides the columns: what gives the same width most often."""
    lines = text.splitlines(keepends=True)[:50]
    best = (0, 0, ",")
    for place, delimiter in enumerate(DELIMITERS):
        widths = []
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count, default=0)
        if usual > 1:
            best = max(best, (widths.count(usual), -place, delimiter))
    return best[2]


def read_rows(
    path: Path, encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str] | Reason]]:
    """Yield (line, row) for each record, or why it is none."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    reader = csv.reader(read_lines(path, encoding), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, Reason.TOO_LONG
            continue
        if any(row):
            yield line, row


def make_card(row: Sequence[str], columns: Sequence[Column]) -> ContactCard | Reason:
    """Return the contact that a row tells."""
    if len(row) > len(columns) and any(row[len(columns) :]):
        return Reason.UNPARSABLE
    texts: dict[Field, str] = {}
    phones: list[tuple[str, str]] = []
    emails: list[str] = []
    label = ""
    for cell, column in zip(row, columns, strict=False):
        field = column.field
        if field is Field.PHONE_LABEL:
            label = clean(unguarded(cell))
            continue
        if not cell or field is Field.SKIP:
            if field is Field.PHONE:
                label = ""
            continue
        if "\x00" in cell:
            return Reason.BINARY
        text = clean(unguarded(cell))
        if field is Field.PHONE:
            phones += _labelled(_values(text), label or column.label)
            label = ""
        elif field is Field.EMAIL:
            emails += _values(text)
        elif text and field in texts:
            texts[field] += f"\n{text}"
        elif text:
            texts[field] = text
    name = texts.get(Field.NAME) or " ".join(
        texts[part] for part in _NAME_PARTS if part in texts
    )
    return a_card(
        name=name,
        company=texts.get(Field.COMPANY, ""),
        title=texts.get(Field.TITLE, ""),
        phones=tuple(dict.fromkeys(phones)),
        emails=tuple(dict.fromkeys(emails)),
        note=texts.get(Field.NOTE, ""),
        uid=texts.get(Field.UID, ""),
        kind=texts.get(Field.KIND, ""),
    )


def _labelled(values: list[str], label: str) -> list[tuple[str, str]]:
    if len(values) == 1:
        return [(values[0], label)]
    labels = [part.strip() for part in label.split(SEVERAL.strip())]
    if len(labels) != len(values):
        labels = [labels[0]] * len(values)
    return list(zip(values, labels, strict=True))


def _values(text: str) -> list[str]:
    if SEVERAL.strip() not in text:
        return [text] if text else []
    return [value for part in text.split(SEVERAL.strip()) if (value := part.strip())]


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs."""
    is_formula = cell.startswith(_FORMULAS) and not _PLAIN_NUMBER.fullmatch(cell)
    looks_guarded = cell[:1] == "'" and cell[1:].startswith(_RISKY)
    return f"'{cell}" if is_formula or looks_guarded else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    if cell[:1] == "'" and cell[1:].startswith(_RISKY):
        return cell[1:]
    return cell


def header() -> str:
    """Return the first line of an export."""
    names = ["UID", "Kind", "Name", "Company", "Job Title"]
    for number in range(1, WRITTEN_PHONES + 1):
        names += [f"Phone {number} - Label", f"Phone {number} - Value"]
    return _line([*names, "E-mail", "Notes"])


def write_cards(cards: Iterable[ContactCard]) -> str:
    """Return the lines of contacts."""
    return "".join(map(_card_line, cards))


def _card_line(card: ContactCard) -> str:
    cells = [card.uid, card.kind, card.name, card.company, card.title]
    for number in range(WRITTEN_PHONES):
        if number >= len(card.phones):
            cells += ["", ""]
        elif number < WRITTEN_PHONES - 1:
            raw, label = card.phones[number]
            cells += [label, raw]
        else:  # the last column takes all that are left
            rest = card.phones[number:]
            cells += [
                SEVERAL.join(label for _, label in rest),
                SEVERAL.join(raw for raw, _ in rest),
            ]
    return _line([*map(guarded, cells), *map(guarded, _ends(card))])


def _ends(card: ContactCard) -> tuple[str, str]:
    return SEVERAL.join(card.emails), card.note


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def first_rows(text: str, delimiter: str, limit: int) -> list[list[str]]:
    """Return the first rows of a sample."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                rows.append(row)
            if len(rows) == limit:
                break
    except csv.Error as problem:
        if not rows:
            raise ContactFileError(FileProblem.NO_CONTACTS) from problem
    if not rows:
        raise ContactFileError(FileProblem.EMPTY)
    return rows
