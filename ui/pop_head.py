"""The upper part of a card: who calls, from where, on which line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from ui.icon import draw_icon
from ui.pop_view import Ask, Look
from ui.theme import MEDIUM, SEMIBOLD, Size, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel, NameLabel, Span

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.pop_view import PopView

_WIDTH = Size.POP_WIDTH - 2 * Space.M
_HEAD = 20
_LOCK = Size.BIG_ICON + Space.XS


class PopHead(QWidget):
    """State and time, the name first, firm, number and country."""

    asked = Signal()  # the small link was chosen

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: PopView | None = None
        self._hint = ""
        self._can_cancel = False
        self._state = ElidedLabel(theme, Type.SMALL, parent=self)
        self._time = ElidedLabel(
            theme, Type.SMALL, tabular=True, align_right=True, parent=self
        )
        self._timer = ElidedLabel(
            theme, Type.LEAD, tabular=True, align_right=True, parent=self
        )
        self._name = NameLabel(theme, self)
        self._firm = ElidedLabel(theme, parent=self)
        self._title = ElidedLabel(theme, parent=self)
        self._number = ElidedLabel(theme, tabular=True, parent=self)
        self._keys = ElidedLabel(theme, Type.SMALL, align_right=True, parent=self)
        self.link = Button(theme, Kind.LINK, parent=self)
        self.link.clicked.connect(self.asked)
        self.link.hide()
        self._timer.hide()
        self._keys.hide()
        theme.changed.connect(self.update)

    @property
    def name_label(self) -> NameLabel:
        return self._name

    def show_view(
        self, view: PopView, hint: str = "", *, can_cancel: bool = False
    ) -> None:
        """Show who calls; `hint` tells the keys for several matches.

        While a search stands open, `can_cancel`, the small link closes it.
        """
        if (view, hint, can_cancel) == (self._view, self._hint, self._can_cancel):
            return
        self._view, self._hint, self._can_cancel = view, hint, can_cancel
        self._state.show_text(view.head, Token.MUTED, MEDIUM)
        self._time.show_text(view.at, Token.MUTED, MEDIUM)
        is_talking = view.look is Look.TALKING
        self._time.setVisible(not is_talking)
        self._timer.setVisible(is_talking)
        room = _WIDTH - (_LOCK if view.is_locked else 0)
        self._name.show_name(view.headline, room, is_number=view.is_number)
        self._show_lines(view)
        self._arrange(view)
        self.update()

    def show_timer(self, words: str) -> None:
        """Show how long the talk goes on."""
        before = self._timer.sizeHint().width()
        self._timer.show_text(words, Token.GOOD, SEMIBOLD)
        if self._timer.sizeHint().width() != before:
            self._place_time(self._timer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        at = QPointF(0, (_HEAD - Size.ICON) / 2)
        token = self._view.icon_token
        draw_icon(painter, at, self._view.icon_name, self._theme.hex(token))
        if self._view.is_locked:
            at = QPointF(0, _HEAD + Space.XXS + 4)
            ink = self._theme.hex(Token.TEXT)
            draw_icon(painter, at, "lock", ink, Size.BIG_ICON)
        painter.end()

    def _show_lines(self, view: PopView) -> None:
        both = ", ".join(part for part in (view.company, view.title) if part)
        metrics = QFontMetricsF(self._theme.font())
        is_one = metrics.horizontalAdvance(both) <= _WIDTH
        first, second = (both, "") if is_one else (view.company, view.title)
        if not first:
            first, second = second, ""
        self._firm.show_text(first, Token.MUTED)
        self._title.show_text(second, Token.MUTED)
        self._firm.setVisible(bool(first))
        self._title.setVisible(bool(second))
        if view.number:
            tail = f" · {view.place}" if view.place else ""
            self._number.show_spans(Span(view.number), Span(tail, Token.MUTED))
        else:
            self._number.show_text(view.place, Token.MUTED)
        self._number.setVisible(bool(view.number or view.place))

    def _arrange(self, view: PopView) -> None:
        left = Size.ICON + Space.XS
        self._place_time(self._timer if view.look is Look.TALKING else self._time)
        end = self._time.x() if view.look is not Look.TALKING else self._timer.x()
        self._state.setGeometry(left, 2, max(0, end - left - Space.XS), 16)
        y = _HEAD + Space.XXS
        x = _LOCK if view.is_locked else 0
        self._name.setGeometry(x, y, _WIDTH - x, self._name.height())
        y += self._name.height()
        for label in (self._firm, self._title):
            if not label.isHidden():
                label.setGeometry(0, y, _WIDTH, Type.BODY.line)
                y += Type.BODY.line
        right = self._show_right(view, y)
        if not self._number.isHidden():
            self._number.setGeometry(0, y, max(0, right), Type.BODY.line)
            y += Type.BODY.line
        self.setFixedSize(_WIDTH, y)

    def _show_right(self, view: PopView, y: int) -> int:
        """Place what stands right of the number; return where it begins."""
        is_ringing = view.look is Look.RINGING
        is_asking = bool(view.people) and not self._can_cancel
        self._keys.setVisible(is_asking and bool(self._hint))
        asks_later = view.ask is Ask.WHO and not is_ringing
        has_link = self._can_cancel or view.ask is Ask.NOT_THEM or asks_later
        self.link.setVisible(has_link)
        right = _WIDTH
        if has_link:
            cancel = QCoreApplication.translate("Pop", "Cancel")
            words = cancel if self._can_cancel else view.ask_words
            self.link.setText(words.replace("&", "&&"))
            self.link.setAccessibleName(words)
            width = self.link.sizeHint().width()
            right -= width + Space.XS
            self.link.setGeometry(_WIDTH - width, y, width, Type.BODY.line)
        elif not self._keys.isHidden():
            self._keys.show_text(self._hint, Token.MUTED)
            width = self._keys.sizeHint().width()
            self._keys.setGeometry(_WIDTH - width, y + 3, width, Type.SMALL.line)
            right -= width + Space.XS
        return right

    def _place_time(self, label: ElidedLabel) -> None:
        width = label.sizeHint().width()
        top = (_HEAD - label.height()) // 2
        label.setGeometry(_WIDTH - width, top, width, label.height())
