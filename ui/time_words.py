"""What lists say of time beyond a moment: group labels and how long ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ui.moment import say_day, say_moment_long

if TYPE_CHECKING:
    from datetime import date, datetime

translate = QCoreApplication.translate


def capital(text: str) -> str:
    """Return words as they begin a sentence or stand alone."""
    return text[:1].upper() + text[1:]


def day_heading(day: date, today: date) -> str:
    """Return a day as a group label: "Today", "Yesterday", "Tue 3 Mar"."""
    if day == today:
        return translate("Times", "Today")
    if day == today - timedelta(days=1):
        return translate("Times", "Yesterday")
    return say_day(day, today)


def say_when(at: datetime, now: datetime) -> str:
    """Return a moment that stands alone: "Today 14:05", "Tue 3 Mar, 14:05"."""
    return capital(say_moment_long(at, now))


def say_ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was: "just now", "2 min ago", else when."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return translate("Times", "just now")
    if minutes < 60:
        return translate("Times", "{0} min ago", "minutes").format(minutes)
    return say_moment_long(at, now)
