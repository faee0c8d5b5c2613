"""What commands answer, in lines for people; `--json` is for programs."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMNS = {
    "calls list": ("calls", ("started_at", "direction", "result", "name", "number")),
    "outbox list": ("entries", ("at", "kind", "log", "name", "number")),
    "contacts find": ("contacts", ("name", "company", "phones", "connection", "id")),
}


def text_of(name: str, output: object) -> str:
    """Return the answer of a command as text."""
    if name == "doctor" and isinstance(output, list):
        return "\n".join(_check(one) for one in output)
    if not isinstance(output, Mapping):
        return "" if output is None else str(output)
    if name in _COLUMNS:
        rows_name, columns = _COLUMNS[name]
        rows = output.get(rows_name)
        return "\n".join(_line(row, columns) for row in rows or ())
    if name == "pop":
        return "" if output.get("shown") else "There is no call to show."
    return "\n".join(f"{key}: {_cell(value)}" for key, value in output.items())


def _check(one: Mapping[str, object]) -> str:
    line = f"{one['status']:<5} {one['text']}"
    return f"{line}\n      → {one['next_step']}" if one["next_step"] else line


def _line(row: Mapping[str, object], columns: tuple[str, ...]) -> str:
    return "\t".join(_cell(row.get(column)) for column in columns)


def _cell(value: object) -> str:
    match value:
        case None:
            return "–"
        case {"state": state, **rest}:
            return " ".join(str(part) for part in (state, rest.get("reason")) if part)
        case {"raw": raw}:
            return str(raw)
        case list():
            return ", ".join(_cell(one) for one in value) or "–"
        case dict():
            return ", ".join(f"{key} {_cell(one)}" for key, one in value.items())
    return str(value)
