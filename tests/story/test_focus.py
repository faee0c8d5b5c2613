"""The pop takes neither the keyboard nor a letter from what the rep is typing in."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.real.program import Program, wait_until
from tests.story.editor import TITLE
from tests.story.rep import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.rep import Rep

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-window")]
LETTER = " ".join(f"line {n} of a letter that must arrive whole" for n in range(12))


def test_every_letter_typed_while_pops_come_and_go_arrives_where_it_was_typed(
    rep: Rep, tmp_path: Path
) -> None:
    rep.start("--minimized")
    page = tmp_path / "letter.txt"
    editor = [sys.executable, "-m", "tests.story.editor", str(page)]
    env = {**rep.env, "PYTHONPATH": str(ROOT)}
    with Program(editor, env=env, log=tmp_path / "editor.log") as letter:
        rep.screen.wait_for_window(TITLE)
        letter.wait_until_said("has the keyboard")

        typing = subprocess.Popen(
            ["xdotool", "type", "--delay", "15", LETTER], env=rep.screen.env
        )
        for number in range(3):
            rep.told("ringing", f"{number}", from_=f"+44207946095{number}")
        rep.wait_for_pop(3)
        rep.told("answered", "0")
        rep.told("ringing", "0", from_="+442079460950", name="Oliver Twist")
        rep.told("ended", "0")
        rep.told("elsewhere", "1")
        rep.told("missed", "2")
        assert typing.wait(60) == 0
        wait_until(lambda: page.read_text("utf-8") == LETTER, "every letter arrived")

        assert "lost" not in letter.said


def test_the_keyboard_goes_back_to_the_letter_after_escape(
    rep: Rep, tmp_path: Path
) -> None:
    rep.start("--minimized")
    page = tmp_path / "letter.txt"
    editor = [sys.executable, "-m", "tests.story.editor", str(page)]
    env = {**rep.env, "PYTHONPATH": str(ROOT)}
    with Program(editor, env=env, log=tmp_path / "editor.log") as letter:
        rep.screen.wait_for_window(TITLE)
        letter.wait_until_said("has the keyboard")
        rep.told("ringing", from_="+442079460958")
        rep.told("answered")
        rep.wait_for_pop()

        rep.go_to_pop()
        rep.type("A note of it")
        wait_until(lambda: rep.calls()[0]["note"] == "A note of it", "it is kept")
        rep.press("Escape")
        wait_until(lambda: rep.screen.focused_window() not in rep.pops(), "it left")
        letter.wait_until(
            lambda: letter.said.strip().endswith("has the keyboard"), "it is back"
        )
        rep.type("Dear Sirs")

        wait_until(lambda: page.exists() and page.read_text() == "Dear Sirs", "arrived")
        rep.told("ended")
