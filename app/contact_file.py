"""What contact files have in common: their errors, encodings, limits and lines."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from connectors.contact_card import ContactCard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLE_BYTES = 256 * 1024
MAX_LINE_CHARS = 1_000_000
_LIMITS = {"name": 500, "company": 500, "title": 500, "note": 200_000, "uid": 1_000}
_MAX_PHONE_CHARS = 250
_MAX_EMAIL_CHARS = 320
_MAX_ENTRIES = 50  # numbers or e-mails of one contact
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileProblem(StrEnum):
    """Why a file cannot be imported at all."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_CONTACTS = "no-contacts"


class ContactFileError(Exception):
    """A file cannot be read as contacts; `problem` says why, the text names no one."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Reason(StrEnum):
    """Why a line was left out."""

    NO_NAME_AND_NO_NUMBER = "no-name-and-no-number"
    UNPARSABLE = "unparsable"
    TOO_LONG = "too-long"
    BINARY = "binary"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was left out; lines are counted from 1."""

    line: int
    reason: Reason


class FileKind(StrEnum):
    """What a contact file is written as."""

    CSV = "csv"
    VCARD = "vcard"


def read_sample(path: Path) -> bytes:
    """Return the beginning of a file, if it may hold text."""
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except OSError as problem:
        raise ContactFileError(FileProblem.UNREADABLE) from problem
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise ContactFileError(FileProblem.EMPTY)
    return sample


def guess_encoding(path: Path, sample: bytes) -> str:
    """Return the encoding: by its mark, as UTF-8 where all of it is, else cp1252."""
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" in sample:
        nulls = sample[:4096].count(0)
        even = sample[:4096:2].count(0)
        if nulls * 3 >= min(len(sample), 4096) and even in {0, nulls}:
            return "utf-16-le" if even == 0 else "utf-16-be"
        if nulls * 100 > min(len(sample), 4096):
            raise ContactFileError(FileProblem.BINARY)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 18):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        pass
    except OSError as problem:
        raise ContactFileError(FileProblem.UNREADABLE) from problem
    else:
        return "utf-8"
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in sample)
    if controls * 100 > len(sample):
        raise ContactFileError(FileProblem.BINARY)
    return "cp1252"


def read_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield lines with their ends; of one that is far too long only the beginning."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        while line := file.readline(MAX_LINE_CHARS):
            yield line
            while len(line) == MAX_LINE_CHARS and line[-1] not in "\r\n":
                line = file.readline(MAX_LINE_CHARS)


def clean(text: str) -> str:
    """Return a text without control signs, with one kind of line end."""
    if text.isprintable():
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.translate(_CONTROLS).strip()


def check(card: ContactCard) -> Reason | None:
    """Return why a contact cannot be taken, or None."""
    if not card.name and not card.phones:
        return Reason.NO_NAME_AND_NO_NUMBER
    for field, limit in _LIMITS.items():
        if len(getattr(card, field)) > limit:
            return Reason.TOO_LONG
    if (
        any(len(raw) > _MAX_PHONE_CHARS for raw, _ in card.phones)
        or any(len(label) > _MAX_PHONE_CHARS for _, label in card.phones)
        or any(len(email) > _MAX_EMAIL_CHARS for email in card.emails)
        or max(len(card.phones), len(card.emails)) > _MAX_ENTRIES
    ):
        return Reason.TOO_LONG
    return None


def a_card(
    *,
    name: str,
    company: str,
    title: str,
    phones: tuple[tuple[str, str], ...],
    emails: tuple[str, ...],
    note: str,
    uid: str,
    kind: str,
) -> ContactCard:
    """Make a contact of cleaned fields: a company alone is one, a number names one."""
    if not name and company:
        return ContactCard(
            company, "company", company, title, phones, emails, note, uid
        )
    if not name and phones:
        name = phones[0][0]
    return ContactCard(
        name, kind or "contact", company, title, phones, emails, note, uid
    )
