"""Names are folded so that what a rep types finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.name_key import NAME_KEY_CHARS, fold, name_key, search_text, spell_out


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Amara  Okafor", "amara okafor"),
        ("Søren Sørensen", "soren sorensen"),
        ("MÜLLER-Größe", "muller grosse"),
        ("Łukasz Đỗ", "lukasz do"),
        ("O'Brien & Söhne_GmbH", "o brien sohne gmbh"),
        ("ﬁsh Ⅳ ①", "fish iv 1"),
        ("n\u0303 ñ", "n n"),
        ("İstanbul ışık", "istanbul isik"),
        ("שלום 世界", "שלום 世界"),
        ("\u202eevil\u202c\x00", "evil"),
        ("!!!", ""),
    ],
)
def test_accents_case_and_marks_fall_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Müller", "mueller"),
        ("u\u0308ber", "ueber"),
        ("Sørensen Ångström", "soerensen aangstroem"),
        ("Muller", None),
        ("José", None),
    ],
)
def test_umlauts_are_also_spelled_out(text: str, spelled: str | None) -> None:
    assert spell_out(text) == spelled


def test_the_line_has_every_word_behind_a_space() -> None:
    line = search_text("Jürgen Größe", "Käse & Co", "493012 204")

    assert line == " jurgen grosse kase co juergen groesse kaese co 493012 204 "


def test_a_key_is_never_empty_and_never_long() -> None:
    assert name_key("!!!") == "!!!"
    assert name_key("") == "~"
    assert len(name_key("long " * 99)) == NAME_KEY_CHARS


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)

    assert fold(once) == once
    assert '"' not in once
