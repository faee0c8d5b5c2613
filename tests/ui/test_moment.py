"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from ui.moment import (
    say_appointment,
    say_coming_day,
    say_day,
    say_duration,
    say_moment,
    say_moment_long,
    say_past_day,
    say_time,
    say_timer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (42, "42 s"), (60, "1 min"), (392, "6 min 32 s"), (3900, "1 h 5 min")],
)
def test_how_long_a_call_was(seconds: float, said: str) -> None:
    assert say_duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (252.9, "4:12"), (3852, "1:04:12"), (-3, "0:00")]
)
def test_a_running_timer(seconds: float, said: str) -> None:
    assert say_timer(seconds) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (4, "Friday"),
        (7, "Tue 17 Nov"),
        (400, "20 Oct 2025"),
    ],
)
def test_a_day_that_was(days: int, said: str) -> None:
    assert say_past_day(TODAY - timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (3, "Fri 27 Nov")]
)
def test_a_day_to_come(days: int, said: str) -> None:
    assert say_coming_day(TODAY + timedelta(days=days), TODAY) == said


def test_a_moment_in_a_list() -> None:
    assert say_moment(NOW, NOW, UTC) == "today 14:05"
    assert say_moment(NOW - timedelta(days=1), NOW, UTC) == "yesterday 14:05"
    assert say_moment(NOW - timedelta(days=2), NOW, UTC) == "Sun 22 Nov"
    assert say_moment_long(NOW - timedelta(days=2), NOW, UTC) == "Sun 22 Nov, 14:05"
    assert say_appointment(NOW + timedelta(days=2), NOW, UTC) == "Thu 26 Nov, 14:05"


def test_a_time_is_told_in_the_rep_s_zone() -> None:
    there = timezone(timedelta(hours=11))
    assert say_time(NOW, there) == "01:05"
    assert say_moment(NOW, NOW, there) == "today 01:05"


def test_twelve_hours_where_people_say_so() -> None:
    QLocale.setDefault(QLocale("en_US"))
    assert say_time(NOW, UTC).replace("\u202f", " ") == "2:05 PM"


def test_german_days() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert say_day(date(2026, 11, 27), TODAY).startswith("Fr")
