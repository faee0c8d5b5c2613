"""A list on the left, what is chosen on the right; one of the two where narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

LIST_PX = 376
NARROW_PX = 900  # of the window, its rail included


class Surface(QWidget):
    """A column on the surface colour; with `has_line` it ends with a hairline."""

    def __init__(
        self, theme: Theme, *, has_line: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_line = has_line
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme[Token.SURFACE])
        if self._has_line:
            line = self._theme[Token.LINE]
            painter.fillRect(self.width() - 1, 0, 1, self.height(), line)


class ListHead(QWidget):
    """The title of a list with its one button, and what stands below it."""

    def __init__(self, theme: Theme, title: str, *buttons: Button) -> None:
        super().__init__()
        self.title = Words(theme, title, Type.NAME, 600)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.S, 0, Space.XS)
        self._column.setSpacing(Space.S - 4)
        row = QHBoxLayout()
        row.setContentsMargins(Space.M, 0, Space.M, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.title)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.title.setMinimumHeight(Size.BUTTON)
        self._column.addLayout(row)

    def add(self, widget: QWidget, *, indent: int = 0) -> None:
        """Add what stands below the title, `indent` to the left of the edge."""
        row = QHBoxLayout()
        row.setContentsMargins(Space.M - indent, Space.XXS, Space.M, 0)
        row.addWidget(widget)
        self._column.addLayout(row)


class TwoColumns(QWidget):
    """Holds the two; `show_detail` and `show_list` matter where it is narrow."""

    def __init__(
        self, theme: Theme, left: QWidget, right: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self._is_narrow = False
        self._is_detail = False
        self.back = Button(
            theme, Kind.GHOST, self.tr("Back to the list"), icon_name="chevron-left"
        )
        self.back.clicked.connect(self.show_list)
        side = Surface(theme)
        self._side = side
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._strip = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        strip.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._strip)
        column.addWidget(right, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(side, 1)
        self._row = row
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        return self._is_narrow

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show one column, or both."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()

    def show_detail(self) -> None:
        """Show what is chosen."""
        self._is_detail = True
        self._arrange()

    def show_list(self) -> None:
        """Go back to the list."""
        self._is_detail = False
        self._arrange()
        if self._is_narrow:
            self._left.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        narrow = self._is_narrow
        self._left.setVisible(not narrow or not self._is_detail)
        self._side.setVisible(not narrow or self._is_detail)
        self._strip.setVisible(narrow)
        if narrow:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(LIST_PX)
        self._row.setStretch(0, 1 if narrow else 0)
