"""Runs commands by name, with arguments and answers in JSON.

So they read the same through the listener and in the program that opened the files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.clock import SystemClock
from app.command import CommandError, Exit
from app.contact_file import ContactFileError, FileProblem
from app.contact_import import ImportFailedError
from app.problem_words import SHUTS, words_of
from app.snapshot import CallFilter, ManualCall
from app.wrap_up import WrapUp
from connectors.database import DatabaseError
from connectors.errors import ConnectorError
from connectors.phone_number import PhoneNumber
from connectors.records import CallResult, Direction

if TYPE_CHECKING:
    from app.command import Commands

_A = TypeVar("_A", bound=BaseModel)
MOST_ROWS = 10_000
_EXPORTS = {".csv", ".vcf", ".vcard"}
_FILE_WORDS = {
    FileProblem.UNREADABLE: "The file cannot be opened.",
    FileProblem.EMPTY: "The file is empty.",
    FileProblem.BINARY: "This is no text file. Export it as CSV or vCard first.",
    FileProblem.ENCODING: "The letters cannot be read. Save the file as UTF-8.",
    FileProblem.NO_CONTACTS: "No contacts were found in this file.",
}


class _Args(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Nothing(_Args):
    pass


class _Dial(_Args):
    number: Annotated[str, Field(min_length=1, max_length=200)]


class _File(_Args):
    path: Path


class _Find(_Args):
    text: str
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 20


class _ListCalls(_Args):
    shown: CallFilter = CallFilter.ALL
    text: str = ""
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 200


class _LogCall(_Args):
    number: Annotated[str, Field(min_length=1, max_length=200)]
    at: AwareDatetime
    direction: Direction = Direction.OUTBOUND
    talk_s: Annotated[int, Field(ge=0, le=7 * 24 * 3600)] = 0
    result: CallResult = CallResult.ANSWERED
    note: str = ""
    outcome: str | None = None
    follow_up_on: date | None = None


async def run_command(
    companion: Commands, name: str, args: Mapping[str, object]
) -> object:
    """Do what a command says and return its answer, ready for JSON.

    Raises CommandError.
    """
    await companion.ready()
    try:
        return plain(await _run(companion, name, args))
    except ContactFileError as problem:
        raise CommandError(_FILE_WORDS[problem.problem]) from problem
    except ImportFailedError as problem:
        text = "The import stopped before its end. Nothing was changed."
        raise CommandError(text) from problem
    except ConnectorError as problem:
        from app.companion import ShutError  # noqa: PLC0415  # it needs much to import

        code = Exit.FAILED
        if isinstance(problem, ShutError) and problem.code not in SHUTS:
            code = Exit.LOCKED
        words = str(problem) or type(problem).__name__
        raise CommandError(f"{name}: {words}", code) from problem
    except (DatabaseError, OSError) as problem:
        raise CommandError(f"{name}: {words_of(problem)}") from problem


async def _run(companion: Commands, name: str, args: Mapping[str, object]) -> object:
    match name:
        case "dial":
            dial = _read(_Dial, args)
            await companion.dial(dial.number)
            return {"dialled": True}
        case "calls list":
            asked = _read(_ListCalls, args)
            page = await companion.list_calls(
                asked.shown, asked.text, limit=asked.limit
            )
            return {"calls": page.rows, "total": page.total}
        case "calls log":
            logged = _read(_LogCall, args)
            await _check_call(companion, logged)
            return {"key": await companion.log_call(_manual(logged))}
        case "outbox list":
            _read(_Nothing, args)
            return {"entries": await companion.list_outbox()}
        case "doctor":
            _read(_Nothing, args)
            return await companion.doctor()
    return await _run_with_contacts(companion, name, args)


async def _run_with_contacts(
    companion: Commands, name: str, args: Mapping[str, object]
) -> object:
    match name:
        case "contacts find":
            asked = _read(_Find, args)
            found = await companion.search_contacts(asked.text, asked.limit)
            return {"contacts": found}
        case "contacts import":
            return await companion.import_contacts(_read(_File, args).path)
        case "contacts export":
            path = _read(_File, args).path
            if path.suffix.lower() not in _EXPORTS:
                text = "The name of the file must end in .csv or .vcf."
                raise CommandError(text, Exit.USAGE)
            return await companion.export_contacts(path)
        case "backup":
            path = _read(_File, args).path
            await companion.backup(path)
            return {"path": path}
    raise CommandError(f"Unknown command {name[:40]!r}.", Exit.USAGE)


@singledispatch
def plain(told: object) -> object:
    """Return a record as what JSON knows; numbers of people in full."""
    if not dataclasses.is_dataclass(told) or isinstance(told, type):
        return told
    return {
        field.name.rstrip("_"): plain(getattr(told, field.name))
        for field in dataclasses.fields(told)
    }


@plain.register
def _plain_number(told: PhoneNumber) -> object:
    return told.e164


@plain.register
def _plain_word(told: Enum) -> object:
    return told.value


@plain.register
def _plain_day(told: date) -> object:
    return told.isoformat()


@plain.register
def _plain_time(told: datetime) -> object:
    text = told.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


@plain.register
def _plain_path(told: Path) -> object:
    return str(told)


@plain.register
def _plain_mapping(told: Mapping) -> object:  # type: ignore[type-arg]  # for dispatch
    return {str(plain(key)): plain(value) for key, value in told.items()}


@plain.register(tuple)
@plain.register(list)
@plain.register(frozenset)
def _plain_many(told: Iterable[object]) -> object:
    return [plain(value) for value in told]


def _read(model: type[_A], args: Mapping[str, object]) -> _A:
    try:
        return model.model_validate(args)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CommandError(f"{place}: {first['msg']}", Exit.USAGE) from None


async def _check_call(companion: Commands, asked: _LogCall) -> None:
    """Refuse what no call can be."""
    if asked.at > SystemClock().now():
        raise CommandError("--at is in the future.", Exit.USAGE)
    if not companion.can_be_called(asked.number):
        raise CommandError("That is no number.", Exit.USAGE)
    if asked.outcome is None:
        return
    known = [outcome.id for outcome in await companion.outcomes()]
    if known and asked.outcome not in known:
        text = f"The CRM has no such outcome. It has: {', '.join(known)}."
        raise CommandError(text, Exit.USAGE)


def _manual(asked: _LogCall) -> ManualCall:
    return ManualCall(
        direction=asked.direction,
        number_raw=asked.number,
        contact=None,
        started_at=asked.at.astimezone(UTC),
        talk_s=asked.talk_s,
        result=asked.result,
        wrap_up=WrapUp(
            note=asked.note,
            disposition=asked.outcome,
            follow_up_on=asked.follow_up_on,
        ),
    )
