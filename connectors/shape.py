"""Reads raw values into frozen dataclasses, and back, without any foreign library.

Settings and manifests are read on every start and stay in memory: the parser that the
other borders use would cost a tenth of a second and some twenty megabytes for good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from dataclasses import Field

Raw: TypeAlias = dict[str, Any]
_T = TypeVar("_T")


class ShapeError(ValueError):
    """A value is none of those allowed. `name` is dotted, `allowed` is for people.

    Where something lacks, `name` is that of what should have been there.
    """

    def __init__(self, name: str, allowed: str) -> None:
        super().__init__(f"{name}: allowed is {allowed}")
        self.name = name
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number within bounds."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Looks:
    """A text of a certain form; `example` shows it to people."""

    pattern: str
    example: str


def hints(record: type) -> Mapping[str, Any]:
    """Return the types of what a file may hold of a record, with their bounds."""
    return _hints(record)


@lru_cache
def _hints(record: Hashable) -> Mapping[str, Any]:
    kinds = get_type_hints(cast("type", record), include_extras=True)
    in_file = [one.name for one in fields(cast("Any", record)) if _is_in_file(one)]
    return MappingProxyType({name: kinds[name] for name in in_file})


def _is_in_file(one: Field[Any]) -> bool:
    return one.metadata.get("in_file", True) is True


def read(
    record: type[_T],
    raw: Mapping[str, object],
    name: str = "",
    refuse: Callable[[ShapeError], None] | None = None,
) -> _T:
    """Build a record; what `raw` lacks has its default.

    `refuse` hears of every wrong value and unknown name, which are then left out;
    without it the first one is raised.
    """
    if not isinstance(raw, Mapping):
        raise ShapeError(name, "a group of values")
    known = hints(record)
    values: Raw = {}
    for key, value in raw.items():
        dotted = f"{name}.{key}" if name else key
        try:
            if key not in known:
                raise ShapeError(dotted, "one of " + ", ".join(sorted(known)))
            values[key] = read_value(known[key], value, dotted, refuse)
        except ShapeError as problem:
            if refuse is None:
                raise
            refuse(problem)
    for one in fields(cast("Any", record)):
        if one.name not in values and _is_needed(one):
            lacking = f"{name}.{one.name}" if name else one.name
            raise ShapeError(lacking, "a value; there is none")
    return record(**values)


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def read_value(
    kind: Any,
    value: object,
    name: str,
    refuse: Callable[[ShapeError], None] | None = None,
) -> Any:
    """Return `value` as `kind` wants it, or raise with what is allowed."""
    origin = get_origin(kind)
    if origin is Annotated:
        plain, *bounds = get_args(kind)
        found = read_value(plain, value, name, refuse)
        for bound in bounds:
            _check(bound, found, name)
    elif origin is UnionType:
        (plain,) = (part for part in get_args(kind) if part is not NoneType)
        found = None if value is None else read_value(plain, value, name, refuse)
    elif origin is tuple:
        found = _read_tuple(get_args(kind)[0], value, name, refuse)
    elif origin is Mapping:
        found = _read_mapping(value, name)
    elif is_dataclass(kind):
        found = _read_record(cast("type[Any]", kind), value, name, refuse)
    else:
        found = _read_plain(kind, value, name)
    return found


def _read_plain(kind: Any, value: object, name: str) -> object:
    if get_origin(kind) is Literal:
        allowed = get_args(kind)
        if not isinstance(value, str) or value not in allowed:
            raise ShapeError(name, "one of " + ", ".join(allowed))
        return value
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _read_member(kind, value, name)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)  # a file may say 2 for 2.0
    # a flag is a whole number to Python, not to us
    if isinstance(value, bool) != (kind is bool) or not isinstance(value, kind):
        raise ShapeError(name, _WORDS[kind])
    return value


_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _read_member(kind: type[Enum], value: object, name: str) -> Enum:
    for member in kind:
        if value is member or value == member.value:
            return member
    raise ShapeError(name, "one of " + ", ".join(str(one.value) for one in kind))


def _read_record(
    kind: type[_T],
    value: object,
    name: str,
    refuse: Callable[[ShapeError], None] | None,
) -> _T:
    if isinstance(value, kind):
        value = write(value)  # made by a caller: looked at like all others
    return read(kind, cast("Mapping[str, object]", value), name, refuse)


def _read_tuple(
    kind: Any,
    value: object,
    name: str,
    refuse: Callable[[ShapeError], None] | None,
) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise ShapeError(name, "a list")
    found = []
    for place, item in enumerate(value):
        try:
            found.append(read_value(kind, item, f"{name}[{place}]", refuse))
        except ShapeError as problem:
            if refuse is None:
                raise
            refuse(problem)
    return tuple(found)


def _read_mapping(value: object, name: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise ShapeError(name, "a group of texts")
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            raise ShapeError(f"{name}.{key}", "a text")
    return MappingProxyType(dict(value))


def _check(bound: object, value: object, name: str) -> None:
    match bound, value:
        case Between(least, most), int() if not least <= value <= most:
            raise ShapeError(name, f"{least} to {most}")
        case Looks(pattern, example), str() if not re.fullmatch(pattern, value):
            raise ShapeError(name, f"a text like {example}")


def write(record: object) -> Raw:
    """Return a record as raw values; what is None is left out."""
    assert is_dataclass(record)
    raw = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if value is not None and _is_in_file(field):
            raw[field.name] = _raw_value(value)
    return raw


def _raw_value(value: object) -> object:
    if is_dataclass(value):
        return write(value)
    if isinstance(value, tuple):
        return [_raw_value(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value.value if isinstance(value, Enum) else value
