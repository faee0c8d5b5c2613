"""Adds or changes a phone source: one field for each setting of its manifest.

Signals:
    saved(PhoneChoice, dict[str, Secret]): use it so; secrets that were left empty
        keep what the keyring has.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from app.settings import PhoneChoice
from app.vault import Secret
from connectors.manifest import Setting, SettingKind
from ui.manifest_words import say_setting
from ui.sheet import Field, Sheet
from ui.theme import Space, Theme
from ui.widgets.button import Button
from ui.widgets.check import Check

if TYPE_CHECKING:
    from collections.abc import Collection

    from connectors.manifest import PhoneManifest

_PORT_MOST = 65_535


class PhoneForm(Sheet):
    """Asks for what a phone source needs."""

    saved = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        manifest: PhoneManifest,
        choice: PhoneChoice | None = None,
        accounts: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        title = (
            translate("PhoneForm", "Change {0}")
            if choice
            else translate("PhoneForm", "Add {0}")
        )
        super().__init__(
            theme,
            title.format(say_setting(manifest.name)),
            translate("PhoneForm", "Save"),
            parent=parent,
        )
        self._manifest, self._choice = manifest, choice
        self._account = choice.account if choice else _free(manifest.id, accounts)
        self._fields: dict[str, tuple[Setting, Field, QLineEdit | Check]] = {}
        for setting in manifest.settings:
            self._add(setting)
        if not manifest.settings:
            self.column.addWidget(
                Field(theme, self.tr("Nothing to fill in"), QWidget())
            )
        self.main.clicked.connect(self._on_save)

    def control(self, name: str) -> QLineEdit | Check:
        """Return what a setting is filled into."""
        return self._fields[name][2]

    def _add(self, setting: Setting) -> None:
        told = self._choice.settings if self._choice else {}
        value = told.get(setting.name, setting.default)
        label, hint = say_setting(setting.label), say_setting(setting.hint)
        if setting.kind is SettingKind.FLAG:
            box = Check(self._theme, label)
            box.setChecked(value == "true")
            field = self.add("", box, hint)
            self._fields[setting.name] = (setting, field, box)
            return
        line = QLineEdit(value)
        line.setFont(self._theme.font())
        line.setMaxLength(1000)
        if setting.kind is SettingKind.NUMBER:
            line.setValidator(QIntValidator(1, _PORT_MOST, line))
        if setting.kind is SettingKind.SECRET:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setText("")
            hints = Qt.InputMethodHint.ImhSensitiveData
            line.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
            if self._choice:
                line.setPlaceholderText(self.tr("Kept in the keyring"))
        inner: QWidget = line
        if setting.kind is SettingKind.FILE:
            inner = self._with_chooser(line)
        line.setAccessibleName(label)
        field = self.add(label, inner, hint)
        self._fields[setting.name] = (setting, field, line)

    def _with_chooser(self, line: QLineEdit) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(line, 1)
        choose = Button(self._theme, text=self.tr("Choose file"))
        choose.clicked.connect(lambda: self._choose_file(line))
        row.addWidget(choose)
        return holder

    def _choose_file(self, line: QLineEdit) -> None:
        dialog = QFileDialog(self, self.tr("Choose file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: line.setText(str(Path(name))))
        dialog.open()

    def _on_save(self) -> None:
        told: dict[str, str] = {}
        secrets: dict[str, Secret] = {}
        first: QWidget | None = None
        for name, (setting, field, widget) in self._fields.items():
            if isinstance(widget, Check):
                told[name] = "true" if widget.isChecked() else "false"
                continue
            text = widget.text().strip()
            has_kept = setting.kind is SettingKind.SECRET and self._choice is not None
            is_missing = setting.is_required and not text and not has_kept
            problem = self.tr("This is needed.") if is_missing else ""
            field.show_problem(problem)
            if is_missing and first is None:
                first = widget
            if setting.kind is SettingKind.SECRET:
                if text:
                    secrets[name] = Secret(text)
            elif text:
                told[name] = text
        if first is not None:
            first.setFocus()
            return
        choice = PhoneChoice(
            self._manifest.id, self._account, settings=MappingProxyType(told)
        )
        self.saved.emit(choice, secrets)
        self.accept()


def _free(id_: str, taken: Collection[str]) -> str:
    """Return an account that no other source has."""
    if id_ not in taken:
        return id_
    number = 2
    while f"{id_}-{number}" in taken:
        number += 1
    return f"{id_}-{number}"
