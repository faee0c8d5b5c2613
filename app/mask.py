"""Takes out of a text what could be someone's: the last line of defence of logs.

Types that hold personal data mask themselves. This catches what slipped past them:
numbers, addresses and tokens have a form that can be seen, names do not.
"""

from __future__ import annotations

import re
from pathlib import Path

NUMBER = "<number>"
ADDRESS = "<address>"
SECRET = "<secret>"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # what follows a telling word: "Authorization: Bearer x", "token=x", '"secret": "x"'
    (
        re.compile(
            r"(?i)\b((?:proxy-)?authorization|cookie|set-cookie)(['\"]?\s*[:=]\s*)[^\n]+"
        ),
        rf"\1\2{SECRET}",
    ),
    (
        re.compile(
            r"(?i)((?:secret|passw(?:or)?d|token|api[-_]?key)['\"]?\s*[:=]|bearer|basic)"
            r"(\s*['\"]?)(?!<)[^\s'\",;}&]{3,}"
        ),
        rf"\1\2{SECRET}",
    ),
    # links keep their host
    (
        re.compile(
            r"(?i)\b(https?|wss?|switchhook)://(?:[^\s/@]*@)?([^\s/?#'\"<>]*)"
            r"[^\s'\"<>]*"
        ),
        r"\1://\2/…",
    ),
    (re.compile(r"(?i)\b(tel|sips?|callto|sms):[^\s'\"<>,;]+"), rf"\1:{NUMBER}"),
    (re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)*+"), ADDRESS),
    # recovery codes
    (re.compile(r"\b[0-9A-Z]{4}(?:[-– ][0-9A-Z]{4}){3,}\b"), SECRET),
)
_LONG = re.compile(r"(?<![\w/.])[\w+/=~-]{20,}(?![\w/])")
_DATE = r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?\b"
_DIGITS = re.compile(
    rf"(?P<date>{_DATE})|"
    r"(?<![\w.:])[+(]?\d(?:[\s().\-/‐-―\u00a0\u202f]{0,3}\d){5,}(?![\w])"
)


def mask(text: str) -> str:
    """Return the text without numbers, addresses, tokens and what follows a host."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    text = _LONG.sub(_masked_long, text)
    return _DIGITS.sub(_masked_digits, text)


def _masked_long(found: re.Match[str]) -> str:
    """Mask long words with digits among letters: keys and tokens, no file names."""
    word = found[0]
    has_both = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    if "/" in word and word.count("/") * 12 > len(word):
        return word  # a path
    return SECRET if has_both else word


def _masked_digits(found: re.Match[str]) -> str:
    return found["date"] or NUMBER
