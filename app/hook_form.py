"""What a hook may say, parsed once: everything behind this file is a `HookCall`.

Callers' names come from strangers: they are cut, and what could hide or turn round
text on the screen is taken out.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors.records import Direction, EventKind, HookCall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST_CHARS = 200
_MOST_TEXT_CHARS = 10_000
_KINDS = ", ".join(kind.value for kind in EventKind)
_DIRECTIONS = ", ".join(direction.value for direction in Direction)
_NUMBERS = frozenset({"number", "from", "to", "line"})
_MOST_SECONDS = 20_000_000_000  # a longer count is one of milliseconds
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


def _line(value: object) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)  # a script may write a number without quotes
    return clean(_text(value)) or None


def _lines(value: object) -> str | None:
    return clean_lines(_text(value)) or None


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def _word(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _kind(value: object) -> EventKind:
    try:
        return EventKind(_word(value))
    except ValueError:
        raise HookFormError(f"Unknown kind. Allowed: {_KINDS}.") from None


def _way(value: object) -> Direction | None:
    word = _word(value)
    if value is None or (isinstance(value, str) and not word):
        return None
    try:
        return _WAYS.get(word) or Direction(word)
    except ValueError:
        raise HookFormError(f"Unknown direction. Allowed: {_DIRECTIONS}.") from None


def _address(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    address = value.strip()
    if not address.startswith(("https://", "http://")) or len(address) > 2000:
        raise ValueError("must be a web address")
    return "".join(_kept(char) for char in address)


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        at = _moment(value)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise HookFormError(
        "`at` must be a time with its zone, like 2026-11-22T21:23:52.398Z."
    )


def _moment(value: object) -> datetime:
    """Read ISO 8601, or a count of seconds or milliseconds since 1970."""
    count: float | None = None
    if isinstance(value, str):
        text = value.strip()
        if not text.replace(".", "", 1).isdecimal():
            return datetime.fromisoformat(text)
        count = float(text)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        count = value
    if count is None:
        raise ValueError("neither a text nor a number")
    return datetime.fromtimestamp(count if count <= _MOST_SECONDS else count / 1e3, UTC)


_READERS: dict[str, Callable[[object], Any]] = {
    "kind": _kind,
    "number": _line,
    "from": _line,
    "to": _line,
    "id": _line,
    "name": _line,
    "direction": _way,
    "line": _line,
    "queue": _line,
    "reason": _line,
    "url": _address,
    "text": _lines,
    "at": _time,
    "nonce": _line,
}
_FIELDS = ", ".join(_READERS)


def read_form(told: Mapping[str, object]) -> HookCall:
    """Return what a hook told. Raises HookFormError."""
    if "kind" not in told:
        raise HookFormError(f"A kind is needed: {_KINDS}.")
    values: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name in told:
            try:
                values["from_" if name == "from" else name] = read(told[name])
            except ValueError as problem:
                raise HookFormError(f"`{name}`: {problem}.") from None
    for name in told:
        if name not in _READERS:
            raise HookFormError(
                f"Unknown field {clean(name, 40)!r}. Allowed: {_FIELDS}."
            )
    return HookCall(**values)


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
