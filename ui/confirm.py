"""Asks before a link shows or dials a number: any web page may open such a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.snapshot import LinkKind, LinkRequest
from ui.theme import SEMIBOLD, Space, Theme, Token, Type
from ui.widgets.button import Button, Kind
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

translate = QCoreApplication.translate
_WIDTH = 360


class LinkQuestion(QDialog):
    """A small window that stays until the rep decides. Opened, never executed."""

    confirmed = Signal(object)  # the LinkRequest
    refused = Signal(object)

    def __init__(
        self, theme: Theme, request: LinkRequest, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._request = request
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        dials = request.kind is LinkKind.DIAL
        question = (
            translate("Link", "Call this number?")
            if dials
            else translate("Link", "Show this number?")
        )
        self.setWindowTitle(question)
        head = ElidedLabel(theme, Type.LEAD)
        head.show_text(question, weight=SEMIBOLD)
        number = ElidedLabel(theme, Type.NAME, tabular=True)
        number.show_text(shown(request.number, 40), weight=SEMIBOLD)
        why = ElidedLabel(theme)
        why.show_text(
            translate("Link", "A link in another program asks for it."), Token.MUTED
        )
        words = translate("Link", "Call") if dials else translate("Link", "Show")
        self.yes = Button(theme, Kind.MAIN, words)
        self.no = Button(theme, Kind.SECOND, translate("Link", "Cancel"))
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self.reject)
        self.rejected.connect(lambda: self.refused.emit(self._request))
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.XXS)
        for part in (head, number, why):
            layout.addWidget(part)
        layout.addSpacing(Space.S)
        layout.addLayout(row)
        self.setFixedWidth(_WIDTH)
        # a key that was meant for the other program must not place a call
        self.no.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, Button):
                focused.click()
            return
        super().keyPressEvent(event)

    def _on_yes(self) -> None:
        self.confirmed.emit(self._request)
        self.rejected.disconnect()
        self.close()


class LinkQuestions:
    """Asks one at a time: a page that opens many links must not bury the screen."""

    def __init__(self, theme: Theme, follow: Callable[[LinkRequest], None]) -> None:
        self._theme, self._follow = theme, follow
        self._open: LinkQuestion | None = None

    @property
    def question(self) -> LinkQuestion | None:
        """Return the question that stands open."""
        return self._open

    def ask(self, link: LinkRequest) -> None:
        """Ask for a link, in place of an earlier one that still asks."""
        if self._open is not None:
            self._open.close()
        question = LinkQuestion(self._theme, link)
        question.confirmed.connect(self._follow)
        question.finished.connect(self._on_finished)
        self._open = question
        question.open()

    def _on_finished(self) -> None:
        self._open = None
