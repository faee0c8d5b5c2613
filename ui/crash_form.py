"""Tells of a crash once, with a report that holds nothing private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from ui.sheet import Sheet
from ui.theme import Type

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.crash import CrashReport
    from ui.theme import Theme

_WIDTH = 560
_REPORT_PX = 200


class CrashForm(Sheet):
    """Never in the way: shown with `show()`, it keeps neither focus nor app."""

    def __init__(
        self, theme: Theme, report: CrashReport, parent: QWidget | None = None
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("CrashForm", "Something went wrong in Switchhook"),
            translate("CrashForm", "Copy report"),
            line=translate(
                "CrashForm",
                "It goes on, and your calls and notes are safe. The report says where "
                "it happened; it names no people and no numbers. Send it to us, so "
                "that it does not happen again.",
            ),
            width=_WIDTH,
            parent=parent,
        )
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.report = QPlainTextEdit(report.text)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setFont(theme.font(Type.SMALL))
        self.report.setFixedHeight(_REPORT_PX)
        self.add(self.tr("Report"), self.report)
        self.cancel.setText(self.tr("Close"))
        self.main.clicked.connect(self._on_copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.main.setText(self.tr("Copied"))


class CrashForms:
    """Shows each distinct crash once, one form at a time."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._seen: set[str] = set()
        self._waiting: list[CrashReport] = []
        self.open_form: CrashForm | None = None

    def show_crash(self, report: CrashReport, parent: QWidget | None = None) -> None:
        """Show a crash that was not shown before; others wait until it is closed."""
        if report.fingerprint in self._seen:
            return
        self._seen.add(report.fingerprint)
        self._waiting.append(report)
        self._show_next(parent)

    def _show_next(self, parent: QWidget | None) -> None:
        if self.open_form is not None or not self._waiting:
            return
        form = CrashForm(self._theme, self._waiting.pop(0), parent)
        self.open_form = form

        def closed() -> None:
            self.open_form = None
            self._show_next(parent)

        form.finished.connect(closed)
        form.show()
