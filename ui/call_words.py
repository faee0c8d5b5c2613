"""Words and icons for a call in the window: its row, its record, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.snapshot import EntryState, Reason, StepKind
from connectors.phone_number import PhoneNumber
from connectors.records import CallResult, Direction
from ui.moment import say_duration
from ui.theme import Token
from ui.time_words import capital
from ui.widgets.shown_text import shown
from ui.wording import (
    say_country,
    say_direction,
    say_log,
    say_number,
    say_outcome_label,
    say_parked,
    say_result,
    say_step,
)

if TYPE_CHECKING:
    from datetime import datetime

    from app.snapshot import CallRow, LogState, Step

translate = QCoreApplication.translate
SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as a small icon in a colour, with the sentence behind it."""

    icon: str
    token: Token
    sentence: str


class NextStep(StrEnum):
    """The one thing to do about a record that needs the rep."""

    RETRY = "retry"
    CHOOSE_CONTACT = "choose-contact"
    SIGN_IN = "sign-in"
    DISCARD = "discard"


def parsed(number: str | None) -> PhoneNumber | None:
    """Return the number that a row holds, or None where it is no E.164 one."""
    if number and number.startswith("+") and number[1:].isdigit():
        return PhoneNumber(number)
    return None


def number_text(number: str | None, extension: str | None = None) -> str:
    """Return a number as people write it; the far side's own text where it is none."""
    if number is None:
        if extension:
            return translate("Calls", "Extension {0}").format(shown(extension, 20))
        return translate("Calls", "Number withheld")
    return say_number(parsed(number), number)


def title(row: CallRow) -> str:
    """Return the first line of a row: whom the call was with."""
    if row.is_private:
        return translate("Calls", "Private call")
    return shown(row.name) or number_text(row.number, row.extension)


def has_name(row: CallRow) -> bool:
    return bool(row.name) or row.is_private


def kind_text(direction: Direction, result: CallResult | None) -> str:
    """Return way and result in one: "Incoming, answered"."""
    pattern = translate("Calls", "{0}, {1}", "way and result of a call")
    return pattern.format(say_direction(direction), _small(say_result(result)))


def second_line(row: CallRow) -> str:
    """Return what stands under the name: the firm or country, and how it went."""
    if row.is_private:
        return translate("Calls", "Kept on this computer only")
    first = shown(row.company)
    if not first and not row.name:
        first = say_country(parsed(row.number))
    return SEPARATOR.join(part for part in (first, _how(row)) if part)


def _how(row: CallRow) -> str:
    if row.disposition:
        return say_outcome_label(row.disposition)
    if row.is_live:
        return translate("Calls", "On the phone")
    if row.result is CallResult.ANSWERED:
        return translate("Calls", "No outcome yet")
    text = say_result(row.result)
    if row.result is CallResult.MISSED and row.ring_s >= 1:
        rang = translate("Calls", "{0}, rang {1}", "missed, and for how long")
        return rang.format(text, say_duration(row.ring_s))
    return text


def call_icon(direction: Direction, result: CallResult | None) -> str:
    """Return the icon that says which way a call went."""
    if result is CallResult.MISSED:
        return "phone-missed"
    if result is CallResult.VOICEMAIL:
        return "voicemail"
    if direction is Direction.OUTBOUND:
        return "phone-outgoing"
    return "phone-incoming"


def mark(row: CallRow, now: datetime) -> Mark:
    """Return how the record of a call stands."""
    if row.is_private:
        text = translate("Calls", "Private: it goes to no CRM.")
        return Mark("lock", Token.MUTED, text)
    if row.is_live:
        text = translate("Calls", "This call goes on.")
        return Mark("phone-call", Token.GOOD, text)
    sentence = f"{say_log(row.log, now)}."
    if row.log is None:
        return Mark("circle-dashed", Token.ACCENT, sentence)
    return Mark(*_LOOK[row.log.state], sentence)


_LOOK = {
    EntryState.WAITING: ("clock", Token.MUTED),
    EntryState.SENDING: ("arrow-up", Token.ACCENT),
    EntryState.DONE: ("check", Token.MUTED),
    EntryState.SIGNED_OUT: ("key-round", Token.WARN),
    EntryState.PARKED: ("circle-alert", Token.WARN),
    EntryState.DROPPED: ("circle-x", Token.MUTED),
}


def needs_you(row: CallRow) -> bool:
    """Return whether the rep has to do something before the call is logged."""
    return row.log is not None and row.log.state is EntryState.PARKED


def reason_text(log: LogState) -> str:
    """Return why a record needs the rep, as a line of its own."""
    if log.state is EntryState.SIGNED_OUT:
        pattern = translate("Calls", "The sign-in to {0} ended")
        return pattern.format(shown(log.connection_name))
    return capital(say_parked(log))


