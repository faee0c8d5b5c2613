"""Calm lines above a part: what the rep should know, with the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.snapshot import Problem
from ui.icon import draw_icon
from ui.theme import Size, Space, Theme, Token
from ui.widgets.button import Button, Kind
from ui.widgets.words import Words
from ui.wording import say_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

translate = QCoreApplication.translate
_MOST = 2
_SAID = "said"  # what was just refused; its words are its detail
_KEYRING = {  # a VaultState that needs words, as the code of its problem
    "locked": "keyring-locked",
    "absent": "keyring-absent",
    "reset": "key-lost",
    "timed-out": "keyring-locked",
}
_GRAVE = {"key-lost", "store-broken", "disk-full", "folder-read-only"}


def fix_label(code: str) -> str:
    """Return the words of the next step for a problem, "" where there is none."""
    return {
        "keyring-locked": translate("Banner", "Unlock"),
        "key-lost": translate("Banner", "Enter recovery code"),
        "key-wrong": translate("Banner", "Enter recovery code"),
        "keyring-appeared": translate("Banner", "Lock them"),
        "keyring-reset": translate("Banner", "Enter recovery code"),
        "store-broken": translate("Banner", "Restore a backup"),
    }.get(code, "")


class Banner(QWidget):
    """One problem: its words, its step, and a way to put it aside."""

    fix_chosen = Signal(str)
    dismissed = Signal(str)

    def __init__(self, theme: Theme, problem: Problem) -> None:
        super().__init__()
        self._theme = theme
        self.code = problem.code
        self._is_grave = problem.code in _GRAVE
        text = problem.detail or "" if problem.code == _SAID else say_problem(problem)
        row = QHBoxLayout(self)
        left = Space.M + Size.ICON + Space.S
        row.setContentsMargins(left, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(Words(theme, text, wraps=True), 1)
        label = fix_label(problem.code)
        if label:
            self.step = Button(theme, Kind.SECOND, label, small=True)
            self.step.clicked.connect(lambda: self.fix_chosen.emit(self.code))
            row.addWidget(self.step)
        close = Button(theme, Kind.ICON, icon_name="x", name=self.tr("Put aside"))
        close.clicked.connect(lambda: self.dismissed.emit(self.code))
        row.addWidget(close)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        soft = Token.BAD_SOFT if self._is_grave else Token.WARN_SOFT
        painter.fillRect(self.rect(), theme[soft])
        token = Token.BAD if self._is_grave else Token.WARN
        at = QPoint(Space.M, (self.height() - Size.ICON) // 2)
        draw_icon(painter, at, "circle-alert", theme.hex(token))


class Banners(QWidget):
    """The gravest problems, at most two; one that was put aside stays away."""

    fix_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Problem, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._aside: set[str] = set()
        self._said = ""
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return which problems are to be seen."""
        return tuple(problem.code for problem in self._shown)

    def show_problems(self, problems: Sequence[Problem], keyring: str) -> None:
        """Take all problems and the state of the keyring."""
        made = list(problems)
        code = _KEYRING.get(keyring)
        if code and not any(one.code == code for one in made):
            made.insert(0, Problem(code))
        self._problems = tuple(made)
        self._aside &= {_SAID, *(problem.code for problem in made)}
        self._draw()

    def tell(self, text: str) -> None:
        """Say once why something could not be done; it stays until it is put aside."""
        self._said = text
        self._aside.discard(_SAID)
        self._draw()

    def _draw(self) -> None:
        said = (Problem(_SAID, self._said),) if self._said else ()
        told = (*said, *self._problems)
        left = [one for one in told if one.code not in self._aside]
        left.sort(key=lambda one: one.code not in _GRAVE)
        shown = tuple(left[:_MOST])
        if shown == self._shown:
            return
        self._shown = shown
        for banner in self._banners:
            banner.hide()
            banner.deleteLater()
        self._banners = [Banner(self._theme, problem) for problem in shown]
        for banner in self._banners:
            banner.fix_chosen.connect(self.fix_chosen)
            banner.dismissed.connect(self._put_aside)
            self._column.addWidget(banner)

    def _put_aside(self, code: str) -> None:
        self._aside.add(code)
        if code == _SAID:
            self._said = ""
        self._draw()
