"""Whatever instant kills the companion, each call is one record with its note."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.bench.kill_points import kill_many

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 6
pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL"),
]


@pytest.mark.parametrize(("side", "seed"), [("local", 11), ("far", 12)])
def test_killed_at_random_instants_every_call_is_one_record(
    home: Path, side: str, seed: int
) -> None:
    verdict = kill_many(home, side, KILLS, seed)

    assert (verdict.bad, verdict.problems) == (0, []), f"seed {verdict.seed}"
    assert verdict.kills == KILLS
    assert verdict.answered >= KILLS  # each life answered before it was killed
    assert verdict.resumed > 0  # and notes were under way
