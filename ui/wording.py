"""Words for every code: what happened, what it means, what to do.

English is the source; Qt translates. Nothing else in the window turns a code of the
app into a sentence, so that the same thing has the same word everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.session import Stage
from app.snapshot import ConnectionState, EntryState, MatchReason, Reason, StepKind
from connectors.errors import (
    ConflictError,
    ConnectorError,
    GoneError,
    NotAllowedError,
    RejectedError,
    SignInError,
    ThrottledError,
    UnreachableError,
    UnsupportedError,
)
from connectors.phone_number import country, country_name, display
from connectors.records import CallResult, Direction, Disposition
from ui.moment import local, say_past_day, say_time
from ui.widgets.shown_text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from app.session import CallSession
    from app.snapshot import LogState, Match, PastCall, Problem, Step
    from connectors.phone_number import PhoneNumber

translate = QCoreApplication.translate
_NO_COUNTRY = "001"


def say_number(number: PhoneNumber | None, raw: str | None = None) -> str:
    """Return a number as people write it, else the text that the phone told."""
    return display(number) if number else shown(raw, 40)


def say_country(number: PhoneNumber | None) -> str:
    """Return the name of the number's country, "" where there is none."""
    if number is None:
        return ""
    code = country(number)
    if code == _NO_COUNTRY:
        return translate("Wording", "International")
    return country_name(code, QLocale().name())


def say_party(call: CallSession) -> str:
    """Return the number, extension or "Number withheld" of a call's other side."""
    if call.number:
        return say_number(call.number)
    if call.extension:
        extension = shown(call.extension, 20)
        return translate("Wording", "Extension {0}").format(extension)
    return shown(call.number_raw, 40) or translate("Wording", "Number withheld")


def first_name(name: str) -> str:
    """Return the word by which a short question names a person."""
    words = shown(name, 60).split(" ")
    titled = len(words) > 1 and words[0].endswith(".")
    return words[1] if titled else words[0]


def say_direction(direction: Direction) -> str:
    return {
        Direction.INBOUND: translate("Wording", "Incoming"),
        Direction.OUTBOUND: translate("Wording", "Outgoing"),
        Direction.INTERNAL: translate("Wording", "Internal"),
    }[direction]


def say_result(result: CallResult | None) -> str:
    """Return how a finished call went, as one or two words."""
    if result is None:
        return translate("Wording", "End unknown")
    return {
        CallResult.ANSWERED: translate("Wording", "Answered"),
        CallResult.MISSED: translate("Wording", "Missed"),
        CallResult.ANSWERED_ELSEWHERE: translate("Wording", "Answered elsewhere"),
        CallResult.DECLINED: translate("Wording", "Declined"),
        CallResult.BUSY: translate("Wording", "Busy"),
        CallResult.NO_ANSWER: translate("Wording", "No answer"),
        CallResult.CANCELLED: translate("Wording", "Cancelled"),
        CallResult.FAILED: translate("Wording", "Failed"),
        CallResult.VOICEMAIL: translate("Wording", "Voicemail"),
    }[result]


def say_stage(call: CallSession) -> str:
    """Return what the call is doing now, for the head of the pop."""
    if call.stage is Stage.RINGING:
        return say_direction(call.direction)
    if call.stage is Stage.ENDED:
        if call.result in {CallResult.ANSWERED, None}:
            return translate("Wording", "Ended")
        return say_result(call.result)
    return {
        Stage.DIALLING: translate("Wording", "Calling"),
        Stage.TALKING: translate("Wording", "Talking"),
        Stage.HELD: translate("Wording", "On hold"),
    }[call.stage]


