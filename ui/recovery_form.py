"""Opens the rep's files with the recovery code, where the keyring lost their key.

Signals:
    code_given(str): try it; say `show_wrong` or close the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit

from ui.recovery_code import RecoveryCode
from ui.sheet import Sheet
from ui.theme import Type

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme


class RecoveryForm(Sheet):
    """Asks for the code; spaces, small letters and missing hyphens do not matter."""

    code_given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("RecoveryForm", "Enter your recovery code"),
            translate("RecoveryForm", "Open my calls"),
            line=translate(
                "RecoveryForm",
                "The keyring no longer has the key of your calls and notes. They are "
                "safe, and the code opens them.",
            ),
            parent=parent,
        )
        self.code = QLineEdit()
        self.code.setFont(theme.font(Type.LEAD, tabular=True))
        self.code.setMaxLength(80)
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self._field = self.add(
            self.tr("Recovery code"),
            self.code,
            self.tr("32 letters and figures, from when you set Switchhook up."),
        )
        self.main.clicked.connect(self._on_main)
        self.code.textEdited.connect(lambda: self._field.show_problem(""))
        self.code.setFocus()

    def show_wrong(self, length: int | None = None) -> None:
        """Say that this code opens nothing; `length` where it is of wrong length."""
        if length is not None:
            text = self.tr("A code has 32 letters and figures; this one has {0}.")
            self._field.show_problem(text.format(length))
        else:
            self._field.show_problem(
                self.tr("This code does not open your calls. Look at each group again.")
            )
        self.main.setEnabled(True)
        self.code.setFocus()

    def _on_main(self) -> None:
        if self.code.text().strip():
            self.main.setEnabled(False)
            self.code_given.emit(self.code.text())


class CodeSheet(Sheet):
    """Shows the recovery code again, from Settings."""

    def __init__(self, theme: Theme, code: str, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("CodeSheet", "Your recovery code"),
            translate("CodeSheet", "Done"),
            line=translate(
                "CodeSheet",
                "It opens your calls and notes where the keyring is lost. Whoever has "
                "it and your files can read them.",
            ),
            parent=parent,
        )
        shown = RecoveryCode(theme)
        shown.show_code(code)
        shown.kept.hide()
        self.column.addWidget(shown)
        self.cancel.hide()
        self.main.clicked.connect(self.accept)
