"""Foreign text made fit to be painted: names come from phones and may be hostile."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST = 200  # what any label could show; a name of 10,000 letters stalls a layout

# they reorder or hide what stands beside them
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_CONTROL = {"Cc", "Cs", "Co", "Cn"}
_SHAPING = {"\u200c", "\u200d"}  # some scripts and emoji need these joiners
_MARKS = 3  # more on one letter climb over the lines above
_SPACE = {"Zs", "Zl", "Zp"}


def shown(text: str | None, limit: int = LONGEST) -> str:
    """Return `text` on one line, without controls, at most `limit` letters long."""
    # a little more than the limit, since controls and spaces fall away
    return _shown(text[: 4 * limit], limit) if text else ""


@lru_cache(maxsize=1024)
def _shown(text: str, limit: int) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if letter.isspace() or category in _SPACE:
            kept.append(" ")
        elif category in _CONTROL or ord(letter) in _BIDI or marks > _MARKS:
            continue
        elif category != "Cf" or letter in _SHAPING:
            kept.append(letter)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
