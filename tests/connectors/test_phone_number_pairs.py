"""The table of pairs: what a CRM stores against what a phone tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from connectors.phone_number import fast_parse, is_same, parse

TABLE = Path(__file__).with_name("phone_number_pairs.tsv")


class Pair(NamedTuple):
    stored: str
    incoming: str
    region: str
    same: str
    why: str


def read_pairs() -> list[Pair]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return [Pair(*(_unescape(cell) for cell in line.split("\t"))) for line in lines]


def _unescape(cell: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), cell)


PAIRS = read_pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.region}-{pair.same}")
def test_two_spellings_are_one_number_or_two(pair: Pair) -> None:
    is_one = pair.same == "same"

    assert is_same(pair.stored, pair.incoming, pair.region) == is_one, pair.why
    assert is_same(pair.incoming, pair.stored, pair.region) == is_one, pair.why


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.region}-{pair.same}")
def test_the_fast_way_reads_the_table_as_the_thorough_one(pair: Pair) -> None:
    for raw in (pair.stored, pair.incoming):
        fast, thorough = fast_parse(raw, pair.region), parse(raw, pair.region)

        assert fast == thorough
        assert (fast and fast.extension) == (thorough and thorough.extension)


def test_the_table_is_as_wide_as_promised() -> None:
    assert len(PAIRS) >= 300
    assert len({pair[:3] for pair in PAIRS}) == len(PAIRS)
    assert sum(pair.same == "not" for pair in PAIRS) >= 80
    assert len({pair.region for pair in PAIRS}) >= 20
    assert {pair.same for pair in PAIRS} == {"same", "not"}
