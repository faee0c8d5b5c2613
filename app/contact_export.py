"""Writes all contacts of the local CRM into a CSV or vCard file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from app import csv_file, vcard
from app.contact_file import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contact_card import ContactCard

PAGE = 500


class ListsCards(Protocol):
    """A CRM of our own that gives all it knows of its contacts."""

    async def list_cards(
        self, after: int = 0, limit: int = PAGE
    ) -> tuple[int, list[ContactCard]]: ...


def kind_of(path: Path) -> FileKind:
    """Return how a file of this name is written."""
    is_vcard = path.suffix.lower() in {".vcf", ".vcard"}
    return FileKind.VCARD if is_vcard else FileKind.CSV


async def export_contacts(
    crm: ListsCards,
    path: Path,
    on_progress: Callable[[int], None] = lambda done: None,
    *,
    vcard_version: str = "4.0",
) -> int:
    """Write every contact, page by page; return how many.

    The file appears under its name when it is complete. Only its owner may read it.
    """
    kind = kind_of(path)
    unfinished = path.with_name(f".{path.name}.part")
    done = after = 0
    try:
        unfinished.touch(mode=0o600)
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            if kind is FileKind.CSV:
                file.write(csv_file.header())
            while True:
                after, cards = await crm.list_cards(after, PAGE)
                if after == 0:
                    break
                text = await asyncio.to_thread(_written, cards, kind, vcard_version)
                file.write(text)
                done += len(cards)
                on_progress(done)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return done


def _written(cards: list[ContactCard], kind: FileKind, vcard_version: str) -> str:
    if kind is FileKind.VCARD:
        return vcard.write_cards(cards, vcard_version)
    return csv_file.write_cards(cards)
