"""Contacts: found as the rep types, with numbers to dial and the last calls.

Signals beside those of `detail` (see ui/contact_detail.py):
    page_wanted(PageWanted)   `asked` is the text; answer with `show_page`
    detail_wanted(Contact)    answer with `show_contact`
    import_wanted(Path)       the rep chose a file; show an ImportForm with its preview
    export_wanted(Path)       write all contacts there
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QVBoxLayout, QWidget

from connectors.records import PhoneAbility
from ui.contact_detail import ContactDetail
from ui.contacts_model import ContactRowLook, ContactsModel
from ui.ghost_rows import EmptyState
from ui.paged_view import PagedView
from ui.theme import Size, Space, Theme, Token
from ui.two_columns import ListHead, Surface, TwoColumns
from ui.widgets.button import Button
from ui.widgets.search_field import SearchField
from ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from app.contact_index import ContactPage
    from app.snapshot import CallRow, Status
    from connectors.records import Contact
    from ui.paged_model import PageWanted


class ContactsPage(QWidget):
    """The list of contacts beside the chosen one."""

    page_wanted = Signal(object)
    detail_wanted = Signal(object)
    import_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.model = ContactsModel(self)
        self.view = PagedView(self.model)
        self.view.setItemDelegate(ContactRowLook(theme, self))
        self.view.setAccessibleName(self.tr("Contacts"))
        self.detail = ContactDetail(theme, now)
        self.field = SearchField(theme, self.tr("Search name, company or number"))
        self.import_ = Button(
            theme, text=self.tr("Import"), icon_name="upload", small=True
        )
        self.export = Button(
            theme, text=self.tr("Export"), icon_name="download", small=True
        )
        for button in (self.import_, self.export):
            button.setFixedHeight(Size.SMALL_BUTTON)
        self._nothing = Words(theme, "", token=Token.MUTED, wraps=True)
        self._empty = EmptyState(theme, ("user", "user", "building-2"))
        self._lay_out()
        self._connect()

    def start(self) -> None:
        """Ask for the first page."""
        self.model.ask(self._text)

    reload = start

    def show_page(self, wanted: PageWanted, page: ContactPage) -> None:
        """Take rows: the answer to `page_wanted`."""
        self.model.show_contacts(wanted, page)
        nothing = self.model.is_complete and not self.model.rowCount()
        self._stack.setCurrentIndex(1 if nothing and not self._text else 0)
        self._nothing.setText(
            self.tr("No contact has “{0}” in its name, company or number.").format(
                self._text
            )
        )
        self._nothing.setVisible(nothing)
        self.view.setVisible(not nothing)

    def show_contact(self, contact: Contact, calls: Sequence[CallRow]) -> None:
        """Take a contact with its calls: the answer to `detail_wanted`."""
        self.detail.show_contact(contact, calls)

    def show_status(self, status: Status) -> None:
        """Take whether a phone can dial."""
        can_dial = any(
            PhoneAbility.DIAL in source.abilities and source.is_up is not False
            for source in status.sources
        )
        self.detail.set_can_dial(can_dial=can_dial)

    def search(self, text: str) -> None:
        """Search as if the rep had typed it."""
        self.field.setText(text)
        self._on_searched(text)

    def choose_file(self) -> None:
        """Ask which file to import."""
        dialog = self._file_dialog(self.tr("Import contacts"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Contacts (*.csv *.tsv *.txt *.vcf)"))
        dialog.fileSelected.connect(lambda name: self.import_wanted.emit(Path(name)))
        dialog.open()

    def choose_target(self) -> None:
        """Ask where to export to."""
        dialog = self._file_dialog(self.tr("Export contacts"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table (*.csv)"), self.tr("vCard (*.vcf)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("vcf" if "vcf" in chosen else "csv")
        )
        dialog.fileSelected.connect(lambda name: self.export_wanted.emit(Path(name)))
        dialog.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _lay_out(self) -> None:
        head = ListHead(self._theme, self.tr("Contacts"), self.import_, self.export)
        head.add(self.field)
        left = Surface(self._theme, has_line=True)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self._nothing.setContentsMargins(Space.M, Space.M, Space.M, 0)
        self._nothing.hide()
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self.columns = TwoColumns(self._theme, left, self.detail)
        empty_page = Surface(self._theme)
        empty_column = QVBoxLayout(empty_page)
        empty_column.setContentsMargins(0, 0, 0, 0)
        empty_column.addWidget(ListHead(self._theme, self.tr("Contacts")))
        empty_column.addWidget(self._empty, 1)
        self._empty.show_empty(
            self.tr("Your contacts will appear here"),
            self.tr(
                "Import a file from your address book, and a name shows when the phone "
                "rings. CSV and vCard are read; you see what is taken before."
            ),
            self.tr("Import contacts"),
            "upload",
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.columns)
        self._stack.addWidget(empty_page)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.model.page_wanted.connect(self.page_wanted)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self._on_opened)
        self.field.searched.connect(self._on_searched)
        self.import_.clicked.connect(self.choose_file)
        self.export.clicked.connect(self.choose_target)
        self._empty.step_chosen.connect(self.choose_file)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(
            lambda: self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        )

    def _on_searched(self, text: str) -> None:
        self._text = text
        self.model.ask(text)

    def _on_chosen(self, key: str) -> None:
        row = self.model.row_of(self.model.find(key).row())
        if row is not None:
            self.detail.show_contact(row, ())
            self.detail_wanted.emit(row)

    def _on_opened(self, key: str) -> None:
        self._on_chosen(key)
        self.columns.show_detail()
