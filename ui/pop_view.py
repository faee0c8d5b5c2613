"""What the pop shows for a call: words and parts, derived from a snapshot (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.session import Stage
from app.snapshot import EntryState
from app.wrap_up import WrapUp
from connectors.records import CallResult, Direction, PhoneAbility
from ui.moment import (
    local,
    say_appointment,
    say_day,
    say_duration,
    say_past_day,
    say_time,
)
from ui.theme import Token
from ui.widgets.shown_text import shown
from ui.wording import (
    first_name,
    say_country,
    say_match,
    say_number,
    say_outcome,
    say_party,
    say_past_call,
    say_saved,
    say_stage,
)

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.snapshot import CallSnapshot

translate = QCoreApplication.translate
_FACTS = 3


class Look(StrEnum):
    """Which face of the card a call needs."""

    RINGING = "ringing"  # or dialling: nothing has been said yet
    TALKING = "talking"
    AFTER = "after"  # ended, may still be written on
    SAVED = "saved"  # one line with Undo
    QUIET = "quiet"  # ended with nothing to write: one line that goes by itself


class Act(StrEnum):
    """A button of the action row."""

    ANSWER = "answer"
    SAVE = "save"
    CALL_BACK = "call-back"
    DECLINE = "decline"
    HANG_UP = "hang-up"
    SHOW = "show"
    OPEN = "open"
    NOTE = "note"
    UNDO = "undo"


class Ask(StrEnum):
    """What the small link beside the number asks."""

    NOTHING = ""
    NOT_THEM = "not-them"
    WHO = "who"
    WHICH = "which"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing worth knowing of the caller."""

    icon_name: str
    what: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One match, as a row shows it."""

    name: str
    company: str
    why: str


@dataclass(frozen=True, slots=True)
class PopView:
    """A call as the card draws it. Names and numbers are fit to be painted."""

    look: Look
    icon_name: str
    icon_token: Token
    head: str
    at: str
    headline: str
    is_number: bool = False
    is_locked: bool = False
    company: str = ""
    title: str = ""
    number: str = ""  # shown on a line of its own
    place: str = ""  # behind the number, or alone under it
    facts: tuple[Fact, ...] = ()
    looking: str = ""
    people: tuple[Person, ...] = ()
    can_search: bool = False
    has_form: bool = False  # else the note opens on demand
    acts: frozenset[Act] = frozenset()
    ask: Ask = Ask.NOTHING
    ask_words: str = ""
    strip: tuple[str, str] = ("", "")  # the two lines of a folded or saved card


def view_of(
    snapshot: CallSnapshot,
    now: datetime,
    *,
    is_shown: bool = False,
    zone: tzinfo | None = None,
) -> PopView:
    """Return what to show; `is_shown` unveils a private call for this rep only."""
    call = snapshot.call
    look = _look(snapshot)
    icon_name, icon_token = _icon(snapshot, look)
    line_label = shown(snapshot.line_label or call.queue or call.own_line, 40)
    head = " · ".join(part for part in (say_stage(call), line_label) if part)
    at = "" if look is Look.TALKING else say_time(call.started_at, zone)
    if call.stage is Stage.ENDED and call.answered_at:
        at = say_duration(call.talk_s())
    if (snapshot.is_private or snapshot.hides_name) and not is_shown:
        is_private = snapshot.is_private
        return PopView(
            look,
            icon_name,
            icon_token,
            head,
            at,
            headline=translate("Pop", "Private call")
            if is_private
            else translate("Pop", "Name hidden"),
            is_locked=True,
            place=translate("Pop", "Name hidden, and the call is not logged.")
            if is_private
            else translate("Pop", "Names are off while others see this screen."),
            acts=_acts(snapshot, look) - {Act.OPEN, Act.NOTE} | {Act.SHOW},
            strip=(
                translate("Pop", "Private call")
                if is_private
                else translate("Pop", "Name hidden"),
                head,
            ),
        )
    headline, is_number = _headline(snapshot)
    ask, ask_words = _ask(snapshot, look)
    is_asking = ask is Ask.WHICH
    contact = snapshot.contact
    return PopView(
        look,
        icon_name,
        icon_token,
        head,
        at,
        headline=headline,
        is_number=is_number,
        is_locked=snapshot.is_private,
        company=shown(contact.company) if contact else "",
        title=shown(contact.title) if contact else "",
        number="" if is_number else say_number(call.number),
        place=_place(snapshot, is_asking=is_asking),
        facts=_facts(snapshot, now, zone) if look is Look.RINGING else (),
        looking=_looking(snapshot),
        people=_people(snapshot, now, zone) if ask is Ask.WHICH else (),
        can_search=ask is Ask.WHO,
        has_form=_has_form(snapshot, look),
        acts=_acts(snapshot, look),
        ask=ask,
        ask_words=ask_words,
        strip=_strip(snapshot, look, headline, now, zone),
    )


def say_call(view: PopView) -> str:
    """Return what a screen reader says when the call comes."""
    parts = (view.head.split(" · ")[0], view.headline, view.company)
    pattern = translate("Pop", "{0} call").format(parts[0])
    return ", ".join(part for part in (pattern, *parts[1:]) if part)


def _look(snapshot: CallSnapshot) -> Look:
    call = snapshot.call
    if call.stage in {Stage.RINGING, Stage.DIALLING}:
        return Look.RINGING
    if call.is_live:
        return Look.TALKING
    if snapshot.is_private or snapshot.is_ignored:
        return Look.QUIET
    if snapshot.is_saved:
        return Look.SAVED
    if call.result is CallResult.ANSWERED_ELSEWHERE:
        return Look.QUIET
    return Look.AFTER


def _icon(snapshot: CallSnapshot, look: Look) -> tuple[str, Token]:
    call = snapshot.call
    if look is Look.RINGING:
        if call.stage is Stage.DIALLING:
            return "phone-outgoing", Token.ACCENT
        return "phone-incoming", Token.ACCENT
    if look is Look.TALKING:
        is_held = call.stage is Stage.HELD
        return ("pause", Token.MUTED) if is_held else ("phone-call", Token.GOOD)
    if look is Look.SAVED and _needs_rep(snapshot):
        return "circle-alert", Token.WARN
    if call.result is CallResult.MISSED and look is not Look.SAVED:
        return "phone-missed", Token.BAD
    return "phone", Token.MUTED


def _has_form(snapshot: CallSnapshot, look: Look) -> bool:
    """Return whether the note stands open: not for a call that came to nothing."""
    if look is Look.TALKING:
        return True
    call = snapshot.call
    was_dialled = call.direction is Direction.OUTBOUND
    has_text = snapshot.wrap_up != WrapUp()
    return look is Look.AFTER and bool(call.answered_at or was_dialled or has_text)


def _needs_rep(snapshot: CallSnapshot) -> bool:
    waits = {EntryState.PARKED, EntryState.SIGNED_OUT}
    return any(log.state in waits for log in snapshot.logs)


def _headline(snapshot: CallSnapshot) -> tuple[str, bool]:
    """Return the headline, and whether it is the number."""
    call = snapshot.call
    if snapshot.contact:
        name = shown(snapshot.contact.name) or say_party(call)
        return name, False
    if call.number is None and call.name and not snapshot.matches:
        return shown(call.name), False
    return say_party(call), call.number is not None or call.extension is not None


def _place(snapshot: CallSnapshot, *, is_asking: bool) -> str:
    call = snapshot.call
    if call.is_withheld and not call.number_raw:
        if snapshot.contact or call.name:
            return translate("Pop", "Number withheld")
        return translate("Pop", "The caller does not send a number.")
    place = say_country(call.number)
    if call.extension:
        extension = shown(call.extension, 20)
        place = translate("Pop", "Extension {0}").format(extension)
    if snapshot.contact:
        return place
    if is_asking:
        count = len(snapshot.matches)
        more = translate("Pop", "%n contacts", "several match", count)
    elif call.name and call.number:
        more = translate("Pop", "says “{0}”", "name as the phone tells it").format(
            shown(call.name, 60)
        )
    elif snapshot.looking_in or call.direction is Direction.INTERNAL:
        more = ""
    else:
        more = translate("Pop", "no contact yet")
    return " · ".join(part for part in (place, more) if part)


def _ask(snapshot: CallSnapshot, look: Look) -> tuple[Ask, str]:
    call = snapshot.call
    if snapshot.contact:
        if snapshot.is_choice_remembered or len(snapshot.matches) > 1:
            words = translate("Pop", "Not {0}?").format(
                first_name(snapshot.contact.name)
            )
            return Ask.NOT_THEM, words
        return Ask.NOTHING, ""
    if snapshot.matches:
        return Ask.WHICH, ""  # the list below asks
    if snapshot.looking_in and look is Look.RINGING:
        return Ask.NOTHING, ""
    if call.is_withheld or call.direction is Direction.INTERNAL:
        is_over = look is not Look.RINGING and call.direction is not Direction.INTERNAL
        return (Ask.WHO, translate("Pop", "Who is it?")) if is_over else (Ask(""), "")
    return Ask.WHO, translate("Pop", "Who is it?")


def _facts(
    snapshot: CallSnapshot, now: datetime, zone: tzinfo | None
) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    today = local(now, zone).date()
    if snapshot.contact and snapshot.last_calls:
        past = snapshot.last_calls[0]
        day = say_past_day(local(past.at, zone).date(), today)
        facts.append(Fact("history", say_past_call(past), day))
    for deal in snapshot.deals[:1]:
        name, _, state = shown(deal).partition(" · ")
        facts.append(Fact("briefcase-business", name, state))
    if snapshot.next_appointment:
        soon = snapshot.next_appointment
        when = say_appointment(soon.start, now, zone)
        facts.append(Fact("calendar-days", shown(soon.title), when))
    return tuple(facts[:_FACTS])


def _looking(snapshot: CallSnapshot) -> str:
    if snapshot.contact or snapshot.matches or not snapshot.looking_in:
        return ""
    names = ", ".join(shown(name, 30) for name in snapshot.looking_in[:2])
    return translate("Pop", "Looking in {0}").format(names)


def _people(
    snapshot: CallSnapshot, now: datetime, zone: tzinfo | None
) -> tuple[Person, ...]:
    return tuple(
        Person(
            shown(match.contact.name),
            shown(match.contact.company),
            say_match(match, now, zone),
        )
        for match in snapshot.matches
    )


def _acts(snapshot: CallSnapshot, look: Look) -> frozenset[Act]:
    can = snapshot.abilities
    match look:
        case Look.RINGING:
            acts = _first_acts(snapshot)
            is_told = acts & {Act.ANSWER, Act.DECLINE}
            shows_more = snapshot.contact is not None or not is_told
            acts |= {Act.NOTE, Act.OPEN} if shows_more else {Act.NOTE}
        case Look.TALKING:
            acts = {Act.OPEN}
            acts |= {Act.HANG_UP} if PhoneAbility.HANG_UP in can else set()
        case Look.AFTER if _has_form(snapshot, look):
            acts = {Act.SAVE, Act.UNDO}
        case Look.AFTER:
            can_dial = PhoneAbility.DIAL in can and snapshot.call.number is not None
            acts = {Act.NOTE, Act.CALL_BACK if can_dial else Act.OPEN}
        case _:
            can_undo = look is Look.SAVED or snapshot.is_ignored
            acts = {Act.UNDO} if can_undo else set()
    return frozenset(acts)


def _first_acts(snapshot: CallSnapshot) -> set[Act]:
    """Return what the phone can be told before anyone talks."""
    can = snapshot.abilities
    if snapshot.call.stage is Stage.DIALLING:
        return {Act.HANG_UP} if PhoneAbility.HANG_UP in can else set()
    acts: set[Act] = {Act.ANSWER} if PhoneAbility.ANSWER in can else set()
    return acts | ({Act.DECLINE} if PhoneAbility.DECLINE in can else set())


def _strip(
    snapshot: CallSnapshot,
    look: Look,
    headline: str,
    now: datetime,
    zone: tzinfo | None,
) -> tuple[str, str]:
    """Return the two lines of a card that is one strip."""
    call = snapshot.call
    label = shown(snapshot.line_label or call.queue or call.own_line, 40)
    if look is Look.SAVED:
        follow_up_on = snapshot.wrap_up.follow_up_on
        today = local(now, zone).date()
        parts = (
            headline,
            say_outcome(snapshot.wrap_up.disposition, snapshot.dispositions),
            say_day(follow_up_on, today) if follow_up_on else "",
        )
        return say_saved(snapshot.logs), " · ".join(part for part in parts if part)
    if snapshot.is_ignored and look is Look.QUIET:
        return translate("Pop", "Number ignored"), say_party(call)
    return headline, " · ".join(part for part in (say_stage(call), label) if part)
