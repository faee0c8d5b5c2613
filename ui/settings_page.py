"""Settings: every choice is kept at once; what the admin fixed is shown as fixed.

Signals:
    setting_changed(str, object)   dotted name and value, for `change_setting`
    recovery_code_wanted()         show the code (the rep asked for it)
    backup_wanted(Path)            write a backup there
    restore_wanted(Path)           restore that backup; asked and confirmed
    unignore_wanted(str)           treat a number like any other again
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.settings import DAYS, QuietHours
from ui.ignored_numbers import IgnoredNumbers
from ui.need_card import NeedCard
from ui.own_lines import OwnLines
from ui.region_box import RegionBox
from ui.setting_row import SettingRow
from ui.theme import SEMIBOLD, Space, Theme, Token, Type
from ui.two_columns import Surface
from ui.widgets.button import Button
from ui.widgets.check import Check
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.spin_field import NumberField, TimeField
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.settings import Loaded, Settings

_WIDTH = 760
_POP_ON = ("ring", "answer", "never")
_CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_GRACE = (5, 3600)
_HIDE = (0, 600)


class SettingsPage(QWidget):
    """Rows of one setting each, in groups."""

    setting_changed = Signal(str, object)
    recovery_code_wanted = Signal()
    backup_wanted = Signal(object)
    restore_wanted = Signal(object)
    unignore_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[str, SettingRow] = {}
        self._boxes: dict[str, ChoiceBox] = {}
        self._checks: dict[str, Check] = {}
        self._spins: dict[str, NumberField] = {}
        self._backup_path: Path | None = None
        self._build()

    def show_settings(self, loaded: Loaded) -> None:
        """Show what holds."""
        settings = loaded.settings
        for name, box in self._boxes.items():
            place = box.findData(_value(settings, name))
            if place >= 0:
                box.setCurrentIndex(place)
        for name, check in self._checks.items():
            check.setChecked(bool(_value(settings, name)))
        for name, spin in self._spins.items():
            if not spin.hasFocus():
                spin.setValue(int(str(_value(settings, name))))
        self.region.show_region(settings.region)
        self._example.setText(self.region.example())
        self.lines.show_lines(settings.own_lines)
        keys = QKeySequence(settings.pop.shortcut)
        if self.shortcut.keySequence() != keys:
            self.shortcut.setKeySequence(keys)
        self._show_quiet(settings.pop.quiet_hours)
        for name, row in self._rows.items():
            row.show_fixed(is_fixed=settings.is_fixed(name))

    def show_ignored(self, numbers: Sequence[str]) -> None:
        """Show the numbers that are not leads."""
        self.ignored.show_numbers(numbers)

    def show_problem(self, name: str, text: str) -> None:
        """Say beside a setting why its value cannot be."""
        if name in self._rows:
            self._rows[name].show_problem(text)

    def _build(self) -> None:
        page = Surface(self._theme)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        self._column.setSpacing(Space.XXS)
        self._column.addWidget(
            Words(self._theme, self.tr("Settings"), Type.FIGURE, SEMIBOLD)
        )
        self._build_you()
        self._build_pop()
        self._build_quiet()
        self._build_logging()
        self._build_look()
        self._build_files()
        self._column.addStretch(1)
        page.setMaximumWidth(_WIDTH)
        holder = Surface(self._theme)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(page, 1)
        row.addStretch(0)
        row.setAlignment(page, Qt.AlignmentFlag(0))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _build_you(self) -> None:
        self._group(self.tr("You and your phone"))
        self.lines = OwnLines(self._theme)
        self.lines.changed.connect(
            lambda made: self.setting_changed.emit("own_lines", made)
        )
        self._row(
            "own_lines",
            self.tr("Your own numbers and lines"),
            self.tr("Never shown as the caller; their labels name the line."),
            self.lines,
        )
        self.region = RegionBox(self._theme)
        self.region.region_chosen.connect(
            lambda code: self.setting_changed.emit("region", code)
        )
        self._example = Words(
            self._theme, "", token=Token.MUTED, tabular=True, wraps=True
        )
        self._example.setFixedWidth(140)
        self.region.setFixedWidth(224)
        self._row(
            "region",
            self.tr("Region"),
            self.tr("For numbers without a country."),
            self.region,
            self._example,
        )

    def _build_pop(self) -> None:
        self._group(self.tr("The pop"))
        words = (
            self.tr("When it rings"),
            self.tr("When it is answered"),
            self.tr("Never"),
        )
        choices = list(zip(_POP_ON, words, strict=True))
        self._choice("pop.on_inbound", self.tr("Incoming calls"), "", choices)
        self._choice("pop.on_outbound", self.tr("Outgoing calls"), "", choices)
        self._choice("pop.on_internal", self.tr("Internal calls"), "", choices)
        corners = (
            self.tr("Top left"),
            self.tr("Top right"),
            self.tr("Bottom left"),
            self.tr("Bottom right"),
        )
        self._choice(
            "pop.corner",
            self.tr("Corner"),
            self.tr("Where it comes up on the screen."),
            list(zip(_CORNERS, corners, strict=True)),
        )
        self._number(
            "pop.hide_after_s",
            self.tr("Goes away after"),
            self.tr("Once the call is saved. 0: it stays until you close it."),
            _HIDE,
        )
        self._flag(
            "pop.hides_names",
            self.tr("Hide names"),
            self.tr("For a screen that others see. A click shows who it is."),
        )
        self.shortcut = QKeySequenceEdit()
        self.shortcut.setMaximumSequenceLength(1)
        self.shortcut.setClearButtonEnabled(True)
        self.shortcut.editingFinished.connect(self._on_shortcut)
        self._row(
            "pop.shortcut",
            self.tr("Shortcut"),
            self.tr("Brings the keyboard to the pop, from anywhere."),
            self.shortcut,
        )

    def _build_quiet(self) -> None:
        self._group(self.tr("Quiet"))
        self._flag(
            "pop.do_not_disturb",
            self.tr("Do not disturb"),
            self.tr("No pop; calls are logged all the same."),
        )
        self.quiet = Check(self._theme, self.tr("On the days below"))
        self.quiet_from = TimeField(self._theme)
        self.quiet_to = TimeField(self._theme)
        self.quiet_from.setAccessibleName(self.tr("Quiet from"))
        self.quiet_to.setAccessibleName(self.tr("Quiet until"))
        self._days: list[Check] = []
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        times = QHBoxLayout()
        times.setSpacing(Space.XS)
        times.addWidget(self.quiet_from)
        times.addWidget(Words(self._theme, self.tr("to"), token=Token.MUTED))
        times.addWidget(self.quiet_to)
        times.addStretch(1)
        days = QHBoxLayout()
        days.setSpacing(Space.S)
        for place, _day in enumerate(DAYS, start=1):
            name = QLocale().dayName(place, QLocale.FormatType.ShortFormat)
            check = Check(self._theme, name)
            check.setAccessibleName(
                QLocale().dayName(place, QLocale.FormatType.LongFormat)
            )
            check.clicked.connect(self._on_quiet)
            self._days.append(check)
            days.addWidget(check)
        days.addStretch(1)
        column.addWidget(self.quiet)
        column.addLayout(times)
        column.addLayout(days)
        for edit in (self.quiet_from, self.quiet_to):
            edit.setFixedWidth(80)
            edit.editingFinished.connect(self._on_quiet)
        self.quiet.clicked.connect(self._on_quiet)
        self._row(
            "pop.quiet_hours",
            self.tr("Quiet hours"),
            self.tr("No pop then; calls are logged all the same."),
            holder,
        )

    def _build_logging(self) -> None:
        self._group(self.tr("Logging"))
        self._number(
            "wrap_up.grace_s",
            self.tr("Time for your note"),
            self.tr("After it the call goes to the CRM by itself. Typing renews it."),
            _GRACE,
        )
        self.ignored = IgnoredNumbers(self._theme)
        self.ignored.removed.connect(self.unignore_wanted)
        self._plain(
            self.tr("Ignored numbers"),
            self.tr("Not a lead: no pop and no record, until you remove it here."),
            self.ignored,
        )

    def _build_look(self) -> None:
        self._group(self.tr("Switchhook"))
        self._choice(
            "language",
            self.tr("Language"),
            "",
            (
                ("system", self.tr("As the system")),
                ("en", "English"),
                ("de", "Deutsch"),
            ),
        )
        self._choice(
            "theme",
            self.tr("Look"),
            "",
            (
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ),
        )
        self._flag("starts_at_login", self.tr("Start when you sign in"), "")
        self._flag(
            "starts_minimized",
            self.tr("Start without the window"),
            self.tr("The tray icon alone, where there is a tray."),
        )

    def _build_files(self) -> None:
        self._group(self.tr("Your calls and notes"))
        self.code = Button(
            self._theme, text=self.tr("Show recovery code"), icon_name="key-round"
        )
        self.code.clicked.connect(self.recovery_code_wanted)
        self._plain(
            self.tr("Recovery code"),
            self.tr("Opens your calls where the keyring is lost."),
            self.code,
        )
        self.backup = Button(self._theme, text=self.tr("Back up"), icon_name="download")
        self.backup.clicked.connect(self._choose_backup)
        self.restore = Button(
            self._theme, text=self.tr("Restore"), icon_name="archive-restore"
        )
        self.restore.clicked.connect(self._choose_restore)
        self._plain(
            self.tr("Backup"),
            self.tr("One file, encrypted with the same key as your calls."),
            self.backup,
            self.restore,
        )
        self._ask = NeedCard(self._theme)
        self._ask.hide()
        self._ask.step_chosen.connect(self._on_restore)
        self._ask.other_chosen.connect(self._ask.hide)
        self._column.addWidget(self._ask)

    def _group(self, title: str) -> None:
        self._column.addSpacing(Space.L)
        self._column.addWidget(Words(self._theme, title, Type.LEAD, SEMIBOLD))
        self._column.addSpacing(Space.XXS)

    def _row(self, name: str, label: str, hint: str, *controls: QWidget) -> None:
        row = SettingRow(self._theme, label, hint, controls)
        self._rows[name] = row
        self._column.addWidget(row)

    def _plain(self, label: str, hint: str, *controls: QWidget) -> None:
        self._column.addWidget(SettingRow(self._theme, label, hint, controls))

    def _choice(
        self, name: str, label: str, hint: str, choices: Sequence[tuple[str, str]]
    ) -> None:
        box = ChoiceBox(self._theme)
        for value, words in choices:
            box.addItem(words, value)
        box.activated.connect(
            lambda: self.setting_changed.emit(name, box.currentData())
        )
        self._boxes[name] = box
        self._row(name, label, hint, box)

    def _flag(self, name: str, label: str, hint: str) -> None:
        check = Check(self._theme, self.tr("On"))
        check.clicked.connect(lambda on: self.setting_changed.emit(name, on))
        self._checks[name] = check
        self._row(name, label, hint, check)

    def _number(
        self, name: str, label: str, hint: str, bounds: tuple[int, int]
    ) -> None:
        spin = NumberField(self._theme)
        spin.setRange(*bounds)
        spin.setSuffix(self.tr(" s", "seconds"))
        spin.setFixedWidth(120)
        spin.editingFinished.connect(
            lambda: self.setting_changed.emit(name, spin.value())
        )
        self._spins[name] = spin
        self._row(name, label, hint, spin)

    def _show_quiet(self, hours: QuietHours | None) -> None:
        self.quiet.setChecked(hours is not None)
        known = hours or QuietHours()
        self.quiet_from.setTime(QTime.fromString(known.start, "HH:mm"))
        self.quiet_to.setTime(QTime.fromString(known.end, "HH:mm"))
        for check, day in zip(self._days, DAYS, strict=True):
            check.setChecked(day in known.days)
        for widget in (self.quiet_from, self.quiet_to, *self._days):
            widget.setEnabled(hours is not None)

    def _on_quiet(self) -> None:
        hours: QuietHours | None = None
        if self.quiet.isChecked():
            days = tuple(
                day
                for check, day in zip(self._days, DAYS, strict=True)
                if check.isChecked()
            )
            hours = QuietHours(
                self.quiet_from.time().toString("HH:mm"),
                self.quiet_to.time().toString("HH:mm"),
                days or DAYS,
            )
        self._show_quiet(hours)
        self.setting_changed.emit("pop.quiet_hours", hours)

    def _on_shortcut(self) -> None:
        keys = self.shortcut.keySequence()
        text = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self.setting_changed.emit("pop.shortcut", text)

    def _choose_backup(self) -> None:
        dialog = QFileDialog(self, self.tr("Back up"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda name: self.backup_wanted.emit(Path(name)))
        dialog.open()

    def _choose_restore(self) -> None:
        dialog = QFileDialog(self, self.tr("Restore"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.ask_restore(Path(name)))
        dialog.open()

    def ask_restore(self, path: Path) -> None:
        """Ask before what is here gives way to a backup."""
        self._backup_path = path
        self._ask.show_need(
            self.tr("Restore {0}?").format(path.name),
            self.tr(
                "What is here now is set aside, not deleted. Switchhook starts anew "
                "with the backup."
            ),
            self.tr("Restore"),
            self.tr("Leave it"),
        )
        self._ask.show()

    def _on_restore(self) -> None:
        self._ask.hide()
        if self._backup_path is not None:
            self.restore_wanted.emit(self._backup_path)


def _value(settings: Settings, name: str) -> object:
    value: object = settings
    for part in name.split("."):
        value = getattr(value, part)
    return value
