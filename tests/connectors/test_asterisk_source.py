"""The source against a far side on a socket: sign-in, faults, and what it asks."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from connectors.contract import PhoneSetup
from connectors.errors import (
    GoneError,
    NotAllowedError,
    RejectedError,
    UnreachableError,
    UnsupportedError,
)
from connectors.manifest import load_phone
from connectors.phone.asterisk import source as asterisk
from connectors.records import (
    END_UNKNOWN,
    CallResult,
    Direction,
    EventKind,
    PhoneEvent,
    SourceStatus,
)
from tests.fakes.clock import FakeClock
from tests.servers.ami import SECRET, USERNAME, FakeAmi
from tests.servers.ami_recording import (
    RECORDINGS,
    Recording,
    differences,
    fold,
    truths,
)
from tests.servers.pbx_script import CALLER, PbxScript

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable
    from pathlib import Path

    from connectors.phone.asterisk.source import AsteriskSource
    from tests.servers.ami_recording import Telling


class Rig:
    """A running source and all it told."""

    def __init__(self, ami: FakeAmi, own: tuple[str, ...], **settings: str) -> None:
        self.ami = ami
        self.clock = FakeClock()
        self.told: list[PhoneEvent | SourceStatus] = []
        self.group = asyncio.TaskGroup()
        values = {
            "host": "127.0.0.1",
            "port": str(ami.port),
            "username": USERNAME,
            "secret": SECRET,
            **settings,
        }
        self.source: AsteriskSource = asterisk.build(
            PhoneSetup("office", values, own, "US", self.clock, self._spawn)
        )

    def _spawn(self, name: str, work: Coroutine[object, object, None]) -> None:
        self.group.create_task(work, name=name)

    async def run(self) -> None:
        async for told in self.source.events():
            self.told.append(told)

    @property
    def statuses(self) -> list[tuple[bool, str | None]]:
        return [(s.is_up, s.reason) for s in self.told if isinstance(s, SourceStatus)]

    @property
    def events(self) -> list[PhoneEvent]:
        return [event for event in self.told if isinstance(event, PhoneEvent)]

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.events]

    async def until(self, *kinds: EventKind) -> None:
        await self.ami.until(lambda: self.kinds == list(kinds))

    async def until_status(self, count: int) -> None:
        await self.ami.until(lambda: len(self.statuses) == count)

    async def until_asked(self, action: str, count: int = 1) -> None:
        await self.ami.until(lambda: len(self.ami.asked(action)) >= count)


@asynccontextmanager
async def rig(ami: FakeAmi, *own: str, **settings: str) -> AsyncIterator[Rig]:
    made = Rig(ami, own or ("100",), **settings)
    async with made.group as group:
        group.create_task(made.run())
        try:
            yield made
        finally:
            await made.source.close()


def wire(tellings: Iterable[Telling]) -> bytes:
    return b"".join(
        "".join(f"{k}: {v}\r\n" for k, vs in m.fields.items() for v in vs).encode()
        + b"\r\n"
        for _, m in tellings
    )


def answered_call() -> PbxScript:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, phone, "b1", 1)
    return pbx


async def test_it_signs_in_without_sending_the_secret() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_status(1)

        assert office.statuses == [(True, None)]
        assert SECRET.encode() not in ami.raw
        (login,) = ami.asked("Login")
        assert login["events"] == "system,call,cdr,agent"


async def test_it_signs_in_where_nobody_knows_challenges() -> None:
    async with FakeAmi(knows_challenge=False) as ami, rig(ami) as office:
        await office.until_status(1)

        assert office.statuses == [(True, None)]


@pytest.mark.skipif(not RECORDINGS, reason="no ../shared beside us")
@pytest.mark.parametrize("chunk", [0, 1, 7])
@pytest.mark.parametrize("name", ["in_blind_transfer", "internal_call", "out_busy"])
async def test_a_recording_over_a_socket_tells_what_happened(
    name: str, chunk: int
) -> None:
    recording = Recording.load(name)
    sent = recording.raw[recording.raw.index(b"Event: ") :]
    truth = truths(name)[0]
    wanted = {
        **truth,
        "calls": [
            {k: v for k, v in c.items() if k != "talk_s"} for c in truth["calls"]
        ],
    }
    async with FakeAmi() as ami, rig(ami, *truth["own"]) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(sent, chunk)
        await ami.until(lambda: differences(fold(office.events), wanted) == [])


async def test_a_wrong_secret_is_told_once_and_tried_rarely() -> None:
    async with FakeAmi() as ami, rig(ami, secret="nope") as office:
        await office.until_status(1)
        assert office.statuses == [(False, asterisk.SIGN_IN_REFUSED)]
        assert ami.refused == 1

        await office.clock.pass_time(seconds=asterisk.REFUSED_WAIT_S - 1)
        assert ami.refused == 1
        await office.clock.pass_time(seconds=2)
        await ami.until(lambda: ami.refused == 2)

        assert len(office.statuses) == 1
        assert not any("nope" in repr(told) for told in office.told)


async def test_a_secret_with_a_line_break_is_refused_before_it_is_sent() -> None:
    async with FakeAmi() as ami, rig(ami, username="x\r\nEvents: on") as office:
        await office.until_status(1)

        assert office.statuses == [(False, asterisk.SIGN_IN_REFUSED)]
        assert ami.asked("Login") == []


async def test_a_pbx_that_is_away_is_told_once_and_found_when_it_is_back() -> None:
    ami = FakeAmi()
    await ami.start()
    await ami.stop()
    async with rig(ami) as office:
        await office.until_status(1)
        for _ in range(4):
            await office.clock.pass_time(seconds=asterisk.LONGEST_WAIT_S)
        assert office.statuses == [(False, asterisk.UNREACHABLE)]

        await ami.start()
        while len(office.statuses) < 2:
            await office.clock.pass_time(seconds=asterisk.LONGEST_WAIT_S)
            await asyncio.sleep(0.01)

        assert office.statuses[1:] == [(True, None)]
    await ami.stop()


async def test_a_call_that_outlives_a_lost_connection_goes_on() -> None:
    pbx = answered_call()
    trunk, phone = {}, {}
    for _, message in pbx.told:
        if message.event == "BridgeEnter":
            row = {k: vs[0] for k, vs in message.fields.items()}
            row["bridgeid"] = row.pop("bridgeuniqueid")
            if "PJSIP/100" in row["channel"]:
                phone = row | {"application": "AppDial"}
            else:
                trunk = row | {"application": "Dial"}
            row.pop("event")
    rows = [{k: v for k, v in row.items() if k != "event"} for row in (trunk, phone)]
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(wire(pbx.told))
        await office.until(EventKind.RINGING, EventKind.ANSWERED)

        ami.channels = rows
        ami.cut()
        await office.until_status(2)
        await office.clock.pass_time(seconds=asterisk.FIRST_WAIT_S)
        await office.until_status(3)
        await office.until_asked("CoreShowChannels", 2)
        ends = [
            f"Event: HangupRequest\r\nUniqueid: {trunk['uniqueid']}\r\n\r\n",
            *(
                f"Event: Hangup\r\nUniqueid: {row['uniqueid']}\r\nCause: 16\r\n\r\n"
                for row in (phone, trunk)
            ),
        ]
        await ami.say("".join(ends).encode())
        await office.until(EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED)

        assert office.events[-1].reason is None
        assert office.events[-1].result is CallResult.ANSWERED


async def test_a_call_that_is_gone_after_a_loss_has_an_unknown_end() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(wire(answered_call().told))
        await office.until(EventKind.RINGING, EventKind.ANSWERED)

        ami.cut()
        await office.until_status(2)
        await office.clock.pass_time(seconds=asterisk.FIRST_WAIT_S)
        await office.until(EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED)

        assert office.events[-1].reason == END_UNKNOWN
        assert office.statuses == [(True, None), (False, asterisk.LOST), (True, None)]


async def test_a_killed_pbx_leaves_its_calls_with_an_unknown_end() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(wire(answered_call().told) + b"Event: Newstate\r\nChannel: PJ")
        await office.until(EventKind.RINGING, EventKind.ANSWERED)

        await ami.stop()
        await office.until_status(2)
        await office.clock.pass_time(seconds=asterisk.GRACE_S + 1)
        await office.until(EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED)

        (call,) = fold(office.events)
        assert not call.is_live
        assert not call.end_known
        assert call.result is CallResult.ANSWERED


async def test_a_clean_stop_ends_open_calls_at_once() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        stop = b"Event: Shutdown\r\nShutdown: Cleanly\r\nRestart: False\r\n\r\n"
        await ami.say(wire(answered_call().told) + stop)
        await office.until(EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED)

        assert office.events[-1].reason == END_UNKNOWN
        assert office.statuses == [(True, None), (False, asterisk.SHUT_DOWN)]
        await ami.stop()
        await office.clock.pass_time(seconds=5)
        assert len(office.statuses) == 2


async def test_a_call_that_is_up_before_us_is_found() -> None:
    shared = {"linkedid": "7.1", "bridgeid": "b1", "channelstatedesc": "Up"}
    ami = FakeAmi(
        channels=[
            {
                **shared,
                "channel": "PJSIP/trunk-01",
                "uniqueid": "7.1",
                "context": "from-trunk",
                "exten": "+14155550100",
                "calleridnum": CALLER,
                "application": "Dial",
            },
            {
                **shared,
                "channel": "PJSIP/100-02",
                "uniqueid": "7.2",
                "context": "internal",
                "calleridnum": "100",
                "application": "AppDial",
            },
        ]
    )
    async with ami, rig(ami) as office:
        await office.until(EventKind.ANSWERED)

        event = office.events[0]
        assert event.direction is Direction.INBOUND
        assert event.number is not None
        assert event.number.e164 == CALLER
        assert event.own_line == "+14155550100"


async def test_a_silent_pbx_is_given_up() -> None:
    async with FakeAmi(answers_pings=False) as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await office.clock.pass_time(seconds=asterisk.LIST_DEADLINE_S)
        await office.clock.pass_time(seconds=asterisk.PING_EVERY_S)
        await office.until_asked("Ping")
        await office.clock.pass_time(seconds=asterisk.PING_DEADLINE_S)
        await office.until_status(2)

        assert office.statuses[-1] == (False, asterisk.LOST)


async def test_a_pbx_that_answers_pings_is_kept() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await office.clock.pass_time(seconds=asterisk.LIST_DEADLINE_S)
        for count in range(1, 4):
            await office.clock.pass_time(seconds=asterisk.PING_EVERY_S)
            await office.until_asked("Ping", count)
            await asyncio.sleep(0.02)
            await office.clock.pass_time(seconds=asterisk.PING_DEADLINE_S)

        assert office.statuses == [(True, None)]


async def test_dialling_rings_the_own_phone_and_tells_the_call() -> None:
    async with FakeAmi() as ami, rig(ami, context="outbound") as office:
        await office.until_asked("CoreShowChannels")
        session = await office.source.dial("020 7946 0958", None)
        assert session is not None

        (asked,) = ami.asked("Originate")
        assert asked["channel"] == "PJSIP/100"
        assert asked["context"] == "outbound"
        assert asked["async"] == "true"
        assert asked["channelid"] == session
        pbx = PbxScript()
        phone = pbx.dials(None, "PJSIP/100", "100", call=session)
        text = wire(pbx.told).replace(phone.id.encode(), session.encode())
        await ami.say(text)
        await office.until(EventKind.DIALLING)

        event = office.events[0]
        assert event.session == session
        assert event.direction is Direction.OUTBOUND
        assert event.own_line == "100"


async def test_a_call_that_could_not_be_placed_ends_as_failed() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        session = await office.source.dial(CALLER, "100")
        text = (
            "Event: OriginateResponse\r\nResponse: Failure\r\nReason: 0\r\n"
            f"ActionID: {session}\r\nUniqueid: <unknown>\r\n\r\n"
        )
        await ami.say(text.encode())
        await office.until(EventKind.DIALLING, EventKind.ENDED)

        (call,) = fold(office.events)
        assert call.session == session
        assert call.result is CallResult.FAILED
        assert call.number is not None
        assert call.number.e164 == CALLER


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("Permission denied", NotAllowedError),
        ("Extension does not exist.", RejectedError),
        ("No such channel", GoneError),
    ],
)
async def test_a_refused_action_says_why(message: str, error: type[Exception]) -> None:
    replies = {"Originate": {"response": "Error", "message": message}}
    async with FakeAmi(replies=replies) as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")

        with pytest.raises(error):
            await office.source.dial(CALLER, None)


@pytest.mark.parametrize(
    "number",
    ["", "anonymous", "*21*0301234567#", "+44\r\nVariable: A=B", "100&PJSIP/666"],
)
async def test_what_is_no_number_never_reaches_the_wire(number: str) -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        with suppress(RejectedError):
            await office.source.dial(number, None)

        for asked in ami.asked("Originate"):  # what was left of it is a number
            assert asked["exten"].lstrip("+").isdigit()
            assert "variable" not in asked


async def test_declining_hangs_up_the_own_phone_alone() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    alice = pbx.dials(trunk, "PJSIP/100")
    bob = pbx.dials(trunk, "PJSIP/101")
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(wire(pbx.told))
        await office.until(EventKind.RINGING)

        await office.source.decline(trunk.call)
        (asked,) = ami.asked("Hangup")
        assert asked["channel"] == alice.name
        assert asked["cause"] == "21"
        done = len(pbx.told)
        pbx.ends_dial(trunk, alice, "NOANSWER")
        pbx.hangs_up(alice, "21")
        pbx.talk(trunk, bob, "b1", 1)
        await ami.say(wire(pbx.told[done:]))
        await office.until(EventKind.RINGING, EventKind.MISSED)

        assert office.events[-1].result is CallResult.DECLINED


async def test_hanging_up_is_the_reps_doing() -> None:
    pbx = PbxScript()
    trunk = pbx.arrives()
    phone = pbx.dials(trunk, "PJSIP/100")
    pbx.talk(trunk, phone, "b1", 1)
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")
        await ami.say(wire(pbx.told))
        await office.until(EventKind.RINGING, EventKind.ANSWERED)

        await office.source.hang_up(trunk.call)
        (asked,) = ami.asked("Hangup")
        assert asked["channel"] == phone.name
        done = len(pbx.told)
        pbx.say("SoftHangupRequest", uniqueid=phone.id, channel=phone.name)
        pbx.hangs_up(phone)
        pbx.hangs_up(trunk)
        await ami.say(wire(pbx.told[done:]))
        await office.until(EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED)

        assert str(office.events[-1].hangup_by) == "own"


async def test_a_call_without_own_phones_cannot_be_hung_up() -> None:
    async with FakeAmi() as ami, rig(ami) as office:
        await office.until_asked("CoreShowChannels")

        with pytest.raises(GoneError):
            await office.source.hang_up("unknown")
        with pytest.raises(UnsupportedError):
            await office.source.answer("unknown")


async def test_nothing_is_asked_of_a_pbx_that_is_away() -> None:
    ami = FakeAmi()
    await ami.start()
    await ami.stop()
    async with rig(ami) as office:
        await office.until_status(1)

        with pytest.raises(UnreachableError):
            await office.source.dial(CALLER, None)


@pytest.mark.parametrize(
    ("settings", "field"),
    [({"port": "x"}, "port"), ({"port": "70000"}, "port"), ({"host": " "}, "host")],
)
def test_settings_that_cannot_be_name_their_field(
    settings: dict[str, str], field: str
) -> None:
    with pytest.raises(RejectedError) as problem:
        Rig(FakeAmi(port=5038), ("100",), **settings)

    assert problem.value.field == field


def test_the_manifest_says_what_it_can(request: pytest.FixtureRequest) -> None:
    root: Path = request.config.rootpath
    manifest = load_phone(root / "connectors/phone/asterisk/manifest.toml")

    assert manifest.id == "asterisk"
    assert manifest.has_unique_ids
    assert [str(ability) for ability in manifest.abilities] == [
        "decline",
        "hang-up",
        "dial",
    ]
    kinds = {setting.name: str(setting.kind) for setting in manifest.settings}
    assert kinds["secret"] == "secret"
    assert {"host", "port", "username"} <= set(kinds)


async def test_over_tls_only_a_trusted_pbx_gets_the_secret(tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-keyout", str(key), "-out", str(cert), "-subj", "/CN=127.0.0.1"),
        *("-addext", "subjectAltName=IP:127.0.0.1"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await make.wait() == 0
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    async with FakeAmi(tls=tls) as ami:
        async with rig(ami, tls="true") as office:
            await office.until_status(1)
            assert office.statuses == [(False, asterisk.UNTRUSTED)]
            assert ami.raw == b""

        async with rig(ami, tls="true", ca_file=str(cert)) as office:
            await office.until_status(1)
            assert office.statuses == [(True, None)]
            assert ami.asked("Challenge") == []
