"""Chips: small choices in a row, one of them chosen or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from ui.icon import draw_icon
from ui.theme import MEDIUM, SEMIBOLD, Radius, Size, Space, Theme, Token, Type
from ui.widgets.elided_label import baseline
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent, QResizeEvent

_SLOT = 12  # for the key digit, and for the tick that takes its place
_SLOT_GAP = 6
_LEFT, _RIGHT = 10, 12
_LABEL_LIMIT = 32
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a chip stands for: an id of the owner's, its words, maybe a key."""

    id: str
    label: str
    key: str = ""
    icon_name: str = ""
    name: str = ""  # for screen readers, where the label is short


class Chip(QAbstractButton):
    """One choice. Its width is that of its chosen state, so that nothing jumps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choice = Choice("", "")
        self._is_centred = False
        self._is_hovered = False
        self.ring_radius = Radius.CHIP
        self.setCheckable(True)
        self.setFixedHeight(Size.CHIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    @property
    def choice(self) -> Choice:
        return self._choice

    def show_choice(self, choice: Choice, *, centred: bool = False) -> None:
        """Stand for `choice`; centred chips have no slot for a key."""
        if (choice, centred) == (self._choice, self._is_centred):
            return
        self._choice, self._is_centred = choice, centred
        self.setText(shown(choice.label, _LABEL_LIMIT))
        self.setAccessibleName(choice.name or shown(choice.label))
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Leave the state to the row, which knows the other chips."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK | _ON:
            event.ignore()  # the row knows the order; Qt would go by distance
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.font(Type.BODY, SEMIBOLD))
        words = metrics.horizontalAdvance(self.text())
        lead = self._lead()
        return QSize(round(_LEFT + lead + words + _RIGHT), Size.CHIP)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        painter.setBrush(self._theme[ground])
        painter.setPen(QPen(self._theme[edge], 1))
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(body, Radius.CHIP - 0.5, Radius.CHIP - 0.5)
        weight = SEMIBOLD if self.isChecked() else MEDIUM
        font = self._theme.font(Type.BODY, weight, tabular=self._is_centred)
        metrics = QFontMetricsF(font)
        x = float(_LEFT)
        if self._is_centred:
            words = metrics.horizontalAdvance(self.text())
            x = (self.width() - words - self._lead()) / 2
        x += self._paint_lead(painter, x, ink)
        painter.setFont(font)
        painter.setPen(self._theme[ink])
        room = self.width() - x - Space.XXS
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(x, baseline(metrics, Size.CHIP)), text)
        painter.end()

    def _colours(self) -> tuple[Token, Token, Token]:
        if not self.isEnabled():
            return Token.QUIET, Token.QUIET, Token.FAINT
        if self.isChecked():
            return Token.ACCENT_SOFT, Token.ACCENT, Token.ACCENT
        if self._is_hovered:
            return Token.QUIET_HOVER, Token.QUIET_HOVER, Token.TEXT
        return Token.QUIET, Token.QUIET, Token.TEXT

    def _lead(self) -> int:
        if self._choice.icon_name:
            return Size.ICON + _SLOT_GAP
        return 0 if self._is_centred else _SLOT + _SLOT_GAP

    def _paint_lead(self, painter: QPainter, x: float, ink: Token) -> int:
        """Paint what stands before the words and return how wide it is."""
        lead = self._lead()
        if self._choice.icon_name:
            token = Token.MUTED if ink is Token.TEXT else ink
            at = QPointF(round(x), (Size.CHIP - Size.ICON) / 2)
            draw_icon(painter, at, self._choice.icon_name, self._theme.hex(token))
        elif self._is_centred:
            return 0
        elif self.isChecked():
            at = QPointF(round(x), (Size.CHIP - Size.MARK_ICON) / 2)
            draw_icon(painter, at, "check", self._theme.hex(ink), Size.MARK_ICON)
        elif self._choice.key:
            font = self._theme.font(Type.SMALL, SEMIBOLD, tabular=True)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            token = Token.MUTED if self.isEnabled() else Token.FAINT
            painter.setPen(self._theme[token])
            inset = (_SLOT - metrics.horizontalAdvance(self._choice.key)) / 2
            at = QPointF(x + inset, baseline(metrics, Size.CHIP))
            painter.drawText(at, self._choice.key)
        return lead


class ChipRow(QWidget):
    """Chips of which at most one is chosen; what does not fit is behind "More".

    Arrow keys go from chip to chip, so that the row is one stop of the Tab key.
    """

    chosen = Signal(str)  # the id, or "" when the choice was taken back

    def __init__(
        self,
        theme: Theme,
        *,
        columns: int = 0,
        max_lines: int = 2,
        more: str = "More",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns
        self._max_lines = max_lines
        self._more_label = more
        self._chips: list[Chip] = []
        self._choices: tuple[Choice, ...] = ()
        self._chosen = ""
        self._shown = 0
        self._laid_width = 0
        self._more = self._new_chip()
        self._more.clicked.disconnect()
        self._more.clicked.connect(self._open_more)
        self._more.hide()
        self._menu = QMenu(self)

    @property
    def choice(self) -> str:
        return self._chosen

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Return the chips that are to be seen, in order."""
        return tuple(self._chips[: self._shown])

    def show_choices(self, choices: Sequence[Choice], width: int) -> None:
        """Offer `choices` in `width` pixels."""
        made = tuple(choices)
        if made == self._choices and width == self._laid_width:
            return
        self._choices = made
        while len(self._chips) < len(made):
            self._chips.append(self._new_chip())
        centred = self._columns > 0
        for chip, choice in zip(self._chips, made, strict=False):
            chip.show_choice(choice, centred=centred)
        self._lay_out(width)
        self._mark()

    def choose(self, id_: str) -> None:
        """Show which one is chosen, without telling anyone."""
        if id_ != self._chosen:
            self._chosen = id_
            self._mark()

    def press(self, position: int) -> bool:
        """Act as if the chip at `position` was clicked; False if there is none."""
        if not 0 <= position < len(self._choices):
            return False
        self._take(self._choices[position].id)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        seen = [*self.chips, *([self._more] if not self._more.isHidden() else [])]
        focused = next((n for n, chip in enumerate(seen) if chip.hasFocus()), None)
        if focused is None or key not in _BACK | _ON:
            super().keyPressEvent(event)
            return
        step = -1 if key in _BACK else 1
        reason = (
            Qt.FocusReason.BacktabFocusReason
            if step < 0
            else Qt.FocusReason.TabFocusReason
        )
        seen[(focused + step) % len(seen)].setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._laid_width:
            self._lay_out(event.size().width())
            self._mark()

    def _new_chip(self) -> Chip:
        chip = Chip(self._theme, self)
        chip.clicked.connect(lambda _on, chip=chip: self._take(chip.choice.id))
        return chip

    def _take(self, id_: str) -> None:
        self._chosen = "" if id_ == self._chosen else id_
        self._mark()
        self.chosen.emit(self._chosen)

    def _lay_out(self, width: int) -> None:
        self._laid_width = width
        if self._columns:
            self._lay_columns(width)
            return
        sizes = [
            min(width, chip.sizeHint().width())
            for chip in self._chips[: len(self._choices)]
        ]
        self._more.show_choice(Choice("", self._more_label, icon_name="ellipsis"))
        places, fits = _flow(sizes, width, self._max_lines, 0)
        if not fits:
            room = self._more.sizeHint().width() + Space.XS
            places, _ = _flow(sizes, width, self._max_lines, room)
        self._shown = len(places)
        for chip, size, (x, line) in zip(self._chips, sizes, places, strict=False):
            chip.setGeometry(x, line * (Size.CHIP + Space.XS), size, Size.CHIP)
            chip.show()
        for chip in self._chips[self._shown :]:
            chip.hide()
        lines = places[-1][1] + 1 if places else 1
        self._more.setVisible(not fits)
        if not fits and places:
            x, line = places[-1]
            x += sizes[len(places) - 1] + Space.XS
            top = line * (Size.CHIP + Space.XS)
            self._more.setGeometry(x, top, width - x, Size.CHIP)
            self._more.resize(self._more.sizeHint())
        self.setFixedHeight(lines * (Size.CHIP + Space.XS) - Space.XS)

    def _lay_columns(self, width: int) -> None:
        self._shown = len(self._choices)
        column = (width - (self._columns - 1) * Space.XS) / self._columns
        for number, chip in enumerate(self._chips[: self._shown]):
            line, place = divmod(number, self._columns)
            left = round(place * (column + Space.XS))
            right = round(place * (column + Space.XS) + column)
            top = line * (Size.CHIP + Space.XS)
            chip.setGeometry(left, top, right - left, Size.CHIP)
            chip.show()
        for chip in self._chips[self._shown :]:
            chip.hide()
        lines = -(-self._shown // self._columns) or 1
        self.setFixedHeight(lines * (Size.CHIP + Space.XS) - Space.XS)

    def _mark(self) -> None:
        seen = self.chips
        has_stop = False
        for chip in seen:
            is_chosen = bool(self._chosen) and chip.choice.id == self._chosen
            chip.setChecked(is_chosen)
            has_stop = has_stop or is_chosen
            policy = Qt.FocusPolicy.TabFocus if is_chosen else Qt.FocusPolicy.NoFocus
            chip.setFocusPolicy(policy)
        hidden = self._choices[self._shown :]
        behind = next((c for c in hidden if c.id and c.id == self._chosen), None)
        label = behind.label if behind else self._more_label
        self._more.show_choice(Choice("", label, icon_name="ellipsis"))
        self._more.setChecked(behind is not None)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if seen and not has_stop:
            seen[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _open_more(self) -> None:
        self._menu.clear()
        for choice in self._choices[self._shown :]:
            label = shown(choice.label).replace("&", "&&")
            action = self._menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(choice.id == self._chosen)
            action.triggered.connect(lambda _on, id_=choice.id: self._take(id_))
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


def _flow(
    sizes: Sequence[int], width: int, max_lines: int, last_room: int
) -> tuple[list[tuple[int, int]], bool]:
    """Return (x, line) of each that fits, and whether all do.

    `last_room` is kept free at the end of the last line.
    """
    places: list[tuple[int, int]] = []
    x = line = 0
    for size in sizes:
        room = width - (last_room if line == max_lines - 1 else 0)
        if x and x + size > room:
            x, line = 0, line + 1
            room = width - (last_room if line == max_lines - 1 else 0)
        if line >= max_lines or (x + size > room and line == max_lines - 1 and x):
            return places, False
        places.append((x, line))
        x += size + Space.XS
    return places, True
