"""The field for a note: plain text on the 4-pixel grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ui.theme import Theme, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

_LINES = 3
_FRAME = 8  # above and below, border included
_FIXED_LINE = 2  # QTextBlockFormat.LineHeightTypes.FixedHeight


class NoteField(QTextEdit):
    """Three lines to type in; grows no further and scrolls."""

    typed = Signal()  # the rep changed the text
    left = Signal()  # the keyboard went elsewhere

    def __init__(
        self, theme: Theme, *, lines: int = _LINES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_filling = False
        self.ring_radius = 0  # its border tells the focus
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(Type.BODY))
        self.document().setDocumentMargin(0)
        self.setFixedHeight(lines * Type.BODY.line + 2 * _FRAME)
        self._space_lines()
        self.textChanged.connect(self._on_text_changed)

    def note(self) -> str:
        """Return what stands in the field."""
        return self.toPlainText()

    def show_note(self, note: str) -> None:
        """Show `note` without telling anyone; the cursor stays where it can."""
        if note == self.toPlainText():
            return
        position = self.textCursor().position() if self.hasFocus() else len(note)
        self._is_filling = True
        self.setPlainText(note)
        self._space_lines()
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._is_filling = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        spacing.setLineHeight(Type.BODY.line, _FIXED_LINE)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()

    def _on_text_changed(self) -> None:
        if not self._is_filling:
            self.typed.emit()
