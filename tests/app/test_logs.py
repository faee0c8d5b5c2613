"""What is logged or reported can be sent to anyone, and never fills the disk."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.crash import Crashes, crash_fingerprint, crash_text
from app.logs import MAX_BYTES, OLD_FILES, Logs, MaskedFormatter
from app.mask import mask
from app.recovery_code import code_of
from connectors.errors import RejectedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PRIVATE = [
    ("call from +44 20 7946 0958 came", "20 7946"),
    ("call from +442079460958", "7946"),
    ("from 020 7946-0958.", "7946"),
    ("from (415) 555-0100 now", "555"),
    ("from 0049.89.1234567", "1234567"),
    ("number=0301234567", "0301234567"),
    ("‎+49 (0)30 12 34 56", "12 34"),
    ("dial tel:+4930123456", "123456"),
    ("INVITE sip:oliver.twist@pbx.example.com;user=phone", "oliver"),
    ("mail of oliver.twist+crm@example.co.uk failed", "oliver"),
    ("GET https://crm.example.com/contacts/oliver?phone=7946#x", "oliver"),
    ("GET https://rep:hunter2@crm.example.com/", "hunter2"),
    ("switchhook://dial?number=12345&token=abc", "12345"),
    ("Authorization: Bearer abc.def", "abc.def"),
    ("{'authorization': 'Basic cmVwOmh1bnRlcjI='}", "cmVwOmh1bnRlcjI"),
    ("bearer s3cr3t", "s3cr3t"),
    ('{"access_token": "abcdef", "x": 1}', "abcdef"),
    ("client_secret=hunter2&x=1", "hunter2"),
    ("password: hunter2", "hunter2"),
    ("the key a3f9c2e1b7d84f60a3f9c2e1b7d84f60 is", "a3f9c2e1"),
    ("jwt eyJhbGciOiJIUzI1NiJ9eyJhbGc.eyJzdWIiOiIxMjM0NTY3ODkw", "eyJhbGciOiJ"),
    (f"code {code_of(bytes(range(7, 27)))}", "-"),
]
HARMLESS = [
    "Lookup gave nothing: UnreachableError",
    "Catch-up since 2026-11-22T09:00:00+00:00",
    "Since 2026-11-22",
    "app/session.py:313 advance",
    "status 503, attempt 12, retry in 4096 s",
    "1000 of 12345 rows",
    "connectors/phone/asterisk/source.py",
    "test_a_very_long_name_of_a_function_without_end",
    "Token refreshed",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "logs"


@pytest.fixture
def log(folder: Path) -> Iterator[logging.Logger]:
    with Logs(folder):
        yield logging.getLogger("app.desk")


def written(folder: Path) -> str:
    return (folder / "switchhook.log").read_text("utf-8")


@pytest.mark.parametrize(("text", "private"), PRIVATE)
def test_what_could_be_someones_is_masked(text: str, private: str) -> None:
    assert private in text
    assert private not in mask(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_can_be_read(text: str) -> None:
    assert mask(text) == text


def test_the_folder_of_the_rep_is_not_named() -> None:
    assert mask(f"in {Path.home()}/x") == "in ~/x"


def test_a_long_text_is_masked_in_no_time() -> None:
    hostile = "a" * 4000 + "1-" * 2000 + "token" * 800 + "@" * 2000

    assert mask(hostile)


def test_a_log_is_for_the_rep_alone(log: logging.Logger, folder: Path) -> None:
    log.info("Call %s came from %s", 12, "+44 20 7946 0958")

    assert written(folder).endswith("Z info app.desk: Call 12 came from <number>\n")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_text_from_outside_cannot_forge_a_line(
    log: logging.Logger, folder: Path
) -> None:
    log.info(
        "Caller %s", "x\n2026-01-01T00:00:00Z info app.desk: forged\u202e\0\x1b[2J"
    )

    assert len(written(folder).splitlines()) == 1
    assert not {"\u202e", "\0", "\x1b"} & set(written(folder))


@pytest.mark.usefixtures("caplog")
def test_an_exception_is_logged_without_its_words(
    log: logging.Logger, folder: Path
) -> None:
    try:
        int("Oliver Twist")
    except ValueError:
        log.exception("Parsing failed")

    assert "ValueError" in written(folder)
    assert "tests/app/test_logs.py:" in written(folder)
    assert "Oliver" not in written(folder)


def test_a_record_that_does_not_fit_its_words_is_logged_without_them() -> None:
    arguments = ("Oliver Twist",)
    record = logging.LogRecord("app", logging.INFO, "", 1, "%s %s", arguments, None)

    text = MaskedFormatter().format(record)

    assert text.endswith("%s %s")
    assert "Oliver" not in text


def test_logs_have_a_bounded_size(log: logging.Logger, folder: Path) -> None:
    for _ in range(1500):
        log.info("x" * 3000)

    sizes = [path.stat().st_size for path in folder.glob("switchhook.log*")]
    assert len(sizes) == OLD_FILES + 1
    assert max(sizes) <= MAX_BYTES


def test_a_home_without_room_for_logs_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with Logs(tmp_path / "file" / "logs"):
        logging.getLogger("app.desk").info("no one hears")


DIES = """
import faulthandler, sys
from pathlib import Path
from app.logs import Logs

