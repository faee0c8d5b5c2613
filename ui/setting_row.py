"""One setting: what it is, what it means, and its control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.icon import draw_icon
from ui.theme import MEDIUM, Size, Space, Theme, Token
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_LABEL_PX = 264


class SettingRow(QWidget):
    """Label and meaning on the left, control on the right, what is wrong below."""

    def __init__(
        self, theme: Theme, label: str, hint: str, controls: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._controls = tuple(controls)
        self._is_fixed = False
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        title = Words(theme, label, weight=MEDIUM, wraps=True)
        words.addWidget(title)
        if hint:
            words.addWidget(Words(theme, hint, token=Token.MUTED, wraps=True))
        words.addStretch(1)
        left = QWidget()
        left.setLayout(words)
        left.setFixedWidth(_LABEL_PX)
        right = QVBoxLayout()
        right.setSpacing(Space.XXS)
        line = QHBoxLayout()
        line.setSpacing(Space.XS)
        for control in controls:
            if not control.accessibleName():
                name = label
                if isinstance(control, QCheckBox) and control.text():
                    name = f"{label}: {control.text()}"
                control.setAccessibleName(name)
            control.setAccessibleDescription(hint)
            grows = len(controls) == 1 and control.sizePolicy().hasHeightForWidth()
            line.addWidget(control, 1 if grows or _is_wide(control) else 0)
        if not any(_is_wide(control) for control in controls):
            line.addStretch(1)
        right.addLayout(line)
        self._fixed = Words(
            theme, self.tr("Set by your administrator."), token=Token.MUTED
        )
        self._fixed.setContentsMargins(Size.ICON + Space.XS, 0, 0, 0)
        self._fixed.hide()
        self._problem = Words(theme, "", token=Token.BAD, wraps=True)
        self._problem.hide()
        right.addWidget(self._fixed)
        right.addWidget(self._problem)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.S)
        row.setSpacing(Space.L)
        row.addWidget(left)
        row.addLayout(right, 1)
        theme.changed.connect(self.update)

    def show_fixed(self, *, is_fixed: bool) -> None:
        """Show that the admin fixed it: it can be read, not changed."""
        self._is_fixed = is_fixed
        self._fixed.setVisible(is_fixed)
        self._problem.hide()
        for control in self._controls:
            control.setEnabled(not is_fixed)
        self.update()

    def show_problem(self, text: str) -> None:
        """Say why a value cannot be."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme[Token.LINE])
        if self._is_fixed:
            at = self._fixed.mapTo(self, QPoint(0, 2))
            draw_icon(painter, at, "lock", theme.hex(Token.MUTED))


def _is_wide(control: QWidget) -> bool:
    return control.layout() is not None
