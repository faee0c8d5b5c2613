"""The text of a call log, rendered from our state every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.records import CallResult, Direction

if TYPE_CHECKING:
    from app.call import Call
    from app.session import CallSession

# English on purpose: the team reads the CRM, not the rep's screen.
_RESULTS = {
    CallResult.ANSWERED: "Answered",
    CallResult.MISSED: "Missed",
    CallResult.ANSWERED_ELSEWHERE: "Answered by a colleague",
    CallResult.DECLINED: "Declined",
    CallResult.BUSY: "Busy",
    CallResult.NO_ANSWER: "No answer",
    CallResult.CANCELLED: "Cancelled",
    CallResult.FAILED: "Failed",
    CallResult.VOICEMAIL: "Voicemail",
}
_DIRECTIONS = {
    Direction.INBOUND: ("Inbound call", "from"),
    Direction.OUTBOUND: ("Outbound call", "to"),
    Direction.INTERNAL: ("Internal call", "with"),
}


def subject(call: Call) -> str:
    """Return one line that names the call."""
    what, word = _DIRECTIONS[call.session.direction]
    return f"{what} {word} {_party(call)}"


def plain(call: Call) -> str:
    """Return the body in plain text: a labelled line per known fact."""
    session = call.session
    result = session.result
    lines = [
        ("Note", call.wrap_up.note),
        ("Summary", subject(call)),
        ("Contact Number", session.number.e164 if session.number else ""),
        ("Date/Time", f"{session.started_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Duration", _duration(session)),
        ("Result", _RESULTS[result] if result else "Unknown"),
        ("Queue", session.queue or ""),
        ("Follow-up", _iso(call)),
        ("Call recording link", session.recording_url or ""),
        ("Voicemail link", session.voicemail_url or ""),
    ]
    lines += [
        ("Transfer", f"{t.kind} to {t.to or 'unknown'}") for t in session.transfers
    ]
    return "\n".join(f"- {label}: {text}" for label, text in lines if text)


def _party(call: Call) -> str:
    session = call.session
    if call.contact:
        return call.contact.name
    if session.number:
        return session.number.e164
    return session.extension or "a withheld number"


def _duration(session: CallSession) -> str:
    talk_s = round(session.talk_s())
    if session.end_known:
        return f"{talk_s} seconds"
    return f"at least {talk_s} seconds (end unknown)"


def _iso(call: Call) -> str:
    on = call.wrap_up.follow_up_on
    return on.isoformat() if on else ""