with Logs(Path(sys.argv[1])) as logs:
    print(logs.died_before, flush=True)
    if sys.argv[2] == "die":
        faulthandler._sigabrt()
"""


def test_the_death_of_the_interpreter_leaves_its_place(folder: Path) -> None:
    def run(how: str) -> str:
        command = [sys.executable, "-c", DIES, str(folder), how]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    told = [run("die"), run("live"), run("live")]

    assert told == ["False", "True", "False"]
    assert "Fatal Python error" in (folder / "crash.last.log").read_text()


def fail_in_a(text: str) -> None:
    raise ValueError(text)


def fail_in_b(text: str) -> None:
    raise RejectedError(f"status 422 {text}", field="phone")


def caught(where: Callable[[str], None], text: str = "Oliver Twist") -> Exception:
    try:
        where(text)
    except (ValueError, RejectedError) as problem:
        return problem
    raise AssertionError


def test_each_distinct_crash_is_given_once_even_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.toml"
    crashes = Crashes(path)

    first = crashes.first_time(caught(fail_in_a, "one"))
    again = crashes.first_time(caught(fail_in_a, "two"))
    other = crashes.first_time(caught(fail_in_b))
    later = Crashes(path).first_time(caught(fail_in_a))

    assert first is not None
    assert other is not None
    assert first.fingerprint != other.fingerprint
    assert (again, later) == (None, None)


def test_a_crash_is_told_where_it_cannot_be_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    crashes = Crashes(tmp_path / "file" / "state.toml")

    assert crashes.first_time(caught(fail_in_a)) is not None
    assert crashes.first_time(caught(fail_in_a)) is None


def test_a_report_says_where_and_not_with_whom() -> None:
    try:
        try:
            fail_in_a("Oliver Twist")
        except ValueError as problem:
            raise RejectedError("refused +44 20 7946 0958") from problem
    except RejectedError as problem:
        text = crash_text(problem)

    lines = text.splitlines()
    assert lines[0] == "connectors.errors.RejectedError: refused <number>"
    assert "because of ValueError" in lines
    assert lines[-1].startswith("  tests/app/test_logs.py:")
    assert lines[-1].endswith(" fail_in_a")
    assert "Oliver" not in text


def test_a_group_tells_all_that_is_in_it() -> None:
    group = ExceptionGroup("x", [caught(fail_in_a), caught(fail_in_b)])

    text = crash_text(group)

    assert "ValueError" in text
    assert "RejectedError" in text
    assert crash_fingerprint(group) != crash_fingerprint(caught(fail_in_a))


def test_causes_in_a_circle_end() -> None:
    problem = caught(fail_in_a)
    problem.__cause__ = caught(fail_in_b)
    problem.__cause__.__cause__ = problem

    assert crash_text(problem).count("ValueError") == 1
