"""Runs `switchhook listen`: builds one phone source and prints until told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from app.clock import SystemClock
from app.command import CommandError, Exit
from app.ear import Ear
from app.folders import home
from app.instance import acquire
from app.listen import Listening
from app.settings import default_region
from app.tasks import Tasks
from connectors import registry
from connectors.contract import Acknowledges, PhoneSetup
from connectors.errors import ConnectorError
from connectors.manifest import PhoneManifest, SettingKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from app.wish import Listen
    from connectors.contract import Clock, PhoneSource


def listen(wish: Listen) -> Exit:
    """Print what a source tells until a signal, its time or its end.

    Raises CommandError.
    """
    manifests = registry.phone_manifests()
    manifest = manifests.get(wish.source)
    if manifest is None:
        known = ", ".join(sorted(manifests))
        raise CommandError(
            f"There is no source {wish.source!r}. There are: {known}.", Exit.USAGE
        )
    settings = read_settings(manifest, wish.settings)
    return asyncio.run(_listen(wish, manifest, settings))


def read_settings(manifest: PhoneManifest, told: tuple[str, ...]) -> Mapping[str, str]:
    """Return the settings of a source; `@-` reads a line of standard input.

    Raises CommandError with everything that is wrong.
    """
    settings = {s.name: s.default for s in manifest.settings if s.default}
    known = {setting.name: setting for setting in manifest.settings}
    wrong = []
    for pair in told:
        name, equals, value = pair.partition("=")
        if not equals or name not in known:
            wrong.append(f"{name}: no setting of {manifest.id}")
            continue
        if value == "@-":
            value = sys.stdin.readline().rstrip("\r\n")
        if known[name].kind is SettingKind.NUMBER and not value.isdecimal():
            wrong.append(f"{name}: must be a number")
        settings[name] = value
    wrong += [
        f"{setting.name}: is needed"
        for setting in manifest.settings
        if setting.is_required and not settings.get(setting.name)
    ]
    if wrong:
        allowed = ", ".join(known) or "none"
        text = f"{'; '.join(wrong)}. Settings of {manifest.id}: {allowed}."
        raise CommandError(text, Exit.USAGE)
    return settings


async def _listen(
    wish: Listen, manifest: PhoneManifest, settings: Mapping[str, str]
) -> Exit:
    stop = asyncio.Event()
    failures: list[str] = []

    def failed(name: str, problem: BaseException) -> None:
        failures.append(f"{name}: {type(problem).__name__}")
        stop.set()

    def print_line(line: str) -> None:
        try:
            sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            stop.set()  # who read us has seen enough

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl+C ends by KeyboardInterrupt
            loop.add_signal_handler(number, stop.set)
    if wish.for_s is not None:
        loop.call_later(wish.for_s, stop.set)

    clock = SystemClock()
    tasks = Tasks(failed)
    region = wish.region or default_region()
    setup = PhoneSetup(
        manifest.id, settings, wish.own_lines, region, clock, tasks.start
    )
    try:
        source = registry.phone_source(manifest.id, setup)
    except ConnectorError as problem:
        raise CommandError(str(problem), Exit.USAGE) from problem
    listening = Listening(
        source,
        clock,
        has_unique_ids=manifest.has_unique_ids,
        print_line=print_line,
        note=_note,
    )

    async def follow() -> None:
        await listening.follow()
        stop.set()

    async with _heard(source, clock):
        tasks.start("listen", follow())
        tasks.start("settle", listening.settle())
        try:
            await stop.wait()
        finally:
            await tasks.stop()
            await source.close()
            listening.finish()
    for failure in failures:
        _note(failure)
    return Exit.FAILED if failures else Exit.FINE


@asynccontextmanager
async def _heard(source: PhoneSource, clock: Clock) -> AsyncIterator[None]:
    """Be the ear of a source that hooks speak to; others have their own.

    Raises CommandError where a companion has the hooks.
    """
    if not isinstance(source, Acknowledges):
        yield
        return
    folder = home()
    instance = acquire(folder)
    if instance is None:
        raise CommandError("A companion runs and hears the hooks.", Exit.RUNNING)
    ear = Ear(folder, source.inbox, clock)
    try:
        instance.announce(await ear.open())
        yield
    finally:
        await ear.close()
        instance.release()


def _note(words: str) -> None:
    sys.stderr.write(f"switchhook: {words}\n")
    sys.stderr.flush()
