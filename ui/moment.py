"""Times, days and durations as people say them, in the rep's zone and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

translate = QCoreApplication.translate

_MINUTE_S, _HOUR_S = 60, 3600
_WEEK_DAYS = 7


def local(at: datetime, zone: tzinfo | None = None) -> datetime:
    """Return an aware time in the rep's zone (None: the system's)."""
    return at.astimezone(zone)


def say_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Return "14:05", or "2:05 PM" where people write it so."""
    there = local(at, zone)
    return QLocale().toString(
        QTime(there.hour, there.minute), QLocale.FormatType.ShortFormat
    )


def say_day(day: date, today: date) -> str:
    """Return "Fri 27 Nov", with the year where it is another one."""
    pattern = (
        translate("Moment", "ddd d MMM", "day without year, Qt date format")
        if day.year == today.year
        else translate("Moment", "d MMM yyyy", "day with year, Qt date format")
    )
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def say_past_day(day: date, today: date) -> str:
    """Return "today", "yesterday", "Tuesday" or a date: for what has been."""
    days = (today - day).days
    if days == 0:
        return translate("Moment", "today")
    if days == 1:
        return translate("Moment", "yesterday")
    if 1 < days < _WEEK_DAYS:
        return QLocale().toString(QDate(day.year, day.month, day.day), "dddd")
    return say_day(day, today)


def say_coming_day(day: date, today: date) -> str:
    """Return "today", "tomorrow" or a date: for what is to come."""
    days = (day - today).days
    if days == 0:
        return translate("Moment", "today")
    if days == 1:
        return translate("Moment", "tomorrow")
    return say_day(day, today)


def say_moment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return "today 14:05", "yesterday 14:05" or "Tue 3 Mar"; for lists."""
    day, today = local(at, zone).date(), local(now, zone).date()
    days = (today - day).days
    if days in {0, 1}:
        return f"{say_past_day(day, today)} {say_time(at, zone)}"
    return say_day(day, today)


def say_moment_long(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return the day and the time, whichever day it was."""
    day, today = local(at, zone).date(), local(now, zone).date()
    if (today - day).days in {0, 1}:
        return say_moment(at, now, zone)
    return f"{say_day(day, today)}, {say_time(at, zone)}"


def say_appointment(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return "tomorrow, 10:00" or "Thu 26 Nov, 10:00"."""
    day, today = local(at, zone).date(), local(now, zone).date()
    return f"{say_coming_day(day, today)}, {say_time(at, zone)}"


def say_duration(seconds: float) -> str:
    """Return "42 s", "6 min 32 s" or "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < _MINUTE_S:
        return translate("Moment", "{0} s", "seconds").format(whole)
    if whole < _HOUR_S:
        minutes, rest = divmod(whole, _MINUTE_S)
        if not rest:
            return translate("Moment", "{0} min", "minutes").format(minutes)
        pattern = translate("Moment", "{0} min {1} s", "minutes and seconds")
        return pattern.format(minutes, rest)
    hours, rest = divmod(whole, _HOUR_S)
    pattern = translate("Moment", "{0} h {1} min", "hours and minutes")
    return pattern.format(hours, rest // _MINUTE_S)


def say_timer(seconds: float) -> str:
    """Return "4:12" or "1:04:12": a timer that runs."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, _HOUR_S)
    minutes, left = divmod(rest, _MINUTE_S)
    if hours:
        return f"{hours}:{minutes:02}:{left:02}"
    return f"{minutes}:{left:02}"
