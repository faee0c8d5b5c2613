"""Runs the window: the tray first, then the companion, in one thread with asyncio."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from app.command import Exit
from app.folders import home, policy_file
from app.instance import acquire
from ui.display import has_display

if TYPE_CHECKING:
    from pathlib import Path

    from app.companion import Companion
    from app.instance import Instance
    from app.wish import Start
    from ui.first_light import FirstLight

SWITCH_INTERVAL_S = 0.0002  # a busy thread may not keep the pop waiting


def run(start: Start) -> int:
    """Show the tray and run until the rep quits; return the exit code."""
    if not has_display():
        if not start.is_tour:
            sys.stderr.write(
                "switchhook: there is no screen. Without a window:"
                " switchhook run --no-window\n"
            )
            return Exit.NO_SCREEN
        sys.stdout.write("There is no screen: the tour runs offscreen.\n")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = home()
    instance = acquire(folder)
    if instance is None:
        sys.stderr.write("switchhook: a companion is starting or ending\n")
        return Exit.RUNNING
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.disable()  # what loads now stays: looking through it for garbage takes time
    from ui.plain_import import use_plain_import  # noqa: PLC0415  # Qt: not before this

    use_plain_import()
    from ui.first_light import FirstLight  # noqa: PLC0415

    first = FirstLight(folder)
    gc.enable()
    return _run(first, folder, instance, start)


def _run(first: FirstLight, folder: Path, instance: Instance, start: Start) -> int:
    import asyncio  # noqa: PLC0415  # the tray is on the screen by now

    from qasync import QEventLoop  # noqa: PLC0415

    from app.logs import Logs  # noqa: PLC0415
    from app.problem_words import FILE_ERRORS, words_of  # noqa: PLC0415

    def new_loop() -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = QEventLoop(first.app)
        return loop

    with Logs(folder), asyncio.Runner(loop_factory=new_loop) as runner:
        try:
            return runner.run(_main(first, folder, instance, start))
        except FILE_ERRORS as problem:  # the home takes not even a port
            sys.stderr.write(f"switchhook: {words_of(problem)}\n")
            return Exit.FAILED


async def _main(
    first: FirstLight, folder: Path, instance: Instance, start: Start
) -> int:
    from app.wiring import running  # noqa: PLC0415  # after the first paint
    from ui.shell import Shell  # noqa: PLC0415

    async with running(folder, instance, policy_file()) as companion:
        first.catch(companion)
        _end_with_signals(companion)
        shell = Shell(companion, first)
        await shell.open(start)
        gc.collect()
        gc.freeze()  # so that no ring waits while all of it is looked through again
        await companion.quit_wanted.wait()
        await shell.close()
    return shell.exit


def _end_with_signals(companion: Companion) -> None:
    """End in order when the session or Ctrl+C ends us."""
    import asyncio  # noqa: PLC0415  # see _run
    import signal  # noqa: PLC0415

    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: the session tells Qt
            asyncio.get_running_loop().add_signal_handler(name, companion.quit)
