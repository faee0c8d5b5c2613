"""The companion with its tray and window for figures, as `ui/loop.py` runs it.

Differs in what a figure needs: the keyring is a file.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, TypeVar

from qasync import QEventLoop

from app.cli import Start
from tests.bench.home import companion_of
from ui.first_light import FirstLight
from ui.loop import SWITCH_INTERVAL_S
from ui.pop_window import PopWindow
from ui.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from app.companion import Companion

T = TypeVar("T")


def run_with_window(home: Path, measure: Callable[[Companion], Awaitable[T]]) -> T:
    """Run `measure` beside the companion and its open window; return its result."""

    async def main(first: FirstLight) -> T:
        async with companion_of(home) as companion:
            first.catch(companion)
            shell = Shell(companion, first)
            await shell.open(Start())
            await companion.show_window()
            await _calm_down()
            try:
                return await measure(companion)
            finally:
                await shell.close()

    return _run(home, main)


def run_with_pop(
    home: Path, measure: Callable[[Companion, PopWindow], Awaitable[T]]
) -> T:
    """Run `measure` beside the companion, its tray and its pop; return its result."""

    async def main(first: FirstLight) -> T:
        async with companion_of(home) as companion:
            pop = PopWindow(first.theme, first.clock.now)
            companion.has_window = True
            companion.calls.subscribe(pop.show_call)
            companion.status.subscribe(first.tray.show_status)
            pop.warm_up()
            await _calm_down()
            try:
                return await measure(companion, pop)
            finally:
                pop.close_all()

    return _run(home, main)


def _run(home: Path, main: Callable[[FirstLight], Awaitable[T]]) -> T:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    first = FirstLight(home)

    def new_loop() -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = QEventLoop(first.app)
        return loop

    async def run() -> T:
        return await main(first)

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(run())


async def _calm_down() -> None:
    await asyncio.sleep(1.5)
    gc.collect()
