"""What a hook may say, parsed once: everything behind this file is a `HookCall`.

Callers' names come from strangers: they are cut, and what could hide or turn round
text on the screen is taken out.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from connectors.records import Direction, EventKind, HookCall

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_CHARS = 200
_MOST_TEXT_CHARS = 10_000
_KINDS = ", ".join(kind.value for kind in EventKind)
_DIRECTIONS = ", ".join(direction.value for direction in Direction)
_NUMBERS = frozenset({"number", "from", "to", "line"})
# Softphones fill their own words into the options that we give them.
_WAYS = {
    "incoming": Direction.INBOUND,
    "in": Direction.INBOUND,
    "outgoing": Direction.OUTBOUND,
    "out": Direction.OUTBOUND,
}
# They turn the direction of what follows, on the screen and in a log.
_TURNS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


class HookFormError(Exception):
    """A hook said something that no phone can mean; the text tells what is allowed."""


def clean(text: str, most_chars: int = _MOST_CHARS) -> str:
    """Return one line of foreign text, without controls and cut to a length."""
    kept = "".join(_kept(char) for char in text[: 4 * most_chars])
    return " ".join(kept.split())[:most_chars].rstrip()


def clean_lines(text: str) -> str:
    """Return foreign text of several lines, without other controls, cut."""
    lines = text[: 2 * _MOST_TEXT_CHARS].splitlines()
    kept = ("".join(_kept(char) for char in line).rstrip() for line in lines)
    return "\n".join(kept).strip()[:_MOST_TEXT_CHARS]


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Zl", "Zp"} or char in "\t\r\n\x0b\x0c":
        return " "
    return "" if category in {"Cc", "Cs"} or char in _TURNS else char


def _line(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)  # a script may write a number without quotes
    return (clean(value) or None) if isinstance(value, str) else value


def _lines(value: object) -> object:
    return (clean_lines(value) or None) if isinstance(value, str) else value


def _word(value: object) -> object:
    return value.strip().lower() or None if isinstance(value, str) else value


def _way(value: object) -> object:
    word = _word(value)
    return _WAYS.get(word, word) if isinstance(word, str) else word


def _address(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        return None
    address = value.strip()
    if not address.startswith(("https://", "http://")) or len(address) > 2000:
        raise ValueError("must be a web address")
    return "".join(_kept(char) for char in address)


_Line = Annotated[str | None, BeforeValidator(_line)]


class _HookForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Annotated[EventKind, BeforeValidator(_word)]
    number: _Line = None
    from_: _Line = Field(None, alias="from")
    to: _Line = None
    id: _Line = None
    name: _Line = None
    direction: Annotated[Direction | None, BeforeValidator(_way)] = None
    line: _Line = None
    queue: _Line = None
    reason: _Line = None
    url: Annotated[str | None, BeforeValidator(_address)] = None
    text: Annotated[str | None, BeforeValidator(_lines)] = None
    at: AwareDatetime | None = None
    nonce: _Line = None


def read_form(told: Mapping[str, object]) -> HookCall:
    """Return what a hook told. Raises HookFormError."""
    try:
        form = _HookForm.model_validate(told)
    except ValidationError as problem:
        raise HookFormError(_explain(problem)) from None
    return HookCall(**form.model_dump())


def read_query(kind: str, query: Mapping[str, str]) -> HookCall:
    """Return what an address told. Raises HookFormError.

    Softphones put numbers into addresses as they are, where a "+" reads as a space.
    """
    told: dict[str, object] = {
        name: f"+{value[1:]}" if name in _NUMBERS and value[:1] == " " else value
        for name, value in query.items()
        if name != "token"
    }
    return read_form({**told, "kind": kind})


def read_json(body: bytes) -> HookCall:
    """Return what a hook told in JSON. Raises HookFormError."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise HookFormError("The body is no JSON.") from None
    if not isinstance(told, dict):
        raise HookFormError("The body must be a JSON object.")
    return read_form(told)


def _explain(problem: ValidationError) -> str:
    first = problem.errors(include_input=False, include_url=False)[0]
    place = str(first["loc"][0]) if first["loc"] else ""
    match place, first["type"]:
        case "kind", "missing":
            return f"A kind is needed: {_KINDS}."
        case "kind", _:
            return f"Unknown kind. Allowed: {_KINDS}."
        case "direction", _:
            return f"Unknown direction. Allowed: {_DIRECTIONS}."
        case _, "extra_forbidden":
            return f"Unknown field {clean(place, 40)!r}. Allowed: {_FIELDS}."
        case "at", _:
            return "`at` must be a time with its zone, like 2026-11-22T21:23:52.398Z."
    return f"`{place}`: {first['msg']}."


_FIELDS = ", ".join(
    field.alias or name for name, field in _HookForm.model_fields.items()
)
