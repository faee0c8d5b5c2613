"""Chooses the country of numbers that are written without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCompleter, QWidget

from connectors.phone_number import country_name, parse, regions
from connectors.phone_number import display as show_number
from ui.widgets.choice_box import ChoiceBox

if TYPE_CHECKING:
    from ui.theme import Theme

_EXAMPLES = {  # numbers set aside for fiction, as people there write them
    "GB": "020 7946 0182",
    "US": "(415) 555-0134",
    "CA": "(613) 555-0134",
    "DE": "030 23125 660",
    "AU": "(02) 5550 1234",
    "FR": "01 99 00 12 34",
    "IE": "020 915 1234",
}


class RegionBox(ChoiceBox):
    """Countries by their name in the rep's language; typing finds one."""

    region_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setEditable(True)
        self.setInsertPolicy(ChoiceBox.InsertPolicy.NoInsert)
        self.setAccessibleName(self.tr("Region"))
        language = QLocale().name()
        named = sorted(
            ((country_name(code, language), code) for code in regions()),
            key=lambda pair: pair[0].casefold(),
        )
        for name, code in named:
            self.addItem(name, code)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.activated.connect(lambda: self.region_chosen.emit(self.region))

    @property
    def region(self) -> str:
        """Return the chosen code, for example "DE"."""
        return str(self.currentData() or "")

    def show_region(self, code: str) -> None:
        """Show a region without telling anyone."""
        place = self.findData(code)
        if place >= 0:
            self.setCurrentIndex(place)

    def example(self) -> str:
        """Return how a number of the region is read, "" where we know none."""
        written = _EXAMPLES.get(self.region)
        number = parse(written, self.region) if written else None
        if written is None or number is None:
            return ""
        pair = (written, show_number(number))
        return self.tr("{0} is {1}").format(*(_unbroken(one) for one in pair))


def _unbroken(number: str) -> str:
    return number.replace(" ", "\u00a0").replace("-", "\u2011")
