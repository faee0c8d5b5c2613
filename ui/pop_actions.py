"""The last row of a card: what can be done with the call now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.pop_view import Act
from ui.theme import Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.quiet_ring import QuietRing

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

translate = QCoreApplication.translate
_LEFT = (Act.ANSWER, Act.SAVE, Act.CALL_BACK, Act.DECLINE, Act.HANG_UP)
_RIGHT = (Act.SHOW, Act.OPEN, Act.NOTE, Act.UNDO)
_ICONS = {
    Act.OPEN: "square-arrow-out-up-right",
    Act.NOTE: "pencil-line",
}
_KINDS = {
    Act.ANSWER: Kind.MAIN,
    Act.SAVE: Kind.MAIN,
    Act.CALL_BACK: Kind.SECOND,
    Act.DECLINE: Kind.BAD,
    Act.HANG_UP: Kind.BAD,
}


@dataclass(frozen=True, slots=True)
class RowState:
    """What the row shows. `words` stand beside the filled buttons."""

    acts: frozenset[Act]
    words: str = ""
    has_ring: bool = False


class ActionRow(QWidget):
    """Filled buttons at the left, quiet ones at the right, then what is more."""

    chosen = Signal(object)  # an Act
    more_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = RowState(frozenset())
        self.setFixedHeight(Size.BUTTON)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words_of = {
            Act.ANSWER: translate("Pop", "Answer"),
            Act.SAVE: translate("Pop", "Save now"),
            Act.CALL_BACK: translate("Pop", "Call back"),
            Act.DECLINE: translate("Pop", "Decline"),
            Act.HANG_UP: translate("Pop", "Hang up"),
            Act.SHOW: translate("Pop", "Show"),
            Act.OPEN: translate("Pop", "Open"),
            Act.NOTE: translate("Pop", "Note"),
            Act.UNDO: translate("Pop", "Undo"),
        }
        self._buttons = {act: self._button(theme, act) for act in (*_LEFT, *_RIGHT)}
        self.ring = QuietRing(theme, self)
        self._words = ElidedLabel(theme, Type.SMALL, parent=self)
        more = translate("Pop", "More")
        self.more = Button(
            theme,
            Kind.ICON,
            icon_name="ellipsis",
            icon_px=Size.BIG_ICON,
            name=more,
            parent=self,
        )
        self.more.clicked.connect(self.more_asked)

    def button(self, act: Act) -> Button:
        """Return the button of an act, shown or not."""
        return self._buttons[act]

    @property
    def shown_buttons(self) -> tuple[Button, ...]:
        """Return the buttons to be seen, as the Tab key meets them."""
        acts = [act for act in (*_LEFT, *_RIGHT) if act in self._state.acts]
        return (*(self._buttons[act] for act in acts), self.more)

    def show_state(self, state: RowState) -> None:
        """Show these acts and no others."""
        if state == self._state:
            return
        self._state = state
        for act, button in self._buttons.items():
            button.setVisible(act in state.acts)
        self.ring.setVisible(state.has_ring)
        self._words.setVisible(bool(state.words))
        self._words.show_text(state.words, Token.MUTED)
        self.ring.setToolTip(state.words)
        self.ring.setAccessibleName(state.words)
        self._arrange()

    def show_words(self, words: str) -> None:
        """Change the small words alone."""
        self.show_state(RowState(self._state.acts, words, self._state.has_ring))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _button(self, theme: Theme, act: Act) -> Button:
        kind = _KINDS.get(act, Kind.GHOST)
        button = Button(theme, kind, self._words_of[act], parent=self)
        button.setAccessibleName(self._words_of[act])
        button.clicked.connect(lambda _on, act=act: self.chosen.emit(act))
        button.hide()
        return button

    def _arrange(self) -> None:
        left = [act for act in _LEFT if act in self._state.acts]
        right = [act for act in _RIGHT if act in self._state.acts]
        if not left and not self._state.has_ring:
            # nothing can be told to the phone: Open and Note take the room
            left = [act for act in right if act in _ICONS]
            right = [act for act in right if act not in _ICONS]
        for act in _ICONS:
            is_filled = act in left
            self._dress(act, Kind.SECOND if is_filled else Kind.GHOST, words=True)
        room = self.width() + Space.XS  # the last button is pulled onto the margin
        needed = self._needed(left, right)
        if needed > room:
            for act in _ICONS:
                if act in right:
                    self._dress(act, Kind.ICON, words=False)
        x = 0
        for act in left:
            x = self._put(self._buttons[act], x) + Space.XS
        if self._state.has_ring:
            x += Space.XXS if left else 0
            self.ring.move(x, (self.height() - self.ring.height()) // 2)
            x += self.ring.width() + Space.XS
        end = room - Size.BUTTON
        self.more.setGeometry(end, 0, Size.BUTTON, self.height())
        for act in reversed(right):
            button = self._buttons[act]
            width = self._width(button)
            end -= width
            button.setGeometry(end, 0, width, self.height())
        x += Space.XXS if not self._state.has_ring else 0
        top = (self.height() - self._words.height()) // 2
        room = max(0, end - x - Space.XXS)
        self._words.setGeometry(x, top, room, self._words.height())
        fits = self._words.sizeHint().width() <= room + 1
        # half a sentence says less than the ring alone
        self._words.setVisible(bool(self._state.words) and fits)

    def _needed(self, left: list[Act], right: list[Act]) -> int:
        widths = [self._width(self._buttons[act]) for act in (*left, *right)]
        needed = sum(widths) + Space.XS * len(left) + Size.BUTTON
        if self._state.has_ring:
            needed += self.ring.width() + Space.S
        return needed

    def _dress(self, act: Act, kind: Kind, *, words: bool) -> None:
        button = self._buttons[act]
        button.show_kind(kind)
        button.setText(self._words_of[act] if words else "")
        button.show_icon(None if kind is Kind.GHOST else _ICONS[act])
        button.setToolTip("" if words else self._words_of[act])

    def _put(self, button: Button, x: int) -> int:
        width = self._width(button)
        button.setGeometry(x, 0, width, self.height())
        return x + width

    def _width(self, button: Button) -> int:
        if button.kind is Kind.ICON:
            return Size.BUTTON
        return button.sizeHint().width()

    def sizeHint(self) -> QSize:
        return QSize(0, Size.BUTTON)
