"""Pictures of the app: each state of pop and window, and a call on a real screen.

`python -m tests.shots` writes them to build/shots. `--docs` then copies the few that
the guide shows to docs/pictures, as small as they can be.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from Xlib.display import Display

from app.clock import SystemClock
from tests.real.fixtures import base_env
from tests.real.program import Program, wait_until
from tests.real.screen import Screen
from tests.real.system_keyring import SystemKeyring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "build" / "shots"
DOCS = ROOT / "docs" / "pictures"
LAUNCHER = ROOT / ".venv" / "bin" / "switchhook"
WIDEST_ICON = 64
AFTERNOON = 14 * 60 + 5  # in minutes
WITHIN_FRAME = "1278x749+1+20"  # a window of the story without what surrounds it
DESK = 0xB4BFBB  # not black, so that the edges of windows show
LARGEST_BYTES = 200_000  # of a picture in the repository
GROUND = "#F6F5F2"  # the theme's, so that a card looks the same on any page
WITH_DOCS = "--docs"
CONTACTS = ROOT / "resources" / "demo" / "contacts.csv"
CALLER = "+442079460958"
OWN_LINE = "+14155550100"
SETTINGS = f"""version = 1
is_set_up = true
region = "GB"
own_lines = [{{ value = "{OWN_LINE}", label = "Sales line" }}]
"""
A_CALL_THAT_NEEDS_YOU = (390, 190)  # where things are in the window
A_LOGGED_CALL = (390, 320)
CONNECTIONS = (80, 160)
MORNING = (  # minutes ago, number, way, the rest as the command line takes it
    (22, "+44 20 7946 0182", "inbound", "--talk", "392", "--outcome", "call-back"),
    (41, "+49 30 23125 660", "outbound", "--talk", "214", "--outcome", "interested"),
    (76, "+44 20 7946 0555", "outbound", "--talk", "31", "--outcome", "left-message"),
    (83, "+49 30 23125 700", "inbound", "--talk", "95", "--outcome", "interested"),
    (95, "+49 30 23125 651", "inbound", "--result", "missed"),
    (131, "+1 415 555 0123", "inbound", "--talk", "127", "--outcome", "not-now"),
    (168, "+49 30 23125 417", "outbound", "--talk", "508", "--outcome", "call-back"),
)

# What the guide shows, and the picture under build/shots that it is.
IN_DOCS = {
    "pop.png": "pop/01-ringing-light-2x.png",
    "pop-several.png": "pop/04-several-light-2x.png",
    "pop-no-match.png": "pop/03-unknown-light-2x.png",
    "pop-talking.png": "pop/05-talking-light-2x.png",
    "pop-ended.png": "pop/06-ended-light-2x.png",
    "pop-saved.png": "pop/06b-saved-light-2x.png",
    "pop-private.png": "pop/08-private-light-2x.png",
    "first-run.png": "window/first-run-light.png",
    "window-calls.png": "call/7-logged-call.png",
    "window-needs-you.png": "call/8-needs-you.png",
    "log-call.png": "window/log-call-light.png",
    "import.png": "window/import-light.png",
    "connections.png": "call/9-connections.png",
    "softphone.png": "window/softphone-light.png",
}


@dataclass(frozen=True, slots=True)
class Story:
    """The app on a screen of its own, with a tray and a keyring that is open."""

    screen: Screen
    env: Mapping[str, str]
    folder: Path
    started_at: datetime

    def switchhook(self, *words: str) -> str:
        """Run a command as a softphone or the rep would."""
        done = subprocess.run(
            [str(LAUNCHER), *words],
            env=dict(self.env),
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return done.stdout

    def event(self, kind: str, *words: str) -> None:
        """Tell what the phone does."""
        self.switchhook("event", kind, *words, "--id", "7")

    def picture(self, name: str) -> None:
        """Keep what is on the screen, once it stands still."""
        before = b""

        def is_still() -> bool:
            nonlocal before
            now = self.screen.picture().read_bytes()
            is_same = now == before
            before = now
            return is_same

        wait_until(is_still, f"the screen of {name} stands still")
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.png").write_bytes(before)

    def windows(self) -> tuple[str, ...]:
        """Return our windows that can be seen, without the icon in the tray."""
        found = self.screen.hand("search", "--onlyvisible", "--class", "switchhook")
        return tuple(one for one in found.split() if self._width(one) > WIDEST_ICON)

    def click(self, x: int, y: int) -> None:
        """Click into the one window that is there."""
        (window,) = self.windows()
        where = ("--window", window, str(x), str(y))
        self.screen.hand("mousemove", *where, "click", "1")

    def _width(self, window: str) -> int:
        told = self.screen.hand("getwindowgeometry", "--shell", window)
        return int(re.findall(r"WIDTH=(\d+)", told)[0])

    def logs(self) -> list[object]:
        """Return where the calls' records stand."""
        told = json.loads(self.switchhook("calls", "list", "--json"))
        return [row["log"] and row["log"]["state"] for row in told["calls"]]


