"""A card folded to one line: another call is in front, or this one is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.icon import draw_icon
from ui.pop_view import Act, Look
from ui.theme import MEDIUM, SEMIBOLD, Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel, Span

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from ui.pop_view import PopView

translate = QCoreApplication.translate
HEIGHT = 60
_BADGE = 20
_TOP = Space.S
_RIGHT = Space.XS
_KINDS = {Act.DECLINE: Kind.BAD_GHOST, Act.HANG_UP: Kind.BAD_GHOST}


class PopStrip(QWidget):
    """Two lines and at most two quiet buttons; a click elsewhere unfolds."""

    chosen = Signal(object)  # an Act
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: PopView | None = None
        self._timer = ""
        self._title = ElidedLabel(theme, parent=self)
        self._line = ElidedLabel(theme, Type.SMALL, tabular=True, parent=self)
        words = {
            Act.ANSWER: translate("Pop", "Answer"),
            Act.DECLINE: translate("Pop", "Decline"),
            Act.NOTE: translate("Pop", "Note"),
            Act.HANG_UP: translate("Pop", "Hang up"),
            Act.UNDO: translate("Pop", "Undo"),
        }
        self._buttons = {
            act: self._button(theme, act, text) for act, text in words.items()
        }
        self.setFixedSize(Size.POP_WIDTH, HEIGHT)
        theme.changed.connect(self.update)

    def button(self, act: Act) -> Button:
        return self._buttons[act]

    @property
    def shown_buttons(self) -> tuple[Button, ...]:
        return tuple(b for b in self._buttons.values() if not b.isHidden())

    def show_view(self, view: PopView) -> None:
        """Show a call in two lines."""
        if view == self._view:
            return
        self._view = view
        self._title.show_text(view.strip[0], weight=SEMIBOLD)
        self._show_line()
        acts = self._acts(view)
        for act, button in self._buttons.items():
            button.setVisible(act in acts)
        x = self.width() - _RIGHT
        for act in reversed(acts):
            button = self._buttons[act]
            x -= button.sizeHint().width()
            top = (HEIGHT - Size.BUTTON) // 2
            button.setGeometry(x, top, button.sizeHint().width(), Size.BUTTON)
        left = Space.M + self._lead() + Space.XS
        self._title.setGeometry(left, _TOP, x - left, Type.BODY.line)
        self._line.setGeometry(left, _TOP + Type.BODY.line, x - left, Type.SMALL.line)
        self.update()

    def show_timer(self, words: str) -> None:
        """Show how long the talk goes on."""
        if words != self._timer:
            self._timer = words
            self._show_line()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._view is not None and self._view.look not in {Look.SAVED, Look.QUIET}:
            self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        if self._has_badge():
            self._paint_badge(painter)
        else:
            name = "lock" if view.is_locked else view.icon_name
            at = QPointF(Space.M, (HEIGHT - Size.ICON) / 2)
            draw_icon(painter, at, name, self._theme.hex(view.icon_token))
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme[Token.GOOD_SOFT])
        painter.setBrush(self._theme[Token.GOOD_SOFT])
        top = (HEIGHT - _BADGE) / 2
        centre = QPointF(Space.M + _BADGE / 2, top + _BADGE / 2)
        painter.drawEllipse(centre, _BADGE / 2 - 0.5, _BADGE / 2 - 0.5)
        inset = (_BADGE - Size.MARK_ICON) / 2
        at = QPointF(Space.M + inset, top + inset)
        draw_icon(painter, at, "check", self._theme.hex(Token.GOOD), Size.MARK_ICON)

    def _show_line(self) -> None:
        if self._view is None:
            return
        stage, _, rest = self._view.strip[1].partition(" · ")
        if self._view.look is not Look.TALKING or not self._timer:
            self._line.show_text(self._view.strip[1], Token.MUTED)
            return
        tail = f" · {rest}" if rest else ""
        self._line.show_spans(
            Span(f"{stage} ", Token.MUTED),
            Span(self._timer, Token.GOOD, SEMIBOLD),
            Span(tail, Token.MUTED),
        )

    def _acts(self, view: PopView) -> tuple[Act, ...]:
        if view.look is Look.TALKING:
            wanted: tuple[Act, ...] = (Act.NOTE, Act.HANG_UP)
            return tuple(a for a in wanted if a is Act.NOTE or a in view.acts)
        if view.look is Look.RINGING:
            wanted = (Act.ANSWER, Act.DECLINE, Act.HANG_UP)
            return tuple(act for act in wanted if act in view.acts)
        if view.look is Look.AFTER:
            return (Act.NOTE,)
        return (Act.UNDO,) if Act.UNDO in view.acts else ()

    def _lead(self) -> int:
        return _BADGE if self._has_badge() else Size.ICON

    def _has_badge(self) -> bool:
        view = self._view
        is_saved = view is not None and view.look is Look.SAVED
        return is_saved and view is not None and view.icon_token is Token.MUTED

    def _button(self, theme: Theme, act: Act, text: str) -> Button:
        button = Button(theme, _KINDS.get(act, Kind.GHOST), text, parent=self)
        button.setFont(theme.font(Type.BODY, MEDIUM))
        button.clicked.connect(lambda _on: self.chosen.emit(act))
        button.hide()
        return button
