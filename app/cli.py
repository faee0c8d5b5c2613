"""The command line: asks the running companion, else opens the files itself.

`read` says what is wanted without importing more than it must; `run` does it and
returns the exit code. Starting the window is not its business: it returns `Start`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from app import hook
from app.cli_text import text_of
from app.command import CommandError, Exit, run_command
from app.folders import home as home_of
from app.instance import acquire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from app.command import Commands
    from app.instance import Instance

OpenFiles: TypeAlias = (
    "Callable[[Path, Instance], AbstractAsyncContextManager[Commands]]"
)
_LINKS = ("switchhook:", "tel:", "callto:", "sip:", "sips:")
_NEEDS_COMPANION = {"dial", "pop"}


@dataclass(frozen=True, slots=True)
class Start:
    """The companion itself is wanted, not a command. `link` is what to open in it."""

    has_window: bool = True
    is_minimized: bool = False
    is_tour: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One command for a companion; `prints_json` is False where people read it."""

    name: str
    args: Mapping[str, object]
    prints_json: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """A phone source is to be listened to (app/listen_command.py)."""

    source: str
    settings: tuple[str, ...]
    own_lines: tuple[str, ...]
    for_s: float | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup is to take the place of the files; `code_from` is `@-` or None."""

    path: Path
    code_from: str | None


Wish: TypeAlias = Start | Ask | Listen | Restore


def read(words: list[str]) -> Wish:
    """Return what the command line wants; ends the program where it cannot mean it."""
    if words and words[0].lower().startswith(_LINKS):
        return Start(link=words[0])
    asked = _parser().parse_args(words)
    wish: Wish = asked.wish(asked)
    return wish


def hand_over(start: Start) -> Exit | None:
    """Let the companion that runs show itself; return None where none runs."""
    home = str(home_of())
    path, told = ("/v1/show", {})
    if start.link is not None:
        path, told = "/v1/open-link", {"url": start.link}
    try:
        status, reply = hook.ask(home, path, told)
    except hook.NoAnswerError:
        return _fail("A companion runs but does not answer.", Exit.FAILED)
    except hook.NotRunningError:
        return None
    if status != 200:
        return _fail(reply.decode("utf-8", "replace"), Exit.USAGE)
    if not json.loads(reply).get("shown", True):
        return _fail("The companion runs without a window.", Exit.FINE)
    return Exit.FINE


def run(wish: Ask | Listen | Restore, open_files: OpenFiles) -> Exit:
    """Do a command and return its exit code; `open_files` is for when none runs."""
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
        return asyncio.run(_with_own_files(home, wish, open_files))
    if status != 200:
        raise CommandError(reply.decode("utf-8", "replace"))
    answer = json.loads(reply)
    if answer.get("exit"):
        raise CommandError(answer["text"], Exit(answer["exit"]))
    output: object = answer.get("output", answer)
    return output


async def _with_own_files(home: Path, wish: Ask, open_files: OpenFiles) -> object:
    instance = acquire(home)
    if instance is None:
        raise CommandError("A companion is starting or ending.", Exit.RUNNING)
    try:
        async with open_files(home, instance) as companion:
            return await run_command(companion, wish.name, wish.args)
    finally:
        instance.release()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="switchhook",
        description="The phone companion of your CRM. Without a command: the window.",
        epilog="A phone's event: switchhook event --help. Exit codes: "
        + ", ".join(f"{code.value} {code.name.lower()}" for code in Exit),
    )
    _add_start(parser)
    parser.set_defaults(wish=_start, no_window=False)
    commands = parser.add_subparsers(metavar="COMMAND")

    start = commands.add_parser("run", help="start, without a window if you like")
    start.add_argument("--no-window", action="store_true")
    _add_start(start)
    start.set_defaults(wish=_start)

    link = commands.add_parser("open-link", help="open a switchhook: or tel: link")
    link.add_argument("url")
    link.set_defaults(wish=lambda asked: Start(link=asked.url))

    commands.add_parser("event", help="tell what a phone does (event --help)")
    commands.add_parser("pop", help="go to the pop of the current call").set_defaults(
        wish=lambda _: Ask("pop", {})
    )
    dial = commands.add_parser("dial", help="dial a number with your phone")
    dial.add_argument("number")
    dial.set_defaults(wish=lambda asked: Ask("dial", {"number": asked.number}))

    _add_contacts(commands)
    _add_calls(commands)
    outbox = _group(commands, "outbox", "what waits to be sent to a CRM")
    listed = outbox.add_parser("list", help="every entry, its state and why")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(wish=lambda asked: Ask("outbox list", {}, asked.json))

    _add_files(commands)
    _add_listen(commands)
    return parser


def _add_start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minimized", action="store_true", help="to the tray alone")
    parser.add_argument("--tour", action="store_true", help="with sample contacts")


def _start(asked: argparse.Namespace) -> Start:
    return Start(not asked.no_window, asked.minimized, asked.tour)


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _group(commands: _Commands, name: str, words: str) -> _Commands:
    group = commands.add_parser(name, help=words)
    group.set_defaults(wish=lambda _: _no_command(group))
    return group.add_subparsers(metavar="COMMAND")


def _no_command(group: argparse.ArgumentParser) -> NoReturn:
    group.error("a command is needed")


def _add_contacts(commands: _Commands) -> None:
    contacts = _group(commands, "contacts", "import, export, find")
    for name, words in (
        ("import", "take in a CSV or vCard file"),
        ("export", "write all contacts to a .csv or .vcf file"),
    ):
        parser = contacts.add_parser(name, help=words)
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(
            wish=lambda asked, name=name: Ask(
                f"contacts {name}", {"path": str(asked.file.absolute())}, asked.json
            )
        )
    find = contacts.add_parser("find", help="by name or number")
    find.add_argument("text")
    find.add_argument("--limit", type=int, default=20)
    find.add_argument("--json", action="store_true")
    find.set_defaults(
        wish=lambda asked: Ask(
            "contacts find", {"text": asked.text, "limit": asked.limit}, asked.json
        )
    )


def _add_calls(commands: _Commands) -> None:
    calls = _group(commands, "calls", "list calls, log one")
    listed = calls.add_parser("list", help="newest first")
    listed.add_argument("text", nargs="?", default="")
    shown = ("all", "unlogged", "needs-you")
    listed.add_argument("--show", choices=shown, default="all")
    listed.add_argument("--limit", type=int, default=200)
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(
        wish=lambda asked: Ask(
            "calls list",
            {"shown": asked.show, "text": asked.text, "limit": asked.limit},
            asked.json,
        )
    )
    log = calls.add_parser("log", help="log a call made on another phone")
    log.add_argument("number")
    log.add_argument("--at", required=True, help="start, 2026-11-22T21:23:52+01:00")
    log.add_argument("--direction", choices=("inbound", "outbound"), default="outbound")
    log.add_argument("--talk", type=int, default=0, metavar="SECONDS")
    log.add_argument("--result", default="answered")
    log.add_argument("--note", default="")
    log.add_argument("--outcome", help="id of an outcome of the CRM")
    log.add_argument("--follow-up", metavar="YYYY-MM-DD")
    log.add_argument("--json", action="store_true")
    log.set_defaults(wish=_log_call)


def _log_call(asked: argparse.Namespace) -> Ask:
    try:
        at = datetime.fromisoformat(asked.at).astimezone()  # without a zone: the rep's
    except ValueError:
        raise SystemExit(_fail("--at is no time.", Exit.USAGE)) from None
    told = {
        "number": asked.number,
        "at": at.isoformat(),
        "direction": asked.direction,
        "talk_s": asked.talk,
        "result": asked.result,
        "note": asked.note,
        "outcome": asked.outcome,
        "follow_up_on": asked.follow_up,
    }
    return Ask("calls log", told, asked.json)


def _add_files(commands: _Commands) -> None:
    backup = commands.add_parser("backup", help="write all that matters to one file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(
        wish=lambda asked: Ask("backup", {"path": str(asked.file.absolute())})
    )
    restore = commands.add_parser("restore", help="put a backup in place of the files")
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--code", choices=("@-",), help="read the recovery code from standard input"
    )
    restore.set_defaults(wish=lambda asked: Restore(asked.file.absolute(), asked.code))
    doctor = commands.add_parser("doctor", help="a report without private data")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(wish=lambda asked: Ask("doctor", {}, asked.json))


def _add_listen(commands: _Commands) -> None:
    listen = commands.add_parser("listen", help="print what a phone source tells")
    listen.add_argument("source", metavar="SOURCE")
    listen.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    listen.add_argument("--own", action="append", default=[], metavar="LINE")
    listen.add_argument("--for", type=float, metavar="SECONDS", dest="for_s")
    listen.add_argument("--region", metavar="XX", help="of numbers without a country")
    listen.set_defaults(
        wish=lambda asked: Listen(
            asked.source,
            tuple(asked.set),
            tuple(asked.own),
            asked.for_s,
            asked.region,
        )
    )


def _json(output: object) -> str:
    return json.dumps(output, ensure_ascii=False)


def _print(text: str) -> None:
    if text:
        sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _fail(text: str, code: Exit) -> Exit:
    sys.stderr.write(f"switchhook: {text}\n")
    return code
