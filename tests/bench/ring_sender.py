"""Rings on a listener's socket, one call after another, and tells when each was sent.

A program of its own, as a softphone's hook is, so that it takes no time from the
window. Imports little; prints one line of JSON per call.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import sys
import time
from pathlib import Path


def post(port: int, token: str, told: dict[str, str]) -> tuple[int, str]:
    """Tell one event; return when its bytes went out (ns) and the key of its call."""
    body = json.dumps(told).encode()
    head = (
        f"POST /v1/event HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        time.sleep(0.002)  # the connection is there before the event is
        sent_ns = time.monotonic_ns()
        wire.sendall(head.encode() + body)
        reply = b""
        while chunk := wire.recv(65536):
            reply += chunk
    return sent_ns, json.loads(reply.partition(b"\r\n\r\n")[2])["key"]


def waited_ns(pid: int) -> int:
    """Return how long a process's first thread waited for a free core, ever."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1])


def ring(home: Path, numbers: list[str], seed: int) -> None:
    """Ring once per number with gaps as between people, and hang up again."""
    lots = random.Random(seed)
    listener = json.loads((home / "listener.json").read_bytes())
    port, pid = int(listener["port"]), int(listener["pid"])
    token = Path(listener["token_path"]).read_text("ascii").strip()
    for at, number in enumerate(numbers):
        told = {"kind": "ringing", "from": number, "id": f"{seed}-{at}"}
        before_ns = waited_ns(pid)
        sent_ns, key = post(port, token, told)
        line = {"key": key, "sent_ns": sent_ns, "waited_ns": before_ns}
        sys.stdout.write(json.dumps(line) + "\n")
        time.sleep(lots.uniform(0.08, 0.2))
        post(port, token, {"kind": "ended", "id": f"{seed}-{at}"})
        time.sleep(lots.uniform(0.05, 0.2))


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("home", type=Path)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    ring(given.home, json.load(sys.stdin), given.seed)
