"""Fields for numbers and times: typed, or stepped with the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QSpinBox, QTimeEdit

from ui.theme import Size, Space, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent

    from ui.theme import Theme

_PADDING = Space.S


def _dress(field: QAbstractSpinBox, theme: Theme) -> None:
    field.setFont(theme.font(Type.BODY, tabular=True))
    field.setFixedHeight(Size.FIELD)
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    # the style of lone text fields would frame the inner one a second time
    field.lineEdit().setStyleSheet(
        "border: none; padding: 0; min-height: 0; background: transparent;"
    )


def _place(field: QAbstractSpinBox) -> None:
    # a styled field without buttons leaves its inner one a single pixel
    inner = field.rect().adjusted(_PADDING, 1, -_PADDING, -1)
    field.lineEdit().setGeometry(inner)


class NumberField(QSpinBox):
    """A number; the wheel scrolls the page, never the number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _place(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _place(self)


class TimeField(QTimeEdit):
    """A time of day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _place(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _place(self)


class MomentField(QDateTimeEdit):
    """A day and a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ring_radius = 0
        _dress(self, theme)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _place(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _place(self)
