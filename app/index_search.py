"""Finds contacts by what a rep types: names, companies and digits of a number.

Never ordered by the full-text rank, which reads every hit of a short beginning; a
bounded number of hits is read and put into a sensible order here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.name_key import fold, spell_out
from connectors.rows import all_rows
from connectors.staged_contacts import SERIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from connectors.rows import Connection

HITS_READ = 100
HITS_SKIPPED = 5_000  # of generations that are not shown
_NUMBER = re.compile(r"[\d\s()+/.\-–]+")
_TRIGRAM = 3
_E164_DIGITS = 15
Row = tuple[int, str, str, str, str | None, str | None, str, str, str | None, str]


def find_ids(
    db: Connection, text: str, limit: int, shown: Collection[int]
) -> list[int]:
    """Return the contacts that a text means, the likeliest first."""
    if _NUMBER.fullmatch(text.strip()) and any(c.isdigit() for c in text):
        return _find_by_digits(db, text.strip(), limit, shown)
    wanted = fold(text)
    if not wanted:
        return []
    ids = _beginning_with(db, wanted, limit, shown)
    for query in (_query(text, anchored=True), _query(text, anchored=False)):
        if len(ids) >= limit or not query:
            break
        found = _match(db, query, HITS_READ, shown)
        ids += _in_order(db, (id_ for id_ in found if id_ not in ids), wanted)
    return ids[:limit]


def _beginning_with(
    db: Connection, wanted: str, limit: int, shown: Collection[int]
) -> list[int]:
    found = db.execute(
        "SELECT name_key, contact FROM names WHERE name_key >= ? AND name_key < ?"
        " ORDER BY name_key, contact LIMIT ?",
        (wanted, wanted + "\U0010ffff", HITS_SKIPPED),
    )
    hits: list[tuple[int, str, int]] = []
    for key, id_ in found:
        if id_ // SERIES in shown:
            hits.append((len(key), key, id_))
            if len(hits) == HITS_READ:
                break
    return [id_ for _, _, id_ in sorted(hits)[:limit]]


def _find_by_digits(
    db: Connection, text: str, limit: int, shown: Collection[int]
) -> list[int]:
    digits = "".join(c for c in text if c.isdigit())
    own = all_rows(
        db,
        "SELECT contact FROM extensions WHERE extension = ? LIMIT ?",
        (digits, limit),
    )
    ids = [id_ for (id_,) in own if id_ // SERIES in shown]
    is_international = text.startswith(("+", "00"))
    digits = digits.lstrip("0")
    found: list[int] = []
    if is_international and digits:
        found = _numbers_beginning(db, digits, limit, shown)
    elif len(digits) >= _TRIGRAM:
        found = _match(db, f'"{digits}"', limit, shown)
    ids += [id_ for id_ in found if id_ not in ids]
    return ids[:limit]


def _numbers_beginning(
    db: Connection, digits: str, limit: int, shown: Collection[int]
) -> list[int]:
    """Read the stretch of numbers of each length that begins with these digits."""
    ids: dict[int, None] = {}
    for zeros in range(_E164_DIGITS - len(digits) + 1):
        start = int(digits) * 10**zeros
        found = db.execute(
            "SELECT contact FROM numbers WHERE e164 >= ? AND e164 < ?"
            " ORDER BY e164 LIMIT ?",
            (start, start + 10**zeros, HITS_SKIPPED),
        )
        for (id_,) in found:
            if id_ // SERIES in shown:
                ids[id_] = None
                if len(ids) == limit:
                    return list(ids)
    return list(ids)


def _query(text: str, *, anchored: bool) -> str:
    """Return the full-text query: every word of the text, begun or contained."""
    words = []
    for word in fold(text).split():
        spellings = [word]
        start = " " if anchored and not word.isdigit() else ""
        if len(start + word) >= _TRIGRAM:
            words.append((start, spellings))
    spelled = (spell_out(text) or "").split()
    plain = fold(text).split()
    if len(spelled) == len(plain):
        for word, other in zip(plain, spelled, strict=True):
            for _, spellings in words:
                if spellings[0] == word and other != word:
                    spellings.append(other)
    return " AND ".join(
        "(" + " OR ".join(f'"{start}{spelling}"' for spelling in spellings) + ")"
        for start, spellings in words
    )


def _match(db: Connection, query: str, limit: int, shown: Collection[int]) -> list[int]:
    ids: list[int] = []
    found = db.execute(
        "SELECT rowid FROM lines WHERE lines MATCH ? LIMIT ?", (query, HITS_SKIPPED)
    )
    for (id_,) in found:
        if id_ // SERIES in shown:
            ids.append(id_)
            if len(ids) == limit:
                break
    return ids


def _in_order(db: Connection, ids: Iterable[int], wanted: str) -> list[int]:
    """Drop what lacks a word too short for the index; names before companies."""
    words = wanted.split()
    ranked = []
    for id_ in ids:
        found = all_rows(
            db, "SELECT name, company, name_key FROM contacts WHERE id = ?", (id_,)
        )
        for name, company, key in found:
            rank = _rank(words, name, company)
            if rank is not None:
                ranked.append((rank, len(name), key, id_))
    return [id_ for _, _, _, id_ in sorted(ranked)]


def _rank(words: list[str], name: str, company: str | None) -> int | None:
    in_name = _spaced(name)
    in_all = in_name + _spaced(company or "")
    if all(f" {word}" in in_name for word in words):
        return 0
    if all(f" {word}" in in_all for word in words):
        return 1
    short = [word for word in words if len(word) < _TRIGRAM - 1]
    if any(f" {word}" not in in_all for word in short):
        return None
    return 2


def _spaced(text: str) -> str:
    spelled = spell_out(text)
    return f" {fold(text)} {spelled or ''}"
