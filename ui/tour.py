"""The tour: sample contacts, and where nobody looks on, one call from ring to record.

Without a screen the same app runs offscreen. The call goes through the real pop: its
buttons are pressed and its note is typed, and a picture of each step is kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

import resources
from app.snapshot import EntryState
from ui.pop_view import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.companion import Companion
    from app.snapshot import CallSnapshot
    from ui.pop_card import PopCard
    from ui.pop_window import PopWindow

_STEP_S = 15.0
_LOOK_S = 0.05
_NOTE = "Likes the rugged model. Needs a quote for 40 scanners before 15 Dec."
PICTURES = Path("build") / "tour"


class TourFailedError(Exception):
    """A step of the tour did not come."""


async def bring_samples(companion: Companion) -> None:
    """Import the sample contacts where the local CRM has none."""
    page = await companion.list_contacts(limit=1)
    if not page.contacts:
        await companion.import_contacts(resources.path("demo/contacts.csv"))


class Tour:
    """Takes one call as a rep would, and tells what became of it."""

    def __init__(
        self, companion: Companion, pop: PopWindow, window: Callable[[], QWidget]
    ) -> None:
        self._companion = companion
        self._pop = pop
        self._window = window
        self._last: dict[str, CallSnapshot] = {}

    async def run(self) -> None:
        """Ring, answer, write, choose, hang up, save; print the CRM's record."""
        unsubscribe = self._companion.calls.subscribe(self._see)
        try:
            await self._companion.test_call("ring-me")
            await self._until(lambda: bool(self._pop.cards))
            card = self._pop.cards[-1]
            key = card.key
            self._keep("1-ringing", card)
            self._press(card, Act.ANSWER)
            await self._until(lambda: self._last[key].call.answered_at is not None)
            QTest.keyClicks(card.form.note_field, _NOTE)
            card.form.outcomes.press(1)
            card.form.follow_ups.press(2)
            await self._until(lambda: self._last[key].wrap_up.note == _NOTE)
            self._keep("2-talking", card)
            self._press(card, Act.HANG_UP)
            await self._until(lambda: not self._last[key].call.is_live)
            self._keep("3-after-the-call", card)
            self._press(card, Act.SAVE)
            await self._until(lambda: _is_logged(self._last[key]))
            self._keep("4-logged", card)
            await self._show_window(key)
            record = await self._companion.read_record(key)
        finally:
            unsubscribe()
        text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write(f"The record in the local CRM:\n{text}\n")
        sys.stdout.write(f"Pictures of each step: {PICTURES}{os.sep}\n")

    async def _show_window(self, key: str) -> None:
        window = self._window()
        await self._until(window.isVisible)
        await asyncio.sleep(0.5)  # the list and the detail are read from the disk
        self._keep("5-window", window)

    def _see(self, snapshot: CallSnapshot) -> None:
        self._last[snapshot.call.key] = snapshot

    def _press(self, card: PopCard, act: Act) -> None:
        card.action_row.button(act).click()

    def _keep(self, name: str, widget: QWidget) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(PICTURES / f"{name}.png"))

    async def _until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(round(_STEP_S / _LOOK_S)):
            if is_so():
                return
            await asyncio.sleep(_LOOK_S)
        raise TourFailedError("the tour waited too long for a step")


def _is_logged(snapshot: CallSnapshot) -> bool:
    return any(log.state is EntryState.DONE for log in snapshot.logs)
