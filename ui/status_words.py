"""Words for the state of phone, CRMs and keyring, for rail, tray and Connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.snapshot import ConnectionState, Reason
from ui.call_words import number_text
from ui.manifest_words import say_setting
from ui.moment import say_duration
from ui.theme import Token
from ui.time_words import capital, say_ago, say_when

if TYPE_CHECKING:
    from datetime import datetime

    from app.snapshot import ConnectionSnapshot, SourceSnapshot, Status

translate = QCoreApplication.translate
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class StateLine:
    """A state in words: a title, a line below, an icon and its colour."""

    title: str
    line: str
    icon: str
    token: Token


def phone_line(status: Status) -> StateLine:
    """Return how the phone stands: the gravest source speaks for all."""
    if not status.sources:
        return StateLine(
            translate("Status", "No phone yet"),
            translate("Status", "Add one under Connections"),
            "phone-off",
            Token.MUTED,
        )
    if down := status.sources_down:
        title = translate("Status", "{phone} is down").format(
            phone=say_setting(down[0].name)
        )
        return StateLine(title, down_text(down[0]), "phone-off", Token.BAD)
    unknown = [source for source in status.sources if source.is_up is None]
    if len(unknown) == len(status.sources):
        title = translate("Status", "Phone is connecting")
        return StateLine(title, say_setting(unknown[0].name), "phone", Token.MUTED)
    source = next(source for source in status.sources if source.is_up)
    lines = ", ".join(map(number_text, source.lines)) or say_setting(source.name)
    title = translate("Status", "Phone ready")
    return StateLine(title, lines, "phone", Token.GOOD)


def crm_line(status: Status, now: datetime) -> StateLine | None:
    """Return how the CRM stands that matters most, or None where there is none."""
    if not status.connections:
        return None
    crm = max(status.connections, key=lambda one: (_GRAVITY[one.state], _is_far(one)))
    return connection_line(crm, now)


def connection_line(crm: ConnectionSnapshot, now: datetime) -> StateLine:
    """Return how one CRM stands."""
    match crm.state:
        case ConnectionState.SIGNED_OUT:
            title = translate("Status", "{crm} signed out")
            line = waiting_text(crm.waiting)
            return StateLine(title.format(crm=crm.name), line, "key-round", Token.WARN)
        case ConnectionState.UNREACHABLE:
            title = translate("Status", "{crm} does not answer")
            line = waiting_text(crm.waiting)
            look = ("clock", Token.WARN)
        case ConnectionState.ERROR:
            title = translate("Status", "{crm} has a problem")
            line = crm.error or waiting_text(crm.waiting)
            look = ("circle-alert", Token.BAD)
        case ConnectionState.CONNECTED:
            title, line = _connected_line(crm, now)
            look = ("circle-check", Token.GOOD)
    return StateLine(title.format(crm=crm.name), line, *look)


def _connected_line(crm: ConnectionSnapshot, now: datetime) -> tuple[str, str]:
    if crm.connector == LOCAL:
        here = translate("Status", "on this computer")
        return "{crm}", waiting_text(crm.waiting) if crm.waiting else here
    return translate("Status", "{crm} in step"), _in_step_line(crm, now)


def _in_step_line(crm: ConnectionSnapshot, now: datetime) -> str:
    if crm.waiting:
        return waiting_text(crm.waiting)
    if crm.last_logged_at:
        return say_ago(crm.last_logged_at, now)
    return translate("Status", "nothing to send")


def down_text(source: SourceSnapshot) -> str:
    """Return since when and why a phone source is down."""
    texts = {
        "sign-in": translate("Status", "It refused the password"),
        "gone": translate("Status", "Its address is not there"),
        "unreachable": translate("Status", "It does not answer"),
    }
    fallback = translate("Status", "Trying again by itself")
    return texts.get(source.reason or "", source.reason or fallback)


def source_line(source: SourceSnapshot, now: datetime) -> StateLine:
    """Return how one phone source stands."""
    if source.is_up is None:
        title = translate("Status", "Connecting")
        return StateLine(title, "", "phone", Token.MUTED)
    if source.is_up:
        lines = ", ".join(map(number_text, source.lines))
        if lines:
            title = translate("Status", "Ready on {lines}").format(lines=lines)
        else:
            title = translate("Status", "Ready")
        return StateLine(title, "", "phone", Token.MUTED)
    since = say_when(source.since, now) if source.since else ""
    return StateLine(down_text(source), since, "phone-off", Token.BAD)


def crm_state_text(crm: ConnectionSnapshot) -> str:
    """Return how a CRM stands, in short."""
    if crm.state is ConnectionState.CONNECTED and crm.connector == LOCAL:
        return capital(translate("Status", "on this computer"))
    return {
        ConnectionState.CONNECTED: translate("Status", "In step"),
        ConnectionState.SIGNED_OUT: translate("Status", "The sign-in has run out"),
        ConnectionState.UNREACHABLE: translate("Status", "Does not answer"),
        ConnectionState.ERROR: translate("Status", "Has a problem"),
    }[crm.state]


def crm_row_text(crm: ConnectionSnapshot) -> str:
    """Return how a CRM stands, as the second line of its row."""
    state = crm_state_text(crm)
    if crm.state is not ConnectionState.CONNECTED:
        return state
    known = translate("Status", "%Ln contact(s)", "", crm.contacts)
    return f"{state} · {known}"


def figure(number: int) -> str:
    """Return a count as the rep's language writes it."""
    return QLocale().toString(number)


def waiting_text(count: int) -> str:
    """Return how many calls wait, and that nothing is lost."""
    if not count:
        return translate("Status", "Nothing waits.")
    return translate("Status", "%Ln call(s) wait. Nothing is lost.", "", count)


def foot_text(status: Status, now: datetime) -> str:
    """Return what waits to be sent and why, for the foot of the list."""
    if status.waiting + status.sending == 0:
        return ""
    first = translate(
        "Status", "%Ln call(s) wait to be sent.", "", status.waiting + status.sending
    )
    if status.sending:
        return " ".join((first, translate("Status", "Sending now.")))
    crm = status.waits_for_connection or ""
    left_s = (status.next_try_at - now).total_seconds() if status.next_try_at else 0
    why = {
        Reason.NOTE: translate("Status", "Time for your note: {time}."),
        Reason.THROTTLED: translate("Status", "{crm} asked for {time}."),
        Reason.UNREACHABLE: translate(
            "Status", "{crm} does not answer: next try in {time}."
        ),
        Reason.SIGN_IN: translate("Status", "Sign in to {crm} again."),
        Reason.LOOKING: translate("Status", "Looking whether {crm} has it already."),
        Reason.EARLIER: translate("Status", "Behind an earlier entry."),
    }
    second = why.get(status.waits_for, "") if status.waits_for else ""
    time = say_duration(max(left_s, 1))
    return " ".join(part for part in (first, second.format(crm=crm, time=time)) if part)


_GRAVITY = {
    ConnectionState.CONNECTED: 0,
    ConnectionState.UNREACHABLE: 1,
    ConnectionState.ERROR: 2,
    ConnectionState.SIGNED_OUT: 3,
}


def _is_far(crm: ConnectionSnapshot) -> bool:
    return crm.connector != LOCAL
