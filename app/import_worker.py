"""Reads its share of a contact file in a process of its own and stages it.

Started as `python -m app.import_worker`; one JSON line on standard input says what to
do (the key comes that way, since others can read arguments and environment), JSON
lines on standard output say how far it is. No Qt, no loop, low priority. Where its
parent goes away, the next line it writes ends it.

Every worker reads the whole file, which is cheap, and makes contacts of every second
block of records, which is not: so a record's number is the same in all of them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app import csv_file, vcard
from app.contact_file import ContactFileError, Reason, check, read_lines
from app.csv_columns import Column, Field
from connectors.contact_row import (
    content_hash,
    emails_to_text,
    extension_of,
    hash_64,
    phone_rows_to_text,
    source_key,
)
from connectors.database import DatabaseError
from connectors.name_key import name_key, search_text
from connectors.phone_number import fast_parse
from connectors.staged_contacts import BLOCK_ROWS, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from connectors.contact_card import ContactCard

OWN_UID = "switchhook:"  # of our exports; the rest is the source key in hex
LOW_PRIORITY = 10
Record = tuple[int, "list[str] | Reason"]


def main() -> int:
    """Do one job."""
    if hasattr(os, "nice"):
        os.nice(LOW_PRIORITY)
    job = json.loads(sys.stdin.readline())
    try:
        run(job, sys.stdout)
    except BrokenPipeError:
        return 1
    except (ContactFileError, DatabaseError, OSError) as problem:
        _tell(sys.stdout, {"problem": type(problem).__name__})
        return 2
    return 0


def run(job: dict[str, Any], out: TextIO) -> None:
    """Stage this worker's records."""
    key = bytes.fromhex(job["key"]) if job["key"] else None
    records, make_card = _reader(job)
    with Part(Path(job["target"]), key) as part:
        share, shares, region = job["share"], job["shares"], job["region"]
        n = 0
        for n, (line, record) in enumerate(records, 1):
            if n % BLOCK_ROWS == 0:
                part.flush()
                _tell(out, {"seen": n})
            if n // BLOCK_ROWS % shares != share:
                continue
            if isinstance(record, Reason):
                part.reject(line, record)
                continue
            card = make_card(record)
            reason = card if isinstance(card, Reason) else check(card)
            if reason is not None:
                part.reject(line, reason)
            elif not isinstance(card, Reason):
                _stage(part, n, line, card, region)
        part.finish()
    _tell(out, {"seen": n, "is_done": True})


def _reader(
    job: dict[str, Any],
) -> tuple[Iterator[Record], Callable[[list[str]], ContactCard | Reason]]:
    path, encoding = Path(job["path"]), job["encoding"]
    if job["kind"] == "vcard":
        return vcard.read_blocks(read_lines(path, encoding)), vcard.make_card
    columns = tuple(Column("", Field(field), label) for field, label in job["columns"])
    rows = csv_file.read_rows(path, encoding, job["delimiter"])
    if job["has_header"]:
        next(rows, None)
    return rows, lambda row: csv_file.make_card(row, columns)


def _stage(part: Part, n: int, line: int, card: ContactCard, region: str) -> None:
    phones: list[tuple[str, str | None, str | None, str | None]] = []
    digits: list[str] = []
    first: str | None = None
    for raw, label in card.phones:
        extension = extension_of(raw)
        number = None if extension else fast_parse(raw, region)
        if number is None:
            phones.append((raw, None, label or None, None))
            if extension:
                part.extensions.append((extension, n))
                digits.append(extension)
            continue
        e164 = number.e164
        first = first or e164
        phones.append((raw, e164, label or None, number.extension))
        part.numbers.append((int(e164[1:]), n))
        digits.append(e164[1:])
    name, company = card.name, card.company or None
    phone_text, email_text = phone_rows_to_text(phones), emails_to_text(card.emails)
    email = card.emails[0] if card.emails else None
    part.rows.append(
        (
            n,
            line,
            card.kind,
            name,
            company,
            card.title or None,
            phone_text,
            email_text,
            card.note,
            _own_key(card.uid) if card.uid else source_key(name, first, email, company),
            content_hash(
                card.kind,
                name,
                company,
                card.title or None,
                phone_text,
                email_text,
                card.note,
            ),
            name_key(name),
            search_text(name, company, " ".join(digits)),
        )
    )


def _own_key(uid: str) -> int:
    if uid.startswith(OWN_UID):
        try:
            key = int(uid[len(OWN_UID) :], 16)
        except ValueError:
            return hash_64(f"uid:{uid}")
        if key < 1 << 64:
            return key - (1 << 64) if key >= 1 << 63 else key
    return hash_64(f"uid:{uid}")


def _tell(out: TextIO, told: dict[str, Any]) -> None:
    out.write(json.dumps(told) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
