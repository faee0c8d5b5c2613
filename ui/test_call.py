"""A test call watched step by step, from real events: Diagnostics and the first run.

The owner tells `begin()` when the call was asked for, then `follow` with every call
snapshot and `pop_shown` when the pop painted. Nothing is ticked that did not happen.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.session import Stage
from app.snapshot import EntryState
from ui.icon import draw_icon
from ui.manifest_words import say_setting
from ui.theme import Size, Space, Theme, Token
from ui.widgets.shown_text import shown
from ui.widgets.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.snapshot import CallSnapshot, SourceSnapshot


_HOOK = "hook"


class CallStep(StrEnum):
    """What must happen on the way from the phone to the CRM."""

    CONNECTED = "connected"
    HEARD = "heard"
    POPPED = "popped"
    ENDED = "ended"
    LOGGED = "logged"


class _StepLine(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_done = False
        self.words = Words(theme, "", token=Token.MUTED, wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.ICON + Space.S, 0, 0, 0)
        row.addWidget(self.words)
        theme.changed.connect(self.update)

    def show_step(self, text: str, done: str, not_yet: str, *, is_done: bool) -> None:
        self.is_done = is_done
        self.words.setText(text)
        self.words.set_token(Token.TEXT if is_done else Token.MUTED)
        self.setAccessibleName(f"{text}: {done if is_done else not_yet}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        if self.is_done:
            draw_icon(painter, QPoint(0, 2), "check", theme.hex(Token.GOOD))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme[Token.EDGE], 1.5))
        painter.drawEllipse(QRectF(1, 3, Size.ICON - 2, Size.ICON - 2))


class TestCallSteps(QWidget):
    """Five lines that tick as the call goes its way."""

    __test__ = False  # pytest: this is a call, no test
    finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phone = ""
        self._crm = ""
        self._is_silent = False
        self._key: str | None = None
        self._is_waiting = False
        self._done: set[CallStep] = set()
        self._lines = {step: _StepLine(theme) for step in CallStep}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for line in self._lines.values():
            column.addWidget(line)
        self.setAccessibleName(self.tr("Steps of the test call"))
        self._draw()

    @property
    def done(self) -> frozenset[CallStep]:
        """Return what happened."""
        return frozenset(self._done)

    def show_source(self, source: SourceSnapshot | None) -> None:
        """Take the phone that will ring."""
        self._phone = say_setting(shown(source.name)) if source else ""
        self._is_silent = source is not None and source.id == _HOOK
        if source is not None and source.is_up:
            self._done.add(CallStep.CONNECTED)
        else:
            self._done.discard(CallStep.CONNECTED)
        self._draw()

    def begin(self) -> None:
        """Watch for the next call."""
        self._done &= {CallStep.CONNECTED}
        self._key = None
        self._is_waiting = True
        self._draw()

    def follow(self, snapshot: CallSnapshot) -> None:
        """Take news of a call; the first one after `begin` is the test call."""
        call = snapshot.call
        if self._is_waiting and call.is_live:
            self._key, self._is_waiting = call.key, False
        if call.key != self._key:
            return
        self._done |= {CallStep.CONNECTED, CallStep.HEARD}
        if call.stage is Stage.ENDED:
            self._done.add(CallStep.ENDED)
        done = [log for log in snapshot.logs if log.state is EntryState.DONE]
        if done and CallStep.LOGGED not in self._done:
            self._crm = shown(done[0].connection_name)
            self._done.add(CallStep.LOGGED)
            self._draw()
            self.finished.emit()
            return
        self._draw()

    def pop_shown(self, key: str) -> None:
        """The pop of a call was painted."""
        if key == self._key:
            self._done.add(CallStep.POPPED)
            self._draw()

    def _draw(self) -> None:
        crm = self._crm or self.tr("the CRM")
        phone = self._phone or self.tr("The phone")
        # a softphone or script says nothing of itself before it rings
        connected = self.tr("{0} is connected")
        ready = self.tr("{0} is ready") if self._is_silent else connected
        words = {
            CallStep.CONNECTED: ready.format(phone),
            CallStep.HEARD: self.tr("Switchhook hears it ring"),
            CallStep.POPPED: self.tr("The pop says who calls"),
            CallStep.ENDED: self.tr("You answer, note, hang up"),
            CallStep.LOGGED: self.tr("One record in {0}").format(crm),
        }
        for step, line in self._lines.items():
            is_done = step in self._done
            line.show_step(
                words[step], self.tr("done"), self.tr("not yet"), is_done=is_done
            )
