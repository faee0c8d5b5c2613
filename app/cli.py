"""The command line: asks the running companion, else opens the files itself.

`read` says what is wanted without importing more than it must; `run` does it and
returns the exit code. Starting the window is not its business: it returns `Start`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, TypeAlias

from app import hook
from app.command import CommandError, Exit
from app.folders import home as home_of
from app.wish import Ask, Listen, Restore, Start

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from app.command import Commands
    from app.instance import Instance
    from app.wish import Wish

__all__ = ["Ask", "Listen", "Restore", "Start", "hand_over", "read", "run"]

OpenFiles: TypeAlias = (
    "Callable[[Path, Instance], AbstractAsyncContextManager[Commands]]"
)
_LINKS = ("switchhook:", "tel:", "callto:", "sip:", "sips:")
_NOT_WRITABLE = "The folder of your files cannot be written."
_NEEDS_COMPANION = {"dial", "pop"}


def read(words: list[str]) -> Wish:
    """Return what the command line wants; ends the program where it cannot mean it."""
    if words and words[0].lower().startswith(_LINKS):
        return Start(link=words[0])
    if not words:
        return Start()
    if words == ["--version"]:
        from app.companion import VERSION  # noqa: PLC0415

        _print(f"Switchhook {VERSION}")
        raise SystemExit(Exit.FINE)
    from app.cli_parser import parse  # noqa: PLC0415  # the window does not wait for it

    return parse(words)


def hand_over(start: Start) -> Exit | None:
    """Let the companion that runs show itself; return None where none runs."""
    try:
        home = str(home_of())
    except OSError:
        return _fail(_NOT_WRITABLE, Exit.FAILED)
    path, told = ("/v1/show", {})
    if start.link is not None:
        path, told = "/v1/open-link", {"url": start.link}
    try:
        status, reply = hook.ask(home, path, told)
    except hook.NoAnswerError:
        return _fail("A companion runs but does not answer.", Exit.FAILED)
    except hook.NotRunningError:
        can_start = os.access(home, os.W_OK | os.X_OK)
        return None if can_start else _fail(_NOT_WRITABLE, Exit.FAILED)
    if status != 200:
        return _fail(reply.decode("utf-8", "replace"), Exit.USAGE)
    if not json.loads(reply).get("shown", True):
        return _fail("The companion runs without a window.", Exit.FINE)
    return Exit.FINE


def run(wish: Ask | Listen | Restore, open_files: OpenFiles) -> Exit:
    """Do a command and return its exit code; `open_files` is for when none runs."""
    from app.cli_text import text_of  # noqa: PLC0415  # nor for this

    try:
        match wish:
            case Listen():
                from app.listen_command import listen  # noqa: PLC0415

                return listen(wish)
            case Restore():
                from app.restore_command import run_restore  # noqa: PLC0415

                done = run_restore(home_of(), wish.path, wish.code_from)
                _print(text_of("restore", done))
            case Ask():
                output = _ask(wish, open_files)
                is_json = wish.prints_json
                _print(_json(output) if is_json else text_of(wish.name, output))
    except CommandError as problem:
        return _fail(str(problem), problem.exit)
    except OSError as problem:
        from app.problem_words import words_of  # noqa: PLC0415

        return _fail(words_of(problem), Exit.FAILED)
    except KeyboardInterrupt:
        return Exit.FAILED
    return Exit.FINE


def _ask(wish: Ask, open_files: OpenFiles) -> object:
    home = home_of()
    path, told = "/v1/command", {"command": wish.name, "args": wish.args}
    if wish.name == "pop":
        path, told = "/v1/pop", {}
    try:
        status, reply = hook.ask(str(home), path, told, answer_s=None)
    except hook.NoAnswerError:
        text = "The companion ended before it answered: look before you try again."
        raise CommandError(text) from None
    except hook.NotRunningError:
        if wish.name in _NEEDS_COMPANION:
            text = "No companion runs. Start it with: switchhook"
            raise CommandError(text, Exit.NOT_RUNNING) from None
        import asyncio  # noqa: PLC0415

        return asyncio.run(_with_own_files(home, wish, open_files))
    if status != 200:
        raise CommandError(reply.decode("utf-8", "replace"))
    answer = json.loads(reply)
    if answer.get("exit"):
        raise CommandError(answer["text"], Exit(answer["exit"]))
    output: object = answer.get("output", answer)
    return output


async def _with_own_files(home: Path, wish: Ask, open_files: OpenFiles) -> object:
    from app.command_run import run_command  # noqa: PLC0415
    from app.instance import acquire  # noqa: PLC0415
    from app.logs import Logs  # noqa: PLC0415
    from app.problem_words import DISK_FULL, code_of, sentence, words_of  # noqa: PLC0415
    from connectors.database import DatabaseError  # noqa: PLC0415

    try:
        instance = acquire(home)
    except OSError as problem:
        if wish.name == "doctor":
            return _examine_alone(home)
        is_full = words_of(problem) == sentence(DISK_FULL)
        text = sentence(DISK_FULL) if is_full else _NOT_WRITABLE
        raise CommandError(text) from None
    if instance is None:
        text = "A companion is starting or ending, or another command is at work."
        raise CommandError(text, Exit.RUNNING)
    try:
        with Logs(home):  # what goes wrong belongs there, not between the answers
            async with open_files(home, instance) as companion:
                return await run_command(companion, wish.name, wish.args)
    except DatabaseError as problem:
        if wish.name == "doctor":
            return _examine_alone(home)
        raise CommandError(sentence(code_of(problem))) from problem
    finally:
        instance.release()


def _examine_alone(home: Path) -> object:
    """Report on a home whose files cannot even be looked at by a companion."""
    from app.clock import SystemClock  # noqa: PLC0415
    from app.command_run import plain  # noqa: PLC0415
    from app.companion import VERSION  # noqa: PLC0415
    from app.doctor import Patient, examine  # noqa: PLC0415
    from app.folders import policy_file  # noqa: PLC0415
    from app.settings import load  # noqa: PLC0415

    loaded = load(home / "settings.toml", policy_file(), SystemClock())
    return plain(examine(Patient(home, VERSION, loaded, None)))


def _json(output: object) -> str:
    return json.dumps(output, ensure_ascii=False)


def _print(text: str) -> None:
    if text:
        sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _fail(text: str, code: Exit) -> Exit:
    sys.stderr.write(f"switchhook: {text}\n")
    return code
