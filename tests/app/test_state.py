"""What the program remembers for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.state import State, WindowPlace, change_state, load_state, save_state

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_remembered_is_read_again(tmp_path: Path) -> None:
    state = State(
        last_version="0.1.0",
        is_tour_done=True,
        window=WindowPlace(900, 600, x=-5, y=0, is_maximized=True),
        crashes=("a1", "b2"),
    )

    save_state(tmp_path / "state.toml", state)

    assert load_state(tmp_path / "state.toml") == state


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", State()),
        (b"\xff", State()),
        (b"window = [", State()),
        (b"version = 7\nis_tour_done = true", State()),
        (b"is_tour_done = true\nunknown = 1", State(is_tour_done=True)),
        (b"is_tour_done = true\n[window]\nwidth = -3", State(is_tour_done=True)),
    ],
)
def test_losing_it_costs_nothing(
    tmp_path: Path, content: bytes, expected: State
) -> None:
    (tmp_path / "state.toml").write_bytes(content)

    assert load_state(tmp_path / "state.toml") == expected


def test_each_part_is_changed_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "state.toml"

    change_state(path, is_tour_done=True)
    change_state(path, window=WindowPlace(900, 600))

    expected = State(is_tour_done=True, window=WindowPlace(900, 600))
    assert load_state(path) == expected
