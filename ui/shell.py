"""Who talks to whom on the window side: feeds down to views, signals up to intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.snapshot import CallFilter
from app.tasks import Tasks
from connectors.errors import ConnectorError
from ui.display import is_wayland
from ui.pop_stack import Corner
from ui.pop_window import PopWindow
from ui.theme import Scheme

if TYPE_CHECKING:
    from app.cli import Start
    from app.companion import Companion
    from app.settings import Loaded
    from ui.first_light import FirstLight
    from ui.front import Front


class Shell:
    """Holds the views and connects each once; the window is made when it is wanted."""

    def __init__(self, companion: Companion, first: FirstLight) -> None:
        self._companion = companion
        self._first = first
        self._theme = first.theme
        self._tray = first.tray
        self._tasks = Tasks(self._on_error)
        self._front: Front | None = None
        self._pop = PopWindow(
            first.theme, first.clock.now, places_itself=not is_wayland()
        )

    async def open(self, start: Start) -> None:
        """Listen to the companion, then show what the rep asked for."""
        companion = self._companion
        companion.has_window = True
        companion.settings.subscribe(self._on_settings)
        self._connect_pop()
        self._connect_tray()
        companion.calls.subscribe(self._pop.show_call)
        companion.status.subscribe(self._tray.show_status)
        companion.go_to_pop.subscribe(lambda _: self._pop.focus_pop())
        companion.window_wanted.subscribe(lambda _: self.show_window())
        self._pop.warm_up()
        if not start.is_minimized:
            self.show_window()

    async def close(self) -> None:
        """Put everything away; what was typed is told first."""
        self._pop.close_all()
        await self._tasks.stop()
        self._tray.hide()

    def _connect_pop(self) -> None:
        pop, to = self._pop, self._companion
        start = self._tasks.starter
        pop.wrapped_up.connect(start("save a call", to.wrap_up))
        pop.drafted.connect(start("keep a draft", to.save_draft))
        pop.undone.connect(start("undo a wrap-up", to.undo_wrap_up))
        pop.grace_held.connect(start("hold the grace", to.hold_grace))
        pop.contact_chosen.connect(start("choose a contact", to.choose_contact))
        pop.choice_forgotten.connect(start("forget a choice", to.forget_choice))
        pop.contact_created.connect(start("create a contact", to.create_contact))
        pop.number_ignored.connect(start("ignore a number", to.ignore_number))
        pop.number_unignored.connect(start("mind a number", to.unignore_number))
        pop.searched.connect(start("search for the pop", self._search_for_pop))
        pop.answered.connect(start("answer", to.answer))
        pop.declined.connect(start("decline", to.decline))
        pop.hung_up.connect(start("hang up", to.hang_up))
        pop.called_back.connect(start("call back", to.call_back))
        pop.opened.connect(self.show_call)
        pop.made_private.connect(start("make private", self._set_private))

    def _connect_tray(self) -> None:
        tray, to = self._tray, self._companion
        start = self._tasks.starter
        tray.window_wanted.connect(self.show_window)
        tray.needs_you_wanted.connect(lambda: self.show_calls(CallFilter.NEEDS_YOU))
        tray.call_chosen.connect(self.show_call)
        tray.log_call_wanted.connect(lambda: self._front_made().log_call())
        tray.pop_wanted.connect(start("show the pop", to.show_pop))
        tray.unlock_wanted.connect(start("unlock", to.unlock_keyring))
        tray.do_not_disturb_chosen.connect(
            start("do not disturb", lambda on: to.set_do_not_disturb(on=on))
        )

    async def _search_for_pop(self, key: str, text: str) -> None:
        self._pop.show_search(key, await self._companion.search_contacts(text))

    async def _set_private(self, key: str, is_private: object) -> None:
        await self._companion.set_private(key, on=bool(is_private))

    def show_window(self) -> None:
        """Bring up the main window."""
        self._front_made().window.bring_up()

    def show_call(self, key: str) -> None:
        """Show one call in the window."""
        self._front_made().show_call(key)

    def show_calls(self, shown: CallFilter) -> None:
        """Show the list of calls."""
        self._front_made().show_calls(shown)

    def _front_made(self) -> Front:
        if self._front is None:
            from ui.front import Front  # noqa: PLC0415  # not needed for a pop

            self._front = Front(self._companion, self._first, self._tasks)
        return self._front

    def _on_settings(self, loaded: Loaded) -> None:
        settings = loaded.settings
        self._theme.choose(Scheme(settings.theme))
        self._first.language.speak(settings.language)
        self._pop.set_corner(Corner(settings.pop.corner))

    def _on_error(self, where: str, problem: BaseException) -> None:
        if not isinstance(problem, ConnectorError):
            self._companion.tell_crash(where, problem)
