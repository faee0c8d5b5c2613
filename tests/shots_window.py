"""Pictures of the window, to look at: `python -m tests.shots_window [names]`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.contact_index import ContactPage
from app.snapshot import CallFilter, CallPage, Status
from tests.ui import samples
from ui.calls_model import CallsAsked
from ui.calls_page import CallsPage
from ui.connections_page import ConnectionsPage
from ui.contacts_page import ContactsPage
from ui.crash_form import CrashForm
from ui.diagnostics_page import DiagnosticsPage
from ui.first_light import hear_qt
from ui.first_run import FirstRun
from ui.import_form import ImportForm
from ui.language import Language
from ui.log_call_form import LogCallForm
from ui.part import Part
from ui.phone_form import PhoneForm
from ui.recovery_form import RecoveryForm
from ui.settings_page import SettingsPage
from ui.theme import Scheme, Theme
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.paged_model import PageWanted

FOLDER = Path("build/shots/window")


def whole_window(
    theme: Theme,
    *,
    part: Part = Part.CALLS,
    status: Status = samples.BUSY,
    chosen: str = "c1",
    empty: bool = False,
) -> Window:
    """Return the window with a day of calls and everything else."""
    page = CallsPage(theme, samples.now)
    rows = () if empty else samples.day_rows()

    def answer(wanted: PageWanted) -> None:
        assert isinstance(wanted.asked, CallsAsked)
        if wanted.asked.filter is CallFilter.NEEDS_YOU:
            page.show_page(wanted, samples.page(() if empty else samples.needs_rows()))
        else:
            page.show_page(wanted, CallPage(rows, None, len(rows)))

    page.page_wanted.connect(answer)
    details = {"c0": samples.needs_detail()}
    page.detail_wanted.connect(
        lambda key: page.show_call(details.get(key) or samples.detail(key))
    )
    people = ContactsPage(theme, samples.now)
    known = () if empty else samples.people()
    people.page_wanted.connect(
        lambda wanted: people.show_page(wanted, ContactPage(known, None))
    )
    people.detail_wanted.connect(
        lambda contact: people.show_contact(contact, samples.day_rows()[:3])
    )
    connections = ConnectionsPage(theme, samples.now, samples.manifests())
    settings = SettingsPage(theme)
    settings.show_settings(samples.loaded())
    settings.show_ignored(("+442079460958", "204"))
    diagnostics = DiagnosticsPage(theme)
    diagnostics.show_checks(samples.checks(), "report")
    diagnostics.steps.show_source(samples.BARESIP)
    parts: dict[Part, QWidget] = {
        Part.CALLS: page,
        Part.CONTACTS: people,
        Part.CONNECTIONS: connections,
        Part.SETTINGS: settings,
        Part.DIAGNOSTICS: diagnostics,
    }
    window = Window(theme, samples.now, parts.__getitem__)
    page.start()
    people.start()
    for shown in (page, people, connections):
        shown.show_status(status)
    window.show_status(status)
    if chosen and not empty:
        page.go_to_call(chosen)
    if known:
        people.view.choose(people.model.key_of(known[0]))
    window.show_part(part)
    for one in parts.values():
        if one.parent() is None:  # else Python lets go of it whenever it likes
            one.setParent(window)
            one.hide()
    return window


def softphone(theme: Theme) -> Window:
    """Return Connections with what a softphone is told to do."""
    status = replace(samples.FINE, sources=(samples.HOOK,))
    window = whole_window(theme, part=Part.CONNECTIONS, status=status)
    page = window.page(Part.CONNECTIONS)
    assert isinstance(page, ConnectionsPage)
    page.hook.show_address("http://127.0.0.1:43113/v1/event/ringing?token=secret")
    page.view.choose("phone:hook")
    return window


def first_run(theme: Theme) -> FirstRun:
    """Return the first run, half done."""
    page = FirstRun(theme, samples.manifests())
    page.show_settings(samples.loaded().settings)
    page.show_status(samples.FINE)
    page.show_code("7KQF-2MXA-9TRD-W4HE-C6NB-P3VJ-8YKS-5GHT")
    return page


def import_form(theme: Theme) -> ImportForm:
    """Return the import, looking at a file."""
    form = ImportForm(theme)
    form.show_preview(samples.preview())
    return form


def import_done(theme: Theme) -> ImportForm:
    """Return the import, done."""
    form = ImportForm(theme)
    form.show_preview(samples.preview())
    form.show_report(samples.report())
    return form


def phone_form(theme: Theme) -> PhoneForm:
    """Return the form for a phone system."""
    return PhoneForm(theme, samples.manifests()["asterisk"])


def log_call_form(theme: Theme) -> LogCallForm:
    """Return the form for a call on another phone."""
    return LogCallForm(theme, samples.now, samples.DISPOSITIONS)


def shots() -> dict[str, Callable[[Theme], QWidget]]:
    """Return every picture by its name."""

    def of(part: Part, **more: Any) -> Callable[[Theme], QWidget]:
        return lambda theme: whole_window(theme, part=part, **more)

    return {
        "calls": of(Part.CALLS),
        "calls-needs-you": of(Part.CALLS, chosen="c0"),
        "calls-private": of(Part.CALLS, chosen="c7"),
        "calls-empty": of(Part.CALLS, status=samples.FINE, empty=True),
        "contacts": of(Part.CONTACTS),
        "contacts-empty": of(Part.CONTACTS, empty=True),
        "connections": of(Part.CONNECTIONS, status=samples.TROUBLED),
        "softphone": softphone,
        "settings": of(Part.SETTINGS),
        "diagnostics": of(Part.DIAGNOSTICS),
        "first-run": first_run,
        "import": import_form,
        "import-done": import_done,
        "phone-form": phone_form,
        "log-call": log_call_form,
        "recovery": RecoveryForm,
        "crash": lambda theme: CrashForm(theme, samples.CRASH),
    }


def take(widget: QWidget, name: str, size: QSize | None = None) -> None:
    """Write one picture."""
    if size is not None:
        widget.resize(size)
    widget.show()
    app = QApplication.instance()
    assert app is not None
    for _ in range(5):
        app.processEvents()
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(FOLDER / f"{name}.png"))
    # no event loop runs here, and pages that are not shown have no window: they would
    # pile up, and each be styled anew with every change of colours
    for one in QApplication.topLevelWidgets():
        one.hide()
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> None:
    hear_qt()
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    language = Language(app)
    language.speak("en")
    theme = Theme()
    theme.apply(app)
    wanted = sys.argv[1:]
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.choose(scheme)
        for name, build in shots().items():
            if not wanted or any(name.startswith(one) for one in wanted):
                take(build(theme), f"{name}-{scheme}")
    theme.choose(Scheme.LIGHT)
    if not wanted or "narrow" in wanted:
        take(whole_window(theme), "calls-narrow-light", QSize(680, 800))
    language.speak("de")
    for name, build in shots().items():
        if not wanted or "de" in wanted:
            take(build(theme), f"{name}-de")


if __name__ == "__main__":
    main()
