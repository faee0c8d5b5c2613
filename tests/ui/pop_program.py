"""A pop in a process of its own, told on standard input what to show.

Prints what comes out of it, one line each; for tests on a real screen.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from app.wrap_up import WrapUp
from tests.ui import pop_calls as calls
from ui.pop_window import PopWindow
from ui.shortcut import Shortcut
from ui.theme import Theme
from ui.x_display import XDisplay

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.snapshot import CallSnapshot

STATES: dict[str, Callable[[], CallSnapshot]] = {
    "ringing": calls.ringing,
    "slow": calls.slow,
    "unknown": calls.unknown,
    "several": calls.several,
    "talking": lambda: replace(calls.talking(), wrap_up=WrapUp()),
    "ended": lambda: replace(calls.ended(), wrap_up=WrapUp()),
    "saved": calls.saved,
    "second": calls.second,
    "missed": calls.missed,
    "b-talking": lambda: calls.talking("b"),
    "b-ended": lambda: calls.ended("b"),
    "b-saved": lambda: calls.saved("b"),
}


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main() -> None:
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme()
    theme.apply(app)
    pop = PopWindow(theme, calls.now, screen=XDisplay.open())
    pop.warm_up(at_once=True)
    pop.card_painted.connect(lambda key: say("painted", key))
    pop.drafted.connect(lambda key, wrap_up: say("drafted", key, wrap_up.note))
    pop.contact_chosen.connect(lambda key, who: say("chosen", key, who.name))
    pop.answered.connect(lambda key: say("answered", key))
    pop.wrapped_up.connect(lambda key, _wrap_up: say("wrapped-up", key))
    shortcut = Shortcut()
    shortcut.pressed.connect(lambda: say("shortcut", str(pop.focus_pop())))

    def obey() -> None:
        line = sys.stdin.readline().strip()
        word, _, rest = line.partition(" ")
        if not line or word == "quit":
            app.quit()
        elif word == "grab":
            say("grabbed", shortcut.grab(rest))
        elif word == "focus":
            say("focused", str(pop.focus_pop()))
        elif word == "close":
            pop.close_all()
            say("closed")
        elif word == "where":
            for card in pop.cards:
                at = card.mapToGlobal(card.card().topLeft())
                say("card", card.key, str(at.x()), str(at.y()), str(card.card_height))
            say("end")
        else:
            pop.show_call(STATES[word]())
            say("shown", word)

    reader = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    reader.activated.connect(obey)
    say("ready")
    app.exec()


if __name__ == "__main__":
    main()
