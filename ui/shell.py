"""Who talks to whom on the window side: feeds down to views, signals up to intents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.command import Exit
from app.companion import ShutError
from app.snapshot import CallFilter, LinkKind
from app.tasks import Tasks
from connectors.errors import ConnectorError
from ui.desktop_wishes import DesktopWishes
from ui.display import is_offscreen, is_wayland
from ui.pop_stack import Corner
from ui.pop_window import PopWindow
from ui.shortcut import Grabbed, Shortcut
from ui.theme import Scheme
from ui.wording import say_error
from ui.x_display import XDisplay

if TYPE_CHECKING:
    from app.companion import Companion
    from app.crash import CrashReport
    from app.settings import Loaded
    from app.snapshot import LinkRequest
    from app.wish import Start
    from ui.confirm import LinkQuestions
    from ui.crash_form import CrashForms
    from ui.first_light import FirstLight
    from ui.front import Front
    from ui.notifier import Notifier
    from ui.set_up import SetUp

LAST_WORDS_S = 2.0  # for drafts on their way to the disk; an import is broken off


class Shell:
    """Holds the views and connects each once; the window is made when it is wanted."""

    def __init__(self, companion: Companion, first: FirstLight) -> None:
        self._companion = companion
        self._first = first
        self._theme = first.theme
        self._tray = first.tray
        self._tasks = Tasks(self._on_error)
        self._front: Front | None = None
        self._keys: str | None = None
        self._set_up: SetUp | None = None
        self._crashes: CrashForms | None = None
        self._questions: LinkQuestions | None = None
        self.exit = Exit.FINE
        places_itself = not is_wayland()
        self._pop = PopWindow(
            first.theme,
            first.clock.now,
            screen=XDisplay.open() if places_itself else None,
            places_itself=places_itself,
        )
        # where windows may not place themselves, the desktop shows who calls
        self._notifier = None if places_itself else self._made_notifier()
        self._wishes = DesktopWishes(first.theme)
        self._shortcut = Shortcut()
        self._shortcut.pressed.connect(self._pop.focus_pop)

    async def open(self, start: Start) -> None:
        """Listen to the companion, then show what the rep asked for."""
        companion = self._companion
        companion.has_window = True
        companion.settings.subscribe(self._on_settings)
        self._connect_pop()
        self._connect_tray()
        companion.calls.subscribe(self._pop.show_call)
        companion.links.subscribe(self._ask_for)
        companion.crashes.subscribe(self._show_crash)
        if self._notifier:
            companion.calls.subscribe(self._notifier.show_call)
        companion.status.subscribe(self._tray.show_status)
        companion.go_to_pop.subscribe(lambda _: self._pop.focus_pop())
        companion.window_wanted.subscribe(lambda _: self.show_window())
        self._pop.warm_up()
        self._wishes.follow()
        if start.is_tour:
            from ui.tour import bring_samples  # noqa: PLC0415  # not on most days

            await bring_samples(companion)
        loaded = companion.settings.last
        starts_minimized = loaded is not None and loaded.settings.starts_minimized
        if not (start.is_minimized or starts_minimized):
            self.show_window()
        elif not self._tray.is_available():
            self._front_made().window.showMinimized()  # else nobody could find us
        if start.is_tour and is_offscreen():
            self._tasks.start("take the tour", self._take_tour())

    async def _take_tour(self) -> None:
        from ui.tour import Tour, TourFailedError  # noqa: PLC0415  # see above

        tour = Tour(self._companion, self._pop, lambda: self._front_made().window)
        try:
            await tour.run()
        except TourFailedError as problem:
            sys.stderr.write(f"switchhook: {problem}\n")
            self.exit = Exit.FAILED
        finally:
            self._companion.quit()

    async def close(self) -> None:
        """Put everything away; what was typed is on disk first."""
        self._pop.close()
        if self._front:
            self._front.calls.detail.flush()
        await self._tasks.finish(LAST_WORDS_S)
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

    def _made_notifier(self) -> Notifier:
        to, start = self._companion, self._tasks.starter
        from ui.notifier import Notifier  # noqa: PLC0415  # only on Wayland

        notifier = Notifier(self._tasks.start, self._first.clock.now)
        notifier.answered.connect(start("answer", to.answer))
        notifier.declined.connect(start("decline", to.decline))
        notifier.hung_up.connect(start("hang up", to.hang_up))
        notifier.opened.connect(self.show_call)
        return notifier

    def _ask_for(self, link: LinkRequest) -> None:
        if self._questions is None:
            from ui.confirm import LinkQuestions  # noqa: PLC0415  # not on most days

            self._questions = LinkQuestions(self._theme, self._follow)
        self._questions.ask(link)

    def _follow(self, link: LinkRequest) -> None:
        if link.kind is LinkKind.DIAL:
            self._tasks.start("dial", self._companion.dial(link.number))
        else:
            self._front_made().find_number(link.number)

    async def _search_for_pop(self, key: str, text: str) -> None:
        self._pop.show_search(key, await self._companion.search_contacts(text))

    async def _set_private(self, key: str, is_private: object) -> None:
        await self._companion.set_private(key, on=bool(is_private))

    def show_window(self) -> None:
        """Bring up the main window; on the first run the set-up in its place."""
        loaded = self._companion.settings.last
        is_set_up = loaded is None or loaded.settings.is_set_up
        if is_set_up or is_offscreen():
            self._front_made().window.bring_up()
        elif self._set_up is None:
            from ui.set_up import SetUp  # noqa: PLC0415  # on the first day alone

            self._set_up = SetUp(self._companion, self._first, self._tasks)
            self._set_up.finished.connect(self._on_set_up)
            self._pop.card_painted.connect(self._set_up.pop_shown)
        else:
            self._set_up.page.show()
            self._set_up.page.raise_()
            self._set_up.page.activateWindow()

    def _on_set_up(self) -> None:
        self._set_up = None
        self.show_window()

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
            self._pop.card_painted.connect(self._front.pop_shown)
        return self._front

    def _on_settings(self, loaded: Loaded) -> None:
        settings = loaded.settings
        self._theme.choose(Scheme(settings.theme))
        if self._first.language.speak(settings.language):
            self._make_anew()
        self._pop.set_corner(Corner(settings.pop.corner))
        self._pop.set_stay(settings.pop.hide_after_s)
        if settings.pop.shortcut != self._keys:
            self._keys = settings.pop.shortcut
            grabbed = self._shortcut.grab(self._keys)
            keys = self._keys if grabbed is Grabbed.YES else ""
            self._pop.set_hint(keys)
            self._tray.show_shortcut(keys)

    def _make_anew(self) -> None:
        """Draw the window in another language: text that stands keeps its own."""
        if self._front is None:
            return
        was_visible = self._front.window.isVisible()
        part = self._front.window.part
        self._front.close()
        self._front = None
        if was_visible:
            self._front_made().window.show_part(part)
            self.show_window()

    def _show_crash(self, report: CrashReport) -> None:
        if self._crashes is None:
            from ui.crash_form import CrashForms  # noqa: PLC0415  # not on most days

            self._crashes = CrashForms(self._theme)
        self._crashes.show_crash(report)

    def _on_error(self, where: str, problem: BaseException) -> None:
        if isinstance(problem, ShutError):
            return  # a banner says why the files are shut, and what to do
        if not isinstance(problem, ConnectorError):
            self._companion.tell_crash(where, problem)
        elif self._front and self._front.window.isVisible():
            self._front.window.banners.tell(say_error(problem, self._phone_name()))
        else:
            self._tray.item.showMessage(
                "Switchhook", say_error(problem, self._phone_name())
            )

    def _phone_name(self) -> str:
        status = self._companion.status.last
        return status.sources[0].name if status and status.sources else ""
