"""The middle of a card: facts, what is awaited, who it may be, or the wrap-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.pop_people import PeopleList, WhoPanel
from ui.pop_view import Look
from ui.theme import Size, Space, Theme, Token, Type
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fact_row import FactRow
from ui.widgets.moving_hairline import MovingHairline
from ui.wrap_up_form import WrapUpForm

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ui.pop_view import PopView

_WIDTH = Size.POP_WIDTH - 2 * Space.M
_REACH = Space.XS  # rows of people reach beyond the words on both sides
_FACTS = 3
_UNDER_LINE = 8  # from a hairline to what it belongs to, the line included


@dataclass(frozen=True, slots=True)
class BodyState:
    """What the card knows beyond its view."""

    is_open: bool = True  # a strip or a veiled private call shows no body
    is_writing: bool = False
    is_asking: bool = False  # a search stands open
    is_compact: bool = False


class PopBody(QWidget):
    """Shows what the moment needs, one thing below the other."""

    height_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hairline = QFrame(self)
        self._hairline.setAutoFillBackground(True)
        self._facts = [FactRow(theme, self) for _ in range(_FACTS)]
        self._slow = MovingHairline(theme, self)
        self._looking = ElidedLabel(theme, Type.SMALL, parent=self)
        self.people = PeopleList(theme, parent=self)
        self.who = WhoPanel(theme, self)
        self.form = WrapUpForm(theme, now, parent=self)
        for part in (self.people, self.who, self.form):
            part.height_changed.connect(self._arrange)
        self._colour_hairline()
        theme.changed.connect(self._colour_hairline)

    @property
    def left(self) -> int:
        """Return how far it reaches beyond the words at its left."""
        return _REACH

    def show_view(self, view: PopView, state: BodyState) -> None:
        """Show the parts that belong to this view and no others."""
        is_ringing = view.look is Look.RINGING
        writes = (view.has_form or state.is_writing) and not state.is_asking
        is_calm = state.is_open and is_ringing and not writes and not state.is_asking
        # until someone is chosen, also above the note: the call goes to nobody else
        chooses = state.is_open and bool(view.people) and not state.is_asking
        searches = is_calm and view.can_search
        self.form.setVisible(state.is_open and writes)
        self.people.setVisible(chooses)
        self.who.setVisible(state.is_open and (state.is_asking or searches))
        if view.people:
            self.people.show_people(view.people)
        is_slow = is_calm and bool(view.looking)
        self._slow.setVisible(is_slow)
        self._looking.setVisible(is_slow)
        self._looking.show_text(view.looking, Token.MUTED)
        facts = view.facts if is_calm and not state.is_compact else ()
        self._hairline.setVisible(bool(facts))
        for at, row in enumerate(self._facts):
            row.setVisible(at < len(facts))
            if at < len(facts):
                row.show_fact(facts[at].icon_name, facts[at].what, facts[at].when)
        self._arrange()

    def _arrange(self) -> None:
        y = 0
        if not self._hairline.isHidden():
            self._hairline.setGeometry(_REACH, y + Space.S, _WIDTH, 1)
            y += Space.S + _UNDER_LINE
            for row in self._facts:
                if not row.isHidden():
                    row.setGeometry(_REACH, y, _WIDTH, row.height())
                    y += row.height()
        if not self._slow.isHidden():
            self._slow.setGeometry(_REACH, y + Space.S, _WIDTH, 2)
            y += Space.S + _UNDER_LINE
            self._looking.setGeometry(_REACH, y, _WIDTH, Type.SMALL.line)
            y += Type.SMALL.line
        if not self.people.isHidden():
            self.people.move(0, y + Space.XS)
            y += Space.XS + self.people.height() - Space.XXS
        if not self.who.isHidden():
            self.who.move(0, y + Space.S)
            y += Space.S + self.who.height()
        if not self.form.isHidden():
            height = self.form.sizeHint().height()
            self.form.setGeometry(_REACH, y + Space.S, _WIDTH, height)
            y += Space.S + height + Space.XXS
        if (y, _WIDTH + 2 * _REACH) != (self.height(), self.width()):
            self.setFixedSize(_WIDTH + 2 * _REACH, y)
            self.height_changed.emit()

    def _colour_hairline(self) -> None:
        palette = self._hairline.palette()
        palette.setColor(self._hairline.backgroundRole(), self._theme[Token.LINE])
        self._hairline.setPalette(palette)