def say_match(match: Match, now: datetime, zone: tzinfo | None = None) -> str:
    """Return why a contact is offered, one line."""
    why = {
        MatchReason.CHOSEN: translate("Wording", "Your choice for this number"),
        MatchReason.OPEN_APPOINTMENT: translate("Wording", "Has an appointment soon"),
        MatchReason.LAST_CALLED: translate("Wording", "Same number"),
        MatchReason.SAME_NUMBER: translate("Wording", "Same number"),
        MatchReason.COMPANY_NUMBER: translate("Wording", "Company number"),
        MatchReason.EXTENSION: translate("Wording", "Same extension"),
        MatchReason.UNVERIFIED: translate("Wording", "Found by the CRM, number hidden"),
    }[match.reason]
    if match.last_called_at is None:
        return why
    day = local(match.last_called_at, zone).date()
    day_words = say_past_day(day, local(now, zone).date())
    return translate("Wording", "{0}, last called {1}").format(why, day_words)


def say_past_call(past: PastCall) -> str:
    """Return how the last call went: its outcome, else its result."""
    if past.disposition:
        return say_outcome_label(past.disposition)
    if past.direction is Direction.OUTBOUND:
        pattern = translate("Wording", "You called: {0}")
    else:
        pattern = translate("Wording", "Last call: {0}")
    return pattern.format(say_result(past.result).lower())


def say_log(  # noqa: PLR0911 - one a state
    log: LogState | None, now: datetime, zone: tzinfo | None = None
) -> str:
    """Return where the log of a call stands, as a sentence without its full stop."""
    if log is None:
        return translate("Wording", "Not logged yet")
    name = shown(log.connection_name)
    match log.state:
        case EntryState.DONE:
            return translate("Wording", "Logged in {0}").format(name)
        case EntryState.SENDING:
            return translate("Wording", "Sending to {0}").format(name)
        case EntryState.SIGNED_OUT:
            pattern = translate("Wording", "Waits until you sign in to {0} again")
            return pattern.format(name)
        case EntryState.PARKED:
            return translate("Wording", "Needs you: {0}").format(say_parked(log))
        case EntryState.DROPPED:
            return translate("Wording", "Not logged: {0}").format(_dropped(log.reason))
    return _waits(log, name, now, zone)


def _waits(  # noqa: PLR0911 - one a reason
    log: LogState, name: str, now: datetime, zone: tzinfo | None
) -> str:
    until = say_time(log.until, zone) if log.until and log.until > now else ""
    match log.reason:
        case Reason.NOTE:
            return translate("Wording", "Waits for your note")
        case Reason.EARLIER:
            return translate("Wording", "Waits for an earlier step of this call")
        case Reason.UNREACHABLE if until:
            pattern = translate("Wording", "{0} does not answer; next try {1}")
            return pattern.format(name, until)
        case Reason.UNREACHABLE:
            return translate("Wording", "{0} does not answer; trying").format(name)
        case Reason.THROTTLED if until:
            return translate("Wording", "{0} asked to wait until {1}").format(
                name, until
            )
        case Reason.LOOKING:
            pattern = translate("Wording", "Looking whether {0} has it already")
            return pattern.format(name)
        case Reason.SIGN_IN:
            pattern = translate("Wording", "Waits until you sign in to {0} again")
            return pattern.format(name)
    return translate("Wording", "Waits to be sent to {0}").format(name)


def say_parked(log: LogState) -> str:  # noqa: PLR0911 - one a reason
    """Return why an entry needs the rep, without what to do."""
    name = shown(log.connection_name)
    detail = shown(log.detail, 80)
    match log.reason:
        case Reason.REJECTED if detail:
            return translate("Wording", "{0} refused “{1}”").format(name, detail)
        case Reason.REJECTED:
            return translate("Wording", "{0} refused a value").format(name)
        case Reason.NOT_ALLOWED if detail:
            pattern = translate("Wording", "your role in {0} lacks “{1}”")
            return pattern.format(name, detail)
        case Reason.NOT_ALLOWED:
            return translate("Wording", "your role in {0} does not allow it").format(
                name
            )
        case Reason.GONE:
            return translate("Wording", "the record is no longer in {0}").format(name)
        case Reason.CONFLICT:
            return translate("Wording", "someone changed it in {0}").format(name)
        case Reason.UNSUPPORTED:
            return translate("Wording", "{0} cannot hold this").format(name)
        case Reason.UNSETTLED:
            pattern = translate("Wording", "it may be in {0} already")
            return pattern.format(name)
        case Reason.NEEDS_CONTACT:
            return translate("Wording", "choose whom to log it to")
    return translate("Wording", "an error in Switchhook stopped it")


