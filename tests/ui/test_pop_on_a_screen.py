"""On a real screen with a window manager, the pop never takes a key by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import pytest

from tests.real.program import Program, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.screen import Screen

pytestmark = pytest.mark.real
EDITOR = """
import sys
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication([])
editor = QPlainTextEdit()
editor.setWindowTitle("An editor")
editor.resize(500, 400)
editor.textChanged.connect(
    lambda: open(sys.argv[1], "w").write(editor.toPlainText())
)
editor.show()
app.exec()
"""
TYPED = "the quick brown fox jumps over 1234567890 lazy dogs again and again 123"
STATES = (
    *("ringing", "talking", "second", "unknown", "several", "ended", "saved"),
    *("close", "ringing"),
)


class PopProgram:
    """The pop in a process of its own."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._log = folder / "pop.log"
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.ui.pop_program"],
                env={**screen.env, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    @property
    def said(self) -> list[str]:
        return self._log.read_text("utf-8", "replace").splitlines()

    def wait_for(self, line: str) -> None:
        wait_until(lambda: line in self.said, f"the pop said {line!r}")

    def __enter__(self) -> Self:
        self.wait_for("ready")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait(5)


class Desk:
    """An editor that has the keyboard, and the pop."""

    def __init__(self, screen: Screen, pop: PopProgram, text: Path) -> None:
        self.screen = screen
        self.pop = pop
        self._text = text

    @property
    def text(self) -> str:
        return self._text.read_text() if self._text.exists() else ""

    def type(self, text: str) -> None:
        self.screen.hand("type", "--delay", "12", text)

    def wait_for_text(self, text: str) -> None:
        wait_until(lambda: self.text == text, f"the editor has {text!r}")


@pytest.fixture
def desk(screen: Screen, tmp_path: Path) -> Iterator[Desk]:
    text = tmp_path / "editor.txt"
    command = [sys.executable, "-c", EDITOR, str(text)]
    log = tmp_path / "editor.log"
    with Program(command, env=screen.env, log=log):
        window = screen.wait_for_window("An editor")
        screen.hand("windowactivate", "--sync", window)
        with PopProgram(screen, tmp_path) as pop:
            desk = Desk(screen, pop, text)
            desk.type("x")
            desk.wait_for_text("x")
            yield desk


def test_no_key_is_lost_while_pops_open_change_and_go(desk: Desk) -> None:
    typing = subprocess.Popen(
        ["xdotool", "type", "--delay", "15", TYPED], env=desk.screen.env
    )
    for state in STATES:
        desk.pop.tell(state)
        desk.pop.wait_for("closed" if state == "close" else f"shown {state}")
    typing.wait(20)

    desk.wait_for_text("x" + TYPED)
    assert not [line for line in desk.pop.said if line.startswith(("chosen", "draft"))]


def test_the_shortcut_leads_to_the_pop_and_escape_back(desk: Desk) -> None:
    desk.pop.tell("grab Ctrl+Alt+P")
    desk.pop.wait_for("grabbed yes")
    desk.pop.tell("several")
    desk.pop.wait_for("painted a")

    desk.screen.press("ctrl+alt+p")
    desk.pop.wait_for("shortcut True")
    desk.screen.press("2")
    desk.pop.wait_for("chosen a Mira Tannert")
    desk.screen.press("Escape")

    wait_until(lambda: _typed(desk, "y"), "the editor has the keyboard again")


def test_saving_gives_the_keyboard_back(desk: Desk) -> None:
    for state in ("talking", "ended"):
        desk.pop.tell(state)
        desk.pop.wait_for(f"shown {state}")
    desk.pop.tell("focus")
    desk.pop.wait_for("focused True")

    desk.screen.press("ctrl+Return")
    desk.pop.wait_for("wrapped-up a")

    wait_until(lambda: _typed(desk, "y"), "the editor has the keyboard again")


def places(desk: Desk) -> list[tuple[int, int, str]]:
    """Return where each card begins and ends, and its call, from the top."""
    ends = desk.pop.said.count("end")
    desk.pop.tell("where")
    wait_until(lambda: desk.pop.said.count("end") > ends, "the cards are told")
    said = desk.pop.said
    last = len(said) - 1 - said[::-1].index("end")
    found = []
    for line in reversed(said[:last]):
        if not line.startswith("card "):
            break
        _, key, _x, y, height = line.split()
        found.append((int(y), int(y) + int(height), key))
    return sorted(found)


def gaps(desk: Desk) -> list[int]:
    found = places(desk)
    return [below[0] - above[1] for above, below in pairwise(found)]


def test_cards_stand_close_again_once_one_is_saved(desk: Desk) -> None:
    for state in ("ringing", "missed", "b-talking"):
        desk.pop.tell(state)
        desk.pop.wait_for(f"shown {state}")
    desk.pop.tell("focus")
    desk.pop.wait_for("focused True")
    desk.screen.press("k")
    desk.pop.tell("b-ended")
    desk.pop.wait_for("shown b-ended")
    assert gaps(desk) == [8]

    desk.screen.press("ctrl+Return")
    desk.pop.wait_for("wrapped-up b")
    desk.pop.tell("b-saved")
    desk.pop.wait_for("shown b-saved")

    wait_until(lambda: gaps(desk) == [8], "the cards stand 8 px apart")
    nearest = "the older call is nearest to the corner, now that nobody writes"
    wait_until(lambda: places(desk)[-1][2] == "a", nearest)


def test_the_shortcut_works_with_the_lock_keys_on(desk: Desk) -> None:
    desk.pop.tell("grab Ctrl+Alt+P")
    desk.pop.wait_for("grabbed yes")
    desk.screen.press("Num_Lock")
    try:
        desk.screen.press("ctrl+alt+p")
        desk.pop.wait_for("shortcut False")
    finally:
        desk.screen.press("Num_Lock")


def test_a_key_that_another_program_has_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.pop.tell("grab Ctrl+Alt+K")
    desk.pop.wait_for("grabbed yes")
    folder = tmp_path / "other"
    folder.mkdir()

    with PopProgram(desk.screen, folder) as other:
        other.tell("grab Ctrl+Alt+K")
        other.wait_for("grabbed taken")
        other.tell("grab Ctrl+Alt+Nonsense")
        other.wait_for("grabbed unknown")


def test_a_note_is_typed_after_a_click_into_its_field(desk: Desk) -> None:
    desk.pop.tell("talking")
    desk.pop.wait_for("painted a")
    x, y = _corner_of(desk)
    before = desk.screen.focused_window()

    desk.screen.click(x + 100, y + 130)
    wait_until(lambda: desk.screen.focused_window() != before, "the pop has the keys")
    desk.screen.press("n")
    desk.pop.wait_for("drafted a n")

    assert desk.text == "x"


def test_a_click_on_a_button_leaves_the_keyboard_where_it_is(desk: Desk) -> None:
    desk.pop.tell("ringing")
    desk.pop.wait_for("painted a")
    x, y = _corner_of(desk)

    desk.screen.click(x + 40, y + 225)
    desk.pop.wait_for("answered a")
    desk.type("y")

    desk.wait_for_text("xy")


def _corner_of(desk: Desk) -> tuple[int, int]:
    desk.pop.tell("where")
    desk.pop.wait_for("end")
    line = next(line for line in desk.pop.said if line.startswith("card a "))
    _, _, x, y, _ = line.split(" ")
    return int(x), int(y)


def _typed(desk: Desk, letter: str) -> bool:
    desk.screen.press(letter)
    return letter in desk.text
