"""One contact as a file holds it: what an import reads and an export writes."""

from __future__ import annotations

from typing import NamedTuple


class ContactCard(NamedTuple):
    """All that survives the way through a file; "" where a file says nothing.

    `uid` is the file's own id of the contact, `phones` are (number as written, label).
    """

    name: str
    kind: str = "contact"
    company: str = ""
    title: str = ""
    phones: tuple[tuple[str, str], ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    uid: str = ""

    def __repr__(self) -> str:
        return "ContactCard()"  # a person stays out of every log
