"""Lines of text that end in "…" where they do not fit; foreign text stays plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import REGULAR, SEMIBOLD, Theme, Token, Type
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_NAME_LINES = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one colour and weight."""

    text: str
    token: Token = Token.TEXT
    weight: int = REGULAR


class ElidedLabel(QLabel):
    """One line made of spans. What is cut stands in the tooltip."""

    def __init__(
        self,
        theme: Theme,
        type_: Type = Type.BODY,
        *,
        tabular: bool = False,
        align_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._type = type_
        self._is_tabular = tabular
        self._align_right = align_right
        self._spans: tuple[Span, ...] = ()
        self._width = 0.0
        self._is_cut = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedHeight(type_.line)
        across = (
            QSizePolicy.Policy.Minimum if align_right else QSizePolicy.Policy.Ignored
        )
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def spans(self) -> tuple[Span, ...]:
        return self._spans

    def show_text(
        self, text: str, token: Token = Token.TEXT, weight: int = REGULAR
    ) -> None:
        """Show one piece of text."""
        self.show_spans(Span(text, token, weight))

    def show_spans(self, *spans: Span) -> None:
        """Show pieces of text one after the other, with nothing between them."""
        made = tuple(Span(_kept(s.text), s.token, s.weight) for s in spans if s.text)
        if made == self._spans:
            return
        before = self.text()
        self._spans = made
        self._width = sum(self._metrics(s).horizontalAdvance(s.text) for s in made)
        text = "".join(span.text for span in made)
        if text != before:
            self.setText(text)  # read by screen readers, never painted
            if self._align_right:
                self.updateGeometry()
        self._judge()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(self._width) + 1, self._type.line)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._align_right else QSize(0, self._type.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._judge()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = float(self.width()) - self._width if self._align_right else 0.0
        x = max(0.0, x)
        end = float(self.width())
        for span in self._spans:
            metrics = self._metrics(span)
            painter.setFont(self._font(span))
            painter.setPen(self._theme[span.token])
            text = span.text
            width = metrics.horizontalAdvance(text)
            if x + width > end + 0.5:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, end - x)
            painter.drawText(QPointF(x, baseline(metrics, self._type.line)), text)
            if text is not span.text:
                break
            x += width
        painter.end()

    def _judge(self) -> None:
        is_cut = self._width > self.width() + 0.5
        if is_cut or self._is_cut:
            self.setToolTip(_as_tooltip(self.text()) if is_cut else "")
        self._is_cut = is_cut

    def _font(self, span: Span) -> QFont:
        return self._theme.font(self._type, span.weight, tabular=self._is_tabular)

    def _metrics(self, span: Span) -> QFontMetricsF:
        return QFontMetricsF(self._font(span))


class NameLabel(QLabel):
    """A name on at most two lines; it breaks between words, never in the first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[str, ...] = ("",)
        self._is_number = False
        self._name = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(Type.NAME.line)
        theme.changed.connect(self.update)

    @property
    def lines(self) -> tuple[str, ...]:
        return self._lines

    def show_name(self, name: str, width: int, *, is_number: bool = False) -> None:
        """Show `name` in `width` pixels; figures of a number get one width each."""
        name = shown(name)
        if (name, is_number) == (self._name, self._is_number) and self._lines:
            return
        self._name, self._is_number = name, is_number
        self._lines = broken(name, QFontMetricsF(self._font()), width)
        self.setFixedHeight(Type.NAME.line * len(self._lines))
        self.setText(name)
        is_cut = self._lines[-1].endswith("…")
        self.setToolTip(_as_tooltip(name) if is_cut else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._font()
        painter.setFont(font)
        painter.setPen(self._theme[Token.TEXT])
        y = baseline(QFontMetricsF(font), Type.NAME.line)
        for number, line in enumerate(self._lines):
            painter.drawText(QPointF(0, y + number * Type.NAME.line), line)
        painter.end()

    def _font(self) -> QFont:
        return self._theme.font(Type.NAME, SEMIBOLD, tabular=self._is_number)


def broken(name: str, metrics: QFontMetricsF, width: float) -> tuple[str, ...]:
    """Return `name` on one or two lines of `width`; hyphens do not break."""
    if metrics.horizontalAdvance(name) <= width:
        return (name,)
    words = name.split(" ")
    first = words[0]
    taken = 1
    for word in words[1:]:
        longer = f"{first} {word}"
        if metrics.horizontalAdvance(longer) > width:
            break
        first, taken = longer, taken + 1
    rest = " ".join(words[taken:])
    elide = Qt.TextElideMode.ElideRight
    lines = [metrics.elidedText(line, elide, width) for line in (first, rest) if line]
    return tuple(lines[:_NAME_LINES]) or ("",)


def baseline(metrics: QFontMetricsF, line: int) -> float:
    """Return where the baseline of text lies that stands in the middle of a line."""
    return round((line - metrics.height()) / 2 + metrics.ascent())


def _kept(text: str) -> str:
    """Return text for one line; the spaces at its ends separate spans."""
    start = " " if text[:1] == " " else ""
    end = " " if len(text) > 1 and text[-1:] == " " else ""
    return f"{start}{shown(text)}{end}"


def _as_tooltip(text: str) -> str:
    """Return text that a tooltip shows as it is, even where it looks like HTML."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<qt>{text}</qt>"
