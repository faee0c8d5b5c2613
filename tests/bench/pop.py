"""How long the pop takes from a snapshot to its first paint."""

from __future__ import annotations

import sys
import time

from PySide6.QtWidgets import QApplication

from tests.ui import pop_calls as calls
from ui.pop_window import PopWindow
from ui.theme import Theme
from ui.x_display import XDisplay

DEADLINE_S = 2.0


def measure(runs: int = 200, warm_up: int = 5) -> list[float]:
    """Return milliseconds from `show_call` to the end of the card's first paint.

    Runs on whatever platform Qt has here; QT_QPA_PLATFORM decides (offscreen, xcb).
    Every call is another one, and alternates between a match with facts, several
    matches and none, so that the card is rebuilt each time.
    """
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError("widgets need a QApplication")
    theme = Theme()
    theme.apply(app)
    is_x = app.platformName() == "xcb"
    screen = XDisplay.open() if is_x else None
    pop = PopWindow(theme, calls.now, screen=screen)
    pop.warm_up(at_once=True)
    app.processEvents()
    painted_at: list[float] = []
    pop.card_painted.connect(lambda _key: painted_at.append(time.perf_counter()))
    makers = (calls.ringing, calls.several, calls.unknown)
    took_ms: list[float] = []
    for run in range(warm_up + runs):
        snapshot = makers[run % len(makers)](f"call-{run}")
        painted_at.clear()
        began_at = time.perf_counter()
        pop.show_call(snapshot)
        while not painted_at and time.perf_counter() - began_at < DEADLINE_S:
            app.processEvents()
        if run >= warm_up:
            took_ms.append((painted_at[0] - began_at) * 1000)
        pop.close_all()
        for _ in range(3):
            app.processEvents()
    if screen is not None:
        screen.close()
    return took_ms


def main() -> None:
    took_ms = sorted(measure())
    middle, late = took_ms[len(took_ms) // 2], took_ms[int(len(took_ms) * 0.99)]
    sys.stdout.write(f"median {middle:.2f} ms, p99 {late:.2f} ms\n")


if __name__ == "__main__":
    main()
