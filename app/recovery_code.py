"""The recovery code: the master secret of a home in 32 characters on paper."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
CHARS = 32
SECRET_BYTES = 20  # 32 characters of 5 bits
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class BadCodeError(ValueError):
    """What was typed cannot be a recovery code. The text never holds what it was."""

    def __init__(self, text: str, *, length: int | None = None) -> None:
        super().__init__(text)
        self.length = length  # how many characters it has instead of 32


def code_of(secret: bytes) -> str:
    """Write a secret as a code in groups of four."""
    number = int.from_bytes(secret, "big")
    chars = "".join(ALPHABET[number >> shift & 31] for shift in range(155, -1, -5))
    return "-".join(chars[at : at + 4] for at in range(0, CHARS, 4))


def secret_of(code: str) -> bytes:
    """Read a code as people type it: small letters, spaces, O for 0, I or L for 1."""
    chars = re.sub(r"[\s\-‐-―._]", "", code.upper()).translate(_READ_AS)
    if wrong := set(chars) - set(ALPHABET):
        raise BadCodeError(f"{len(wrong)} characters that no code has")
    if len(chars) != CHARS:
        raise BadCodeError("not 32 characters", length=len(chars))
    number = 0
    for char in chars:
        number = number << 5 | ALPHABET.index(char)
    return number.to_bytes(SECRET_BYTES, "big")


def near_misses(secret: bytes) -> list[bytes]:
    """Return the secrets whose code has one other character, or two neighbours swapped.

    A code with one slip is read all the same: the fingerprint proves the repair.
    """
    number = int.from_bytes(secret, "big")
    found = [
        number ^ other << shift for shift in range(0, 160, 5) for other in range(1, 32)
    ]
    for shift in range(0, 155, 5):
        low, high = number >> shift & 31, number >> shift + 5 & 31
        found.append(number ^ ((low ^ high) * 33) << shift)
    return [one.to_bytes(SECRET_BYTES, "big") for one in found]
