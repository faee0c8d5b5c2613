"""Native notifications: what they say, and what comes back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.real.notifications import NotificationRecorder
from tests.ui import pop_calls as calls
from ui.notice import CRITICAL, body_of, notice_of
from ui.notifier import Notifier
from ui.pop_view import Act

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.real.bus import Bus

DEADLINE_S = 10


class Running:
    """A notifier whose background work the test owns."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[object]] = []
        self.heard: list[tuple[str, str]] = []
        self.notifier = Notifier(self._spawn, calls.now)
        for name in ("answered", "declined", "hung_up", "opened"):
            signal = getattr(self.notifier, name)
            signal.connect(lambda key, name=name: self.heard.append((name, key)))

    def _spawn(self, name: str, work: object) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(work, name=name))  # type: ignore[arg-type]

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def running(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    running = Running()
    yield running
    await running.end()


async def until(is_so: Callable[[], object], what: str) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not is_so():  # noqa: ASYNC110 - another thread does it
            await asyncio.sleep(0.01)
    assert is_so(), what


@pytest.mark.real
async def test_a_ringing_call_is_shown_with_its_actions(
    running: Running, notification_recorder: NotificationRecorder
) -> None:
    running.notifier.show_call(calls.ringing())

    await until(lambda: notification_recorder.shown, "shown")

    told = notification_recorder.shown[-1]
    assert told.title == "Amara Okafor"
    assert told.body.split("\n")[0] == "Harbour & Lyle · +44 20 7946 0958"
    assert told.actions == {
        "answer": "Answer",
        "decline": "Decline",
        "open": "Open",
        "default": "Open",
    }
    assert told.hints["urgency"] == CRITICAL


@pytest.mark.real
async def test_an_action_comes_back_with_the_key_of_its_call(
    running: Running, notification_recorder: NotificationRecorder
) -> None:
    running.notifier.show_call(calls.ringing("k1"))
    await until(lambda: notification_recorder.shown, "shown")

    notification_recorder.press(notification_recorder.shown[-1], "answer")

    await until(lambda: running.heard, "heard")
    assert running.heard == [("answered", "k1")]


@pytest.mark.real
async def test_a_call_that_goes_on_changes_its_notification(
    running: Running, notification_recorder: NotificationRecorder
) -> None:
    running.notifier.show_call(calls.ringing())
    await until(lambda: notification_recorder.shown, "shown")

    running.notifier.show_call(calls.talking())
    await until(lambda: len(notification_recorder.shown) > 1, "changed")
    running.notifier.show_call(calls.saved())
    await until(lambda: notification_recorder.closed, "closed")

    first, second = notification_recorder.shown
    assert second.replaces == first.number
    assert set(second.actions) == {"hang-up", "open", "default"}
    assert notification_recorder.closed == [first.number]


@pytest.mark.real
async def test_a_daemon_without_buttons_gets_none(running: Running, bus: Bus) -> None:
    with NotificationRecorder(bus, ("body",)) as recorder:
        running.notifier.show_call(calls.ringing())
        await until(lambda: recorder.shown, "shown")

        assert recorder.shown[-1].actions == {}


@pytest.mark.real
async def test_a_daemon_that_comes_later_shows_the_next_call(
    running: Running, bus: Bus
) -> None:
    running.notifier.show_call(calls.ringing("early"))
    await until(lambda: running.tasks, "started")
    await asyncio.sleep(0.2)  # the bus says that nobody is there

    with NotificationRecorder(bus) as recorder:
        running.notifier.show_call(calls.ringing("late"))
        await until(lambda: recorder.shown, "shown")

        assert not running.tasks[0].done()


async def test_a_bus_that_is_away_raises_nothing() -> None:
    running = Running()

    running.notifier.show_call(calls.ringing())
    for _ in range(50):
        await asyncio.sleep(0)
    running.notifier.show_call(calls.talking())
    for _ in range(50):
        await asyncio.sleep(0)

    assert not running.tasks[0].done()
    await running.end()


def test_a_private_call_names_nobody() -> None:
    notice = notice_of(calls.private(), calls.NOW)

    assert notice is not None
    said = " ".join((notice.title, *notice.lines))
    assert "Amara" not in said
    assert "7946" not in said
    assert "Harbour" not in said


def test_markup_is_escaped_where_the_daemon_reads_it() -> None:
    hostile = replace(calls.AMARA, company="<b>Eve & Co</b>")
    notice = notice_of(calls.ringing(contact=hostile), calls.NOW)

    assert notice is not None
    assert "&lt;b&gt;Eve &amp; Co&lt;/b&gt;" in body_of(notice, markup=True)
    assert "<b>Eve & Co</b>" in body_of(notice, markup=False)


def test_a_quiet_call_is_not_shown() -> None:
    assert notice_of(calls.ringing(shows_pop=False), calls.NOW) is None


def test_what_the_phone_cannot_do_is_no_action() -> None:
    notice = notice_of(calls.ringing(abilities=frozenset()), calls.NOW)

    assert notice is not None
    assert [act for act, _ in notice.actions] == [Act.OPEN]
