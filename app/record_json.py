"""Turns our frozen records into JSON for the store and back, by their type hints."""

from __future__ import annotations

import dataclasses
import json
import types
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from app import call, session, snapshot, wrap_up
from connectors import phone_number, records

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
_NAMES: dict[str, Any] = {
    "datetime": datetime,
    "date": date,
    **vars(records),
    **vars(phone_number),
    **vars(session),
    **vars(wrap_up),
    **vars(snapshot),
    **vars(call),
}


def to_json(record: DataclassInstance) -> str:
    """Return a record as JSON text; fields at their default are left out."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """Return the record of `kind` that `to_json` wrote; unknown fields are dropped."""
    built: T = _built(kind, json.loads(text))
    return built


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(part)
            for name, default in _fields(type(value))
            if (part := getattr(value, name)) != default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind, localns=_NAMES)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _built(hint: Any, value: Any) -> Any:  # noqa: PLR0911
    if value is None:
        return None
    origin = get_origin(hint)
    if origin is types.UnionType:
        (inner,) = (part for part in get_args(hint) if part is not types.NoneType)
        return _built(inner, value)
    if origin is tuple:
        return tuple(_built(get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        known = {name: part for name, part in value.items() if name in hints}
        return hint(**{n: _built(hints[n], part) for n, part in known.items()})
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