def consequence_text(log: LogState) -> str:
    """Return what the state means for the rep, and what will happen."""
    crm = shown(log.connection_name)
    texts = {
        Reason.REJECTED: translate(
            "Calls",
            "Nothing was written there. Change the note or the outcome, or send it "
            "again as it is.",
        ),
        Reason.NOT_ALLOWED: translate(
            "Calls",
            "Ask the admin of {0} for it, then send again. Your note is safe here.",
        ),
        Reason.GONE: translate(
            "Calls",
            "It was merged or deleted there. Choose whom the call was with.",
        ),
        Reason.CONFLICT: translate(
            "Calls",
            "What stands there was not overwritten. Sending again writes your note.",
        ),
        Reason.UNSUPPORTED: translate("Calls", "The call stays here with its note."),
        Reason.UNSETTLED: translate(
            "Calls",
            "The line broke while it was sent. Look in {0} first: sending again may "
            "make it twice.",
        ),
        Reason.NEEDS_CONTACT: translate(
            "Calls",
            "Several contacts have this number. The call is sent once you choose.",
        ),
        Reason.SIGN_IN: translate(
            "Calls", "Everything waits safely here until you sign in again."
        ),
    }
    fallback = translate("Calls", "Nothing is lost. Send it again, or see Diagnostics.")
    reason = Reason.SIGN_IN if log.state is EntryState.SIGNED_OUT else log.reason
    text = texts.get(reason, fallback) if reason else fallback
    return text.format(crm)


def next_step(log: LogState) -> NextStep:
    """Return the one thing to do about a record that needs the rep."""
    if log.reason is Reason.SIGN_IN or log.state is EntryState.SIGNED_OUT:
        return NextStep.SIGN_IN
    steps = {
        Reason.NEEDS_CONTACT: NextStep.CHOOSE_CONTACT,
        Reason.GONE: NextStep.CHOOSE_CONTACT,
        Reason.UNSUPPORTED: NextStep.DISCARD,
    }
    return steps.get(log.reason, NextStep.RETRY) if log.reason else NextStep.RETRY


def step_label(log: LogState) -> str:
    """Return the words on the button of the next step."""
    return {
        NextStep.RETRY: translate("Calls", "Send again"),
        NextStep.CHOOSE_CONTACT: translate("Calls", "Choose contact"),
        NextStep.SIGN_IN: translate("Calls", "Sign in again"),
        NextStep.DISCARD: translate("Calls", "Discard it here"),
    }[next_step(log)]


def pill(log: LogState) -> tuple[str, Token, str]:
    """Return words, colour and icon of a record's state in one CRM."""
    patterns = {
        EntryState.DONE: (translate("Calls", "Logged in {0}"), Token.GOOD),
        EntryState.SENDING: (translate("Calls", "Sending to {0}"), Token.ACCENT),
        EntryState.SIGNED_OUT: (translate("Calls", "Sign in to {0}"), Token.WARN),
        EntryState.PARKED: (translate("Calls", "{0} needs you"), Token.WARN),
        EntryState.DROPPED: (translate("Calls", "Not in {0}"), Token.MUTED),
        EntryState.WAITING: (translate("Calls", "Waits for {0}"), Token.MUTED),
    }
    pattern, token = patterns[log.state]
    return pattern.format(shown(log.connection_name)), token, _LOOK[log.state][0]


def happened(step: Step, direction: Direction) -> tuple[Mark, str]:
    """Return one line of the timeline: its mark with words, and the reason below."""
    icons = {
        StepKind.RANG: call_icon(direction, None),
        StepKind.DIALLED: "phone-outgoing",
        StepKind.ANSWERED: "phone",
        StepKind.TRANSFERRED: "phone-forwarded",
        StepKind.ENDED: "phone-off",
        StepKind.SAVED: "pencil-line",
        StepKind.QUEUED: "clock",
        StepKind.SENT: "arrow-up",
        StepKind.LOGGED: "check",
        StepKind.UPDATED: "refresh-cw",
        StepKind.WAITED: "history",
        StepKind.PARKED: "circle-alert",
        StepKind.DROPPED: "circle-x",
    }
    colors = {StepKind.LOGGED: Token.GOOD, StepKind.PARKED: Token.WARN}
    token = colors.get(step.kind, Token.MUTED)
    return Mark(icons[step.kind], token, say_step(step)), _why(step)


def _why(step: Step) -> str:
    if step.reason is None:
        return shown(step.detail)
    text = {
        Reason.NOTE: translate("Calls", "Waited for your note"),
        Reason.EARLIER: translate("Calls", "Behind an earlier step of this call"),
        Reason.UNREACHABLE: translate("Calls", "No answer"),
        Reason.THROTTLED: translate("Calls", "It asked for time"),
        Reason.LOOKING: translate("Calls", "Looked first whether it is there"),
        Reason.SIGN_IN: translate("Calls", "The sign-in had ended"),
        Reason.REJECTED: translate("Calls", "A value was refused"),
        Reason.NOT_ALLOWED: translate("Calls", "Your role may not do this"),
        Reason.GONE: translate("Calls", "The contact is not there any more"),
        Reason.CONFLICT: translate("Calls", "The record was changed there"),
        Reason.UNSUPPORTED: translate("Calls", "This CRM cannot hold it"),
        Reason.UNSETTLED: translate("Calls", "It may be there already"),
        Reason.NEEDS_CONTACT: translate("Calls", "Several contacts have this number"),
        Reason.BUG: translate("Calls", "An error in Switchhook"),
        Reason.DISCARDED: translate("Calls", "You discarded it"),
        Reason.PRIVATE: translate("Calls", "The call is private"),
        Reason.IGNORED: translate("Calls", "The number is not a lead"),
    }[step.reason]
    return f"{text}: {shown(step.detail)}." if step.detail else f"{text}."


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
