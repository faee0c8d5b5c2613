"""Pictures of the window, to look at: `python -m tests.shots_window [names]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.snapshot import CallFilter, CallPage, Status
from tests.ui import samples
from ui.calls_page import CallsPage
from ui.language import Language
from ui.part import Part
from ui.theme import Scheme, Theme
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.paged_model import PageWanted

FOLDER = Path("build/shots/window")


def calls_window(
    theme: Theme,
    *,
    status: Status = samples.BUSY,
    chosen: str = "c1",
    empty: bool = False,
) -> Window:
    """Return the window on Calls, with a day of calls."""
    page = CallsPage(theme, samples.now)
    rows = () if empty else samples.day_rows()

    def answer(wanted: PageWanted) -> None:
        if wanted.asked.filter is CallFilter.NEEDS_YOU:
            page.show_page(wanted, samples.page(() if empty else samples.needs_rows()))
        else:
            page.show_page(wanted, CallPage(rows, None, len(rows)))

    page.page_wanted.connect(answer)
    details = {"c0": samples.needs_detail()}
    page.detail_wanted.connect(
        lambda key: page.show_call(details.get(key) or samples.detail(key))
    )
    parts: dict[Part, QWidget] = {Part.CALLS: page}
    window = Window(theme, samples.now, parts)
    page.start()
    page.show_status(status)
    window.show_status(status)
    if chosen and not empty:
        page.go_to_call(chosen)
    return window


def shots() -> dict[str, Callable[[Theme], QWidget]]:
    """Return every picture by its name."""
    return {
        "calls": calls_window,
        "calls-needs-you": lambda theme: calls_window(theme, chosen="c0"),
        "calls-empty": lambda theme: calls_window(
            theme, status=samples.FINE, empty=True
        ),
    }


def take(widget: QWidget, name: str, size: QSize | None = None) -> None:
    """Write one picture."""
    if size is not None:
        widget.resize(size)
    widget.show()
    app = QApplication.instance()
    assert app is not None
    for _ in range(5):
        app.processEvents()
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(FOLDER / f"{name}.png"))
    widget.hide()
    widget.deleteLater()


def main() -> None:
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    language = Language(app)
    language.speak("en")
    theme = Theme()
    theme.apply(app)
    wanted = sys.argv[1:]
    for name, build in shots().items():
        if wanted and not any(name.startswith(one) for one in wanted):
            continue
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.choose(scheme)
            take(build(theme), f"{name}-{scheme}")
    theme.choose(Scheme.LIGHT)
    if not wanted or "narrow" in wanted:
        take(calls_window(theme), "calls-narrow-light", QSize(680, 800))
    language.speak("de")
    for name, build in shots().items():
        if not wanted or "de" in wanted:
            take(build(theme), f"{name}-de")


if __name__ == "__main__":
    main()
