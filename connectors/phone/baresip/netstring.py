"""Netstrings, in which baresip wraps every message: `5:hello,`."""

from __future__ import annotations

MAX_BYTES = 1_000_000
_MAX_LENGTH_DIGITS = len(str(MAX_BYTES))


class NetstringError(Exception):
    """What came is no netstring, or too long a one: the stream cannot be trusted."""


def encode(payload: bytes) -> bytes:
    """Wrap one message."""
    return b"%d:%s," % (len(payload), payload)


class NetstringReader:
    """Cuts a stream into messages, however the network cut it."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, received: bytes) -> list[bytes]:
        """Return the messages that `received` completes.

        Raises NetstringError where the stream is none.
        """
        self._pending += received
        messages = []
        while (message := self._take()) is not None:
            messages.append(message)
        return messages

    def _take(self) -> bytes | None:
        head, colon, _ = bytes(self._pending[: _MAX_LENGTH_DIGITS + 1]).partition(b":")
        if head and not head.isdigit():
            raise NetstringError("a length has other characters than digits")
        if not colon:
            if len(head) > _MAX_LENGTH_DIGITS:
                raise NetstringError("a length has too many digits")
            return None
        if not head:
            raise NetstringError("a length is missing")
        if int(head) > MAX_BYTES:
            raise NetstringError("a message is too long")
        start = len(head) + 1
        end = start + int(head)
        if len(self._pending) <= end:
            return None
        if self._pending[end : end + 1] != b",":
            raise NetstringError("a message does not end where it said")
        message = bytes(self._pending[start:end])
        del self._pending[: end + 1]
        return message
