"""What else can be done with a call: the menu behind the three dots."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from app.session import Stage
from connectors.records import PhoneAbility
from ui.pop_view import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.pop_card import PopCard

translate = QCoreApplication.translate


class More(StrEnum):
    """One line of the menu."""

    OTHER = "other"
    ALONE = "alone"
    RELATED = "related"
    CALL_BACK = "call-back"
    OPEN = "open"
    LOG = "log"
    PRIVATE = "private"
    IGNORE = "ignore"
    HIDE = "hide"


_KEYS = {More.RELATED: "Alt+R"}
_LAST = {More.LOG, More.PRIVATE}  # a line stands above them


def lines_of(card: PopCard) -> tuple[More, ...]:
    """Return what the menu of a card offers now."""
    snapshot, view = card.snapshot, card.view
    if snapshot is None or view is None:
        return ()
    call = snapshot.call
    lines: list[More] = []
    if not snapshot.is_private:
        if snapshot.contact is not None:
            lines += [More.OTHER, More.ALONE]
        if not card.form.isHidden():
            lines.append(More.RELATED)
    can_dial = PhoneAbility.DIAL in snapshot.abilities and call.number is not None
    if call.stage is Stage.ENDED and can_dial:
        lines.append(More.CALL_BACK)
    if Act.OPEN not in view.acts:
        lines.append(More.OPEN)
    lines.append(More.LOG if snapshot.is_private else More.PRIVATE)
    if call.number is not None and not snapshot.is_ignored:
        lines.append(More.IGNORE)
    return (*lines, More.HIDE)


def make_menu(card: PopCard, chosen: Callable[[More], None]) -> QMenu:
    """Return the menu of a card; `chosen` hears which line it was."""
    words = {
        More.OTHER: translate("Pop", "Other contact"),
        More.ALONE: translate("Pop", "Log without a contact"),
        More.RELATED: translate("Pop", "Related contact"),
        More.CALL_BACK: translate("Pop", "Call back"),
        More.OPEN: translate("Pop", "Open in Switchhook"),
        More.LOG: translate("Pop", "Log this call after all"),
        More.PRIVATE: translate("Pop", "Private: do not log"),
        More.IGNORE: translate("Pop", "Not a lead: ignore this number"),
        More.HIDE: translate("Pop", "Hide"),
    }
    menu = QMenu()
    for line in lines_of(card):
        if line in _LAST and not menu.isEmpty():
            menu.addSeparator()
        keys = f"\t{_KEYS[line]}" if line in _KEYS else ""
        action = menu.addAction(words[line] + keys)
        action.triggered.connect(lambda _on, line=line: chosen(line))
    return menu