def _dropped(reason: Reason | None) -> str:
    return {
        Reason.DISCARDED: translate("Wording", "you discarded it"),
        Reason.PRIVATE: translate("Wording", "private call"),
        Reason.IGNORED: translate("Wording", "the number is ignored"),
    }.get(reason or Reason.DISCARDED, translate("Wording", "you discarded it"))


def say_saved(logs: Iterable[LogState]) -> str:
    """Return the headline of a call that was saved, by the gravest of its logs."""
    by_state = {log.state: log for log in logs}
    for state in (EntryState.PARKED, EntryState.SIGNED_OUT):
        if state in by_state:
            return translate("Wording", "Saved; needs you before it is logged")
    for state in (EntryState.WAITING, EntryState.SENDING):
        if state in by_state:
            name = shown(by_state[state].connection_name)
            return translate("Wording", "Saved, on its way to {0}").format(name)
    if EntryState.DONE in by_state:
        name = shown(by_state[EntryState.DONE].connection_name)
        return translate("Wording", "Call logged in {0}").format(name)
    if EntryState.DROPPED in by_state:
        return translate("Wording", "Not logged")
    return translate("Wording", "Saved")


def say_step(step: Step) -> str:
    """Return one line of a call's timeline."""
    name = shown(step.connection_name) or translate("Wording", "the CRM")
    words = {
        StepKind.RANG: translate("Wording", "Rang"),
        StepKind.DIALLED: translate("Wording", "Dialled"),
        StepKind.ANSWERED: translate("Wording", "Answered"),
        StepKind.TRANSFERRED: translate("Wording", "Transferred"),
        StepKind.ENDED: translate("Wording", "Ended"),
        StepKind.SAVED: translate("Wording", "Saved"),
        StepKind.QUEUED: translate("Wording", "Waits to be sent to {0}"),
        StepKind.SENT: translate("Wording", "Sent to {0}"),
        StepKind.LOGGED: translate("Wording", "Logged in {0}"),
        StepKind.UPDATED: translate("Wording", "Updated in {0}"),
        StepKind.WAITED: translate("Wording", "{0} did not take it; tried again later"),
        StepKind.PARKED: translate("Wording", "Needs you: {0} did not take it"),
        StepKind.DROPPED: translate("Wording", "Not logged"),
    }[step.kind]
    return words.format(name)


def say_connection(state: ConnectionState) -> str:
    return {
        ConnectionState.CONNECTED: translate("Wording", "Connected"),
        ConnectionState.SIGNED_OUT: translate("Wording", "Signed out"),
        ConnectionState.UNREACHABLE: translate("Wording", "Does not answer"),
        ConnectionState.ERROR: translate("Wording", "In trouble"),
    }[state]


def say_error(error: ConnectorError, name: str) -> str:
    """Return what a refused request means; `name` is the phone or CRM."""
    name = shown(name) or translate("Wording", "The phone")
    words = {
        SignInError: translate("Wording", "Sign in to {0} again."),
        NotAllowedError: translate("Wording", "Your role in {0} does not allow that."),
        GoneError: translate("Wording", "{0} no longer has that."),
        ConflictError: translate("Wording", "{0} holds something newer."),
        RejectedError: translate("Wording", "{0} refused that."),
        ThrottledError: translate("Wording", "{0} asks to wait a little."),
        UnreachableError: translate("Wording", "{0} does not answer."),
        UnsupportedError: translate("Wording", "{0} cannot do that."),
    }
    general = translate("Wording", "{0} did not do that.")
    return words.get(type(error), general).format(name)


