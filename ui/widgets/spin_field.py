"""Fields for numbers and times: typed, or stepped with the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QSpinBox, QTimeEdit

from ui.theme import Type

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from ui.theme import Theme


def _dress(field: QAbstractSpinBox, theme: Theme) -> None:
    field.setFont(theme.font(Type.BODY, tabular=True))
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    # the style of lone text fields would frame the inner one a second time
    field.lineEdit().setStyleSheet(
        "border: none; padding: 0; min-height: 0; background: transparent;"
    )


class NumberField(QSpinBox):
    """A number; the wheel scrolls the page, never the number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class MomentField(QDateTimeEdit):
    """A day and a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
