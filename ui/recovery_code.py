"""The recovery code, to copy, save and put away.

Signals:
    kept_changed(bool): the rep says that it lies where they will find it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.theme import MEDIUM, Radius, Space, Theme, Token, Type
from ui.widgets.button import Button
from ui.widgets.check import Check
from ui.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_CLIPBOARD_MS = 60_000  # a code does not stay on the clipboard
_LINE_GROUPS = 4


class _CodeBox(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = Words(theme, "", Type.LEAD, MEDIUM, tabular=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setAccessibleName(self.tr("Recovery code"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.addWidget(self.words)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme[Token.WINDOW])
        painter.drawRoundedRect(QRectF(self.rect()), Radius.CARD, Radius.CARD)


class RecoveryCode(QWidget):
    """Shows the code with what one can do to keep it."""

    kept_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._box = _CodeBox(theme)
        self.copy = Button(theme, text=self.tr("Copy"), icon_name="copy")
        self.save = Button(theme, text=self.tr("Save to a file"), icon_name="save")
        self._said = Words(theme, "", token=Token.MUTED)
        self.kept = Check(theme, self.tr("I have put the code where I will find it"))
        self.kept.toggled.connect(self.kept_changed)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._box)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addWidget(self._said)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(Space.XXS)
        column.addWidget(self.kept)

    def show_code(self, code: str) -> None:
        """Show a code in two lines of groups."""
        self._code = code
        groups = code.split("-")
        lines = [
            "-".join(groups[at : at + _LINE_GROUPS])
            for at in range(0, len(groups), _LINE_GROUPS)
        ]
        self._box.words.setText("\n".join(lines))

    def _on_copy(self) -> None:
        clipboard, code = QGuiApplication.clipboard(), self._code
        clipboard.setText(code)
        self._said.setText(self.tr("Copied for a minute"))

        def forget() -> None:
            if clipboard.text() == code:
                clipboard.clear()
            self._said.setText("")

        QTimer.singleShot(_CLIPBOARD_MS, self, forget)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the recovery code"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(self.tr("switchhook recovery code.txt"))
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write the code to a file that others cannot read."""
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            path.write_text(f"{self._code}\n", "utf-8")
        except OSError:
            self._said.setText(self.tr("That file cannot be written."))
        else:
            self._said.setText(self.tr("Saved"))
