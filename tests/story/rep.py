"""A rep at a real desk: starts the program, is called, types, and asks what became."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError

from app import hook
from tests.real.program import DEADLINE_S, Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from Xlib.xobject.drawable import Window

    from tests.real.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
OPEN = "hook is up"  # in the log, once the files are open
PANEL_PX = 40
TABS_TO_BANNER = 2
POP_PX = 416  # how wide the window of a card is, shadow and all
SETTINGS = 'version = 1\nis_set_up = true\nregion = "GB"\n'
CALM = re.compile(  # what the program may say on standard error
    r"^switchhook: (The |No keyring|A companion|This )"
)
SHORTEST_SECRET = 4  # letters: shorter words are in every log


class Rep:
    """One home with the program on it, as its rep uses it.

    Whatever private the story used is in `private`: `end` looks for it in all that the
    program wrote for others to read.
    """

    def __init__(
        self, folder: Path, env: Mapping[str, str], screen: Screen | None = None
    ) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.write_settings()
        self.env = {**env, "SWITCHHOOK_HOME": str(self.home)}
        self.private: set[str] = set()
        self.program: Program | None = None
        self._screen = screen
        self._folder = folder
        self._said: list[str] = []
        self._expected: list[str] = []

    @property
    def screen(self) -> Screen:
        """The screen in front of the rep."""
        if self._screen is None:
            raise RuntimeError("this rep has no screen")
        return self._screen

    def write_settings(self, more: str = "") -> None:
        """Choose settings before the program starts."""
        (self.home / "settings.toml").write_text(SETTINGS + more, "utf-8")

    # The program

    @staticmethod
    def program_words() -> list[str]:
        """Return how the program is started."""
        return [sys.executable, "-m", "ui"]

    def start(self, *words: str, is_shut: bool = False) -> Program:
        """Start the program and wait until it listens, and its files are open."""
        command = [*self.program_words(), *words]
        opened = self.log.count(OPEN)
        number = len(self._said)
        log = self._folder / f"program-{number}.log"
        program = self.program = Program(command, env=self.env, log=log)
        self._said.append(str(log))
        program.wait_until(lambda: self.listener_pid() == program.pid, "it listens")
        self.private.add((self.home / "hook-token").read_text().strip())
        if not is_shut:
            program.wait_until(lambda: self.log.count(OPEN) > opened, "it is open")
        return program

    def start_in_window(self, *, is_shut: bool = False) -> Program:
        """Start the program and wait for its window."""
        program = self.start(is_shut=is_shut)
        self.wait_for_window()
        return program

    def listener_pid(self) -> int | None:
        """Return who listens for this home now."""
        try:
            told = json.loads((self.home / "listener.json").read_bytes())
        except (OSError, ValueError):
            return None
        pid = told["pid"]
        return int(pid) if pid else None

    def kill(self) -> None:
        """End the program as a power cut does."""
        assert self.program is not None
        os.kill(self.program.pid, signal.SIGKILL)
        self.program.wait_until_ended()
        self.program = None

    def quit(self) -> int:
        """End the program in order, as the session does; return its exit code."""
        assert self.program is not None
        os.kill(self.program.pid, signal.SIGTERM)
        return self.wait_until_quit()

    def wait_until_quit(self) -> int:
        """Wait until the program has ended and return its exit code."""
        assert self.program is not None
        program, self.program = self.program, None
        try:
            return program.wait_until_ended()
        finally:
            program.end()

    # The command line

    def command(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as the rep types it."""
        return subprocess.run(
            [sys.executable, "-m", "ui", *words],
            env=self.env,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd=ROOT,
        )

    def hook(
        self, kind: str, id_: str | None = "1", **options: str
    ) -> subprocess.CompletedProcess[str]:
        """Have a softphone start its hook."""
        if id_ is not None:
            options["id"] = id_
        self.know(**options)
        words = [f"--{name.rstrip('_')}={value}" for name, value in options.items()]
        return self.command("event", kind, *words)

    def told(self, kind: str, id_: str | None = "1", **options: str) -> None:
        """Have a softphone start its hook, which must succeed without a word."""
        done = self.hook(kind, id_, **options)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr

    def know(self, **options: str) -> None:
        """Remember what nobody but the rep may read."""
        for name in ("from_", "number", "to", "name", "text", "note"):
            if value := options.get(name):
                self.private.add(value)

    def ask(self, name: str, **args: object) -> dict[str, object]:
        """Ask the running companion, as a command does, for an object."""
        output = self.answer(name, **args)
        assert isinstance(output, dict)
        return output

    def answer(self, name: str, **args: object) -> object:
        """Ask the running companion, as a command does."""
        told = {"command": name, "args": args}
        status, reply = hook.ask(str(self.home), "/v1/command", told, DEADLINE_S)
        assert status == 200, reply
        answer = json.loads(reply)
        assert answer["exit"] == 0, answer
        output: object = answer["output"]
        return output

    def calls(self) -> list[dict[str, object]]:
        """Return the calls as the running companion lists them, newest first."""
        rows = self.ask("calls list")["calls"]
        assert isinstance(rows, list)
        return rows

    def call_states(self) -> list[object]:
        """Return how far each call is on its way to the CRM."""
        logs = [call["log"] for call in self.calls()]
        return [log["state"] if isinstance(log, dict) else None for log in logs]

    def wait_until_logged(self, count: int = 1) -> list[dict[str, object]]:
        """Wait until that many calls are in the CRM, and return its records."""
        wait_until(
            lambda: self.call_states().count("done") >= count, f"{count} calls logged"
        )
        return self.records()

    def records(self) -> list[dict[str, object]]:
        """Return the calls that the local CRM has on disk."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.story.crm_records", str(self.home)],
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            cwd=ROOT,
        )
        rows: list[dict[str, object]] = json.loads(done.stdout)
        return rows

    def problems(self) -> set[str]:
        """Return what the running companion says is wrong, by its doctor."""
        checks = self.answer("doctor")
        assert isinstance(checks, list)
        bad = [check for check in checks if check["status"] != "fine"]
        words = " ".join(f"{check['code']} {check['text']}" for check in bad)
        return set(re.findall(r"[\w-]+", words))

    @property
    def log(self) -> str:
        """All that the program wrote into its log."""
        return "".join(
            path.read_text("utf-8", "replace")
            for path in sorted(self.home.glob("**/switchhook.log*"))
        )

    @property
    def kept_hooks(self) -> list[Path]:
        """The events that hooks kept."""
        return sorted((self.home / "spool").glob("*.jsonl"))

    # The screen

    def pops(self) -> list[str]:
        """Return the windows of the cards that are on the screen."""
        return [w for w, width, free in self._children() if free and width == POP_PX]

    def wait_for_pop(self, count: int = 1) -> list[str]:
        """Wait until so many cards are on the screen."""
        wait_until(lambda: len(self.pops()) == count, f"{count} cards on the screen")
        return self.pops()

    def windows(self) -> list[str]:
        """Return the main windows on the screen, by their frames."""
        return [
            window
            for window, width, free in self._children()
            if not free and width > 2 * POP_PX
        ]

    def wait_for_window(self) -> str:
        """Wait for the main window."""
        return wait_until(self.windows, "the main window is on the screen")[0]

    def go_to_pop(self) -> None:
        """Go to the pop by its command and wait until it has the keyboard."""
        shown = self.command("pop")
        assert (shown.returncode, shown.stderr) == (0, "")
        wait_until(
            lambda: self.screen.focused_window() in self.pops(),
            "a pop has the keyboard",
        )

    def open_banner_step(self, title: str) -> None:
        """Take the step of the first banner by keyboard, and wait for its form."""
        self.press(*["Tab"] * TABS_TO_BANNER, "space")
        form = self.screen.wait_for_window(title)
        wait_until(
            lambda: self.screen.focused_window() == form, f"{title} has the keys"
        )

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        self.private.add(text)
        self.screen.hand("type", "--delay", "8", text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.screen.press(*keys)

    def menus(self) -> list[str]:
        """Return the menus that are open."""
        return [
            window
            for window, width, is_free in self._children()
            if is_free and width not in {POP_PX, 1}
        ]

    def tray_icon(self) -> tuple[int, int] | None:
        """Return the middle of the icon in a tray of the old kind."""
        with closing(Display(self.screen.display)) as display:
            root = display.screen().root
            for window in _below(root, depth=4):
                with suppress(XError):
                    size = window.get_geometry()
                    state = window.get_attributes().map_state
                    is_small = 1 < size.height < PANEL_PX
                    if is_small and state == X.IsViewable and _is_ours(window):
                        at = root.translate_coords(window, 0, 0)
                        return at.x + size.width // 2, at.y + size.height // 2
        return None

    def wait_for_tray_icon(self) -> tuple[int, int]:
        """Wait for the icon and return where to click."""
        return wait_until(self.tray_icon, "the icon is in the tray") or (0, 0)

    def is_in_task_bar(self) -> bool:
        """Return whether a task bar shows the program."""
        with closing(Display(self.screen.display)) as display:
            atom = display.intern_atom("_NET_CLIENT_LIST")
            told = display.screen().root.get_full_property(atom, X.AnyPropertyType)
            for number in told.value if told else ():
                window = display.create_resource_object("window", int(number))
                with suppress(XError):
                    if _is_ours(window):
                        return True
        return False

    def _children(self) -> list[tuple[str, int, bool]]:
        """Return what is seen on the screen: id, width, and whether it is free."""
        found = []
        with closing(Display(self.screen.display)) as display:
            for window in _below(display.screen().root, depth=1):
                with suppress(XError):  # it went meanwhile
                    state = window.get_attributes()
                    size = window.get_geometry()
                    if state.map_state == X.IsViewable and size.height > PANEL_PX:
                        is_free = bool(state.override_redirect)
                        found.append((str(window.id), size.width, is_free))
        return found

    # The end

    @property
    def said(self) -> str:
        """All that the program printed, in all its runs."""
        return "".join(Path(log).read_text("utf-8", "replace") for log in self._said)

    def leaks(self) -> list[str]:
        """Return the lines, masked by us, that hold something private."""
        found = []
        for line in (self.log + self.said + self._crash_log()).splitlines():
            for secret in self._forms():
                if secret.lower() in line.lower():
                    found.append(line.replace(secret, "<PRIVATE>"))
        return found

    def _forms(self) -> set[str]:
        """Return what to look for: as it was told, and numbers by their digits."""
        forms = set()
        for secret in self.private:
            digits = re.sub(r"\D", "", secret)
            if len(digits) > 6:
                forms |= {digits, digits[-7:]}
            forms |= {word for word in secret.split() if len(word) > SHORTEST_SECRET}
            if len(secret) > SHORTEST_SECRET:
                forms.add(secret)
        return forms

    def _crash_log(self) -> str:
        return "".join(
            path.read_text("utf-8", "replace")
            for path in self.home.glob("**/crash*.log")
        )

    def end(self) -> None:
        """End the program in order; then nothing of it is left that should not be."""
        code = 0
        if self.program is not None and self.program.is_running:
            code = self.quit()
        elif self.program is not None:
            code = self.wait_until_quit()
        strange = [line for line in self.said.splitlines() if not CALM.match(line)]
        assert (code, strange, self.leaks()) == (0, [], [])
        assert "Traceback" not in self.log
        assert self._crash_log() == ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.end()
        elif self.program is not None:
            self.program.end()


def _is_ours(window: Window) -> bool:
    return "switchhook" in (window.get_wm_class() or ())


def _below(window: Window, depth: int) -> Iterator[Window]:
    """Go through the windows in a window, so many levels down."""
    with suppress(XError):
        for child in window.query_tree().children:
            yield child
            if depth > 1:
                yield from _below(child, depth - 1)
