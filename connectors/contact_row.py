"""How the parts of a contact lie in a row: numbers and e-mails as text, and back.

Local CRM, index and import share these, so that rows are copied between their files
without being read.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from connectors.name_key import fold
from connectors.phone_number import PhoneNumber
from connectors.records import PhoneEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXTENSION_DIGITS = 6  # what is longer is no internal number
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def phones_to_text(phones: Iterable[PhoneEntry]) -> str:
    """Write the numbers of a contact; "" where there are none."""
    rows = [
        [
            entry.raw,
            entry.number.e164 if entry.number else None,
            entry.label,
            entry.number.extension if entry.number else None,
        ]
        for entry in phones
    ]
    return phone_rows_to_text(rows)


def phone_rows_to_text(rows: Sequence[Sequence[str | None]]) -> str:
    """Write (raw, E.164, label, extension) rows, as the import makes them in bulk."""
    return _encode(rows) if rows else ""


def phones_from_text(text: str) -> tuple[PhoneEntry, ...]:
    """Read what `phones_to_text` wrote."""
    if not text:
        return ()
    return tuple(
        PhoneEntry(raw, PhoneNumber(e164, extension) if e164 else None, label)
        for raw, e164, label, extension in json.loads(text)
    )


def emails_to_text(emails: Iterable[str]) -> str:
    """Write the e-mail addresses of a contact."""
    return "\n".join(emails)


def emails_from_text(text: str) -> tuple[str, ...]:
    """Read what `emails_to_text` wrote."""
    return tuple(text.split("\n")) if text else ()


def number_key(e164: str) -> int:
    """Return an E.164 number as the integer that it is looked up by."""
    return int(e164[1:])


def extension_of(raw: str) -> str | None:
    """Return the internal extension that a text means, or None if it is none."""
    bare = raw.strip()
    if 2 <= len(bare) <= EXTENSION_DIGITS and bare.isascii() and bare.isdigit():
        return bare
    return None


def source_key(
    name: str, number: str | None, email: str | None, company: str | None
) -> int:
    """Return what a contact without an id of its own is recognised by.

    Name and number; where there is no number, name and e-mail, then company.
    """
    told = number or email or (company and fold(company)) or ""
    return hash_64(f"{fold(name) or name}\x00{told}")


def hash_64(text: str) -> int:
    """Return a signed 64-bit hash, the same in every process."""
    raw = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "little", signed=True)


def content_hash(  # noqa: PLR0917  # called a million times: names would cost
    kind: str,
    name: str,
    company: str | None,
    title: str | None,
    phones: str,
    emails: str,
    note: str,
) -> int:
    """Return a hash of all that an import may change, to see what is unchanged."""
    return hash_64(
        "\x00".join((kind, name, company or "", title or "", phones, emails, note))
    )
