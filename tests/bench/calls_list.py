"""How long the window stalls while the rep scrolls through a million calls.

The list, its painting and its pages are real; the rows come from a synthetic source,
one turn of the event loop after they were asked for. A stall is the time in which the
loop did nothing else: the longest gap between two beats of a timer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.figure import Figure, part_of, say, tell
from tests.ui import samples
from tests.ui.window_kit import LongList
from ui.calls_page import PINNED_MOST, CallsPage
from ui.language import Language
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.paged_model import PageWanted

FRAME_MS = 16.0
STALL_GOAL_MS = 50.0
_SAY_EVERY = 100_000
_BACK_STEPS = 400


class Scroller:
    """Scrolls to the end of a list and back, and takes the time of every beat."""

    def __init__(self, page: CallsPage, source: LongList) -> None:
        self._page, self._source = page, source
        self._loop = QEventLoop()
        self._last_s = time.perf_counter()
        self._told = 0
        self._back = 0
        self.gaps_ms: list[float] = []
        self._last_cpu_s = time.thread_time()
        self.most_cpu_ms = 0.0
        self.most_held = 0
        page.page_wanted.connect(self._answer_soon)
        self._beat = QTimer(interval=0)
        self._beat.timeout.connect(self._on_beat)

    def run(self) -> None:
        """Scroll; returns once it is through."""
        self._page.start()
        self._last_s, self._last_cpu_s = time.perf_counter(), time.thread_time()
        self._beat.start()
        self._loop.exec()

    def _answer_soon(self, wanted: PageWanted) -> None:
        QTimer.singleShot(0, self._page, lambda: self._answer(wanted))

    def _answer(self, wanted: PageWanted) -> None:
        if wanted.limit == PINNED_MOST:
            self._page.show_page(wanted, samples.page(()))
        else:
            self._page.show_page(wanted, self._source.page(wanted))

    def _on_beat(self) -> None:
        now_s = time.perf_counter()
        self.gaps_ms.append((now_s - self._last_s) * 1e3)
        self._last_s = now_s
        cpu_s = time.thread_time()
        self.most_cpu_ms = max(self.most_cpu_ms, (cpu_s - self._last_cpu_s) * 1e3)
        self._last_cpu_s = cpu_s
        model, bar = self._page.model, self._page.view.verticalScrollBar()
        self.most_held = max(self.most_held, model.held_count)
        if model.rowCount() >= self._told + _SAY_EVERY:
            self._told = model.rowCount()
            say(f"{self._told:,} rows")
        if not model.is_complete:
            bar.setValue(bar.maximum())
            return
        self._back += 1
        bar.setValue(bar.maximum() - self._back * bar.maximum() // _BACK_STEPS)
        if self._back >= _BACK_STEPS:
            self._beat.stop()
            self._loop.quit()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    app = QApplication([])
    Language(app).speak("en")
    theme = Theme()
    theme.apply(app)
    page = CallsPage(theme, samples.now)
    page.resize(1080, 800)
    page.show()
    app.processEvents()
    scroller = Scroller(page, LongList(rows))
    scroller.run()
    gaps = scroller.gaps_ms
    tell(
        Figure(
            "calls_list_stall_ms",
            max(gaps),
            STALL_GOAL_MS,
            median=statistics.median(gaps),
            p99=part_of(gaps, 0.99),
            runs=len(gaps),
            beside={
                "rows": page.model.rowCount(),
                "max_of_own_cpu_ms": scroller.most_cpu_ms,  # whatever else runs
                "p99.9": part_of(gaps, 0.999),
                "most_rows_in_memory": scroller.most_held,
                "over_a_frame": sum(gap > FRAME_MS for gap in gaps),
            },
        )
    )


if __name__ == "__main__":
    main()
