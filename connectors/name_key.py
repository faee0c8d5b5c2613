"""Folds names, so that what a rep types finds them: accents, case and marks away."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
    }
)
# how a name with these letters is spelled where a keyboard lacks them
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
)
_HAS_SPELLING = re.compile("[äöüøåæ]")
_NO_WORD = re.compile(r"[\W_]+")
_NO_WORD_ASCII = re.compile(r"[^a-z0-9]+")
NAME_KEY_CHARS = 48  # enough to sort by; the whole name lies in its row


def fold(text: str) -> str:
    """Return the words of a text, folded, with one space between them."""
    if text.isascii():
        return _NO_WORD_ASCII.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", bare.casefold().translate(_LETTERS)).strip()


def spell_out(text: str) -> str | None:
    """Return the folded text as spelled without umlauts (ü → ue), or None."""
    if text.isascii():
        return None
    small = unicodedata.normalize("NFC", text.casefold())
    if not _HAS_SPELLING.search(small):
        return None
    return fold(small.translate(_SPELLED_OUT))


def name_key(name: str) -> str:
    """Return what a name is sorted and found by; never empty."""
    return fold(name)[:NAME_KEY_CHARS] or name.strip()[:NAME_KEY_CHARS] or "~"


def search_text(name: str, company: str | None, digits: str) -> str:
    """Return the one line in which a contact is searched.

    Each word has a space before it, so that a word's beginning is an ordinary part
    of the line and one index serves both beginnings and middles.
    """
    line = f" {fold(name)}"
    if company:
        line = f"{line} {fold(company)}"
    if not line.isascii() or not name.isascii() or (company and not company.isascii()):
        for text in (name, company):
            spelled = spell_out(text) if text else None
            if spelled:
                line = f"{line} {spelled}"
    return f"{line} {digits} "
