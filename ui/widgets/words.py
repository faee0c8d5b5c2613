"""Words in one of our sizes, weights and colours; foreign text stays plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import REGULAR, Token, Type
from ui.widgets.elided_label import baseline

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme

_WIDEST = 560.0  # a longer line is hard to read
_NARROWEST = 48


class Words(QLabel):
    """A label that follows the theme. `wraps` breaks it into lines on our grid."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        type_: Type = Type.BODY,
        weight: int = REGULAR,
        token: Token = Token.TEXT,
        *,
        wraps: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._type, self._token = theme, type_, token
        self._wraps = wraps
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(type_, weight, tabular=tabular))
        if wraps:
            policy = QSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
            )
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        else:
            self.setMinimumHeight(type_.line)
        theme.changed.connect(self._paint_anew)
        self._paint_anew()

    def set_token(self, token: Token) -> None:
        """Take another colour."""
        self._token = token
        self._paint_anew()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        if not self._wraps:
            return super().heightForWidth(width)
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        return len(lines) * self._type.line + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        if not self._wraps:
            return super().sizeHint()
        metrics = QFontMetricsF(self.font())
        widest = max(
            (metrics.horizontalAdvance(line) for line in self.text().split("\n")),
            default=0.0,
        )
        margins = self.contentsMargins()
        beside = margins.left() + margins.right()
        width = int(min(widest, _WIDEST)) + 2 + beside
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        if not self._wraps:
            return super().minimumSizeHint()
        return QSize(_NARROWEST, self._type.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._wraps:
            super().paintEvent(event)
            return
        painter, area = QPainter(self), self.contentsRect()
        painter.setFont(self.font())
        painter.setPen(self._theme[self._token])
        lines = self._lines(area.width())
        spare = max(0, area.height() - len(lines) * self._type.line)
        y = area.y() + spare // 2
        y += int(baseline(QFontMetricsF(self.font()), self._type.line))
        for place, line in enumerate(lines):
            painter.drawText(QPointF(area.x(), y + place * self._type.line), line)

    def _lines(self, width: float) -> list[str]:
        lines: list[str] = []
        for paragraph in self.text().split("\n"):
            lines.extend(self._broken(paragraph, max(width, _NARROWEST)))
        return lines

    def _broken(self, paragraph: str, width: float) -> list[str]:
        if not paragraph:
            return [""]
        layout = QTextLayout(paragraph, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        made: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            made.append(paragraph[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return made

    def _paint_anew(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme[self._token])
        self.setPalette(palette)
        self.update()
