"""How a softphone tells of calls: the address it opens, the command it starts.

The address is secret: it is masked until the rep asks to see it, and a copy of it does
not stay on the clipboard.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import MEDIUM, Space, Theme, Token
from ui.widgets.button import Button
from ui.widgets.words import Words

_CLIPBOARD_MS = 60_000
_SAID_MS = 4_000
_FROM = "&from="  # the softphone's own word for the number follows
_MASK = "•" * 8
COMMAND = "switchhook event ringing --from NUMBER --to LINE --id ID --name NAME"


class HookAddress(QWidget):
    """Two lines to copy, each with what it is for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._address = ""
        self._is_open = False
        self.address = self._line()
        self.address.setAccessibleName(self.tr("Address"))
        self.show_it = Button(theme, text=self.tr("Show"))
        self.copy_address = Button(theme, text=self.tr("Copy"), icon_name="copy")
        self.copy_address.setAccessibleName(self.tr("Copy the address"))
        self.command = self._line()
        self.command.setAccessibleName(self.tr("Command"))
        self.command.setText(COMMAND)
        self.command.setCursorPosition(0)
        self.copy_command = Button(theme, text=self.tr("Copy"), icon_name="copy")
        self.copy_command.setAccessibleName(self.tr("Copy the command"))
        self._said = Words(theme, "", token=Token.MUTED)
        self._lay_out()
        self.show_it.clicked.connect(self._on_show)
        self.copy_address.clicked.connect(self._on_copy_address)
        self.copy_command.clicked.connect(self._on_copy_command)

    def show_address(self, address: str | None) -> None:
        """Take the address; None where nobody listens."""
        self._address = f"{address}{_FROM}" if address else ""
        self._draw()

    def hide_it(self) -> None:
        """Mask the address again."""
        self._is_open = False
        self._draw()

    def _draw(self) -> None:
        before, token, rest = self._address.partition("token=")
        masked = f"{before}{token}{_MASK}{_FROM}" if rest else self._address
        self.address.setText(self._address if self._is_open else masked)
        self.address.setCursorPosition(0)
        self.show_it.setText(self.tr("Hide") if self._is_open else self.tr("Show"))
        self._of_address.setVisible(bool(self._address))

    def _on_show(self) -> None:
        self._is_open = not self._is_open
        self._draw()

    def _on_copy_address(self) -> None:
        clipboard, copied = QGuiApplication.clipboard(), self._address
        clipboard.setText(copied)
        self._say(self.tr("Copied for a minute"))

        def forget() -> None:
            if clipboard.text() == copied:
                clipboard.clear()

        QTimer.singleShot(_CLIPBOARD_MS, self, forget)

    def _on_copy_command(self) -> None:
        QGuiApplication.clipboard().setText(COMMAND)
        self._say(self.tr("Copied"))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        QTimer.singleShot(_SAID_MS, self, lambda: self._said.setText(""))

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setFont(self._theme.font())
        line.setReadOnly(True)
        return line

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self._of_address = QWidget()
        inner = QVBoxLayout(self._of_address)
        inner.setContentsMargins(0, 0, 0, Space.S)
        inner.setSpacing(Space.XS)
        inner.addWidget(
            Words(
                theme,
                self.tr("For softphones that open an address (Wildix, Ringotel)"),
                weight=MEDIUM,
                wraps=True,
            )
        )
        inner.addLayout(_beside(self.address, self.show_it, self.copy_address))
        about = self.tr(
            "Your softphone's own word for the number goes to its end. Whoever has "
            "the address can tell Switchhook of calls: keep it in your softphone alone."
        )
        inner.addWidget(Words(theme, about, token=Token.MUTED, wraps=True))
        column.addWidget(self._of_address)
        title = self.tr("For softphones and scripts that start a program")
        column.addWidget(Words(theme, title, weight=MEDIUM, wraps=True))
        column.addLayout(_beside(self.command, self.copy_command))
        more = self.tr(
            "“answered” and “ended” in the place of “ringing” tell the rest of the "
            "call, in the address too. The guide has a recipe for each softphone."
        )
        column.addWidget(Words(theme, more, token=Token.MUTED, wraps=True))
        column.addWidget(self._said)


def _beside(line: QLineEdit, *buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.XS)
    row.addWidget(line, 1)
    for button in buttons:
        row.addWidget(button)
    return row
