"""What stands in a text that should be a phone number: URIs, labels, hidden characters.

Nothing here knows what a valid number is; it finds the part that may be one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_CHARS = 250  # no number is longer; what is longer was never one


class DialledText(NamedTuple):
    """A number freed from what stood around it: URI, label, hidden characters."""

    text: str
    extension: str | None = None
    hides_caller: str = ""  # the code in front that withholds the own number


_HIDES_CALLER = r"([*#]31#|\*67|\*82)(?=\s*[\d+(][\d\s().\-/]{5})"
_ANGLE = r"(?i)<\s*((?:sips?|tel|callto):[^<>]*)>"
_SCHEME = r"(?i)\s*(sips?|tel|callto):(?://)?"
_PERCENT = r"%([2-7][0-9A-Fa-f])"
_USER_OF_NUMBER = r"\+?[\d\s().\-/*#]+"
_PARAMETER = r"(?i);\s*(ext|phone-context)\s*=\s*\"?([^;\"]*)"
_LABEL = r"(?:[^\W\d_]+[.:]?\s+)*[^\W\d_]+(?:[.:]\s*|\s+)(?=[+\d(])"  # "Tel. work: "
_DESK_WORD = (
    r"(?i)(?<![\s,;(])[\s,;(]+"
    r"(?:durchwahl|dw|nebenstelle|nst|app|klappe|kl|poste|toestel|interno)"
    r"[.:\s]*(\d{1,6})\)?\s*$"
)
_PLUS_ZEROS = r"\+\s*00(?=\s*\d)"


def read_text(raw: str) -> DialledText:
    """Find the part that may be a number, with its extension; never raises."""
    text = _plain(raw[:MAX_CHARS]).strip()
    angle = re.search(_ANGLE, text)
    if angle:  # "Oliver" <sip:…>
        text = angle[1]
    scheme = re.match(_SCHEME, text)
    if scheme:
        text = re.sub(
            _PERCENT, lambda code: chr(int(code[1], 16)), text[scheme.end() :]
        )
    user, at, _host = text.partition("@")
    parameters = {name.lower(): value for name, value in re.findall(_PARAMETER, user)}
    user = user.partition(";")[0].strip()
    if at or (scheme and scheme[1].lower().startswith("sip")):
        user = user.partition(":")[0]  # what follows is a password
        if not (at and re.fullmatch(_USER_OF_NUMBER, user)):
            return DialledText("")  # a name or a host, never vanity letters
    context = parameters.get("phone-context", "")
    if context.startswith("+") and not user.startswith("+"):
        user = context + user
    extension = digits_of(parameters.get("ext", ""))[:15] or None
    desk = re.search(_DESK_WORD, user)
    if desk:
        user, extension = user[: desk.start()], desk[1]
    hides = re.match(_HIDES_CALLER, user)
    if hides:
        user = user[hides.end() :]
    label = re.match(_LABEL, user)
    if label:
        user = user[label.end() :]
    return DialledText(
        re.sub(_PLUS_ZEROS, "+", user).strip(), extension, hides[1] if hides else ""
    )


def _plain(text: str) -> str:
    """Return `text` with common digits, dashes and spaces, nothing hidden in it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_plain_char(char) for char in text)


def _plain_char(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(char)
    if category in {"Cf", "Cs"} or char == "\0":
        return ""  # bidi controls, zero-width characters
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    return unicodedata.normalize("NFKC", char)


def digits_of(text: str) -> str:
    """Return the ASCII digits of `text`, nothing else."""
    return "".join(char for char in text if "0" <= char <= "9")