def fill(story: Story) -> None:
    """Give the rep contacts and a morning of calls, before the app starts."""
    files = Path(story.env["SWITCHHOOK_HOME"])
    files.mkdir(mode=0o700)
    (files / "settings.toml").write_text(SETTINGS, "utf-8")
    story.switchhook("contacts", "import", str(CONTACTS))
    for minutes, number, way, *more in MORNING:
        at = story.started_at - timedelta(minutes=minutes)
        words = ("--at", at.isoformat(), "--direction", way, *more)
        story.switchhook("calls", "log", number, *words)


def play(story: Story) -> None:
    """Take one call from its ring to its record."""
    story.event("ringing", "--from", CALLER, "--to", OWN_LINE)
    wait_until(story.windows, "the pop shows")
    story.picture("1-ringing")
    story.event("answered")
    story.picture("2-talking")
    story.switchhook("pop")
    story.screen.hand("type", "--delay", "20", "Wants the offer before Friday.")
    story.screen.press("alt+1")
    story.picture("3-note")
    story.event("ended")
    story.picture("4-ended")
    story.screen.press("ctrl+Return")
    wait_until(lambda: story.logs()[0] == "done", "the call is logged")
    story.picture("5-logged")
    story.screen.press("Escape")
    wait_until(lambda: not story.windows(), "the pop goes")
    story.switchhook()
    wait_until(story.windows, "the window shows")
    story.picture("6-window")
    story.click(*A_LOGGED_CALL)
    story.picture("7-logged-call")
    story.click(*A_CALL_THAT_NEEDS_YOU)
    story.picture("8-needs-you")
    story.click(*CONNECTIONS)
    story.picture("9-connections")


def tell_a_call(folder: Path) -> None:
    """Start the real parts and the app, play the call, and end them all."""
    with ExitStack() as open_parts:
        parts = Path(open_parts.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        for name in ("keyring", "screen", "run", "home"):
            (parts / name).mkdir(mode=0o700)
        env = base_env() | {
            "HOME": str(parts / "home"),
            "XDG_RUNTIME_DIR": str(parts / "run"),
            "SWITCHHOOK_HOME": str(parts / "files"),
            "LANG": "en_GB.UTF-8",
            "LC_ALL": "",
            "TZ": _zone_of_the_afternoon(),
        }
        keyring = open_parts.enter_context(SystemKeyring(parts / "keyring", env))
        screen = open_parts.enter_context(Screen(parts / "screen", env))
        shown = {**screen.env, "DBUS_SESSION_BUS_ADDRESS": keyring.address}
        _paint_desk(screen)
        open_parts.enter_context(
            Program(["tint2"], env=shown, log=parts / "screen" / "tint2.log")
        )
        screen.wait_for_window("tint2")
        story = Story(screen, shown, folder, SystemClock().now())
        fill(story)
        app = open_parts.enter_context(
            Program(
                [str(LAUNCHER), "--minimized"], env=shown, log=parts / "switchhook.log"
            )
        )
        app.wait_until(lambda: _listens(parts / "files"), "it listens")
        play(story)


def _zone_of_the_afternoon() -> str:
    """Return a zone in which it is just after two, so that pictures stay alike."""
    now = SystemClock().now()
    ahead = (AFTERNOON - 60 * now.hour - now.minute) % (24 * 60)
    sign = "-" if ahead <= 12 * 60 else "+"  # POSIX counts to the west
    hours, minutes = divmod(min(ahead, 24 * 60 - ahead), 60)
    return f"SHOT{sign}{hours:02}:{minutes:02}"


def _paint_desk(screen: Screen) -> None:
    display = Display(screen.display)
    root = display.screen().root
    root.change_attributes(background_pixel=DESK)
    root.clear_area()
    display.sync()
    display.close()


def _listens(files: Path) -> bool:
    try:
        told = json.loads((files / "listener.json").read_bytes())
    except (OSError, ValueError):
        return False
    return told["pid"] is not None


def copy_for_docs() -> None:
    """Bring what the guide shows into the repository, with few colours."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, source in IN_DOCS.items():
        picture = SHOTS / source
        if not picture.exists():
            sys.stderr.write(f"{source} is not there; docs/pictures/{name} stays\n")
            continue
        target = DOCS / name
        opaque = ("-background", GROUND, "-flatten")  # few colours need no alpha
        few = ("+dither", "-colors", "255", "-strip")
        small = ("-define", "png:compression-level=9")
        crop = ("-crop", WITHIN_FRAME, "+repage") if source.startswith("call/") else ()
        convert = ["convert", str(picture), *crop, *opaque, *few, *small, str(target)]
        subprocess.run(convert, check=True)
        if target.stat().st_size > LARGEST_BYTES:
            raise SystemExit(f"docs/pictures/{name} is too large for the repository")


def main() -> None:
    """Write all pictures, each kind in a process of its own."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    for module in ("tests.shots_pop", "tests.shots_window"):
        offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([sys.executable, "-m", module], check=True, env=offscreen)
    tell_a_call(SHOTS / "call")
    if WITH_DOCS in sys.argv[1:]:
        copy_for_docs()
    sys.stdout.write(f"Pictures are in {SHOTS.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
