"""Our own tray icon and nothing else, for tests on a real desktop.

It prints what the rep does with it, and `at X Y` for the middle of the icon once it
has a place. Its state is told on the command line: `fine`, `calls`, `down`.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui import samples
from ui.language import Language
from ui.theme import Theme
from ui.tray import Tray

WAIT_MS = 50
STATES = {
    "fine": samples.FINE,
    "calls": replace(samples.FINE, needs_you=3),
    "down": samples.TROUBLED,
}


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Show the icon until somebody ends us."""
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    Language(app).speak("en")
    theme = Theme()
    theme.apply(app)
    tray = Tray(theme, samples.now)
    for name in ("window_wanted", "pop_wanted", "log_call_wanted", "quit_chosen"):
        getattr(tray, name).connect(lambda name=name: say(name))
    tray.menu.aboutToShow.connect(lambda: say("menu", len(tray.menu.actions())))
    tray.show_status(STATES[sys.argv[1] if len(sys.argv) > 1 else "fine"])
    tray.show()
    places: list[QRect] = []

    def look() -> None:
        where = tray.item.geometry()
        if not where.isEmpty() and where not in places[-1:]:
            places.append(where)
            say("at", where.center().x(), where.center().y())

    timer = QTimer(interval=WAIT_MS)
    timer.timeout.connect(look)
    timer.start()
    say("ready", Tray.is_available())
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
