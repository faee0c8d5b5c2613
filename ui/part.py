"""The parts of the window: what the rail offers and the window shows."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Part(StrEnum):
    """One part of the window; those after CONNECTIONS stand at the rail's bottom."""

    CALLS = "calls"
    CONTACTS = "contacts"
    CONNECTIONS = "connections"
    SETTINGS = "settings"
    DIAGNOSTICS = "diagnostics"


MAIN_PARTS = (Part.CALLS, Part.CONTACTS, Part.CONNECTIONS)
LOWER_PARTS = (Part.SETTINGS, Part.DIAGNOSTICS)

ICONS = {
    Part.CALLS: "phone",
    Part.CONTACTS: "contact-round",
    Part.CONNECTIONS: "plug",
    Part.SETTINGS: "settings",
    Part.DIAGNOSTICS: "activity",
}


def part_title(part: Part) -> str:
    """Return what a part is called."""
    return {
        Part.CALLS: translate("Parts", "Calls"),
        Part.CONTACTS: translate("Parts", "Contacts"),
        Part.CONNECTIONS: translate("Parts", "Connections"),
        Part.SETTINGS: translate("Parts", "Settings"),
        Part.DIAGNOSTICS: translate("Parts", "Diagnostics"),
    }[part]
