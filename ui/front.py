"""The main window with its parts: made when wanted, each signal connected once.

A page and all that is imported for it alone waits until the rep goes there.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, cast

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
from ui.part import Part
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.companion import Companion
    from app.contact_import import ImportPreview, ImportReport
    from app.csv_columns import Column
    from app.settings import PhoneChoice
    from app.snapshot import CallFilter
    from app.tasks import Tasks
    from app.vault import Secret
    from connectors.records import Contact
    from ui.connections_page import ConnectionsPage
    from ui.contacts_page import ContactsPage
    from ui.diagnostics_page import DiagnosticsPage
    from ui.first_light import FirstLight
    from ui.import_form import ImportForm
    from ui.paged_model import PageWanted
    from ui.recovery_form import RecoveryForm
    from ui.settings_page import SettingsPage
    from ui.test_call import TestCallSteps

CALLS_OF_CONTACT = 20


class Front:
    """The window side of the companion, while there is a window."""

    def __init__(self, companion: Companion, first: FirstLight, tasks: Tasks) -> None:
        self._companion = companion
        self._tasks = tasks
        theme, now = first.theme, first.clock.now
        self._theme, self._now = theme, now
        self._import: asyncio.Task[object] | None = None
        self._off: list[Callable[[], None]] = []
        self._steps: TestCallSteps | None = None
        self.window = Window(theme, now, self._make, has_tray=first.tray.is_available)
        self.window.fix_chosen.connect(self._fix)
        self._off.append(companion.status.subscribe(self.window.show_status))

    @property
    def calls(self) -> CallsPage:
        return cast("CallsPage", self.window.page(Part.CALLS))

    @property
    def contacts(self) -> ContactsPage:
        return cast("ContactsPage", self.window.page(Part.CONTACTS))

    @property
    def settings(self) -> SettingsPage:
        return cast("SettingsPage", self.window.page(Part.SETTINGS))

    @property
    def diagnostics(self) -> DiagnosticsPage:
        return cast("DiagnosticsPage", self.window.page(Part.DIAGNOSTICS))

    def _make(self, part: Part) -> QWidget:
        match part:
            case Part.CALLS:
                return self._calls_page()
            case Part.CONTACTS:
                return self._contacts_page()
            case Part.CONNECTIONS:
                return self._connections_page()
            case Part.SETTINGS:
                return self._settings_page()
            case Part.DIAGNOSTICS:
                return self._diagnostics_page()

    def close(self) -> None:
        """Take the window away, for good or to make it anew in another language."""
        self._steps = None
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

    def pop_shown(self, key: str) -> None:
        """Tell whoever watches a test call that its card was painted."""
        if self._steps:
            self._steps.pop_shown(key)

    def log_call(self) -> None:
        """Ask for a call that was made on another phone."""
        from ui.log_call_form import LogCallForm  # noqa: PLC0415  # see above

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

    def _calls_page(self) -> CallsPage:
        page = CallsPage(self._theme, self._now)
        to, start = self._companion, self._tasks.starter
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
        self._off.append(to.status.subscribe(page.show_status))
        self._off.append(to.list_changed.subscribe(page.reload))
        page.start()
        return page

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

    # Contacts

    def _contacts_page(self) -> ContactsPage:
        from ui.contacts_page import ContactsPage  # noqa: PLC0415  # see above

        page, start = ContactsPage(self._theme, self._now), self._tasks.starter
        page.page_wanted.connect(start("list contacts", self._list_contacts))
        page.detail_wanted.connect(start("read a contact", self._read_contact))
        page.import_wanted.connect(start("look at a file", self._preview))
        page.export_wanted.connect(
            start("export contacts", self._companion.export_contacts)
        )
        page.detail.dial_wanted.connect(start("dial", self._companion.dial))
        page.detail.call_chosen.connect(self.show_call)
        page.detail.open_wanted.connect(_open_address)
        self._off.append(self._companion.status.subscribe(page.show_status))
        page.start()
        return page

    async def _list_contacts(self, wanted: PageWanted) -> None:
        page = await self._companion.list_contacts(
            str(wanted.asked), wanted.cursor, wanted.limit
        )
        self.contacts.show_page(wanted, page)

    async def _read_contact(self, contact: Contact) -> None:
        calls = await self._companion.calls_with(contact, CALLS_OF_CONTACT)
        self.contacts.show_contact(contact, calls)

    async def _preview(self, path: Path) -> None:
        from ui.import_form import ImportForm  # noqa: PLC0415  # see above

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
            from ui.import_form import say_file_problem  # noqa: PLC0415  # see above

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

    def _connections_page(self) -> ConnectionsPage:
        from ui.connections_page import ConnectionsPage  # noqa: PLC0415  # see above

        to, start = self._companion, self._tasks.starter
        page = ConnectionsPage(self._theme, self._now, to.phone_manifests())
        page.phone_saved.connect(start("save a phone", self._save_phone))
        page.phone_removed.connect(
            start("remove a phone", self._companion.remove_phone)
        )
        page.reconnect_wanted.connect(start("reconnect", self._companion.reconnect))
        page.import_wanted.connect(self._choose_contact_file)
        page.hook.show_address(to.hook_address())
        self._off.append(
            to.settings.subscribe(lambda new: page.show_phones(new.settings.phones))
        )
        self._off.append(to.status.subscribe(page.show_status))
        return page

    def _choose_contact_file(self) -> None:
        self.contacts.choose_file()

    async def _save_phone(
        self, choice: PhoneChoice, secrets: dict[str, Secret]
    ) -> None:
        await self._companion.add_phone(choice, secrets)

    # Settings

    def _settings_page(self) -> SettingsPage:
        from ui.settings_page import SettingsPage  # noqa: PLC0415  # see above

        page, start = SettingsPage(self._theme), self._tasks.starter
        page.setting_changed.connect(start("change a setting", self._change_setting))
        page.backup_wanted.connect(start("back up", self._back_up))
        page.restore_wanted.connect(start("restore", self._restore))
        page.recovery_code_wanted.connect(self._show_code)
        page.unignore_wanted.connect(start("mind a number", self._mind))
        to = self._companion
        self._off.append(to.settings.subscribe(page.show_settings))
        for feed in (to.status, to.list_changed):
            off = feed.subscribe(lambda _: page.show_ignored(to.ignored_numbers()))
            self._off.append(off)
        return page

    async def _mind(self, party: str) -> None:
        await self._companion.unignore(party)
        self.settings.show_ignored(self._companion.ignored_numbers())

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
        from ui.recovery_form import CodeSheet  # noqa: PLC0415  # see above

        if code := self._companion.recovery_code():
            CodeSheet(self._theme, code, self.window).open()

    def _ask_code(
        self, use: Callable[[RecoveryForm, str], Coroutine[object, object, object]]
    ) -> None:
        from ui.recovery_form import RecoveryForm  # noqa: PLC0415  # see above

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

    def _diagnostics_page(self) -> DiagnosticsPage:
        from ui.diagnostics_page import DiagnosticsPage  # noqa: PLC0415  # see above

        page, start = DiagnosticsPage(self._theme), self._tasks.starter
        page.test_call_wanted.connect(start("test call", self._companion.test_call))
        page.look_wanted.connect(start("examine", self._examine))
        page.logs_wanted.connect(
            lambda: QDesktopServices.openUrl(
                QUrl.fromLocalFile(str(self._companion.home))
            )
        )
        self._steps = page.steps
        self._off.append(self._companion.calls.subscribe(page.steps.follow))
        return page

    async def _examine(self) -> None:
        checks = await self._companion.doctor(qt=qVersion())
        self.diagnostics.show_checks(checks, self._companion.report_text(checks))


def _write_report(path: Path, report: ImportReport) -> None:
    from ui.import_form import report_text  # noqa: PLC0415  # see above

    path.write_text(report_text(report), "utf-8")


def _open_address(url: str) -> None:
    with suppress(ValueError):
        address = QUrl(url)
        if address.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(address)
