"""The main window with its parts: made when wanted, each signal connected once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices

from app.backup import NeedsCodeError
from app.contact_file import ContactFileError
from app.contact_import import ImportFailedError
from app.recovery_code import BadCodeError
from app.settings import SettingError
from app.store_key import WrongCodeError
from ui.calls_model import CallsAsked
from ui.calls_page import CallsPage
from ui.connections_page import ConnectionsPage
from ui.contacts_page import ContactsPage
from ui.diagnostics_page import DiagnosticsPage
from ui.import_form import ImportForm, report_text, say_file_problem
from ui.log_call_form import LogCallForm
from ui.part import Part
from ui.recovery_form import CodeSheet, RecoveryForm
from ui.settings_page import SettingsPage
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from app.companion import Companion
    from app.contact_import import ImportPreview, ImportReport
    from app.csv_columns import Column
    from app.settings import PhoneChoice
    from app.snapshot import CallFilter, Status
    from app.tasks import Tasks
    from app.vault import Secret
    from connectors.records import Contact
    from ui.first_light import FirstLight
    from ui.paged_model import PageWanted

CALLS_OF_CONTACT = 20


class Front:
    """The window side of the companion, while there is a window."""

    def __init__(self, companion: Companion, first: FirstLight, tasks: Tasks) -> None:
        self._companion = companion
        self._tasks = tasks
        theme, now = first.theme, first.clock.now
        self._theme, self._now = theme, now
        self.calls = CallsPage(theme, now)
        self.contacts = ContactsPage(theme, now)
        self.connections = ConnectionsPage(theme, now, companion.phone_manifests())
        self.settings = SettingsPage(theme)
        self.diagnostics = DiagnosticsPage(theme)
        self.window = Window(
            theme,
            now,
            {
                Part.CALLS: self.calls,
                Part.CONTACTS: self.contacts,
                Part.CONNECTIONS: self.connections,
                Part.SETTINGS: self.settings,
                Part.DIAGNOSTICS: self.diagnostics,
            },
            has_tray=first.tray.is_available,
        )
        self._import: asyncio.Task[object] | None = None
        self._off: list[Callable[[], None]] = []
        self._connect_calls()
        self._connect_contacts()
        self._connect_connections()
        self._connect_settings()
        self._connect_diagnostics()
        self._off = [
            companion.status.subscribe(self._show_status),
            companion.list_changed.subscribe(self._on_list_changed),
            companion.settings.subscribe(self.settings.show_settings),
            companion.calls.subscribe(self.diagnostics.steps.follow),
        ]
        self.window.fix_chosen.connect(self._fix)
        self.calls.start()
        self.contacts.start()

    def close(self) -> None:
        """Take the window away, for good or to make it anew in another language."""
        for unsubscribe in self._off:
            unsubscribe()
        self.window.hide()
        self.window.deleteLater()

    def show_call(self, key: str) -> None:
        """Show one call."""
        self.window.show_part(Part.CALLS)
        self.calls.go_to_call(key)
        self.window.bring_up()

    def show_calls(self, shown: CallFilter) -> None:
        """Show the list of calls through a filter."""
        self.window.show_part(Part.CALLS)
        self.calls.set_filter(shown)
        self.window.bring_up()

    def find_number(self, number: str) -> None:
        """Show the contacts that have a number."""
        self.window.show_part(Part.CONTACTS)
        self.contacts.search(number)
        self.window.bring_up()

    def log_call(self) -> None:
        """Ask for a call that was made on another phone."""
        cards = self._companion
        form = LogCallForm(
            self._theme, self._now, cards.dispositions(), parent=self.window
        )
        start = self._tasks.starter
        form.logged.connect(start("log a call", self._companion.log_call))
        form.contact_searched.connect(
            start("search for the form", lambda text: self._find(text, form.show_found))
        )
        form.open()

    async def _find(
        self, text: str, show: Callable[[tuple[Contact, ...]], object]
    ) -> None:
        show(await self._companion.search_contacts(text))

    # Calls

    def _connect_calls(self) -> None:
        page, to, start = self.calls, self._companion, self._tasks.starter
        page.page_wanted.connect(start("list calls", self._list_calls))
        page.detail_wanted.connect(start("read a call", self._read_call))
        page.log_call_wanted.connect(self.log_call)
        page.test_call_wanted.connect(start("test call", to.test_call))
        page.connections_wanted.connect(lambda: self.window.show_part(Part.CONNECTIONS))
        for view in (page, page.detail):
            view.call_back_wanted.connect(start("call back", to.call_back))
            view.private_changed.connect(start("make private", self._set_private))
            view.discarded.connect(start("discard", to.discard))
            view.undo_discard_wanted.connect(start("undo discard", to.undo_discard))
            view.retried.connect(start("retry", to.retry))
        detail = page.detail
        detail.draft_changed.connect(start("keep a draft", to.save_draft))
        detail.wrapped_up.connect(start("save a call", to.wrap_up))
        detail.contact_chosen.connect(start("choose a contact", to.choose_contact))
        detail.ignore_changed.connect(start("ignore a number", self._set_ignored))
        detail.contact_searched.connect(
            start("search", lambda text: self._find(text, detail.show_found))
        )
        detail.open_wanted.connect(_open_address)

    async def _list_calls(self, wanted: PageWanted) -> None:
        asked = wanted.asked
        if not isinstance(asked, CallsAsked):
            return
        page = await self._companion.list_calls(
            asked.filter, asked.text, wanted.cursor, wanted.limit
        )
        self.calls.show_page(wanted, page)

    async def _read_call(self, key: str) -> None:
        if detail := await self._companion.get_call(key):
            self.calls.show_call(detail)

    async def _set_private(self, key: str, is_private: object) -> None:
        await self._companion.set_private(key, on=bool(is_private))

    async def _set_ignored(self, key: str, is_ignored: object) -> None:
        if is_ignored:
            await self._companion.ignore_number(key)
        else:
            await self._companion.unignore_number(key)

    def _on_list_changed(self, key: str) -> None:
        self.calls.reload(key)

    def _show_status(self, status: Status) -> None:
        self.window.show_status(status)
        self.calls.show_status(status)
        self.contacts.show_status(status)
        self.connections.show_status(status)

    # Contacts

    def _connect_contacts(self) -> None:
        page, start = self.contacts, self._tasks.starter
        page.page_wanted.connect(start("list contacts", self._list_contacts))
        page.detail_wanted.connect(start("read a contact", self._read_contact))
        page.import_wanted.connect(start("look at a file", self._preview))
        page.export_wanted.connect(
            start("export contacts", self._companion.export_contacts)
        )
        page.detail.dial_wanted.connect(start("dial", self._companion.dial))
        page.detail.call_chosen.connect(self.show_call)
        page.detail.open_wanted.connect(_open_address)

    async def _list_contacts(self, wanted: PageWanted) -> None:
        page = await self._companion.list_contacts(
            str(wanted.asked), wanted.cursor, wanted.limit
        )
        self.contacts.show_page(wanted, page)

    async def _read_contact(self, contact: Contact) -> None:
        calls = await self._companion.calls_with(contact, CALLS_OF_CONTACT)
        self.contacts.show_contact(contact, calls)

    async def _preview(self, path: Path) -> None:
        form = ImportForm(self._theme, self.window)
        start = self._tasks.starter
        form.columns_changed.connect(
            start("look at a file", lambda p, c: self._preview_into(form, p, c))
        )
        form.started.connect(
            start("import contacts", lambda plan: self._run_import(form, plan))
        )
        form.cancelled.connect(self._cancel_import)
        form.open()
        await self._preview_into(form, path)

    async def _preview_into(
        self, form: ImportForm, path: Path, columns: tuple[Column, ...] | None = None
    ) -> None:
        try:
            form.show_preview(await self._companion.preview_import(path, columns))
        except ContactFileError as problem:
            form.show_problem(say_file_problem(problem.problem))

    async def _run_import(self, form: ImportForm, plan: ImportPreview) -> None:
        self._import = asyncio.current_task()
        try:
            report = await self._companion.import_contacts(plan, form.show_progress)
        except ImportFailedError:
            form.show_failed()
        else:
            form.report_wanted.connect(lambda path: _write_report(path, report))
            form.show_report(report)
            self.contacts.reload()
        finally:
            self._import = None

    def _cancel_import(self) -> None:
        if self._import:
            self._import.cancel()

    # Connections

    def _connect_connections(self) -> None:
        page, start = self.connections, self._tasks.starter
        page.phone_saved.connect(start("save a phone", self._save_phone))
        page.phone_removed.connect(
            start("remove a phone", self._companion.remove_phone)
        )
        page.reconnect_wanted.connect(start("reconnect", self._companion.reconnect))
        page.import_wanted.connect(self.contacts.choose_file)

    async def _save_phone(
        self, choice: PhoneChoice, secrets: dict[str, Secret]
    ) -> None:
        await self._companion.add_phone(choice, secrets)

    # Settings

    def _connect_settings(self) -> None:
        page, start = self.settings, self._tasks.starter
        page.setting_changed.connect(start("change a setting", self._change_setting))
        page.backup_wanted.connect(start("back up", self._back_up))
        page.restore_wanted.connect(start("restore", self._restore))
        page.recovery_code_wanted.connect(self._show_code)

    async def _change_setting(self, name: str, value: object) -> None:
        try:
            await self._companion.change_setting(name, value)
        except SettingError as problem:
            self.settings.show_problem(name, problem.allowed)

    async def _back_up(self, path: Path) -> None:
        await self._companion.backup(path)

    async def _restore(self, path: Path, code: str | None = None) -> None:
        try:
            await self._companion.restore(path, code)
        except NeedsCodeError:
            self._ask_code(lambda form, text: self._restore_with(form, path, text))

    async def _restore_with(self, form: RecoveryForm, path: Path, code: str) -> None:
        await self._with_code(form, self._companion.restore(path, code))

    def _show_code(self) -> None:
        if code := self._companion.recovery_code():
            CodeSheet(self._theme, code, self.window).open()

    def _ask_code(
        self, use: Callable[[RecoveryForm, str], Coroutine[object, object, object]]
    ) -> None:
        form = RecoveryForm(self._theme, self.window)
        form.code_given.connect(
            self._tasks.starter("use a code", lambda text: use(form, text))
        )
        form.open()

    async def _with_code(
        self, form: RecoveryForm, work: Coroutine[object, object, object]
    ) -> None:
        try:
            await work
        except BadCodeError as problem:
            form.show_wrong(problem.length)
        except WrongCodeError:
            form.show_wrong()
        else:
            form.accept()

    def _fix(self, code: str) -> None:
        """Take the next step that a banner offers."""
        to, start = self._companion, self._tasks.start
        match code:
            case "keyring-locked":
                start("unlock", to.unlock_keyring())
            case "keyring-appeared":
                start("lock the files", to.encrypt())
            case "key-lost" | "key-wrong" | "keyring-reset":
                self._ask_code(
                    lambda form, text: self._with_code(form, to.recover(text))
                )
            case "store-broken":
                self.window.show_part(Part.SETTINGS)

    # Diagnostics

    def _connect_diagnostics(self) -> None:
        page, start = self.diagnostics, self._tasks.starter
        page.test_call_wanted.connect(start("test call", self._companion.test_call))
        page.look_wanted.connect(start("examine", self._examine))
        page.logs_wanted.connect(
            lambda: QDesktopServices.openUrl(
                QUrl.fromLocalFile(str(self._companion.home))
            )
        )

    async def _examine(self) -> None:
        checks = await self._companion.doctor(qt=qVersion())
        self.diagnostics.show_checks(checks, self._companion.report_text(checks))


def _write_report(path: Path, report: ImportReport) -> None:
    path.write_text(report_text(report), "utf-8")


def _open_address(url: str) -> None:
    with suppress(ValueError):
        address = QUrl(url)
        if address.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(address)
