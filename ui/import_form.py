"""Imports contacts: what the file seems to hold, how far it is, what was left out.

Signals:
    columns_changed(Path, tuple[Column, ...]): read it so; answer with `show_preview`.
    started(ImportPreview): import it as shown; tell `show_progress`, `show_report`.
    cancelled(): stop; nothing of it becomes visible.
    report_wanted(Path): write the rejected lines there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.contact_file import FileKind, FileProblem, Reason
from app.csv_columns import Field as ColumnField
from ui.sheet import Sheet
from ui.theme import MEDIUM, SEMIBOLD, Space, Theme, Token, Type
from ui.widgets.button import Button
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.shown_text import shown
from ui.widgets.words import Words

if TYPE_CHECKING:
    from app.contact_import import ImportPreview, ImportProgress, ImportReport

_WIDTH = 640
_REJECTED_SHOWN = 6
_CARDS_SHOWN = 4


def say_field(field: ColumnField) -> str:
    """Return what a column is taken for."""
    translate = QCoreApplication.translate
    return {
        ColumnField.SKIP: translate("Import", "Leave out"),
        ColumnField.NAME: translate("Import", "Name"),
        ColumnField.PREFIX: translate("Import", "Title before the name"),
        ColumnField.FIRST: translate("Import", "First name"),
        ColumnField.MIDDLE: translate("Import", "Middle name"),
        ColumnField.LAST: translate("Import", "Last name"),
        ColumnField.SUFFIX: translate("Import", "After the name"),
        ColumnField.COMPANY: translate("Import", "Company"),
        ColumnField.TITLE: translate("Import", "Job title"),
        ColumnField.PHONE: translate("Import", "Phone number"),
        ColumnField.PHONE_LABEL: translate("Import", "Kind of the number"),
        ColumnField.EMAIL: translate("Import", "E-mail"),
        ColumnField.NOTE: translate("Import", "Note"),
        ColumnField.UID: translate("Import", "Id in the file"),
        ColumnField.KIND: translate("Import", "Person or company"),
    }[field]


def say_reason(reason: Reason) -> str:
    """Return why a line was left out."""
    translate = QCoreApplication.translate
    return {
        Reason.NO_NAME_AND_NO_NUMBER: translate("Import", "no name and no number"),
        Reason.UNPARSABLE: translate("Import", "cannot be read"),
        Reason.TOO_LONG: translate("Import", "too long"),
        Reason.BINARY: translate("Import", "no text"),
        Reason.DOUBLE: translate("Import", "the same as another line"),
    }[reason]


def say_file_problem(problem: FileProblem) -> str:
    """Return why a file cannot be imported, and what to do."""
    translate = QCoreApplication.translate
    return {
        FileProblem.UNREADABLE: translate("Import", "The file cannot be opened."),
        FileProblem.EMPTY: translate("Import", "The file is empty."),
        FileProblem.BINARY: translate(
            "Import", "This is no text file. Export it as CSV or vCard first."
        ),
        FileProblem.ENCODING: translate(
            "Import", "The letters cannot be read. Save the file as UTF-8."
        ),
        FileProblem.NO_CONTACTS: translate(
            "Import", "No contacts were found in this file."
        ),
    }[problem]


class ImportForm(Sheet):
    """Three steps on one sheet: look, wait, done."""

    columns_changed = Signal(object, object)
    started = Signal(object)
    cancelled = Signal()
    report_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("ImportForm", "Import contacts"),
            translate("ImportForm", "Import"),
            line=translate("ImportForm", "Nothing is taken before you say so."),
            width=_WIDTH,
            parent=parent,
        )
        self._preview: ImportPreview | None = None
        self._is_running = False
        self._boxes: list[ChoiceBox] = []
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_look())
        self._pages.addWidget(self._build_wait())
        self._pages.addWidget(self._build_done())
        self.column.addWidget(self._pages)
        self.column.addStretch(1)
        self.main.clicked.connect(self._on_main)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show what the file seems to hold; the rep corrects the columns."""
        self._preview = preview
        self.show_problem("")
        count = QLocale().toString(preview.estimated_count)
        about = self.tr("{0}: about {1} contacts")
        self.line.setText(about.format(shown(preview.path.name, 60), count))
        is_table = preview.kind is FileKind.CSV
        self._columns_head.setVisible(is_table)
        self._show_columns(preview if is_table else None)
        names = [shown(card.name) or shown(card.company) for card in preview.cards]
        names = [name for name in names if name][:_CARDS_SHOWN]
        self._cards.setText("\n".join(names))
        self._cards_head.setVisible(bool(names))
        self._pages.setCurrentIndex(0)
        self.main.setEnabled(True)
        self.fit()

    def show_file_problem(self, problem: FileProblem) -> None:
        """Say why the file cannot be taken; nothing was changed."""
        self._is_running = False
        self._columns_head.hide()
        self._cards_head.hide()
        self._pages.setCurrentIndex(0)
        self.main.setEnabled(False)
        self.line.setText(say_file_problem(problem))
        self.line.set_token(Token.BAD)
        self.fit()

    def show_progress(self, progress: ImportProgress) -> None:
        """Show how far it is."""
        locale = QLocale()
        total = max(progress.total, progress.done)
        self._figure.setText(
            self.tr("{0} of about {1} contacts").format(
                locale.toString(progress.done), locale.toString(total)
            )
        )
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(progress.done)

    def show_failed(self) -> None:
        """The import ended before its end: nothing of it is visible."""
        self._is_running = False
        self._pages.setCurrentIndex(0)
        self.main.setEnabled(True)
        self.cancel.setText(self.tr("Cancel"))
        self.show_problem(
            self.tr("The import stopped before its end. Nothing was changed.")
        )

    def show_report(self, report: ImportReport) -> None:
        """Show what came of it."""
        self._is_running = False
        locale = QLocale()
        self._done_head.setText(self.tr("%Ln contact(s) added", "", report.added))
        lines = []
        if report.updated:
            text = self.tr("%Ln known one(s) brought up to date.", "", report.updated)
            lines.append(text)
        if report.unchanged:
            lines.append(self.tr("%Ln known already.", "", report.unchanged))
        if report.rejected_count:
            text = self.tr("%Ln line(s) left out:", "", report.rejected_count)
            lines.append(text)
        for one in report.rejected[:_REJECTED_SHOWN]:
            where = self.tr("Line {0}: {1}")
            lines.append(
                where.format(locale.toString(one.line), say_reason(one.reason))
            )
        self._done.setText("\n".join(lines))
        self._save.setVisible(bool(report.rejected_count))
        self._pages.setCurrentIndex(2)
        self.main.setText(self.tr("Done"))
        self.main.setEnabled(True)
        self.cancel.hide()
        self.fit()

    def reject(self) -> None:
        if self._is_running:
            self._is_running = False
            self.cancelled.emit()
        super().reject()

    def _build_look(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self._columns_head = Words(
            self._theme, self.tr("What each column holds"), weight=SEMIBOLD
        )
        column.addWidget(self._columns_head)
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XXS)
        self._grid.setColumnMinimumWidth(0, 160)
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self._grid_holder)
        column.addSpacing(Space.S)
        self._cards_head = Words(
            self._theme, self.tr("How the first ones look"), weight=SEMIBOLD
        )
        column.addWidget(self._cards_head)
        self._cards = Words(self._theme, "", token=Token.MUTED, wraps=True)
        column.addWidget(self._cards)
        column.addStretch(1)
        return page

    def _build_wait(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._figure = Words(self._theme, "", Type.LEAD, SEMIBOLD, tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the import"))
        column.addWidget(self._figure)
        column.addWidget(self._bar)
        column.addWidget(
            Words(
                self._theme,
                self.tr("Calls are looked up and logged meanwhile."),
                token=Token.MUTED,
            )
        )
        column.addStretch(1)
        return page

    def _build_done(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._done_head = Words(self._theme, "", Type.LEAD, SEMIBOLD)
        self._done = Words(self._theme, "", token=Token.MUTED, wraps=True)
        self._save = Button(
            self._theme, text=self.tr("Save the report"), icon_name="save"
        )
        self._save.clicked.connect(self._on_save)
        column.addWidget(self._done_head)
        column.addWidget(self._done)
        column.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _show_columns(self, preview: ImportPreview | None) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = []
        if preview is None:
            return
        for place, column in enumerate(preview.columns):
            header = shown(column.header, 40) or self.tr("Column {0}").format(place + 1)
            values = [shown(row[place], 40) for row in preview.rows if len(row) > place]
            example = next((value for value in values if value), "")
            box = ChoiceBox(self._theme)
            box.setAccessibleName(self.tr("What “{0}” holds").format(header))
            for field in ColumnField:
                box.addItem(say_field(field), field)
            box.setCurrentIndex(list(ColumnField).index(column.field))
            box.activated.connect(self._on_column)
            name = ElidedLabel(self._theme)
            name.show_text(header, weight=MEDIUM)
            name.setFixedWidth(160)
            sample = ElidedLabel(self._theme)
            sample.show_text(example, Token.MUTED)
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(sample, place, 1)
            self._grid.addWidget(box, place, 2)
            self._boxes.append(box)

    def _on_column(self) -> None:
        preview = self._preview
        if preview is None:
            return
        columns = tuple(
            replace(column, field=ColumnField(box.currentData()))
            for column, box in zip(preview.columns, self._boxes, strict=True)
        )
        self._preview = replace(preview, columns=columns)
        self.columns_changed.emit(preview.path, columns)

    def _on_main(self) -> None:
        if self._pages.currentIndex() == 2:
            self.accept()
            return
        if self._preview is None or self._is_running:
            return
        self._is_running = True
        self.show_problem("")
        self._figure.setText(self.tr("Reading the file"))
        self._bar.setMaximum(0)
        self._pages.setCurrentIndex(1)
        self.main.setEnabled(False)
        self.started.emit(self._preview)
        self.fit()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.fileSelected.connect(lambda name: self.report_wanted.emit(Path(name)))
        dialog.open()


def report_text(report: ImportReport) -> str:
    """Return the rejected lines as text to save; it names lines, no people."""
    lines = [f"{one.line}\t{say_reason(one.reason)}" for one in report.rejected]
    return "\n".join(lines) + "\n"
