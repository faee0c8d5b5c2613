"""The text of the manager interface: bytes to messages, and actions to bytes.

A message is lines of `Key: value` up to an empty line. Foreign text comes in values,
so reading never fails and has limits, and writing refuses what would start a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.errors import RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LINE_BYTES = 16 * 1024
MAX_LINES = 512
_BANNER = "Asterisk Call Manager"
_BREAKS = frozenset("\r\n\0")


@dataclass(frozen=True, slots=True)
class Message:
    """One event or response. Keys are lower case, their values kept in order."""

    fields: Mapping[str, tuple[str, ...]] = field(repr=False)

    def get(self, key: str) -> str:
        """Return the first value of `key`, or an empty text."""
        values = self.fields.get(key)
        return values[0] if values else ""

    def all(self, key: str) -> tuple[str, ...]:
        """Return every value of `key`; some keys repeat."""
        return self.fields.get(key, ())

    @property
    def event(self) -> str:
        return self.get("event")

    @property
    def response(self) -> str:
        return self.get("response")

    @property
    def action_id(self) -> str:
        return self.get("actionid")


class MessageReader:
    """Cuts a stream into messages; how the network cut it makes no difference.

    What is longer than a limit is cut off, and the stream goes on behind it.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._is_skipping = False  # the line at hand is over its limit
        self._is_first_line = True
        self._lines: list[tuple[str, str]] = []

    def feed(self, chunk: bytes) -> list[Message]:
        """Return the messages that `chunk` completes."""
        messages: list[Message] = []
        self._rest += chunk
        start = 0
        while (end := self._rest.find(b"\n", start)) >= 0:
            line = bytes(self._rest[start:end])
            start = end + 1
            if self._is_skipping:
                self._is_skipping = False
                continue
            self._take(line, messages)
        del self._rest[:start]
        if self._is_skipping:
            self._rest.clear()
        elif len(self._rest) > MAX_LINE_BYTES:
            self._take(bytes(self._rest), messages)
            self._rest.clear()
            self._is_skipping = True
        return messages

    def _take(self, line: bytes, messages: list[Message]) -> None:
        line = line[:MAX_LINE_BYTES].removesuffix(b"\r")
        if not line:
            if self._lines:
                messages.append(_message(self._lines))
                self._lines = []
            return
        text = line.decode("utf-8", "replace")
        is_first, self._is_first_line = self._is_first_line, False
        if is_first and text.startswith(_BANNER):
            return
        key, colon, value = text.partition(":")
        if colon and len(self._lines) < MAX_LINES:
            self._lines.append((key.strip().lower(), value.strip()))


def write(action: str, fields: Mapping[str, str]) -> bytes:
    """Return the bytes of an action.

    Raises RejectedError for a value that would break out of its line.
    """
    lines = [f"Action: {action}"]
    for key, value in fields.items():
        if _BREAKS.intersection(value) or _BREAKS.intersection(key):
            raise RejectedError("a line break in a value", field=key)
        lines.append(f"{key}: {value}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _message(lines: list[tuple[str, str]]) -> Message:
    fields: dict[str, tuple[str, ...]] = {}
    for key, value in lines:
        fields[key] = (*fields.get(key, ()), value)
    return Message(fields)
