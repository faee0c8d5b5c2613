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
from pathlib import Path
from typing import TYPE_CHECKING

from Xlib.display import Display

from tests.real.fixtures import base_env
from tests.real.program import Program, wait_until
from tests.real.screen import Screen
from tests.real.system_keyring import SystemKeyring

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "build" / "shots"
DOCS = ROOT / "docs" / "pictures"
LAUNCHER = ROOT / ".venv" / "bin" / "switchhook"
WIDEST_ICON = 64
DESK = 0xB4BFBB  # not black, so that the edges of windows show
LARGEST_BYTES = 200_000  # of a picture in the repository
GROUND = "#F6F5F2"  # the theme's, so that a card looks the same on any page
WITH_DOCS = "--docs"
CONTACTS = ROOT / "resources" / "demo" / "contacts.csv"
CALLER = "+442079460958"
OWN_LINE = "+14155550100"
CALL = ("--id", "7")

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
    "window-calls.png": "window/calls-light.png",
    "window-needs-you.png": "window/calls-needs-you-light.png",
    "log-call.png": "window/log-call-light.png",
    "import.png": "window/import-light.png",
    "connections.png": "window/connections-light.png",
}


@dataclass(frozen=True, slots=True)
class Story:
    """The app on a screen of its own, with a tray and a keyring that is open."""

    screen: Screen
    env: Mapping[str, str]
    folder: Path

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
        self.switchhook("event", kind, *words, *CALL)

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

    def wait_for_window(self) -> None:
        """Wait for a window of ours that is more than the icon in the tray."""

        def is_there() -> bool:
            found = self.screen.hand("search", "--onlyvisible", "--class", "switchhook")
            geometry = "getwindowgeometry", "--shell"
            told = (self.screen.hand(*geometry, window) for window in found.split())
            widths = re.findall(r"WIDTH=(\d+)", " ".join(told))
            return any(int(width) > WIDEST_ICON for width in widths)

        wait_until(is_there, "a window shows")

    def logs(self) -> list[object]:
        """Return where the calls' records stand."""
        told = json.loads(self.switchhook("calls", "list", "--json"))
        return [row["log"] and row["log"]["state"] for row in told["calls"]]


def play(story: Story) -> None:
    """Take one call from its ring to its record."""
    story.event("ringing", "--from", CALLER, "--to", OWN_LINE)
    story.wait_for_window()
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
    wait_until(lambda: story.logs() == ["done"], "the call is logged")
    story.picture("5-logged")


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
            "TZ": "Europe/London",
        }
        keyring = open_parts.enter_context(SystemKeyring(parts / "keyring", env))
        screen = open_parts.enter_context(Screen(parts / "screen", env))
        shown = {**screen.env, "DBUS_SESSION_BUS_ADDRESS": keyring.address}
        _paint_desk(screen)
        open_parts.enter_context(
            Program(["tint2"], env=shown, log=parts / "screen" / "tint2.log")
        )
        screen.wait_for_window("tint2")
        story = Story(screen, shown, folder)
        # before the app starts: a command opens the files as well
        story.switchhook("contacts", "import", str(CONTACTS))
        app = open_parts.enter_context(
            Program(
                [str(LAUNCHER), "--minimized"], env=shown, log=parts / "switchhook.log"
            )
        )
        app.wait_until(lambda: _listens(parts / "files"), "it listens")
        play(story)


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
        convert = ["convert", str(picture), *opaque, *few, *small, str(target)]
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
