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

    The oldest stands in the corner, each newer one farther from it. A pinned card
    stays, and the others make room: those before it that do not fit between it and
    the corner go beyond it. None leaves the screen.
    """
    if corner.is_left:
        x = area.x + FROM_EDGE
    else:
        x = area.x + area.width - FROM_EDGE - width
    # measured from the side of the corner, so that one way is enough
    starts = _starts(heights, area.height, _pin_start(area, corner, pin))
    x = max(area.x, x)
    if corner.is_top:
        return tuple((x, area.y + start) for start in starts)
    bottom = area.y + area.height
    return tuple(
        (x, bottom - start - height)
        for start, height in zip(starts, heights, strict=True)
    )


def _pin_start(area: Area, corner: Corner, pin: Pin | None) -> tuple[int, int] | None:
    if pin is None:
        return None
    bottom = area.y + area.height
    return pin.index, pin.edge - area.y if corner.is_top else bottom - pin.edge


def _starts(
    heights: Sequence[int], room: int, pinned: tuple[int, int] | None
) -> list[int]:
    """Return how far from the corner's side each card begins."""
    starts = [0] * len(heights)
    free, at = FROM_EDGE, -1
    if pinned is not None:
        at, start = pinned
        starts[at] = max(0, min(start, room - heights[at]))
    is_beyond = False
    for index, height in enumerate(heights):
        if index == at:
            if not is_beyond:
                free = starts[at] + height + BETWEEN
            is_beyond = True
            continue
        if at >= 0 and not is_beyond and free + height + BETWEEN > starts[at]:
            free = starts[at] + heights[at] + BETWEEN
            is_beyond = True
        starts[index] = max(0, min(free, room - height))
        free = starts[index] + height + BETWEEN
    return starts


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
