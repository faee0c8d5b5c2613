"""Foreign text cannot disturb what stands around it."""

from __future__ import annotations

import pytest

from ui.widgets.shown_text import LONGEST, shown


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (None, ""),
        ("", ""),
        ("  Amara \n Okafor\t", "Amara Okafor"),
        ("Eve\x00\x1b[31m", "Eve[31m"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2066b\u2069c\u200fd\u061ce", "abcde"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("<b>Eve</b>", "<b>Eve</b>"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("\ud800lone", "lone"),
    ],
)
def test_what_is_shown(told: str | None, seen: str) -> None:
    assert shown(told) == seen


def test_ten_thousand_letters_become_a_label() -> None:
    assert len(shown("A" * 10_000)) == LONGEST
    assert shown("A" * 10_000).endswith("…")


def test_a_flood_of_controls_is_cut_before_it_is_read() -> None:
    assert shown("\u202e" * 1_000_000 + "Eve") == ""
