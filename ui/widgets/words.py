"""Words in one of our sizes, weights and colours; foreign text stays plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import REGULAR, Token, Type

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme


class Words(QLabel):
    """A label on the 4-pixel grid that follows the theme. `wraps` breaks its lines."""

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
        self._theme = theme
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(type_, weight, tabular=tabular))
        self.setWordWrap(wraps)
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

    def _paint_anew(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme[self._token])
        self.setPalette(palette)
