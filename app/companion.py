"""The one door for the window: intents, feeds, and the life of all background work."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app import settings as settings_file
from app import store_key
from app.autostart import set_autostart
from app.backup import key_for, read_backup, restore
from app.contact_import import preview
from app.feed import Feed
from app.journey import Journey
from app.opening import feed_index, open_files
from app.phones import HOOK, Phones
from app.problem_words import LOCKS, SHUTS, code_of, sentence
from app.session import advance
from app.settings import SettingError
from app.snapshot import CallSnapshot, Problem, Reason, Status
from app.store_key import Clear, Key, KeyLost, Locked, NewStore, Ready, WrongKey
from app.upkeep import Upkeep
from app.vault import VaultError, VaultState
from connectors.database import DatabaseError
from connectors.errors import ConnectorError, UnsupportedError
from connectors.phone_number import dial_string, read_party, regions, warm_up
from connectors.records import PhoneAbility, PhoneEvent
from connectors.registry import phone_manifests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from app.contact_import import ImportPreview, ImportProgress, ImportReport
    from app.contact_index import ContactPage
    from app.crash import Crashes, CrashReport
    from app.csv_columns import Column
    from app.doctor import Check
    from app.journey import Files
    from app.settings import Loaded, PhoneChoice, Settings
    from app.snapshot import (
        CallDetail,
        CallFilter,
        CallPage,
        CallRow,
        EntryRow,
        LinkRequest,
        ManualCall,
    )
    from app.sources import Source
    from app.store_key import KeyOutcome
    from app.tasks import Tasks
    from app.vault import Secret, Vault
    from app.wrap_up import WrapUp
    from connectors.contract import Clock, HookPost
    from connectors.manifest import PhoneManifest
    from connectors.records import Contact, Disposition, NewContact

log = logging.getLogger(__name__)
RECHECK_S = 30.0  # a keyring that was locked or away may be there by now
COMMAND_DELIVERY_S = 5.0
_PHONES_KNOW = ("own_lines", "region")  # what a phone source is built from
VERSION = "0.1.0"


class ShutError(ConnectorError):
    """The files are shut; `code` is that of the problem which keeps them so, if any."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__(sentence(code) if code else "the files are shut")
        self.code = code


