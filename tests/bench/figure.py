"""A figure as measured, and how a measuring program tells it to the table."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `is_least`: the goal is to be reached, not kept below."""

    name: str
    value: float
    goal: float | None = None
    is_least: bool = False
    median: float | None = None
    p99: float | None = None
    runs: int = 1
    beside: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.is_least else self.value <= self.goal


def tell(figure: Figure) -> None:
    """Print a figure as one line of JSON."""
    sys.stdout.write(json.dumps({"figure": asdict(figure)}) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Tell who waits how far it is."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def part_of(values: Sequence[float], part: float) -> float:
    """Return the value below which so large a part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
