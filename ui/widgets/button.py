"""Push buttons of the kinds that a window may have."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from ui.icon import icon, icon_size
from ui.theme import MEDIUM, SEMIBOLD, Size, Theme, Token, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Kind(StrEnum):
    """How much a button asks for."""

    MAIN = "main"  # one filled button per window
    SECOND = "second"
    BAD = "bad"  # ends a call
    GHOST = "ghost"
    BAD_GHOST = "bad-ghost"
    ICON = "icon"
    LINK = "link"


_RETURNS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
_GAP = 4  # beside the 4 px that Qt leaves between icon and words
_INK = {
    Kind.MAIN: Token.ON_ACCENT,
    Kind.BAD: Token.BAD,
    Kind.BAD_GHOST: Token.BAD,
    Kind.LINK: Token.ACCENT,
}


class Button(QPushButton):
    """A push button; its icon takes the colour of its words."""

    def __init__(
        self,
        theme: Theme,
        kind: Kind = Kind.SECOND,
        text: str = "",
        *,
        icon_name: str | None = None,
        icon_px: int = Size.ICON,
        name: str = "",
        snug: bool = False,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon_name
        self._icon_px = icon_px
        self.ring_radius = 4 if kind is Kind.LINK else 6
        self.setProperty("kind", str(kind))
        self.setProperty("snug", snug)
        self.setProperty("small", small)
        self.setAutoDefault(False)
        # a click on a button leaves the keyboard where it is
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        weight = SEMIBOLD if kind in {Kind.MAIN, Kind.BAD} else MEDIUM
        self.setFont(theme.font(Type.BODY, weight))
        if name:
            self.name(name)
        self._recolour()
        theme.changed.connect(self._recolour)

    @property
    def kind(self) -> Kind:
        return self._kind

    def name(self, name: str) -> None:
        """Say what an icon means, for the tooltip and for screen readers."""
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(name)

    def show_kind(self, kind: Kind) -> None:
        """Become a button of another kind."""
        if kind is self._kind:
            return
        self._kind = kind
        self.setProperty("kind", str(kind))
        weight = SEMIBOLD if kind in {Kind.MAIN, Kind.BAD} else MEDIUM
        self.setFont(self._theme.font(Type.BODY, weight))
        self.style().unpolish(self)
        self.style().polish(self)
        self._recolour()

    def show_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        if name != self._icon_name:
            self._icon_name = name
            self._recolour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses what has the focus, as Space does; with Ctrl it saves a form
        is_plain = event.modifiers() in _PLAIN
        if event.key() in _RETURNS and is_plain and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _recolour(self) -> None:
        if self._icon_name is None:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        token = _INK.get(self._kind, Token.TEXT)
        gap = _GAP if self.text() else 0
        self.setIcon(icon(self._theme, self._icon_name, token, self._icon_px, gap))
        self.setIconSize(icon_size(self._icon_px, gap))
