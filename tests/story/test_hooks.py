"""What softphones tell by hooks becomes one record each, whatever happens between."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import hook
from tests.real.program import wait_until

if TYPE_CHECKING:
    from tests.story.rep import Rep

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("story-hooks")]
OLIVER = "+442079460958"
NAME = "Oliver Twist"
SOON = "\n[wrap_up]\ngrace_s = 5\n"
FLOOD = 1000
MOST = 10_000
CLIENTS = 20


def test_hooks_that_come_twice_late_and_out_of_order_make_one_record(rep: Rep) -> None:
    rep.write_settings(SOON)
    rep.start("--minimized")
    began = datetime.now(UTC) - timedelta(minutes=2)

    def at(seconds: int) -> str:
        return (began + timedelta(seconds=seconds)).isoformat()

    rep.told("ringing", from_=OLIVER, name=NAME, at=at(0))
    rep.told("ringing", from_=OLIVER, name=NAME, at=at(0))
    rep.told("ended", at=at(25))
    rep.told("answered", at=at(5))
    rep.told("answered", at=at(5))
    rep.told("ringing", from_=OLIVER, at=at(1))
    rep.told("ended", at=at(25))
    records = rep.wait_until_logged()

    [record] = records
    assert (record["result"], record["talk_s"]) == ("answered", 20)
    assert record["number_raw"] == OLIVER
    assert len(rep.calls()) == 1


def test_a_softphone_that_uses_an_id_again_makes_two_records(rep: Rep) -> None:
    rep.write_settings(SOON)
    rep.start("--minimized")
    began = datetime.now(UTC) - timedelta(minutes=10)

    for minute in (0, 5):
        at = (began + timedelta(minutes=minute)).isoformat()
        rep.told("ringing", "7", from_=OLIVER, at=at)
        rep.told("missed", "7", at=at)
    records = rep.wait_until_logged(2)

    assert [record["result"] for record in records] == ["missed", "missed"]


def test_a_hook_while_nobody_runs_is_told_at_the_start_with_its_own_time(
    rep: Rep,
) -> None:
    rep.write_settings(SOON)
    before = datetime.now(UTC)
    kept = rep.hook("ringing", from_=OLIVER, name=NAME)
    ended = rep.hook("missed")
    after = datetime.now(UTC)
    assert (kept.returncode, ended.returncode) == (0, 0)
    assert "kept and told later" in kept.stderr
    assert len(rep.kept_hooks) == 2

    rep.start("--minimized")
    wait_until(lambda: not rep.kept_hooks, "the kept events are told")
    records = rep.wait_until_logged()

    [call] = rep.calls()
    started_at = datetime.fromisoformat(str(call["started_at"]))
    assert before - timedelta(milliseconds=1) <= started_at <= after
    assert [record["result"] for record in records] == ["missed"]


def test_a_flood_of_hooks_loses_none_that_was_answered(rep: Rep) -> None:
    rep.start_in_window()

    def tell(number: int) -> tuple[str, int]:
        told = {"kind": "ringing", "from": f"+4420794{number:05}", "id": f"f{number}"}
        try:
            status, reply = hook.ask(str(rep.home), "/v1/event", told, 30)
        except hook.NotRunningError:
            return "", 0
        return (json.loads(reply)["key"] if status == 200 else ""), status

    with ThreadPoolExecutor(CLIENTS) as clients:
        answered = list(clients.map(tell, range(FLOOD)))
    keys = {key for key, status in answered if status == 200}
    window = rep.wait_for_window()
    assert rep.windows() == [window]
    rep.kill()  # what is on disk is on disk

    rep.start_in_window()
    listed = rep.ask("calls list", limit=MOST)["calls"]
    assert isinstance(listed, list)
    assert {status for _, status in answered} <= {200, 429, 503}
    assert len(keys) >= 200
    assert keys <= {call["key"] for call in listed}


def test_a_hostile_name_is_plain_text_and_in_no_log(rep: Rep) -> None:
    rep.write_settings(SOON)
    rep.start_in_window()
    cruel = "<b>Mallory</b><img src=x>\u202egnol\x00\x07" + "Ö" * 10_000
    rep.private |= {"Mallory", "Ö" * 20, OLIVER}
    told = {"kind": "ringing", "from": OLIVER, "id": "h", "name": cruel}

    status, _ = hook.ask(str(rep.home), "/v1/event", told, 30)
    rep.wait_for_pop()
    rep.go_to_pop()
    rep.told("missed", "h")
    records = rep.wait_until_logged()

    [call] = rep.calls()
    name = str(call["name"])
    assert status == 200
    assert name.startswith("<b>Mallory</b><img src=x>gnol")
    assert len(name) <= 200
    assert all(char.isprintable() for char in name)
    assert len(records) == 1
    assert "Mallory" in rep.command("calls", "list").stdout


def test_many_hooks_at_once_open_few_cards_and_all_go_again(rep: Rep) -> None:
    rep.start("--minimized")

    for number in range(8):
        rep.told("ringing", f"m{number}", from_=f"+44207946095{number}")
    rep.wait_for_pop(5)
    for number in range(8):
        rep.told("elsewhere", f"m{number}")

    rep.wait_for_pop(0)
    assert {call["result"] for call in rep.calls()} == {"answered-elsewhere"}
    assert len(rep.calls()) == 8


def test_a_note_typed_half_a_second_before_a_power_cut_is_in_the_record_once(
    rep: Rep,
) -> None:
    rep.write_settings(SOON)
    rep.start("--minimized")
    note = "Send the offer to Berlin"
    rep.told("ringing", from_=OLIVER)
    rep.told("answered")
    rep.wait_for_pop()
    rep.go_to_pop()

    rep.type(note)
    time.sleep(0.5)
    rep.kill()
    rep.start("--minimized")
    records = rep.wait_until_logged()

    assert [record["note"] for record in records] == [note]
    [call] = rep.calls()
    assert (call["is_live"], call["result"]) == (False, "answered")


def test_a_note_typed_at_the_very_end_of_a_session_is_kept(rep: Rep) -> None:
    rep.start("--minimized")
    note = "Ask for Bill"
    rep.told("ringing", from_=OLIVER)
    rep.told("answered")
    rep.wait_for_pop()
    rep.go_to_pop()

    rep.type(note)
    assert rep.quit() == 0
    rep.start("--minimized")

    assert [call["note"] for call in rep.calls()] == [note]
