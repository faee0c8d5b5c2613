"""Every code has words, and they say what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTranslator

from app.session import Stage
from app.snapshot import (
    ConnectionState,
    EntryState,
    LogState,
    Match,
    MatchReason,
    Problem,
    Reason,
    Step,
    StepKind,
)
from connectors.errors import ConnectorError, SignInError, UnreachableError
from connectors.phone_number import PhoneNumber
from connectors.records import CallResult, Direction
from tests.ui import pop_calls as calls
from tests.ui import samples
from ui.status_words import connection_line, phone_line
from ui.wording import (
    first_name,
    say_connection,
    say_country,
    say_direction,
    say_error,
    say_log,
    say_match,
    say_number,
    say_outcome,
    say_outcome_label,
    say_party,
    say_phone_label,
    say_problem,
    say_result,
    say_saved,
    say_stage,
    say_step,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
PROBLEMS = (
    *("settings-broken", "settings-newer", "policy-broken", "store-newer"),
    *("store-broken", "key-lost", "keyring-locked", "keyring-absent"),
    *("keyring-reset", "disk-full", "folder-read-only", "spool-damaged"),
)


def log(state: EntryState, reason: Reason | None = None, **more: Any) -> LogState:
    return replace(LogState("hub", "HubSpot", state, reason), **more)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("switchhook_de", str(TRANSLATIONS))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_no_two_results_share_their_words() -> None:
    said = [say_result(result) for result in (*CallResult, None)]
    assert len(set(said)) == len(said)


def test_every_code_has_words() -> None:
    assert all(say_direction(direction) for direction in Direction)
    assert all(say_connection(state) for state in ConnectionState)
    for kind in StepKind:
        assert "{" not in say_step(Step(kind, NOW, "HubSpot"))
    for reason in MatchReason:
        assert say_match(Match(calls.AMARA, reason), NOW)


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("reason", [*Reason, None])
def test_every_state_of_a_log_is_a_sentence(
    state: EntryState, reason: Reason | None
) -> None:
    said = say_log(log(state, reason), NOW)
    assert said[0].isupper()
    assert "{" not in said
    assert "None" not in said


def test_what_waits_says_until_when() -> None:
    until = NOW + timedelta(minutes=5)
    waits = log(EntryState.WAITING, Reason.UNREACHABLE, until=until)
    said = say_log(waits, NOW, UTC)
    assert said.startswith("HubSpot does not answer; next try ")
    assert "10" in said


def test_what_is_parked_names_the_field_that_the_crm_named() -> None:
    parked = log(EntryState.PARKED, Reason.REJECTED, detail="Industry")
    assert say_log(parked, NOW) == "Needs you: HubSpot refused “Industry”"


def test_a_detail_of_the_crm_is_foreign_text() -> None:
    parked = log(EntryState.PARKED, Reason.REJECTED, detail="\u202e\x00x" * 500)
    assert not {"\u202e", "\x00"} & set(say_log(parked, NOW))
    assert len(say_log(parked, NOW)) < 200


def test_the_gravest_log_gives_the_headline() -> None:
    done, parked = log(EntryState.DONE), log(EntryState.PARKED, Reason.GONE)
    assert say_saved([done]) == "Call logged in HubSpot"
    assert "needs you" in say_saved([done, parked])
    assert say_saved([log(EntryState.WAITING)]) == "Saved, on its way to HubSpot"
    assert say_saved([log(EntryState.DROPPED)]) == "Not logged"
    assert say_saved([]) == "Saved"


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_has_its_own_words(code: str) -> None:
    assert say_problem(Problem(code)) != say_problem(Problem("bug"))


def test_an_error_names_who_refused_and_nothing_else() -> None:
    secret = "token abc of Amara"
    assert say_error(SignInError(secret), "HubSpot") == "Sign in to HubSpot again."
    assert say_error(UnreachableError(secret), "baresip") == "baresip does not answer."
    assert say_error(ConnectorError(secret), "X") == "X did not do that."


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Jonas Feldhaus", "Jonas"),
        ("Dr. Anneliese-Theodora Schulze", "Anneliese-Theodora"),
        ("Kiehl", "Kiehl"),
        ("Dr.", "Dr."),
    ],
)
def test_a_short_question_uses_the_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def test_the_other_side_of_a_call() -> None:
    assert say_party(calls.session()) == "+44 20 7946 0958"
    assert say_party(calls.session(number=None)) == "Number withheld"
    internal = calls.session(number=None, extension="100")
    assert say_party(internal) == "Extension 100"


def test_numbers_and_countries() -> None:
    london = PhoneNumber("+442079460958")
    assert say_number(london) == "+44 20 7946 0958"
    assert say_number(None, "anonymous\x00") == "anonymous"
    assert say_country(london) == "United Kingdom"
    assert say_country(None) == ""
    assert say_country(PhoneNumber("+80012345678")) == "International"


def test_an_outcome_that_the_crm_dropped_still_has_a_name() -> None:
    assert say_outcome("interested", calls.OUTCOMES) == "Interested"
    assert say_outcome("gone", calls.OUTCOMES) == "gone"
    assert say_outcome(None, calls.OUTCOMES) == ""


def test_the_head_of_the_pop_follows_the_call() -> None:
    assert say_stage(calls.ringing().call) == "Incoming"
    assert say_stage(calls.talking().call) == "Talking"
    assert say_stage(calls.ended().call) == "Ended"
    assert say_stage(calls.missed().call) == "Missed"
    assert calls.missed().call.stage is Stage.ENDED


def test_the_phone_is_named_by_the_lines_as_the_rep_calls_them() -> None:
    line = phone_line(replace(samples.FINE, sources=(samples.HOOK,)))
    assert line.line == "Sales line, +44 20 7946 0100"

    bare = replace(samples.HOOK, lines=())
    assert phone_line(replace(samples.FINE, sources=(bare,))).line == bare.name


def test_the_local_crm_is_on_this_computer() -> None:
    line = connection_line(samples.LOCAL, samples.NOW)

    assert (line.title, line.line) == ("Local CRM", "on this computer")


@pytest.mark.usefixtures("german")
def test_the_outcomes_of_the_local_crm_are_said_in_german() -> None:
    assert say_outcome_label("Call back", "call-back") == "Rückruf"
    assert say_outcome_label("Call back") == "Rückruf"  # a row knows the label alone
    assert say_outcome_label("Call back", "42") == "Call back"  # of another CRM
    assert say_outcome_label("Ring again", "call-back") == "Ring again"


@pytest.mark.usefixtures("german")
def test_what_a_number_is_for_is_said_in_german() -> None:
    assert say_phone_label("work") == "geschäftlich"
    assert say_phone_label("Mobile") == "mobil"
    assert say_phone_label("Lager") == "Lager"
    assert say_phone_label(None) == ""


def test_a_problem_says_its_detail_once() -> None:
    words = say_problem(Problem("settings-value", "pop.corner"))

    assert words.count("pop.corner") == 1
