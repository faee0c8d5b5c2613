"""Where cards stand."""

from __future__ import annotations

import pytest

from ui.pop_stack import Area, Corner, Pin, folded, place

AREA = Area(0, 24, 1280, 776)


def test_the_first_card_stands_in_the_corner() -> None:
    at = {corner: place([260], 360, AREA, corner, None)[0] for corner in Corner}

    assert at == {
        Corner.TOP_LEFT: (16, 40),
        Corner.TOP_RIGHT: (904, 40),
        Corner.BOTTOM_LEFT: (16, 524),
        Corner.BOTTOM_RIGHT: (904, 524),
    }


def test_a_newer_card_stands_farther_from_the_corner() -> None:
    assert place([60, 168], 360, AREA, Corner.TOP_RIGHT, None) == (
        (904, 40),
        (904, 108),
    )
    bottom = place([60, 168], 360, AREA, Corner.BOTTOM_RIGHT, None)
    assert bottom == ((904, 724), (904, 548))


def test_a_card_that_is_written_on_stays_where_it_is() -> None:
    alone = place([60, 416], 360, AREA, Corner.BOTTOM_RIGHT, None)
    edge = alone[1][1] + 416

    grown = place([168, 416], 360, AREA, Corner.BOTTOM_RIGHT, Pin(1, edge))

    assert grown[1] == alone[1]


def test_a_pinned_card_grows_away_from_the_corner() -> None:
    ((_, y),) = place([260], 360, AREA, Corner.BOTTOM_RIGHT, Pin(0, 784))
    ((_, taller),) = place([416], 360, AREA, Corner.BOTTOM_RIGHT, Pin(0, 784))
    assert y + 260 == taller + 416


@pytest.mark.parametrize("corner", Corner)
def test_the_others_make_room_for_a_card_that_is_written_on(corner: Corner) -> None:
    before = place([60, 416], 360, AREA, corner, None)
    y = before[1][1]
    edge = y if corner.is_top else y + 416
    now = (170, 60)  # the first unfolds, the second is one line now

    places = place(now, 360, AREA, corner, Pin(1, edge))

    spans = sorted((y, y + height) for (_, y), height in zip(places, now, strict=True))
    assert spans[1][0] - spans[0][1] == 8
    assert (places[1][1] if corner.is_top else places[1][1] + 60) == edge


def test_no_gap_stays_once_the_focus_has_left() -> None:
    assert place([60], 360, AREA, Corner.TOP_RIGHT, Pin(0, 108)) == ((904, 108),)
    assert place([60], 360, AREA, Corner.TOP_RIGHT, None) == ((904, 40),)


@pytest.mark.parametrize("corner", Corner)
def test_no_card_leaves_the_screen(corner: Corner) -> None:
    for _, y in place([416] * 6, 360, AREA, corner, None):
        assert AREA.y <= y <= AREA.y + AREA.height - 416


def test_the_newest_call_is_in_front() -> None:
    assert folded([False] * 3, None, whole=[True] * 3) == (True, True, False)


def test_the_card_that_the_rep_chose_is_in_front() -> None:
    assert folded([False] * 3, 0, whole=[True] * 3) == (False, True, True)


def test_a_card_with_the_keyboard_never_folds() -> None:
    assert folded([True, False], None, whole=[True, True]) == (False, False)


def test_a_saved_line_does_not_push_a_card_back() -> None:
    assert folded([False, False], None, whole=[True, False]) == (False, True)
