"""Where several cards stand, and which of them fold (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FROM_EDGE = 16  # between the corner of the screen and the first card
BETWEEN = 8


class Corner(StrEnum):
    """Where on the screen calls show."""

    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"

    @property
    def is_top(self) -> bool:
        return self in {Corner.TOP_LEFT, Corner.TOP_RIGHT}

    @property
    def is_left(self) -> bool:
        return self in {Corner.TOP_LEFT, Corner.BOTTOM_LEFT}


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a screen that panels leave free."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A card that must stay where it is, since the rep is at it.

    `edge` is its side towards the corner: a card that grows does so away from it.
    """

    index: int
    edge: int


def place(
    heights: Sequence[int], width: int, area: Area, corner: Corner, pin: Pin | None
) -> tuple[tuple[int, int], ...]:
    """Return the upper left corner of each card, the oldest first.

    The oldest stands in the corner, each newer one farther from it. Cards beyond a
    pinned one go on from where it stands. None leaves the screen.
    """
    if corner.is_left:
        x = area.x + FROM_EDGE
    else:
        x = area.x + area.width - FROM_EDGE - width
    x = max(area.x, x)
    places: list[tuple[int, int]] = []
    top, bottom = area.y + FROM_EDGE, area.y + area.height - FROM_EDGE
    edge = top if corner.is_top else bottom
    lowest = area.y + area.height
    for index, height in enumerate(heights):
        y = edge if corner.is_top else edge - height
        if pin is not None and pin.index == index:
            y = pin.edge if corner.is_top else pin.edge - height
        y = max(area.y, min(y, lowest - height))
        places.append((x, y))
        edge = y + height + BETWEEN if corner.is_top else y - BETWEEN
    return tuple(places)


def folded(
    busy: Sequence[bool], front: int | None, *, whole: Sequence[bool]
) -> tuple[bool, ...]:
    """Return which cards fold: all but the front one and those the rep is at.

    `whole` tells which cards are more than one line by themselves; the newest of
    them is in front where the rep chose none.
    """
    if front is None or not whole[front]:
        front = next((i for i in reversed(range(len(whole))) if whole[i]), None)
    return tuple(index != front and not is_busy for index, is_busy in enumerate(busy))
