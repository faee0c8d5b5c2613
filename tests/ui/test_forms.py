"""The window's forms: they ask little, say what is wrong, and tell the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from app.contact_file import FileProblem
from app.contact_import import ImportProgress
from app.crash import CrashReport
from app.csv_columns import Field
from app.settings import OwnLine, PhoneChoice
from app.snapshot import EntryState, ManualCall
from connectors.records import CallResult
from tests.ui import samples
from tests.ui.window_kit import heard_of
from ui.connections_page import ConnectionsPage
from ui.crash_form import CrashForms
from ui.diagnostics_page import DiagnosticsPage
from ui.first_run import FirstRun
from ui.hook_address import HookAddress
from ui.import_form import ImportForm, report_text
from ui.log_call_form import LogCallForm
from ui.phone_form import PhoneForm
from ui.recovery_code import RecoveryCode
from ui.recovery_form import RecoveryForm
from ui.region_box import RegionBox
from ui.settings_page import SettingsPage
from ui.test_call import CallStep, TestCallSteps
from ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def theme(qapp: object) -> Iterator[Theme]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield Theme()
    QLocale.setDefault(before)


def words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def press(widget: QWidget, text: str) -> None:
    buttons = widget.findChildren(QAbstractButton)
    next(one for one in buttons if one.text() == text and one.isVisible()).click()


def test_a_call_without_number_or_contact_is_not_logged(
    qtbot: QtBot, theme: Theme
) -> None:
    form = LogCallForm(theme, samples.now)
    qtbot.addWidget(form)
    heard = heard_of(form, ("logged",))
    form.show()

    form.main.click()

    assert heard == []
    assert "Type a number or choose a contact." in words(form)


def test_a_call_on_another_phone_is_told_whole(qtbot: QtBot, theme: Theme) -> None:
    form = LogCallForm(theme, samples.now, samples.DISPOSITIONS)
    qtbot.addWidget(form)
    heard = heard_of(form, ("logged",))
    form.show()

    form.take_contact(samples.contact())
    form.minutes.setValue(12)
    form.note.setPlainText("Met at the fair")
    form.outcomes.press(0)
    form.main.click()

    call = heard[0][1]
    assert isinstance(call, ManualCall)
    assert call.number_raw == "+44 20 7946 0182"
    assert (call.talk_s, call.result) == (720, CallResult.ANSWERED)
    assert call.wrap_up.note == "Met at the fair"
    assert call.wrap_up.disposition == "1"
    assert call.started_at <= samples.NOW


def test_a_phone_form_names_what_is_needed(qtbot: QtBot, theme: Theme) -> None:
    form = PhoneForm(theme, samples.manifests()["asterisk"])
    qtbot.addWidget(form)
    heard = heard_of(form, ("saved",))
    form.show()

    form.main.click()

    assert heard == []
    assert words(form).count("This is needed.") == 3


def test_a_secret_is_masked_and_goes_apart_from_the_settings(
    qtbot: QtBot, theme: Theme
) -> None:
    form = PhoneForm(theme, samples.manifests()["asterisk"], accounts=("asterisk",))
    qtbot.addWidget(form)
    heard = heard_of(form, ("saved",))
    form.show()
    for name, text in (("host", "pbx"), ("username", "maya"), ("secret", "s3cret")):
        field = form.control(name)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    secret = form.control("secret")
    assert isinstance(secret, QLineEdit)

    form.main.click()

    assert secret.echoMode() is QLineEdit.EchoMode.Password
    _, choice, secrets = heard[0]
    assert isinstance(choice, PhoneChoice)
    assert choice.account == "asterisk-2"
    assert choice.settings["host"] == "pbx"
    assert "secret" not in choice.settings
    assert isinstance(secrets, dict)
    assert secrets["secret"].get_secret_value() == "s3cret"


def test_a_kept_secret_need_not_be_typed_again(qtbot: QtBot, theme: Theme) -> None:
    choice = PhoneChoice("asterisk", "pbx", settings={"host": "a", "username": "b"})
    form = PhoneForm(theme, samples.manifests()["asterisk"], choice)
    qtbot.addWidget(form)
    heard = heard_of(form, ("saved",))
    form.show()

    form.main.click()

    assert heard[0][2] == {}


def test_a_column_can_be_corrected_before_anything_is_taken(
    qtbot: QtBot, theme: Theme
) -> None:
    form = ImportForm(theme)
    qtbot.addWidget(form)
    heard = heard_of(form, ("columns_changed", "started"))
    form.show_preview(samples.preview())
    form.show()
    chosen = next(
        one
        for one in form.findChildren(QWidget)
        if one.accessibleName() == "What “Shoe size” holds"
    )

    chosen.setCurrentIndex(list(Field).index(Field.NOTE))  # type: ignore[attr-defined]
    chosen.activated.emit(0)  # type: ignore[attr-defined]

    name, _path, columns = heard[0]
    assert name == "columns_changed"
    assert isinstance(columns, tuple)
    assert columns[-1].field is Field.NOTE


def test_an_import_tells_how_far_it_is_and_what_it_left_out(
    qtbot: QtBot, theme: Theme
) -> None:
    form = ImportForm(theme)
    qtbot.addWidget(form)
    heard = heard_of(form, ("started", "cancelled"))
    form.show_preview(samples.preview())
    form.show()

    form.main.click()
    form.show_progress(ImportProgress(31_480, 48_210))
    assert "31,480 of about 48,210 contacts" in words(form)
    form.show_report(samples.report())

    assert "Line 4,711: cannot be read" in "\n".join(words(form))
    assert report_text(samples.report()).splitlines()[0].startswith("12\t")
    assert [told[0] for told in heard] == ["started"]


def test_an_import_that_runs_can_be_cancelled(qtbot: QtBot, theme: Theme) -> None:
    form = ImportForm(theme)
    qtbot.addWidget(form)
    heard = heard_of(form, ("started", "cancelled"))
    form.show_preview(samples.preview())
    form.show()

    form.main.click()
    form.cancel.click()

    assert [told[0] for told in heard] == ["started", "cancelled"]


@pytest.mark.parametrize("problem", list(FileProblem))
def test_a_file_that_cannot_be_read_says_why(
    qtbot: QtBot, theme: Theme, problem: FileProblem
) -> None:
    form = ImportForm(theme)
    qtbot.addWidget(form)
    form.show()

    form.show_file_problem(problem)

    assert not form.main.isEnabled()
    assert any(text.endswith(".") for text in words(form))


def test_a_setting_is_told_at_once(qtbot: QtBot, theme: Theme) -> None:
    page = SettingsPage(theme)
    qtbot.addWidget(page)
    page.show_settings(samples.loaded())
    heard = heard_of(page, ("setting_changed",))
    page.show()

    page.lines.value.setText("+49 30 23125 660")
    page.lines.take.click()

    name, dotted, lines = heard[0]
    assert (name, dotted) == ("setting_changed", "own_lines")
    assert isinstance(lines, tuple)
    assert OwnLine("+49 30 23125 660", "") in lines


def test_what_the_admin_fixed_is_shown_as_fixed(qtbot: QtBot, theme: Theme) -> None:
    page = SettingsPage(theme)
    qtbot.addWidget(page)

    page.show_settings(samples.loaded())
    page.show()

    assert words(page).count("Set by your administrator.") == 1
    fixed = [
        one for one in page.findChildren(QWidget) if one.accessibleName() == "Corner"
    ]
    assert fixed
    assert not fixed[0].isEnabled()


def test_quiet_hours_come_and_go_as_a_whole(qtbot: QtBot, theme: Theme) -> None:
    page = SettingsPage(theme)
    qtbot.addWidget(page)
    page.show_settings(samples.loaded())
    heard = heard_of(page, ("setting_changed",))
    page.show()

    page.quiet.click()

    assert heard == [("setting_changed", "pop.quiet_hours", None)]


def test_restoring_asks_before_it_does(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    page = SettingsPage(theme)
    qtbot.addWidget(page)
    heard = heard_of(page, ("restore_wanted",))
    page.show()

    page.ask_restore(tmp_path / "monday.backup")
    assert heard == []
    press(page, "Restore")
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    next(one for one in buttons[::-1] if one.text() == "Restore").click()

    assert heard == [("restore_wanted", tmp_path / "monday.backup")]


def test_a_phone_that_is_down_offers_to_connect_again(
    qtbot: QtBot, theme: Theme
) -> None:
    page = ConnectionsPage(theme, samples.now, samples.manifests())
    qtbot.addWidget(page)
    page.show_status(samples.TROUBLED)
    heard = heard_of(page, ("reconnect_wanted", "sign_in_wanted", "phone_removed"))
    page.show()

    page.view.choose("crm:salesforce")
    press(page, "Sign in again")
    page.view.choose("phone:pbx")
    press(page, "Connect again")

    assert heard == [("sign_in_wanted", "salesforce"), ("reconnect_wanted", "pbx")]


def test_removing_a_phone_asks_first(qtbot: QtBot, theme: Theme) -> None:
    page = ConnectionsPage(theme, samples.now, samples.manifests())
    qtbot.addWidget(page)
    page.show_status(samples.TROUBLED)
    heard = heard_of(page, ("phone_removed",))
    page.show()
    page.view.choose("phone:desk")

    page.remove.click()
    assert heard == []
    press(page, "Remove")

    assert heard == [("phone_removed", "desk")]


def test_the_steps_of_a_test_call_tick_from_what_happens(
    qtbot: QtBot, theme: Theme
) -> None:
    steps = TestCallSteps(theme)
    qtbot.addWidget(steps)
    steps.show_source(samples.BARESIP)
    steps.begin()
    ended = samples.snapshot("t1")
    view = ended.call.views[0]
    ringing = replace(view, legs=(), ended_at=None)
    live = replace(ended, call=replace(ended.call, views=(ringing,)), logs=())

    steps.follow(replace(live, call=replace(live.call, key="other")))
    assert steps.done == {CallStep.CONNECTED, CallStep.HEARD}
    steps.begin()
    steps.follow(live)
    steps.pop_shown("t1")
    assert CallStep.ENDED not in steps.done
    waiting = samples.log_state(EntryState.WAITING)
    steps.follow(replace(ended, logs=(waiting,)))
    assert CallStep.LOGGED not in steps.done
    with qtbot.waitSignal(steps.finished):
        steps.follow(ended)

    assert steps.done == set(CallStep)


def test_the_first_run_wants_the_code_put_away(qtbot: QtBot, theme: Theme) -> None:
    page = FirstRun(theme, samples.manifests())
    qtbot.addWidget(page)
    heard = heard_of(page, ("code_kept", "finished", "phone_wanted"))
    page.show_settings(samples.loaded().settings)
    page.show_status(samples.FINE)
    page.show_code("7KQF-2MXA-9TRD-W4HE-C6NB-P3VJ-8YKS-5GHT")
    page.show()

    assert not page.done.isEnabled()
    page.code.kept.click()
    assert page.done.isEnabled()
    page.done.click()

    assert heard == [("code_kept",), ("finished",)]


def test_without_a_keyring_the_first_run_can_be_finished(
    qtbot: QtBot, theme: Theme
) -> None:
    page = FirstRun(theme, samples.manifests())
    qtbot.addWidget(page)
    page.show_settings(samples.loaded().settings)
    page.show()

    page.show_status(replace(samples.FINE, keyring="absent"))
    page.show_code(None)

    assert page.done.isEnabled()
    assert any("no keyring" in text for text in words(page))


def test_a_saved_code_can_be_read_by_nobody_else(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    shown = RecoveryCode(theme)
    qtbot.addWidget(shown)
    shown.show_code("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH")

    shown.write(tmp_path / "code.txt")

    assert (tmp_path / "code.txt").stat().st_mode & 0o077 == 0
    assert (tmp_path / "code.txt").read_text().startswith("AAAA-BBBB")


def test_a_wrong_code_is_said_at_the_field(qtbot: QtBot, theme: Theme) -> None:
    form = RecoveryForm(theme)
    qtbot.addWidget(form)
    heard = heard_of(form, ("code_given",))
    form.show()

    QTest.keyClicks(form.code, "7kqf")
    QTest.keyClick(form.code, Qt.Key.Key_Return)
    form.show_wrong(4)

    assert heard == [("code_given", "7kqf")]
    assert "A code has 32 letters and figures; this one has 4." in words(form)


def test_each_distinct_crash_is_shown_once(qtbot: QtBot, theme: Theme) -> None:
    forms = CrashForms(theme)

    forms.show_crash(samples.CRASH)
    first = forms.open_form
    forms.show_crash(samples.CRASH)
    forms.show_crash(CrashReport("another", "TypeError"))

    assert first is not None
    assert forms.open_form is first
    assert not first.isModal()
    first.close()
    assert forms.open_form is not None
    assert forms.open_form.report.toPlainText() == "TypeError"
    forms.open_form.close()
    assert forms.open_form is None


def test_the_report_can_be_copied(qtbot: QtBot, theme: Theme) -> None:
    page = DiagnosticsPage(theme)
    qtbot.addWidget(page)
    heard = heard_of(page, ("test_call_wanted", "look_wanted"))
    page.show()
    page.show_checks(samples.checks(), "the report")

    page.copy.click()
    page.test.click()

    assert heard == [("look_wanted",), ("test_call_wanted",)]
    assert "1 thing" in " ".join(words(page)) or "thing(s)" in " ".join(words(page))


ADDRESS = "http://127.0.0.1:4711/v1/event/ringing?token=a-secret-of-the-home"


def test_the_address_of_the_hook_is_masked_until_it_is_asked_for(
    qtbot: QtBot, theme: Theme
) -> None:
    hook = HookAddress(theme)
    qtbot.addWidget(hook)
    hook.show_address(ADDRESS)
    hook.show()

    masked = hook.address.text()
    assert masked.startswith("http://127.0.0.1:4711/v1/event/ringing?token=")
    assert "secret" not in masked
    hook.show_it.click()
    assert hook.address.text() == f"{ADDRESS}&from="
    hook.hide_it()
    assert hook.address.text() == masked


def test_the_address_is_copied_whole_and_the_command_too(
    qtbot: QtBot, theme: Theme
) -> None:
    hook = HookAddress(theme)
    qtbot.addWidget(hook)
    hook.show_address(ADDRESS)

    hook.copy_address.click()
    assert QGuiApplication.clipboard().text() == f"{ADDRESS}&from="
    hook.copy_command.click()

    assert QGuiApplication.clipboard().text().startswith("switchhook event ringing")


def test_only_softphones_and_scripts_have_an_address(
    qtbot: QtBot, theme: Theme
) -> None:
    page = ConnectionsPage(theme, samples.now, samples.manifests())
    qtbot.addWidget(page)
    page.hook.show_address(ADDRESS)
    page.resize(1200, 800)
    page.show_status(replace(samples.FINE, sources=(samples.BARESIP, samples.HOOK)))
    page.show()

    page.view.choose(f"phone:{samples.BARESIP.account}")
    assert not page.hook.isVisible()
    page.view.choose("phone:hook")

    assert page.hook.isVisible()


def test_ignored_numbers_are_listed_and_each_can_be_removed(
    qtbot: QtBot, theme: Theme
) -> None:
    page = SettingsPage(theme)
    qtbot.addWidget(page)
    heard = heard_of(page, ("unignore_wanted",))
    page.show()
    assert any(text.startswith("None.") for text in words(page.ignored))

    page.show_ignored(("+442079460958", "204"))
    chips = page.ignored.chips
    assert [chip.accessibleName() for chip in chips] == [
        "Remove +44 20 7946 0958",
        "Remove 204",
    ]
    chips[0].click()

    assert heard == [("unignore_wanted", "+442079460958")]


@pytest.mark.parametrize("code", ["US", "CA", "GB", "DE", "AU", "FR", "IE"])
def test_an_example_breaks_between_its_numbers_only(
    qtbot: QtBot, theme: Theme, code: str
) -> None:
    box = RegionBox(theme)
    qtbot.addWidget(box)
    box.show_region(code)

    assert " " not in box.example().replace(" is ", "")
    assert "-" not in box.example()


def test_a_softphone_that_said_nothing_yet_is_ready_not_connected(
    qtbot: QtBot, theme: Theme
) -> None:
    steps = TestCallSteps(theme)
    qtbot.addWidget(steps)
    steps.show()

    steps.show_source(samples.HOOK)
    assert "Softphone or script is ready" in words(steps)
    steps.show_source(samples.BARESIP)

    assert f"{samples.BARESIP.name} is connected" in words(steps)
