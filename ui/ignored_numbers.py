"""The numbers that are not leads, each with a way to take it off the list.

Signals:
    removed(str): treat this number like any other again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.settings import OwnLine
from ui.own_lines import LineChip
from ui.theme import Theme, Token
from ui.widgets.flow_row import FlowRow
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence


class IgnoredNumbers(QWidget):
    """Chips; a sentence where there is none."""

    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers: tuple[str, ...] | None = None
        self._chips = QWidget()
        self._flow = FlowRow(self._chips)
        self._none = Words(
            theme,
            self.tr("None. “Not a lead” in the pop, or under ⋯ of a call, adds one."),
            token=Token.MUTED,
            wraps=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._chips)
        column.addWidget(self._none)
        self.show_numbers(())

    @property
    def chips(self) -> tuple[LineChip, ...]:
        """Return a chip for each number, in their order."""
        return tuple(self._chips.findChildren(LineChip))

    def show_numbers(self, numbers: Sequence[str]) -> None:
        """Show the numbers and extensions that are ignored."""
        if tuple(numbers) == self._numbers:
            return
        self._numbers = tuple(numbers)
        self._flow.clear()
        for number in numbers:
            chip = LineChip(self._theme, OwnLine(number, ""))
            chip.clicked.connect(lambda _=False, one=number: self.removed.emit(one))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(numbers))
        self._none.setVisible(not numbers)
        self._chips.updateGeometry()
