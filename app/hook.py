"""`switchhook event …`: what softphones call while a phone rings, so it must be quick.

It tells the running companion, or else keeps the event in the spool. It imports sys,
os, json and the C half of socket (the other half is a tenth of the whole call) and
nothing else; what is told is judged by the listener.
"""

import _socket
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

KINDS = (
    "ringing",
    "dialling",
    "answered",
    "held",
    "resumed",
    "transferred",
    "ended",
    "missed",
    "elsewhere",
    "voicemail",
    "recording",
    "message",
)
_OPTIONS = (
    "number",
    "from",
    "to",
    "id",
    "name",
    "direction",
    "line",
    "queue",
    "reason",
    "url",
    "text",
    "at",
)
_USAGE = f"""\
usage: switchhook event KIND [NUMBER] [--OPTION VALUE …] [-v|--verbose]
       switchhook [event] /N:S|C|E [/C:CALLER] [/T:I|O] /I:CALL
kinds: {", ".join(KINDS)}
options: {", ".join(_OPTIONS)}"""
_VERBOSE = ("-v", "--verbose")
_CONNECT_S = 0.3
_ANSWER_S = 1.5

FINE, FAILED, WRONG_USE = 0, 1, 2
_NOT_STORED = 503
_REFUSED = {404: FAILED, 413: WRONG_USE, 422: WRONG_USE}


class UsageError(Exception):
    """The words on the command line tell no event."""


class NotRunningError(Exception):
    """No companion runs on this home."""


class NoAnswerError(NotRunningError):
    """A companion was asked and did not answer: it may have done it all the same."""


def is_hook(words: list[str]) -> bool:
    """Return whether the command line is for this file."""
    return bool(words) and (words[0] == "event" or words[0][:3].upper() == "/N:")


def main(words: list[str]) -> int:
    """Tell or keep one event, and return the exit code."""
    words = words[1:] if words[0] == "event" else words
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(_USAGE + "\n")
        return FINE
    is_verbose = any(word in _VERBOSE for word in words)
    try:
        told = read_words([word for word in words if word not in _VERBOSE])
    except UsageError as problem:
        return _say(f"{problem}\n{_USAGE}", WRONG_USE)
    told["nonce"] = os.urandom(8).hex()
    return _tell(home_path(), told, is_verbose=is_verbose)


def _tell(home: str, told: dict[str, object], *, is_verbose: bool) -> int:
    try:
        status, reply = ask(home, "/v1/event", told)
    except NoAnswerError:
        status, reply = _NOT_STORED, b""
    except NotRunningError:
        return _keep(home, told, "no companion runs;", "the event")
    if status == 200:
        if is_verbose:
            sys.stdout.write(json.loads(reply)["key"] + "\n")
        return FINE
    if status in _REFUSED:
        return _say(reply.decode("utf-8", "replace"), _REFUSED[status])
    if status == _NOT_STORED:
        why = "the companion could not keep the event (disk full?);"
        return _keep(home, told, why, "it")
    return _keep(home, told, "the companion is busy;", "the event")