def say_problem(problem: Problem) -> str:
    """Return what is wrong and what it means, for a problem that is of no call."""
    detail = shown(problem.detail)
    words = {
        "settings-broken": translate(
            "Wording",
            "The settings file could not be read. It was set aside, and Switchhook "
            "works with its defaults.",
        ),
        "settings-newer": translate(
            "Wording",
            "The settings are from a newer Switchhook. They stay as they are; this "
            "one works with its defaults.",
        ),
        "policy-broken": translate(
            "Wording",
            "Your administrator's policy file could not be read. Ask them to check it.",
        ),
        "store-newer": translate(
            "Wording",
            "The calls on this computer are from a newer Switchhook. Install that one "
            "to go on.",
        ),
        "store-broken": translate(
            "Wording",
            "The file of calls is damaged. Switchhook keeps what your phone tells "
            "until you restore a backup.",
        ),
        "key-lost": translate(
            "Wording",
            "The key of your calls is no longer in the keyring. Enter your recovery "
            "code to open them.",
        ),
        "keyring-locked": translate(
            "Wording", "The keyring is locked. Unlock it to see names and to log calls."
        ),
        "keyring-absent": translate(
            "Wording",
            "This computer has no keyring. Calls are kept unencrypted, and no CRM can "
            "be signed in to.",
        ),
        "keyring-reset": translate(
            "Wording",
            "The keyring was reset. Sign in to your CRM again, and enter your recovery "
            "code.",
        ),
        "disk-full": translate(
            "Wording",
            "The disk is full. Make room; until then notes may not be kept.",
        ),
        "folder-read-only": translate(
            "Wording",
            "Switchhook may not write to its folder. Until it may, notes are not kept.",
        ),
        "key-wrong": translate(
            "Wording",
            "The key in the keyring is not that of your calls. Enter your recovery "
            "code to open them.",
        ),
        "keyring-appeared": translate(
            "Wording",
            "A keyring is there now. Your calls and notes can be locked with a key.",
        ),
        "phone-unknown": translate(
            "Wording", "Switchhook does not know this kind of phone: {0}."
        ).format(detail),
        "phone-settings": translate(
            "Wording",
            "{0} cannot start with its settings. Change them under Connections.",
        ).format(detail),
        "settings-value": translate(
            "Wording",
            "One setting had a value that cannot be, and has its default now: {0}.",
        ).format(detail),
        "settings-unreadable": translate(
            "Wording", "The settings file cannot be opened. Its defaults are used."
        ),
        "policy-value": translate(
            "Wording",
            "A value of your administrator's policy cannot be used: {0}. Tell them.",
        ).format(detail),
        "spool-damaged": translate(
            "Wording",
            "Some events that came while Switchhook was closed could not be read.",
        ),
    }
    general = translate("Wording", "Something went wrong in Switchhook. It goes on.")
    text = words.get(problem.code, general)
    return text if not detail or detail in text else f"{text} ({detail})"


def say_outcome(id_: str | None, dispositions: Iterable[Disposition]) -> str:
    """Return the label of an outcome; an id that the CRM dropped is its own label."""
    if not id_:
        return ""
    labels = {item.id: item.label for item in dispositions}
    return say_outcome_label(labels.get(id_, id_), id_)


def say_outcome_label(label: str, id_: str | None = None) -> str:
    """Return an outcome as the rep reads it.

    The words that the local CRM begins with are ours to translate; what somebody
    called an outcome stays. `id_` is None where only the label is known.
    """
    ours = {
        "interested": ("Interested", translate("Wording", "Interested")),
        "call-back": ("Call back", translate("Wording", "Call back")),
        "not-now": ("Not now", translate("Wording", "Not now")),
        "left-message": ("Left message", translate("Wording", "Left message")),
        "wrong-number": ("Wrong number", translate("Wording", "Wrong number")),
    }
    for ours_id, (default, words) in ours.items():
        if label == default and id_ in {None, ours_id}:
            return words
    return shown(label)


def say_phone_label(label: str | None) -> str:
    """Return what a number is for; a word that is not ours stays."""
    ours = {
        "work": translate("Wording", "work", "a phone number"),
        "mobile": translate("Wording", "mobile", "a phone number"),
        "home": translate("Wording", "home", "a phone number"),
    }
    return ours.get((label or "").lower()) or shown(label)
