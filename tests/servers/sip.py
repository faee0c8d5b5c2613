"""Real SIP phones for tests: baresip on loopback, each with a folder of its own.

    phone = BaresipPhone(folder / "own", "102")
    caller = BaresipPhone(folder / "caller", "+442079460958", name="Oliver Twist")
    await phone.start()
    await caller.start()
    await caller.call(phone)

`phone` is what Switchhook talks to (its `settings` go into a source); `caller` is the
far side that a test plays. baresip lets one control connection in at a time, so a
test that calls methods of the phone under test would push the source out.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MODULES = "/usr/lib/baresip/modules"
READY_DEADLINE_S = 20.0
REPLY_DEADLINE_S = 10.0

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip_port}
call_local_timeout 120
call_max_calls 4
audio_player aubridge,nil
audio_source aubridge,nil
audio_alert aubridge,nil
rtp_ports 20000-29998
module_path {modules}
module g711.so
module aubridge.so
module_tmp account.so
module_app ctrl_tcp.so
module_app menu.so
ctrl_tcp_listen 127.0.0.1:{control_port}
"""


def is_installed() -> bool:
    """Return whether this machine has baresip."""
    return shutil.which("baresip") is not None


class BaresipPhone:
    """One phone with one account; it can be killed and started again."""

    def __init__(self, folder: Path, number: str, name: str = "") -> None:
        self.number = number
        self.sip_port = _free_sip_port()
        self.control_port = _free_port()
        self._folder = folder
        self._name = name
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Return where others call this phone."""
        return f"sip:{self.number}@127.0.0.1:{self.sip_port}"

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a source that follows this phone."""
        return {"host": "127.0.0.1", "port": str(self.control_port)}

    @property
    def pid(self) -> int:
        """Return the process to end."""
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid

    async def start(self, outbound: BaresipPhone | None = None) -> None:
        """Start it; with `outbound`, whatever it dials goes to that phone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        config = CONFIG.format(
            sip_port=self.sip_port, control_port=self.control_port, modules=MODULES
        )
        (self._folder / "config").write_text(config)
        account = f'"{self._name}" <{self.uri}>;regint=0'
        if outbound is not None:
            account += f';outbound="sip:127.0.0.1:{outbound.sip_port};transport=udp"'
        (self._folder / "accounts").write_text(f"{account}\n", "utf-8")
        (self._folder / "contacts").touch()
        output = self._folder / "output.log"
        process = self._process = self._launch(output)
        deadline = time.monotonic() + READY_DEADLINE_S
        while b"baresip is ready" not in output.read_bytes():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"baresip did not start:\n{output.read_text()}")
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """End it politely: its calls are hung up."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End it at once: nobody hears of it."""
        await self._end(signal.SIGKILL)

    async def call(self, other: BaresipPhone) -> None:
        """Ring another phone."""
        await self._command("dial", other.uri)

    async def accept(self) -> None:
        """Take the call that rings here."""
        await self._command("accept")

    async def hang_up(self) -> None:
        """End the current call, or refuse it."""
        await self._command("hangup")

    async def has_call(self) -> bool:
        """Return whether a call is ringing or open here."""
        return "[line" in await self._command("listcalls")

    def _launch(self, output: Path) -> subprocess.Popen[bytes]:
        with output.open("wb") as file:
            return subprocess.Popen(
                ["baresip", "-f", str(self._folder)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    async def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            await asyncio.to_thread(process.wait, 5)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def _command(self, command: str, params: str | None = None) -> str:
        message = {"command": command, "token": "test"}
        if params is not None:
            message["params"] = params
        payload = json.dumps(message).encode()
        async with asyncio.timeout(REPLY_DEADLINE_S):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", self.control_port
            )
            try:
                writer.write(b"%d:%s," % (len(payload), payload))
                while True:
                    length = int((await reader.readuntil(b":"))[:-1])
                    reply = json.loads((await reader.readexactly(length + 1))[:-1])
                    if reply.get("token") == "test":
                        return str(reply["data"])
            finally:
                writer.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _free_sip_port() -> int:
    """Return a port that is free for UDP and TCP, and so is the next one (TLS)."""
    while True:
        port = _free_port()
        try:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                for number in (port, port + 1):
                    with socket.socket(type=kind) as probe:
                        probe.bind(("127.0.0.1", number))
        except OSError:
            continue
        return port