def leave(code: int) -> "NoReturn":
    """End at once: taking an interpreter down in order costs as much as the call."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a program without a console has none
            try:
                stream.flush()
            except OSError:
                code = code or FAILED
    os._exit(code)


def read_words(words: list[str]) -> dict[str, object]:
    """Return the event that the words tell. Raises UsageError."""
    if not words:
        raise UsageError("A kind is needed.")
    if words[0][:3].upper() == "/N:":
        return _read_slashes(words)
    kind, rest = words[0].lower(), words[1:]
    if kind not in KINDS:
        raise UsageError(f"Unknown kind {kind[:40]!r}.")
    told: dict[str, object] = {"kind": kind}
    loose = []
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            loose.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if name not in _OPTIONS:
            raise UsageError(f"Unknown option --{name[:40]}.")
        if not equals:
            if not rest:
                raise UsageError(f"--{name} needs a value.")
            value = rest.pop(0)
        told[name] = value
    if loose:  # a softphone appends the number, some of them in pieces
        told.setdefault("number", " ".join(loose).strip("\"'<> "))
    return told


def _read_slashes(words: list[str]) -> dict[str, object]:
    """Return the event of the form that 3CX calls: /N:S /C:123 /T:I /I:7."""
    parts = {word[1:2].upper(): word[3:] for word in words if word[2:3] == ":"}
    outbound = parts.get("T", "").upper() == "O"
    start = "dialling" if outbound else "ringing"
    kinds = {"S": start, "C": "answered", "E": "ended"}
    kind = kinds.get(parts["N"].upper())
    if kind is None:
        raise UsageError("/N: must be S (start), C (connected) or E (end).")
    told: dict[str, object] = {"kind": kind}
    if parts.get("T"):
        told["direction"] = "outbound" if outbound else "inbound"
    if parts.get("C"):
        told["number"] = parts["C"].strip("\"' ")
    if parts.get("I"):
        told["id"] = parts["I"]
    return told


def home_path() -> str:
    """Return the home as app/folders.py does, without importing what that needs."""
    path = os.environ.get("SWITCHHOOK_HOME")
    if path:
        return os.path.abspath(path)  # noqa: PTH100  # pathlib costs half the start
    folder = os.environ.get("XDG_DATA_HOME", "")
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or _user("AppData/Local")
    elif not folder.startswith("/"):
        is_mac = sys.platform == "darwin"
        folder = _user("Library/Application Support" if is_mac else ".local/share")
    return os.path.join(folder, "switchhook")  # noqa: PTH118


def _user(below: str) -> str:
    if not os.environ.get("HOME", "/").startswith("/"):
        os.environ.pop("HOME")  # a useless one is as good as none
    return os.path.join(os.path.expanduser("~"), below)  # noqa: PTH111, PTH118


def ask(
    home: str, path: str, told: object, answer_s: float | None = _ANSWER_S
) -> tuple[int, bytes]:
    """Post JSON to the running companion; return status and body.

    Raises NotRunningError where nobody listens, NoAnswerError after it was asked.
    """
    port, token = _listener(home)
    body = json.dumps(told).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    wire = _socket.socket()
    try:
        try:
            wire.settimeout(_CONNECT_S)
            wire.connect(("127.0.0.1", port))
        except OSError:
            raise NotRunningError from None
        wire.settimeout(answer_s)
        return _exchange(wire, head.encode() + body)
    finally:
        wire.close()


def _exchange(wire: _socket.socket, request: bytes) -> tuple[int, bytes]:
    reply = b""
    try:
        wire.sendall(request)
        while chunk := wire.recv(65536):
            reply += chunk
    except OSError:
        if not reply:
            raise NoAnswerError from None
    line, _, rest = reply.partition(b"\r\n")
    words = line.split(b" ", 2)
    if len(words) < 2 or not words[1].isdigit():
        raise NoAnswerError
    return int(words[1]), rest.partition(b"\r\n\r\n")[2]


def _listener(home: str) -> tuple[int, str]:
    """Return where the companion listens. Raises NotRunningError."""
    try:
        with open(os.path.join(home, "listener.json"), "rb") as file:  # noqa: PTH118, PTH123
            told = json.loads(file.read())
        port, pid = int(told["port"]), int(told["pid"])
        with open(told["token_path"], encoding="ascii") as file:  # noqa: PTH123
            token = file.read().strip()
        if os.name != "nt":
            os.kill(pid, 0)  # its port may be somebody else's by now
    except PermissionError as problem:
        if problem.filename is not None:
            raise NotRunningError from None
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        raise NotRunningError from None
    return port, token


def _keep(home: str, told: dict[str, object], why: str, what: str) -> int:
    try:
        keep(home, told)
    except OSError as problem:
        why = why.rstrip(";")
        return _say(f"{why} and {what} cannot be kept: {problem.strerror}", FAILED)
    return _say(f"{why} {what} is kept and told later", FINE)


def keep(home: str, told: dict[str, object]) -> None:
    """Put one event in the spool, as a file of its own that is there whole or not.

    Raises OSError.
    """
    folder = os.path.join(home, "spool")  # noqa: PTH118
    os.makedirs(home, 0o700, exist_ok=True)  # noqa: PTH103
    os.makedirs(folder, 0o700, exist_ok=True)  # noqa: PTH103
    name = f"{os.getpid()}-{os.urandom(4).hex()}"
    part = os.path.join(folder, f".{name}.part")  # noqa: PTH118
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    try:
        try:
            seen_ns = os.fstat(file).st_mtime_ns  # the time, without importing it
            line = json.dumps({"seen": seen_ns / 1e9, "told": told}) + "\n"
            if os.write(file, line.encode()) < len(line):
                raise OSError(28, "No space left on device")
            os.fsync(file)
        finally:
            os.close(file)
        whole = os.path.join(folder, f"{seen_ns:020d}-{name}.jsonl")  # noqa: PTH118
        os.replace(part, whole)  # noqa: PTH105
    except OSError:
        os.unlink(part)  # noqa: PTH108
        raise
    if os.name != "nt":
        entry = os.open(folder, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"switchhook: {text}\n")
    return code
