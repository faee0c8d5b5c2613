"""The first run at work: choices are kept at once, the test call is a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal

from app.settings import SettingError
from ui.first_run import FirstRun
from ui.phone_form import PhoneForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.companion import Companion
    from app.settings import Loaded
    from app.snapshot import Status
    from app.tasks import Tasks
    from ui.first_light import FirstLight

_FRAME_PX = 40


class SetUp(QObject):
    """Shows the page of the first run until the rep is through with it."""

    finished = Signal()

    def __init__(self, companion: Companion, first: FirstLight, tasks: Tasks) -> None:
        super().__init__()
        self._companion = companion
        self._tasks = tasks
        self._theme = first.theme
        self.page = FirstRun(first.theme, companion.phone_manifests())
        start = tasks.starter
        self.page.phone_wanted.connect(self._ask_for_phone)
        self.page.setting_changed.connect(start("change a setting", self._change))
        self.page.test_call_wanted.connect(start("test call", companion.test_call))
        self.page.unlock_wanted.connect(start("unlock", companion.unlock_keyring))
        self.page.finished.connect(start("finish the set-up", self._finish))
        self._off: list[Callable[[], None]] = [
            companion.settings.subscribe(self._show_settings),
            companion.status.subscribe(self._show_status),
            companion.calls.subscribe(self.page.steps.follow),
        ]
        self._fit()
        self.page.show()

    def _fit(self) -> None:
        """Leave room for the panel and the frame: the last button is at the bottom."""
        available = self.page.screen().availableGeometry().size()
        room = available - QSize(0, _FRAME_PX)
        self.page.resize(self.page.size().boundedTo(room))

    def pop_shown(self, key: str) -> None:
        """The pop of a call was painted."""
        self.page.steps.pop_shown(key)

    def _show_settings(self, loaded: Loaded) -> None:
        self.page.show_settings(loaded.settings)

    def _show_status(self, status: Status) -> None:
        self.page.show_status(status)
        self.page.show_code(self._companion.recovery_code())

    def _ask_for_phone(self, kind: str) -> None:
        manifest = self._companion.phone_manifests()[kind]
        loaded = self._companion.settings.last
        phones = loaded.settings.phones if loaded else ()
        known = next((phone for phone in phones if phone.source == kind), None)
        form = PhoneForm(
            self._theme,
            manifest,
            known,
            [phone.account for phone in phones],
            parent=self.page,
        )
        form.saved.connect(
            self._tasks.starter("save a phone", self._companion.add_phone)
        )
        form.open()

    async def _change(self, name: str, value: object) -> None:
        try:
            await self._companion.change_setting(name, value)
        except SettingError:
            self._show_settings_again()

    def _show_settings_again(self) -> None:
        if loaded := self._companion.settings.last:
            self.page.show_settings(loaded.settings)

    async def _finish(self) -> None:
        await self._companion.change_setting("is_set_up", True)  # noqa: FBT003
        for unsubscribe in self._off:
            unsubscribe()
        self.page.close()
        self.page.deleteLater()
        self.finished.emit()
