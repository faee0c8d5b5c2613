"""The door for imports into the local CRM: staged beside, shown at once, or never.

`imports.state` goes staging → committed → done. Up to *committed* nothing is visible
and a kill leaves rows that `discard` removes; from then on the import is true, and what
is left to do (changed contacts, companies) is taken up again at the next start.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import apsw

from connectors.contact_row import emails_from_text, number_key, phones_from_text
from connectors.crm.local import contacts
from connectors.rows import all_rows, one_row, transaction
from connectors.staged_contacts import (
    BLOCK_ROWS,
    SERIES,
    Pace,
    attached,
    between,
    copy_rows,
    copy_sorted,
    new_rows_only,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from connectors.staged_contacts import Steps

PAGES_BEFORE_CHECKPOINT = 1_000  # SQLite's own default
_PLAN = """
CREATE TABLE IF NOT EXISTS {plan}.plan(
    n INTEGER PRIMARY KEY, contact INTEGER, is_changed INTEGER NOT NULL);
"""


def begin(db: apsw.Connection) -> int:
    """Open an import and return its number."""
    with transaction(db):
        no: int = db.execute(
            "INSERT INTO imports(no, state) SELECT coalesce(max(no), 0) + 1, 'staging'"
            " FROM imports RETURNING no"
        ).get
    return no


def plan(
    db: apsw.Connection, parts: Sequence[Path], key: bytes | None
) -> tuple[int, int]:
    """Find what the CRM has already, and rows of one part that repeat another's.

    Runs on a connection of its own, since it only reads what is shared. The plan lies
    in the first part. Returns how many contacts are unchanged and how many changed.
    """
    with attached(db, parts, key) as names:
        first = names[0]
        with transaction(db, begin="BEGIN"):  # writes to the parts alone
            db.execute(_PLAN.format(plan=first))
            for earlier, later in pairwise(names):
                db.execute(
                    f"INSERT OR IGNORE INTO {first}.plan"
                    f" SELECT max(a.n, b.n), NULL, 0 FROM {earlier}.keys a"
                    f" CROSS JOIN {later}.keys b USING (source_key)"
                )
            for name in names:
                db.execute(
                    f"INSERT OR IGNORE INTO {first}.plan"
                    f" SELECT k.n, c.id, c.content_hash <> r.content_hash"
                    f" FROM {name}.keys k CROSS JOIN main.source_keys s"
                    f" ON s.source_key = k.source_key"
                    f" CROSS JOIN main.contacts c ON c.id = s.contact"
                    f" AND c.id / {SERIES} IN (SELECT 0 UNION SELECT no FROM"
                    f" main.imports WHERE state <> 'staging')"
                    f" CROSS JOIN {name}.rows r ON r.n = k.n ORDER BY k.n"
                )
            for name in names:
                db.execute(
                    f"INSERT INTO {name}.rejected SELECT line_no, 'double'"
                    f" FROM {name}.rows WHERE n IN"
                    f" (SELECT n FROM {first}.plan WHERE contact IS NULL)"
                )
        same, changed = one_row(
            db,
            "SELECT count(*) FILTER (WHERE NOT is_changed),"
            f" count(*) FILTER (WHERE is_changed) FROM {first}.plan"
            " WHERE contact IS NOT NULL",
        )
    return same, changed


def stage(
    db: apsw.Connection,
    no: int,
    parts: Sequence[Path],
    key: bytes | None,
    tell: Callable[[int], None],
) -> Steps:
    """Copy the new contacts of the parts; nothing of it counts yet."""
    offset = no * SERIES
    with ExitStack() as stack:
        names = stack.enter_context(attached(db, parts, key))
        new = new_rows_only(db, names[0])
        yield from copy_rows(
            db,
            names,
            lambda part: (
                "INSERT INTO main.contacts(id, kind, name, company, title, phones,"
                " emails, note, source_key, content_hash, name_key)"
                " SELECT :offset + n, kind, name, company, title, phones, emails,"
                f" note, source_key, content_hash, name_key FROM {part}.rows"
                f" WHERE n > :low AND n <= :high {new} ORDER BY n"
            ),
            offset,
            tell,
        )
        for table, column, source in (
            ("numbers", "e164", "numbers"),
            ("names", "name_key", "names"),
            ("source_keys", "source_key", "keys"),
            ("extensions", "extension", "extensions"),
        ):
            yield from copy_sorted(
                db,
                names,
                (source, column),
                partial(_copy_pairs, table, column, source, new),
                offset,
            )


def without_waiting(db: apsw.Connection, steps: Steps) -> Steps:
    """Take steps that need not be on disk one by one: only the commit must.

    A call that is logged between two of them is, so each step restores the setting.
    Checkpoints are left to whoever runs them beside, else they would hold the writer.
    """
    db.pragma("wal_autocheckpoint", 0)
    try:
        while True:
            db.pragma("synchronous", "NORMAL")
            try:
                next(steps)
            except StopIteration:
                return
            finally:
                db.pragma("synchronous", "FULL")
            yield
    finally:
        steps.close()
        db.pragma("wal_autocheckpoint", PAGES_BEFORE_CHECKPOINT)


def checkpoint(db: apsw.Connection) -> None:
    """Move what can be moved into the file; nobody waits for it."""
    db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)


def _copy_pairs(table: str, column: str, source: str, new: str, part: str) -> str:
    return (
        f"INSERT OR IGNORE INTO main.{table} SELECT {column}, :offset + n"
        f" FROM {part}.{source} WHERE {between(column)} {new} ORDER BY {column}, n"
    )


def commit(db: apsw.Connection, no: int) -> None:
    """Make an import true: one row, one transaction."""
    with transaction(db):
        db.execute(
            "UPDATE imports SET state = 'committed', revision = ? WHERE no = ?",
            (contacts.next_revision(db), no),
        )


def settle(
    db: apsw.Connection, no: int, parts: Sequence[Path], key: bytes | None
) -> Generator[None, None, list[int]]:
    """Bring changed contacts and companies in; return the ids that changed.

    May be repeated after a kill: what is done already stays as it is.
    """
    changed: list[int] = []
    if parts:
        changed = yield from _settle_rows(db, parts, key)
    with transaction(db):
        db.execute("UPDATE imports SET state = 'done' WHERE no = ?", (no,))
    return changed


def _settle_rows(
    db: apsw.Connection, parts: Sequence[Path], key: bytes | None
) -> Generator[None, None, list[int]]:
    changed: list[int] = []
    with attached(db, parts, key) as names:
        pace = Pace()
        low = 0
        while True:
            with pace.step(), transaction(db):
                todo = all_rows(
                    db,
                    f"SELECT n, contact FROM {names[0]}.plan"
                    " WHERE is_changed AND n > ? ORDER BY n LIMIT ?",
                    (low, max(8, pace.rows // 32)),
                )
                for n, contact in todo:
                    part = names[n // BLOCK_ROWS % len(names)]
                    if _merge(db, contact, part, n):
                        changed.append(contact)
            if not todo:
                break
            low = todo[-1][0]
            yield
        for name in names:
            low = 0
            last: int = db.execute(f"SELECT coalesce(max(n), 0) FROM {name}.rows").get
            while low < last:
                with pace.step(), transaction(db):
                    high = low + pace.rows
                    db.execute(
                        "INSERT OR IGNORE INTO companies(name) SELECT company"
                        f" FROM {name}.rows WHERE n > ? AND n <= ?"
                        " AND company IS NOT NULL",
                        (low, high),
                    )
                low = high
                yield
    return changed


def discard(db: apsw.Connection, no: int) -> Steps:
    """Remove what a broken or cancelled import left behind."""
    pace = Pace(64)
    while True:
        with pace.step(), transaction(db):
            found = all_rows(
                db,
                "SELECT id, phones, name_key, source_key FROM contacts"
                " WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?",
                (no * SERIES, (no + 1) * SERIES, max(16, pace.rows // 8)),
            )
            for id_, phones, name_key, source_key in found:
                _remove(db, id_, phones, name_key, source_key)
        if not found:
            break
        yield
    with transaction(db):
        db.execute("DELETE FROM imports WHERE no = ? AND state = 'staging'", (no,))


def list_open(db: apsw.Connection) -> list[tuple[int, str]]:
    """Return the imports that a kill left, each with its state."""
    return all_rows(
        db, "SELECT no, state FROM imports WHERE state <> 'done' ORDER BY no"
    )


def _merge(db: apsw.Connection, contact: int, part: str, n: int) -> bool:
    """Let the file's values win where it has one; return whether anything changed."""
    old = one_row(
        db,
        "SELECT kind, name, company, title, phones, emails, note, content_hash"
        " FROM contacts WHERE id = ?",
        (contact,),
    )
    new = one_row(
        db,
        "SELECT kind, name, company, title, phones, emails, note"
        f" FROM {part}.rows WHERE n = ?",
        (n,),
    )
    phones = list(phones_from_text(new[4]))
    known = {p.number.e164 if p.number else p.raw for p in phones}
    phones += [
        p
        for p in phones_from_text(old[4])
        if (p.number.e164 if p.number else p.raw) not in known
    ]
    emails = dict.fromkeys((*emails_from_text(new[5]), *emails_from_text(old[5])))
    stored = contacts.Stored(
        kind=new[0],
        name=new[1] or old[1],
        company=new[2] or old[2],
        title=new[3] or old[3],
        phones=tuple(phones),
        emails=tuple(emails),
        note=new[6] or old[6],
    )
    if stored.hash == old[7]:
        return False
    contacts.replace(db, contact, stored)
    return True


def _remove(
    db: apsw.Connection, id_: int, phones: str, name_key: str, source_key: int
) -> None:
    for entry in phones_from_text(phones):
        if entry.number:
            db.execute(
                "DELETE FROM numbers WHERE e164 = ? AND contact = ?",
                (number_key(entry.number.e164), id_),
            )
        else:
            db.execute(
                "DELETE FROM extensions WHERE extension = ? AND contact = ?",
                (entry.raw.strip(), id_),
            )
    db.execute("DELETE FROM names WHERE name_key = ? AND contact = ?", (name_key, id_))
    db.execute(
        "DELETE FROM source_keys WHERE source_key = ? AND contact = ?",
        (source_key, id_),
    )
    db.execute("DELETE FROM contacts WHERE id = ?", (id_,))