class Companion:
    """Everything that the window may see (feeds) and want (intents).

    An intent returns once what it changed is on disk, and never waits for a CRM. While
    the files are shut, calls are shown by number alone and hooks keep their events.
    """

    def __init__(
        self,
        home: Path,
        *,
        policy: Path | None,
        loaded: Loaded,
        vault_for: Callable[[str], Vault],
        inbox: asyncio.Queue[HookPost | None],
        clock: Clock,
        tasks: Tasks,
        crashes: Crashes,
        jitter: Callable[[], float],
        local_time: Callable[[datetime], datetime],
    ) -> None:
        self.calls: Feed[CallSnapshot] = Feed(self.tell_crash)
        self.status: Feed[Status] = Feed(self.tell_crash)
        self.settings: Feed[Loaded] = Feed(self.tell_crash)
        self.list_changed: Feed[str] = Feed(self.tell_crash)
        self.links: Feed[LinkRequest] = Feed(self.tell_crash)
        self.go_to_pop: Feed[int] = Feed(self.tell_crash)
        self.window_wanted: Feed[int] = Feed(self.tell_crash)
        self.crashes: Feed[CrashReport] = Feed(self.tell_crash)
        self.settings.publish(loaded)
        self.home = home
        self._policy = policy
        self.quit_wanted = asyncio.Event()
        self._vault_for = vault_for
        self._vault = vault_for(store_key.store_id(home))
        self._inbox = inbox
        self._clock = clock
        self._tasks = tasks
        self.hook_address_of: Callable[[str], str] | None = None  # of the listener
        self._seen_crashes = crashes
        self._jitter = jitter
        self._local_time = local_time
        self._phones = Phones(
            inbox=inbox,
            vault=lambda: self._vault,
            settings=self._settings,
            clock=clock,
            tasks=tasks,
            cannot=self._note,
        )
        self._journey: Journey | None = None
        self._files: Files | None = None
        self._key: Key | None = None
        self._outcome: KeyOutcome = Locked(VaultState.UNKNOWN)
        self._upkeep: Upkeep | None = None
        self._code: str | None = None
        self._problems: dict[str, Problem] = {p.code: p for p in loaded.problems}
        self._is_refreshing = False
        self._has_tried = asyncio.Event()
        self.has_window = False
        self._is_command = False

    # Life

    async def start(self, *, is_command: bool = False) -> None:
        """Open the files, or wait until the keyring gives their key.

        With `is_command` they are opened for one command alone: no phone is listened
        to, what goes on is left as it is, and nothing is delivered by itself.
        """
        self._is_command = is_command
        try:
            outcome = await store_key.open_key(self.home, self._vault)
        except DatabaseError as problem:
            self._note_database(problem)
        else:
            await self._take_up(outcome)
        finally:
            self._has_tried.set()
        self._refresh()

    async def ready(self) -> None:
        """Return once the files are open, or it is known why they stay shut."""
        await self._has_tried.wait()

    async def stop(self) -> None:
        """Stop the phones and the tasks, close HTTP, close the files, in that order."""
        await self._shut()
        await self._tasks.stop()

    def quit(self) -> None:
        """Ask for the end; whoever runs the companion stops it."""
        self.quit_wanted.set()

    async def _take_up(self, outcome: KeyOutcome) -> None:
        """Open the files as far as their key allows."""
        await self._tasks.rest()  # what ran while they were shut
        self._outcome = outcome
        for code in ("keyring-locked", "keyring-absent", "key-lost", "key-wrong"):
            self._problems.pop(code, None)
        match outcome:
            case Ready(key=key):
                if outcome.in_the_clear:
                    await asyncio.to_thread(store_key.encrypt_files, self.home, key)
                await self._open(key)
            case NewStore(key=key, recovery_code=code):
                self._code = code
                await self._open(key)
            case Clear():
                self._note("keyring-absent")
                await self._open(None)
                self._tasks.start("look for a keyring", self._await_keyring())
            case Locked(state=state):
                self._note("keyring-locked", state.value)
                self._tasks.start("show calls while shut", self._show_while_shut())
                self._tasks.start("wait for the keyring", self._await_keyring())
            case KeyLost():
                self._note("key-lost")
                self._tasks.start("show calls while shut", self._show_while_shut())
            case WrongKey():
                self._note("key-wrong")
                self._tasks.start("show calls while shut", self._show_while_shut())
        self._refresh()

    async def _open(self, key: Key | None) -> None:
        settings = self._settings()
        try:
            files = await open_files(self.home, key, settings, self._vault, self._clock)
        except DatabaseError as problem:
            self._note_database(problem)
            return
        self._key = key
        self._files = files
        journey = Journey(
            files,
            clock=self._clock,
            tasks=self._tasks,
            settings=self._settings,
            jitter=self._jitter,
            local_time=self._local_time,
            publish=self.calls.publish,
            listed=self._on_stored,
            refresh=self._refresh,
        )
        await journey.start(is_command=self._is_command)
        self._journey = journey
        self._upkeep = Upkeep(self.home, files, key, self._clock)
        self._tasks.start("feed the index", self._feed_index(self._upkeep, files))
        if not self._is_command:
            await self._phones.plug_in_all(journey)
        self._refresh()

    async def _feed_index(self, upkeep: Upkeep, files: Files) -> None:
        region = self._settings().region
        warm_up(region)
        await upkeep.recover(region)
        await feed_index(files)

    async def _shut(self) -> None:
        journey, files = self._journey, self._files
        self._journey = self._files = self._upkeep = None
        if journey:
            await journey.stop()
        if files:
            await self._tasks.rest()
            await files.close()

    async def _show_while_shut(self) -> None:
        """Show who rings by number; nothing is stored, so hooks keep their events."""
        if self._is_command:
            return
        source = self._phones.build(HOOK, HOOK, {})
        async for told in source.events():
            if isinstance(told, PhoneEvent):
                call = advance(None, told, f"shut {told.session}")
                if call:
                    self.calls.publish(CallSnapshot(call))

    async def _await_keyring(self) -> None:
        """Look now and then for a keyring that gives, or could take, our key."""
        while True:
            await self._clock.sleep(RECHECK_S)
            is_ready = (await self._vault.recheck()).value == "ready"
            if is_ready and self._journey is None:
                await self.unlock_keyring()
                return
            if is_ready:
                self._note("keyring-appeared")
                return

    # State

    def _on_stored(self, key: str) -> None:
        """Let lists read a call anew; a disk that takes calls has room again."""
        if self._problems.pop("disk-full", None):
            self._refresh()
        self.list_changed.publish(key)

    def _settings(self) -> Settings:
        loaded = self.settings.last
        assert loaded is not None
        return loaded.settings

    def _shut_error(self) -> ShutError:
        codes = (code for code in (*SHUTS, *LOCKS) if code in self._problems)
        return ShutError(next(codes, None))

    @property
    def _open_upkeep(self) -> Upkeep:
        if self._upkeep is None:
            raise self._shut_error()
        return self._upkeep

    @property
    def _open_journey(self) -> Journey:
        if self._journey is None:
            raise self._shut_error()
        return self._journey

    def _note(self, code: str, detail: str | None = None) -> None:
        self._problems[code] = Problem(code, detail, self._clock.now())
        log.warning("Problem: %s", code)
        self._refresh()

    def _note_database(self, problem: DatabaseError) -> None:
        self._note(code_of(problem), str(problem))

    def tell_crash(self, where: str, problem: BaseException) -> None:
        """Show a failure once: a full disk as such, anything else as our bug."""
        if isinstance(problem, DatabaseError):
            self._note_database(problem)
            return
        if isinstance(problem, ConnectorError):
            log.warning("%s: %s", where, type(problem).__name__)
            return
        if report := self._seen_crashes.first_time(problem):
            self.crashes.publish(report)

    def _refresh(self) -> None:
        """Publish the state in short, soon and once for many changes."""
        if not self._is_refreshing:
            self._is_refreshing = True
            self._tasks.start("refresh the state", self._publish_status())

    async def _publish_status(self) -> None:
        await asyncio.sleep(0)
        self._is_refreshing = False
        journey = self._journey
        status = await journey.listing.status() if journey else Status()
        self.status.publish(
            replace(
                status,
                keyring=self._vault.state.value,
                problems=tuple(self._problems.values()),
                do_not_disturb=self._settings().pop.do_not_disturb,
            )
        )

    # Intents: a call

    def live_calls(self) -> tuple[CallSnapshot, ...]:
        """Return the cards that a window opened now should show."""
        return self._journey.cards.live() if self._journey else ()

    async def save_draft(self, key: str, wrap_up: WrapUp) -> None:
        """Keep what the rep types; an ended call waits a whole grace again."""
        await self._open_journey.logbook.write(key, wrap_up, is_saved=False)

    async def wrap_up(self, key: str, wrap_up: WrapUp) -> None:
        """Save: the call goes to its CRM now, a live one when it ends."""
        await self._open_journey.logbook.write(key, wrap_up, is_saved=True)

    async def undo_wrap_up(self, key: str) -> None:
        """Bring back what stood when the call ended; the same record is edited."""
        await self._open_journey.logbook.undo(key)

    async def hold_grace(self, key: str) -> None:
        """Give the rep a whole grace again."""
        await self._open_journey.logbook.hold(key)

    async def choose_contact(
        self, key: str, contact: Contact | None, *, remember: bool = True
    ) -> None:
        """Log the call to that contact, and next time too; None: to nobody."""
        await self._open_journey.callers.choose(key, contact, remember=remember)

    async def forget_choice(self, key: str) -> None:
        """Ask again whom the number belongs to, now and next time."""
        await self._open_journey.callers.forget(key)

    async def create_contact(self, key: str, new: NewContact) -> None:
        """Want a new contact for the call; its log waits until the CRM made it."""
        await self._open_journey.callers.create(key, new)

    async def ignore_number(self, key: str) -> None:
        """Never pop up or log this number again: not a lead."""
        await self._open_journey.callers.ignore(key, on=True)

    async def unignore_number(self, key: str) -> None:
        """Treat this number like any other again."""
        await self._open_journey.callers.ignore(key, on=False)

    def ignored_numbers(self) -> tuple[str, ...]:
        """Return the numbers and extensions that are not leads, in their order."""
        return self._journey.callers.ignored if self._journey else ()

    async def unignore(self, party: str) -> None:
        """Treat a number like any other again, from the next call on."""
        await self._open_journey.callers.mind(party)

    async def set_private(self, key: str, *, on: bool) -> None:
        """Leave no trace of the call in a CRM."""
        await self._open_journey.logbook.drop(key, on=on, reason=Reason.PRIVATE)

    async def discard(self, key: str) -> None:
        """Log the call nowhere; `undo_discard` takes it back."""
        await self._open_journey.logbook.drop(key, on=True)

    async def undo_discard(self, key: str) -> None:
        """Log the call after all."""
        await self._open_journey.logbook.drop(key, on=False)

    async def retry(self, key: str, connection: str | None = None) -> None:
        """Try now what waits or is parked."""
        await self._open_journey.logbook.retry(key, connection)

    def can_be_called(self, number: str) -> bool:
        """Return whether a text means a number or an extension."""
        party = read_party(number, self._settings().region)
        return party.number is not None or party.extension is not None

    async def outcomes(self) -> tuple[Disposition, ...]:
        """Return the outcomes of the CRM where calls go by default."""
        journey = self._open_journey
        if not journey.cards.dispositions:
            await journey.logbook.load_dispositions()
        return journey.cards.dispositions

    async def log_call(self, manual: ManualCall) -> str:
        """Log a call that was made on another phone; return its key."""
        journey = self._open_journey
        key = await journey.log_call(manual)
        if self._is_command:  # nobody else delivers, so it is done before we end
            with suppress(TimeoutError):
                async with asyncio.timeout(COMMAND_DELIVERY_S):
                    await journey.logbook.deliver(key)
        return key

    # Intents: the phone. All raise ConnectorError

    async def answer(self, key: str) -> None:
        """Tell the phone to answer."""
        source, session = await self._phone_of(key, PhoneAbility.ANSWER)
        await source.phone.answer(session)

    async def decline(self, key: str) -> None:
        """Tell the phone to decline."""
        source, session = await self._phone_of(key, PhoneAbility.DECLINE)
        await source.phone.decline(session)

    async def hang_up(self, key: str) -> None:
        """Tell the phone to hang up."""
        source, session = await self._phone_of(key, PhoneAbility.HANG_UP)
        await source.phone.hang_up(session)

    async def dial(self, number: str, own_line: str | None = None) -> None:
        """Dial with the first phone that can."""
        dialled = dial_string(number, self._settings().region)
        if dialled is None:
            raise UnsupportedError("that is no number")
        source = self._open_journey.sources.who_can(PhoneAbility.DIAL)
        await source.phone.dial(dialled, own_line)

    async def call_back(self, key: str) -> None:
        """Dial the other side of a call."""
        call = await self._open_journey.desk.get(key)
        if call is None or call.party is None:
            raise UnsupportedError("no number to dial")
        await self.dial(call.party)

    async def _phone_of(self, key: str, ability: PhoneAbility) -> tuple[Source, str]:
        return await self._open_journey.phone_of(key, ability)

    async def test_call(self, script: str = "ring-me") -> None:
        """Ring on the demo phone, the whole way to the CRM."""
        await self._phones.play(self._open_journey, script)

    # Lists

    async def list_calls(
        self,
        shown: CallFilter,
        text: str = "",
        before: tuple[datetime, str] | None = None,
        limit: int = 200,
    ) -> CallPage:
        """Return a page of calls, newest first."""
        return await self._open_journey.listing.calls(shown, text, before, limit)

    async def get_call(self, key: str) -> CallDetail | None:
        """Return everything that is known of a call."""
        return await self._open_journey.listing.call(key)

    async def read_record(self, key: str) -> object:
        """Return the log of a call as its CRM holds it now, or None."""
        return await self._open_journey.logbook.read_record(key)

    async def list_outbox(self) -> tuple[EntryRow, ...]:
        """Return what waits to be sent, and why."""
        return await self._open_journey.listing.outbox()

    async def search_contacts(self, text: str, limit: int = 20) -> tuple[Contact, ...]:
        """Return contacts by name as one types, or by number."""
        return await self._open_journey.listing.contacts(text, limit)

    async def calls_with(self, contact: Contact, limit: int) -> tuple[CallRow, ...]:
        """Return the last calls with a contact, newest first."""
        return await self._open_journey.listing.calls_with(contact, limit)

    def dispositions(self) -> tuple[Disposition, ...]:
        """Return the outcomes of the CRM where calls go by default."""
        return self._journey.cards.dispositions if self._journey else ()

    async def list_contacts(
        self, text: str = "", after: str | None = None, limit: int = 200
    ) -> ContactPage:
        """Return a page of contacts in the order of their names."""
        return await self._open_journey.listing.contact_page(text, after, limit)

    # Files as a whole

    async def preview_import(
        self, path: Path, columns: tuple[Column, ...] | None = None
    ) -> ImportPreview:
        """Look at a file of contacts. Raises ContactFileError."""
        return await asyncio.to_thread(preview, path, columns)

    async def import_contacts(
        self,
        plan: ImportPreview | Path,
        on_progress: Callable[[ImportProgress], None] = lambda _: None,
        rejected_path: Path | None = None,
    ) -> ImportReport:
        """Take contacts into the local CRM; cancelling leaves nothing behind.

        Raises ContactFileError or ImportFailedError.
        """
        region = self._settings().region
        report = await self._open_upkeep.import_contacts(
            plan, region, on_progress, rejected_path
        )
        self._refresh()
        return report

    async def export_contacts(self, path: Path) -> int:
        """Write all contacts to a .csv or .vcf file; return how many."""
        return await self._open_upkeep.export_contacts(path)

    async def backup(self, path: Path) -> None:
        """Write everything that cannot be made again into one file."""
        await self._open_upkeep.backup(path)

    async def restore(self, path: Path, code: str | None = None) -> None:
        """Put a backup in the place of the files, and go on with it.

        Raises DatabaseError, NeedsCodeError, WrongCodeError or BadCodeError; then the
        files are as they were.
        """
        facts = await asyncio.to_thread(read_backup, path)
        vault = self._vault_for(facts.store_id)
        key = await key_for(facts, vault, code)
        await self._shut()
        try:
            await asyncio.to_thread(restore, facts, self.home, key, self._clock)
        finally:
            self._vault = self._vault_for(store_key.store_id(self.home))
            self._reload()
            await self.start()

    def _reload(self) -> None:
        loaded = self.settings.last
        assert loaded is not None
        fresh = settings_file.load(
            self.home / "settings.toml", self._policy, self._clock
        )
        self.settings.publish(fresh)

    async def doctor(
        self, desktop: tuple[Check, ...] = (), qt: str | None = None
    ) -> tuple[Check, ...]:
        """Look at everything that must be right; nothing told is private."""
        from app.doctor import Patient, examine  # noqa: PLC0415  # not on most days

        loaded = self.settings.last
        assert loaded is not None
        with suppress(DatabaseError):  # what is wrong with files is told of each
            await self._publish_status()
        patient = Patient(
            self.home,
            VERSION,
            loaded,
            self._outcome,
            qt=qt,
            is_running=not self._is_command,
            status=self.status.last,
            desktop=desktop,
        )
        return await asyncio.to_thread(examine, patient)

    def report_text(self, checks: tuple[Check, ...]) -> str:
        """Return a report that can be sent to anyone."""
        from app.doctor import as_text  # noqa: PLC0415  # see above

        return as_text(checks, self._clock)

    # Settings

    def hook_address(self, kind: str = "ringing") -> str | None:
        """Return the address for softphones that can only open one. It is secret.

        None where nobody listens.
        """
        return self.hook_address_of(kind) if self.hook_address_of else None

    def phone_manifests(self) -> Mapping[str, PhoneManifest]:
        """Return every kind of phone that can be added."""
        return phone_manifests()

    async def change_setting(self, name: str, value: object) -> None:
        """Change one setting by its dotted name. Raises SettingError."""
        loaded = self.settings.last
        assert loaded is not None
        changed = settings_file.change(loaded.settings, name, value)
        if name == "region" and changed.region not in regions():
            raise SettingError(name, "the two letters of a country, such as DE")
        if name == "starts_at_login":
            await asyncio.to_thread(set_autostart, on=changed.starts_at_login)
        await asyncio.to_thread(
            settings_file.save, self.home / "settings.toml", changed
        )
        self.settings.publish(replace(loaded, settings=changed))
        if name in _PHONES_KNOW and self._journey:
            await self._phones.plug_in_all(self._journey)
        self._refresh()

    async def set_do_not_disturb(self, *, on: bool) -> None:
        """Keep pops away; calls are logged all the same."""
        await self.change_setting("pop.do_not_disturb", on)

    async def add_phone(
        self, choice: PhoneChoice, secrets: Mapping[str, Secret]
    ) -> None:
        """Use a phone source from now on, or with other settings than before.

        Raises SettingError, or VaultError where its secrets cannot be kept.
        """
        await self._phones.keep_secrets(choice.account, secrets)
        others = (p for p in self._settings().phones if p.account != choice.account)
        await self.change_setting("phones", (*others, choice))
        await self.reconnect(choice.account)

    async def remove_phone(self, account: str) -> None:
        """Use a phone source no longer."""
        others = (p for p in self._settings().phones if p.account != account)
        await self.change_setting("phones", tuple(others))
        await self._open_journey.sources.remove(account)

    async def reconnect(self, account: str) -> None:
        """Begin anew with a phone source that is down."""
        await self._phones.plug_in_again(self._open_journey, account)

    # The keyring

    async def unlock_keyring(self) -> VaultState:
        """Let the system ask for the password, then open the files."""
        state = await self._vault.unlock()
        if self._journey is None:
            await self._take_up(await store_key.open_key(self.home, self._vault))
        return state

    async def encrypt(self) -> None:
        """Lock the files that lie in the clear: a keyring has appeared."""
        await self._shut()
        try:
            outcome: KeyOutcome = await store_key.encrypt(self.home, self._vault)
        except VaultError:
            outcome = await store_key.open_key(self.home, self._vault)
        self._problems.pop("keyring-appeared", None)
        await self._take_up(outcome)

    def recovery_code(self) -> str | None:
        """Return the code that the rep should keep on paper."""
        return self._code or (self._key.recovery_code() if self._key else None)

    async def recover(self, code: str) -> None:
        """Open the files with the code from paper.

        Raises BadCodeError or WrongCodeError.
        """
        await self._take_up(await store_key.recover(self.home, self._vault, code))

    # What the outside wants

    async def show_window(self) -> bool:
        """Raise the window; False where there is none."""
        self.window_wanted.publish((self.window_wanted.last or 0) + 1)
        return self.has_window

    async def show_pop(self) -> bool:
        """Give the keyboard to the pop; False where nothing is shown."""
        if not self.has_window or not self.live_calls():
            return False
        self.go_to_pop.publish((self.go_to_pop.last or 0) + 1)
        return True

    async def ask_for(self, link: LinkRequest) -> bool:
        """Ask the rep whether to do what a link wants; False where there is nobody."""
        if self.has_window:
            self.links.publish(link)
        return self.has_window
