"""The head of a detail: who or what, and the buttons that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import SEMIBOLD, Size, Space, Theme, Token, Type
from ui.widgets.elided_label import ElidedLabel, Span, baseline, broken
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ui.widgets.button import Button


class BigName(QLabel):
    """A name at 28 px on at most two lines, broken between words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[str, ...] = ("",)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFixedHeight(Type.FIGURE.line + 4)
        theme.changed.connect(self.update)

    def show_name(self, name: str) -> None:
        """Show a name; what is too long ends in "…"."""
        self.setText(shown(name))
        self._break()

    def width_wanted(self) -> float:
        """Return how wide the name is on one line."""
        return self._metrics().horizontalAdvance(self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(Type.FIGURE, SEMIBOLD))
        painter.setPen(self._theme[Token.TEXT])
        y = baseline(self._metrics(), Type.FIGURE.line + 4)
        for place, line in enumerate(self._lines):
            painter.drawText(0, int(y) + place * Type.FIGURE.line, line)

    def _break(self) -> None:
        self._lines = broken(self.text(), self._metrics(), max(80, self.width()))
        self.setFixedHeight(Type.FIGURE.line * len(self._lines) + 4)
        is_cut = any(line.endswith("…") for line in self._lines)
        self.setToolTip(self.text().replace("<", "‹") if is_cut else "")
        self.update()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font(Type.FIGURE, SEMIBOLD))


class DetailHead(QWidget):
    """Name with buttons beside it; where the name needs the room they go below."""

    def __init__(self, theme: Theme, *buttons: Button) -> None:
        super().__init__()
        self.name = BigName(theme)
        self.line = ElidedLabel(theme, Type.LEAD)
        self.number = ElidedLabel(theme, tabular=True)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._top = QHBoxLayout()
        self._top.setSpacing(Space.L)
        self._top.addWidget(self.name, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._top)
        self._column.addSpacing(2)
        self._column.addWidget(self.line)
        self._column.addSpacing(Space.XXS)
        self._column.addWidget(self.number)
        self._is_stacked: bool | None = None
        self._arrange()

    def show_head(self, name: str, line: str, *number: Span) -> None:
        """Show who it is; an empty line takes no room."""
        self.name.show_name(name)
        self.line.show_text(line, Token.MUTED)
        self.line.setVisible(bool(line))
        self.number.show_spans(*number)
        self.number.setVisible(any(span.text for span in number))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def refresh(self) -> None:
        """Arrange anew: a button came, went or changed its words."""
        self._is_stacked = None
        self._arrange()

    def _arrange(self) -> None:
        wanted = self.name.width_wanted() + Space.L + self._buttons.sizeHint().width()
        is_stacked = wanted > max(self.width(), 1) and self.width() > 0
        if is_stacked == self._is_stacked:
            return
        self._is_stacked = is_stacked
        self._top.removeWidget(self._buttons)
        self._column.removeWidget(self._buttons)
        if is_stacked:
            self._column.addWidget(self._buttons)
            self._buttons.setContentsMargins(0, Space.S, 0, 0)
        else:
            self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.setContentsMargins(0, (40 - Size.BUTTON) // 2, 0, 0)
