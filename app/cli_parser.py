"""The words of the command line, and what each of them wants."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from app.command import Exit
from app.wish import Ask, Listen, Restore, Start

if TYPE_CHECKING:
    from app.wish import Wish


def parse(words: list[str]) -> Wish:
    """Return what the words want; ends the program where they cannot mean it."""
    asked = _parser().parse_args(words)
    wish: Wish = asked.wish(asked)
    return wish


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="switchhook",
        description="The phone companion of your CRM. Without a command: the window.",
        epilog="A phone's event: switchhook event --help. Exit codes: "
        + ", ".join(f"{code.value} {code.name.lower()}" for code in Exit),
    )
    parser.add_argument(  # app/cli.py answers it: the number is costly to import
        "--version", action="version", version="Switchhook", help="print the version"
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
        sys.stderr.write("switchhook: --at is no time.\n")
        raise SystemExit(Exit.USAGE) from None
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
